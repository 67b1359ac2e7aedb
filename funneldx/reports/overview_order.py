"""What an overview lists and in which order, and the first of that so far.

Where money decides there are two orders, by money and by purchases, since only the end of a run shows whether all
funnels are in one currency.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from funneldx.reports.overview_rows import Row, title
from funneldx.tuples import NamedTuple

SORTS = ("severity", "stake", "name", "path", "funnel-size", "conversion")

Key = tuple[Any, ...]


class Listing(NamedTuple):
    """What an overview lists, and in which order."""

    top: int | None = 20
    """How many; None for all, which takes memory for all."""
    sort: str = "severity"
    """One of `SORTS`."""
    reverse: bool = False
    group_by: str | None = None
    """The label, or the field of a funnel, by whose values funnels are summed up; in lower case."""
    at_least: int = 0
    """The least severity that is listed, as a number; sums are of all funnels."""


class Order(NamedTuple):
    """An order of rows: by a key, then by place."""

    key: Callable[[Row, int], Key]
    """Gets the row, and -1 where the order is reversed. Where a row lacks what it is ordered by, it comes last
    either way."""
    sign: int
    backward: bool = False
    """Whether the largest key is first, for keys of text, which has no negative."""


def orders(sort: str, *, reverse: bool) -> tuple[Order, ...]:
    """The orders for a choice of `--sort`: one, or by money and by purchases."""
    if sort in _TEXTS:
        return (Order(_TEXTS[sort], 1, reverse),)
    return tuple(Order(key, -1 if reverse else 1) for key in _NUMBERS[sort])


def _by_severity_and_money(row: Row, sign: int) -> Key:
    value = row.amount
    return (-row.worst * sign, True, 0) if value is None else (-row.worst * sign, False, -value * sign)


def _by_severity_and_purchases(row: Row, sign: int) -> Key:
    value = row.purchases
    return (-row.worst * sign, True, 0) if value is None else (-row.worst * sign, False, -value * sign)


def _by_money(row: Row, sign: int) -> Key:
    return (True, 0) if row.amount is None else (False, -row.amount * sign)


def _by_purchases(row: Row, sign: int) -> Key:
    return (True, 0) if row.purchases is None else (False, -row.purchases * sign)


def _by_size(row: Row, sign: int) -> Key:
    return (False, -row.counts[0] * sign) if row.counts else (True, 0)


def _by_conversion(row: Row, sign: int) -> Key:
    if row.overall is None:
        return (True, 0)
    k, n = row.overall
    return (False, k / n * sign)


def _by_name(row: Row, _: int) -> Key:
    return (title(row).casefold(),)


def _by_path(row: Row, _: int) -> Key:
    return (row.path, row.line, row.column)


_NUMBERS = {
    "severity": (_by_severity_and_money, _by_severity_and_purchases),
    "stake": (_by_money, _by_purchases),
    "funnel-size": (_by_size,),
    "conversion": (_by_conversion,),
}
_TEXTS = {"name": _by_name, "path": _by_path}
_ROOM = 256
"""How many rows are gathered before they are sorted, beside twice those that are kept."""


class First:
    """The first rows of an order, no more than `most` (None for all)."""

    def __init__(self, order: Order, most: int | None) -> None:
        self._order = order
        self._most = most
        self._room = None if most is None else 2 * most + _ROOM
        self._rows: list[tuple[Key, Key, Row]] = []
        self._last: tuple[Key, Key] | None = None
        """Key and place of the last row that is kept, once there are too many."""

    def add(self, row: Row) -> None:
        """Keep a row if it is among the first so far."""
        key = self._order.key(row, self._order.sign)
        last = self._last
        if last is not None and (key < last[0] if self._order.backward else key > last[0]):
            return
        place = _place(row)
        if last is not None and key == last[0] and (place < last[1]) == self._order.backward:
            return
        self._rows.append((key, place, row))
        if len(self._rows) == self._room:
            self._cut()

    def merge(self, other: First) -> None:
        """Keep the first of both."""
        self._rows += other._rows
        self._cut()

    def __getstate__(self) -> dict[str, Any]:
        """What another process is handed: no row that will not be among the first."""
        self._cut()
        return vars(self)

    @property
    def rows(self) -> list[Row]:
        """The first rows, in order."""
        self._cut()
        return [row for _, _, row in self._rows]

    def _cut(self) -> None:
        self._rows.sort(key=itemgetter(0, 1), reverse=self._order.backward)
        if self._most is not None and len(self._rows) >= self._most:
            del self._rows[self._most :]
            self._last = self._rows[-1][:2]


def _place(row: Row) -> Key:
    """What tells rows apart that are equal in what they are ordered by."""
    return (row.path, row.line, row.column, row.name or "", row.period or "", row.labels, row.counts)
