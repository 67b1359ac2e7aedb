"""How a column of texts writes times and numbers, decided over all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from funneldx.documents.numbers import amount, written
from funneldx.recorded import Order
from funneldx.records.engine import Form
from funneldx.tuples import NamedTuple

_CLOCK = r"(?:(?P<between>,? |T)(?P<hour>9{1,2}):99(?P<second>:99)?(?P<fraction>[.,]9{1,9})?(?P<half> ?[AaPp]\.?[Mm]\.?)?)?"
_ISO = re.compile(
    r"9999([-/.])9{1,2}(?:\1)9{1,2}(?:[T ]+9{1,2}:99(?::99(?:\.9+)?)?(?: ?(?:Z|UTC|[+-]99(?::?99)?))?)?"
)
_OTHER = re.compile(rf"9{{1,2}}(?P<sign>[-/.])9{{1,2}}(?P=sign)(?P<year>9999|99){_CLOCK}")


class Seen(NamedTuple):
    """Texts of one form: how many, the largest first and second number in them, and two of them."""

    digits: str
    rows: int
    first: int
    second: int
    example: str
    other: str


class Times(NamedTuple):
    """How a column is read."""

    forms: tuple[Form, ...]
    unread: tuple[str, int] | None = None
    """An example of what is no time, and how many such there are."""
    note: str = ""


class AmbiguousError(Exception):
    """A column that can be read in two ways: what the two are, and what to say of it."""


def times(seen: Sequence[Seen], order: Order | None) -> Times:
    """Settle how the texts of a column are read; raises AmbiguousError where nothing tells day from month."""
    forms: list[Form] = []
    unread: list[Seen] = []
    open_forms = []
    for one in seen:
        if _ISO.fullmatch(one.digits):
            forms.append(Form(one.digits, ""))
        elif found := _OTHER.fullmatch(one.digits):
            open_forms.append((one, found))
        else:
            unread.append(one)
    note = ""
    if open_forms:
        first, note = _day_first([one for one, _ in open_forms], order)
        forms += [Form(one.digits, _pattern(found, day_first=first)) for one, found in open_forms]
    rows = sum(one.rows for one in unread)
    return Times(tuple(forms), (unread[0].example, rows) if unread else None, note)


def _day_first(seen: Sequence[Seen], order: Order | None) -> tuple[bool, str]:
    if order:
        return order == "day-first", ""
    day = next((one for one in seen if one.first > 12), None)
    month = next((one for one in seen if one.second > 12), None)
    if day and month:
        raise AmbiguousError(
            f"dates such as “{day.other[:30]}” begin with the day, and others with the month (their second number goes "
            f"up to {month.second})"
        )
    if day or month:
        return day is not None, "day" if day else "month"
    if all("." in one.digits for one in seen):
        return True, ""  # nobody writes a month first and a point behind it
    example = seen[0].example
    first, second, year = re.findall(r"[0-9]+", example)[:3]
    year = year if len(year) == 4 else f"20{year}"
    raise AmbiguousError(
        f"“{example[:30]}” can be read as {year}-{second:0>2}-{first:0>2} (the day first) or as "
        f"{year}-{first:0>2}-{second:0>2} (the month first): nothing in the column tells which"
    )


def _pattern(found: re.Match[str], *, day_first: bool) -> str:
    sign = found["sign"]
    year = "%Y" if found["year"] == "9999" else "%y"
    pattern = sign.join(("%d", "%m", year) if day_first else ("%m", "%d", year))
    if found["hour"]:
        pattern += f"{found['between']}{'%I' if found['half'] else '%H'}:%M"
        pattern += ":%S" if found["second"] else ""
        pattern += f"{found['fraction'][0]}%f" if found["fraction"] else ""
        pattern += found["half"].replace(found["half"].strip(), "%p") if found["half"] else ""
    return pattern


def decimal_of(examples: Sequence[str], delimiter: str) -> str:
    """Which sign begins the decimals of a column; raises AmbiguousError for numbers with two readings."""
    told: set[str] = set()
    unclear = ""
    for text in examples:
        number = written(text) or ((amount(text) or (None, ""))[0])
        if number is None:
            continue
        if number.begins:
            told.add(number.begins)
        elif number.unclear:
            unclear = unclear or text
    if len(told) == 1:
        return told.pop()
    hint = {",": ".", ";": ","}.get(delimiter, "")
    if told:
        raise AmbiguousError(
            "its numbers begin their decimals with a comma and with a point; one of the two was expected"
        )
    if unclear and not hint:
        digits = re.sub("[^0-9]", "", unclear)
        raise AmbiguousError(
            f"“{unclear[:30]}” can be read as {digits} or as {digits[:-3]}.{digits[-3:]}: nothing in the column tells which"
        )
    return hint or "."
