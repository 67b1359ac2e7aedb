"""A rate of the whole moved since its segments have other weights than before, not since they work otherwise.

Why      A total can rise while every segment falls, if the better one has grown (Simpson's paradox), and fall while
         nothing has become worse. Whoever then praises or mends the step mends what is not broken: what changed is
         who is being sold to.
Healthy  {funnels: [{period: 2026-01, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-01, labels: {by: b}, stages: {contacted: 1000, interested: 200}}, {period: 2026-02, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-02, labels: {by: b}, stages: {contacted: 1000, interested: 200}}]}
Ailing   {funnels: [{period: 2026-01, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-01, labels: {by: b}, stages: {contacted: 4000, interested: 800}}, {period: 2026-02, labels: {by: a}, stages: {contacted: 4000, interested: 1560}}, {period: 2026-02, labels: {by: b}, stages: {contacted: 1000, interested: 195}}]}
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import sub
from typing import TYPE_CHECKING

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.model import StepName
from funneldx.rates import Rate
from funneldx.rules import change_wording as wording
from funneldx.rules.change.step_dropped import least, no_change
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Finding, Skip
from funneldx.rules.series_rule import SeriesRule
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell, Line, Move
    from funneldx.rules.compared import Compared

_SEGMENT = Skip("is about the sum of segments, not about one of them", outside=True)
_ALONE = Skip(
    "needs several segments of this funnel (`labels`): then it tells a change of the mix from one of rates"
)
_OPEN = Skip("this period may still change (FDX604)")
_FEW = Skip(
    "no step was reached, and not reached, by enough in this period and the one before to tell a change"
)


class Part(NamedTuple):
    """What one segment had of a step in the period before and in this one; None where it had nobody there."""

    line: Line
    before: Rate | None
    now: Rate | None


def _check(series: Compared, thresholds: Thresholds) -> Iterable[tuple[Cell, Finding]]:
    relative = least(thresholds)
    for move in series.moves():
        if move.cell.whole and (move.fell(relative) or move.rose(relative)):
            parts = _parts(series, move)
            against = _against(parts, rises=move.relative > 0)
            by_mix = _by_mix(parts, move)
            if by_mix or against * 2 > _in_both(parts):
                yield move.cell, _finding(move, parts, against, by_mix=by_mix)


def _in_both(parts: list[Part]) -> int:
    """How many segments have the step in both periods."""
    return sum(bool(part.before and part.now) for part in parts)


def _parts(series: Compared, move: Move) -> list[Part]:
    assert move.before is not None
    parts = [
        Part(line, _at(line, move.before.at, move.step), _at(line, move.cell.at, move.step))
        for line in series.segments
    ]
    return [part for part in parts if part.before or part.now]


def _at(line: Line, at: int, step: StepName) -> Rate | None:
    return next((cell.steps.get(step) for cell in line.cells if cell.at == at), None)


def _against(parts: list[Part], *, rises: bool) -> int:
    """In how many segments the rate moved the other way."""
    both = ((part.before, part.now) for part in parts if part.before and part.now)
    differences = (now.k * before.n - before.k * now.n for before, now in both)
    return sum(difference < 0 if rises else difference > 0 for difference in differences)


def _by_mix(parts: list[Part], move: Move) -> bool:
    """Whether more than half of the move comes from the weights of the segments.

    Each segment counts by the mean of its two rates, so that rates and weights together explain the move exactly. One
    that was not there before, or is not there any more, has the one rate that is known of it.
    """
    from fractions import Fraction  # noqa: PLC0415  (slow to import, and rarely asked for)

    before = sum(part.before.n for part in parts if part.before)
    now = sum(part.now.n for part in parts if part.now)
    if not before or not now:
        return False
    by_mix = Fraction(0)
    for part in parts:
        rates = [Fraction(rate.k, rate.n) for rate in (part.before, part.now) if rate]
        weight = Fraction(part.now.n if part.now else 0, now) - Fraction(
            part.before.n if part.before else 0, before
        )
        by_mix += sum(rates, Fraction(0)) / len(rates) * weight
    moved = Fraction(*move.rate) - Fraction(*move.other)
    return by_mix / moved > Fraction(1, 2)


def _finding(move: Move, parts: list[Part], against: int, *, by_mix: bool) -> Finding:
    cell, before = move.cell, move.before
    assert before is not None
    went = _how_segments_went(against, _in_both(parts), rises=move.relative > 0)
    message = (
        f"{wording.opening(move)} in {cell.period}, after "
        f"{wording.counted(move.other)} in {before.period}: {wording.apart(move)}, {went}. "
    )
    if by_mix:
        message += f"The mix has shifted: {_shifted(parts, move)}."
        return wording.finding(move, Severity.NOTE, message, urgent=False)
    message += f"One segment outweighs the others: {_outweighs(parts, move)}."
    return wording.finding(
        move, Severity.NOTE, message, cause=_OUTWEIGHED, actions=(_EACH_BY_ITSELF,), urgent=False
    )


def _how_segments_went(against: int, both: int, *, rises: bool) -> str:
    way = "fell" if rises else "rose"
    if against and against == both:
        return f"though it {way} in every segment"
    if against * 2 > both:
        return f"though it {way} in {against} of {both} segments"
    return "and more than half of that comes from the weights of the segments"


def _weights(part: Part, move: Move) -> tuple[float, float]:
    """Its shares of those at the stage before, in the period before and in this one."""
    return (
        part.before.n / move.other.n if part.before else 0.0,
        part.now.n / move.rate.n if part.now else 0.0,
    )


def _shifted(parts: list[Part], move: Move) -> str:
    """The segment whose weight among those at the stage before has changed most."""
    most = max(parts, key=lambda part: abs(sub(*_weights(part, move))))
    was, is_ = _weights(most, move)
    first, _ = wording.named(move.cell, move.step)
    return (
        f"{most.line.title} has {figures.percent(is_)} of those at “{first}”, and had {figures.percent(was)}"
    )


def _outweighs(parts: list[Part], move: Move) -> str:
    """The segment whose rate, by its weight, has moved the sum most the way it went."""
    most = max(parts, key=lambda part: _moved_by(part, move))
    assert most.before is not None
    assert most.now is not None
    first, _ = wording.named(move.cell, move.step)
    return (
        f"{most.line.title} has {figures.percent(_weights(most, move)[1])} of those at “{first}”, and went from "
        f"{figures.percent(most.before.value)} to {figures.percent(most.now.value)}"
    )


def _moved_by(part: Part, move: Move) -> float:
    """By how much the rate of a segment has moved the sum, as a part of the move."""
    if not part.before or not part.now:
        return 0.0
    apart = part.now.value - part.before.value
    return apart * sum(_weights(part, move)) / 2 / (move.rate.value - move.other.value)


def _not_here(cell: Cell) -> Skip | None:
    if not cell.whole:
        return _ALONE if cell.series.whole is None else _SEGMENT
    return no_change(cell, _OPEN, _FEW)


_OUTWEIGHED = "One segment has most of the people: the sum says how that one works, and hides what most of the others do."
_EACH_BY_ITSELF = "Judge each segment by its own rate, and hold nobody to account for the sum."

rule = SeriesRule(
    code="FDX603",
    name="mix-shift",
    summary="a rate of the whole that moved by the weights of its segments",
    cause="Other segments weigh more than before: the sum says more of who was sold to than of how well.",
    actions=(
        _EACH_BY_ITSELF,
        "Ask what moved the weights: a campaign, a season, a new list or a new team; and whether that was meant.",
    ),
    sources=("funneldx",),
    check_series=_check,
    not_here=_not_here,
    severities=(Severity.NOTE,),
)
