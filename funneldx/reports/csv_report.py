"""One diagnosis a row, for spreadsheets; what could not be read, defects and notices are rows too.

In UTF-8 with its mark, without which Excel takes it for another encoding. The first column is always a word of
ours, so that no line begins with text of a file. Cells that a spreadsheet would run as a formula begin with an
apostrophe. Rates are numbers; thresholds stand beside their key, since `1:5` alone is a time of day to a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport
from funneldx.reports import phrases, rule_table
from funneldx.reports.findings import Told, is_bottleneck, told_of
from funneldx.reports.safe_text import shown

COLUMNS = (
    "severity",
    "confidence",
    "fix_first",
    "code",
    "name",
    "funnel",
    "period",
    "labels",
    "path",
    "line",
    "stage",
    "k",
    "n",
    "rate",
    "interval_low",
    "interval_high",
    "against",
    "thresholds",
    "stake",
    "stake_low",
    "stake_high",
    "amount",
    "currency",
    "message",
    "cause",
    "actions",
)
"""`severity` is error, warning or note; else unreadable, defect or notice."""

Cell = str | int | float | None

_FORMULAS = frozenset("=+-@＝＋－＠\t")


class Report:
    """The table (see `funneldx.reports.Report`)."""

    def begin(self) -> str:
        return f"\ufeff{_row(COLUMNS)}"

    def piece(self, report: FunnelReport) -> str:
        return "".join(_row(_diagnosed(one, report)) for one in report.diagnoses)

    def write(self, piece: str) -> str:
        return piece

    def end(self, account: RunReport) -> str:
        return "".join(map(_told, told_of(account)))


def _told(told: Told) -> str:
    said: dict[str, Cell] = {
        "severity": told.kind,
        "code": told.code,
        "path": told.path,
        "line": told.line,
        "message": told.message,
        "actions": told.hint,
    }
    return _row(said.get(key) for key in COLUMNS)


def _diagnosed(one: Diagnosis, report: FunnelReport) -> Iterable[Cell]:
    funnel = report.funnel
    evidence = one.evidence
    low, high = (evidence.interval if evidence else None) or (None, None)
    yield from (one.severity.label, one.confidence)
    yield "yes" if is_bottleneck(one, report) else None
    yield from (one.code, one.name, funnel.name or phrases.stem(report), funnel.period)
    yield "; ".join(f"{key}={value}" for key, value in funnel.labels.items())
    yield from (one.location.path, one.location.line, one.stage)
    yield from evidence.rate if evidence else (None, None)
    yield from (_rounded(evidence.rate.value if evidence else None), _rounded(low), _rounded(high))
    yield one.against
    yield ", ".join(rule_table.threshold(key, limit) for key, limit in one.thresholds.items())
    stake = one.stake
    yield from (_rounded(part, 2) for part in (stake[:3] if stake else (None, None, None)))
    yield from (_rounded(stake.amount, 2), stake.currency) if stake else (None, None)
    yield from (one.message, one.cause)
    yield " ".join(f"{number}. {action}" for number, action in enumerate(one.actions, 1))


def _rounded(value: float | None, digits: int = 6) -> float | None:
    return None if value is None else round(value, digits)


def _row(cells: Iterable[Cell]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        harmless(cell) if isinstance(cell, str) else cell for cell in cells
    )
    return line.getvalue()


def harmless(text: str) -> str:
    """The text without anything that a spreadsheet would obey."""
    safe = shown(text)
    return f"'{safe}" if safe.lstrip()[:1] in _FORMULAS and safe.lstrip() else safe
