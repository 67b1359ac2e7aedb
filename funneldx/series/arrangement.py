"""Series that are asked for in another form: summed over labels that do not matter, or over finer periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from funneldx.diagnosis import Notice
from funneldx.errors import Problem, nearest
from funneldx.figures import listing
from funneldx.model import Funnel
from funneldx.periods import part_of, parts_in, span_of
from funneldx.series.gathering import Arrangement
from funneldx.series.parting import Slot
from funneldx.series.summing import summed


def arranged(family: Sequence[Slot], how: Arrangement, notices: list[Notice]) -> list[Slot]:
    """Sum up the funnels of one family; each sum stands in the place of the first of them."""
    groups: dict[tuple[tuple[tuple[str, str], ...], str | None], list[Slot]] = {}
    odd: dict[str, Slot] = {}
    for slot in family:
        labels, period = _kept(slot.funnel, how), slot.funnel.period
        if how.grain and period:
            longer = part_of(period, how.grain)
            if longer is None:
                odd.setdefault(span_of(period).kind, slot)
            period = longer or period
        groups.setdefault((labels, period), []).append(slot)
    for slot in odd.values():
        path, line, column = slot.funnel.places.find("")
        message = f"not summed: {slot.funnel.period} lies in no single {how.grain}"
        notices.append(Notice(path, line, column, message))
    found = []
    for (labels, period), slots in groups.items():
        funnels = [slot.funnel for slot in slots]
        if how.grain and period and len(funnels) > 1:
            notices += _incomplete(funnels, period)
        if len(funnels) > 1 or dict(labels) != funnels[0].labels or period != funnels[0].period:
            funnels = [summed(funnels, dict(labels), period)]
        found.append(Slot(slots[0].number, funnels[0]))
    return found


def unknown_labels(items: Iterable[object], how: Arrangement) -> Iterator[Problem]:
    """Say which of the labels asked for no funnel of a file has, where it has any."""
    if how.by is None:
        return
    known: dict[str, None] = {}
    first: Funnel | None = None
    for item in items:
        if isinstance(item, Funnel) and item.labels:
            first = first or item
            known.update(dict.fromkeys(item.labels))
    if first is None:
        return
    folded = {key.casefold() for key in known}
    for word in how.by:
        if word.casefold() not in folded:
            path = first.places.find("").path
            message = f"--by {word}: no funnel here has this label{nearest(word, known)}"
            yield Problem(path, None, None, message, f"name one of its labels: {listing(known, 'or')}")


def _kept(funnel: Funnel, how: Arrangement) -> tuple[tuple[str, str], ...]:
    if how.by is None:
        return tuple(funnel.labels.items())
    wanted = {word.casefold() for word in how.by}
    return tuple((key, value) for key, value in funnel.labels.items() if key.casefold() in wanted)


def _incomplete(funnels: Sequence[Funnel], period: str) -> Iterator[Notice]:
    """Say where not all periods that a longer one is made of are there."""
    kinds = Counter(span_of(funnel.period).kind for funnel in funnels if funnel.period)
    kind = kinds.most_common(1)[0][0]
    there = len({funnel.period for funnel in funnels})
    whole = parts_in(period, kind)
    if whole is not None and there < whole:
        path, line, column = funnels[0].places.find("")
        yield Notice(path, line, column, f"{period} holds {there} of its {whole} {kind}s")
