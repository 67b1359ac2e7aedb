"""What comparing funnels gives: how each rate differs, how sure that is, and why sales moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.model import Location, Money
from funneldx.rates import Interval, Rate
from funneldx.tuples import NamedTuple

Verdict = Literal["worse", "better", "no evidence", "cannot tell"]


class StepChange(NamedTuple):
    """One step before and after."""

    came_from: str
    to: str
    before: Rate | None
    """`k` of `n`, whatever they are; None where the segment was not there."""
    after: Rate | None
    verdict: Verdict
    reason: str
    """Why nothing can be told, or why a difference is none to speak of; empty where the verdict says it all."""
    difference: float | None
    """After less before, from -1 to 1; None where either has no rate."""
    interval: Interval | None
    p_value: float | None
    """Of the score test; None where it cannot be trusted."""


class Segment(NamedTuple):
    """One segment before and after, or the sum of them."""

    labels: Mapping[str, str]
    title: str
    """Empty for a funnel without segments, and for the sum."""
    steps: tuple[StepChange, ...]
    there_before: bool = True
    there_after: bool = True


class Part(NamedTuple):
    """What one segment did to the change in sales."""

    title: str
    volume: Fraction
    """By how many stood at the first stage."""
    steps: tuple[Fraction, ...]
    """By each step's rate, in the order of the split."""


class Weights(NamedTuple):
    """The change in sales by volume, rates and mix of the segments; the four add up to it exactly."""

    volume: Fraction
    """By how many came in, at the share of buyers of before."""
    rate: Fraction
    """By what the segments made of them, at the weights of before."""
    mix: Fraction
    """By the weights of the segments, at the shares of buyers of before."""
    interaction: Fraction
    """By two or three of these having changed together."""


class Split(NamedTuple):
    """Why sales moved: the change by volume and by each step, of each segment; all of it adds up to it exactly."""

    first: str
    """The first stage, whose number is the volume."""
    last: str
    """The stage that counts sales, else the last one."""
    sold: bool
    """Whether it does count sales."""
    steps: tuple[tuple[str, str], ...]
    before: int
    after: int
    parts: tuple[Part, ...]
    weights: Weights | None
    """None for a funnel without segments."""
    value: Money | None
    """What a deal is worth, where both sides say the same."""

    @property
    def change(self) -> int:
        """How many more sales."""
        return self.after - self.before

    @property
    def volume(self) -> Fraction:
        """By how many stood at the first stage, of all segments."""
        return sum((part.volume for part in self.parts), Fraction(0))

    @property
    def by_step(self) -> tuple[Fraction, ...]:
        """By the rate of each step, of all segments."""
        return tuple(
            sum((part.steps[index] for part in self.parts), Fraction(0)) for index in range(len(self.steps))
        )


class Side(NamedTuple):
    """One of the two that are compared."""

    title: str
    """Its period, else its path."""
    period: str | None
    location: Location


class Comparison(NamedTuple):
    """Two funnels, or two sets of segments, held against each other."""

    name: str | None
    before: Side
    after: Side
    whole: Segment
    segments: tuple[Segment, ...]
    """None of a funnel without segments."""
    split: Split | None
    """None where sales cannot be told on either side."""
    unsplit: str
    """Why there is no split."""
    found: tuple[FunnelReport, ...]
    """What got worse, by segment: the later funnels, with the findings that are about change."""


class Unmatched(NamedTuple):
    """A funnel that the other side has none for."""

    side: Literal["before", "after"]
    name: str | None
    period: str | None
    labels: Mapping[str, str]
    location: Location


class CompareReport(NamedTuple):
    """All that there is to say of two files or folders."""

    comparisons: tuple[Comparison, ...]
    unmatched: tuple[Unmatched, ...]
    account: RunReport
    """Errors, notices and defects of both sides; its summary counts comparisons and what they found."""


def rounded(parts: Sequence[Fraction], digits: int) -> list[Fraction]:
    """Parts with so many decimals that still add up to their sum, rounded: the largest remainders are rounded up."""
    unit = 10**digits
    whole = round(sum(parts, Fraction(0)) * unit)
    floors = [part * unit // 1 for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda index: floors[index] - parts[index] * unit)
    for index in by_rest[: max(0, whole - sum(floors))]:
        floors[index] += 1
    return [Fraction(floor, unit) for floor in floors]
