"""Which rows of a long table belong to one funnel."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, groupby

from funneldx.documents.grid import Grid, Row
from funneldx.documents.table import Part, rows_of
from funneldx.readers.table import hints
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.merged_cells import merged, parts_of
from funneldx.readers.table.rows import Sums
from funneldx.readers.table.survey import Survey
from funneldx.tuples import NamedTuple

Key = tuple[str, ...]
_ROWS = 200_000
"""Rows that are looked at to settle which columns are labels."""
_MOST_LABELS = 8
_SEEN = 20_000
"""Funnels from which on only a number is kept of each."""
_AT_A_TIME = 500_000
"""Numbers that are put into a set together."""


class Grouping(NamedTuple):
    """Which columns tell one funnel from another."""

    base: tuple[int, ...]
    """Those that always do: name, period and the other keys of a funnel."""
    labels: tuple[int, ...]
    unread: tuple[int, ...]
    """Columns that tell something of a stage, or nothing."""
    filled: tuple[int, ...]
    """Columns whose blank cells stand for the value above them, as merged cells are exported."""
    sums: tuple[int, ...]
    """Columns in which a word says that its row holds sums."""
    together: bool
    """Whether the rows of each funnel stand together, so that none has to wait for the end of the table."""

    @property
    def columns(self) -> tuple[int, ...]:
        """All of those."""
        return (*self.base, *self.labels)

    def key(self, row: Row) -> Key:
        """What the funnel of a row is known by."""
        return tuple(row.cells[index] for index in self.columns)

    def parts(self, survey: Survey) -> Iterator[Part]:
        """The rows of the table block by block, with blanks filled."""
        return parts_of(survey, self.filled)


def grouping(survey: Survey, columns: Columns, path: str) -> Grouping:
    """Settle what tells funnels apart.

    The keys of a funnel do, but for a period that only tells when a stage was looked at. Of the columns of words it
    takes as few as make every stage stand once in its funnel; those that are the same throughout each funnel are
    labels too. Raises UnreadableError where a column may tell funnels apart or not, since no stage stands twice.
    """
    period = columns.period.columns if columns.period else ()
    base = (*columns.keys.values(), *period)
    filled = merged(survey, (*base, *columns.labels, *columns.maybe_labels))
    sample, sums, apart = _apart(survey, columns, filled)
    maybe = [index for index in columns.maybe_labels if index not in apart.columns]
    parting = [index for index in maybe if not apart.columns and _may_part(sample, index)]
    if parting:
        raise hints.perhaps_labels(survey, parting[0], path)
    unread = tuple(sorted({*maybe, *base}.difference(apart.base)))
    found = Grouping(apart.base, apart.labels, unread, filled, sums, together=True)
    return found._replace(together=_together(survey, found))


class _Apart(NamedTuple):
    """What tells the funnels of some rows apart."""

    base: tuple[int, ...]
    needed: tuple[int, ...]
    """Labels without which a stage would stand twice in a funnel."""
    labels: tuple[int, ...]
    """Those, and what is the same throughout each funnel."""

    @property
    def columns(self) -> tuple[int, ...]:
        return (*self.base, *self.labels)


def _apart(
    survey: Survey, columns: Columns, filled: tuple[int, ...]
) -> tuple[_Sample, tuple[int, ...], _Apart]:
    """The rows that hold no sums, the columns in which a word tells those that do, and what tells funnels apart.

    Which rows hold sums and what tells funnels apart depend on each other. `Total` among regions is the sum of the
    others; among owners of stages (`Marketing`, `All`, `Sales`) it sums up nothing. So every column of words is heeded
    first, and then each that turns out to tell nothing apart no longer, unless a stage would stand twice by that.
    """
    assert columns.stage is not None
    period = columns.period.columns if columns.period else ()
    used = (*columns.keys.values(), *period, *columns.labels, *columns.maybe_labels)
    if not used:  # all rows are of one funnel
        return _Sample({columns.stage: []}, 0), (), _Apart((), (), ())
    sums = Sums(survey, used, columns).where
    sample = _sample(survey, columns, used, filled, sums)
    while True:
        apart = _settled(sample, columns)
        for index in sorted(set(sums).difference(apart.columns)):
            fewer = tuple(other for other in sums if other != index)
            more = _sample(survey, columns, used, filled, fewer)
            if _unique(more, (*apart.base, *apart.needed), columns.stage):
                sample, sums = more, fewer
                break
        else:
            return sample, sums, apart


def _settled(sample: _Sample, columns: Columns) -> _Apart:
    """What tells the funnels of a sample apart."""
    assert columns.stage is not None
    stage, keys = columns.stage, tuple(columns.keys.values())
    period = columns.period.columns if columns.period else ()
    only_looked_at = period and _unique(sample, keys, stage) and not _constant(sample, keys, period)
    base = keys if only_looked_at else (*keys, *period)
    if not columns.maybe_labels:
        return _Apart(base, columns.labels, columns.labels)
    needed = _needed(sample, columns, base)
    by = (*base, *needed)
    also = (
        index for index in columns.maybe_labels if index not in needed and _constant(sample, by, (index,))
    )
    return _Apart(base, needed, tuple(sorted({*needed, *also})))


class _Sample(NamedTuple):
    """The rows at the beginning of a table, but for those of sums, by column."""

    columns: dict[int, list[str]]
    rows: int

    def keys(self, columns: Iterable[int]) -> Collection[Key]:
        """What some columns hold together, each once."""
        some = [self.columns[index] for index in columns]
        return set(zip(*some, strict=True)) if some else {()}


def _sample(
    survey: Survey, columns: Columns, used: tuple[int, ...], filled: tuple[int, ...], where: tuple[int, ...]
) -> _Sample:
    """What some columns hold at the beginning, without the rows of sums that words in `where` or the stage tell."""
    assert columns.stage is not None
    sums = Sums(survey, where, columns)
    needed = dict.fromkeys((*used, columns.stage))
    sample: dict[int, list[str]] = {index: [] for index in needed}
    known: dict[str, str] = {}
    rows = 0
    for part in parts_of(survey, filled):
        for index, cells in _without_sums(part, sums, len(survey.columns), sample).items():
            sample[index] += map(known.setdefault, cells, cells)
        rows = len(sample[columns.stage])
        if rows >= _ROWS:
            break
    return _Sample({index: cells[:_ROWS] for index, cells in sample.items()}, min(rows, _ROWS))


def _without_sums(part: Part, sums: Sums, width: int, needed: Iterable[int]) -> dict[int, list[str]]:
    """The columns that are needed of the rows that are long enough and hold no sums."""
    if isinstance(part, Grid) and len(part.columns) >= width and not sums.may_stand_in(part.columns):
        return {index: part.columns[index] for index in needed}
    rows = [row.cells for row in rows_of(part) if len(row.cells) >= width and not sums.holds(row)]
    return {index: [cells[index] for cells in rows] for index in needed}


def _unique(sample: _Sample, by: Iterable[int], stage: int) -> bool:
    """Whether no stage stands twice in a group."""
    return len(sample.keys((*by, stage))) == sample.rows


def _constant(sample: _Sample, by: tuple[int, ...], columns: tuple[int, ...]) -> bool:
    """Whether the columns say the same in all rows of each group."""
    return len(sample.keys((*by, *columns))) == len(sample.keys(by))


def _needed(sample: _Sample, columns: Columns, base: tuple[int, ...]) -> tuple[int, ...]:
    """As few labels as make every stage stand once in its funnel."""
    assert columns.stage is not None
    stage, maybe = columns.stage, columns.maybe_labels[:_MOST_LABELS]
    several = (some for size in range(len(maybe) + 1) for some in combinations(maybe, size))
    return next((some for some in several if _unique(sample, (*base, *some), stage)), maybe)


def _may_part(sample: _Sample, index: int) -> bool:
    """Whether each value of a column stands in a run of rows of its own, two at least: a funnel each, or a department."""
    cells = sample.columns[index]
    sizes = Counter(cells)
    runs = sum(1 for _ in groupby(cells))
    return runs == len(sizes) > 1 and min(sizes.values()) > 1 and not any(map(is_missing, sizes))


def _together(survey: Survey, by: Grouping) -> bool:
    """Whether no funnel goes on after another one has begun: eight bytes of each are kept to tell."""
    width = len(survey.columns)
    seen: set[Key] = set()
    hashes = array("q")
    last: Key | None = None
    for part in by.parts(survey):
        if not _all_fit(part, width):
            return False  # it costs the funnel that it belongs to, which may be one further up
        keys = [key for key, _ in groupby(_keys(part, by.columns))]
        if keys and keys[0] == last:
            del keys[0]
        if len(hashes) < _SEEN:  # most tables that are mixed show it soon
            if len(keys) > len(set(keys)) or not seen.isdisjoint(keys):
                return False
            seen.update(keys)
        hashes.extend(map(hash, keys))
        last = keys[-1] if keys else last
    return not _any_twice(hashes)


def _all_fit(part: Part, width: int) -> bool:
    if isinstance(part, Grid):
        return len(part.columns) >= width and not any(map(any, part.columns[width:]))
    return all(len(row.cells) >= width and not any(row.cells[width:]) for row in part)


def _keys(part: Part, columns: tuple[int, ...]) -> Iterator[Key]:
    if isinstance(part, Grid):
        return zip(*(part.columns[index] for index in columns), strict=True) if columns else iter(((),))
    return (tuple(row.cells[index] for index in columns) for row in part)


def _any_twice(hashes: array[int]) -> bool:
    """Whether a number is there twice, with no more than a part of them in a set at a time."""
    if len(hashes) <= _AT_A_TIME:
        return _has_twice(hashes)
    parts = len(hashes) // _AT_A_TIME + 1
    return any(_has_twice([one for one in hashes if one % parts == part]) for part in range(parts))


def _has_twice(numbers: Collection[int]) -> bool:
    return len(set(numbers)) < len(numbers)
