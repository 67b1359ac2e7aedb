"""The sums of many funnels and the first of them in an order, in memory that does not grow with their number.

Whatever the order in which rows are added and parts of a run merged, the result is the same: sums are of whole
numbers, and what is kept where there is too much is what sorts first.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

from funneldx.diagnosis import Changed
from funneldx.reports.overview_order import First, orders
from funneldx.reports.overview_rows import Row

MOST_CHANGES = 20
"""Findings about change that are told one by one."""
MOST_GROUPS = 1000
"""Values of a label that are told apart; the rest are summed up together."""
MOST_CURRENCIES = 20
MOST_LABELS = 20
"""Labels that are named where none is the one to group by."""
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

    def add(self, errors: int, warnings: int, notes: int) -> None:
        """Add a funnel."""
        self.funnels += 1
        self.errors += errors
        self.warnings += warnings
        self.notes += notes

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
        self.rules: dict[str, Tally] = {}
        self.by_family: dict[str, Tally] = {}
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
            self._add_rules(row)
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

    def _add_rules(self, row: Row) -> None:
        rules = self.rules
        families: dict[str, list[int]] = {}
        for code, *numbers in row.found:
            tally = rules.get(code)
            if tally is None:
                tally = rules[code] = Tally()
            tally.add(*numbers)
            family = self._families.get(code, "")
            so_far = families.get(family)
            families[family] = [a + b for a, b in zip(so_far, numbers, strict=True)] if so_far else numbers
        for family, numbers in families.items():
            self.by_family.setdefault(family, Tally()).add(*numbers)

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
