"""Which rates of a series differ from those before and beside them by more than chance.

All tests of a series are one family: each step of each segment, and of the whole, against the period before, and each
step of each segment against the other segments of the period together. What is called different is so by Benjamini
and Hochberg's procedure over all of them, so that a series in which nothing changes raises a false alarm in at most
one case of twenty, however many periods and segments it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funneldx.model import StepName
from funneldx.rates import Level, Rate, made_rate
from funneldx.rules.cells import Cell, Line, Move
from funneldx.significance import discoveries, score_test, tellable


def differences(
    segments: Sequence[Line], whole: Line | None, level: Level | None
) -> tuple[list[Move], list[Move]]:
    """Return what differs from the period before, and what is lower than in the other segments together.

    Without a level every difference counts. Notes in each cell what it could be held against.
    """
    moves = [*_against_before((*segments, whole) if whole else segments, level)]
    lags, p_values = _against_others(segments, whole, level)
    p_values += [move.p_value for move in moves]
    cut = 1.0 if level is None else discoveries(p_values, 1 - level.level)
    return [move for move in moves if move.p_value <= cut], [lag for lag in lags if lag.p_value <= cut]


def _against_before(lines: Sequence[Line], level: Level | None) -> Iterator[Move]:
    for line in lines:
        known: dict[StepName, tuple[Cell, Rate]] = {}
        for cell in line.cells:
            if cell.open:
                continue
            for step, rate in cell.steps.items():
                before = known.get(step)
                if before and (level is None or tellable(before[1], rate)):
                    cell.moved = cell.tested = before[0].tested = True
                    yield Move(cell, step, rate, before[1], score_test(before[1], rate), before[0])
                known[step] = (cell, rate)


def _against_others(
    segments: Sequence[Line], whole: Line | None, level: Level | None
) -> tuple[list[Move], list[float]]:
    """What is lower than in the other segments, and the p-values of all that was looked at."""
    lower: list[Move] = []
    p_values: list[float] = []
    by_period: dict[int, list[Cell]] = {}
    for line in segments:
        for cell in line.cells:
            by_period.setdefault(cell.at, []).append(cell)
    for cells in by_period.values():
        if len(cells) > 1 and _equally_open(cells):
            for step, sums in _sums(cells).items():
                for move, own in _step_against_others(cells, step, sums, level):
                    if own:
                        p_values.append(move.p_value)
                    if move.rate.k * move.other.n < move.other.k * move.rate.n:
                        lower.append(move)
        if whole and any(cell.set_apart for cell in cells):
            for cell in whole.cells:
                cell.tested = cell.tested or cell.at == cells[0].at
    return lower, p_values


def _step_against_others(
    cells: list[Cell], step: StepName, sums: tuple[int, int, int], level: Level | None
) -> Iterator[tuple[Move, bool]]:
    """Yield the rate of each segment beside that of the others, and whether that is a test of its own.

    Of two segments, one against the other is the other against the one.
    """
    reached, all_, many = sums
    if many < 2:
        return
    first = True
    for cell in cells:
        rate = cell.steps.get(step)
        if rate is None:
            continue
        others = made_rate((reached - rate.k, all_ - rate.n))
        if level is None or tellable(rate, others):
            cell.set_apart = cell.tested = True
            yield Move(cell, step, rate, others, score_test(rate, others)), many > 2 or first
        first = False


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
