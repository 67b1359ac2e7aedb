"""Tests between rates, held against statsmodels."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import proportion
from statsmodels.stats.multitest import multipletests

from funneldx.rates import Level, Rate
from funneldx.significance import FEWEST_EXPECTED, difference, discoveries, score_test, tellable

LEVEL = Level.of(0.95)


def rates() -> st.SearchStrategy[Rate]:
    return st.integers(1, 50_000).flatmap(lambda n: st.integers(0, n).map(lambda k: Rate(k, n)))


@given(rates(), rates())
def test_score_test(one: Rate, other: Rate) -> None:
    if not 0 < one.k + other.k < one.n + other.n:
        assert score_test(one, other) == 1
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by zero in what it tells beside
        found = proportion.test_proportions_2indep(
            one.k, one.n, other.k, other.n, method="score", correction=False
        )
    assert score_test(one, other) == pytest.approx(found.pvalue, rel=1e-6, abs=1e-300)
    assert score_test(one, other) == score_test(other, one)


@given(st.lists(st.floats(0, 1) | st.floats(0, 0.01), max_size=200), st.sampled_from((0.01, 0.05, 0.2)))
def test_discoveries(p_values: list[float], rate: float) -> None:
    cut = discoveries(p_values, rate)
    expected = multipletests(p_values, alpha=rate, method="fdr_bh")[0] if p_values else []
    assert [p_value <= cut for p_value in p_values] == list(expected)


@given(rates(), rates())
def test_difference(one: Rate, other: Rate) -> None:
    low, high = difference(one, other, LEVEL)
    expected = proportion.confint_proportions_2indep(
        other.k, other.n, one.k, one.n, method="newcomb", compare="diff"
    )
    assert (low, high) == pytest.approx(expected, abs=1e-9)
    assert -1 <= low <= other.value - one.value <= high <= 1


@given(rates(), rates())
def test_tellable(one: Rate, other: Rate) -> None:
    pooled = (one.k + other.k) / (one.n + other.n)
    fewest = min(n * share for n in (one.n, other.n) for share in (pooled, 1 - pooled))
    if fewest != pytest.approx(FEWEST_EXPECTED):
        assert tellable(one, other) == (fewest > FEWEST_EXPECTED)


@pytest.mark.parametrize(
    ("one", "other", "tells"),
    [
        (Rate(10, 20), Rate(0, 20), True),
        (Rate(9, 20), Rate(0, 20), False),
        (Rate(20, 20), Rate(11, 20), False),
    ],
)
def test_tellable_at_the_line(one: Rate, other: Rate, tells: bool) -> None:
    assert tellable(one, other) is tells
