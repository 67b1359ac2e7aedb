"""What judging a funnel gives: every rule ends as diagnosed, passed or skipped, and all of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from typing import Literal

from funneldx.errors import Problem
from funneldx.model import Funnel, Location
from funneldx.rates import Interval, Rate, Threshold
from funneldx.tuples import NamedTuple

Confidence = Literal["confirmed", "suspected"]


class Severity(IntEnum):
    """How loudly a rule speaks."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __init__(self, _: int) -> None:
        self.label = self._name_.lower()
        """As reports write it: `error`."""

    @property
    def quieter(self) -> Severity:
        """One step less, for what is only suspected; a note stays one."""
        return _QUIETER[self]


_QUIETER = (Severity.NOTE, Severity.NOTE, Severity.NOTE, Severity.WARNING)
"""By value; asking the class for a member takes many times as long."""


class Evidence(NamedTuple):
    """The rate a judgement rests on."""

    rate: Rate
    ratio: str | None
    """`1:x`, as it is written beside the thresholds it was judged by; None for k = 0."""
    interval: Interval | None
    """Wilson score interval; None where confidence is `literal`."""
    needed: int | None = None
    """Observations at this rate that would settle a suspicion; None where it is settled or sits at the line."""


class Stake(NamedTuple):
    """What bringing a rate to its aim would give while all later rates stay as they are: an estimate."""

    purchases: float
    low: float
    high: float | None
    """None where the evidence sets no upper end."""
    aim: Threshold
    amount: float | None
    currency: str | None


class Diagnosis(NamedTuple):
    """One thing a rule found wrong with a funnel."""

    code: str
    name: str
    family: str
    severity: Severity
    confidence: Confidence
    against: str | None
    """Which threshold it fell short of: `floor` or `typical`; None for rules of another kind."""
    message: str
    cause: str
    actions: tuple[str, ...]
    urgent: bool
    """Whether the document calls for action; otherwise the actions are for consideration."""
    sources: tuple[str, ...]
    stage: str | None
    """The stage reached."""
    came_from: str | None
    """The stage before it, where the diagnosis is about a step."""
    field: str | None
    location: Location
    evidence: Evidence | None
    thresholds: Mapping[str, Threshold]
    stake: Stake | None


class Passed(NamedTuple):
    """A rule that found nothing; `unsure` where the interval of its rate reaches below a threshold."""

    code: str
    name: str
    unsure: bool
    evidence: Evidence | None
    stage: str | None
    thresholds: Mapping[str, Threshold]


class Skipped(NamedTuple):
    """Rules that could not be judged, and why, in words a person can act on."""

    codes: tuple[str, ...]
    reason: str


class Suppressed(NamedTuple):
    """A rule of whose findings some are left out: the funnel or the configuration asks for it, or the baseline has them."""

    code: str
    reason: str
    until: date | None
    in_baseline: bool = False


class Bottleneck(NamedTuple):
    """What to fix first: the step whose repair gives the most purchases, or where the funnel runs dry."""

    code: str
    came_from: str
    to: str
    stake: Stake | None


class Step(NamedTuple):
    """From one stage of known count to the next."""

    came_from: str
    to: str
    evidence: Evidence
    """Without an interval also where nobody stood at the first of the two, or more at the second."""

    @property
    def k(self) -> int:
        """How many stood at the second."""
        return self.evidence.rate.k

    @property
    def n(self) -> int:
        """How many stood at the first."""
        return self.evidence.rate.n

    @property
    def rate(self) -> float | None:
        """k/n; None where nobody stood at the first of the two."""
        return self.k / self.n if self.n else None

    @property
    def ratio(self) -> str | None:
        """`1:x`."""
        return self.evidence.ratio

    @property
    def interval(self) -> Interval | None:
        """Wilson score interval of the rate."""
        return self.evidence.interval


class FunnelReport(NamedTuple):
    """One funnel, judged."""

    funnel: Funnel
    location: Location
    steps: tuple[Step, ...]
    overall: Evidence | None
    """Purchased (else the last known stage) of the first known stage."""
    diagnoses: tuple[Diagnosis, ...]
    passed: tuple[Passed, ...]
    skipped: tuple[Skipped, ...]
    suppressed: tuple[Suppressed, ...]
    bottleneck: Bottleneck | None
    without_figure: tuple[tuple[str, str], ...]
    """Steps between stages with roles that no rule has a figure for: neither healthy nor ailing."""

    @property
    def ended(self) -> list[Diagnosis | Passed]:
        """The diagnoses and what passed."""
        ended: list[Diagnosis | Passed] = [*self.diagnoses]
        ended += self.passed
        return ended


class Changed(NamedTuple):
    """What a rule about change found in one funnel of a series, for a list of many."""

    code: str
    severity: Severity
    came_from: str | None
    to: str | None
    """The stages of the step as people read them; None for what is about no step."""
    rates: tuple[float | None, ...]
    """The rate of the step in each period of the segment."""
    message: str


class Glance(NamedTuple):
    """One funnel, judged, as far as a list of many needs it: nothing of it put into words."""

    funnel: Funnel
    found: tuple[tuple[str, Severity, Confidence], ...]
    """Of each diagnosis its rule's code, how loud and how sure it is."""
    rates: int
    """How many rates were judged."""
    overall: Rate | None
    """Purchased (else the last known stage) of the first known stage."""
    bottleneck: Bottleneck | None
    changed: tuple[Changed, ...] = ()


class Notice(NamedTuple):
    """What a reader should know although nothing failed."""

    path: str
    line: int | None
    column: int | None
    message: str


class Defect(NamedTuple):
    """A crash of a rule of ours or of a plugin, or of what reads a file: never a finding about a funnel."""

    rule: str | None
    """Its code; None where a file was read."""
    plugin: str | None
    message: str
    path: str | None = None
    """The file that could not be read to its end, as it is shown."""

    @property
    def where(self) -> str:
        """What crashed, as it stands in a sentence."""
        return f"reading {self.path}" if self.path else self.rule or ""


class Summary(NamedTuple):
    """Totals of a run."""

    funnels: int
    errors: int
    diagnoses: Mapping[Severity, int]
    by_rule: Mapping[str, int]


class RunReport(NamedTuple):
    """What is known when all funnels of a run have been judged; the funnels themselves went by as a stream."""

    errors: tuple[Problem, ...]
    notices: tuple[Notice, ...]
    defects: tuple[Defect, ...]
    summary: Summary
