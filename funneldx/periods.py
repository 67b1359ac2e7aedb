"""Periods as a funnel has them: when they begin and end, what kind they are, and which longer one they are part of.

Written as 2026, 2026-Q3, 2026-09, 2026-W36, 2026-09-01 or 2026-09-01/2026-09-30.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from funneldx.tuples import NamedTuple

Grain = Literal["day", "week", "month", "quarter", "year"]


class Span(NamedTuple):
    """The days of a period, as proleptic Gregorian ordinals, both among them, and what kind of period it is."""

    first: int
    last: int
    kind: str
    """`month`, say; for a range that is no calendar's, its length (`14 days`)."""


@lru_cache(maxsize=4096)
def span_of(period: str) -> Span:
    """The days of a period; a range that is just a week, month, quarter or year is one of these."""
    begin, slash, end = period.partition("/")
    if not slash:
        return Span(_first_day(begin), last_day(begin), _grain(begin))
    first, last = _first_day(begin), last_day(end)
    for text in _calendar(date.fromordinal(first)):
        if _first_day(text) == first and last_day(text) == last:
            return Span(first, last, _grain(text))
    days = last - first + 1
    return Span(first, last, f"{days} day{'s' * (days > 1)}")


@lru_cache(maxsize=1024)
def last_day(period: str) -> int:
    """The last day of a period, as a proleptic Gregorian ordinal."""
    last = period.rpartition("/")[2]
    year, _, rest = last.partition("-")
    if rest.startswith("W"):  # a 53rd week is taken as the one after the 52nd, whether or not the year has it
        return date.fromisocalendar(int(year), 1, 7).toordinal() + 7 * (int(rest[1:]) - 1)
    if "-" in rest:
        return date.fromisoformat(last).toordinal()
    month = 3 * int(rest[1:]) if rest.startswith("Q") else int(rest or 12)
    if month == 12:
        return date(int(year), 12, 31).toordinal()
    return date(int(year), month + 1, 1).toordinal() - 1


def part_of(period: str, grain: Grain) -> str | None:
    """The calendar's day, week, month, quarter or year that a period lies in; None where it lies in no single one."""
    first, last, _ = span_of(period)
    begins, ends = (_named(date.fromordinal(day), grain) for day in (first, last))
    return begins if begins == ends else None


def parts_in(period: str, kind: str) -> int | None:
    """How many periods of a kind a longer one of the calendar has; None where they do not fill it exactly."""
    first, last, _ = span_of(period)
    days = last - first + 1
    months = {"month": 1, "quarter": 3, "year": 12}
    whole = span_of(period).kind
    if kind in months and whole in months:
        return months[whole] // months[kind]
    each = {"day": 1, "week": 7}.get(kind)
    return days // each if each and days % each == 0 else None


def _first_day(period: str) -> int:
    year, _, rest = period.partition("-")
    if rest.startswith("W"):
        return last_day(period) - 6
    if rest.startswith("Q"):
        return date(int(year), 3 * int(rest[1:]) - 2, 1).toordinal()
    if "-" in rest:
        return date.fromisoformat(period).toordinal()
    return date(int(year), int(rest or 1), 1).toordinal()


def _grain(period: str) -> Grain:
    rest = period.partition("-")[2]
    if not rest:
        return "year"
    if rest[0] in "QW":
        return "quarter" if rest[0] == "Q" else "week"
    return "day" if "-" in rest else "month"


def _calendar(day: date) -> tuple[str, ...]:
    return tuple(_named(day, grain) for grain in _GRAINS)


_GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


def _named(day: date, grain: Grain) -> str:
    """The period of a kind in which a day lies."""
    if grain == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if grain == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[grain]]
