"""Sums of many funnels that can be merged, exact in any order, and in memory that does not grow with their number."""

from __future__ import annotations

from bisect import insort
from typing import Generic, Protocol, Self, TypeVar

from funneldx.reports.overview_rows import Row

MOST_CURRENCIES = 20
_EXACT = 1000
"""Estimates are summed in thousandths, since sums of fractions depend on their order."""


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
