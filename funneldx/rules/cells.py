"""What a series of funnels is made of: its segments, their periods, and how a rate of one differs from another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from funneldx import stage_names
from funneldx.model import Funnel, Stage, StepName, Trend
from funneldx.rates import Rate, Share, made_rate
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.rules.compared import Compared


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


def rates_of(
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
