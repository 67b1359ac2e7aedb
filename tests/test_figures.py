"""Figures for people: legible, and never rounded onto what they are compared with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx import figures
from funneldx.rates import Share, Threshold


@pytest.mark.parametrize(
    ("k", "n", "text"),
    [
        (90, 1000, "1:11"),
        (1000, 1500, "1:1.5"),
        (200, 1000, "1:5"),
        (199, 1000, "1:5.03"),
        (49_999, 250_000, "1:5.0001"),
        (4, 1500, "1:380"),
        (300, 900, "1:3"),
        (301, 900, "1:2.99"),
        (900, 900, "1:1"),
        (150, 100, "1:0.67"),
        (1, 10**9, "1:1000000000"),
        (0, 10, None),
        (10, 0, None),
    ],
)
def test_ratio(k: int, n: int, text: str | None) -> None:
    assert figures.ratio(k, n, (Share(1, 5), Share(1, 3))) == text


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 100))
def test_a_ratio_prints_a_threshold_only_when_it_is_met_exactly(a: int, b: int, of: int) -> None:
    k, n = sorted((a, b))
    text = figures.ratio(k, n, (Share(1, of),))
    assert (text == f"1:{of}") == (k * of == n)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2 / 3, "66.7 %"),
        (0.09, "9.0 %"),
        (0.0025, "0.25 %"),
        (0.000012, "0.0012 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.99996, "99.996 %"),
        (1.5, "150.0 %"),
        (20.0, "2,000 %"),
    ],
)
def test_percent(value: float, text: str) -> None:
    assert figures.percent(value) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (figures.count(1_234_567), "1,234,567"),
        (figures.interval((0.0738, 0.1093)), "7.4–10.9 %"),
        (figures.threshold(Threshold.of("1:5", "stated")), "1:5"),
        (figures.threshold(Threshold(Share(1234, 10_000), "stated")), "12.34 %"),
        (figures.threshold(Threshold.of("10%", "stated")), "10 %"),
        (
            figures.in_force(Threshold.of("10%", "stated").set_to(Share(1, 8))),
            "12.5 % (your own; the default is 10 %)",
        ),
        (figures.amount(64.9), "65"),
        (figures.amount(7.46), "7.5"),
        (figures.amount(7.0), "7"),
        (figures.amount(0.0), "0"),
        (figures.amount(0.01), "under 0.1"),
        (figures.amount(1234.5), "1,234"),
        (figures.money(77_866.7, "EUR"), "77,867 EUR"),
        (figures.money(12.5, None), "12.50 in deal value"),
        (figures.amount(7.4, beside=13), "7"),
        (figures.percent(9 / 400), "2.3 %"),
        (figures.ratio(8, 500), "1:63"),
        (figures.share(Share(7, 100)), "7 %"),
        (figures.share(Share(617, 5000)), "12.34 %"),
        (figures.share(Share(1, 15)), "1:15"),
        (figures.share(Share(0, 1)), "0 %"),
        (figures.percent_apart(Share(24, 120), Share(1, 10)), "20.0 %"),
        (figures.percent_apart(Share(1, 10), Share(1, 10)), "10.0 %"),
        (figures.percent_apart(Share(10_010, 100_000), Share(1, 10)), "10.01 %"),
        (figures.percent_apart(Share(100_001, 1_000_000), Share(1, 10)), "10.0001 %"),
        (figures.percent_apart(Share(20, 1), Share(1, 10)), "2,000 %"),
        (figures.duration(timedelta(hours=1)), "1 hour"),
        (figures.duration(timedelta(hours=23)), "23 hours"),
        (figures.duration(timedelta(days=1)), "1 day"),
        (figures.duration(timedelta(hours=26)), "26 hours"),
        (figures.duration(timedelta(days=1464)), "1,464 days"),
        (figures.listing(["a"]), "a"),
        (figures.listing(["a", "b", "c"], "or"), "a, b or c"),
    ],
)
def test_written(written: str, text: str) -> None:
    assert written == text


def test_a_threshold_that_counts_something() -> None:
    limit = Threshold.number(300, "dials", "interpretation")
    assert figures.threshold(limit) == "300 dials"
    assert figures.in_force(limit.set_to(Share(1500, 1))) == (
        "1,500 dials (your own; the default is 300 dials)"
    )


def test_an_estimate_in_a_sentence() -> None:
    assert [figures.about(value) for value in (65.4, 1, 0.3, 0.01, 0)] == [
        "about 65",
        "about 1",
        "about 0.3",
        "under 0.1",
        "about 0",
    ]
    assert figures.about(0.3, 20) == "about 0"
