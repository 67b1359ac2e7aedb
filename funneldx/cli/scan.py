"""`funneldx scan`: diagnose many funnels, one line each, and sum them up."""

import sys
from itertools import chain
from typing import Annotated, Literal

import typer

from funneldx.batch import Run
from funneldx.cli.configured import BaselineOptions, ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.jobs import processes
from funneldx.cli.options import (
    AllowEmpty,
    By,
    Color,
    FailOn,
    FolderOptions,
    Jobs,
    JudgingOptions,
    Outputs,
    Period,
    ReportFormat,
    RuleOptions,
    StdinName,
    TableOptions,
    arrangement_of,
    asked_of,
)
from funneldx.cli.progress import progress
from funneldx.cli.records import CountingOptions, access_if
from funneldx.cli.reporting import Wanted, opened, targets
from funneldx.cli.writing import collect_at_ease, written
from funneldx.diagnosis import Severity
from funneldx.errors import Problem, UsageError
from funneldx.filters import wanted
from funneldx.globs import expanded
from funneldx.policy import Policy
from funneldx.reports.overview_order import Listing
from funneldx.sources import sources


@guarded
def scan_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files, folders, patterns in quotes ('clients/**/*.yaml'), or - for standard input.",
        ),
    ],
    report_format: ReportFormat = "text",
    output: Outputs = None,
    by: By = None,
    period: Period = None,
    top: Annotated[
        str, typer.Option("--top", metavar="N", help="List so many funnels in the text; 0 or all: every one.")
    ] = "20",
    sort: Annotated[
        Literal["severity", "stake", "name", "path", "funnel-size", "conversion"],
        typer.Option(
            "--sort",
            help="List by severity (then stake), by what repairing the bottleneck is worth, name, path, size of the "
            "first stage, or the lowest share that reaches the last.",
        ),
    ] = "severity",
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    at_least: Annotated[
        Literal["error", "warning", "note"] | None,
        typer.Option(
            "--at-least", help="List only funnels with such findings or worse; sums are of all of them."
        ),
    ] = None,
    group_by: Annotated[
        str | None,
        typer.Option(
            "--group-by",
            metavar="LABEL",
            help="Sum up by the values of a label, or by period, market, channel or approach.",
        ),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            "--label",
            metavar="KEY=VALUE",
            help="Judge only funnels with this label, or period=, market=, channel=, approach=. Again for another "
            "key, which counts as well, or for another value of the same.",
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="PATTERN", help="Judge only funnels whose name holds this, or fits 'Out*'."
        ),
    ] = None,
    jobs: Jobs = "auto",
    fail_on: FailOn = None,
    rules: RuleOptions = RuleOptions(),
    judging: JudgingOptions = JudgingOptions(),
    stdin_name: StdinName = None,
    walk: FolderOptions = FolderOptions(),
    tables: TableOptions = TableOptions(),
    allow_empty: AllowEmpty = False,
    counting: CountingOptions = CountingOptions(),
    holding: BaselineOptions = BaselineOptions(),
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
    quiet: Annotated[
        int,
        typer.Option(
            "-q", "--quiet", count=True, show_default=False, help="One line for each funnel, nothing else."
        ),
    ] = 0,
    verbose: Annotated[
        int,
        typer.Option(
            "-v", "--verbose", count=True, show_default=False, help="Tell ranges, and where each funnel is."
        ),
    ] = 0,
) -> int:
    """Diagnose many funnels: one line each, the worst first, and sums by rule.

    Exit code: 0 nothing at or above --fail-on, 1 something, 2 wrong usage or a file that cannot be read,
    3 a defect of funneldx, 130 interrupted.
    """
    asked_for = targets(report_format, output)
    listing = _listing(top, sort, group_by, at_least, reverse=reverse)
    chosen = wanted(label or (), name or ())
    asked = asked_of(judging, tables, rules, fail_on)
    access = access_if(counting)
    whole = configured(configuration)
    settings = whole.settings(asked)
    folders = whole.folders(walk)
    policy = Policy(whole.rules, settings, whole.baseline(holding, settings))
    given = tuple(expanded(paths))
    files = [path for path in given if isinstance(path, str)]
    amiss = [one for one in given if isinstance(one, Problem)]
    found = sources(files, stdin_name, folders)
    streams = any(path is None and name != "text" for name, path in asked_for)
    shows = not quiet and not (streams and _on_terminal())
    wants = Wanted(whole.rules, settings.fail_on, color, -1 if quiet else verbose, listing, settings.level)
    many = 1 if counting.count else processes(jobs, found)  # the engine uses all processors itself
    outputs = opened(asked_for, [*files, *filter(None, (holding.baseline, whole.own_baseline))], wants)
    collect_at_ease()
    with progress(len(found) or None, shows, color=color != "never") as bar:
        run = Run(
            chain(amiss, found),
            policy,
            paths,
            allow_empty=allow_empty,
            strict=folders.strict,
            defects=whole.defects,
            wanted=chosen,
            jobs=many,
            follow=bar.advance,
            access=access,
            series=arrangement_of(by, period),
        )
        return written(run, outputs, settings, done=bar.clear)


def _listing(top: str, sort: str, group_by: str | None, at_least: str | None, *, reverse: bool) -> Listing:
    return Listing(
        top=_top(top),
        sort=sort,
        reverse=reverse,
        group_by=_group(group_by),
        at_least=Severity[at_least.upper()] if at_least else 0,
    )


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _top(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"--top {text} is no number of funnels", "give a whole number, or: all")
    return int(text) or None


def _group(text: str | None) -> str | None:
    if text is None:
        return None
    if not text.strip():
        raise UsageError("--group-by is empty", "name a label, or period, market, channel or approach")
    return text.strip().casefold()
