"""Long tables: a stage a row, and its count, or one count for each of several periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from funneldx.documents.grid import Grid, Row
from funneldx.documents.numbers import whole, written
from funneldx.documents.table import rows_of
from funneldx.errors import Problem
from funneldx.model import Role
from funneldx.readers.funnel_format import Stages
from funneldx.readers.table.broken import Broken
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.grouping import Grouping, Key
from funneldx.readers.table.rows import Cell, Item, Maker, Sums
from funneldx.readers.table.runs import Runs
from funneldx.readers.table.survey import Survey
from funneldx.readers.tally import Tally
from funneldx.stage_names import role_of

_MOST_ROWS = 10_000
"""Rows beyond which a funnel is none, whatever they hold."""


def read_long(survey: Survey, columns: Columns, by: Grouping, path: str) -> Iterator[Item]:
    """Yield the funnels of the table in the order in which they begin, and what is wrong with the others.

    Where the rows of each funnel stand together, those of one are kept; else all rows are, until the table ends.
    """
    period = columns.period if columns.period and set(columns.period.columns) <= set(by.base) else None
    return iter(_Long(survey, columns._replace(labels=by.labels, period=period), by, path))


class _Long:
    """A long table being read."""

    def __init__(self, survey: Survey, columns: Columns, by: Grouping, path: str) -> None:
        self._survey = survey
        self._by = by
        self._make = Maker(survey, columns, path)
        self._sums = Sums(survey, by.sums, columns)
        self._counts = [across.column for across in columns.counts]
        self._groups: dict[Key, list[Row]] = {}
        self._crowded: set[Key] = set()
        """Funnels that have too many rows to be one."""
        self._ragged: list[Row] = []
        self._last: Key | None = None
        self._tally = Tally()
        """Of rows, as long as they are taken in; of those of whole funnels, once they are read."""
        self._ended = False
        assert columns.stage is not None
        self._stage = columns.stage
        runs = Runs(survey, columns, by.columns, self._sums.where, path)
        self._runs = runs if runs.fits and by.together and not by.filled else None

    def __iter__(self) -> Iterator[Item]:
        for part in self._by.parts(self._survey):
            if self._runs and isinstance(part, Grid):
                yield from self._by_runs(self._runs, part)
            else:
                yield from self._by_rows(rows_of(part))
            if self._ended:
                break
        yield from self._left()
        yield from self._make.told(self._sums, self._tally, ended=self._ended).items(self._make.path)

    def _left(self) -> Iterator[Item]:
        """The funnels of the rows that have been kept."""
        broken = Broken(self._groups, self._by.columns, self._stage).by(self._ragged)
        if not self._by.together and not self._tally.lost:
            self._tally = Tally()
        for key, rows in self._groups.items():
            if key not in broken:
                yield from self._read(rows)

    def _by_runs(self, runs: Runs, grid: Grid) -> Iterator[Item]:
        """The funnels of a block in which the rows of each stand together."""
        for begin, end, funnels in runs.of(grid):
            if funnels is None:
                yield from self._by_rows(grid.rows(begin, end))
                if self._ended:
                    return
            else:
                yield from self._another(self._key(grid, begin))
                yield from funnels
                self._tally.right += end - begin
                self._last = self._key(grid, end - 1)

    def _key(self, grid: Grid, row: int) -> Key:
        return tuple(grid.columns[index][row] for index in self._by.columns)

    def _by_rows(self, rows: list[Row]) -> Iterator[Item]:
        """Take in rows one after the other, and give the funnels that these show to be whole."""
        make, tally = self._make, self._tally
        for row in rows:
            if not tally.lost and make.is_remark(row):
                continue
            if another := make.begins_another(row, self._counts, lost=tally.lost):
                yield another
                self._ended = True
                return
            if tally.lost:
                self._leave_kept()
                tally.leave(row.line)
                continue
            if wrong := make.fitting(row):
                self._ragged.append(row)
                tally.wrong += 1
                yield wrong
                continue
            key = self._by.key(row)
            yield from self._another(key)
            if key not in self._crowded and not self._sums.holds(row):
                group = self._groups.setdefault(key, [])
                group.append(row)
                tally.right += not self._by.together
                if len(group) > _MOST_ROWS:
                    yield self._too_many(key)
                    if self._ended:
                        return

    def _another(self, key: Key) -> Iterator[Item]:
        """The funnel that is whole now that a row of this key follows."""
        last, self._last = self._last, key
        if self._by.together and last is not None and key != last and last in self._groups:
            yield from self._read(self._groups.pop(last))

    def _read(self, rows: list[Row]) -> Iterator[Item]:
        """The funnel of some rows, or what is wrong with it."""
        tally = self._tally
        if tally.lost:
            tally.leave(rows[0].line, len(rows))
            return
        wrong = -self._make.counts.many_unclear
        for item in _funnels(self._make, rows):
            wrong += isinstance(item, Problem)
            yield item
        wrong += self._make.counts.many_unclear
        tally.wrong += wrong
        tally.right += 0 if wrong else len(rows)

    def _leave_kept(self) -> None:
        """Leave out the funnels that are not whole yet: the rest of them is not looked at."""
        for rows in self._groups.values():
            self._tally.leave(rows[0].line, len(rows))
        self._groups.clear()

    def _too_many(self, key: Key) -> Problem:
        """What is wrong with a funnel that goes on and on, of which nothing is read; or with the table that is one."""
        first = self._groups.pop(key)[0]
        self._crowded.add(key)
        self._ended = not self._by.columns
        return Problem(
            self._make.path,
            first.line,
            None,
            f"a funnel of more than {_MOST_ROWS:,} rows begins here; at most {Stages.MOST} stages are read",
            "give a row to each stage; if these are of different funnels, tell them apart in a column headed `funnel`",
        )


def _funnels(make: Maker, rows: list[Row]) -> Iterator[Item]:
    """The funnel of some rows, or one for each period that stands across."""
    columns = make.columns
    assert columns.stage is not None
    if columns.order is not None:
        rows = _in_order(rows, columns.order)
    names = [row.cells[columns.stage] for row in rows]
    if columns.numbered:
        names = _told_apart(names)
    elif again := _again(rows, names, columns.stage, make.path):
        yield from again
        return
    customers = {name: _of_customers(index, names, rows) for name, index in columns.temperatures.items()}
    for across in columns.counts:
        cells = [
            Cell(name, row.cells[across.column], row.line, across.column, _role(row, columns.role))
            for name, row in zip(names, rows, strict=True)
        ]
        if _is_there(columns, cells):
            yield from make.funnel(min(rows), cells, customers, across.period)


def _role(row: Row, index: int | None) -> str | None:
    """The role that a row states; whether it is one, the funnel format tells."""
    return row.cells[index] if index is not None and not is_missing(row.cells[index]) else None


def _of_customers(index: int, names: list[str], rows: list[Row]) -> Row:
    """The row that says how many customers there are of a temperature: the purchase's, else the first that does."""
    told = [(name, row) for name, row in zip(names, rows, strict=True) if not is_missing(row.cells[index])]
    sold = [row for name, row in told if role_of(name) is Role.PURCHASED]
    return next(iter(sold), told[0][1] if told else rows[0])


def _is_there(columns: Columns, cells: list[Cell]) -> bool:
    """Whether anything is known of a period that stands across; one that is still to come is no funnel."""
    return len(columns.counts) == 1 or not all(is_missing(cell.written) for cell in cells)


def _told_apart(names: list[str]) -> list[str]:
    """Steps that stand several times, each with its number: `$pageview (step 1)`."""
    times = Counter(names)
    return [
        f"{name} (step {number})" if times[name] > 1 else name for number, name in enumerate(names, start=1)
    ]


def _again(rows: list[Row], names: list[str], stage: int, path: str) -> list[Problem]:
    """What is wrong where a stage stands a second time in one funnel."""
    lines: dict[str, int] = {}
    return [
        Problem(
            path,
            row.line,
            stage + 1,
            f"the stage “{name}” stands here a second time, first on line {lines[name]}",
            "keep one; if they are of different funnels, tell these apart in a column headed `funnel`",
        )
        for row, name in zip(rows, names, strict=True)
        if lines.setdefault(name, row.line) != row.line
    ]


def _in_order(rows: list[Row], order: int) -> list[Row]:
    """The rows as their stages are numbered, if all of them are."""
    numbers = [number and whole(number, "") for number in (written(row.cells[order]) for row in rows)]
    if not all(numbers):
        return rows
    ranked = sorted(range(len(rows)), key=lambda at: int(numbers[at] or 0))
    return [rows[at] for at in ranked]
