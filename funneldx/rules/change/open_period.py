"""The last period is not over: its rates are still rising, and prove nothing yet.

Why      Whoever was contacted last week has not had the time to buy. Held against a month that has ended, one that
         has not looks like a breakdown, every time. So it is left out of what is said to have dropped until it is
         over, and the sales cycle too.
Healthy  {sales_cycle: 30d, funnels: [{period: 2026-01, stages: {contacted: 1000, interested: 400}}, {period: 2026-02, stages: {contacted: 1000, interested: 395}}]}
Ailing   {sales_cycle: 30d, funnels: [{period: 2026-01, stages: {contacted: 1000, interested: 400}}, {period: 9999-01, stages: {contacted: 1000, interested: 395}}]}
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.periods import last_day
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Finding, Skip
from funneldx.rules.series_rule import NO_PERIODS, SeriesRule

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell, Line
    from funneldx.rules.compared import Compared

_TOLD = Skip("is told of all segments together")


def _check(series: Compared, _: Thresholds) -> Iterable[tuple[Cell, Finding]]:
    if not series.dated:
        return
    for line in (series.whole,) if series.whole else series.segments:
        last = line.cells[-1]
        if last.open:
            yield last, _finding(line, [cell for cell in line.cells if cell.open])
        elif lacking := _lacking(line):
            yield last, _without_outcome(*lacking)


def _finding(line: Line, still: list[Cell]) -> Finding:
    last = still[-1]
    cycle = last.funnel.sales_cycle
    over = date.fromordinal(last_day(last.period))
    many = f" Since {still[0].period}, {len(still)} periods are open." if len(still) > 1 else ""
    if cycle:
        why = f"{last.period} ended on {over}, and the sales cycle takes {figures.duration(cycle)}"
        if last_day(last.period) >= line.series.as_of:
            why = (
                f"{last.period} lasts until {over}, and the sales cycle takes {figures.duration(cycle)} more"
            )
    else:
        why = f"{last.period} lasts until {over}"
    return Finding(
        Severity.NOTE,
        f"{why}: its rates may still rise, so that none of them is said to have dropped.{many}",
        field="period",
        urgent=False,
    )


def _lacking(line: Line) -> tuple[str, list[Cell]] | None:
    """A stage that has been counted before but not in the last periods, and these."""
    seen: set[str] = set()
    for cell in line.cells:
        seen.update(stage.name for stage in cell.funnel.stages if stage.count is not None)
    for stage in line.cells[-1].funnel.stages:
        if stage.count is None and stage.name in seen:
            last = max(number for number, cell in enumerate(line.cells) if _counts(cell, stage.name))
            return stage.title, line.cells[last + 1 :]
    return None


def _counts(cell: Cell, name: str) -> bool:
    return any(stage.name == name and stage.count is not None for stage in cell.funnel.stages)


def _without_outcome(stage: str, lacking: list[Cell]) -> Finding:
    many = len(lacking)
    when = (
        f"in {lacking[0].period}" if many == 1 else f"in the last {many} periods, since {lacking[0].period}"
    )
    return Finding(
        Severity.NOTE,
        f"“{stage}” has not been counted {when}: there is no outcome yet, and nothing is said of the steps to it.",
        field="period",
        cause="Those who came last have not been followed to the end.",
        urgent=False,
    )


def _not_here(cell: Cell) -> Skip | None:
    if not cell.series.dated:
        return NO_PERIODS
    return _TOLD if cell.open and cell.series.whole and not cell.whole else None


rule = SeriesRule(
    code="FDX604",
    name="open-period",
    summary="whether the last period is over, and the sales cycle too",
    cause="Who entered the funnel last has not had the time to come to its end.",
    actions=(
        "Wait until the period, and the sales cycle after it, are over before judging the people by its rates.",
        "Give `sales_cycle` (30d, say), so that a period is not taken for over before its buyers can have decided.",
    ),
    sources=("funneldx",),
    check_series=_check,
    not_here=_not_here,
    severities=(Severity.NOTE,),
)
