"""Which report is made for which format, and where each of a run's reports goes: one place for all commands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from funneldx.cli.terminal import Out, Sink, canvas
from funneldx.diagnosis import Severity
from funneldx.errors import UsageError, nearest
from funneldx.rates import Level
from funneldx.reports import FORMATS, Report
from funneldx.rules.rule import Rule
from funneldx.tuples import NamedTuple


class Wanted(NamedTuple):
    """What a report is made from, whichever it is."""

    rules: tuple[Rule, ...] = ()
    fail_on: Severity | None = Severity.ERROR
    color: str = "auto"
    verbosity: int = 0
    listing: Listing | None = None
    """For a text that lists many funnels, in place of one that tells all about each."""
    level: Level | None = None
    """The confidence level of the run."""


if TYPE_CHECKING:
    from funneldx.cards import RuleCard
    from funneldx.reports.overview_order import Listing


Target = tuple[str, "str | None"]
"""A report that was asked for: its format, and its file, or None for standard output."""
Output = tuple[Report[Any], Sink]
"""A report and where it is written."""


def targets(
    report_format: str, outputs: Sequence[str] | None, formats: Sequence[str] = FORMATS
) -> tuple[Target, ...]:
    """What `--format` and each `--output` ask for of the `formats` that there are, standard output first.

    A file without a format takes that of `--format`, and then nothing goes to standard output. Raises UsageError for
    a format that does not exist.
    """
    default = _known("--format", report_format, formats)
    files = [_target(text, default, formats) for text in outputs or ()]
    alone = any(stated for _, stated in files)
    return (*(() if alone else ((default, None),)), *(target for target, _ in files))


def _target(text: str, default: str, formats: Sequence[str]) -> tuple[Target, bool]:
    """The target of an `--output`, and whether it is a file alone."""
    name, sign, path = text.partition("=")
    if not sign or not re.fullmatch(r"[\w-]+", name):
        return (default, text), True
    if name not in formats:
        _refuse("--output", name, formats, f"; write ./{text} for a file of that name")
    if not path:
        raise UsageError(f"--output {text} names no file", f"write --output {name}=FILE")
    return (name, path), False


def _known(option: str, name: str, formats: Sequence[str]) -> str:
    if name not in formats:
        _refuse(option, name, formats)
    return name


def _refuse(option: str, name: str, formats: Sequence[str], way_out: str = "") -> None:
    raise UsageError(
        f"{option}: there is no format “{name}”{nearest(name, formats)}",
        f"known: {', '.join(formats)}{way_out}",
    )


def opened(asked: Iterable[Target], paths: list[str], wanted: Wanted) -> tuple[Output, ...]:
    """Make the reports and open what they are written to; raises UsageError where one cannot be."""
    asked = tuple(asked)
    reports = [report_for(name, wanted, to_file=path is not None) for name, path in asked]
    return tuple(zip(reports, sinks(asked, paths), strict=True))


def sinks(asked: Sequence[Target], paths: list[str]) -> list[Sink]:
    """Open what reports are written to; raises UsageError where one cannot be."""
    files: list[Sink] = []
    if named := [path for _, path in asked if path is not None]:
        from funneldx.cli.output import files_out  # noqa: PLC0415  (most runs write to standard output alone)

        files += files_out(named, paths)
    waiting = iter(files)
    return [Out(machine=name != "text") if path is None else next(waiting) for name, path in asked]


def alone(report: Report[Any], path: str | None, paths: list[str], *, machine: bool) -> tuple[Output, ...]:
    """The one report of a command that writes no other; raises UsageError where its file cannot be opened."""
    if path is None:
        return ((report, Out(machine=machine)),)
    from funneldx.cli.output import files_out  # noqa: PLC0415

    (file,) = files_out([path], paths)
    return ((report, file),)


def report_for(name: str, wanted: Wanted, *, to_file: bool = False) -> Report[Any]:
    """The report of a format; each module is imported only when it is asked for."""
    if name == "json":
        from funneldx.reports import json_report  # noqa: PLC0415

        return json_report.Report()
    if name == "text":
        if wanted.listing is not None:
            return _overview(wanted, wanted.listing, to_file=to_file)
        from funneldx.reports import text  # noqa: PLC0415

        return text.Report(canvas(wanted.color, None if to_file else sys.stdout), verbosity=wanted.verbosity)
    return _other(name, wanted)


def _overview(wanted: Wanted, listing: Listing, *, to_file: bool) -> Report[Any]:
    from funneldx.reports import overview  # noqa: PLC0415

    return overview.Report(
        lambda: canvas(wanted.color, None if to_file else sys.stdout),
        overview.Overview(listing, {rule.code: rule.family for rule in wanted.rules}),
        {rule.code: (rule.name, rule.family) for rule in wanted.rules},
        verbosity=wanted.verbosity,
    )


_MODULES = {"csv": "csv_report", "html": "page"}
"""The modules of formats that are called otherwise."""


def _other(name: str, wanted: Wanted) -> Report[Any]:
    """A report of those that a run is seldom written as."""
    from importlib import import_module  # noqa: PLC0415

    module = import_module(f"funneldx.reports.{_MODULES.get(name, name)}")
    if name == "html":
        report: Report[Any] = module.Report(map(card_of, wanted.rules), wanted.level, wanted.listing)
    elif name in {"sarif", "markdown"}:
        report = module.Report(map(card_of, wanted.rules))
    elif name == "junit":
        report = module.Report(wanted.fail_on)
    else:
        report = module.Report()
    return report


def card_of(rule: Rule) -> RuleCard:
    """A rule described, as far as it describes itself: a plugin's need not have a manual."""
    try:
        return rule.card()
    except KeyError:
        from funneldx.cards import Article, RuleCard  # noqa: PLC0415  (few reports describe rules)

        return RuleCard(
            code=rule.code,
            name=rule.name,
            family=rule.family,
            summary=rule.summary,
            headline="",
            why="",
            healthy="",
            ailing="",
            says="",
            differs="",
            severities=rule.severities,
            thresholds=rule.thresholds,
            keys=rule.keys,
            cause=rule.cause,
            actions=rule.actions,
            articles=tuple(Article(one, one, None) for one in rule.sources),
        )
