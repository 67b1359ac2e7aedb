"""Workflow commands of GitHub Actions, which show findings beside the lines of the files, and a line of totals.

The worst come first, since ten of each kind are shown for a step and fifty for a job: for that, findings are kept
until the run has ended, and those that nobody is shown go without cause and advice. Text of files is escaped as the
commands ask for, and can neither end one nor begin another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity
from funneldx.reports import phrases
from funneldx.reports.findings import (
    CODE_OF_DEFECTS,
    CODE_OF_NOTICES,
    CODE_OF_PROBLEMS,
    Told,
    advice,
    funnel_title,
    rank,
    severity_of,
    told_of,
)
from funneldx.reports.safe_text import shown

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_KINDS = {CODE_OF_DEFECTS: "error", CODE_OF_PROBLEMS: "error", CODE_OF_NOTICES: "notice"}

_SHOWN = 50
"""Commands of a kind that may be shown."""

Found = tuple[tuple[int, bool, float], bytes, str]
"""How bad it is, the command without its advice, in UTF-8 since it is kept, and the advice."""


class Report:
    """The commands (see `funneldx.reports.Report`)."""

    def __init__(self) -> None:
        self._found: list[Found] = []
        self._advice: dict[str, str] = {}
        """Each once, since findings of a rule share theirs."""

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> tuple[Found, ...]:
        return tuple(_found(one, report) for one in report.diagnoses)

    def write(self, piece: tuple[Found, ...]) -> str:
        self._found += [(bad, text, self._advice.setdefault(more, more)) for bad, text, more in piece]
        return ""

    def end(self, account: RunReport) -> str:
        worst_first = sorted(self._found, key=lambda one: one[0], reverse=True)
        told = tuple(told_of(account))
        lines = [_told(one) for one in told if one.kind != CODE_OF_NOTICES]
        lines += _commands(worst_first)
        lines += [_told(one) for one in told if one.kind == CODE_OF_NOTICES]
        return "".join((*lines, f"funneldx: {phrases.summed(account)}\n"))


def _commands(worst_first: list[Found]) -> Iterator[str]:
    for _, same in groupby(worst_first, key=lambda one: one[0][0]):
        for number, (_, text, more) in enumerate(same):
            yield f"{text.decode()}{more if number < _SHOWN else ''}\n"


def _told(one: Told) -> str:
    title = "" if one.kind == CODE_OF_NOTICES else one.kind
    return f"{command(title, _KINDS[one.kind], one.path, one.line)}{data(one.text)}\n"


def _found(one: Diagnosis, report: FunnelReport) -> Found:
    region = report.funnel.places.region(one.field or "")
    title = f"{severity_of(one)} {shown(one.code)} {shown(one.name)}"
    begins = command(
        title, _COMMANDS[one.severity], one.location.path, region.line, (region.column, region.end - 1)
    )
    text = f"{funnel_title(report)}: {shown(one.message)}"
    more = "".join(data(f"\n{line}") for line in advice(one))
    return rank(one), (begins + data(text)).encode("utf-8", "backslashreplace"), more


def command(
    title: str, name: str, path: str, line: int | None, columns: tuple[int, int] | None = None
) -> str:
    """A command up to its message; `columns` are the first and the last one."""
    told = {"file": path, "line": line}
    if columns:
        told |= {"endLine": line, "col": columns[0], "endColumn": columns[1]}
    told["title"] = title
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in told.items() if value)
    return f"::{name} {properties}::" if properties else f"::{name}::"


def data(text: str) -> str:
    """A message as commands have it: on one line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return data(shown(text)).replace(":", "%3A").replace(",", "%2C")
