"""What is remembered of a finding, and what makes two findings the same one."""

from __future__ import annotations

import os
from collections.abc import Iterable

from funneldx.diagnosis import Confidence, Diagnosis, Severity
from funneldx.model import Funnel
from funneldx.rates import Rate, Threshold
from funneldx.tuples import NamedTuple

STDIN = "<stdin>"

Labels = tuple[tuple[str, str], ...]
Who = tuple[str, str | None, Labels]
"""A funnel: its path below the folder of the baseline, its name, its labels."""
Spot = tuple[str, str | None, str | None, bool]
"""Where a finding is within its funnel: rule, stage, field where there is no stage, whether a rate is too high."""


class Entry(NamedTuple):
    """One finding, as it is remembered."""

    path: str
    """Of the funnel's file: with `/`, relative to the folder in which the baseline stands."""
    name: str | None
    labels: Labels
    """In the order of their keys."""
    period: str | None
    """The one period that it holds for."""
    since: str | None
    """The first of the periods that it holds for; never beside `period`. Without either, it holds for any."""
    ordinal: int
    """1 for the first funnel of the file with this name, these labels and this period."""
    rule: str
    stage: str | None
    field: str | None
    """Where it stands in the description of the funnel, if it is about no stage."""
    over: bool
    """Whether the rate was found too high, rather than too low."""
    severity: Severity
    confidence: Confidence
    rate: Rate | None

    @property
    def who(self) -> Who:
        """The funnel."""
        return self.path, self.name, self.labels

    @property
    def spot(self) -> Spot:
        """Where in its funnel."""
        return self.rule, self.stage, self.field, self.over


def labels_of(funnel: Funnel) -> Labels:
    """The labels of a funnel, as entries have them."""
    return tuple(sorted(funnel.labels.items())) if funnel.labels else ()


class Found(NamedTuple):
    """What a baseline looks at of one of today's findings."""

    spot: Spot
    severity: Severity
    confidence: Confidence
    rate: Rate | None


def found(
    rule: str,
    stage: str | None,
    field: str | None,
    severity: Severity,
    confidence: Confidence,
    rate: Rate | None,
    limits: Iterable[Threshold],
) -> Found:
    """Look at a finding, with the thresholds in force for it; one about a stage is known by that, not by a field."""
    over = rate is not None and _is_over(rate, limits)
    return Found((rule, stage, field if stage is None else None, over), severity, confidence, rate)


def found_of(one: Diagnosis) -> Found:
    """Look at a finding that has been put into words."""
    rate = one.evidence.rate if one.evidence else None
    limits = one.thresholds.values()
    return found(one.code, one.stage, one.field, one.severity, one.confidence, rate, limits)


def _is_over(rate: Rate, limits: Iterable[Threshold]) -> bool:
    """Whether a rate lies beyond its thresholds at their upper side; not where there are none."""
    over = False
    for limit in limits:
        if rate.under(limit.share):
            return False
        over = True
    return over


def entry_of(one: Found, who: Who, period: str | None) -> Entry:
    """Return what to remember of a finding: of that period alone, and as if no funnel were its equal."""
    rule, stage, field, over = one.spot
    return Entry(
        *who,
        period=period,
        since=None,
        ordinal=1,
        rule=rule,
        stage=stage,
        field=field,
        over=over,
        severity=one.severity,
        confidence=one.confidence,
        rate=one.rate,
    )


def below(path: str, folder: str) -> str:
    """Return the path of a file, as reports show it, relative to an absolute folder: the same from wherever it is run."""
    if path == STDIN:
        return path
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path
    return relative.replace(os.sep, "/")
