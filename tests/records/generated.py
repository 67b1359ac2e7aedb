"""Events as they come: stages that repeat and are skipped, ties in time, ids and times that are missing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.records.oracle import Event

STAGES = ("Lead", "Called", "Met", "Offer", "Won")
_SPELT = {"Lead": ("Lead", "lead ", "LEAD"), "Won": ("Won", "won")}
_BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001  (without a zone, as in most exports)
_CHANNELS = ("web", "tv", "авито", "Web", None)


def events(leads: int, seed: int = 7) -> Iterator[Event]:
    """The events of so many leads; the same for a seed."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(leads):
        identity: str | None = f"L{number}"
        at = _BEGIN + timedelta(hours=chance.randrange(2000))
        depth = chance.choice((1, 1, 1, 2, 2, 3, 4, 5))
        for step in range(depth):
            for _ in range(chance.choice((1, 1, 1, 2, 3))):
                name = STAGES[step] if chance.random() > 0.1 else chance.choice((*STAGES, "Lost", ""))
                at += timedelta(hours=chance.choice((-30, 0, 0, 1, 5, 400)))
                missing = chance.random()
                yield (
                    None if missing < 0.01 else "" if missing < 0.015 else identity,
                    chance.choice(_SPELT.get(name, (name,))) or None,
                    None if 0.02 < missing < 0.03 else at,
                    chance.choice(_CHANNELS),
                )


def normal(rows: Iterator[Event]) -> list[Event]:
    """The same with every stage spelt as the description spells it."""
    by_lower = {stage.lower(): stage for stage in STAGES}
    return [
        (one, by_lower.get((name or "").strip().lower(), name), at, channel)
        for one, name, at, channel in rows
    ]
