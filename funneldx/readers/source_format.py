"""`source:`: where the records are of which a funnel is counted, and what their columns hold.

There is a form for each shape of records, of which the key `shape` says which is meant; reader and JSON Schema both
follow from them. What hangs on several keys, or on the records themselves, is told when they are counted.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from funneldx.documents.nodes import Mapping, Node, Scalar
from funneldx.documents.one_or_more import OneOrMore
from funneldx.documents.reading import Reading, Schema, Shape, described, named
from funneldx.documents.shapes import Choice, Flag, Listing, Pattern, Record, Table, Text
from funneldx.readers.values import DATE, DURATION, in_form
from funneldx.recorded import Band, Cohort, Condition, Files, Join, Lost, Records, Worth

_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?"
_BAND = r"(0|[1-9][0-9]{0,14}) ?(?:(\+)|[-–] ?(0|[1-9][0-9]{0,14}))?"
_LARGEST = 10**15


def _bound(text: str) -> float | date | None:
    return float(text) if re.fullmatch(_NUMBER, text) else DATE.parse(text)


def _bounded(number: float) -> float | None:
    return number if abs(number) <= _LARGEST else None


def _band(text: str) -> Band | None:
    found = re.fullmatch(_BAND, text)
    if not found:
        return None
    low = float(found[1])
    return Band(text, low, None if found[2] else float(found[3] or found[1]))


def _band_of(number: float) -> Band | None:
    whole = number.is_integer() and 0 <= number <= _LARGEST
    return Band(f"{number:.0f}", number, number) if whole else None


class Either(Shape):
    """A single value in one form, or a mapping in another."""

    def __init__(self, single: Shape, mapped: Shape) -> None:
        self.single = single
        self.mapped = mapped

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        return (self.single if isinstance(node, Scalar) else self.mapped).read(node, reading, field)

    def schema(self) -> Schema:
        return {"anyOf": [self.single.schema(), self.mapped.schema()]}

    @property
    def form(self) -> str:
        return self.single.form


class Placed(Record):
    """A record that remembers where it stands."""

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        before = len(reading.problems)
        values = self.values(node, reading, field)
        return self.make(field=field, **values) if len(reading.problems) == before else None


COLUMN = Text(longest=200)
WORDS = OneOrMore(Text(longest=500))
_BOUND = Pattern(
    _bound,
    "a number or a date",
    "write 100 or 2026-09-01",
    {
        "type": ["string", "number"],
        "pattern": rf"{in_form(_NUMBER)}|{DATE.schema()['pattern']}",
        "minimum": -_LARGEST,
        "maximum": _LARGEST,
    },
    number=_bounded,
)
IS: dict[str, Shape] = {
    "is": WORDS,
    "is_not": WORDS,
    "at_least": _BOUND,
    "at_most": _BOUND,
    "above": _BOUND,
    "below": _BOUND,
    "filled": Flag(),
}
"""What may be said of a value."""


def condition_of(*, field: str = "", **values: Any) -> Condition:
    """What a value has to be, of what stands at the keys `IS`, at `column` and at `match`."""
    among = values.pop("is", ()) or values.pop("match", ())
    return Condition(among=among, not_among=values.pop("is_not", ()), field=field, **values)


_CONDITION = Placed(condition_of, {"column": COLUMN, **IS}, required=("column",))


def _lost(*, field: str = "", **values: Any) -> Lost:
    origin = values.pop("from", None)
    return Lost(condition_of(field=field, **values), origin)


def _join(*, field: str, on: dict[str, str] | str, files: Any = (), table: str | None = None) -> Join:
    ours, theirs = next(iter(on.items())) if isinstance(on, dict) else (on, on)
    return Join(files, table, ours, theirs, field)


_JOIN = Placed(
    _join,
    {
        "files": WORDS,
        "table": Text(longest=200),
        "on": Either(COLUMN, Table(COLUMN, at_least=1, key="lead_id")),
    },
    required=("on",),
)


_DATES = Choice("day-first", "month-first")
_COMMON: dict[str, Shape] = {
    "files": WORDS,
    "table": Text(longest=200),
    "connection": Text(longest=100),
    "shape": Choice("events", "snapshot", "milestones"),
    "id": COLUMN,
    "by": OneOrMore(COLUMN),
    "values": Table(Table(Text(longest=200), key="авито"), key="channel"),
    "bands": Table(
        Listing(
            Pattern(
                _band,
                "a range of whole numbers",
                "write 1, 4-5 or 11+",
                {"type": ["string", "integer"], "pattern": in_form(_BAND), "minimum": 0, "maximum": _LARGEST},
                number=_band_of,
            )
        ),
        key="calls",
    ),
    "period": Record(
        dict,
        {"column": COLUMN, "every": Choice("day", "week", "month", "quarter", "year")},
        required=("every",),
    ),
    "where": Listing(_CONDITION),
    "join": OneOrMore(_JOIN),
    "deal_value": Either(
        COLUMN,
        Record(dict, {"column": COLUMN, "currency": Text(longest=12)}, required=("column",)),
    ),
    **dict.fromkeys(("hot", "warm", "cold"), _CONDITION),
    "dates": Either(_DATES, Table(_DATES, key="created")),
    "decimals": Choice("comma", "point"),
    "delimiter": Choice("comma", "semicolon", "tab", "pipe"),
    "encoding": Text(longest=40),
    "sheet": Text(longest=100),
}
_TELL_LOST = Placed(_lost, {"column": COLUMN, "match": WORDS, **IS, "from": COLUMN})

_FORMS: dict[str, Record] = {
    "events": Record(
        dict,
        {**_COMMON, "stage": COLUMN, "time": COLUMN, "ordered": Flag(), "window": DURATION},
        required=("shape", "id", "stage"),
    ),
    "snapshot": Record(
        dict,
        {**_COMMON, "stage": COLUMN, "lost": _TELL_LOST, "latest": COLUMN},
        required=("shape", "stage"),
    ),
    "milestones": Record(
        dict,
        {**_COMMON, "nested": Flag(), "lost": _TELL_LOST, "latest": COLUMN},
        required=("shape",),
    ),
}
"""What `source:` may say of records of each shape."""


class Source(Shape):
    """`source:`, in the form that its `shape` asks for."""

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        if not isinstance(node, Mapping):
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}; a mapping of keys to values was expected",
                f"write it as {self.form}",
            )
            return None
        shapes = [value for key, value in node.pairs if key.value == "shape"]
        shape = shapes[0].value if shapes and isinstance(shapes[0], Scalar) else None
        return _FORMS.get(shape or "", _ANY).values(node, reading, field)

    def schema(self) -> Schema:
        forms = []
        for name, form in _FORMS.items():
            schema = form.schema()
            schema["properties"] = {**schema["properties"], "shape": {"const": name}}
            forms.append(schema)
        return {"anyOf": forms}

    @property
    def form(self) -> str:
        return "{files: events.csv, shape: events, id: lead_id, stage: stage, time: at}"


_ANY = Record(
    dict, {key: shape for form in _FORMS.values() for key, shape in form.fields.items()}, required=("shape",)
)
"""For a `source` that does not say of which shape its records are."""


_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "point": "."}


def records_of(values: dict[str, Any]) -> Records:
    """What a `source` says, of the values that were read, by key."""
    delimiter, worth, dates, period = (
        values.pop(key, None) for key in ("delimiter", "deal_value", "dates", "period")
    )
    files = Files(
        values.pop("files", ()),
        _SIGNS[delimiter] if delimiter else None,
        values.pop("encoding", None),
        values.pop("sheet", None),
    )
    if decimals := values.pop("decimals", None):
        values["decimals"] = _SIGNS[decimals]
    if period:
        values["period"] = Cohort(period.get("column"), period["every"])
    if worth:
        values["worth"] = Worth(worth) if isinstance(worth, str) else Worth(**worth)
    if dates:
        values["dates"] = {"*": dates} if isinstance(dates, str) else dates
    return Records(files=files, **values)
