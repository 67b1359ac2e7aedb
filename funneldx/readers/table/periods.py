"""Periods as spreadsheets and exports write them, to the form that the funnel format has.

`1.08.2019`, `13/04/2026`, `2026-09-01T00:00:00Z`, `Sep 2026`, `сентябрь 2026`, `09.2026`, `Q3 2026`, `3 кв. 2026`,
`2026年9月`. Whether `04/05/2026` begins with its day or its month is decided over the whole column; where no
value tells, it is not read as a period.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import cache, lru_cache

from funneldx.readers.values import PERIOD
from funneldx.stage_names.headers import month_of
from funneldx.tuples import NamedTuple

_MIDNIGHT = r"(.*[0-9])[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_YEAR_FIRST = r"([12][0-9]{3})([-/.])([0-9]{1,2})\2([0-9]{1,2})\.?"
_YEAR_LAST = r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([12][0-9]{3})\.?"
_COMPACT = r"([12][0-9]{3})([01][0-9])([0-3][0-9])"
_MONTH = r"(?:([0-9]{1,2})[-/.]([12][0-9]{3})|([12][0-9]{3})[-/.]([0-9]{1,2}))\.?"
_QUARTER = (
    r"(?:[QTК][- ]?([1-4])[-/ ,']*([12][0-9]{3})|([1-4])[- ]?(?:[QT]|КВ\.?|КВАРТАЛ)[-/ ,']*([12][0-9]{3})"
    r"|([12][0-9]{3})[-/ ,]*(?:[QTК][- ]?([1-4])|([1-4])[- ]?(?:[QT]|КВ\.?|КВАРТАЛ)))(?: Г\.?)?"
)
_WEEK = r"(?:(?:W|KW|WEEK|CW)[- ]?([0-9]{1,2})[-/ ,]+([12][0-9]{3})|([12][0-9]{3})[-/ ,]*(?:W|KW|WEEK|CW)[- ]?([0-9]{1,2}))"
_HAN = r"([12][0-9]{3})年(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?"
_WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
_YEAR = re.compile(r"([12][0-9]{3})(?:\.0|年| ?г(?:\.|од)?)?", re.IGNORECASE)


class Read(NamedTuple):
    """One value: its period, or the two that it may mean."""

    period: str = ""
    """In the form of the funnel format; empty if it hangs on the order of day and month."""
    day_first: str = ""
    month_first: str = ""
    short: int = 0
    """The two digits of a year that may be a day: `Jan-20`; the period takes them for the year."""


@lru_cache(maxsize=4096)
def read(text: str) -> Read | None:
    """Read one value; None for what is no period in any order."""
    if PERIOD.parse(text) is not None:
        return Read(text)
    midnight, forms = _compiled()
    if found := midnight.fullmatch(text):
        return read(found[1])
    for form, make in forms:
        if found := form.fullmatch(text.upper()):
            return make(found)
    return _in_words(text)


def _of(year: str | int, month: str | int, day: str | int = 0) -> str:
    """The period of a day or a month; empty if there is no such one."""
    text = f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return text if PERIOD.parse(text) is not None else ""


def _sure(period: str) -> Read | None:
    return Read(period) if period else None


def _year_last(found: re.Match[str]) -> Read | None:
    one, sign, two, year = found.groups()
    day_first, month_first = _of(year, two, one), _of(year, one, two)
    if sign == ".":
        return _sure(day_first)
    if day_first and month_first and day_first != month_first:
        return Read("", day_first, month_first)
    if day_first and month_first:
        return Read(day_first)
    return Read("", day_first, month_first) if day_first or month_first else None


def _parts(found: re.Match[str]) -> list[str]:
    return [part for part in found.groups() if part]


def _month(found: re.Match[str]) -> Read | None:
    one, two = _parts(found)
    return _sure(_of(one, two) if len(one) == 4 else _of(two, one))


def _quarter(found: re.Match[str]) -> Read | None:
    one, two = sorted(_parts(found), key=len)
    return Read(f"{two}-Q{one}")


def _week(found: re.Match[str]) -> Read | None:
    one, two = sorted(_parts(found), key=len)
    text = f"{two}-W{int(one):02}"
    return _sure(text if PERIOD.parse(text) is not None else "")


def _han(found: re.Match[str]) -> Read | None:
    year, month, day = found.groups()
    return _sure(_of(year, month, day or 0) if month else year)


_Make = Callable[[re.Match[str]], Read | None]
"""Makes a value of what a form has found."""


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], _Make], ...]]:
    """What ends at midnight, and the forms: compiled for the first period, since most tables have none."""
    forms: tuple[tuple[str | re.Pattern[str], _Make], ...] = (
        (_YEAR_FIRST, lambda found: _sure(_of(found[1], found[3], found[4]))),
        (_YEAR_LAST, _year_last),
        (_COMPACT, lambda found: _sure(_of(found[1], found[2], found[3]))),
        (_YEAR, lambda found: Read(found[1])),
        (_MONTH, _month),
        (_QUARTER, _quarter),
        (_WEEK, _week),
        (_HAN, _han),
    )
    return re.compile(_MIDNIGHT), tuple([(re.compile(form), make) for form, make in forms])


def _in_words(text: str) -> Read | None:
    """`Sep 2026`, `1 августа 2026 г.`, `Aug 1, 2026`, `Jan-20`: a month by its name, a year, perhaps a day."""
    words = _WORDS.findall(text)
    if words and words[-1].casefold() in {"г", "год", "года"}:
        words.pop()
    words = [word for word in words if word.casefold() not in {"de", "del"}]
    months = [month for word in words if not word.isdigit() and (month := month_of(word))]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(words) - len(numbers) != 1 or not 1 <= len(numbers) <= 2:
        return None
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) == 1 and len(years) + len(days) == len(numbers):
        return _sure(_of(years[0], months[0], days[0] if days else 0))
    if len(numbers) == 1 and len(numbers[0]) == 2 and not words[0].isdigit():
        return Read(_of(f"20{numbers[0]}", months[0]), short=int(numbers[0]))
    return None


class Order(NamedTuple):
    """How the values of a column are read."""

    convert: Callable[[str], str | None]
    """One value to its period; None where it is none."""
    unread: str = ""
    """Why the column is not read as periods, if it is not."""
    assumed: str = ""
    """What had to be settled over the whole column."""


def order_of(values: Collection[str], kind: str) -> Order:
    """Settle how a column's values are read; `kind` is what its header says they are (`month`, `week`, …)."""
    found = {value: read(value) for value in values}
    known = {value: one for value, one in found.items() if one}
    if not known or len(known) * 2 < len(found):
        odd = next((value for value, one in found.items() if not one), "")
        return Order(lambda _: None, f"“{odd}” is no period that can be read" if odd else "it is empty")
    short = {one.short for one in known.values() if one.short}
    if short and len(short) >= sum(one.short > 0 for one in known.values()):
        value = next(value for value, one in known.items() if one.short)
        return Order(lambda _: None, f"“{value}” may end in a day or in a year")
    day_first = [value for value, one in known.items() if one.day_first and not one.month_first]
    month_first = [value for value, one in known.items() if one.month_first and not one.day_first]
    open_ones = [value for value, one in known.items() if one.day_first and one.month_first]
    if (day_first and month_first) or (open_ones and not day_first and not month_first):
        value = (open_ones or month_first)[0]
        return Order(lambda _: None, f"“{value}” may begin with its day or with its month")
    widened = _widened(list(known.values()), kind, bool(month_first))

    def convert(text: str) -> str | None:
        one = read(text)
        if one is None:
            return None
        period = one.period or (one.month_first if month_first else one.day_first)
        return widened(period) if period else None

    if not open_ones:
        return Order(convert)
    told = (day_first or month_first)[0]
    return Order(
        convert, assumed=f"read with the {'day' if day_first else 'month'} first, as “{told}” has to be"
    )


def _widened(known: list[Read], kind: str, month_first: bool) -> Callable[[str], str]:
    """Days that stand for the week, month, quarter or year they begin, as the header says, to these."""
    periods = [one.period or (one.month_first if month_first else one.day_first) for one in known]
    days = [date.fromisoformat(period) for period in periods if len(period) == 10]
    if len(days) < len(periods):
        return lambda period: period
    if kind == "month" and all(day.day == 1 for day in days):
        return lambda period: period[:7]
    if kind == "quarter" and all(day.day == 1 and day.month % 3 == 1 for day in days):
        return lambda period: f"{period[:4]}-Q{int(period[5:7]) // 3 + 1}"
    if kind == "year" and all(day.day == day.month == 1 for day in days):
        return lambda period: period[:4]
    if kind == "week" and len({day.weekday() for day in days}) == 1:
        return _week_of
    return lambda period: period


def _week_of(period: str) -> str:
    day = date.fromisoformat(period)
    if day.weekday() == 0:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{period}/{day + timedelta(days=6)}"


def joined(year: str, part: str, kind: str) -> str | None:
    """The period of a year and a month (`9`, `Sep`) or quarter (`3`, `Q3`) that stand in columns of their own."""
    if not (found := _YEAR.fullmatch(year)):
        return None
    part = part.removesuffix(".0")
    if kind == "week":
        text = f"{found[1]}-W{int(part):02}" if part.isascii() and part.isdigit() else ""
        return text if text and PERIOD.parse(text) is not None else None
    if kind == "month":
        number = int(part) if part.isascii() and part.isdigit() else month_of(part)
        return (_of(found[1], number) or None) if number else None
    quarter = re.fullmatch(r"[QTqt]?([1-4])", part)
    return f"{found[1]}-Q{quarter[1]}" if quarter else None
