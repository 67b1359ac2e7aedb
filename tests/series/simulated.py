"""Series made by chance: the counts of funnels whose rates are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from funneldx.diagnosis import FunnelReport
from funneldx.model import Funnel, Stage
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.series.gathering import AS_THEY_STAND, Gatherer
from tests.judging import TODAY, funnel

PLACES = funnel("stages: {a: 1}").places
Rates = Sequence[float]


def made(
    random: np.random.Generator,
    periods: Sequence[str],
    segments: Mapping[str, int],
    rates: Rates,
    special: Mapping[tuple[str, str], Rates] | None = None,
) -> list[Funnel]:
    """Funnels of stages A, B, C …: of each segment about how many stand at the first, and of each step its rate.

    Some segments have `special` rates in some periods.
    """
    found = []
    for period in periods:
        for segment, size in segments.items():
            counts = [int(random.integers(size * 8 // 10, size * 12 // 10 + 1))]
            for rate in (special or {}).get((segment, period), rates):
                counts.append(int(random.binomial(counts[-1], rate)))
            stages = tuple(Stage(chr(65 + index), None, count) for index, count in enumerate(counts))
            labels = {"by": segment} if segment else {}
            found.append(Funnel(stages=stages, places=PLACES, period=period or None, labels=labels))
    return found


def months(number: int) -> list[str]:
    """So many months, from January 2020 on."""
    return [f"{2020 + month // 12}-{month % 12 + 1:02}" for month in range(number)]


def judged(funnels: Sequence[Funnel], policy: Policy) -> list[FunnelReport]:
    """The reports of a file of funnels."""
    items = Gatherer(TODAY, Level.of(0.95), AS_THEY_STAND).gathered(funnels)
    judged = (policy.judged(item) for item in items if isinstance(item, Funnel))
    return [report for one in judged if (report := one.report)]


Named = tuple[str, str | None, str | None, str | None, str | None]


def named(reports: Sequence[FunnelReport], *codes: str) -> list[Named]:
    """What is found by some rules: the code, the segment, the period and the two stages."""
    return [
        (one.code, report.funnel.labels.get("by"), report.funnel.period, one.came_from, one.stage)
        for report in reports
        for one in report.diagnoses
        if one.code in codes
    ]
