"""Counting in plain Python, written apart from the query: every engine has to give the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

Event = tuple[str | None, str | None, datetime | None, str | None]
"""Id, stage, time and channel of one event."""


class Counts(NamedTuple):
    """What comes of it."""

    stages: dict[str, tuple[int, ...]]
    """By the channel at the first event; under the empty text all of them."""
    accounting: dict[str, int]


def ordered(events: Iterable[Event], stages: Sequence[str], window: timedelta | None = None) -> Counts:
    """Each stage at or after the one before, the first such time each."""
    events = list(events)
    usable = [one for one in events if one[0] and one[0].strip() and one[2] is not None]
    known = [one for one in usable if one[1] in stages]
    leads: dict[str, list[Event]] = {}
    for one in known:
        leads.setdefault(one[0] or "", []).append(one)
    counts: dict[str, list[int]] = {"": [0] * len(stages)}
    used = repeated = late = 0
    for own in leads.values():
        at: datetime | None = None
        begun: datetime | None = None
        channel = ""
        reached = 0
        in_order = 0
        for number, stage in enumerate(stages):
            times = [
                when
                for _, name, when, _ in own
                if name == stage
                and when is not None
                and (at is None or when >= at)
                and (window is None or begun is None or when <= begun + window)
            ]
            if not times:
                break
            at = min(times)
            in_order += len(times)
            reached += 1
            if number == 0:
                begun = at
                channels = [one[3] for one in own if one[1] == stage and one[2] == at and one[3] is not None]
                channel = min(channels, key=lambda text: text.encode()) if channels else "(empty)"
        used += reached
        repeated += in_order - reached
        late += len(own) - in_order
        for key in ("", channel) if reached else ():
            row = counts.setdefault(key, [0] * len(stages))
            for number in range(reached):
                row[number] += 1
    accounting = {
        "used": used,
        "repeated": repeated,
        "out_of_order": late,
        "unmatched_stage": len(usable) - len(known),
        "missing_id_or_time": len(events) - len(usable),
        "filtered": 0,
    }
    return Counts({key: tuple(row) for key, row in counts.items()}, accounting)


def in_any_order(events: Iterable[Event], stages: Sequence[str]) -> tuple[int, ...]:
    """How many ids have an event of each stage."""
    usable = [one for one in events if one[0] and one[0].strip() and one[2] is not None]
    return tuple(len({one[0] for one in usable if one[1] == stage}) for stage in stages)
