"""A series of funnels as its rules see it: the rates of each segment over the periods, and which of them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil
from typing import Any

from funneldx.periods import last_day
from funneldx.rates import Level
from funneldx.rules.cells import Cell, Line, Move, rates_of
from funneldx.rules.differences import differences

_A_DAY = 24 * 60 * 60


class Compared:
    """A series: funnels of one name, by segment and period."""

    def __init__(
        self,
        periods: Sequence[str],
        level: Level | None,
        as_of: int,
        ends: Sequence[int | None] | None = None,
    ) -> None:
        """Take its periods, in order; `as_of` is the day of the report, as a proleptic Gregorian ordinal.

        `ends` has the last day of each, where they are called otherwise than a period is written; None for one that
        is over in any case. Without a level every difference counts.
        """
        self.periods = tuple(periods)
        """One empty text where the funnels have none."""
        self._ends = ends
        self.segments: list[Line] = []
        self.whole: Line | None = None
        self.level = level
        self.as_of = as_of
        self._differences: tuple[list[Move], list[Move]] | None = None
        self._segments_in: dict[int, int] = {}
        self._ended: dict[Any, dict[int, tuple[Any, ...]] | Exception] = {}

    @property
    def lines(self) -> tuple[Line, ...]:
        """The segments, and the whole last."""
        return (*self.segments, *((self.whole,) if self.whole else ()))

    @property
    def dated(self) -> bool:
        """Whether its funnels have periods."""
        return self.periods != ("",)

    def settle(self) -> None:
        """Work out the rates of all cells, once all are there, and which are still open."""
        steps_of: dict[object, tuple[tuple[int, int], ...]] = {}
        ends = self._ends or [last_day(period) if period else None for period in self.periods]
        for line in self.lines:
            for cell in line.cells:
                funnel = cell.funnel
                cell.steps = rates_of(funnel.stages, steps_of)
                cycle = funnel.sales_cycle
                days = ceil(cycle.total_seconds() / _A_DAY) if cycle else 0
                end = ends[cell.at]
                cell.open = end is not None and end + days >= self.as_of

    def segments_in(self, at: int) -> int:
        """How many segments there are in a period."""
        if not self._segments_in:
            for line in self.segments:
                for cell in line.cells:
                    self._segments_in[cell.at] = self._segments_in.get(cell.at, 0) + 1
        return self._segments_in[at]

    def moves(self) -> Iterator[Move]:
        """What differs from the period before."""
        return iter(self._tested()[0])

    def lags(self) -> Iterator[Move]:
        """What is lower than in the other segments together."""
        return iter(self._tested()[1])

    def ended(
        self, key: object, work: Callable[[], Iterable[tuple[Cell, Any]]], cell: Cell
    ) -> tuple[Any, ...]:
        """What `work` gives for a cell, done once for all cells under one key; raises what it raised."""
        known = self._ended.get(key)
        if known is None:
            known = self._ended[key] = _by_cell(work)
        if isinstance(known, Exception):
            raise known
        return known.get(id(cell), ())

    def _tested(self) -> tuple[list[Move], list[Move]]:
        if self._differences is None:
            self._differences = differences(self.segments, self.whole, self.level)
        return self._differences


def _by_cell(work: Callable[[], Iterable[tuple[Cell, Any]]]) -> dict[int, tuple[Any, ...]] | Exception:
    found: dict[int, tuple[Any, ...]] = {}
    try:
        for cell, outcome in work():
            found[id(cell)] = (*found.get(id(cell), ()), outcome)
    except Exception as error:  # noqa: BLE001  (told for each funnel, when it is judged)
        return error
    return found
