"""What a page says above the funnels, and which of these it shows how."""

from __future__ import annotations

from typing import Any

from funneldx import __version__, figures
from funneldx.diagnosis import RunReport, Severity
from funneldx.rates import Level
from funneldx.reports import phrases
from funneldx.reports.findings import told_of
from funneldx.reports.overview_sums import worth_in_short, worth_in_words
from funneldx.reports.page import over_time
from funneldx.reports.page.keeping import Kept

Json = dict[str, Any]

MOST_SERIES = 20
"""Series that are drawn."""
MOST_SAID = 200
"""Problems, defects and notices of each kind that are told."""
TILES = 24
"""Funnels that are drawn small."""


class Summary:
    """Of a run that has ended."""

    def __init__(self, kept: Kept, account: RunReport, level: Level | None) -> None:
        self._kept = kept
        self._account = account
        self._level = level

    def parts(self) -> Json:
        """What the templates are filled with."""
        overview = self._kept.overview
        many = overview.all.tally.funnels
        rows = overview.rows
        series = self._kept.series.worst_first()
        return {
            **head(self._level),
            "words": phrases.summed(self._account),
            "many": many,
            "rows": rows,
            "listed": overview.listed,
            "milder": many - overview.listed,
            "at_least": Severity(overview.listing.at_least).label if overview.listing.at_least else "",
            "sort": overview.listing.sort,
            "tiles": rows[:TILES] if many > 1 else [],
            "kinds": self._kinds(),
            "rates": overview.rates,
            "worth": worth_in_words(overview.all.worth) if overview.all.worth.staked else "",
            "rules": sorted(overview.rules.items(), key=lambda one: one[1].loudest_first),
            "group_by": overview.listing.group_by,
            "groups": self._groups(),
            "series": [view for one in series[:MOST_SERIES] if over_time.drawn(view := over_time.view(one))],
            "series_left_out": max(0, len(series) - MOST_SERIES) + self._kept.series.left_out,
            "told": self._kept.told(),
            "said": said(self._account),
        }

    def _kinds(self) -> list[Json]:
        """How many funnels of each kind, and where the part of each begins and how wide it is, in per cent."""
        overview = self._kept.overview
        clean, noted, warned, failed = overview.by_worst
        many = overview.all.tally.funnels or 1
        kinds = (
            ("error", failed, "with errors"),
            ("warning", warned, "with warnings at most"),
            ("note", noted, "with notes alone"),
            ("passed", clean - overview.unjudged, "clean"),
            ("skipped", overview.unjudged, "without any rate judged"),
        )
        found = []
        begin = 0
        for style, number, text in kinds:
            if number:
                at, wide = round(100 * begin / many, 3), round(100 * number / many, 3)
                found.append({"style": style, "many": number, "text": text, "at": at, "wide": wide})
            begin += number
        return found

    def _groups(self) -> list[Json]:
        """The sums by the values of a label, the worst first."""
        overview = self._kept.overview
        if overview.listing.group_by is None:
            return []
        groups = [(name, group) for name, group in overview.groups.kept.items()]
        groups.sort(key=lambda one: (one[1].tally.loudest_first, one[0]))
        if overview.groups.others is not None:
            groups.append(("all others", overview.groups.others))
        if overview.ungrouped.tally.funnels:
            groups.append((f"no {overview.listing.group_by}", overview.ungrouped))
        return [
            {
                "name": name,
                "tally": group.tally,
                "clean": group.clean,
                "worth": worth_in_short(group, both=True),
            }
            for name, group in groups
        ]


def head(level: Level | None) -> Json:
    """What every page is told of how it came to be."""
    return {"version": __version__, "level": str(level) if level else None, "icon": _ICON}


def said(account: RunReport) -> list[Json]:
    """What a run has to tell beside its findings, by kind; as much as leaves the funnels in sight."""
    kinds: dict[str, list[Any]] = {}
    for one in told_of(account):
        kinds.setdefault(one.kind, []).append(one)
    return [
        {"kind": kind, "told": told[:MOST_SAID], "more": figures.count(more) if more > 0 else ""}
        for kind, told in kinds.items()
        for more in [len(told) - MOST_SAID]
    ]


_ICON = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%23205ea8' d='M1 2h14l-5 6v5l-4 1V8z'/%3E%3C/svg%3E"
)
