"""What is remembered of a finding, and what makes two findings the same one."""

from __future__ import annotations

import os
from typing import NamedTuple

from funneldx.diagnosis import Confidence, Diagnosis, Severity
from funneldx.model import Funnel
from funneldx.rates import Rate

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


def entry_of(one: Diagnosis, who: Who, period: str | None) -> Entry:
    """Return what to remember of a finding: of that period alone, and as if no funnel were its equal."""
    rule, stage, field, over = spot_of(one)
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
        rate=one.evidence.rate if one.evidence else None,
    )


def spot_of(one: Diagnosis) -> Spot:
    """Where in its funnel a finding is."""
    return one.code, one.stage, one.field if one.stage is None else None, _is_over(one)


def _is_over(one: Diagnosis) -> bool:
    """Whether a rate lies beyond its thresholds at their upper side."""
    if one.evidence is None or not one.thresholds:
        return False
    rate = one.evidence.rate
    return not any(rate.under(limit.share) for limit in one.thresholds.values())


def below(path: str, folder: str) -> str:
    """Return the path of a file, as reports show it, relative to an absolute folder: the same from wherever it is run."""
    if path == STDIN:
        return path
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path
    return relative.replace(os.sep, "/")
