"""Reports: one file a format. Each offers `Report(funnels…)`, which turns a run into text piece by piece.

- `begin()`: what stands before the first funnel,
- `funnel(report)`: one funnel,
- `end(account)`: what follows the last one.

Nothing here writes anywhere; the pieces joined are the report.
"""

from __future__ import annotations

from typing import Protocol

from funneldx.diagnosis import FunnelReport, RunReport

FORMATS = ("text", "json")


class Report(Protocol):
    """What each module of this package offers."""

    def begin(self) -> str: ...
    def funnel(self, report: FunnelReport) -> str: ...
    def end(self, account: RunReport) -> str: ...
