"""Long tables: a stage a row, and its count, or one count for each of several periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from funneldx.documents.grid import Row
from funneldx.documents.numbers import whole, written
from funneldx.errors import Problem
from funneldx.model import Role
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.grouping import Grouping, Key
from funneldx.readers.table.rows import Cell, Item, Maker, Sums
from funneldx.readers.table.survey import Survey
from funneldx.stage_names import role_of


def read_long(survey: Survey, columns: Columns, by: Grouping, path: str) -> Iterator[Item]:
    """Yield the funnels of the table in the order in which they begin, and what is wrong with the others."""
    period = columns.period if columns.period and set(columns.period.columns) <= set(by.base) else None
    make = Maker(survey, columns._replace(labels=by.labels, period=period), path)
    assert columns.stage is not None
    sums = Sums(survey, by.columns, columns)
    groups: dict[Key, list[Row]] = {}
    ragged: list[Row] = []
    last: Key | None = None
    ended = False
    counts = [across.column for across in columns.counts]
    for row in by.rows(survey):
        if make.is_remark(row):
            continue
        if another := make.begins_another(row, counts):
            yield another
            ended = True
            break
        if wrong := make.fitting(row):
            ragged.append(row)
            yield wrong
            continue
        key = by.key(row)
        if by.together and last is not None and key != last and last in groups:
            yield from _funnels(make, groups.pop(last))
        last = key
        if not sums.holds(row):
            groups.setdefault(key, []).append(row)
    broken = {key for row in ragged for key in _belongs_to(row, columns.stage, by, groups)}
    for key, rows in groups.items():
        if key not in broken:
            yield from _funnels(make, rows)
    yield from make.told(sums, ended=ended).items(path)


def _belongs_to(row: Row, stage: int, by: Grouping, groups: dict[Key, list[Row]]) -> Iterator[Key]:
    """The funnels that a row of too few or too many fields may be of.

    Those that lack its stage and have whatever else it says; where that leaves it open, those beside it.
    """
    there = [(place, index) for place, index in enumerate(by.columns) if index < len(row.cells)]
    name = row.cells[stage] if stage < len(row.cells) else None
    fitting = [
        key
        for key, rows in groups.items()
        if all(key[place] == row.cells[index] for place, index in there)
        and all(one.cells[stage] != name for one in rows)
    ]
    if len(there) == len(by.columns):
        yield from fitting
        return
    lines = sorted((one.line, key) for key in fitting for one in groups[key])
    before = [key for line, key in lines if line < row.line]
    after = [key for line, key in lines if line > row.line]
    yield from (*before[-1:], *after[:1])


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


def _role(row: Row, index: int | None) -> Role | None:
    return Role(row.cells[index]) if index is not None and not is_missing(row.cells[index]) else None


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
