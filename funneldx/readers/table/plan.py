"""How a table is read once it has been looked through: block by block, each on its own, where its rows allow that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from funneldx.diagnosis import Notice
from funneldx.documents.table import Block
from funneldx.errors import UnreadableError
from funneldx.readers.table import hints
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.grouping import Grouping
from funneldx.readers.table.long import read_long
from funneldx.readers.table.rows import Item
from funneldx.readers.table.survey import Survey
from funneldx.readers.table.told import Told
from funneldx.readers.table.wide import Reading, Wide

NAMES = 200
"""Values of a label from which on they name funnels, if none comes twice, rather than cut one funnel up."""


class TablePlan:
    """A table whose columns are settled.

    Reading it all is `items`. In several processes, which have to be forked since a plan cannot be pickled: tell
    what `before` gives; have each of `blocks` read by `funnels` somewhere; go through what they gave in the order of
    the blocks, up to and with the first whose `told.ended`; then tell what `after` gives for the `told` of these.
    """

    def __init__(
        self, survey: Survey, columns: Columns, by: Grouping | None, notices: list[Notice], path: str
    ) -> None:
        self.path = path
        self._survey = survey
        self._columns = columns
        self._by = by
        self._notices = notices
        self._wide = None if by else Wide(survey, columns, path)

    @property
    def rows(self) -> int:
        """How many rows it has below its header."""
        return self._survey.rows

    @property
    def blocks(self) -> tuple[Block, ...] | None:
        """The pieces that can be read by themselves; None for a table whose rows hang together: one of stages a row."""
        return self._survey.blocks if self._wide else None

    def names_come_again(self, most: int) -> Literal["never", "together", "apart"]:
        """Whether funnels with a period or labels share a name, and whether those that do stand together.

        Of more than `most` rows only so many are looked at, since what stands further apart cannot be kept anyway. A
        label with more than `NAMES` values, none of which comes again, is a name.
        """
        columns = self._columns
        if not columns.period and not columns.labels:
            return "never"
        index = columns.keys.get("name")
        if index is None:
            if any(self._all_differ(label, most) for label in columns.labels):
                return "never"
            return "together" if self._survey.rows <= most else "apart"
        seen: set[str] = set()
        last = None
        again = False
        left = most
        for (cells,) in self._survey.cells(index):
            for name, run in groupby(cells[:left]):
                again = again or name == last or sum(1 for _ in run) > 1
                if name != last and name in seen:
                    return "apart"
                seen.add(name)
                last = name
            left -= len(cells)
            if left <= 0:
                break
        return "together" if again else "never"

    def _all_differ(self, index: int, most: int) -> bool:
        """Whether a column names its rows: no value comes twice among the first ones, and these are many."""
        seen: set[str] = set()
        looked = 0
        for (cells,) in self._survey.cells(index):
            some = cells[: most - looked]
            seen.update(some)
            looked += len(some)
            if len(seen) < looked or looked >= most:
                break
        return len(seen) == looked > NAMES

    def before(self) -> Iterator[Notice]:
        """What there is to say before any funnel."""
        survey, by, path = self._survey, self._by, self.path
        yield from self._notices
        if mended := sorted(survey.table.mended):
            which = f"{len(mended)} rows are" if len(mended) > 1 else "this row is"
            message = f"{which} parted by tabs where the others have “{survey.table.delimiter}”; read as if they had it"
            yield Notice(path, mended[0], None, message)
        for note in self._columns.notes:
            yield Notice(path, survey.header.line, None, note)
        for index in by.filled if by else ():
            name = survey.columns[index].header
            message = (
                f"blank cells of “{name}” are read as the value above them, as merged cells are exported"
            )
            yield Notice(path, survey.header.line, None, message)
        unread = sorted((*self._columns.unread, *by.unread)) if by else list(self._columns.unread)
        if unread:
            names = hints.some([survey.columns[index].header or f"column {index + 1}" for index in unread])
            stages = tuple(index for index, _, _ in self._columns.stages)
            message = f"not read, since nothing says that it counts a stage: {names}"
            left_over = hints.left_over(survey, stages, tuple(unread))
            yield Notice(path, survey.header.line, None, message + left_over)

    def funnels(self, block: Block) -> Reading:
        """Go through one of the blocks: its funnels, and the problems of its rows.

        Raises OSError, and UnreadableError where the file has changed since it was looked through.
        """
        assert self._wide
        return self._wide.read(self._survey.part(block))

    def after(self, told: Iterable[Told]) -> Iterator[Item]:
        """What there is to say when the blocks have been read, of which `told` says one after the other."""
        whole = Told()
        for one in told:
            whole = whole.then(one)
        yield from whole.items(self.path)

    def items(self) -> Iterator[Item]:
        """All there is to say and all funnels, in the order of the table."""
        yield from self.before()
        try:
            yield from self._in_one_piece()
        except UnreadableError as error:
            yield error.problem

    def _in_one_piece(self) -> Iterator[Item]:
        if self._by:
            yield from read_long(self._survey, self._columns, self._by, self.path)
            return
        told = []
        for block in self._survey.blocks:
            reading = self.funnels(block)
            yield from reading
            told.append(reading.told)
            if reading.told.ended:
                break
        yield from self.after(told)
