"""A segment lets fewer through a step than the others of the same period.

Why      What works in one region, team or channel can be learnt by the next: a segment that lags shows what it costs
         not to, and has its example beside it. It is said once, at the first of the periods that follow one another
         in which it lags, and not where a drop at that step has just been said to have begun it.
Healthy  {funnels: [{labels: {region: north}, stages: {contacted: 1000, interested: 400}}, {labels: {region: south}, stages: {contacted: 1000, interested: 390}}]}
Ailing   {funnels: [{labels: {region: north}, stages: {contacted: 1000, interested: 400}}, {labels: {region: south}, stages: {contacted: 1000, interested: 250}}]}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from funneldx.diagnosis import Severity
from funneldx.model import StepName
from funneldx.rates import Threshold
from funneldx.rules import change_wording as wording
from funneldx.rules.change.step_dropped import dropped
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Finding, Skip
from funneldx.rules.series_rule import SeriesRule

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell, Line, Move
    from funneldx.rules.compared import Compared

CODE = "FDX602"
_LEAST = Threshold.of("10%", "interpretation")
_ALONE = Skip("needs several segments of this funnel (`labels`) in the same period")
_WHOLE = Skip("is about segments, not about their sum", outside=True)
_OPEN = Skip("this period is still open (FDX604), and longer in some segments than in others (`sales_cycle`)")
_FEW = Skip(
    "no step was reached, and not reached, by enough here and in the other segments to tell a difference from chance"
)


def _check(series: Compared, thresholds: Thresholds) -> Iterable[tuple[Cell, Finding]]:
    least = thresholds.get((CODE, "relative"), _LEAST.share)
    by_step: dict[tuple[int, StepName], list[Move]] = {}
    for lag in series.lags():
        if lag.fell(least):
            by_step.setdefault((id(lag.cell.line), lag.step), []).append(lag)
    told = {(id(move.cell), move.step) for move in dropped(series, thresholds)}
    for lags in by_step.values():
        for run in _runs(lags):
            if (id(run[0].cell), run[0].step) not in told:
                yield run[0].cell, _finding(run)


def _runs(lags: list[Move]) -> Iterable[list[Move]]:
    """Those of periods that follow one another, together."""
    lags.sort(key=lambda lag: lag.cell.at)
    line: Line = lags[0].cell.line
    run = [lags[0]]
    for lag in lags[1:]:
        if line.number(lag.cell) == line.number(run[-1].cell) + 1:
            run.append(lag)
        else:
            yield run
            run = [lag]
    yield run


def _finding(run: list[Move]) -> Finding:
    lag = run[0]
    cell = lag.cell
    when = f" in {cell.period}" if cell.series.dated else ""
    since = f"; so in {len(run)} periods running, until {run[-1].cell.period}" if len(run) > 1 else ""
    message = (
        f"{wording.opening(lag)}{when}, {wording.counted(lag.other)} in the "
        f"other segments together: {wording.apart(lag, 'below theirs')}{since}."
    )
    return wording.finding(lag, Severity.WARNING, message, urgent=False)


def _not_here(cell: Cell) -> Skip | None:
    if cell.whole:
        return _WHOLE
    if cell.series.segments_in(cell.at) < 2:
        return _ALONE
    if cell.set_apart:
        return None
    return _OPEN if cell.open else _FEW


_ACTIONS = (
    "Look how the best of the other segments does this step, and try one thing of it here for a period.",
    "Ask first whether the segments are comparable: who buys there, where the leads come from, how the stage is counted.",
)

rule = SeriesRule(
    code=CODE,
    name="segment-lags",
    summary="a segment's step against the other segments",
    cause="This segment does something else at this step, or deals with other buyers.",
    actions=_ACTIONS,
    sources=("funneldx",),
    check_series=_check,
    not_here=_not_here,
    thresholds={"relative": _LEAST},
    severities=(Severity.WARNING,),
)
