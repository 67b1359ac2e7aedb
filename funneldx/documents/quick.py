"""Values straight from the events of the YAML parser, without a tree: for documents with nothing remarkable in them.

Nearly every document is plain: keys that are known, once each, with values of the right form. Such a one is read
here in half the time. Whatever is remarkable (a mistake, an anchor, a tag, a form seldom used) raises
RemarkableError, and the document is read once more by way of its tree, which knows what to say.

Single values are read by the shapes themselves, and what they make of the same few hundred words is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from yaml import YAMLError as NoYamlError
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from funneldx.documents.counts import Count
from funneldx.documents.nodes import At, Scalar
from funneldx.documents.reading import Reading, Shape
from funneldx.documents.shapes import Listing, Record, Table
from funneldx.documents.yaml_tree import Parser
from funneldx.tuples import NamedTuple

__all__ = [
    "LEFT_OUT",
    "NESTED",
    "Key",
    "MappingEndEvent",
    "MappingStartEvent",
    "NextEvent",
    "NoYamlError",
    "Places",
    "RemarkableError",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "count",
    "counted",
    "documents",
    "keys_of",
    "known_of",
    "record",
    "single",
    "valued",
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
_TAGGED = re.compile(r"(?:^|[\s\[{,:?])!")
"""A tag begins where a value can begin."""


class RemarkableError(Exception):
    """There is something in the document that only its tree can be asked about."""


class Key(NamedTuple):
    """What is known of a key of a record, once and for all."""

    name: str
    """As every funnel has it: one text, so that looking it up elsewhere need not compare."""
    field: str
    shape: Shape
    plain: dict[str, Any] | None
    """What the shape made of plain single values; None for counts, which seldom come again."""


_keys: dict[tuple[Record, str], dict[str, Key]] = {}
"""The keys of each record, by it and its field."""
_plain: dict[Shape, dict[str, Any]] = {}
"""What each shape made of plain single values; values are frozen, so that they can be shared."""


def documents(text: str) -> Iterator[NextEvent]:
    """The events of each document, to be taken up to its end; taking one raises NoYamlError for what is no YAML.

    Raises RemarkableError for a text in which there may be a tag. (An alias is an event that nobody here expects.)
    """
    if "!" in text and _TAGGED.search(text):
        raise RemarkableError
    next_event = Parser(text).get_event
    next_event()
    while type(next_event()) is DocumentStartEvent:
        yield next_event


def count(event: Any) -> int | None:
    """How many, from plain digits; None where nothing is written."""
    if event.implicit[0]:
        return counted(event.value)
    raise RemarkableError


def counted(text: str) -> int | None:
    """The same of a text without quotes."""
    if text.isdigit() and len(text) < 16 and (text[0] != "0" or text == "0") and text.isascii():
        return int(text)
    if text in _ABSENT:
        return None
    raise RemarkableError


def single(shape: Shape, event: Any) -> Any:
    """What a shape makes of a single value; LEFT_OUT where there is none, and the shape does not ask for that."""
    known = known_of(shape)
    if event.implicit[0] and event.value in known:
        return known[event.value]
    return _single(shape, known, event)


def known_of(shape: Shape) -> dict[str, Any]:
    """What a shape has made of plain single values."""
    try:
        return _plain[shape]
    except KeyError:
        return _plain.setdefault(shape, {})


def _single(shape: Shape, known: dict[str, Any], event: Any) -> Any:
    value, plain = event.value, event.implicit[0]
    if plain and value in _ABSENT and not shape.reads_absent:
        found: Any = LEFT_OUT
    else:
        reading = Reading("")
        found = shape.read(Scalar(value, plain, _NOWHERE), reading, "")
        if reading.problems:
            raise RemarkableError
    if plain:
        if len(known) >= _MOST:
            known.clear()
        known[value] = found
    return found


def keys_of(shape: Record, field: str) -> dict[str, Key]:
    """What is known of the keys of a record that stands in `field`."""
    keys = _keys.get((shape, field))
    if keys is None:
        prefix = f"{field}." if field else ""
        if len(_keys) >= _MOST:
            _keys.clear()
        keys = _keys[shape, field] = {
            name: Key(name, prefix + name, inner, None if type(inner) is Count else known_of(inner))
            for name, inner in shape.fields.items()
        }
    return keys


def record(shape: Record, next_event: NextEvent, places: Places, field: str) -> dict[str, Any]:
    """The values of a mapping that has been opened, by key.

    `places` receives the event that each value begins with, by its field; `field` is that of the mapping, empty for
    the document's own.
    """
    values: dict[str, Any] = {}
    keys = keys_of(shape, field)
    while type(key := next_event()) is ScalarEvent:
        known = keys.get(key.value)
        if known is None:
            raise RemarkableError
        if known.field in places:
            raise RemarkableError
        found = valued(known, next_event(), next_event, places)
        if found is not LEFT_OUT:
            values[known.name] = found
    if type(key) is not MappingEndEvent:
        raise RemarkableError
    for name in shape.required:
        if name not in values:
            raise RemarkableError
    return values


def valued(key: Key, event: Any, next_event: NextEvent, places: Places) -> Any:
    """What a key of a record makes of the value that `event` begins; LEFT_OUT where there is none."""
    _, full, inner, plain = key
    places[full] = event
    if type(event) is not ScalarEvent:
        return nested(inner, event, next_event, places, full)
    if plain is None:
        return count(event)
    value = event.value
    return plain[value] if value in plain and event.implicit[0] else _single(inner, plain, event)


def nested(shape: Shape, event: Any, next_event: NextEvent, places: Places, field: str) -> Any:
    """The value of a mapping or a list that `event` opens."""
    read = NESTED.get((type(event), type(shape)))
    if read is None:
        raise RemarkableError
    return read(shape, next_event, places, field)


def _made(shape: Record, next_event: NextEvent, places: Places, field: str) -> Any:
    return shape.make(**record(shape, next_event, places, field))


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


NESTED: dict[tuple[type, type], Callable[[Any, NextEvent, Places, str], Any]] = {
    (MappingStartEvent, Record): _made,
    (MappingStartEvent, Table): _table,
    (SequenceStartEvent, Listing): _listing,
}
"""What reads a value that is opened by an event of a type and should be of a shape; a format adds its own shapes."""
