"""Which funnels of two files or folders are the same ones, before and after.

By name, else by the file's path below the folder; two sides of a single name belong together whatever they are called.
Then by period: equal ones if the sides share any, else in their order. Then by labels.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from funneldx.comparison import Unmatched
from funneldx.diagnosis import Notice
from funneldx.model import Funnel
from funneldx.periods import span_of
from funneldx.series.arrangement import arranged
from funneldx.series.gathering import Arrangement
from funneldx.series.parting import Labels, Slot, parted
from funneldx.series.summing import summed
from funneldx.tuples import NamedTuple

Segments = Mapping[Labels, Funnel]
"""The funnels of one name and period by their labels."""
Key = tuple[str, str | None]


class Pair(NamedTuple):
    """Funnels of one name before and after, each by its labels."""

    name: str | None
    before: Segments
    after: Segments


class Matched(NamedTuple):
    """What belongs together, and what has nothing on the other side."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    notices: tuple[Notice, ...]


def matched(
    before: Iterable[Funnel], after: Iterable[Funnel], roots: tuple[str, str], how: Arrangement
) -> Matched:
    """Find for each funnel of one side that of the other; `roots` are the files or folders they come from."""
    notices: list[Notice] = []
    sides = [_named(funnels, root) for funnels, root in zip((before, after), roots, strict=True)]
    one, other = sides
    if len(one) == 1 and len(other) == 1:
        other = dict(zip(one, other.values(), strict=True))
    pairs: list[Pair] = []
    unmatched: list[Unmatched] = []
    for key, funnels in one.items():
        if key in other:
            _of_name(_families(funnels, how, notices), _families(other[key], how, notices), pairs, unmatched)
        else:
            unmatched += _alone(funnels, "before")
    for key, funnels in other.items():
        if key not in one:
            unmatched += _alone(funnels, "after")
    return Matched(tuple(pairs), tuple(unmatched), tuple(dict.fromkeys(notices)))


def _named(funnels: Iterable[Funnel], root: str) -> dict[Key, list[Funnel]]:
    """Funnels by their name, else by their file."""
    found: dict[Key, list[Funnel]] = {}
    for funnel in funnels:
        path = funnel.places.find("").path
        below = os.path.relpath(path, root) if os.path.isdir(root) else ""
        key = ("", below) if funnel.name is None else ("name", funnel.name)
        found.setdefault(key, []).append(funnel)
    return found


def _families(
    funnels: Sequence[Funnel], how: Arrangement, notices: list[Notice]
) -> dict[frozenset[str], list[Funnel]]:
    """The funnels of one name by what they are cut up by, without those that are the sum of others."""
    found = parted([Slot(number, funnel) for number, funnel in enumerate(funnels)])
    notices += found.notices
    families: dict[frozenset[str], list[Funnel]] = {}
    for family in found.families:
        kept = arranged(family, how, notices) if how.sums else list(family)
        keys = frozenset(key for _, funnel in kept for key in funnel.labels)
        families.setdefault(keys, []).extend(funnel for _, funnel in kept)
    return families


def _of_name(
    before: dict[frozenset[str], list[Funnel]],
    after: dict[frozenset[str], list[Funnel]],
    pairs: list[Pair],
    unmatched: list[Unmatched],
) -> None:
    """Pair what is cut up alike; where nothing is, the sums."""
    common = [keys for keys in before if keys in after]
    if not common:
        sums = [_summed(next(iter(side.values()))) for side in (before, after)]
        nothing = frozenset[str]()
        before, after = {nothing: sums[0]}, {nothing: sums[1]}
        common = [nothing]
    for keys in common:
        _of_periods(_by_period(before[keys]), _by_period(after[keys]), pairs, unmatched)
    for side, families, name in ((before, after, "before"), (after, before, "after")):
        for keys, funnels in side.items():
            if keys not in families:
                unmatched += _alone(funnels, "before" if name == "before" else "after")


def _summed(funnels: Sequence[Funnel]) -> list[Funnel]:
    return [summed([*segments.values()], {}, period) for period, segments in _by_period(funnels).items()]


def _by_period(funnels: Iterable[Funnel]) -> dict[str | None, Segments]:
    """Funnels by period, in the order of the periods, and by labels; of equal ones the sum."""
    found: dict[str | None, dict[Labels, list[Funnel]]] = {}
    for funnel in funnels:
        labels = tuple(sorted(funnel.labels.items()))
        found.setdefault(funnel.period, {}).setdefault(labels, []).append(funnel)
    return {
        period: {
            labels: of[0] if len(of) == 1 else summed(of, of[0].labels, period)
            for labels, of in found[period].items()
        }
        for period in sorted(found, key=lambda period: span_of(period)[:2] if period else (0, 0))
    }


def _of_periods(
    before: dict[str | None, Segments],
    after: dict[str | None, Segments],
    pairs: list[Pair],
    unmatched: list[Unmatched],
) -> None:
    shared = [period for period in before if period in after]
    couples = [(period, period) for period in shared] if shared else list(zip(before, after, strict=False))
    for was, is_ in couples:
        name = next(iter(before[was].values())).name
        one, other = before[was], after[is_]
        if len(one) == 1 and len(other) == 1:
            other = dict(zip(one, other.values(), strict=True))
        pairs.append(Pair(name, one, other))
    done = ({was for was, _ in couples}, {is_ for _, is_ in couples})
    for period, segments in before.items():
        if period not in done[0]:
            unmatched += _alone(segments.values(), "before")
    for period, segments in after.items():
        if period not in done[1]:
            unmatched += _alone(segments.values(), "after")


def _alone(funnels: Iterable[Funnel], side: Literal["before", "after"]) -> list[Unmatched]:
    return [
        Unmatched(side, funnel.name, funnel.period, funnel.labels, funnel.places.find(""))
        for funnel in funnels
    ]
