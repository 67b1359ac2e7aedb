"""Regular expressions of the days and times that there are: 29 February in leap years alone, no hour 25.

They are for engines that fail on any other, or take it for the next one. As plain as these are, all read them alike.
"""

from __future__ import annotations

import re

_DAYS = (
    ("(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[13578]|1[02])", False),
    ("(?:0?[1-9]|[12][0-9]|30)", "(?:0?[469]|11)", False),
    ("(?:0?[1-9]|1[0-9]|2[0-8])", "0?2", False),
    ("29", "0?2", True),
)
"""Days, the months that have them, and whether only those of leap years do."""
_FOURS = "(?:0[48]|[2468][048]|[13579][26])"
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_YEARS = {
    "%Y": (_YEAR, f"(?:[0-9]{{2}}{_FOURS}|{_FOURS}00)"),
    "%y": ("[0-9]{2}", f"(?:00|{_FOURS})"),
}
"""Any year, and leap years; of two digits, 00 is 2000."""
_HOUR, _SIXTY = "(?:[01]?[0-9]|2[0-3])", "[0-5][0-9]"
_PARTS = {
    "%H": _HOUR,
    "%I": "(?:0?[1-9]|1[0-2])",
    "%M": _SIXTY,
    "%S": _SIXTY,
    "%f": "[0-9]{1,9}",
    "%p": "[AaPp][Mm]",
}
_OFFSET = f" ?(?:Z|UTC|[+-](?:0?[0-9]|1[0-5])(?::?{_SIXTY})?)"
_CLOCK = f"(?:{_HOUR}:{_SIXTY}(?::{_SIXTY}(?:[.][0-9]+)?)?|24:00(?::00)?)"


def _day(pattern: str) -> str:
    """Days in a pattern as of `strptime`, whose signs are escaped."""
    year = "%Y" if "%Y" in pattern else "%y"
    return "|".join(
        pattern.replace("%d", day).replace("%m", month).replace(year, _YEARS[year][leap])
        for day, month, leap in _DAYS
    )


_BEGIN = f"^(?:{_day('%Y[-/.]%m[-/.]%d')})"
ISO_DAY = f"{_BEGIN}(?:[^0-9]|$)"
"""What begins with a day in ISO 8601, or with other signs in it."""
ISO = f"{_BEGIN}(?:(?:T| +){_CLOCK}(?:{_OFFSET})?)?$"
"""Such a day alone, or with a time, with or without an offset."""


def written(pattern: str) -> str:
    """What is written as a pattern of `strptime` says: day, month and year in some order, and perhaps a time."""
    escaped = pattern.replace(".", "[.]")
    year = re.search("%[Yy]", escaped)
    assert year
    time = escaped[year.end() :]
    for part, expression in _PARTS.items():
        time = time.replace(part, expression)
    return f"^(?:{_day(escaped[: year.end()])}){time}$"
