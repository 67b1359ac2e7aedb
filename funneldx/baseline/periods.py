"""Which of two periods is the later one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1024)
def last_day(period: str) -> int:
    """The last day of a period, as a proleptic Gregorian ordinal.

    `period` is written as in a funnel: 2026, 2026-Q3, 2026-09, 2026-W36, 2026-09-01 or 2026-09-01/2026-09-30.
    """
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
