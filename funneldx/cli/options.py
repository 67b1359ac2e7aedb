"""Options that commands share, and how their values are read."""

from datetime import date
from typing import Annotated, Literal

import typer

from funneldx.cli.groups import Options
from funneldx.config import TableSettings
from funneldx.diagnosis import Severity
from funneldx.errors import UsageError
from funneldx.model import ThresholdSetting
from funneldx.periods import Grain
from funneldx.rates import Level, Share
from funneldx.reports import FORMATS
from funneldx.series.gathering import Arrangement
from funneldx.tuples import NamedTuple

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")]
Output = Annotated[
    str | None,
    typer.Option("--output", metavar="FILE", help="Write there; nothing to standard output."),
]
ReportFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar=f"[{'|'.join(FORMATS)}]",
        autocompletion=lambda: list(FORMATS),
        help="For people, for programs, for spreadsheets, for CI systems.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar="FORMAT=FILE",
        help="Write another report to a file (sarif=report.sarif), again for each; a FILE alone is for the report of "
        "--format, instead of standard output.",
    ),
]
FailOn = Annotated[
    Literal["error", "warning", "note", "never"] | None,
    typer.Option("--fail-on", help="The least severity that makes the exit code 1; error by default."),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="RULE", help="Report only these: a code, name, prefix (FDX1) or family."
    ),
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave these out, named likewise.")
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="LABEL[,LABEL]",
        help="Sum over all labels but these before anything is judged; an empty text for over all.",
    ),
]
Period = Annotated[
    Literal["day", "week", "month", "quarter", "year"] | None,
    typer.Option("--period", help="Sum finer periods up to these before anything is judged."),
]
Jobs = Annotated[
    str,
    typer.Option(
        "--jobs",
        metavar="N",
        help="Processes to read and judge in; auto: as many as there are processors, where it pays.",
    ),
]
Confidence = Annotated[
    str | None,
    typer.Option("--confidence", metavar="LEVEL", help="Of the intervals (0.95), or: literal, for none."),
]
Thresholds = Annotated[
    list[str] | None,
    typer.Option(
        "--threshold",
        metavar="RULE.KEY=VALUE",
        help="Judge by another one, such as interest-ratio.floor=1:8.",
    ),
]
NoInline = Annotated[
    bool, typer.Option("--no-inline", help="Heed no thresholds: and ignore: inside funnel files.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge at; today by default.")
]
StdinName = Annotated[
    str | None,
    typer.Option(
        "--stdin-name", metavar="NAME", help="What to call standard input; its ending tells the format."
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="PATTERN",
        help="Read these files of folders, instead of YAML, JSON, CSV and TSV: a name at any depth ('*.txt'), "
        "or a path below the folder given ('clients/*.csv', 'clients/**/won.csv'); clients/ for all it holds.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="PATTERN",
        help="Leave these files and folders out of folders, written likewise; it wins over --include.",
    ),
]
StrictFolder = Annotated[
    bool,
    typer.Option(
        "--strict-folder", help="A file of a folder that is no funnel is an error, not passed over."
    ),
]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Finding no funnel at all is no error.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="KEY=HEADER,…",
        help="Which column of a table holds what: stage=, count=, funnel=, period=, labels= or, with a "
        "stage a column, the headers of the stages in order, each alone or after its role or name.",
    ),
]
Delimiter = Annotated[
    str | None, typer.Option("--delimiter", metavar="SIGN", help="Between the fields of a table.")
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Of tables, such as cp1251; YAML and JSON are UTF-8."),
]
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="Colour the text; auto: on a terminal, unless NO_COLOR is set."),
]
Verbose = Annotated[
    int,
    typer.Option(
        "-v", "--verbose", count=True, show_default=False, help="Tell what passed and why rules were skipped."
    ),
]
Quiet = Annotated[
    int,
    typer.Option(
        "-q", "--quiet", count=True, show_default=False, help="One line for each diagnosis, nothing else."
    ),
]


class Asked(NamedTuple):
    """What a command line says; None or nothing where it does not."""

    as_of: date
    confidence: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    inline: bool = True
    fail_on: str | None = None
    tables: TableSettings = TableSettings()
    thresholds: tuple[ThresholdSetting, ...] = ()


class RuleOptions(Options):
    """Which rules to report."""

    select: Select = None
    ignore: Ignore = None


class JudgingOptions(Options):
    """How funnels are judged."""

    confidence: Confidence = None
    threshold: Thresholds = None
    no_inline: NoInline = False
    as_of: AsOf = None


class TableOptions(Options):
    """How tables are read."""

    columns: Columns = None
    delimiter: Delimiter = None
    encoding: Encoding = None


class FolderOptions(Options):
    """What is read of folders."""

    include: Include = None
    exclude: Exclude = None
    strict_folder: StrictFolder = False


def asked_of(
    judging: JudgingOptions,
    tables: TableOptions,
    rules: RuleOptions = RuleOptions(),
    fail_on: str | None = None,
) -> Asked:
    """Read what a command line says of judging; raises UsageError for a value that cannot be read."""
    return Asked(
        as_of=date_of(judging.as_of),
        confidence=judging.confidence,
        select=words(rules.select),
        ignore=words(rules.ignore),
        inline=not judging.no_inline,
        fail_on=fail_on,
        tables=_tables_of(tables),
        thresholds=thresholds_of(judging.threshold),
    )


def _tables_of(options: TableOptions) -> TableSettings:
    columns, delimiter, encoding = options.columns, options.delimiter, options.encoding
    if not columns and delimiter is None and encoding is None:
        return TableSettings()
    from funneldx.cli.table_options import tables_of  # noqa: PLC0415  (few runs say how tables are read)

    return tables_of(columns, delimiter, encoding)


def arrangement_of(by: list[str] | None, period: Grain | None) -> Arrangement:
    """Read what is to be summed over."""
    return Arrangement(None if by is None else words(by), period)


def thresholds_of(values: list[str] | None) -> tuple[ThresholdSetting, ...]:
    """Read thresholds, each as `RULE.KEY=VALUE`."""
    return tuple(_threshold(text) for text in values or ())


def _threshold(text: str) -> ThresholdSetting:
    name, _, value = text.partition("=")
    rule, _, key = name.strip().rpartition(".")
    share = Share.parse(value.strip())
    if not rule or not key or share is None:
        raise UsageError(
            f"--threshold {text} cannot be read",
            "write RULE.KEY=VALUE, such as interest-ratio.floor=1:8 or 20%",
        )
    return ThresholdSetting(rule, key, share)


def level_of(text: str) -> Level | None:
    """Read a confidence level (`0.95`, `95%`); None for `literal`."""
    if text == "literal":
        return None
    share = Share.parse(text)
    if share is None or not 0 < share.value < 1:
        raise UsageError(
            f"--confidence {text} is no confidence level",
            "give one between 0 and 1, such as 0.95 or 95%, or: literal",
        )
    return Level.of(share.value)


def severity_of(text: str) -> Severity | None:
    """Read a `--fail-on`; None for `never`."""
    return None if text == "never" else Severity[text.upper()]


def date_of(text: str | None) -> date:
    """Read a date; today's for None."""
    if text is None:
        return date.today()  # noqa: DTZ011  (the day where the person is)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text} is no date", "write it as year-month-day: 2027-03-01") from None


def words(values: list[str] | None) -> tuple[str, ...]:
    """Several rules, given one by one or with commas between."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())
