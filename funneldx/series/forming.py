"""Funnels that belong together to series: each with its place in one, in the order of the periods.

Behind the last funnel of a period stands the sum of its segments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from funneldx.diagnosis import Notice
from funneldx.figures import listing
from funneldx.model import Funnel, Member
from funneldx.rates import Level
from funneldx.rules.cells import Cell, Line
from funneldx.rules.compared import Compared
from funneldx.series.arrangement import arranged, unknown_labels
from funneldx.series.gathering import Arrangement, Item
from funneldx.series.parting import Labels, Slot, in_order, parted
from funneldx.series.summing import summed


def formed(held: Sequence[Item], as_of: int, level: Level | None, arrangement: Arrangement) -> Iterator[Item]:
    """Give on what a file holds, in its order, with the series that are among it.

    `as_of` is the day of the report, as a proleptic Gregorian ordinal.
    """
    yield from unknown_labels(held, arrangement)
    yield from _Former(as_of, level, arrangement).formed(held)


MOST_ONCE = 200
"""Values of a label that may stand once each and still cut a funnel up."""


class _Former:
    """Forms the series among what a file holds."""

    def __init__(self, as_of: int, level: Level | None, arrangement: Arrangement) -> None:
        self._as_of = as_of
        self._level = level
        self._arrangement = arrangement

    def formed(self, held: Sequence[Item]) -> Iterator[Item]:
        """The same with the series that are among it."""
        by_name: dict[str | None, list[Slot]] = {}
        for number, item in enumerate(held):
            if isinstance(item, Funnel):
                by_name.setdefault(item.name, []).append(Slot(number, item))
        placed: dict[int, list[Item]] = {}
        for slots in by_name.values():
            if self._arrangement.sums or (
                len(slots) > 1 and any(one.period or one.labels for _, one in slots)
            ):
                placed.update(self._series_of(slots))
        for number, item in enumerate(held):
            if number in placed:
                yield from placed[number]
            else:
                yield item

    def _series_of(self, slots: Sequence[Slot]) -> dict[int, list[Item]]:
        """What stands in the place of each of the funnels of one name."""
        placed: dict[int, list[Item]] = {}
        found = parted(slots)
        for slot in found.totals:
            placed[slot.number] = []
        beside: list[Notice] = [*found.notices]
        for family in found.families:
            numbers = [slot.number for slot in family]
            notices: list[Notice] = []
            kept = arranged(family, self._arrangement, notices) if self._arrangement.sums else list(family)
            outcome = self._places(kept, notices)
            placed |= {number: [] for number in numbers}
            for number, bundle in outcome:
                placed[number] = bundle
            beside += notices
        if beside:
            first = slots[0].number
            placed[first] = [*beside, *placed.get(first, [slots[0].funnel])]
        return placed

    def _places(self, family: Sequence[Slot], notices: list[Notice]) -> list[tuple[int, list[Item]]]:
        """The funnels of one family, those of a series among them in order of their periods in each other's places."""
        plain: list[tuple[int, list[Item]]] = [(number, [funnel]) for number, funnel in family]
        if len(family) < 2 or not any(funnel.period or funnel.labels for _, funnel in family):
            return plain
        if _named_apart(family):
            return plain
        if twice := _twice(family):
            notices.append(twice)
            return plain
        kept, periods = in_order(family, notices)
        many = len({_labels(funnel) for _, funnel in kept})
        if many < 2 and len(periods) < 2:
            return plain
        numbers = [slot.number for slot in kept]
        at = {period: index for index, period in enumerate(periods)}
        kept.sort(key=lambda slot: at[slot.funnel.period or ""])
        bundles = self._bundles(kept, periods, at, notices)
        inside = set(numbers)
        return [*(one for one in plain if one[0] not in inside), *zip(numbers, bundles, strict=True)]

    def _bundles(
        self, slots: Sequence[Slot], periods: Sequence[str], at: dict[str, int], notices: list[Notice]
    ) -> list[list[Item]]:
        """Each funnel of a series with its place, the whole of a period behind the last of it."""
        series = Compared(periods, self._level, self._as_of)
        titles = titles_of([*dict.fromkeys(_labels(funnel) for _, funnel in slots)])
        lines: dict[Labels, Line] = {}
        bundles: list[list[Item]] = []
        last: dict[int, int] = {}
        of_period: dict[int, list[Funnel]] = {}
        for _, funnel in slots:
            key = _labels(funnel)
            line = lines.get(key)
            if line is None:
                line = lines[key] = Line(series, titles[key])
                series.segments.append(line)
            number = at[funnel.period or ""]
            last[number] = len(bundles)
            of_period.setdefault(number, []).append(funnel)
            bundles.append([_member(funnel, line.add(funnel, number))])
        if len(lines) > 1:
            series.whole = Line(series, "all segments", whole=True)
            for number, funnels in of_period.items():
                whole = summed(funnels, {}, periods[number] or None)
                bundles[last[number]].append(_member(whole, series.whole.add(whole, number)))
            notices += _unknown(series.whole, of_period)
        series.settle()
        return bundles


def _member(funnel: Funnel, cell: Cell) -> Member:
    member = Member.of(funnel, cell)
    cell.funnel = member
    return member


def _labels(funnel: Funnel) -> Labels:
    return tuple(sorted(funnel.labels.items()))


def titles_of(segments: Sequence[Labels]) -> dict[Labels, str]:
    """What to call each segment: the values of the labels in which they differ."""
    said = [dict(labels) for labels in segments]
    keys = list(dict.fromkeys(key for labels in said for key in labels))
    telling = [key for key in keys if len({labels.get(key) for labels in said}) > 1]
    return {
        labels: " · ".join(own.get(key, f"no {key}") for key in telling)
        for labels, own in zip(segments, said, strict=True)
    }


def _named_apart(family: Sequence[Slot]) -> bool:
    """Whether a label is a name: it has many values, and none of them comes twice (a client's, one row each)."""
    keys = family[0].funnel.labels if len(family) > MOST_ONCE else ()
    return any(len({funnel.labels.get(key) for _, funnel in family}) == len(family) for key in keys)


def _twice(family: Sequence[Slot]) -> Notice | None:
    """Say that funnels cannot be told apart, so that nothing can be said of their series."""
    seen: dict[object, Funnel] = {}
    for _, funnel in family:
        key = (_labels(funnel), funnel.period)
        if key in seen:
            path, line, column = funnel.places.find("")
            first = seen[key].places.find("").line
            where = f"first on line {first}" if first != line else "first beside it"
            message = (
                f"this funnel has the name, the labels and the period of another one ({where}): what changed cannot be "
                "told where two stand for the same; give them labels, or sum them up with --by"
            )
            return Notice(path, line, column, message)
        seen[key] = funnel
    return None


def _unknown(whole: Line, of_period: dict[int, list[Funnel]]) -> Iterator[Notice]:
    """Say which counts the whole lacks, since some of its segments do."""
    lacking: Counter[str] = Counter()
    for cell in whole.cells:
        for stage in cell.funnel.stages:
            if stage.count is None:
                names = of_period[cell.at]
                known = sum(
                    any(one.name == stage.name and one.count is not None for one in f.stages) for f in names
                )
                if known:
                    lacking[stage.title] += len(names) - known
    if lacking:
        path, line, column = whole.cells[0].funnel.places.find("")
        stages = listing(f"“{name}” ({many:,})" for name, many in lacking.items())
        message = f"not counted in some segments, so not in the sum of them either: {stages}"
        yield Notice(path, line, column, message)
