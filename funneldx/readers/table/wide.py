"""Wide tables: a funnel a row, a stage a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from funneldx.documents.grid import Grid, Row
from funneldx.documents.table import Part
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.direct import Direct
from funneldx.readers.table.rows import Cell, Item, Maker, Sums
from funneldx.readers.table.survey import Survey
from funneldx.readers.table.told import Told
from funneldx.readers.tally import Tally

_FEW = 4
"""Rows up to which columns cost more than a look at each."""


class Wide:
    """Reads rows of one table, in pieces: each of them on its own, in whatever order, in whatever process."""

    def __init__(self, survey: Survey, columns: Columns, path: str) -> None:
        self._survey = survey
        self._columns = columns
        self._path = path
        period = columns.period.columns if columns.period else ()
        counts = {*(index for index, _, _ in columns.stages), *columns.temperatures.values()}
        first = {0} - counts  # where `Total` stands, even below numbers that say nothing of a funnel
        self._used = tuple(dict.fromkeys((*columns.keys.values(), *columns.labels, *period, *first)))
        direct = Direct(survey, columns, Sums(survey, self._used, columns).where, path)
        self._direct = direct if direct.fits else None

    def read(self, part: Part) -> Reading:
        """The rows of a piece, to be gone through once."""
        make = Maker(self._survey, self._columns, self._path)
        sums = Sums(self._survey, self._used, self._columns)
        return Reading(make, sums, self._direct, part)


class Reading:
    """The funnels of some rows, and what is wrong with those that cannot be read; then what is `told` of them all."""

    def __init__(self, make: Maker, sums: Sums, direct: Direct | None, part: Part) -> None:
        self._make = make
        self._sums = sums
        self._direct = direct
        self._part = part
        self._ended = False
        self._tally = Tally()
        self._counts = [index for index, _, _ in make.columns.stages]

    @property
    def told(self) -> Told:
        """What there is to say of the rows that have been gone through."""
        return self._make.told(self._sums, self._tally, ended=self._ended)

    def __iter__(self) -> Iterator[Item]:
        part, width = self._part, len(self._make.headers)
        if isinstance(part, Grid):
            lines = range(part.line, part.line + part.height)
            yield from self._items(lines, part.columns, part.digits)
            return
        for fitting, some in groupby(part, lambda row: len(row.cells) == width):
            rows = list(some)
            if fitting and len(rows) > _FEW:
                columns = [list(column) for column in zip(*(row.cells for row in rows), strict=True)]
                yield from self._items([row.line for row in rows], columns, [False] * width)
            else:
                yield from self._with_care(rows)
            if self._ended:
                return

    def _items(
        self, lines: Sequence[int], columns: Sequence[list[str]], digits: Sequence[bool]
    ) -> Iterator[Item]:
        """The funnels of equally long rows."""
        if self._direct is None or len(columns) < len(self._make.headers):
            yield from self._with_care(
                [
                    Row(line, list(cells))
                    for line, cells in zip(lines, zip(*columns, strict=True), strict=True)
                ]
            )
            return
        funnels, odd = self._direct.funnels(lines, columns, digits)
        self._tally.right += len(lines) - len(odd)
        if not odd:
            yield from funnels
            return
        for number, funnel in enumerate(funnels):
            if number not in odd:
                yield funnel
                continue
            yield from self._with_care([Row(lines[number], [column[number] for column in columns])])
            if self._ended:
                return

    def _with_care(self, rows: list[Row]) -> Iterator[Item]:
        """Row by row: the funnel of each, or all that is wrong with it."""
        make, columns, tally = self._make, self._make.columns, self._tally
        for row in rows:
            if not tally.lost and make.is_remark(row):
                continue
            if another := make.begins_another(row, self._counts, lost=tally.lost):
                yield another
                self._ended = True
                return
            if tally.lost:
                tally.leave(row.line)
                continue
            if wrong := make.fitting(row):
                tally.wrong += 1
                yield wrong
            elif not self._sums.holds(row):
                cells = [
                    Cell(name, row.cells[index], row.line, index, role)
                    for index, name, role in columns.stages
                ]
                unclear = make.counts.many_unclear
                for item in make.funnel(row, cells, dict.fromkeys(columns.temperatures, row)):
                    tally.note(item)
                    yield item
                tally.wrong += make.counts.many_unclear - unclear
