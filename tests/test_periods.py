"""Which of two periods is the later one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from funneldx.periods import last_day


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-Q1", date(2026, 3, 31)),
        ("2026-Q4", date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("9999-12", date(9999, 12, 31)),
        ("2026-W36", date(2026, 9, 6)),
        ("2026-W53", date(2027, 1, 3)),
        ("2026-09-01", date(2026, 9, 1)),
        ("2026-09-01/2026-10-15", date(2026, 10, 15)),
    ],
)
def test_the_last_day(period: str, last: date) -> None:
    assert last_day(period) == last.toordinal()


def test_a_week_that_its_year_has_not_is_the_one_after_the_last() -> None:
    assert last_day("2025-W53") == last_day("2026-W01")
    assert last_day("9999-W53") > last_day("9999-W52")


@pytest.mark.parametrize(
    "periods",
    [
        ("2025-12", "2026-01", "2026-Q1", "2026-04", "2026"),
        ("2026-W09", "2026-W10", "2026-03-10", "2026-03-01/2026-03-11"),
    ],
)
def test_later_ones_come_after(periods: tuple[str, ...]) -> None:
    assert all(last_day(one) < last_day(other) for one, other in pairwise(periods))
