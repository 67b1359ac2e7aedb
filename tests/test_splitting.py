"""The split of a change in sales: exact, whatever the counts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.compare.splitting import shares, weights
from funneldx.comparison import rounded

COUNTS = st.integers(0, 10_000)


def both(stages: int) -> st.SearchStrategy[tuple[list[int], list[int]]]:
    """Counts of a segment on both sides, of which either may not be there; also rising ones and zeros."""
    nobody: st.SearchStrategy[list[int]] = st.just([])
    one = nobody | st.lists(COUNTS | st.just(0), min_size=stages, max_size=stages)
    return st.tuples(one, one)


SEGMENTS = st.integers(2, 7).flatmap(lambda stages: st.lists(both(stages), min_size=1, max_size=6))


def sold(counts: list[int]) -> int:
    """Sales, where everybody came through the stages before: nobody comes from a stage where nobody stood."""
    return counts[-1] if counts and all(counts[:-1]) else 0


def funnel(counts: list[int]) -> list[int]:
    """The counts as a funnel may have them: behind a stage where nobody stood nobody stands."""
    found: list[int] = []
    for count in counts:
        found.append(count if not found or found[-1] else 0)
    return found


@given(SEGMENTS)
def test_it_adds_up_exactly(segments: list[tuple[list[int], list[int]]]) -> None:
    for one, other in segments:
        before, after = funnel(one), funnel(other)
        assert sum(shares(before, after)) == (after or [0])[-1] - (before or [0])[-1]


@given(SEGMENTS)
def test_weights_add_up_exactly(segments: list[tuple[list[int], list[int]]]) -> None:
    change = sum((after or [0])[-1] - (before or [0])[-1] for before, after in segments)
    assert sum(weights(segments)) == change


@given(
    st.integers(2, 5).flatmap(
        lambda stages: st.tuples(*[st.lists(st.integers(1, 500), min_size=stages, max_size=stages)] * 2)
    )
)
def test_it_is_the_mean_over_all_orders(pair: tuple[list[int], list[int]]) -> None:
    before, after = pair
    was, is_ = ([Fraction(one[0]), *(Fraction(k, n) for n, k in pairwise(one))] for one in (before, after))
    orders = list(permutations(range(len(was))))
    expected = [Fraction(0)] * len(was)
    for order in orders:
        values = list(was)
        for index in order:
            earlier = prod(values)
            values[index] = is_[index]
            expected[index] += Fraction(prod(values) - earlier) / len(orders)
    assert list(shares(before, after)) == expected


@given(SEGMENTS)
def test_what_has_not_changed_did_nothing(segments: list[tuple[list[int], list[int]]]) -> None:
    for counts, _ in segments:
        assert not any(shares(counts, counts))
    assert not any(weights([(counts, counts) for counts, _ in segments]))


def test_one_step_that_breaks() -> None:
    assert [*shares([1000, 400, 100], [1000, 200, 50])] == [0, -50, 0]


def test_a_segment_that_appears_came_with_its_volume() -> None:
    assert [*shares([], [100, 50, 10])] == [10, 0, 0]
    assert [*shares([100, 50, 10], [])] == [-10, 0, 0]


def test_nobody_interested_leaves_the_later_rate_alone() -> None:
    assert [*shares([100, 50, 10], [100, 0, 0])] == [0, -10, 0]


def test_a_mix_that_shifts() -> None:
    """Both segments sell as before, and more come from the better one."""
    found = weights([([100, 50], [300, 150]), ([300, 30], [100, 10])])
    assert [*(found.volume, found.rate, found.mix, found.interaction)] == [0, 0, 80, 0]


def test_nobody_on_one_side_is_volume_alone() -> None:
    assert [*weights([([0, 0], [100, 10])])] == [10, 0, 0, 0]
    assert [*weights([([], [100, 10]), ([], [50, 5])])] == [15, 0, 0, 0]


@given(st.lists(st.fractions(-1000, 1000), max_size=9), st.integers(0, 2))
def test_rounded_parts_add_up(parts: list[Fraction], digits: int) -> None:
    found = rounded(parts, digits)
    unit = Fraction(1, 10**digits)
    assert sum(found) == round(sum(parts) * 10**digits) * unit
    assert all(abs(part - exact) <= unit for part, exact in zip(found, parts, strict=True))


@pytest.mark.parametrize(
    ("parts", "expected"), [([Fraction(1, 3)] * 3, [1, 0, 0]), ([Fraction(-1, 2), Fraction(-1, 2)], [0, -1])]
)
def test_rounded(parts: list[Fraction], expected: list[int]) -> None:
    assert rounded(parts, 0) == expected
