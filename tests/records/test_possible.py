"""Days and times that there are, as regular expressions: against the calendar of Python."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from funneldx.records import possible

YEARS = (*range(1, 10), 96, 100, 400, 1600, 1700, 1800, 1900, *range(1995, 2009), 2100, 2400, 9999)


def there_is(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("year", [0, *YEARS])
def test_every_day(year: int) -> None:
    first, iso, begin = (
        re.compile(one) for one in (possible.written("%d.%m.%Y"), possible.ISO, possible.ISO_DAY)
    )
    for month in range(14):
        for day in range(33):
            there = there_is(year, month, day)
            for text in (f"{year:04}-{month:02}-{day:02}", f"{year:04}/{month}/{day}"):
                assert bool(iso.match(text)) == there, text
                assert bool(begin.match(f"{text} at noon")) == there, text
            assert not begin.match(f"{year:04}-{month:02}-{day:02}1")
            for text in (f"{day:02}.{month:02}.{year:04}", f"{day}.{month}.{year:04}"):
                assert bool(first.match(text)) == there, text


@pytest.mark.parametrize("year", range(100))
def test_short_years(year: int) -> None:
    assert bool(re.match(possible.written("%m/%d/%y"), f"2/29/{year:02}")) == (year % 4 == 0)
    assert re.match(possible.written("%m/%d/%y"), f"12/31/{year:02}")


@pytest.mark.parametrize("clock", ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S.%f%p"])
def test_every_clock(clock: str) -> None:
    pattern = f"%d-%m-%Y {clock}"
    possible_times = re.compile(possible.written(pattern))
    for hour in range(30):
        for sixtieth in (0, 9, 10, 59, 60, 99):
            time = clock.replace("%H", f"{hour:02}").replace("%I", str(hour)).replace("%M", f"{sixtieth:02}")
            time = time.replace("%S", f"{sixtieth:02}").replace("%f", "5").replace("%p", "PM")
            text = f"01-02-2026 {time}"
            try:
                datetime.strptime(text, pattern)  # noqa: DTZ007
            except ValueError:
                there = False
            else:
                there = sixtieth < 60  # a leap second, to `strptime`
            assert bool(possible_times.match(text)) == there, text


@pytest.mark.parametrize(
    ("time", "there"),
    [
        ("T10:00", True),
        (" 9:05:59.123", True),
        ("  23:59", True),
        (" 24:00", True),
        (" 24:01", False),
        (" 10:60", False),
        (" 10:00:60", False),
        ("T10:00Z", True),
        ("T10:00:00 UTC", True),
        ("T10:00:00 +02:00", True),
        ("T10:00:00-0930", True),
        ("T10:00:00+15", True),
        ("T10:00:00+16", False),
        ("T10:00:00+02:60", False),
        (" morning", False),
        ("T", False),
    ],
)
def test_times_in_iso(time: str, *, there: bool) -> None:
    assert bool(re.match(possible.ISO, f"2026-02-28{time}")) == there
    assert not re.match(possible.ISO, f"2026-02-29{time}")
