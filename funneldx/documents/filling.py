"""Values of plain YAML in which some single values differ: what puts other figures and words into them.

The events have been read already, as those of any document are (see `documents.quick`), so that nothing is amiss with
their structure. What is put in is read by the same shapes; what they refuse, or would leave out, is remarkable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yaml.events import MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from funneldx.documents.counts import Count
from funneldx.documents.quick import LEFT_OUT, Key, RemarkableError, count, counted, known_of, single
from funneldx.documents.reading import Shape
from funneldx.documents.shapes import Listing, Record, Table
from funneldx.tuples import maker

Text = tuple[str | int, ...]
"""Of what a single value is put together: texts, and numbers of holes."""
Fill = Callable[[list[str]], Any]
"""Makes a value of what stands in the holes; raises RemarkableError where that does not fit."""
Made = tuple[Any, Fill | None]
"""A value, and what makes it if it differs."""


class Filling:
    """Goes once through the events of an entry, and finds what makes its value of other figures and words."""

    def __init__(self, events: list[Any], texts: dict[int, Text]) -> None:
        """Take the events and, by their numbers, those that differ."""
        self._events = events
        self._texts = texts
        self._at = 0

    def entry(self, key: Key) -> Fill:
        """What makes the value of the entry's one key."""
        self.take()
        value, fill = self.value(key.shape)
        return fill or (lambda _: value)

    def take(self) -> Any:
        """The event that is next."""
        event = self._events[self._at]
        self._at += 1
        return event

    def ahead(self) -> Any:
        """The same, which is still to be taken."""
        return self._events[self._at]

    def names(self) -> Iterator[str]:
        """The keys of the mapping that has been opened; the value of each is to be taken before the next."""
        while type(key := self.take()) is ScalarEvent:
            yield key.value

    def value(self, shape: Shape) -> Made:
        """The value that is next."""
        event = self.take()
        if type(event) is not ScalarEvent:
            return MADE[type(event), type(shape)](shape, self)
        text = self._texts.get(self._at - 1)
        if text is None:
            return (count(event) if type(shape) is Count else single(shape, event)), None
        fill = _counting(text) if type(shape) is Count else _reading(shape, event.implicit, text)
        return None, fill


def _counting(text: Text) -> Fill:
    (hole,) = text  # a count is figures and nothing else
    assert type(hole) is int
    return lambda values: counted(values[hole])


def _reading(shape: Shape, implicit: tuple[bool, bool], text: Text) -> Fill:
    known = known_of(shape) if implicit[0] else {}
    hole = text[0] if len(text) == 1 else None

    def fill(values: list[str]) -> Any:
        made = values[hole] if type(hole) is int else _joined(text, values)
        found = known[made] if made in known else single(shape, ScalarEvent(None, None, implicit, made))
        if found is LEFT_OUT:
            raise RemarkableError
        return found

    return fill


def _joined(text: Text, values: list[str]) -> str:
    return "".join([values[part] if type(part) is int else part for part in text])  # type: ignore[misc]


def pairs(shape: Record | Table, filling: Filling) -> tuple[dict[str, Any], list[tuple[str, Fill]]]:
    """The values of a mapping, and what makes those that differ."""
    values: dict[str, Any] = {}
    fills = []
    for name in filling.names():
        value, fill = filling.value(shape.fields[name] if type(shape) is Record else shape.value)  # type: ignore[union-attr]
        if value is not LEFT_OUT:
            values[name] = value
        if fill is not None:
            fills.append((name, fill))
    return values, fills


def _record(shape: Record, filling: Filling) -> Made:
    values, fills = pairs(shape, filling)
    make = shape.make
    if not fills:
        return make(**values), None
    fields: tuple[str, ...] | None = getattr(make, "_fields", None)
    if fields is None:

        def fill_in(texts: list[str]) -> Any:
            return make(**values | {name: one(texts) for name, one in fills})

        return None, fill_in
    pattern = [*make(**values | dict.fromkeys(name for name, _ in fills))]
    places = [(fields.index(name), one) for name, one in fills]
    new: Callable[[Any], Any] = maker(make)  # type: ignore[arg-type]  # it has fields: a named tuple

    def fill(texts: list[str]) -> Any:
        filled = pattern.copy()
        for place, one in places:
            filled[place] = one(texts)
        return new(filled)

    return None, fill


def _table(shape: Table, filling: Filling) -> Made:
    values, fills = pairs(shape, filling)
    if not fills:
        return values, None

    def fill(texts: list[str]) -> dict[str, Any]:
        filled = values.copy()
        for name, one in fills:
            filled[name] = one(texts)
        return filled

    return None, fill


def _listing(shape: Listing, filling: Filling) -> Made:
    values: list[Any] = []
    fills = []
    while type(filling.ahead()) is not SequenceEndEvent:
        value, fill = filling.value(shape.item)
        if fill is not None:
            fills.append((len(values), fill))
        values.append(value)
    filling.take()
    if not fills:
        return tuple(values), None

    def fill_all(texts: list[str]) -> tuple[Any, ...]:
        for index, one in fills:
            values[index] = one(texts)
        return tuple(values)

    return None, fill_all


MADE: dict[tuple[type, type], Callable[[Any, Filling], Made]] = {
    (MappingStartEvent, Record): _record,
    (MappingStartEvent, Table): _table,
    (SequenceStartEvent, Listing): _listing,
}
"""What goes through a value that is opened by an event of a type and should be of a shape; a format adds its own."""
