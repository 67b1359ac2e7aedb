"""Which funnels of one name belong together, and which of them are the sum of others: those are never counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from funneldx.diagnosis import Notice
from funneldx.model import Funnel
from funneldx.periods import span_of
from funneldx.stage_names.sums import sums_up
from funneldx.tuples import NamedTuple

Labels = tuple[tuple[str, str], ...]
_SURE = 100
"""A count from which on it is no chance that two others add up to it."""
_SURELY_MANY = 3
"""So many of equal counts are no chance either."""


class Slot(NamedTuple):
    """A funnel and where among what its file holds it stands."""

    number: int
    funnel: Funnel


class Parted(NamedTuple):
    """Funnels of one name, apart."""

    families: tuple[tuple[Slot, ...], ...]
    """Those that have labels of the same kind: segments of one whole."""
    totals: tuple[Slot, ...]
    """The sums of others, which are left out."""
    notices: tuple[Notice, ...]


def parted(slots: Sequence[Slot]) -> Parted:
    """Tell apart what is cut up by different labels, and leave out what is the sum of others."""
    notices: list[Notice] = []
    totals: list[Slot] = []
    families = tuple(
        tuple(_without_sums(family, totals, notices)) for family in _by_keys(slots, totals, notices)
    )
    return Parted(families, tuple(totals), tuple(notices))


def _by_keys(slots: Sequence[Slot], totals: list[Slot], notices: list[Notice]) -> list[list[Slot]]:
    by_keys: dict[frozenset[str], list[Slot]] = {}
    for slot in slots:
        by_keys.setdefault(frozenset(slot.funnel.labels), []).append(slot)
    if len(by_keys) == 1:
        return [list(slots)]
    families = {keys: [*of] for keys, of in by_keys.items() if not any(keys < others for others in by_keys)}
    apart: list[list[Slot]] = []
    for keys, fewer in by_keys.items():
        full = next((others for others in families if keys < others), None)
        if full is None:
            continue
        finer = by_keys[full]
        sums = _sums_within(finer, keys)
        wholes = [slot for slot in fewer if _key(slot.funnel, keys) in sums]
        if wholes and all(_is_sum(slot.funnel, sums[_key(slot.funnel, keys)]) for slot in wholes):
            totals += wholes
            notices.append(
                _left_out(wholes, "the sum of the others: left out, so that nothing is counted twice")
            )
            families[full] += [slot for slot in fewer if slot not in wholes]
        elif not keys and _outweighs(wholes, finer):
            apart.append(fewer)
            notices.append(
                _left_out(
                    wholes,
                    "larger than any segment and not the sum of them: taken for a total that is counted in another "
                    "way, and kept apart from them",
                )
            )
        else:
            families[full] += fewer
    return [*(sorted(family) for family in families.values()), *apart]


def _key(funnel: Funnel, keys: Iterable[str]) -> tuple[Labels, str | None]:
    return tuple(sorted((key, funnel.labels[key]) for key in keys)), funnel.period


def _sums_within(
    slots: Sequence[Slot], keys: frozenset[str]
) -> dict[tuple[Labels, str | None], Counter[str]]:
    """The counts of funnels added up over all labels but some; what is unknown in any of them is left out."""
    sums: dict[tuple[Labels, str | None], Counter[str]] = {}
    unknown: dict[tuple[Labels, str | None], set[str]] = {}
    for _, funnel in slots:
        key = _key(funnel, keys)
        into = sums.setdefault(key, Counter())
        for stage in funnel.stages:
            if stage.count is None:
                unknown.setdefault(key, set()).add(stage.name)
            else:
                into[stage.name] += stage.count
    for key, names in unknown.items():
        for name in names:
            del sums[key][name]
    return sums


def _is_sum(funnel: Funnel, sums: Mapping[str, int]) -> bool:
    """Whether every count that is known is that of the sums."""
    known = [
        (stage.count, sums[stage.name])
        for stage in funnel.stages
        if stage.count is not None and stage.name in sums
    ]
    return any(count for count, _ in known) and all(count == other for count, other in known)


def _outweighs(wholes: Sequence[Slot], finer: Sequence[Slot]) -> bool:
    """Whether each of them has at least as many at each stage as any other of its period."""
    largest: dict[tuple[str | None, str], int] = {}
    for _, funnel in finer:
        for stage in funnel.stages:
            key = (funnel.period, stage.name)
            largest[key] = max(largest.get(key, 0), stage.count or 0)
    return bool(wholes) and all(
        stage.count is None or stage.count >= largest.get((funnel.period, stage.name), 0)
        for _, funnel in wholes
        for stage in funnel.stages
    )


def _without_sums(family: Sequence[Slot], totals: list[Slot], notices: list[Notice]) -> list[Slot]:
    """Leave out the values of labels that are the sum of the others of that label, by the word or by the numbers."""
    kept = list(family)
    for key in sorted({key for _, funnel in family for key in funnel.labels}):
        values = Counter(funnel.labels.get(key) for _, funnel in kept)
        if len(values) < 2:
            continue
        sums = {value for value in values if value is not None and sums_up(value)}
        if len(sums) == len(values):  # then they sum up nothing that is here
            continue
        if len(values) - len(sums) > 2:
            sums |= _sum_of_others([slot for slot in kept if slot.funnel.labels.get(key) not in sums], key)
        for value in sorted(sums):
            out = [slot for slot in kept if slot.funnel.labels.get(key) == value]
            totals += out
            notices.append(
                _left_out(
                    out, f"“{value}” is the sum of the others: left out, so that nothing is counted twice"
                )
            )
        kept = [slot for slot in kept if slot.funnel.labels.get(key) not in sums]
    return kept


def _sum_of_others(slots: Sequence[Slot], key: str) -> set[str]:
    """The values of a label whose funnels hold as many as all others of the label together, at each stage."""
    rest = frozenset({one for _, funnel in slots for one in funnel.labels} - {key})
    sums: dict[object, Counter[str]] = {}
    beside: dict[object, int] = {}
    groups = []
    for _, funnel in slots:
        group = (tuple(sorted((one, funnel.labels.get(one)) for one in rest)), funnel.period)
        groups.append(group)
        into = sums.setdefault(group, Counter())
        beside[group] = beside.get(group, 0) + 1
        for stage in funnel.stages:
            into[stage.name] += stage.count or 0
    sure: Counter[str | None] = Counter()
    refuted: set[str | None] = {None}
    for (_, funnel), group in zip(slots, groups, strict=True):
        value = funnel.labels.get(key)
        counts = [
            (stage.count, sums[group][stage.name]) for stage in funnel.stages if stage.count is not None
        ]
        if beside[group] < 3 or any(2 * count != total for count, total in counts):
            refuted.add(value)
        sure[value] += sum(_SURELY_MANY if count >= _SURE else 1 for count, _ in counts if count)
    return {
        value for value in sure if value is not None and value not in refuted and sure[value] >= _SURELY_MANY
    }


def _left_out(slots: Sequence[Slot], why: str) -> Notice:
    path, line, column = slots[0].funnel.places.find("")
    many = f"{len(slots):,} funnels are each" if len(slots) > 1 else "this funnel is"
    return Notice(path, line, column, why if why.startswith("“") else f"{many} {why}")


def in_order(slots: Sequence[Slot], notices: list[Notice]) -> tuple[list[Slot], list[str]]:
    """The funnels whose periods are of one kind and do not overlap, and these periods in order.

    The kind that most have is kept. What is left out is said, with what it does not go with.
    """
    periods = Counter(funnel.period for _, funnel in slots)
    if set(periods) == {None}:
        return list(slots), [""]
    kinds: Counter[str] = Counter()
    first: dict[str, str] = {}
    for period, many in periods.items():
        kind = span_of(period).kind if period else ""
        kinds[kind] += many
        first.setdefault(kind, period or "")
    usual = max(kinds, key=lambda kind: (bool(kind), kinds[kind]))
    for kind in kinds:
        if kind != usual:
            out = [slot for slot in slots if _kind(slot.funnel) == kind]
            what = f"{first[kind]} is a {kind}" if kind else "it has no period"
            path, line, column = out[0].funnel.places.find("")
            message = f"left out of the comparison over time: {what}, and {first[usual]} is a {usual}"
            notices.append(Notice(path, line, column, message))
    ordered = sorted({period for period in periods if period and span_of(period).kind == usual}, key=span_of)
    good: list[str] = []
    for period in ordered:
        if good and span_of(period).first <= span_of(good[-1]).last:
            slot = next(slot for slot in slots if slot.funnel.period == period)
            path, line, column = slot.funnel.places.find("")
            message = f"left out of the comparison over time: {period} overlaps with {good[-1]}"
            notices.append(Notice(path, line, column, message))
        else:
            good.append(period)
    kept = set(good)
    return [slot for slot in slots if slot.funnel.period in kept], good


def _kind(funnel: Funnel) -> str:
    return span_of(funnel.period).kind if funnel.period else ""
