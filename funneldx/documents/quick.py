"""Values straight from the events of the YAML parser, without a tree: for documents with nothing remarkable in them.

Nearly every document is plain: keys that are known, once each, with values of the right form. Such a one is read
here in half the time. Whatever is remarkable (a mistake, an anchor, a tag, a form seldom used) raises
RemarkableError, and the document is read once more by way of its tree, which knows what to say.

Single values are read by the shapes themselves, and what they make of the same few hundred words is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yaml import YAMLError as NoYamlError
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from funneldx.documents.counts import Count
from funneldx.documents.nodes import At, Scalar
from funneldx.documents.shapes import Listing, Reading, Record, Shape, Table
from funneldx.documents.yaml_tree import Parser

__all__ = [
    "LEFT_OUT",
    "DocumentEndEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "NextEvent",
    "NoYamlError",
    "RemarkableError",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "count",
    "documents",
    "nested",
    "record",
    "single",
]

NextEvent = Callable[[], Any]
"""The parser's, whose events have no common type."""
Places = dict[str, Any]
"""The event that begins the value of each field."""

LEFT_OUT = object()
"""For a key without a value, which counts as no key."""
_ABSENT = frozenset(("", "~", "null", "Null", "NULL"))
_MOST = 8192
_NOWHERE = At(0, 0)
_read: dict[tuple[Shape, str, tuple[bool, bool]], Any] = {}
"""What shapes made of single values; values are frozen, so that they can be shared."""


class RemarkableError(Exception):
    """There is something in the document that only its tree can be asked about."""


def documents(text: str) -> Iterator[NextEvent]:
    """The events of each document, to be taken up to its end; taking one raises NoYamlError for what is no YAML.

    Raises RemarkableError for a text in which there may be an anchor or a tag.
    """
    if "&" in text or "!" in text:
        raise RemarkableError
    next_event = Parser(text).get_event
    next_event()
    while type(event := next_event()) is DocumentStartEvent:
        yield next_event
    if type(event) is not StreamEndEvent:
        raise RemarkableError


def count(event: Any) -> int | None:
    """How many, from plain digits; None where nothing is written."""
    text = event.value
    if event.implicit[0]:
        if text.isascii() and text.isdigit() and len(text) < 16 and (text[0] != "0" or text == "0"):
            return int(text)
        if text in _ABSENT:
            return None
    raise RemarkableError


def single(shape: Shape, event: Any) -> Any:
    """What a shape makes of a single value; LEFT_OUT where there is none, and the shape does not ask for that."""
    if type(shape) is Count:
        return count(event)
    key = (shape, event.value, event.implicit)
    try:
        return _read[key]
    except KeyError:
        pass
    plain = event.implicit[0]
    if plain and event.value in _ABSENT and not shape.reads_absent:
        found: Any = LEFT_OUT
    else:
        reading = Reading("")
        found = shape.read(Scalar(event.value, plain, _NOWHERE), reading, "")
        if reading.problems:
            raise RemarkableError
    if len(_read) >= _MOST:
        _read.clear()
    _read[key] = found
    return found


def record(shape: Record, next_event: NextEvent, places: Places, field: str) -> dict[str, Any]:
    """The values of a mapping that has been opened, by key.

    `places` receives the event that each value begins with, by its field; `field` is that of the mapping.
    """
    values: dict[str, Any] = {}
    fields = shape.fields
    prefix = f"{field}."
    while type(key := next_event()) is ScalarEvent:
        name = key.value
        inner = fields.get(name)
        full = prefix + name
        if inner is None or full in places:
            raise RemarkableError
        event = places[full] = next_event()
        if type(event) is not ScalarEvent:
            values[name] = nested(inner, event, next_event, places, full)
        elif (found := single(inner, event)) is not LEFT_OUT:
            values[name] = found
    if type(key) is not MappingEndEvent:
        raise RemarkableError
    for name in shape.required:
        if name not in values:
            raise RemarkableError
    return values


def nested(shape: Shape, event: Any, next_event: NextEvent, places: Places, field: str) -> Any:
    """The value of a mapping or a list that `event` opens."""
    kind = type(event)
    if kind is MappingStartEvent:
        if type(shape) is Record:
            return shape.make(**record(shape, next_event, places, field))
        if type(shape) is Table:
            return _table(shape, next_event, places, field)
    elif kind is SequenceStartEvent and type(shape) is Listing:
        return _listing(shape, next_event, places, field)
    raise RemarkableError


def _table(shape: Table, next_event: NextEvent, places: Places, field: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    inner = shape.value
    while type(key := next_event()) is ScalarEvent:
        name = key.value
        if not 0 < len(name) <= shape.LONGEST_KEY or name in found or name == "<<" or name.strip() != name:
            raise RemarkableError
        full = f"{field}.{name}"
        event = places[full] = next_event()
        if type(event) is ScalarEvent:
            value = single(inner, event)
            if value is LEFT_OUT:
                raise RemarkableError
        else:
            value = nested(inner, event, next_event, places, full)
        found[name] = value
    if type(key) is not MappingEndEvent or len(found) < shape.at_least:
        raise RemarkableError
    return found


def _listing(shape: Listing, next_event: NextEvent, places: Places, field: str) -> tuple[Any, ...]:
    found: list[Any] = []
    inner = shape.item
    while type(event := next_event()) is not SequenceEndEvent:
        if type(event) is ScalarEvent:
            value = single(inner, event)
            if value is LEFT_OUT:
                raise RemarkableError
        else:
            value = nested(inner, event, next_event, places, f"{field}[{len(found)}]")
        found.append(value)
    return tuple(found)
