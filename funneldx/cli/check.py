"""`funneldx check`: diagnose each funnel in full."""

import gc
from typing import Annotated, Literal

import typer

from funneldx.batch import Run
from funneldx.cli.configured import ConfigFile, Isolated, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import (
    Asked,
    AsOf,
    Color,
    Columns,
    Confidence,
    Delimiter,
    Encoding,
    NoInline,
    Outputs,
    Paths,
    Quiet,
    ReportFormat,
    StdinName,
    Thresholds,
    Verbose,
    date_of,
    tables_of,
    thresholds_of,
    words,
)
from funneldx.cli.reporting import Wanted, opened, targets
from funneldx.cli.writing import written
from funneldx.policy import Policy
from funneldx.sources import sources


@guarded
def check_command(
    paths: Paths,
    report_format: ReportFormat = "text",
    output: Outputs = None,
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
    confidence: Confidence = None,
    threshold: Thresholds = None,
    no_inline: NoInline = False,
    as_of: AsOf = None,
    stdin_name: StdinName = None,
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
    columns: Columns = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
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
    asked_for = targets(report_format, output)
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
    wanted = Wanted(whole.rules, settings.fail_on, color, verbosity=-1 if quiet else verbose)
    outputs = opened(asked_for, paths, wanted)
    gc.freeze()
    gc.enable()
    return written(run, outputs, settings)
