"""`funneldx check`: diagnose each funnel in full."""

from funneldx.batch import Run
from funneldx.cli.configured import BaselineOptions, ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import (
    AllowEmpty,
    By,
    Color,
    FailOn,
    FolderOptions,
    JudgingOptions,
    Outputs,
    Paths,
    Period,
    Quiet,
    ReportFormat,
    RuleOptions,
    StdinName,
    TableOptions,
    Verbose,
    arrangement_of,
    asked_of,
)
from funneldx.cli.records import CountingOptions, access_if
from funneldx.cli.reporting import Wanted, opened, targets
from funneldx.cli.writing import collect_at_ease, written
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
    quiet: Quiet = 0,
    verbose: Verbose = 0,
) -> int:
    """Diagnose each funnel in full.

    Exit code: 0 nothing at or above --fail-on, 1 something, 2 wrong usage or a file that cannot be read,
    3 a defect of funneldx, 130 interrupted.
    """
    asked_for = targets(report_format, output)
    asked = asked_of(judging, tables, rules, fail_on)
    access = access_if(counting)
    whole = configured(configuration)
    settings = whole.settings(asked)
    folders = whole.folders(walk)
    held = whole.baseline(holding, settings)
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
    wanted = Wanted(
        whole.rules, settings.fail_on, color, verbosity=-1 if quiet else verbose, level=settings.level
    )
    inputs = [*paths, *filter(None, (holding.baseline, whole.own_baseline))]
    outputs = opened(asked_for, inputs, wanted)
    collect_at_ease()
    return written(run, outputs, settings)
