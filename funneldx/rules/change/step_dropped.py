"""A step lets fewer through than in the period before, and by more than chance.

Why      Sales fall weeks after a step has broken, and totals hide it: one segment that halves disappears among five
         that grow. The step, the segment and the period say where to look while it can still be remembered what was
         changed there. Chance alone moves every rate a little each month, so only what chance does not explain is
         said, over all periods, segments and steps of the series together.
Healthy  {funnels: [{period: 2026-01, stages: {contacted: 1000, interested: 400}}, {period: 2026-02, stages: {contacted: 1000, interested: 395}}]}
Ailing   {funnels: [{period: 2026-01, stages: {contacted: 1000, interested: 400}}, {period: 2026-02, stages: {contacted: 1000, interested: 250}}]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from funneldx.diagnosis import Severity
from funneldx.model import StepName
from funneldx.rates import Share, Threshold
from funneldx.rules import change_wording as wording
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Finding, Skip
from funneldx.rules.series_rule import NO_PERIODS, SeriesRule

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell, Move
    from funneldx.rules.compared import Compared

CODE = "FDX601"
_LEAST = Threshold.of("10%", "interpretation")
_MUCH = Threshold.of("25%", "interpretation")

_FIRST = Skip("there is no period before this one")
_OPEN = Skip(
    "this period may still change (FDX604): its rates are not held against those of the period before"
)
_FEW = Skip(
    "no step was reached, and not reached, by enough in this period and the one before to tell a change from chance"
)


def least(thresholds: Thresholds) -> Share:
    """By which part of itself a rate has to change to be spoken of."""
    return thresholds.get((CODE, "relative"), _LEAST.share)


def dropped(series: Compared, thresholds: Thresholds) -> Iterator[Move]:
    """Each step that fell; for the whole only where it fell in no segment in the same period."""
    relative = least(thresholds)
    fallen = [move for move in series.moves() if move.fell(relative)]
    of_segments = {(move.cell.at, move.step) for move in fallen if not move.cell.whole}
    return (move for move in fallen if not move.cell.whole or (move.cell.at, move.step) not in of_segments)


def _check(series: Compared, thresholds: Thresholds) -> Iterable[tuple[Cell, Finding]]:
    much = thresholds.get((CODE, "error"), _MUCH.share)
    swings = _swings(series, least(thresholds))
    for move in dropped(series, thresholds):
        severity = Severity.ERROR if move.fell(much) else Severity.WARNING
        yield move.cell, _finding(move, severity, swings[id(move.cell.line), move.step])


def _swings(series: Compared, relative: Share) -> dict[tuple[int, StepName], int]:
    """How often each rate of each segment changed by that much, up or down, beyond chance."""
    found: dict[tuple[int, StepName], int] = {}
    for move in series.moves():
        if move.fell(relative) or move.rose(relative):
            key = (id(move.cell.line), move.step)
            found[key] = found.get(key, 0) + 1
    return found


def _finding(move: Move, severity: Severity, swings: int) -> Finding:
    cell, before = move.cell, move.before
    assert before is not None
    message = (
        f"{wording.opening(move)}, after {wording.counted(move.other)} in "
        f"{before.period}: {wording.apart(move)} in {cell.period}{_since(move)}."
    )
    pairs = sum(move.step in one.steps and not one.open for one in cell.line.cells) - 1
    usual = pairs >= _MANY and swings * 3 >= pairs
    if usual:
        message += f" It moves so often: as much, up or down, in {swings} of {pairs} periods."
    return wording.finding(
        move,
        severity,
        message,
        cause=_SWINGS if usual else _cause(cell, before),
        actions=(*_ACTIONS, *wording.actions_at(cell, move.step)),
    )


def _since(move: Move) -> str:
    """Whether it has stayed so in the periods that follow."""
    later = [
        rate
        for cell in move.cell.line.cells[move.cell.line.number(move.cell) + 1 :]
        if not cell.open and (rate := cell.steps.get(move.step))
    ]
    middle = (move.rate.value + move.other.value) / 2
    if not later or any(rate.value > middle for rate in later):
        return ""
    many = len(later)
    return f", and no better since, in {many} more period{'s' * (many > 1)}"


def _cause(cell: Cell, before: Cell) -> str:
    where = f" in {cell.title}" if cell.title and not cell.whole else ""
    return f"Something changed at this step{where} between {before.period} and {cell.period}."


def no_change(cell: Cell, still_open: Skip, few: Skip) -> Skip | None:
    """Why a funnel is held against none of a period before; None where it is."""
    if not cell.series.dated:
        return NO_PERIODS
    if cell.before() is None:
        return _FIRST
    if cell.open:
        return still_open
    return None if cell.moved else few


def _not_here(cell: Cell) -> Skip | None:
    return no_change(cell, _OPEN, _FEW)


_MANY = 6
"""Periods from which on it is told that a rate keeps moving."""
_SWINGS = (
    "This rate swings from period to period by more than chance: with the days of the week, with what is counted (clicks "
    "rather than people), or with the sources. What broke, if anything, does not stand out; longer periods (--period) do."
)

_ACTIONS = (
    "List what changed between the two periods: who works at this step, the script or page, the price or offer, where "
    "the leads come from, how the stage is counted. Ask the people there first.",
    "Undo the likeliest change in one place and watch the rate for a period.",
)

rule = SeriesRule(
    code=CODE,
    name="step-dropped",
    summary="a step's rate against the period before",
    cause="Something changed at this step between the two periods.",
    actions=_ACTIONS,
    sources=("funneldx",),
    check_series=_check,
    not_here=_not_here,
    thresholds={"relative": _LEAST, "error": _MUCH},
    severities=(Severity.WARNING, Severity.ERROR),
)
