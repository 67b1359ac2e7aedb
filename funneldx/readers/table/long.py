"""Long tables: a stage a row, and its count, or one count for each of several periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from funneldx.documents.numbers import whole, written
from funneldx.documents.table import Row
from funneldx.errors import Problem
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.rows import Cell, Item, Maker, Sums
from funneldx.readers.table.survey import Survey

Key = tuple[str, ...]


class Grouping(NamedTuple):
    """Which columns tell one funnel from another."""

    base: tuple[int, ...]
    """Those that always do: name, period and the other keys of a funnel."""
    labels: tuple[int, ...]
    unread: tuple[int, ...]
    """Columns of words that tell something of a stage, or nothing."""
    together: bool
    """Whether the rows of each funnel stand together, so that none has to wait for the end of the table."""

    def key(self, row: Row) -> Key:
        """What the funnel of a row is known by."""
        return tuple(row.cells[index] for index in (*self.base, *self.labels))


def grouping(survey: Survey, columns: Columns) -> Grouping:
    """Settle which columns of words are labels.

    Where no funnel has a stage twice without them, labels are what is the same in all rows of each funnel. Else
    they are what it takes to tell the funnels apart: words that recur and do not follow from the stage.
    """
    period = columns.period.columns if columns.period else ()
    base = (*columns.keys.values(), *period)
    labels = _labels(survey, columns, base) if columns.maybe_labels else columns.labels
    unread = tuple(index for index in columns.maybe_labels if index not in labels)
    found = Grouping(base, labels, unread, together=True)
    return found._replace(together=_together(survey, found))


def _labels(survey: Survey, columns: Columns, base: tuple[int, ...]) -> tuple[int, ...]:
    assert columns.stage is not None
    rows = 0
    keys: set[Key] = set()
    stages: set[str] = set()
    steps: set[tuple[Key, str]] = set()
    values: list[Counter[str]] = [Counter() for _ in columns.maybe_labels]
    of_keys: list[set[tuple[Key, str]]] = [set() for _ in columns.maybe_labels]
    of_stages: list[set[tuple[str, str]]] = [set() for _ in columns.maybe_labels]
    width = len(survey.columns)
    sums = Sums(survey, (columns.stage, *base, *columns.maybe_labels))
    for row in survey.body():
        if len(row.cells) < width or sums.holds(row):
            continue
        rows += 1
        key = tuple(row.cells[index] for index in base)
        stage = row.cells[columns.stage]
        keys.add(key)
        stages.add(stage)
        steps.add((key, stage))
        for number, index in enumerate(columns.maybe_labels):
            cell = row.cells[index]
            values[number][cell] += 1
            of_keys[number].add((key, cell))
            of_stages[number].add((stage, cell))
    if len(steps) == rows:
        kept = [number for number, found in enumerate(of_keys) if len(found) == len(keys)]
    else:
        kept = [
            number
            for number, found in enumerate(of_stages)
            if (len(found) > len(stages) or len(values[number]) == 1)
            and all(times > 1 for times in values[number].values())
        ]
    return tuple(columns.maybe_labels[number] for number in kept)


def _together(survey: Survey, by: Grouping) -> bool:
    seen: set[Key] = set()
    last: Key | None = None
    width = len(survey.columns)
    for row in survey.body():
        if len(row.cells) < width:
            return False  # it costs the funnel that it belongs to, which may be one further up
        if (key := by.key(row)) != last:
            if key in seen:
                return False
            seen.add(key)
            last = key
    return True


def read_long(survey: Survey, columns: Columns, by: Grouping, path: str) -> Iterator[Item]:
    """Yield the funnels of the table in the order in which they begin, and what is wrong with the others."""
    make = Maker(survey, columns._replace(labels=by.labels), path)
    assert columns.stage is not None
    sums = Sums(survey, (columns.stage, *by.base, *by.labels))
    groups: dict[Key, list[Row]] = {}
    broken: set[Key] = set()
    key: Key = ()
    for row in survey.body():
        before = key
        if all(index < len(row.cells) for index in (*by.base, *by.labels)):
            key = by.key(row)
        if by.together and key != before and before in groups:
            yield from _funnels(make, groups.pop(before), before in broken)
        if wrong := make.fitting(row):
            broken.add(key)
            yield wrong
        elif not sums.holds(row):
            groups.setdefault(key, []).append(row)
    for last, rows in groups.items():
        yield from _funnels(make, rows, last in broken)
    if unclear := make.counts.unclear():
        yield unclear
    yield from sums.notices(path)


def _funnels(make: Maker, rows: list[Row], broken: bool) -> Iterator[Item]:
    """The funnel of some rows, or one for each period that stands across."""
    if broken:
        return
    columns = make.columns
    assert columns.stage is not None
    names = [row.cells[columns.stage] for row in rows]
    if columns.numbered:
        names = _told_apart(names)
    elif again := _again(rows, names, columns.stage, make.path):
        yield from again
        return
    if columns.order is not None:
        names, rows = _in_order(names, rows, columns.order)
    customers = {
        name: row
        for name, index in columns.temperatures.items()
        for row in reversed(rows)
        if not is_missing(row.cells[index])
    }
    for across in columns.counts:
        cells = [
            Cell(name, row.cells[across.column], row.line, across.column)
            for name, row in zip(names, rows, strict=True)
        ]
        if _is_there(columns, cells):
            yield from make.funnel(min(rows), cells, customers, across.period)


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


def _in_order(names: list[str], rows: list[Row], order: int) -> tuple[list[str], list[Row]]:
    """The stages as they are numbered, if all of them are."""
    numbers = [number and whole(number, "") for number in (written(row.cells[order]) for row in rows)]
    if not all(numbers):
        return names, rows
    ranked = sorted(range(len(rows)), key=lambda at: int(numbers[at] or 0))
    return [names[at] for at in ranked], [rows[at] for at in ranked]
