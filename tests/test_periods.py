"""When periods begin and end, of what kind they are, and which of two is the later one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from funneldx.periods import Grain, last_day, part_of, parts_in, span_of


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


@pytest.mark.parametrize(
    ("period", "first", "kind"),
    [
        ("2026", date(2026, 1, 1), "year"),
        ("2026-Q2", date(2026, 4, 1), "quarter"),
        ("2026-09", date(2026, 9, 1), "month"),
        ("2026-W36", date(2026, 8, 31), "week"),
        ("2026-09-01", date(2026, 9, 1), "day"),
        ("2026-09-01/2026-09-30", date(2026, 9, 1), "month"),
        ("2026-07-01/2026-09-30", date(2026, 7, 1), "quarter"),
        ("2026-01-01/2026-12-31", date(2026, 1, 1), "year"),
        ("2026-08-31/2026-09-06", date(2026, 8, 31), "week"),
        ("2026-09-01/2026-09-01", date(2026, 9, 1), "day"),
        ("2026-09-01/2026-09-14", date(2026, 9, 1), "14 days"),
    ],
)
def test_span(period: str, first: date, kind: str) -> None:
    span = span_of(period)
    assert (date.fromordinal(span.first), span.kind) == (first, kind)
    assert span.last == last_day(period)


@pytest.mark.parametrize(
    ("period", "grain", "longer"),
    [
        ("2026-09-14", "week", "2026-W38"),
        ("2026-09-14", "month", "2026-09"),
        ("2026-09", "quarter", "2026-Q3"),
        ("2026-Q3", "year", "2026"),
        ("2026-W36", "month", None),
        ("2026-W37", "month", "2026-09"),
        ("2026-W53", "year", None),
        ("2026-Q3", "month", None),
        ("2026-09", "month", "2026-09"),
        ("2027-01-01", "week", "2026-W53"),
        ("2026-09-01", "day", "2026-09-01"),
    ],
)
def test_part_of(period: str, grain: Grain, longer: str | None) -> None:
    assert part_of(period, grain) == longer


@pytest.mark.parametrize(
    ("period", "kind", "many"),
    [
        ("2026-Q1", "month", 3),
        ("2026", "quarter", 4),
        ("2026", "month", 12),
        ("2026-02", "day", 28),
        ("2026-02", "week", 4),
        ("2026-03", "week", None),
        ("2026-W10", "day", 7),
        ("2026-03", "14 days", None),
    ],
)
def test_parts_in(period: str, kind: str, many: int | None) -> None:
    assert parts_in(period, kind) == many
