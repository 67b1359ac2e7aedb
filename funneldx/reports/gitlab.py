"""GitLab's code quality report: a list of findings, each known from run to run by its fingerprint."""

from __future__ import annotations

from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity
from funneldx.reports.findings import (
    CODE_OF_DEFECTS,
    CODE_OF_NOTICES,
    CODE_OF_PROBLEMS,
    Ordinals,
    digest,
    digest_of,
    funnel_title,
    told_of,
)
from funneldx.reports.json_report import Json, dumps
from funneldx.reports.safe_text import shown

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_KINDS = {CODE_OF_DEFECTS: "blocker", CODE_OF_PROBLEMS: "critical", CODE_OF_NOTICES: "info"}
_NO_FILE = "."
"""Where a defect is put, which stands at no file."""

Piece = tuple[str, tuple[tuple[str, str], ...]]
"""The path of a funnel and, of each finding, its digest and its text but for the end."""


class Report:
    """The list (see `funneldx.reports.Report`)."""

    def __init__(self) -> None:
        self._first = True
        self._ordinals = Ordinals()

    def begin(self) -> str:
        return "["

    def piece(self, report: FunnelReport) -> Piece:
        found = tuple((digest_of(one, report), _opened(_diagnosed(one, report))) for one in report.diagnoses)
        return report.location.path, found

    def write(self, piece: Piece) -> str:
        path, found = piece
        return "".join(self._item(path, *one) for one in found)

    def end(self, account: RunReport) -> str:
        items = []
        for told in told_of(account):
            item = _issue(told.kind, told.text, _KINDS[told.kind], told.path or _NO_FILE, told.line or 1)
            items.append(self._item("", digest(told.kind, told.path, told.text), _opened(item)))
        return "".join(items) + ("]\n" if self._first else "\n]\n")

    def _item(self, path: str, known_by: str, text: str) -> str:
        comma = "" if self._first else ","
        self._first = False
        number = self._ordinals.of(path, known_by)
        fingerprint = digest(known_by, str(number)) if number else known_by
        return f'{comma}\n {text}, "fingerprint": {dumps(fingerprint)}}}'


def _diagnosed(one: Diagnosis, report: FunnelReport) -> Json:
    text = f"{shown(one.code)} {shown(one.name)}: {funnel_title(report)}: {shown(one.message)}"
    if one.confidence == "suspected":
        text = f"suspected: {text}"
    return _issue(one.code, text, SEVERITIES[one.severity], one.location.path, one.location.line)


def _issue(check_name: str, description: str, severity: str, path: str, line: int) -> Json:
    return {
        "check_name": check_name,
        "description": description,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }


def _opened(item: Json) -> str:
    """An object as text, without the brace that closes it."""
    return dumps(item)[:-1]
