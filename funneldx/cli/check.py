"""`funneldx check`: diagnose each funnel in full."""

import gc

from funneldx.batch import Run
from funneldx.cli.configured import ConfigFile, Isolated, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import (
    AllowEmpty,
    Asked,
    AsOf,
    Color,
    Columns,
    Confidence,
    Delimiter,
    Encoding,
    Exclude,
    FailOn,
    Ignore,
    Include,
    NoInline,
    Outputs,
    Paths,
    Quiet,
    ReportFormat,
    Select,
    StdinName,
    StrictFolder,
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
    fail_on: FailOn = None,
    select: Select = None,
    ignore: Ignore = None,
    confidence: Confidence = None,
    threshold: Thresholds = None,
    no_inline: NoInline = False,
    as_of: AsOf = None,
    stdin_name: StdinName = None,
    include: Include = None,
    exclude: Exclude = None,
    strict_folder: StrictFolder = False,
    columns: Columns = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    allow_empty: AllowEmpty = False,
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
