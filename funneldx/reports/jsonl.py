"""The run as lines of JSON: an object a line with its `type`, each funnel written as soon as it is judged.

The types are `funnel`, `error`, `notice`, `defect` and, last, `summary`: what the JSON report holds of each (see
`$defs/line` in `report.schema.json`).
"""

from __future__ import annotations

from collections.abc import Iterator

from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.reports.json_funnel import funnel_text
from funneldx.reports.json_report import Json, dumps, summary


class Report:
    """The report as lines of JSON (see `funneldx.reports.Report`)."""

    frame = ('{"type": "funnel", ', "\n")

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> str:
        return f'{{"type": "funnel", {funnel_text(report)[1:]}\n'

    def write(self, piece: str | bytes) -> str | bytes:
        return piece

    def end(self, account: RunReport) -> str:
        return "".join(f"{dumps(line)}\n" for line in _rest(account))


def _rest(account: RunReport) -> Iterator[Json]:
    yield from ({"type": "error", **problem._asdict()} for problem in account.errors)
    yield from ({"type": "notice", **notice._asdict()} for notice in account.notices)
    yield from ({"type": "defect", **defect._asdict()} for defect in account.defects)
    yield {"type": "summary", **summary(account)}
