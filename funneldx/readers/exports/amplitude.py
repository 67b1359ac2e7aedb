"""Amplitude: the funnel analysis of the Dashboard REST API.

`data` is a list with an element for each segment: `events` names its steps and `cumulativeRaw` counts who completed
each. Where there is more than one, what `meta` says of each (`segmentIndex`) is its label. `dayFunnels.xValues` has
the dates of the range; the funnel's period is from the first to the last of them, if they are consecutive days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import described, quoted
from funneldx.readers.exports.parts import Item, Step, field, funnel, listed, problem, scalar, text

MARK = r'"cumulativeRaw"\s*:\s*\[\s*[0-9]'


def funnels(root: Node, path: str) -> Iterator[Item] | None:
    """The funnels of an export of Amplitude; None where it is none."""
    data = listed(field(root, "data"))
    if not any(field(item, "cumulativeRaw") is not None for item in data):
        return None
    return (_funnel(item, path, several=len(data) > 1) for item in data)


def _funnel(item: Node, path: str, *, several: bool) -> Item:
    """The funnel of one segment."""
    counts, events = field(item, "cumulativeRaw"), field(item, "events")
    if not isinstance(counts, Sequence):
        what = f"`cumulativeRaw` is {described(counts)}" if counts else "this segment has no `cumulativeRaw`"
        return problem(path, counts or item, f"{what}; the list of how many completed each step was expected")
    names = [name for name in map(text, listed(events)) if name]
    if not names or len(names) != len(counts.items):
        what = f"`events` names {len(names)} step{'s' * (len(names) != 1)}, `cumulativeRaw` counts {len(counts.items)}"
        return problem(path, events or item, f"{what}; a name and a count of each were expected")
    for name, count in zip(names, counts.items, strict=True):
        if isinstance(count, Scalar) and count.absent:
            what = f"the step {quoted(name.value)} has no count; how many completed it was expected"
            return problem(path, count, what)
    meta = field(item, "meta") if several else None
    labels = [
        (key.value, scalar(value.value, value))
        for key, value in (meta.pairs if isinstance(meta, Mapping) else ())
        if isinstance(value, Scalar) and text(value) and text(key)
    ]
    stages = [Step(name, count) for name, count in zip(names, counts.items, strict=True)]
    return funnel(item, stages, period=_period(item), labels=labels)


def _period(item: Node) -> Scalar | None:
    """From the first to the last of consecutive days; None where the dates are others, or a single one."""
    dates = listed(field(field(item, "dayFunnels"), "xValues"))
    try:
        days = [date.fromisoformat(one.value) for one in dates if isinstance(one, Scalar)]
    except ValueError:
        return None
    if len(days) < 2 or [day.toordinal() - days[0].toordinal() for day in days] != list(range(len(dates))):
        return None
    return scalar(f"{days[0]}/{days[-1]}", dates[0])
