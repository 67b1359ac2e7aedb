"""`funneldx check`: diagnose each funnel in full."""

import gc
import sys
from typing import Annotated, Literal

import typer

from funneldx.batch import Run
from funneldx.cli.configured import ConfigFile, Isolated, configured
from funneldx.cli.guard import INTERRUPTED, forget_output, guarded
from funneldx.cli.options import Asked, Color, Quiet, Verbose, date_of, tables_of, thresholds_of, words
from funneldx.cli.terminal import Out, Sink, canvas, complain
from funneldx.config import Settings
from funneldx.policy import Policy, exit_code
from funneldx.reports import Report
from funneldx.sources import sources


@guarded
def check_command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")
    ],
    report_format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")
    ] = "text",
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", help="Write the report there; nothing to standard output."),
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note", "never"] | None,
        typer.Option("--fail-on", help="The least severity that makes the exit code 1; error by default."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select", metavar="RULE", help="Report only these: a code, name, prefix (FDX1) or family."
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave these out, named likewise.")
    ] = None,
    confidence: Annotated[
        str | None,
        typer.Option("--confidence", metavar="LEVEL", help="Of the intervals (0.95), or: literal, for none."),
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            "--threshold",
            metavar="RULE.KEY=VALUE",
            help="Judge by another one, such as interest-ratio.floor=1:8.",
        ),
    ] = None,
    no_inline: Annotated[
        bool, typer.Option("--no-inline", help="Heed no thresholds: and ignore: inside funnel files.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge at; today by default.")
    ] = None,
    stdin_name: Annotated[
        str | None,
        typer.Option(
            "--stdin-name", metavar="NAME", help="What to call standard input; its ending tells the format."
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="PATTERN",
            help="Read these files of folders, instead of YAML, JSON, CSV and TSV: a name at any depth ('*.txt'), "
            "or a path below the folder given ('clients/*.csv', 'clients/**/won.csv'); clients/ for all it holds.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="PATTERN",
            help="Leave these files and folders out of folders, written likewise; it wins over --include.",
        ),
    ] = None,
    strict_folder: Annotated[
        bool,
        typer.Option(
            "--strict-folder", help="A file of a folder that is no funnel is an error, not passed over."
        ),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="KEY=HEADER,…",
            help="Which column of a table holds what: stage=, count=, funnel=, period=, labels= or, with a "
            "stage a column, the headers of the stages in order, each alone or after its role or name.",
        ),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", metavar="SIGN", help="Between the fields of a table.")
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding", metavar="NAME", help="Of tables, such as cp1251; YAML and JSON are UTF-8."
        ),
    ] = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Finding no funnel at all is no error.")
    ] = False,
    config: ConfigFile = None,
    isolated: Isolated = False,
    color: Color = "auto",
    quiet: Quiet = 0,
    verbose: Verbose = 0,
) -> int:
    """Diagnose each funnel in full.

    Exit code: 0 nothing at or above --fail-on, 1 something, 2 wrong usage or a file that cannot be read,
    3 a defect of funneldx, 130 interrupted.
    """
    asked = Asked(
        as_of=date_of(as_of),
        confidence=confidence,
        select=words(select),
        ignore=words(ignore),
        inline=not no_inline,
        fail_on=fail_on,
        tables=tables_of(columns, delimiter, encoding),
        thresholds=thresholds_of(threshold),
    )
    whole = configured(config, isolated=isolated)
    settings = whole.settings(asked)
    folders = whole.folders(include, exclude, strict=strict_folder)
    run = Run(
        sources(paths, stdin_name, folders),
        Policy(whole.rules, settings),
        paths,
        allow_empty=allow_empty,
        strict=folders.strict,
        defects=whole.defects,
    )
    report = _report(report_format, color, output, verbosity=-1 if quiet else verbose)
    gc.freeze()
    gc.enable()
    return written(run, report, sink(output, paths, machine=report_format != "text"), settings)


def _report(report_format: str, color: str, output: str | None, *, verbosity: int) -> Report:
    if report_format == "json":
        from funneldx.reports import json_report  # noqa: PLC0415  (each format is imported only when asked for)

        return json_report.Report()
    from funneldx.reports import text  # noqa: PLC0415

    return text.Report(canvas(color, sys.stdout if output is None else None), verbosity=verbosity)


def sink(output: str | None, paths: list[str], *, machine: bool) -> Sink:
    """Where to write: standard output, or a file."""
    if output is None:
        return Out(machine=machine)
    from funneldx.cli.output import file_out  # noqa: PLC0415

    return file_out(output, paths)


def written(run: Run, report: Report, out: Sink, settings: Settings) -> int:
    """Write the report as it comes; whatever ends the run early, what was done is reported whole."""
    interrupted = False
    kept = False
    try:
        out.write(report.begin())
        try:
            for funnel in run:
                out.write(report.funnel(funnel))
        except KeyboardInterrupt:
            interrupted = True
            complain("interrupted: the report holds what was done until then")
        out.write(report.end(run.account))
        kept = True
    except BrokenPipeError:
        forget_output()
    finally:
        out.close(keep=kept)
    return INTERRUPTED if interrupted else exit_code(run.account, settings.fail_on)
