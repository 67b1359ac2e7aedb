"""What a value of a document has to look like: one declaration that both reads it and gives its JSON Schema.

A shape reads a node into a value, or says what is wrong with it (to `Reading.problems`, so that all problems of
a file come at once) and returns None. Values are read as they are written: nothing is resolved the way YAML 1.1
would (`12:30` as 750, `010` as 8, `NO` as false). What all shapes rest on is in `reading`; who declares a format gets
it here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from typing import Any

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import Reading, Schema, Shape, described, entries, named, quoted, too_long
from funneldx.errors import nearest

NOTHING: Schema = {"type": "null"}
_MOST_LIKELY = 100
"""Unknown keys of one document for which the most similar known one is looked for."""


class Text(Shape):
    """Any single value, taken as written."""

    def __init__(self, *, longest: int = 1000) -> None:
        self.longest = longest

    def read(self, node: Node, reading: Reading, field: str) -> str | None:
        if not isinstance(node, Scalar):
            reading.refuse(
                node, f"{named(field)} is {described(node)}; a text was expected", "write it as one value"
            )
            return None
        text = node.value.strip()
        if not text or node.absent:
            reading.refuse(
                node, f"{named(field)} is empty; a text was expected", "write it, or remove the key"
            )
            return None
        if len(node.value) > self.longest:
            reading.refuse(node, too_long(named(field), node.value, self.longest), "shorten it")
            return None
        return text

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": self.longest}


_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Pattern(Shape):
    """A text in a form of its own; `parse` returns None where it is not in that form.

    Where a number may stand as well, `number` takes it in whatever way JSON writes one (1e-05, 2026.0), which a
    schema cannot tell apart.
    """

    _NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?"
    """Compiled only where a number stands for a text."""

    def __init__(
        self,
        parse: Callable[[str], Any],
        expected: str,
        hint: str,
        schema: Schema,
        *,
        number: Callable[[float], Any] | None = None,
    ) -> None:
        self.parse = parse
        self.expected = expected
        self.hint = hint
        self._schema = schema
        self._number = number

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        value = self.value(node)
        if value is None:
            reading.refuse(
                node, f"{named(field)} is {described(node)}; {self.expected} was expected", self.hint
            )
        return value

    def value(self, node: Node) -> Any:
        """Return what stands there, None where it is not in the form."""
        if not isinstance(node, Scalar) or (node.plain and node.value in _FLAGS):
            return None
        value = self.parse(node.value.strip())
        if value is None and self._number and node.plain and re.fullmatch(self._NUMBER, node.value):
            return self._number(float(node.value))
        return value

    def schema(self) -> Schema:
        return self._schema


class Choice(Shape):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, node: Node, reading: Reading, field: str) -> str | None:
        if isinstance(node, Scalar) and node.value in self.words:
            return node.value
        likely = nearest(node.value, self.words) if isinstance(node, Scalar) else ""
        reading.refuse(
            node,
            f"{named(field)} is {described(node)}; one of {', '.join(self.words)} was expected{likely}",
            "write one of these words" if not likely else "correct the word",
        )
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class Flag(Shape):
    """True or false, as YAML 1.2 and JSON write them."""

    def read(self, node: Node, reading: Reading, field: str) -> bool | None:
        value = _FLAGS.get(node.value) if isinstance(node, Scalar) and node.plain else None
        if value is None:
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}; true or false was expected",
                "write true or false",
            )
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


class Listing(Shape):
    """A list of values of one shape, kept as a tuple."""

    reads_absent = True  # to refuse it: [] says that there is none, nothing says nothing

    def __init__(self, item: Shape) -> None:
        self.item = item

    def read(self, node: Node, reading: Reading, field: str) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}; a list was expected",
                f"write it as {self.form}, or [] for none",
            )
            return None
        return tuple(
            self.item.read(item, reading, f"{field}[{number}]") for number, item in enumerate(node.items)
        )

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema()}

    @property
    def form(self) -> str:
        return f"[{self.item.form}]"


class Record(Shape):
    """A mapping with known keys, made into `make(**values)`."""

    def __init__(
        self,
        make: Callable[..., Any],
        fields: Lookup[str, Shape],
        *,
        required: tuple[str, ...] = (),
        aside: Lookup[str, str] | None = None,
    ) -> None:
        self.make = make
        self.fields = fields
        self.required = required
        self.aside = aside or {}
        """Keys that are understood but not read here, and what to say of them."""

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        before = len(reading.problems)
        values = self.values(node, reading, field)
        return self.make(**values) if len(reading.problems) == before else None

    def values(self, node: Node, reading: Reading, field: str) -> dict[str, Any]:
        """Read each key by its shape; those without a value are left out."""
        values: dict[str, Any] = {}
        prefix = f"{field}." if field else ""
        known = self.fields
        for key, value in entries(node, reading, field, self):
            name = key.value
            shape = known.get(name)
            if shape is None:
                self._unknown(key, reading, field)
                continue
            full = prefix + name
            reading.places[full] = value
            if type(value) is Scalar and value.absent and not shape.reads_absent:
                continue
            values[name] = shape.read(value, reading, full)
        for name in self.required:
            if name not in values and isinstance(node, Mapping):
                what = f"{named(field)} has no `{name}`" if field else f"there is no `{name}`"
                form = self.fields[name].form
                hint = f"add `{name}:`" if form == "…" else f"add `{name}:`, written as {form}"
                reading.refuse(node, f"{what}; it was expected here", hint)
        return values

    def _unknown(self, key: Scalar, reading: Reading, field: str) -> None:
        inside = f" in {named(field)}" if field else ""
        name = key.value
        if name in self.aside:
            reading.refuse(key, f"`{name}` is not read here", self.aside[name])
        else:
            likely = nearest(name, self.fields) if len(reading.problems) < _MOST_LIKELY else ""
            reading.refuse(
                key,
                f"unknown key {quoted(name)}{inside}{likely}",
                f"known here: {', '.join(name for name in self.fields if name[0] != '$')}",
            )

    def schema(self) -> Schema:
        properties = {
            name: shape.schema() if shape.reads_absent or name in self.required else nullable(shape.schema())
            for name, shape in self.fields.items()
        }
        needs = {"required": list(self.required)} if self.required else {}
        return {"type": "object", "properties": properties, **needs, "additionalProperties": False}

    @property
    def form(self) -> str:
        names = self.required or tuple(self.fields)[:2]
        return "{" + ", ".join(f"{name}: {self.fields[name].form}" for name in names) + "}"


class Table(Shape):
    """A mapping with free keys and values of one shape, kept as a dict."""

    LONGEST_KEY = 200

    def __init__(self, value: Shape, *, at_least: int = 0, key: str = "name") -> None:
        self.value = value
        self.at_least = at_least
        self.key = key
        """An example of a key, for hints."""

    def read(self, node: Node, reading: Reading, field: str) -> dict[str, Any] | None:
        pairs = entries(node, reading, field, self)
        if not pairs and self.at_least and isinstance(node, Mapping):
            reading.refuse(node, f"{named(field)} is empty", "write at least one line into it")
        found = {}
        for key, value in pairs:
            name = key.value.strip()
            if not name:
                reading.refuse(key, f"a key in {named(field)} is empty", "give it a name")
            elif len(key.value) > self.LONGEST_KEY:
                reading.refuse(
                    key, too_long(f"a key in {named(field)}", key.value, self.LONGEST_KEY), "shorten it"
                )
            elif name in found:
                reading.refuse(key, f"`{name}` stands a second time in {named(field)}", "keep one of the two")
            full = f"{field}.{name}"
            reading.places[full] = value
            found[name] = self.value.read(value, reading, full)
        return found

    def schema(self) -> Schema:
        bound = {"minProperties": self.at_least} if self.at_least else {}
        return {
            "type": "object",
            "propertyNames": {"pattern": r"\S", "maxLength": self.LONGEST_KEY},
            "additionalProperties": self.value.schema(),
            **bound,
        }

    @property
    def form(self) -> str:
        return f"{{{self.key}: {self.value.form}}}"


def nullable(schema: Schema) -> Schema:
    """The schema, or nothing: a key without a value counts as absent."""
    kind = schema.get("type")
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if isinstance(kind, str):
        return {**schema, "type": [kind, "null"]}
    if isinstance(kind, list):
        return {**schema, "type": [*kind, "null"]}
    return {"anyOf": [*schema.get("anyOf", [schema]), NOTHING]}
