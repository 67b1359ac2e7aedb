"""A page to look at: one HTML file that opens from disk, needs no network, and can be mailed or kept with a build.

- `told` has of one funnel what its part of the page says: its JSON, word for word, and what that leaves to be said,
- `picture` places the stages, rates and thresholds of a funnel; `over_time` the rates of a series,
- `keeping` keeps of a run what there is room for, `summary` says what is written above the funnels,
- `compared` is the page of a comparison,
- `writing` fills the templates, and shuts the page off from everything else.

Numbers come from what the JSON report writes, so that both say the same. A page is read by people and opened by phones:
there is room for some megabytes. Of a run that takes more, the worst funnels are told in full, the others in a line
each, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from funneldx.cards import RuleCard
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.model import Member
from funneldx.rates import Level
from funneldx.reports.json_report import dumps
from funneldx.reports.overview_order import Listing
from funneldx.reports.overview_rows import glance_of, row_of
from funneldx.reports.page.keeping import Kept
from funneldx.reports.page.summary import Summary
from funneldx.reports.page.told import told
from funneldx.reports.page.writing import Writer

Piece = tuple[str, str, bool]
"""The row of a funnel and everything about it, as JSON, and whether it is one of a series."""


class Report:
    """The page of a check or a scan (see `funneldx.reports.Report`)."""

    def __init__(
        self, rules: Iterable[RuleCard], level: Level | None, listing: Listing | None = None
    ) -> None:
        """Tell how it was judged by `rules` and at a confidence `level`; list funnels as `listing` asks."""
        self._writer = Writer()
        self._rules = rules
        self._level = level
        self._listing = listing or Listing()
        self._kept = Kept(self._listing)

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> Piece:
        row = row_of(glance_of(report), self._listing.group_by)
        return dumps(row), dumps(told(report)), isinstance(report.funnel, Member)

    def write(self, piece: Piece) -> str:
        self._kept.add(*piece)
        return ""

    def end(self, account: RunReport) -> str:
        summary: dict[str, Any] = Summary(self._kept, account, self._level).parts()
        return self._writer.run(summary, self._rules)
