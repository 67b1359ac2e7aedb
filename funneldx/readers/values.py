"""The forms in which the funnel format writes dates, periods, durations, money and shares."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from funneldx.documents.nodes import Node, Scalar
from funneldx.documents.shapes import Pattern, Reading, Record, Schema, described
from funneldx.model import Money
from funneldx.rates import Share

_YEAR = "[1-9][0-9]{3}"
_DATE = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)"
)
_PERIOD = f"{_YEAR}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])|-W(?:0[1-9]|[1-4][0-9]|5[0-3]))?|{_DATE}(?:/{_DATE})?"
_DURATION = "([1-9][0-9]{0,4}) ?(h|hours?|d|days?|w|weeks?|months?|quarters?|years?)"
_MONEY = r"([0-9]{1,15}(?:\.[0-9]{1,6})?)(?: ?([^\s0-9.,+-][^\s0-9]{0,11}))?"

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
    return timedelta(hours=int(found[1]) * _UNITS[found[2][0]]) if found else None


def _money(text: str) -> Money | None:
    found = re.fullmatch(_MONEY, text)
    if not found or not float(found[1]):
        return None
    return Money(float(found[1]), found[2])


def _whole(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"


DATE = Pattern(
    _date, "a date", "write it as year-month-day: 2027-03-01", {"type": "string", "pattern": _whole(_DATE)}
)
PERIOD = Pattern(
    _period,
    "a period",
    "write 2026, 2026-Q3, 2026-09, 2026-W36, 2026-09-01 or 2026-09-01/2026-09-30",
    {"type": ["string", "integer"], "pattern": _whole(_PERIOD), "minimum": 1000, "maximum": 9999},
)
DURATION = Pattern(
    _duration,
    "a duration",
    "write a number and one of h, d, w, month, quarter, year: 30d, 3h, 1 month",
    {"type": "string", "pattern": _whole(_DURATION)},
)


class MoneyShape:
    """`1200 EUR`, 1200, or `{amount: 1200, currency: EUR}`."""

    hint = "write it as 1200 EUR, the amount without separators, a point before the cents"
    _written = Pattern(_money, "an amount of money", hint, {})
    _parts = Record(
        Money,
        {
            "amount": Pattern(
                lambda text: money.amount if (money := _money(text)) and money.currency is None else None,
                "an amount above zero",
                hint,
                {"type": ["string", "number"], "pattern": r"^\s*[0-9]{1,15}(\.[0-9]{1,6})?\s*$", "exclusiveMinimum": 0},
            ),
            "currency": Pattern(
                lambda text: text if re.fullmatch(r"[^\s0-9.,+-][^\s0-9]{0,11}", text) else None,
                "a currency",
                "write its code: EUR, USD, KGS",
                {"type": "string", "pattern": r"^\s*[^\s0-9.,+-][^\s0-9]{0,11}\s*$"},
            ),
        },
        required=("amount",),
    )

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        return (self._written if isinstance(node, Scalar) else self._parts).read(node, reading, field)

    def schema(self) -> Schema:
        written = {"type": ["string", "number"], "pattern": _whole(_MONEY), "exclusiveMinimum": 0}
        return {"anyOf": [written, self._parts.schema()]}


class ShareShape:
    """A share: `1:5`, `1/5`, `20%`, `0.2`. `bounded` to at most 1; otherwise a plain number may stand for itself."""

    def __init__(self, *, bounded: bool) -> None:
        self.bounded = bounded

    def read(self, node: Node, reading: Reading, field: str) -> Share | None:
        share = Share.parse(node.value.strip()) if isinstance(node, Scalar) else None
        if share is None:
            reading.refuse(node, f"{named(field)} is {described(node)}; a share was expected", "write it as 1:5, 20% or 0.2")
        elif self.bounded and share.exceeds(Share(1, 1)):
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}, more than the whole; a share from 0 to 1 was expected",
                f"write {node.value.strip()}% if per cent are meant"  # type: ignore[union-attr]
                if node.value.strip().isdigit()  # type: ignore[union-attr]
                else "write it as 1:5, 20% or 0.2",
            )
            return None
        return share

    def schema(self) -> Schema:
        bound = {"maximum": 1} if self.bounded else {}
        pattern = r"^\s*([0-9]{1,15} ?[:/] ?0*[1-9][0-9]{0,14}|[0-9]{1,15}(\.[0-9]{1,15})? ?%?)\s*$"
        return {"type": ["string", "number"], "pattern": pattern, "minimum": 0, **bound}
