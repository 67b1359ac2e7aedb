"""`funneldx plan`: how many are needed at each stage for a number of sales."""

import gc
import sys
from typing import Annotated, Protocol

import typer

from funneldx.batch import Run
from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.goal import goal_of
from funneldx.cli.guard import USAGE, guarded
from funneldx.cli.options import (
    Color,
    Format,
    JudgingOptions,
    Output,
    Paths,
    StdinName,
    TableOptions,
    asked_of,
)
from funneldx.cli.reporting import alone
from funneldx.cli.terminal import canvas
from funneldx.cli.writing import written
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.plan import Goal, Plan
from funneldx.planning import plan
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.sources import sources


@guarded
def plan_command(
    paths: Paths,
    target: Annotated[
        str | None, typer.Option("--target", metavar="NUMBER", help="How many sales to plan for.")
    ] = None,
    target_revenue: Annotated[
        str | None,
        typer.Option(
            "--target-revenue",
            metavar="MONEY",
            help='Plan for an amount instead, such as "50000 EUR"; needs deal_value in that currency.',
        ),
    ] = None,
    set_rates: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="STAGE=RATE",
            help="Try out a rate (25%, 1:4, 0.25) of those at the stage before; a role or the name of a stage.",
        ),
    ] = None,
    plan_format: Format = "text",
    output: Output = None,
    judging: JudgingOptions = JudgingOptions(),
    stdin_name: StdinName = None,
    tables: TableOptions = TableOptions(),
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
) -> int:
    """Say how many are needed at each stage for a target, at today's rates and at typical ones.

    Exit code: 0, 2 wrong usage, a file that cannot be read or nothing that can be planned, 3 a defect of funneldx,
    130 interrupted.
    """
    goal = goal_of(target, target_revenue, set_rates)
    whole = configured(configuration)
    asked = asked_of(judging, tables, fail_on="never")
    settings = whole.settings(asked)
    folders = whole.folders()
    policy = Policy(whole.rules, settings)
    run = Run(sources(paths, stdin_name, folders), policy, paths, defects=whole.defects, series=None)
    report = _Planned(goal, settings.level, _report(plan_format, color, output, goal, settings.level))
    gc.freeze()
    gc.enable()
    outputs = alone(report, output, paths, machine=plan_format != "text")
    code = written(run, outputs, settings)
    return code or (0 if report.planned else USAGE)


class _Plans(Protocol):
    """What reports of plans offer."""

    def begin(self) -> str: ...
    def plan(self, plan: Plan) -> str: ...
    def end(self, account: RunReport) -> str: ...


class _Planned:
    """A report that plans each funnel of a run (see `funneldx.reports.Report`)."""

    def __init__(self, goal: Goal, level: Level | None, report: _Plans) -> None:
        self._goal = goal
        self._level = level
        self._report = report
        self.planned = 0
        """How many funnels could be planned."""

    def begin(self) -> str:
        return self._report.begin()

    def piece(self, report: FunnelReport) -> Plan:
        return plan(report, self._goal, self._level)

    def write(self, piece: Plan) -> str:
        self.planned += piece.unplanned is None
        return self._report.plan(piece)

    def end(self, account: RunReport) -> str:
        return self._report.end(account)


def _report(plan_format: str, color: str, output: str | None, goal: Goal, level: Level | None) -> _Plans:
    if plan_format == "json":
        from funneldx.reports import plan_json  # noqa: PLC0415  (each format is imported only when asked for)

        return plan_json.Report(goal, level)
    from funneldx.reports import plan_text  # noqa: PLC0415

    return plan_text.Report(canvas(color, sys.stdout if output is None else None), level)
