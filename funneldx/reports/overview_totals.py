"""The sums of many funnels and the first of them in an order, in memory that does not grow with their number.

Whatever the order in which rows are added and parts of a run merged, the result is the same: sums are of whole
numbers, and what is kept where there is too much is what sorts first.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from typing import Any

from funneldx.diagnosis import Changed
from funneldx.reports.overview_order import First, Listing, orders
from funneldx.reports.overview_rows import Row
from funneldx.reports.overview_tallies import Capped, Group, Tally

MOST_CHANGES = 20
"""Findings about change that are told one by one."""
MOST_GROUPS = 1000
"""Values of a label that are told apart; the rest are summed up together."""
MOST_LABELS = 20
"""Labels that are named where none is the one to group by."""
_MOST_ALIKE = 4096


class Changes:
    """What changed in series of funnels: how much, and the loudest of it, the same whatever the order it came in."""

    def __init__(self) -> None:
        self.many = 0
        self._first: list[tuple[Any, ...]] = []

    def add(self, row: Row) -> None:
        """Add what was found in one funnel."""
        for one in row.changed:
            self.many += 1
            place = (row.path, row.line, row.column, row.name or "", row.period or "", row.labels, row.whole)
            self._take((-one.severity, one.code, *place, one.message, row, one))

    def _take(self, entry: tuple[Any, ...]) -> None:
        insort(self._first, entry, key=lambda one: one[:10])
        del self._first[MOST_CHANGES:]

    def merge(self, other: Changes) -> None:
        """Add those of another one."""
        self.many += other.many
        for entry in other._first:
            self._take(entry)

    @property
    def loudest(self) -> list[tuple[Row, Changed]]:
        """Errors first, then in the order of the rules and the files."""
        return [(entry[-2], entry[-1]) for entry in self._first]


class Overview:
    """The sums of the rows added, and the first of them. It can be handed to another process."""

    def __init__(self, listing: Listing, families: Mapping[str, str]) -> None:
        """Sum up for `listing`; `families` has the family of each rule by its code."""
        self.listing = listing
        self.all = Group()
        self.by_worst = [0, 0, 0, 0]
        """Funnels by the number of their worst severity; 0 where nothing was found."""
        self.rates = 0
        self.unjudged = 0
        """Funnels in which nothing was found since no rate was judged."""
        self.listed = 0
        """Funnels that are at least as bad as is asked for."""
        self._rules: dict[str, Tally] = {}
        self._by_family: dict[str, Tally] = {}
        self._alike: dict[tuple[tuple[str, int, int, int], ...], int] = {}
        """Funnels by what was found in them, as long as nobody has asked for the sums: most are like many others."""
        self.groups = Capped(Group, MOST_GROUPS)
        self.ungrouped = Group()
        """Those that have no such label."""
        self.labels = Capped(Tally, MOST_LABELS)
        """The labels of these, with how many of them have each."""
        self.changes = Changes()
        """The loudest of what changed in series."""
        self._families = dict(families)
        self._firsts = [First(order, listing.top) for order in orders(listing.sort, reverse=listing.reverse)]

    def empty(self) -> Overview:
        """One of the same listing to which nothing has been added."""
        return Overview(self.listing, self._families)

    def add(self, row: Row) -> None:
        """Add a funnel."""
        worst = row.worst
        self.by_worst[worst] += 1
        self.rates += row.rates
        if worst:
            self._alike[row.found] = self._alike.get(row.found, 0) + 1
            if len(self._alike) > _MOST_ALIKE:
                self._settle()
        elif not row.rates:
            self.unjudged += 1
        self.all.add(row)
        if self.listing.group_by is not None and not row.whole:
            self._group(row)
        if row.changed:
            self.changes.add(row)
        if worst >= self.listing.at_least:
            self.listed += 1
            for first in self._firsts:
                first.add(row)

    def _group(self, row: Row) -> None:
        if row.group is not None:
            self.groups.of(row.group).add(row)
            return
        self.ungrouped.add(row)
        for key, _ in row.labels:
            self.labels.of(key).add(row.errors, row.warnings, row.notes)

    @property
    def rules(self) -> dict[str, Tally]:
        """What was found, by the code of the rule."""
        self._settle()
        return self._rules

    @property
    def by_family(self) -> dict[str, Tally]:
        """The same by the rule's family; a funnel counts once in each."""
        self._settle()
        return self._by_family

    def _settle(self) -> None:
        """Sum up what was found alike."""
        for found, funnels in self._alike.items():
            families: dict[str, Tally] = {}
            for code, errors, warnings, notes in found:
                self._rules.setdefault(code, Tally()).add(errors, warnings, notes, funnels)
                families.setdefault(self._families.get(code, ""), Tally()).add(errors, warnings, notes)
            for family, one in families.items():
                tally = self._by_family.setdefault(family, Tally())
                tally.add(one.errors, one.warnings, one.notes, funnels)
        self._alike.clear()

    def merge(self, other: Overview) -> None:
        """Add all that another one of the same listing has."""
        self.all.merge(other.all)
        self.by_worst = [a + b for a, b in zip(self.by_worst, other.by_worst, strict=True)]
        self.rates += other.rates
        self.unjudged += other.unjudged
        self.listed += other.listed
        for mine, theirs in ((self.rules, other.rules), (self.by_family, other.by_family)):
            for key, tally in theirs.items():
                mine.setdefault(key, Tally()).merge(tally)
        self.groups.merge(other.groups)
        self.ungrouped.merge(other.ungrouped)
        self.labels.merge(other.labels)
        self.changes.merge(other.changes)
        for first, more in zip(self._firsts, other._firsts, strict=True):
            first.merge(more)

    @property
    def in_money(self) -> bool:
        """Whether funnels are ordered by money where they are by worth, rather than by purchases."""
        return self.all.worth.in_one_currency

    @property
    def rows(self) -> list[Row]:
        """Those to list, in order."""
        return self._firsts[0 if self.in_money else -1].rows
