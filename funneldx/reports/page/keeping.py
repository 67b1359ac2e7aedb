"""What a page keeps of a run, in memory that does not grow with it: sums, rows, the worst funnels in full, series."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Any

from funneldx.diagnosis import Changed, Severity
from funneldx.reports.overview_order import Listing
from funneldx.reports.overview_rows import Row
from funneldx.reports.overview_totals import Overview

Json = dict[str, Any]

MOST_ROWS = 20_000
"""Funnels that are listed at most."""
MOST_TOLD = 1_000
"""Funnels of which everything is kept."""
MOST_CELLS = 10_000
"""Funnels of series that are kept to draw these."""

_Rank = tuple[int, bool, float, int]


class Kept:
    """The funnels of a run that have come so far."""

    def __init__(self, listing: Listing) -> None:
        self.overview = Overview(listing._replace(top=MOST_ROWS), {})
        self.series = ManySeries()
        self._worst: list[tuple[_Rank, int, Row, str]] = []

    def add(self, values: str, told: str, in_series: bool) -> None:
        """Take a funnel: its row and everything about it, as JSON; and whether it is one of a series."""
        row = _row(json.loads(values))
        number = self.overview.all.tally.funnels
        self.overview.add(row)
        if in_series:
            self.series.add(row, json.loads(told))
        if row.worst < self.overview.listing.at_least:
            return
        many = row.errors + row.warnings + row.notes
        heappush(
            self._worst, ((row.worst, not row.suspected, row.purchases or 0.0, many), -number, row, told)
        )
        if len(self._worst) > MOST_TOLD:
            heappop(self._worst)

    def told(self) -> Iterator[tuple[Row, Json]]:
        """The worst, with everything about them; the worst first, then in the order in which they came."""
        for _, _, row, told in sorted(self._worst, key=lambda one: one[:2], reverse=True):
            yield row, json.loads(told)


def _row(values: Sequence[Any]) -> Row:
    row = Row(*values)
    return row._replace(
        labels=tuple((key, value) for key, value in row.labels),
        counts=tuple(row.counts),
        overall=(row.overall[0], row.overall[1]) if row.overall else None,
        found=tuple((code, error, warning, note) for code, error, warning, note in row.found),
        changed=tuple(
            Changed(code, Severity(severity), first, second, tuple(rates), message)
            for code, severity, first, second, rates, message in row.changed
        ),
    )


class Series:
    """Funnels of one name in a file, which are periods or segments of one whole."""

    def __init__(self, path: str, name: str | None) -> None:
        self.path = path
        self.name = name
        self.worst = 0
        """The worst that a rule about change found in it."""
        self.cells: list[Json] = []
        """In the order of their periods."""
        self.cut = False
        """Whether it has more than there was room for."""

    def add(self, told: Json) -> None:
        """Take the next one."""
        changes = [one for one in told["diagnoses"] if one["family"] == "change"]
        self.worst = max((self.worst, *(Severity[one["severity"].upper()] for one in changes)))
        kept = {key: told[key] for key in ("period", "place", "steps", "titles")}
        self.cells.append({**kept, "changes": changes})


class ManySeries:
    """The series of a run: as many as there is room for, the mildest left out first."""

    def __init__(self) -> None:
        self.left_out = 0
        self._known: dict[tuple[str, str | None], Series] = {}
        self._cells = 0
        self._out: tuple[str, str | None] | None = None
        """The last one that was left out while it came."""

    def add(self, row: Row, told: Json) -> None:
        """Take a funnel of a series."""
        key = (row.path, row.name)
        if key == self._out:
            return
        series = self._known.get(key)
        if series is None:
            series = self._known[key] = Series(*key)
        elif series.cut:
            return
        series.add(told)
        self._cells += 1
        if self._cells > MOST_CELLS:
            self._leave_out(key)

    def _leave_out(self, current: tuple[str, str | None]) -> None:
        """Make room: of the mildest, the last that came."""
        if len(self._known) == 1:
            self._known[current].cut = True
            return
        *_, key = sorted(self._known, key=lambda one: -self._known[one].worst)
        self._cells -= len(self._known.pop(key).cells)
        self.left_out += 1
        if key == current:
            self._out = key

    def worst_first(self) -> list[Series]:
        """Those that there was room for; equally bad ones in the order in which they came."""
        return sorted(self._known.values(), key=lambda one: -one.worst)
