"""Mixpanel: the answer of its funnels query.

`data` has a key for each date, with the `steps` counted from that date on, or for a segmented funnel with a list of
steps for each segment (for segments of segments, their names joined with `::`). `$overall` counts all segments
together; it is left out where there are others beside it.

A date is the first day of a bucket, and nothing in the answer says how long a bucket is. What can be told from the
other dates becomes the period: days that follow one another are days, first days of months that follow one another
are months (2026-09), and dates at the same distance, or a week apart, are the days until the next one
(2026-09-07/2026-09-13). The last bucket is taken to be as long as those before it; as the query may end within it,
a notice says so of all that are longer than a day. Where nothing can be told (a single date, distances that
differ, several buckets a day), the date is the label `from` and not a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import described, quoted
from funneldx.readers.exports.parts import (
    NONE,
    Item,
    field,
    funnel,
    listed,
    notice,
    problem,
    scalar,
    shortened,
    steps,
)
from funneldx.tuples import NamedTuple

MARK = r'_conv_ratio"\s*:\s*(?:null|[0-9])'

_DATE = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.Z+-]{0,25})?"
_OVERALL = "$overall"
_NAMES = ("step_label", "goal", "event")


class _Part(NamedTuple):
    """What should be the steps of a date, of one segment or of all."""

    steps: Node
    segment: Scalar | None
    key: Scalar
    beside: bool = False
    """Whether it holds all segments and others stand beside it."""


def funnels(root: Node, path: str) -> Iterator[Item] | None:
    """The funnels of an export of Mixpanel; None where it is none."""
    data, dates = field(root, "data"), field(field(root, "meta"), "dates")
    if not isinstance(data, Mapping) or not all(re.fullmatch(_DATE, key.value) for key, _ in data.pairs):
        return None
    parts = [(key, part) for key, value in data.pairs for part in _parts(key, value)]
    if not isinstance(dates, Sequence) and not any(_are_steps(part.steps) for _, part in parts):
        return None
    if not parts:
        what = "this Mixpanel answer has no date; the steps of at least one were expected"
        return iter((problem(path, data, what, "widen the dates of the query and export it again"),))
    written = [*(key for key, _ in data.pairs), *(one for one in listed(dates) if isinstance(one, Scalar))]
    hours = len({key.value[:10] for key, _ in data.pairs}) < len(data.pairs)
    return _read(parts, [] if hours else written, path)


def _parts(key: Scalar, value: Node, above: tuple[str, ...] = ()) -> Iterator[_Part]:
    """The steps under a date: its own, or those of each segment."""
    segment = scalar("::".join(above), key) if above else None
    several = value.pairs if isinstance(value, Mapping) else []
    overall = any(name.value == _OVERALL for name, _ in several)
    if not several or (not overall and field(value, "steps", "analysis") is not None):
        yield _Part(field(value, "steps") or value, segment, key)
        return
    for name, part in several:
        if name.value == _OVERALL:
            yield _Part(part, segment, name, beside=len(several) > 1)
        else:
            yield from _parts(name, part, (*above, shortened(name.value).strip() or NONE))


def _are_steps(node: Node) -> bool:
    return any(
        field(item, "count", "step_conv_ratio") is not None and field(item, *_NAMES) is not None
        for item in listed(node)
    )


def _read(parts: list[tuple[Scalar, _Part]], written: list[Scalar], path: str) -> Iterator[Item]:
    periods = _periods(one.value for one in written)
    if last := max((period for period in periods.values() if len(period) != len("2026-09-01")), default=""):
        where = next(one for one in written if one.value.startswith(last.partition("/")[0]))
        what = (
            f"the last period, {last}, is taken to be as long as those before it, since Mixpanel does not say"
        )
        yield notice(path, where, f"{what}; if the query ended within it, its counts are not complete")
    if left_out := [part.key for _, part in parts if part.beside]:
        what = f"{quoted(_OVERALL)} is left out: it holds all segments together"
        yield notice(path, left_out[0], what)
    for key, part in parts:
        if not part.beside:
            yield from _funnel(key, part, periods.get(key.value[:10]), path)


def _funnel(key: Scalar, part: _Part, period: str | None, path: str) -> Iterator[Item]:
    if not isinstance(part.steps, Sequence):
        what = f"{quoted(part.key.value)} holds {described(part.steps)}; a list of steps was expected"
        yield problem(path, part.steps, what)
        return
    read, wrong = steps(part.steps.items, part.steps, _NAMES, path)
    yield from wrong
    if not wrong:
        labels = [] if period else [("from", key)]
        labels += [("segment", part.segment)] if part.segment else []
        yield funnel(part.steps, read, period=scalar(period, key) if period else None, labels=labels)


def _periods(written: Iterable[str]) -> dict[str, str]:
    """The period that begins with each date, as far as it can be told; a date that does not exist stays as it is."""
    periods: dict[str, str] = {}
    days: set[date] = set()
    for one in written:
        if found := re.fullmatch(_DATE, one):
            try:
                days.add(date.fromisoformat(found[1]))
            except ValueError:
                periods[found[1]] = found[1]
    first = sorted(days)
    gaps = {(after - before).days for before, after in pairwise(first)}
    months = {
        after.year * 12 + after.month - before.year * 12 - before.month for before, after in pairwise(first)
    }
    if gaps == {1}:
        periods |= {str(day): str(day) for day in first}
    elif months == {1} and all(day.day == 1 for day in first):
        periods |= {str(day): str(day)[:7] for day in first}
    elif gaps == {7} or (len(gaps) == 1 and len(first) > 2):
        rest = timedelta(min(gaps) - 1)
        if first[-1] <= date.max - rest:
            periods |= {str(day): f"{day}/{day + rest}" for day in first}
    return periods
