"""Which rates of a series differ, held against a plain account of the same procedure and a library's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from funneldx.model import Funnel, Stage
from funneldx.rates import Level, Rate, Share
from funneldx.rules.cells import Cell, Line, Move, rates_of
from funneldx.rules.change.mix_shift import Part, _against, _by_mix, _moved_by, _outweighs, _parts, _shifted
from funneldx.rules.compared import Compared
from funneldx.significance import score_test, tellable
from tests.judging import funnel

STEPS = (("a", "b"), ("b", "c"))
PERIODS = ("2026-01", "2026-02", "2026-03", "2026-04")
LATER = date(2027, 1, 1)
LEVEL = Level.of(0.95)

Counts = tuple[int, int, int]


def compared(
    segments: Sequence[Sequence[Counts | None]],
    whole: bool = False,
    level: Level | None = LEVEL,
    as_of: date = LATER,
    cycles: Sequence[int] = (),
) -> Compared:
    """A series of segments, each with the counts of three stages for each period, or nothing; and their sum."""
    series = Compared(PERIODS[: len(segments[0])], level, as_of.toordinal())
    sums: dict[int, list[int]] = {}
    for number, periods in enumerate(segments):
        line = Line(series, f"s{number}")
        cycle = timedelta(days=cycles[number]) if number < len(cycles) else None
        for at, counts in enumerate(periods):
            if counts is not None:
                line.add(described(counts, cycle), at)
                sums[at] = [sum(both) for both in zip(sums.get(at, [0, 0, 0]), counts, strict=True)]
        if line.cells:
            series.segments.append(line)
    if whole:
        series.whole = Line(series, "", whole=True)
        for at, sum_ in sorted(sums.items()):
            series.whole.add(described(sum_), at)
    series.settle()
    return series


def described(counts: Sequence[int], cycle: timedelta | None = None) -> Funnel:
    stages = tuple(Stage(name, None, count) for name, count in zip("abc", counts, strict=True))
    return funnel("stages: {x: 1, y: 1}")._replace(stages=stages, sales_cycle=cycle)


def held(move: Move) -> tuple[str, int, int | None, tuple[str, str], Rate, Rate]:
    """What is held against what."""
    before = None if move.before is None else move.before.at
    return move.cell.title, move.cell.at, before, move.step, move.rate, move.other


def plainly(series: Compared) -> tuple[list[Any], list[Any], set[int], set[int]]:
    """All tests of a series as they are described, each looked for by itself; and the cells held against others."""
    tests: list[
        tuple[Any, float, bool, bool]
    ] = []  # what, p-value, whether a lag, whether it counts as a test
    moved, apart = set[int](), set[int]()
    for line in series.lines:
        for step in STEPS:
            cells = [cell for cell in line.cells if not cell.open and step in cell.steps]
            for before, cell in pairwise(cells):
                rate, other = cell.steps[step], before.steps[step]
                if series.level is None or tellable(other, rate):
                    before_it: Any = (cell.title, cell.at, before.at, step, rate, other)
                    tests.append((before_it, score_test(rate, other), False, True))
                    moved.add(id(cell))
    for at in range(len(series.periods)):
        here = [cell for line in series.segments for cell in line.cells if cell.at == at]
        if any(cell.open for cell in here) and len({cell.funnel.sales_cycle for cell in here}) > 1:
            continue
        for step in STEPS:
            cells = [cell for cell in here if step in cell.steps]
            for number, cell in enumerate(cells):
                others = [other.steps[step] for other in cells if other is not cell]
                if not others:
                    continue
                rate, other = cell.steps[step], Rate(sum(r.k for r in others), sum(r.n for r in others))
                if series.level is None or tellable(rate, other):
                    what: Any = (cell.title, cell.at, None, step, rate, other)
                    lower = rate.k * other.n < other.k * rate.n
                    tests.append((what, score_test(rate, other), lower, len(cells) > 2 or not number))
                    apart.add(id(cell))
                    if not lower:
                        tests[-1] = (None, *tests[-1][1:])
    p_values = [p_value for _, p_value, _, counts in tests if counts]
    cut = 1.0
    if series.level is not None:
        found = multipletests(p_values, 1 - series.level.level, method="fdr_bh")[0] if p_values else []
        cut = max((p for p, one in zip(p_values, found, strict=True) if one), default=-1.0)
    kept = [(what, lag) for what, p_value, lag, _ in tests if what is not None and p_value <= cut]
    return [what for what, lag in kept if not lag], [what for what, lag in kept if lag], moved, apart


def counts() -> st.SearchStrategy[Counts]:
    """Mostly of rates that are far apart, so that much differs; sometimes of nobody, or of more than before."""
    return st.tuples(
        st.sampled_from([0, 1, 10, 40, 400, 1000]), st.sampled_from([0, 0.1, 0.3, 0.5, 0.9, 1, 1.1]), st.sampled_from([0, 0.2, 0.6, 1])
    ).map(lambda one: (one[0], round(one[0] * one[1]), round(round(one[0] * one[1]) * one[2])))  # fmt: skip


def several(most: int = 4) -> st.SearchStrategy[list[list[Counts | None]]]:
    return st.integers(1, 4).flatmap(
        lambda many: st.lists(
            st.lists(counts() | st.none(), min_size=many, max_size=many), min_size=1, max_size=most
        )
    )


@given(
    several(),
    st.booleans(),
    st.sampled_from([LEVEL, Level.of(0.8), None]),
    st.sampled_from([date(2026, 2, 10), date(2026, 4, 1), LATER]),
    st.lists(st.sampled_from([0, 30, 90]), max_size=4),
)
@example([[(1000, 500, 100), (1000, 300, 60)]], False, LEVEL, LATER, [])
@example([[(1000, 500, 100)], [(1000, 300, 60)]], False, LEVEL, LATER, [])
@example([[(1000, 500, 100)], [(1000, 300, 60)], [(1000, 310, 60)]], True, LEVEL, LATER, [])
@example([[(1000, 500, 100), None, (1000, 300, 60)], [(1000, 500, 90)] * 3], True, LEVEL, LATER, [])
@example([[(1000, 500, 100)], [(1000, 548, 110)]], False, LEVEL, LATER, [])
def test_what_differs_is_what_the_procedure_says(
    segments: list[list[Counts | None]],
    whole: bool,
    level: Level | None,
    as_of: date,
    cycles: list[int],
) -> None:
    series = compared(segments, whole, level, as_of, cycles)
    moves, lags, moved, apart = plainly(series)
    assert sorted(map(held, series.moves()), key=repr) == sorted(moves, key=repr)
    assert sorted(map(held, series.lags()), key=repr) == sorted(lags, key=repr)
    cells = [cell for line in series.lines for cell in line.cells]
    assert {id(cell) for cell in cells if cell.moved} == moved
    assert {id(cell) for cell in cells if cell.set_apart} == apart
    tested = moved | apart
    for line in series.lines:  # the period before, and the sum of segments, have been looked at, too
        for step in STEPS:
            held_ones = [cell for cell in line.cells if not cell.open and step in cell.steps]
            for before, cell in pairwise(held_ones):
                if level is None or tellable(before.steps[step], cell.steps[step]):
                    tested.add(id(before))
    at = {cell.at for cell in cells if id(cell) in apart}
    tested |= {id(cell) for cell in cells if cell.whole and cell.at in at}
    assert {id(cell) for cell in cells if cell.tested} == tested
    assert [*map(held, series.moves())] == [*map(held, series.moves())], (
        "worked out once, told as often as asked"
    )


def test_a_cell_knows_its_neighbours() -> None:
    series = compared([[(10, 5, 1), None, (10, 4, 1)], [None, (10, 5, 2), (10, 5, 3)]], whole=True)
    first, second = series.segments
    assert series.whole
    assert [first.number(cell) for cell in first.cells] == [0, 1]
    assert first.cells[0].before() is None
    assert first.cells[1].before() is first.cells[0]
    assert [cell.latest for cell in first.cells] == [False, True]
    assert [cell.period for cell in second.cells] == ["2026-02", "2026-03"]
    assert [(cell.title, cell.whole) for cell in (first.cells[0], series.whole.cells[0])] == [
        ("s0", False),
        ("", True),
    ]
    assert [series.segments_in(at) for at in range(3)] == [1, 1, 2]
    assert first.cells[0].stage("b").count == 5
    assert series.lines == (first, second, series.whole)


def test_of_a_new_cell_nothing_is_known() -> None:
    cell = Line(Compared(["2026-01"], LEVEL, 1), "").add(described((9, 3, 1)), 0)
    known = (cell.open, cell.moved, cell.set_apart, cell.tested)
    assert known == (False, False, False, False)
    assert all(type(one) is bool for one in known)
    assert (cell.steps, cell.found_since, cell.at) == ({}, {}, 0)


def test_since_when() -> None:
    series = compared([[(10, 5, 1), (10, 5, 1), (10, 5, 1), (10, 5, 1)]])
    cells = series.segments[0].cells
    cells[0].remember([("X", "a")])
    cells[1].remember([("X", "a"), ("Y", None)])
    cells[2].remember([("Y", None), ("X", "b")])
    cells[3].remember([("X", "a"), ("Y", None)])
    assert cells[0].since("X", "a") is None
    assert cells[1].since("X", "a") == "2026-01"
    assert cells[1].since("Y", None) is None
    assert cells[2].since("Y", None) == "2026-02"
    assert cells[3].since("Y", None) == "2026-02"
    assert cells[3].since("X", "a") is None, "it was not said of the period between"
    assert cells[3].since("Z", None) is None


def test_how_rates_went() -> None:
    series = compared([[(10, 5, 1), (0, 0, 0), (10, 4, 4)]])
    trend = series.segments[0].cells[1].trend()
    assert trend == (
        ("2026-01", "2026-02", "2026-03"),
        {("a", "b"): (0.5, None, 0.4), ("b", "c"): (0.2, None, 1.0)},
    )
    assert compared([[(10, 5, 1)]]).segments[0].cells[0].trend() is None
    two = compared([[(10, 5, 1), (10, 4, 1)]]).segments[0].cells[0].trend()
    assert two == (("2026-01", "2026-02"), {("a", "b"): (0.5, 0.4), ("b", "c"): (0.2, 0.25)})


@pytest.mark.parametrize(
    ("rate", "other", "least", "fell", "rose"),
    [
        (Rate(9, 10), Rate(10, 10), "10%", True, False),
        (Rate(901, 1000), Rate(1000, 1000), "10%", False, False),
        (Rate(11, 100), Rate(10, 100), "10%", False, True),
        (Rate(1099, 10000), Rate(10, 100), "10%", False, False),
        (Rate(0, 10), Rate(0, 10), "10%", False, False),
        (Rate(0, 10), Rate(1, 10), "100%", True, False),
        (Rate(1, 10), Rate(0, 10), "10%", False, True),
        (Rate(1, 2), Rate(1, 2), "0%", True, True),
    ],
)
def test_by_how_much_a_rate_moved(rate: Rate, other: Rate, least: str, fell: bool, rose: bool) -> None:
    share = Share.parse(least)
    assert share
    cell = compared([[(10, 5, 1)]]).segments[0].cells[0]
    move = Move(cell, STEPS[0], rate, other, 0.0)
    assert (move.fell(share), move.rose(share)) == (fell, rose)


def test_relative() -> None:
    cell = compared([[(10, 5, 1)]]).segments[0].cells[0]
    assert Move(cell, STEPS[0], Rate(1, 4), Rate(1, 2), 0.0).relative == -0.5


@pytest.mark.parametrize(
    ("as_of", "cycle", "still_open"),
    [
        (date(2026, 1, 31), None, True),
        (date(2026, 2, 1), None, False),
        (date(2026, 2, 1), timedelta(days=1), True),
        (date(2026, 2, 2), timedelta(days=1), False),
        (date(2026, 2, 2), timedelta(hours=25), True),
        (date(2026, 2, 3), timedelta(hours=25), False),
        (date(2026, 2, 3), timedelta(hours=48), False),
        (date(2026, 5, 1), timedelta(days=90), True),
        (date(2026, 5, 2), timedelta(days=90), False),
    ],
)
def test_until_when_a_period_is_open(as_of: date, cycle: timedelta | None, still_open: bool) -> None:
    series = Compared(["2026-01"], LEVEL, as_of.toordinal())
    line = Line(series, "")
    cell = line.add(described((10, 5, 1), cycle), 0)
    series.segments.append(line)
    series.settle()
    assert cell.open is still_open


def test_ends_that_are_said_are_taken() -> None:
    for ends, still_open in (([date(2026, 5, 1).toordinal()], True), ([None], False)):
        series = Compared(["spring"], LEVEL, date(2026, 4, 30).toordinal(), ends)
        line = Line(series, "")
        cell = line.add(described((10, 5, 1)), 0)
        series.segments.append(line)
        series.settle()
        assert cell.open is still_open
        assert series.dated


def test_without_periods() -> None:
    series = Compared([""], LEVEL, LATER.toordinal())
    line = Line(series, "")
    cell = line.add(described((10, 5, 1)), 0)
    series.segments.append(line)
    series.settle()
    assert not cell.open
    assert not series.dated


def test_rates_are_those_between_neighbours_of_known_count() -> None:
    def stages(**given: int | None) -> tuple[Stage, ...]:
        return tuple(Stage(name, None, count) for name, count in given.items())

    known: dict[object, tuple[tuple[int, int], ...]] = {}
    assert rates_of((), known) == {}
    assert rates_of(stages(a=10, b=None, c=4), known) == {("a", "c"): Rate(4, 10)}
    assert rates_of(stages(a=10, b=3, c=4), known) == {("a", "b"): Rate(3, 10)}
    assert rates_of(stages(a=0, b=0, c=0), known) == {}
    assert rates_of(stages(a=10, b=10, c=0), known) == {("a", "b"): Rate(10, 10), ("b", "c"): Rate(0, 10)}
    assert rates_of(stages(a=10, lost=6, c=4), known) == {("a", "c"): Rate(4, 10)}
    assert rates_of(stages(a=10, b=4, c=None), known) == {("a", "b"): Rate(4, 10)}
    assert rates_of(stages(a=None, b=4, c=1), known) == {("b", "c"): Rate(1, 4)}
    assert rates_of(stages(a=1, b=1), known) == {("a", "b"): Rate(1, 1)}
    again = dict(known)
    assert rates_of(stages(a=8, b=None, c=2), known) == {("a", "c"): Rate(2, 8)}
    assert known == again, "stages of the same names are looked at once"


def test_what_was_worked_out_is_kept_and_so_is_a_crash() -> None:
    series = compared([[(10, 5, 1)], [(10, 6, 1)]])
    one, other = (line.cells[0] for line in series.segments)
    asked: list[int] = []

    def work() -> list[tuple[Cell, Any]]:
        asked.append(1)
        return [(one, "first"), (one, "second")]

    def crash() -> list[tuple[Cell, Any]]:
        asked.append(2)
        raise ZeroDivisionError

    assert series.ended("A", work, one) == ("first", "second")
    assert series.ended("A", work, other) == ()
    for cell in (one, other):
        with pytest.raises(ZeroDivisionError):
            series.ended("B", crash, cell)
    assert asked == [1, 2]


def mixed(before: Sequence[Rate | None], now: Sequence[Rate | None]) -> tuple[list[Part], Move]:
    """The parts of a step of which the sum moved."""

    def of(rate: Rate | None) -> Counts | None:
        return None if rate is None else (rate.n, rate.k, 0)

    series = compared([[of(was), of(is_)] for was, is_ in zip(before, now, strict=True)], whole=True)
    assert series.whole
    old, new = series.whole.cells
    move = Move(new, STEPS[0], new.steps[STEPS[0]], old.steps[STEPS[0]], 0.0, old)
    return _parts(series, move), move


def rates() -> st.SearchStrategy[Rate]:
    return st.integers(1, 60).flatmap(lambda n: st.integers(0, n).map(lambda k: Rate(k, n)))


@given(st.lists(st.tuples(rates() | st.none(), rates() | st.none()), min_size=1, max_size=4))
@example([(Rate(40, 100), Rate(156, 400)), (Rate(80, 400), Rate(19, 100))])
def test_what_comes_of_the_mix(both: list[tuple[Rate | None, Rate | None]]) -> None:
    """Weights move by the mean rate of each segment, rates by its mean weight: together they are all of the move."""
    before, now = [was for was, _ in both], [is_ for _, is_ in both]
    if not any(before) or not any(now):
        return
    parts, move = mixed(before, now)
    assert [(part.before, part.now) for part in parts] == [pair for pair in both if any(pair)]
    if move.relative == 0 if move.other.k else True:
        return
    old, new = sum(r.n for r in before if r), sum(r.n for r in now if r)
    mix = 0.0
    for was, is_ in both:
        known = [rate.value for rate in (was, is_) if rate]
        if known:
            weight = (is_.n / new if is_ else 0) - (was.n / old if was else 0)
            mix += weight * sum(known) / len(known)
    share = mix / (move.rate.value - move.other.value)
    if abs(share - 0.5) > 1e-9:
        assert _by_mix(parts, move) is (share > 0.5)
    for rises in (True, False):
        pairs = [(was.value, is_.value) for was, is_ in both if was and is_]
        assert _against(parts, rises=rises) == sum(
            (is_ < was - 1e-12) if rises else (is_ > was + 1e-12) for was, is_ in pairs
        )


def test_half_of_the_move_is_not_more_than_half() -> None:
    """Both rates rise by a tenth; the first segment goes from a quarter to three, at rates a fifth above the other's."""
    parts, move = mixed([Rate(45, 100), Rate(75, 300)], [Rate(165, 300), Rate(35, 100)])
    assert not _by_mix(parts, move)
    parts, move = mixed([Rate(45, 100), Rate(75, 300)], [Rate(165, 300), Rate(34, 100)])
    assert _by_mix(parts, move)


def test_a_mix_of_nobody_explains_nothing() -> None:
    parts, move = mixed([Rate(1, 2)], [Rate(2, 3)])
    assert not _by_mix([], move)
    assert not _by_mix([parts[0]._replace(before=None)], move)
    assert not _by_mix([parts[0]._replace(now=None)], move)


def test_in_how_many_segments_the_rate_went_the_other_way() -> None:
    parts, _ = mixed([Rate(1, 2), Rate(1, 2), Rate(1, 2)], [Rate(2, 3), Rate(1, 3), Rate(2, 4)])
    assert (_against(parts, rises=True), _against(parts, rises=False)) == (1, 1)


def test_the_segment_that_outweighs_the_others() -> None:
    """By how much its rate has moved the sum: by its mean weight."""
    before = [Rate(400, 1000), Rate(10, 100), Rate(90, 100), None, Rate(1, 50)]
    now = [Rate(500, 1000), Rate(80, 100), Rate(80, 100), Rate(9, 10), None]
    parts, move = mixed(before, now)
    assert move.other == Rate(501, 1250)
    assert move.rate == Rate(669, 1210)
    moved = move.rate.value - move.other.value
    for part, was, is_ in zip(parts, before, now, strict=True):
        weight = ((was.n / 1250 if was else 0) + (is_.n / 1210 if is_ else 0)) / 2
        by = weight * (is_.value - was.value) / moved if was and is_ else 0
        assert _moved_by(part, move) == pytest.approx(by)
    assert _outweighs(parts, move) == "s0 has 82.6 % of those at “a”, and went from 40.0 % to 50.0 %"
    falls, down = mixed([Rate(500, 1000), Rate(5, 10)], [Rate(400, 1000), Rate(6, 10)])
    assert _outweighs(falls, down) == "s0 has 99.0 % of those at “a”, and went from 50.0 % to 40.0 %"
    assert _moved_by(falls[0], down) > 1
    assert _moved_by(falls[1], down) < 0


def test_the_segment_whose_weight_has_changed_most_is_named() -> None:
    parts, move = mixed(
        [Rate(10, 100), Rate(10, 100), Rate(10, 200), None],
        [Rate(10, 100), Rate(10, 20), Rate(10, 200), Rate(5, 80)],
    )
    assert _shifted(parts, move) == "s1 has 5.0 % of those at “a”, and had 25.0 %"
    parts, move = mixed([Rate(10, 100), Rate(10, 100)], [Rate(10, 400), Rate(10, 100)])
    assert _shifted(parts, move) == "s0 has 80.0 % of those at “a”, and had 50.0 %"
    parts, move = mixed([Rate(10, 100), None], [Rate(10, 100), Rate(10, 300)])
    assert _shifted(parts, move) == "s0 has 25.0 % of those at “a”, and had 100 %"


def test_of_two_segments_one_test_counts() -> None:
    """Each against the other is the same test: counted twice beside those of the periods, it would carry over the line."""
    same = (1000, 527, 527)
    series = compared([[(1000, 500, 500), same], [(1000, 554, 554), same]])
    p_value = score_test(Rate(500, 1000), Rate(554, 1000))
    assert 0.05 / 4 < p_value < 2 * 0.05 / 6
    assert [*series.lags()] == []
    assert [*series.moves()] == []


def test_a_period_after_an_open_one_is_held_against_the_one_before_that() -> None:
    """Where sales cycles differ, an earlier period may be open for longer than a later one."""
    series = Compared(PERIODS, LEVEL, date(2026, 5, 10).toordinal())
    line = Line(series, "")
    for at, (counts, days) in enumerate(
        (((1000, 500, 9), 1), ((1000, 400, 9), 90), ((1000, 300, 9), 1), ((1000, 300, 9), 60))
    ):
        line.add(described(counts, timedelta(days=days)), at)
    series.segments.append(line)
    series.settle()
    assert [cell.open for cell in line.cells] == [False, True, False, True]
    assert [held(move)[1:4] for move in series.moves()] == [(2, 0, ("a", "b"))]
