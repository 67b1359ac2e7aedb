"""A series of funnels as its rules see it: the rates of each segment over the periods, and which of them differ.

All tests of a series are one family: each step of each segment, and of the whole, against the period before, and each
step of each segment against the other segments of the period together. What is called different is so by Benjamini
and Hochberg's procedure over all of them, so that a series in which nothing changes raises a false alarm in at most
one case of twenty, however many periods and segments it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from funneldx import stage_names
from funneldx.model import Funnel, Stage, StepName, Trend
from funneldx.periods import last_day
from funneldx.rates import Level, Rate, Share, made_rate
from funneldx.significance import discoveries, score_test, tellable

_A_DAY = 24 * 60 * 60


class Cell:
    """One funnel of a series: one segment, or the whole, in one period (see `model.Place`)."""

    __slots__ = ("at", "found_since", "funnel", "line", "moved", "open", "set_apart", "steps", "tested")

    def __init__(self, funnel: Funnel, line: Line, at: int) -> None:
        self.funnel = funnel
        self.line = line
        self.at = at
        """Number of the period."""
        self.open = False
        """Whether its rates may still rise."""
        self.steps: Mapping[StepName, Rate] = {}
        """The rate of each step that has one."""
        self.moved = False
        """Whether any rate could be held against the period before."""
        self.set_apart = False
        """Whether any rate could be held against the other segments."""
        self.tested = False
        """Whether any rate was held against any other."""
        self.found_since: Mapping[tuple[str, str | None], int] = {}
        """Which rules speak of which stages, and since which period without a break, by its number."""

    @property
    def whole(self) -> bool:
        """Whether it is the sum of segments."""
        return self.line.whole

    @property
    def title(self) -> str:
        """What to call the segment; empty where there is no other."""
        return self.line.title

    @property
    def latest(self) -> bool:
        """Whether no later period of its segment follows."""
        return self.line.cells[-1] is self

    @property
    def period(self) -> str:
        """As it is written."""
        return self.line.series.periods[self.at]

    @property
    def series(self) -> Compared:
        """What it is part of."""
        return self.line.series

    def before(self) -> Cell | None:
        """The period before, as far as the segment has one."""
        number = self.line.number(self)
        return self.line.cells[number - 1] if number else None

    def remember(self, found: Iterable[tuple[str, str | None]]) -> None:
        """Note which rules speak of which stages here, once that of the period before has been noted."""
        before = self.before()
        known = before.found_since if before else {}
        self.found_since = {key: known.get(key, self.at) for key in found}

    def since(self, code: str, stage: str | None) -> str | None:
        """The first of the periods without a break since which a rule speaks of a stage; None for this one alone."""
        first = self.found_since.get((code, stage), self.at)
        return None if first == self.at else self.series.periods[first]

    def trend(self) -> Trend | None:
        """How its rates went; None where there are no several periods."""
        if len(self.line.cells) < 2:
            return None
        steps = dict.fromkeys(step for cell in self.line.cells for step in cell.steps)
        return Trend(
            tuple(cell.period for cell in self.line.cells),
            {
                step: tuple(
                    rate.value if (rate := cell.steps.get(step)) else None for cell in self.line.cells
                )
                for step in steps
            },
        )

    def stage(self, name: str) -> Stage:
        """The stage of a name."""
        return next(stage for stage in self.funnel.stages if stage.name == name)


class Line:
    """One segment over the periods, or the whole."""

    def __init__(self, series: Compared, title: str, *, whole: bool = False) -> None:
        self.series = series
        self.title = title
        self.whole = whole
        self.cells: list[Cell] = []
        """In the order of the periods; those that there are."""
        self._numbers: dict[int, int] = {}

    def add(self, funnel: Funnel, at: int) -> Cell:
        """Add the next period."""
        cell = Cell(funnel, self, at)
        self._numbers[at] = len(self.cells)
        self.cells.append(cell)
        return cell

    def number(self, cell: Cell) -> int:
        """The how-manieth of its periods a cell is."""
        return self._numbers[cell.at]


class Move(NamedTuple):
    """A rate, and the one that it is held against."""

    cell: Cell
    step: StepName
    rate: Rate
    other: Rate
    """Of the period before, or of the other segments together."""
    p_value: float
    before: Cell | None = None
    """The period before; None where it is held against other segments."""

    def fell(self, least: Share) -> bool:
        """Whether it is lower by at least this share of the other one, exactly."""
        (k, n), (j, m) = self.rate, self.other
        return k * m * least.denominator <= j * n * (least.denominator - least.numerator) and j > 0

    def rose(self, least: Share) -> bool:
        """Whether it is higher by at least that."""
        (k, n), (j, m) = self.rate, self.other
        return k * m * least.denominator >= j * n * (least.denominator + least.numerator) and k > 0

    @property
    def relative(self) -> float:
        """By how much of the other one it differs: -0.5 for half of it."""
        return self.rate.value / self.other.value - 1


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
        self._tested: tuple[list[Move], list[Move], float] | None = None
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
                cell.steps = _steps(funnel.stages, steps_of)
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
        return iter(self._differences()[0])

    def lags(self) -> Iterator[Move]:
        """What is lower than in the other segments together."""
        return iter(self._differences()[1])

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

    def _differences(self) -> tuple[list[Move], list[Move], float]:
        if self._tested is None:
            moves = [*self._against_before()]
            lags, p_values = self._against_others()
            p_values += [move.p_value for move in moves]
            cut = 1.0 if self.level is None else discoveries(p_values, 1 - self.level.level)
            self._tested = (
                [move for move in moves if move.p_value <= cut],
                [lag for lag in lags if lag.p_value <= cut],
                cut,
            )
        return self._tested

    def _against_before(self) -> Iterator[Move]:
        for line in self.lines:
            known: dict[StepName, tuple[Cell, Rate]] = {}
            for cell in line.cells:
                if cell.open:
                    continue
                for step, rate in cell.steps.items():
                    before = known.get(step)
                    if before and (self.level is None or tellable(before[1], rate)):
                        cell.moved = cell.tested = before[0].tested = True
                        yield Move(cell, step, rate, before[1], score_test(before[1], rate), before[0])
                    known[step] = (cell, rate)

    def _against_others(self) -> tuple[list[Move], list[float]]:
        """What is lower than in the other segments, and the p-values of all that was looked at."""
        lower: list[Move] = []
        p_values: list[float] = []
        by_period: dict[int, list[Cell]] = {}
        for line in self.segments:
            for cell in line.cells:
                by_period.setdefault(cell.at, []).append(cell)
        for cells in by_period.values():
            if len(cells) > 1 and _equally_open(cells):
                for step, sums in _sums(cells).items():
                    self._step_against_others(cells, step, sums, lower, p_values)
            if self.whole and any(cell.set_apart for cell in cells):
                for cell in self.whole.cells:
                    cell.tested = cell.tested or cell.at == cells[0].at
        return lower, p_values

    def _step_against_others(
        self,
        cells: list[Cell],
        step: StepName,
        sums: tuple[int, int, int],
        lower: list[Move],
        p_values: list[float],
    ) -> None:
        reached, all_, many = sums
        for number, cell in enumerate(cells):
            rate = cell.steps.get(step)
            if rate is None or many < 2:
                continue
            k, n = rate
            others = made_rate((reached - k, all_ - n))
            if self.level is not None and not tellable(rate, others):
                continue
            cell.set_apart = cell.tested = True
            p_value = score_test(rate, others)
            if many > 2 or not any(step in other.steps for other in cells[:number]):
                p_values.append(
                    p_value
                )  # of two segments, one against the other is the other against the one
            if k * others.n < others.k * n:
                lower.append(Move(cell, step, rate, others, p_value))


def _by_cell(work: Callable[[], Iterable[tuple[Cell, Any]]]) -> dict[int, tuple[Any, ...]] | Exception:
    found: dict[int, tuple[Any, ...]] = {}
    try:
        for cell, outcome in work():
            found[id(cell)] = (*found.get(id(cell), ()), outcome)
    except Exception as error:  # noqa: BLE001  (told for each funnel, when it is judged)
        return error
    return found


def _equally_open(cells: list[Cell]) -> bool:
    """Whether the funnels of a period may be held against each other: of open ones, those that take equally long."""
    return not any(cell.open for cell in cells) or len({cell.funnel.sales_cycle for cell in cells}) == 1


def _sums(cells: list[Cell]) -> dict[StepName, tuple[int, int, int]]:
    """Of each step how many reached it, of how many, in how many segments."""
    sums: dict[StepName, tuple[int, int, int]] = {}
    for cell in cells:
        for step, (k, n) in cell.steps.items():
            reached, all_, many = sums.get(step, (0, 0, 0))
            sums[step] = (reached + k, all_ + n, many + 1)
    return sums


def _steps(
    stages: tuple[Stage, ...], known: dict[object, tuple[tuple[int, int], ...]]
) -> dict[StepName, Rate]:
    """The rates between neighbouring stages of known count, by name; whether the stages have roles or not.

    Where more stand at the later one there is none, and where nobody stands at the first.
    """
    if not stages:
        return {}
    names, roles, counts, _ = zip(*stages, strict=True)
    lacking = tuple([count is None for count in counts]) if None in counts else None
    key = (names, roles, lacking)
    pairs = known.get(key)
    if pairs is None:
        indexes = [
            index
            for index, stage in enumerate(stages)
            if stage.count is not None and (stage.role or not stage_names.is_exit(stage.name))
        ]
        pairs = known[key] = tuple(pairwise(indexes))
    return {
        (names[first], names[second]): made_rate((counts[second], counts[first]))
        for first, second in pairs
        if counts[second] <= counts[first] > 0
    }
