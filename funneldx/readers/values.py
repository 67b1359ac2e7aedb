"""The forms in which the funnel format writes dates, periods, durations, money and shares."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import Any

from funneldx.documents.nodes import Node, Scalar
from funneldx.documents.reading import Reading, Schema, Shape, described, named
from funneldx.documents.shapes import Pattern, Record
from funneldx.model import Money
from funneldx.rates import Share

_YEAR = "[1-9][0-9]{3}"
_DATE = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)"
)
_PERIOD = f"{_YEAR}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])|-W(?:0[1-9]|[1-4][0-9]|5[0-3]))?|{_DATE}(?:/{_DATE})?"
_DURATION = "([1-9][0-9]{0,4}) ?(min|minutes?|h|hours?|d|days?|w|weeks?|months?|quarters?|years?)"
_AMOUNT = r"(?:[1-9][0-9]{0,14}(?:\.[0-9]{1,15})?|0\.0{0,14}[1-9][0-9]{0,14})"
_CURRENCY = r"(?![kKmM]\s*$)[^\s0-9.,+%-][^\s0-9%]{0,11}"  # 1.2k is an amount cut short, in no currency
_MONEY = rf"(?!\s*[0-9]+\.[0-9]{{3}}(?![0-9]))({_AMOUNT})(?: ?({_CURRENCY}))?"  # 1.200 may be 1200 or 1.2
_ABOUT_MONEY = r"([^\s0-9.,+-]*) ?([0-9][0-9 .,'_\u00a0\u202f]*) ?([^\s0-9.,+-]*)"
_LARGEST_AMOUNT = 10**15
_LONGEST_AMOUNT = 60
"""Characters of an amount that is worth writing again in another way."""
_ABOVE_ZERO = {"exclusiveMinimum": 0, "maximum": _LARGEST_AMOUNT}

_DECIMALS = r"(?:\.[0-9]{1,15})?"
_RATIO = "(?:0|[1-9][0-9]{0,14}) ?[:/] ?[1-9][0-9]{0,14}"
_SHARE = f"{_RATIO}|(?:0|[1-9][0-9]{{0,8}}){_DECIMALS} ?%?"
_BOUNDED_SHARE = rf"{_RATIO}|(?:[1-9]?[0-9]{_DECIMALS}|100(?:\.0{{1,15}})?) ?%|0{_DECIMALS}|1(?:\.0{{1,15}})?"
_LARGEST_SHARE = 10**9

_UNITS = {"h": 1, "d": 24, "w": 7 * 24, "m": 31 * 24, "q": 92 * 24, "y": 366 * 24}
"""Hours in each unit: the longest there is, since durations are upper bounds."""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if re.fullmatch(_DATE, text) else None


def _period(text: str) -> str | None:
    if not re.fullmatch(_PERIOD, text):
        return None
    first, _, last = text.partition("/")
    return None if last and last < first else text


def _duration(text: str) -> timedelta | None:
    found = re.fullmatch(_DURATION, text)
    if found and found[2].startswith("min"):
        return timedelta(minutes=int(found[1]))
    return timedelta(hours=int(found[1]) * _UNITS[found[2][0]]) if found else None


def _year(number: float) -> str | None:
    return f"{number:.0f}" if number.is_integer() and 1000 <= number <= 9999 else None


def _money(text: str) -> Money | None:
    found = re.fullmatch(_MONEY, text)
    return Money(float(found[1]), found[2]) if found else None


def _amount(text: str) -> float | None:
    return float(text) if re.fullmatch(_AMOUNT, text) else None


def _above_zero(number: float) -> float | None:
    return number if 0 < number <= _LARGEST_AMOUNT else None


def _unnamed(number: float) -> Money | None:
    return Money(number) if _above_zero(number) else None


def _currency(text: str) -> str | None:
    return text if re.fullmatch(_CURRENCY, text) else None


def _share(text: str) -> Share | None:
    return Share.parse(text) if re.fullmatch(_SHARE, text) else None


def _rounded_share(number: float, largest: float) -> Share | None:
    """Return what a program calculated: 0.30000000000000004 is 3:10."""
    return Share.parse(f"{number:.15f}".removeprefix("-")) if 0 <= number <= largest else None


def in_form(pattern: str) -> str:
    """The pattern of a JSON Schema for a value in such a form, with or without spaces around it."""
    return rf"^\s*(?:{pattern})\s*$"


DATE = Pattern(
    _date, "a date", "write it as year-month-day: 2027-03-01", {"type": "string", "pattern": in_form(_DATE)}
)
PERIOD = Pattern(
    _period,
    "a period",
    "write 2026, 2026-Q3, 2026-09, 2026-W36, 2026-09-01 or 2026-09-01/2026-09-30",
    {"type": ["string", "integer"], "pattern": in_form(_PERIOD), "minimum": 1000, "maximum": 9999},
    number=_year,
)
DURATION = Pattern(
    _duration,
    "a duration",
    "write a number and one of min, h, d, w, month, quarter, year: 30d, 3h, 1 month",
    {"type": "string", "pattern": in_form(_DURATION)},
)


def _as_meant(text: str) -> str | None:
    """How to write an amount that stands there in another way: with separators, or the currency first."""
    found = re.fullmatch(_ABOUT_MONEY, text)
    if not found or text[-1:] in "kKmM" or len(text) > _LONGEST_AMOUNT:
        return None
    currency = found[1] or found[3]
    amount = re.sub(r"[.,][0-9]{1,2}$", "", found[2].strip())
    cents = found[2].strip()[len(amount) + 1 :]
    whole = re.sub("[^0-9]", "", amount)
    if not int(whole + cents if cents else whole or "0"):
        return "write what a deal is worth, or leave the key out"
    return (
        f"write {whole}{'.' + cents if cents else ''}{' ' + currency if currency else ''}, without separators"
    )


class MoneyShape(Shape):
    """`1200 EUR`, 1200, or `{amount: 1200, currency: EUR}`."""

    _hint = "write it as 1200 EUR, the amount without separators, a point before the cents"
    _written = Pattern(
        _money,
        "an amount of money",
        _hint,
        {"type": ["string", "number"], "pattern": in_form(_MONEY), **_ABOVE_ZERO},
        number=_unnamed,
    )
    _parts = Record(
        Money,
        {
            "amount": Pattern(
                _amount,
                "an amount above zero",
                _hint,
                {"type": ["string", "number"], "pattern": in_form(_AMOUNT), **_ABOVE_ZERO},
                number=_above_zero,
            ),
            "currency": Pattern(
                _currency,
                "a currency",
                "write its code: EUR, USD, KGS",
                {"type": "string", "pattern": in_form(_CURRENCY)},
            ),
        },
        required=("amount",),
    )

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        if not isinstance(node, Scalar):
            return self._parts.read(node, reading, field)
        if (money := self._written.value(node)) is None:
            expected = f"{named(field)} is {described(node)}; an amount of money was expected"
            reading.refuse(node, expected, _as_meant(node.value.strip()) or self._hint)
        return money

    def schema(self) -> Schema:
        return {"anyOf": [self._written.schema(), self._parts.schema()]}


class ShareShape(Pattern):
    """A share: `1:5`, `1/5`, `20%`, `0.2`. `bounded` to at most 1; otherwise a plain number may stand for itself."""

    def __init__(self, *, bounded: bool) -> None:
        pattern, largest = (_BOUNDED_SHARE, 1) if bounded else (_SHARE, _LARGEST_SHARE)
        schema = {"type": ["string", "number"], "pattern": in_form(pattern), "minimum": 0, "maximum": largest}
        number = partial(_rounded_share, largest=largest)
        super().__init__(_share, "a share", "write it as 1:5, 20% or 0.2", schema, number=number)
        self.bounded = bounded

    def read(self, node: Node, reading: Reading, field: str) -> Share | None:
        share: Share | None = super().read(node, reading, field)
        if self.bounded and share and share.exceeds(Share(1, 1)):
            text = node.value.strip()  # type: ignore[union-attr]  # a share was read from it
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}, more than the whole; a share from 0 to 1 was expected",
                f"write {text}% if per cent are meant" if text.isdigit() else self.hint,
            )
            return None
        return share

    @property
    def form(self) -> str:
        return "1:5"
