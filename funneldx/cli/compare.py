"""`funneldx compare`: what changed between two files or folders, where, and why sales moved."""

import gc
import sys
from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from funneldx.batch import Run
from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import (
    By,
    Color,
    FailOn,
    FolderOptions,
    JudgingOptions,
    Outputs,
    Period,
    RuleOptions,
    TableOptions,
    arrangement_of,
    asked_of,
)
from funneldx.cli.reporting import card_of, sinks, targets
from funneldx.cli.terminal import canvas
from funneldx.compare.judging import Judged, compared, in_order
from funneldx.compare.matching import Matched, matched
from funneldx.comparison import CompareReport
from funneldx.diagnosis import Defect, RunReport, Severity, Summary
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.policy import Policy, exit_code
from funneldx.rates import Level
from funneldx.rules.rule import Rule
from funneldx.series.gathering import Arrangement
from funneldx.sources import Folders, shown, sources

FORMATS = ("text", "json", "html")
"""What `--format` and `--output` know by name."""
Side = Annotated[str, typer.Argument(metavar="A", help="The file or folder of before; - for standard input.")]
Other = Annotated[str, typer.Argument(metavar="B", help="That of after.")]


@guarded
def compare_command(
    before: Side,
    after: Other,
    compare_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=f"[{'|'.join(FORMATS)}]",
            autocompletion=lambda: list(FORMATS),
            help="For people in a terminal, for programs, or a page to look at.",
        ),
    ] = "text",
    output: Outputs = None,
    by: By = None,
    period: Period = None,
    fail_on: FailOn = None,
    rules: RuleOptions = RuleOptions(),
    judging: JudgingOptions = JudgingOptions(),
    walk: FolderOptions = FolderOptions(),
    tables: TableOptions = TableOptions(),
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, show_default=False, help="Tell of every segment.")
    ] = 0,
) -> int:
    """Say what changed from A to B, where, and why sales moved.

    Funnels are matched by name, period and labels; two files of one funnel each always match. Exit code: 0 nothing got
    worse at or above --fail-on, 1 something did, 2 wrong usage, a file that cannot be read or nothing that matches,
    3 a defect of funneldx, 130 interrupted.
    """
    asked_for = targets(compare_format, output, FORMATS)
    asked = asked_of(judging, tables, rules, fail_on)
    how = arrangement_of(by, period)
    whole = configured(configuration)
    settings = whole.settings(asked)
    folders = whole.folders(walk)
    policy = Policy(whole.rules, settings)
    writers = [_writer(name, path, color, verbose, whole.rules, settings.level) for name, path in asked_for]
    opened = sinks(asked_for, [before, after])
    gc.freeze()
    gc.enable()
    report = of_paths((before, after), policy, folders, how, whole.defects)
    try:
        for write, sink in zip(writers, opened, strict=True):
            sink.write(write(report))
            sink.finish()
    except BaseException:
        for sink in opened:
            sink.discard()
        raise
    for sink in opened:
        sink.keep()
    return exit_code(report.account, settings.fail_on)


def _writer(
    name: str, path: str | None, color: str, verbosity: int, rules: tuple[Rule, ...], level: Level | None
) -> Callable[[CompareReport], str]:
    """What makes text of a comparison; each format is imported only when it is asked for."""
    if name == "json":
        from funneldx.reports import compare_json  # noqa: PLC0415

        return lambda report: compare_json.compared(report, level)
    if name == "html":
        from funneldx.reports.page import compared as page  # noqa: PLC0415

        return lambda report: page.compared(report, level, map(card_of, rules))
    from funneldx.reports.compare_text import Report  # noqa: PLC0415

    return Report(canvas(color, sys.stdout if path is None else None), verbosity=verbosity).text


def of_paths(
    paths: tuple[str, str],
    policy: Policy,
    folders: Folders,
    how: Arrangement,
    defects: Iterable[Defect] = (),
) -> CompareReport:
    """Compare two files or folders, as far as they can be read."""
    accounts: list[RunReport] = []
    sides: list[list[Funnel]] = []
    for path in paths:
        run = Run(
            sources([path], None, folders),
            policy,
            [path],
            strict=folders.strict,
            defects=defects,
            series=None,
        )
        made = run.made(lambda judged: [one.judgement.context.funnel for one in judged if one.judgement])
        sides.append([funnel for funnels in made for funnel in funnels])
        accounts.append(run.account)
    pairs = matched(sides[0], sides[1], paths, how)
    judged = [compared(pair, policy) for pair in pairs.pairs]
    return CompareReport(in_order(judged), pairs.unmatched, _account(paths, accounts, pairs, judged))


def _account(
    paths: tuple[str, str], accounts: Iterable[RunReport], pairs: Matched, judged: list[Judged]
) -> RunReport:
    """What there is to say of both sides and of what was compared."""
    errors = [error for account in accounts for error in account.errors]
    if not judged and not errors:
        names = " and ".join(map(shown, paths))
        hint = "give the funnels the same name on both sides, or compare files of one funnel each"
        errors.append(Problem(names, None, None, "no funnel of the one is in the other", hint))
    notices = (*(notice for account in accounts for notice in account.notices), *pairs.notices)
    defects = dict.fromkeys(
        (
            *(one for account in accounts for one in account.defects),
            *(d for one in judged for d in one.defects),
        )
    )
    severities = dict.fromkeys(reversed(Severity), 0)
    rules: dict[str, int] = {}
    for one in judged:
        for finding in (each for report in one.comparison.found for each in report.diagnoses):
            severities[finding.severity] += 1
            rules[finding.code] = rules.get(finding.code, 0) + 1
    return RunReport(
        errors=tuple(errors),
        notices=tuple(dict.fromkeys(notices)),
        defects=tuple(defects),
        summary=Summary(
            funnels=len(judged), errors=len(errors), diagnoses=severities, by_rule=dict(sorted(rules.items()))
        ),
    )
