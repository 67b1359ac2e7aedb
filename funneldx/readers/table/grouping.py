"""Which rows of a long table belong to one funnel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import NamedTuple

from funneldx.documents.grid import Row
from funneldx.readers.table import hints
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.rows import Sums
from funneldx.readers.table.survey import Survey

Key = tuple[str, ...]
_ROWS = 200_000
"""Rows that are looked at to settle which columns are labels."""
_MOST_LABELS = 8


class Grouping(NamedTuple):
    """Which columns tell one funnel from another."""

    base: tuple[int, ...]
    """Those that always do: name, period and the other keys of a funnel."""
    labels: tuple[int, ...]
    unread: tuple[int, ...]
    """Columns that tell something of a stage, or nothing."""
    filled: tuple[int, ...]
    """Columns whose blank cells stand for the value above them, as merged cells are exported."""
    together: bool
    """Whether the rows of each funnel stand together, so that none has to wait for the end of the table."""

    @property
    def columns(self) -> tuple[int, ...]:
        """All of those."""
        return (*self.base, *self.labels)

    def key(self, row: Row) -> Key:
        """What the funnel of a row is known by."""
        return tuple(row.cells[index] for index in self.columns)

    def rows(self, survey: Survey) -> Iterator[Row]:
        """The rows of the table, with blanks filled."""
        return _filled(survey.body(), self.filled)


def grouping(survey: Survey, columns: Columns, path: str) -> Grouping:
    """Settle what tells funnels apart.

    The keys of a funnel do, but for a period that only tells when a stage was looked at. Of the columns of words it
    takes as few as make every stage stand once in its funnel; those that are the same throughout each funnel are
    labels too. Raises UnreadableError where a column may tell funnels apart or not, since no stage stands twice.
    """
    assert columns.stage is not None
    period = columns.period.columns if columns.period else ()
    base = (*columns.keys.values(), *period)
    filled = tuple(
        index for index in (*base, *columns.labels, *columns.maybe_labels) if _is_merged(survey, index)
    )
    sample = _sample(survey, columns, (*base, *columns.maybe_labels), filled)
    stage = columns.stage
    dropped: tuple[int, ...] = ()
    keys = tuple(columns.keys.values())
    if period and _unique(sample, keys, stage) and not _constant(sample, keys, period):
        base, dropped = keys, period
    labels = columns.labels
    if columns.maybe_labels:
        labels = _labels(sample, columns, base)
        apart = [index for index in columns.maybe_labels if index not in labels and _may_part(sample, index)]
        if not labels and not base and apart:
            raise hints.perhaps_labels(survey, apart[0], path)
    rest = tuple(index for index in columns.maybe_labels if index not in labels)
    found = Grouping(base, labels, tuple(sorted((*rest, *dropped))), filled, together=True)
    return found._replace(together=_together(survey, found))


def _sample(
    survey: Survey, columns: Columns, used: Iterable[int], filled: tuple[int, ...]
) -> list[list[str]]:
    assert columns.stage is not None
    sums = Sums(survey, used, columns)
    width = len(survey.columns)
    rows = (row for row in _filled(survey.body(), filled) if len(row.cells) >= width and not sums.holds(row))
    return [row.cells for row in islice(rows, _ROWS)]


def _is_merged(survey: Survey, index: int) -> bool:
    """Whether each value of a column stands once, above blanks that it is for too."""
    seen: set[str] = set()
    blanks = 0
    for (cells,) in survey.cells(index):
        for cell in cells:
            if not cell:
                if not seen:
                    return False
                blanks += 1
            elif cell in seen:
                return False
            else:
                seen.add(cell)
    return blanks >= len(seen) > 0


def _filled(rows: Iterable[Row], columns: tuple[int, ...]) -> Iterator[Row]:
    if not columns:
        yield from rows
        return
    above: dict[int, str] = {}
    for row in rows:
        cells = list(row.cells)
        for index in columns:
            if index < len(cells):
                cells[index] = above[index] = cells[index] or above.get(index, "")
        yield row._replace(cells=cells)


def _key(cells: list[str], columns: Iterable[int]) -> Key:
    return tuple(cells[index] for index in columns)


def _unique(sample: list[list[str]], by: Iterable[int], stage: int) -> bool:
    """Whether no stage stands twice in a group."""
    columns = (*by, stage)
    return len({_key(cells, columns) for cells in sample}) == len(sample)


def _constant(sample: list[list[str]], by: tuple[int, ...], columns: tuple[int, ...]) -> bool:
    """Whether the columns say the same in all rows of each group."""
    return len({_key(cells, (*by, *columns)) for cells in sample}) == len(
        {_key(cells, by) for cells in sample}
    )


def _labels(sample: list[list[str]], columns: Columns, base: tuple[int, ...]) -> tuple[int, ...]:
    assert columns.stage is not None
    stage, maybe = columns.stage, columns.maybe_labels[:_MOST_LABELS]
    needed: tuple[int, ...] = ()
    if not _unique(sample, base, stage):
        several = (some for size in range(1, len(maybe) + 1) for some in combinations(maybe, size))
        needed = next((some for some in several if _unique(sample, (*base, *some), stage)), maybe)
    by = (*base, *needed)
    also = (
        index for index in columns.maybe_labels if index not in needed and _constant(sample, by, (index,))
    )
    return tuple(sorted({*needed, *also}))


def _may_part(sample: list[list[str]], index: int) -> bool:
    """Whether each value of a column stands in a run of rows of its own, two at least: a funnel each, or a department."""
    runs: list[str] = []
    sizes: dict[str, int] = {}
    for cells in sample:
        if not runs or runs[-1] != cells[index]:
            runs.append(cells[index])
        sizes[cells[index]] = sizes.get(cells[index], 0) + 1
    return len(runs) == len(sizes) > 1 and min(sizes.values()) > 1 and not any(map(is_missing, sizes))


def _together(survey: Survey, by: Grouping) -> bool:
    seen: set[Key] = set()
    last: Key | None = None
    width = len(survey.columns)
    for row in by.rows(survey):
        if len(row.cells) < width or any(row.cells[width:]):
            return False  # it costs the funnel that it belongs to, which may be one further up
        if (key := by.key(row)) != last:
            if key in seen:
                return False
            seen.add(key)
            last = key
    return True
