"""The run as one JSON object, `funneldx-report/1` (see `report.schema.json`).

Streamed: funnels are written as they are judged, what belongs to the whole run comes after them. Keys may be
added within a version, never renamed or removed. No times and no absolute paths, so that two runs are equal to
the byte.
"""

from __future__ import annotations

import json
from typing import Any

from funneldx import __version__
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.reports.json_funnel import funnel_text
from funneldx.reports.safe_text import json_escaped

SCHEMA = "funneldx-report/1"

Json = dict[str, Any]


class Report:
    """The JSON report (see `funneldx.reports.Report`)."""

    frame = (",\n  {", "")

    def __init__(self) -> None:
        self._first = True

    def begin(self) -> str:
        return f'{{\n "schema": {dumps(SCHEMA)},\n "version": {dumps(__version__)},\n "funnels": ['

    def piece(self, report: FunnelReport) -> str:
        return f",\n  {funnel_text(report)}"

    def write(self, piece: str | bytes) -> str | bytes:
        if self._first:
            self._first = False
            return piece[1:]
        return piece

    def end(self, account: RunReport) -> str:
        parts: Json = {
            "errors": [problem._asdict() for problem in account.errors],
            "notices": [notice._asdict() for notice in account.notices],
            "defects": [defect._asdict() for defect in account.defects],
            "summary": summary(account),
        }
        closing = "]" if self._first else "\n ]"
        return (
            closing + "".join(f",\n {dumps(key)}: {dumps(value)}" for key, value in parts.items()) + "\n}\n"
        )


def summary(account: RunReport) -> Json:
    """The totals of a run."""
    return {
        "funnels": account.summary.funnels,
        "errors": account.summary.errors,
        "diagnoses": {severity.label: n for severity, n in account.summary.diagnoses.items()},
        "by_rule": account.summary.by_rule,
    }


def dumps(value: object) -> str:
    """Write on one line, with what could be obeyed escaped."""
    return json_escaped(json.dumps(value, ensure_ascii=False))
