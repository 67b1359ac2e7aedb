"""The sums of many funnels and the first of them in an order, in memory that does not grow with their number.

Whatever the order in which rows are added and parts of a run merged, the result is the same: sums are of whole
numbers, and what is kept where there is too much is what sorts first.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from typing import Any, Generic, Protocol, Self, TypeVar

from funneldx.diagnosis import Changed
from funneldx.reports.overview_order import First, orders
from funneldx.reports.overview_rows import Row
from funneldx.tuples import NamedTuple

MOST_CHANGES = 20
"""Findings about change that are told one by one."""
MOST_GROUPS = 1000
"""Values of a label that are told apart; the rest are summed up together."""
MOST_CURRENCIES = 20
MOST_LABELS = 20
"""Labels that are named where none is the one to group by."""
_MOST_ALIKE = 4096
_EXACT = 1000
"""Estimates are summed in thousandths, since sums of fractions depend on their order."""


class Listing(NamedTuple):
    """What an overview lists, and in which order."""

    top: int | None = 20
    """How many; None for all, which takes memory for all."""
    sort: str = "severity"
    """One of `overview_order.SORTS`."""
    reverse: bool = False
    group_by: str | None = None
    """The label, or the field of a funnel, by whose values funnels are summed up; in lower case."""
    at_least: int = 0
    """The least severity that is listed, as a number; sums are of all funnels."""


class _Merging(Protocol):
    def merge(self, other: Self) -> None: ...


Value = TypeVar("Value", bound=_Merging)


class Capped(Generic[Value]):
    """A value for each key, of no more than `most` keys: those that sort first; the others are merged into one."""

    def __init__(self, make: type[Value], most: int) -> None:
        self.kept: dict[str, Value] = {}
        self.others: Value | None = None
        """None where no key had to be dropped."""
        self._make = make
        self.most = most
        self._keys: list[str] = []

    def of(self, key: str) -> Value:
        """The value of a key, to be added to."""
        value = self.kept.get(key)
        if value is not None:
            return value
        if len(self._keys) >= self.most:
            if self.others is None:
                self.others = self._make()
            if key > self._keys[-1]:
                return self.others
            self.others.merge(self.kept.pop(self._keys.pop()))
        insort(self._keys, key)
        value = self.kept[key] = self._make()
        return value

    def merge(self, other: Capped[Value]) -> None:
        """Add all that another one has."""
        for key, value in other.kept.items():
            self.of(key).merge(value)
        if other.others is not None:
            if self.others is None:
                self.others = self._make()
            self.others.merge(other.others)


class Sum:
    """An exact sum of estimates."""

    __slots__ = ("thousandths",)

    def __init__(self) -> None:
        self.thousandths = 0

    def add(self, value: float) -> None:
        """Add one."""
        self.thousandths += round(value * _EXACT)

    def merge(self, other: Sum) -> None:
        """Add those of another one."""
        self.thousandths += other.thousandths

    @property
    def value(self) -> float:
        """The sum."""
        return self.thousandths / _EXACT


class Worth:
    """What repairing the bottlenecks of funnels would give."""

    def __init__(self) -> None:
        self.staked = 0
        """How many funnels have a bottleneck that can be weighed."""
        self.unvalued = 0
        """How many of these say nothing of money."""
        self.purchases = Sum()
        self.amounts = Capped(Sum, MOST_CURRENCIES)
        """By currency; the unnamed one is empty."""

    def add(self, row: Row) -> None:
        """Add a funnel; not one that sums up others, which are worth the same."""
        if row.purchases is None or row.whole:
            return
        self.staked += 1
        self.purchases.add(row.purchases)
        if row.amount is None:
            self.unvalued += 1
        else:
            self.amounts.of(row.currency or "").add(row.amount)

    def merge(self, other: Worth) -> None:
        """Add those of another one."""
        self.staked += other.staked
        self.unvalued += other.unvalued
        self.purchases.merge(other.purchases)
        self.amounts.merge(other.amounts)

    @property
    def in_one_currency(self) -> bool:
        """Whether what they are worth can be compared in money."""
        return not self.unvalued and self.amounts.others is None and len(self.amounts.kept) <= 1


class Tally:
    """How many funnels, and how many errors, warnings and notes are in them."""

    __slots__ = ("errors", "funnels", "notes", "warnings")

    def __init__(self) -> None:
        self.funnels = 0
        self.errors = 0
        self.warnings = 0
        self.notes = 0

    def add(self, errors: int, warnings: int, notes: int, funnels: int = 1) -> None:
        """Add a funnel, or several of which each has so many."""
        self.funnels += funnels
        self.errors += errors * funnels
        self.warnings += warnings * funnels
        self.notes += notes * funnels

    def merge(self, other: Tally) -> None:
        """Add those of another one."""
        self.funnels += other.funnels
        self.errors += other.errors
        self.warnings += other.warnings
        self.notes += other.notes

    @property
    def loudest_first(self) -> tuple[int, int, int, int]:
        """A key that puts the most errors first, then the most warnings, notes and funnels."""
        return -self.errors, -self.warnings, -self.notes, -self.funnels


class Group:
    """The sums of the funnels of one value of a label."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.clean = 0
        self.worth = Worth()

    def add(self, row: Row) -> None:
        """Add a funnel."""
        self.tally.add(row.errors, row.warnings, row.notes)
        self.clean += not row.worst
        self.worth.add(row)

    def merge(self, other: Group) -> None:
        """Add those of another one."""
        self.tally.merge(other.tally)
        self.clean += other.clean
        self.worth.merge(other.worth)


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
