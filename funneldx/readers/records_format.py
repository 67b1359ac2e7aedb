"""`source:` and the stages beside it: where records are, and how a funnel is counted from them.

There is a form for each shape of records, of which the key `shape` says which is meant; reader and JSON Schema both
follow from them. What hangs on several keys, or on the records themselves, is told when they are counted.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written
from funneldx.documents.one_or_more import OneOrMore
from funneldx.documents.shapes import (
    Choice,
    Flag,
    Listing,
    Pattern,
    Reading,
    Record,
    Schema,
    Shape,
    Table,
    Text,
    described,
    named,
    quoted,
)
from funneldx.errors import Problem
from funneldx.model import Role, Stage
from funneldx.readers.funnel_format import ASIDE, FIELDS, FoundIn, Stages, finished
from funneldx.readers.values import DATE, DURATION, in_form
from funneldx.recorded import Band, Cohort, Condition, Files, Join, Lost, Recorded, Records, Test, Worth
from funneldx.stage_names import role_of

_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?"
_BAND = r"(0|[1-9][0-9]{0,14}) ?(?:(\+)|[-–] ?(0|[1-9][0-9]{0,14}))?"
_MOST_STAGES = 100
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


_COLUMN = Text(longest=200)
_WORDS = OneOrMore(Text(longest=500))
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
_LIMITS: dict[str, Shape] = {
    "at_least": _BOUND,
    "at_most": _BOUND,
    "above": _BOUND,
    "below": _BOUND,
    "filled": Flag(),
}
_IS: dict[str, Shape] = {"is": _WORDS, "is_not": _WORDS, **_LIMITS}


def _condition(*, field: str = "", **values: Any) -> Condition:
    among = values.pop("is", ()) or values.pop("match", ())
    return Condition(among=among, not_among=values.pop("is_not", ()), field=field, **values)


CONDITION = Placed(_condition, {"column": _COLUMN, **_IS}, required=("column",))


def _lost(*, field: str = "", **values: Any) -> Lost:
    origin = values.pop("from", None)
    return Lost(_condition(field=field, **values), origin)


def _join(*, field: str, on: dict[str, str] | str, files: Any = (), table: str | None = None) -> Join:
    ours, theirs = next(iter(on.items())) if isinstance(on, dict) else (on, on)
    return Join(files, table, ours, theirs, field)


_JOIN = Placed(
    _join,
    {
        "files": _WORDS,
        "table": Text(longest=200),
        "on": Either(_COLUMN, Table(_COLUMN, at_least=1, key="lead_id")),
    },
    required=("on",),
)


_DATES = Choice("day-first", "month-first")
_COMMON: dict[str, Shape] = {
    "files": _WORDS,
    "table": Text(longest=200),
    "connection": Text(longest=100),
    "shape": Choice("events", "snapshot", "milestones"),
    "id": _COLUMN,
    "by": OneOrMore(_COLUMN),
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
        {"column": _COLUMN, "every": Choice("day", "week", "month", "quarter", "year")},
        required=("every",),
    ),
    "where": Listing(CONDITION),
    "join": OneOrMore(_JOIN),
    "deal_value": Either(
        _COLUMN,
        Record(dict, {"column": _COLUMN, "currency": Text(longest=12)}, required=("column",)),
    ),
    **dict.fromkeys(("hot", "warm", "cold"), CONDITION),
    "dates": Either(_DATES, Table(_DATES, key="created")),
    "decimals": Choice("comma", "point"),
    "delimiter": Choice("comma", "semicolon", "tab", "pipe"),
    "encoding": Text(longest=40),
    "sheet": Text(longest=100),
}
_TELL_LOST = Placed(_lost, {"column": _COLUMN, "match": _WORDS, **_IS, "from": _COLUMN})

FORMS: dict[str, Record] = {
    "events": Record(
        dict,
        {**_COMMON, "stage": _COLUMN, "time": _COLUMN, "ordered": Flag(), "window": DURATION},
        required=("shape", "id", "stage"),
    ),
    "snapshot": Record(
        dict,
        {**_COMMON, "stage": _COLUMN, "lost": _TELL_LOST, "latest": _COLUMN},
        required=("shape", "stage"),
    ),
    "milestones": Record(
        dict,
        {**_COMMON, "nested": Flag(), "lost": _TELL_LOST, "latest": _COLUMN},
        required=("shape",),
    ),
}
"""What `source:` may say of records of each shape."""


class _Source(Shape):
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
        return FORMS.get(shape or "", _ANY).values(node, reading, field)

    def schema(self) -> Schema:
        forms = []
        for name, form in FORMS.items():
            schema = form.schema()
            schema["properties"] = {**schema["properties"], "shape": {"const": name}}
            forms.append(schema)
        return {"anyOf": forms}

    @property
    def form(self) -> str:
        return "{files: events.csv, shape: events, id: lead_id, stage: stage, time: at}"


_ANY = Record(
    dict, {key: shape for form in FORMS.values() for key, shape in form.fields.items()}, required=("shape",)
)
"""For a `source` that does not say of which shape its records are."""


class _RecordedStages(Shape):
    """A list of `{name, role, match}` or `{name, role, column, …}`, in the order of the funnel."""

    ITEM = Record(
        dict,
        {
            "name": Text(longest=Stages.LONGEST),
            "role": Choice(*Role),
            "column": _COLUMN,
            "match": _WORDS,
            **_IS,
        },
        required=("name",),
    )

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        if not isinstance(node, Sequence) or not 0 < len(node.items) <= _MOST_STAGES:
            what = f"a list of {len(node.items)}" if isinstance(node, Sequence) else described(node)
            reading.refuse(
                node,
                f"{named(field)} beside `source` is {what}; a list of 1 to {_MOST_STAGES} stages was expected",
                "write - {name: Won, role: purchased, match: won} for each",
            )
            return ()
        return tuple(
            made
            for number, item in enumerate(node.items)
            if (made := self._stage(item, reading, field, number))
        )

    def _stage(self, item: Node, reading: Reading, where: str, number: int) -> tuple[Stage, Condition] | None:
        if not isinstance(item, Mapping):
            reading.refuse(
                item,
                f"a stage of the list is {described(item)}; a mapping was expected",
                "write - {name: Won, role: purchased, match: won}",
            )
            return None
        values = self.ITEM.values(item, reading, f"{where}[{number}]")
        name, role = values.pop("name", None), values.pop("role", None)
        if not name:
            return None
        if name.casefold() in reading.stages:
            reading.refuse(item, f"the stage {quoted(name)} stands here a second time", "keep one of the two")
        reading.stages[name.casefold()] = name
        field = f"{where}.{name}"
        reading.places[field] = item
        stage = Stage(name, Role(role) if role else role_of(name), None, bool(role))
        return stage, _condition(field=field, **values)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.ITEM.schema(), "minItems": 1, "maxItems": _MOST_STAGES}


RECORDED = Record(
    dict,
    {**FIELDS, "source": _Source(), "stages": _RecordedStages()},
    required=("source", "stages"),
    aside={**ASIDE, "funnels": "`funnels:` may stand only at the top"},
)
"""A funnel that is counted from records."""


def read_recorded(node: Mapping, path: str, written: Written) -> Recorded | tuple[Problem, ...]:
    """Return the funnel to count that `node` describes, or everything that is wrong with it."""
    reading = Reading(path)
    values = RECORDED.values(node, reading, "")
    if reading.problems:
        return tuple(reading.problems)
    source, stages = values.pop("source"), values.pop("stages")
    records = _records(source)
    values["stages"] = tuple(stage for stage, _ in stages)
    funnel = finished(values, FoundIn(path, node, reading.places, written))
    tests = tuple(_test(stage, condition, records) for stage, condition in stages)
    return Recorded(funnel, records, tests, path)


def _test(stage: Stage, condition: Condition, records: Records) -> Test:
    """How a stage is told: as it says, else by its name; a milestone that says nothing is reached by every record."""
    if condition.column is None and condition.bare and records.shape != "milestones":
        return Test(condition._replace(among=(stage.name,)), given=False)
    return Test(condition, given=True)


_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "point": "."}


def _records(values: dict[str, Any]) -> Records:
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
