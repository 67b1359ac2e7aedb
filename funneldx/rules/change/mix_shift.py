"""A rate of the whole moved since its segments have other weights than before, not since they work otherwise.

Why      A total can rise while every segment falls, if the better one has grown (Simpson's paradox), and fall while
         nothing has become worse. Whoever then praises or mends the step mends what is not broken: what changed is
         who is being sold to.
Healthy  {funnels: [{period: 2026-01, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-01, labels: {by: b}, stages: {contacted: 1000, interested: 200}}, {period: 2026-02, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-02, labels: {by: b}, stages: {contacted: 1000, interested: 200}}]}
Ailing   {funnels: [{period: 2026-01, labels: {by: a}, stages: {contacted: 1000, interested: 400}}, {period: 2026-01, labels: {by: b}, stages: {contacted: 4000, interested: 800}}, {period: 2026-02, labels: {by: a}, stages: {contacted: 4000, interested: 1560}}, {period: 2026-02, labels: {by: b}, stages: {contacted: 1000, interested: 195}}]}
"""

from __future__ import annotations

from collections.abc import Iterable
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
            if against * 2 > sum(bool(part.before and part.now) for part in parts) or _by_mix(parts, move):
                yield move.cell, _finding(move, parts, against)


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


def _finding(move: Move, parts: list[Part], against: int) -> Finding:
    cell, before = move.cell, move.before
    assert before is not None
    rises = move.relative > 0
    both = sum(bool(part.before and part.now) for part in parts)
    message = (
        f"{wording.opening(move)} in {cell.period}, after "
        f"{wording.counted(move.other)} in {before.period}: {wording.apart(move)}, "
        f"{_how_segments_went(against, both, rises=rises)}. The mix has shifted: {_shifted(parts, move)}."
    )
    return wording.finding(move, Severity.NOTE, message, urgent=False)


def _how_segments_went(against: int, both: int, *, rises: bool) -> str:
    way = "fell" if rises else "rose"
    if against and against == both:
        return f"though it {way} in every segment"
    if against * 2 > both:
        return f"though it {way} in {against} of {both} segments"
    return "and more than half of that comes from the weights of the segments"


def _shifted(parts: list[Part], move: Move) -> str:
    """The segment whose weight among those at the stage before has changed most."""
    before = sum(part.before.n for part in parts if part.before) or 1
    now = sum(part.now.n for part in parts if part.now) or 1

    def weights(part: Part) -> tuple[float, float]:
        return (part.before.n / before if part.before else 0.0, part.now.n / now if part.now else 0.0)

    most = max(parts, key=lambda part: abs(weights(part)[1] - weights(part)[0]))
    was, is_ = weights(most)
    first, _ = wording.named(move.cell, move.step)
    return (
        f"{most.line.title} has {figures.percent(is_)} of those at “{first}”, and had {figures.percent(was)}"
    )


def _not_here(cell: Cell) -> Skip | None:
    if not cell.whole:
        return _ALONE if cell.series.whole is None else _SEGMENT
    return no_change(cell, _OPEN, _FEW)


rule = SeriesRule(
    code="FDX603",
    name="mix-shift",
    summary="a rate of the whole that moved by the weights of its segments",
    cause="Other segments weigh more than before: the sum says more of who was sold to than of how well.",
    actions=(
        "Judge each segment by its own rate, and hold nobody to account for the sum.",
        "Ask what moved the weights: a campaign, a season, a new list or a new team; and whether that was meant.",
    ),
    sources=("funneldx",),
    check_series=_check,
    not_here=_not_here,
    severities=(Severity.NOTE,),
)
