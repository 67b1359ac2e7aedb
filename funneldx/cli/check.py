"""`funneldx check`: diagnose each funnel in full."""

import gc

from funneldx.batch import Run
from funneldx.cli.configured import BaselineFile, ConfigFile, Isolated, NoBaseline, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import (
    AllowEmpty,
    AsOf,
    By,
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
    Period,
    Quiet,
    ReportFormat,
    Select,
    StdinName,
    StrictFolder,
    Thresholds,
    Verbose,
    arrangement_of,
    asked_of,
)
from funneldx.cli.records import AllowConnection, AllowPath, Count, Engine, access_if
from funneldx.cli.reporting import Wanted, opened, targets
from funneldx.cli.writing import AT_EASE, written
from funneldx.policy import Policy
from funneldx.sources import sources


@guarded
def check_command(
    paths: Paths,
    report_format: ReportFormat = "text",
    output: Outputs = None,
    by: By = None,
    period: Period = None,
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
    count: Count = False,
    allow_path: AllowPath = None,
    allow_connection: AllowConnection = None,
    engine: Engine = None,
    baseline: BaselineFile = None,
    no_baseline: NoBaseline = False,
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
    asked = asked_of(
        as_of=as_of,
        confidence=confidence,
        threshold=threshold,
        no_inline=no_inline,
        columns=columns,
        delimiter=delimiter,
        encoding=encoding,
        select=select,
        ignore=ignore,
        fail_on=fail_on,
    )
    access = access_if(count, allow_path, allow_connection, engine)
    whole = configured(config, isolated=isolated)
    settings = whole.settings(asked)
    folders = whole.folders(include, exclude, strict=strict_folder)
    held = whole.baseline(baseline, settings, off=no_baseline)
    run = Run(
        sources(paths, stdin_name, folders),
        Policy(whole.rules, settings, held),
        paths,
        allow_empty=allow_empty,
        strict=folders.strict,
        defects=whole.defects,
        access=access,
        series=arrangement_of(by, period),
    )
    wanted = Wanted(whole.rules, settings.fail_on, color, verbosity=-1 if quiet else verbose)
    inputs = [*paths, *filter(None, (baseline, whole.own_baseline))]
    outputs = opened(asked_for, inputs, wanted)
    gc.freeze()
    gc.set_threshold(AT_EASE)
    gc.enable()
    return written(run, outputs, settings)
