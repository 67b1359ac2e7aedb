"""Google Analytics 4: the answer of the Data API's `runFunnelReport`.

It holds two tables, `funnelTable` and `funnelVisualization`; the first is read, the second only where it stands
alone, as may a table without anything around it. `funnelStepName` ("1. Visit") names a row's stage and `activeUsers`
is its count, written as a text. Every further dimension is a label, `date` the period. The names of the metrics
often stand twice in the header while the rows hold the values once.

A row of `RESERVED_TOTAL` counts all values of its dimension together: it is left out where there are others, else
the dimension is. A step without a row for one of the values stays a stage of that funnel, its count unknown: the
report leaves rows out for more than one reason. Keys may be written in snake case, as the Python client does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import cut, described, quoted
from funneldx.errors import Problem
from funneldx.readers.exports.parts import (
    NONE,
    Item,
    Step,
    field,
    funnel,
    listed,
    notice,
    problem,
    scalar,
    text,
)
from funneldx.tuples import NamedTuple

MARK = r'"funnelStepName"\s*[,}]'

_TABLE = ("funnelTable", "funnel_table")
_PICTURE = ("funnelVisualization", "funnel_visualization")
_STEP = "funnelStepName"
_COUNT = "activeUsers"
_TOTAL = "RESERVED_TOTAL"
_SPLIT = frozenset(("funnelStepNextAction", "funnelStepNewVsContinuing"))
"""Dimensions that part the users of one step and not those of the funnel."""
_NUMBER = r"-?[0-9]{1,20}(\.[0-9]{1,20})?"


class _Header(NamedTuple):
    """What the columns of a table hold."""

    dimensions: list[Scalar]
    step: int
    """The dimension of step names."""
    metrics: int
    once: int
    """How many metrics there are if the header has all of them several times, counted once."""
    counts: list[int]
    """The metrics that are counts: the first, and its repetitions."""


class _Row(NamedTuple):
    """A step of one funnel."""

    step: Step
    values: tuple[str, ...]
    """Those of the further dimensions, which tell one funnel from another."""
    labels: list[tuple[str, Scalar]]


def funnels(root: Node, path: str) -> Iterator[Item] | None:
    """The funnels of an export of Google Analytics; None where it is none."""
    table = field(root, *_TABLE)
    if not isinstance(table, Mapping):
        table = field(root, *_PICTURE)
    if not isinstance(table, Mapping):
        table = root
        if all(name.value != _STEP for name in _names(root, "dimensionHeaders", "dimension_headers")):
            return None
    return _read(table, path)


def _names(table: Node, *keys: str) -> list[Scalar]:
    """What stands in a header, in its order; an empty name where an element has none."""
    return [text(field(item, "name")) or scalar("", item) for item in listed(field(table, *keys))]


def _read(table: Node, path: str) -> Iterator[Item]:
    header = _header(table, path)
    if isinstance(header, Problem):
        yield header
        return
    rows = field(table, "rows")
    if not isinstance(rows, Sequence) or not rows.items:
        what = (
            f"`rows` is {described(rows)}" if isinstance(rows, Scalar | Mapping) else "the report has no rows"
        )
        hint = "check the dates, the steps and the filters of the report, and export it again"
        yield problem(path, rows or table, f"{what}; a row for each step was expected", hint)
        return
    read = [_row(header, row, path) for row in rows.items]
    wrong = [row for row in read if isinstance(row, Problem)]
    yield from wrong
    if wrong:
        return
    if sampled := listed(field(field(table, "metadata"), "samplingMetadatas", "sampling_metadatas")):
        yield notice(
            path, sampled[0], "the counts are estimates of Google Analytics, from a sample of the events"
        )
    yield from _funnels([row for row in read if isinstance(row, _Row)], path)


def _header(table: Node, path: str) -> _Header | Problem:
    dimensions = _names(table, "dimensionHeaders", "dimension_headers")
    metrics = [name.value for name in _names(table, "metricHeaders", "metric_headers")]
    step = next((index for index, name in enumerate(dimensions) if name.value == _STEP), None)
    counts = [index for index, name in enumerate(metrics) if name == _COUNT]
    if step is None or not counts:
        missing = f"the dimension `{_STEP}`" if step is None else f"the metric `{_COUNT}`"
        what = f"this report of Google Analytics lacks {missing}; the table of a funnel was expected"
        return problem(path, table, what, "export the answer of `runFunnelReport` as it is")
    for name in dimensions:
        if name.value in _SPLIT:
            what = f"`{name.value}` parts the users of each step; a table with one row for each step was expected"
            return problem(
                path, name, what, "export `funnelTable`, or ask for the report without this dimension"
            )
    many = len(set(metrics))
    again = metrics[:many] * (len(metrics) // many) == metrics
    return _Header(dimensions, step, len(metrics), many if again else len(metrics), counts)


def _row(header: _Header, row: Node, path: str) -> _Row | Problem:
    cells = [field(cell, "value") for cell in listed(field(row, "dimensionValues", "dimension_values"))]
    metrics = [field(cell, "value") for cell in listed(field(row, "metricValues", "metric_values"))]
    for what, many, expected in (
        ("dimension", len(cells), (len(header.dimensions),)),
        ("metric", len(metrics), (header.once, header.metrics)),
    ):
        if many not in expected:
            wrong = f"this row has {many} {what} value{'s' * (many != 1)}; {expected[0]} were expected"
            return problem(path, row, f"{wrong}, as in the header")
    counts = [metrics[index] for index in header.counts if index < len(metrics)]
    name, count = text(cells[header.step]), text(counts[0])
    if name is None or count is None:
        what = "name" if name is None else "count"
        return problem(path, row, f"the {what} of this step is missing; a text under `value` was expected")
    if any(not isinstance(other, Scalar) or other.value != count.value for other in counts):
        what = (
            f"`{_COUNT}` stands here more than once and its values differ; one count of a step was expected"
        )
        return problem(path, count, what, "ask for the report with a single range of dates")
    if re.fullmatch(_NUMBER, count.value):
        count = Scalar(count.value, True, count.mark)  # this report writes numbers as texts
    further = [
        (key.value, text(cell) or scalar(NONE, cell or row))
        for index, (key, cell) in enumerate(zip(header.dimensions, cells, strict=True))
        if index != header.step
    ]
    return _Row(Step(name, count), tuple(value.value for _, value in further), further)


def _funnels(rows: list[_Row], path: str) -> Iterator[Item]:
    groups: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.values, []).append(row)
    totals = _totals(list(groups))
    if totals:
        what = f"the rows “{_TOTAL}” are left out: they hold the other values of their dimension together"
        yield notice(path, groups[totals[0]][0].step.name, what)
        for total in totals:
            del groups[total]
    order = _order(rows)
    if lacking := [
        key for key, own in groups.items() if len({row.step.name.value for row in own}) < len(order)
    ]:
        which = quoted(", ".join(map(cut, lacking[0]))) + (
            f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        )
        what = f"{which}: some steps have no row here, their counts are unknown"
        yield notice(path, groups[lacking[0]][0].step.name, what)
    for own in groups.values():
        yield _funnel(own, order, path)


def _totals(keys: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those with a total where another has a value of its own, and everything else the same."""
    left_out = []
    others: dict[tuple[int, ...], Counter[tuple[str, ...]]] = {}
    for key in keys:
        at = tuple(index for index, value in enumerate(key) if value == _TOTAL)
        if at and at not in others:
            others[at] = Counter(_without(one, at) for one in keys)
        if at and others[at][_without(key, at)] > 1:
            left_out.append(key)
    return left_out


def _without(key: tuple[str, ...], at: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(value for index, value in enumerate(key) if index not in at)


def _order(rows: list[_Row]) -> list[str]:
    """The names of all steps: by the number before each where all have one, else as they stand."""
    names = list(dict.fromkeys(row.step.name.value for row in rows))
    numbers = [int(found[1]) for name in names if (found := re.match(r"([0-9]{1,9})\.", name))]
    if len(numbers) < len(names):
        return names
    return [names[index] for index in sorted(range(len(names)), key=numbers.__getitem__)]


def _funnel(rows: list[_Row], order: list[str], path: str) -> Item:
    steps: dict[str, Step] = {}
    for row in rows:
        if steps.setdefault(row.step.name.value, row.step) is not row.step:
            what = f"the step {quoted(row.step.name.value)} has a second row; one for each step was expected"
            return problem(path, row.step.name, what)
    at = rows[0].step.name
    stages = [
        steps.get(name) or Step(Scalar(name, False, at.mark), Scalar("null", True, at.mark)) for name in order
    ]
    labels = {key: value for key, value in rows[0].labels if value.value != _TOTAL}
    day = re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})", labels["date"].value) if "date" in labels else None
    period = scalar("-".join(day.groups()), labels.pop("date")) if day else None
    return funnel(
        at, stages, period=period, labels=[(key, scalar(value.value, value)) for key, value in labels.items()]
    )
