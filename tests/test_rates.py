"""Rates: exact against thresholds, and the intervals those of the literature."""

from __future__ import annotations

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from funneldx.rates import Level, Rate, Share, Threshold

LEVEL = Level.of(0.95)

counts = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
shares = st.tuples(st.integers(1, 1000), st.integers(1, 1000)).map(lambda pair: Share(min(pair), max(pair)))


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_quantile(level: float) -> None:
    assert isclose(Level.of(level).z, float(norm.ppf((1 + level) / 2)), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("level", "written"), [(0.95, "95 %"), (0.9, "90 %"), (0.995, "99.5 %"), (0.5, "50 %")]
)
def test_a_level_is_written_in_per_cent(level: float, written: str) -> None:
    assert str(Level.of(level)) == written


@given(counts)
def test_interval_is_wilsons(pair: tuple[int, int]) -> None:
    k, n = pair
    expected = binomtest(k, n).proportion_ci(0.95, method="wilson")
    low, high = Rate(k, n).interval(LEVEL)
    assert isclose(low, expected.low, rel_tol=1e-6, abs_tol=1e-12)
    assert isclose(high, expected.high, rel_tol=1e-6, abs_tol=1e-12)
    assert 0 <= low <= k / n <= high <= 1


@given(st.integers(1, 10**9))
def test_ends_are_exact_where_nobody_or_everybody_went_on(n: int) -> None:
    assert Rate(0, n).interval(LEVEL)[0] == 0.0
    assert Rate(n, n).interval(LEVEL)[1] == 1.0


@given(counts, shares)
def test_settled_means_the_interval_is_clear_of_the_threshold(pair: tuple[int, int], share: Share) -> None:
    rate = Rate(*pair)
    low, high = rate.interval(LEVEL)
    end = high if rate.under(share) else low
    if abs(end - share.value) > 1e-7:
        assert rate.clear_of(share, LEVEL) == (
            (high < share.value) if rate.under(share) else (low > share.value)
        )
    assert rate.clear_of(share, None)


@given(counts, shares)
def test_needed_is_the_least_that_settles(pair: tuple[int, int], share: Share) -> None:
    rate = Rate(*pair)
    needed = rate.needed(share, LEVEL)
    distance = abs(share.value - rate.value)
    if needed is None:
        if distance:
            enough = LEVEL.z**2 * share.value * (1 - share.value) / distance**2
            assert enough > 0.999 * max(10 * rate.n, 1000)
        return

    def settles(n: int) -> bool:
        """Whether the score test at this very rate rejects the threshold."""
        return distance * sqrt(n) >= LEVEL.z * sqrt(share.value * (1 - share.value))

    slack = 1 + needed // 10**6
    assert settles(needed + slack)
    assert needed <= 1 + slack or not settles(needed - 1 - slack)


@given(counts, shares)
def test_comparison_is_exact(pair: tuple[int, int], share: Share) -> None:
    k, n = pair
    rate = Rate(k, n)
    assert rate.under(share) == (k * share.denominator < n * share.numerator)
    assert rate.under(share) + rate.over(share) + (k * share.denominator == n * share.numerator) == 1


def test_one_in_five_is_not_under_one_in_five() -> None:
    assert not Rate(200, 1000).under(Share(1, 5))
    assert Rate(199, 1000).under(Share(1, 5))
    large = 2**53 - 1
    assert Rate(large // 5, large).under(Share(1, 5))


@given(shares, st.integers(1, 10**6), st.data())
def test_a_better_rate_is_never_worse(share: Share, n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n - 1))
    worse, better = Rate(k, n), Rate(k + 1, n)
    assert worse.under(share) or not better.under(share)
    if better.under(share) and better.clear_of(share, LEVEL):
        assert worse.clear_of(share, LEVEL)


@given(counts, shares, st.integers(2, 50))
def test_more_evidence_is_never_less_sure(pair: tuple[int, int], share: Share, times: int) -> None:
    k, n = pair
    if Rate(k, n).clear_of(share, LEVEL):
        assert Rate(k * times, n * times).clear_of(share, LEVEL)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1:5", (1, 5)),
        ("1/5", (1, 5)),
        ("20%", (1, 5)),
        ("20 %", (1, 5)),
        ("0.2", (1, 5)),
        ("2:10", (1, 5)),
        ("12.5%", (1, 8)),
        ("1e-1", (1, 10)),
        ("2E2", (200, 1)),
        ("31", (31, 1)),
        ("0", (0, 1)),
    ],
)
def test_shares_as_people_write_them(text: str, share: tuple[int, int]) -> None:
    assert Share.parse(text) == share


@pytest.mark.parametrize(
    "text", ["", "1:0", "-1:5", "one in five", "1:5:2", "1,5", "٢٠%", "20%%", "1:", ".2", "nan", "9" * 400]
)
def test_what_is_no_share(text: str) -> None:
    assert Share.parse(text) is None


def test_a_declared_threshold_must_be_one() -> None:
    with pytest.raises(ValueError, match="often"):
        Threshold.of("often", "stated")


def test_declared_thresholds() -> None:
    assert Threshold(Share(1, 5), "stated")[2:] == (False, False, None, "")
    assert Threshold.of("2:10", "example") == Threshold(Share(1, 5), "example", as_percent=False)
    assert Threshold.of("12%", "stated") == Threshold(Share(3, 25), "stated", as_percent=True)
    days = Threshold.number(31, "days", "interpretation")
    assert days == Threshold(Share(31, 1), "interpretation", unit="days")
    assert (days.written, Threshold.of("12%", "stated").written) == ("31", "3:25")


@pytest.mark.parametrize(
    ("rate", "share", "needed"),
    [
        (Rate(17, 97), Share(1, 5), None),  # 1,005: more than ten times 97
        (Rate(2, 51), Share(3, 104), None),  # 1,001: more than 1,000
        (Rate(1, 10), Share(1, 5), 62),
        (Rate(2, 10), Share(1, 5), None),
    ],
)
def test_at_the_line_no_number_is_named(rate: Rate, share: Share, needed: int | None) -> None:
    assert rate.needed(share, LEVEL) == needed


def test_a_threshold_that_was_set_remembers_the_default() -> None:
    own = Threshold.of("1:5", "example").set_to(Share(1, 8)).set_to(Share(1, 9))
    assert (own.share, own.basis, own.own, own.default) == (Share(1, 9), "stated", True, Share(1, 5))
    assert str(own.share) == "1:9"
