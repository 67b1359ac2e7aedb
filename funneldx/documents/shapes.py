"""What a value of a document has to look like: one declaration that both reads it and gives its JSON Schema.

A shape reads a node into a value, or says what is wrong with it (to `Reading.problems`, so that all problems of
a file come at once) and returns None. Values are read as they are written: nothing is resolved the way YAML 1.1
would (`12:30` as 750, `010` as 8, `NO` as false).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping as Lookup
from typing import Any, Protocol

from funneldx.documents.nodes import KINDS, Mapping, Node, Scalar, Sequence
from funneldx.errors import Problem, nearest

Schema = dict[str, Any]
NOTHING: Schema = {"type": "null"}


class Reading:
    """One file being read: what is wrong so far, and where each field of the funnel at hand stands."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places: dict[str, Node] = {}

    def refuse(self, node: Node, message: str, hint: str) -> None:
        """Note that `node` is wrong: `message` says what it is and what was expected, `hint` what to do."""
        self.problems.append(Problem(self.path, node.mark.line + 1, node.mark.column + 1, message, hint))


class Shape(Protocol):
    """A reader of one kind of value."""

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        """Return the value, or None after telling `reading` what is wrong."""

    def schema(self) -> Schema:
        """Return the JSON Schema (2020-12) that accepts what `read` accepts."""


def quoted(text: str) -> str:
    """Show a value in a message, cut where it is long."""
    return f'"{_cut(text)}"'


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def named(field: str) -> str:
    """Show the name of a field in a message, cut where it is long."""
    return f"`{field}`" if len(field) <= 80 else f"`{field[:79]}…`"


def described(node: Node) -> str:
    """Say what stands there, for a message."""
    if isinstance(node, Scalar):
        return "nothing" if node.absent else quoted(node.value)
    return KINDS[type(node)]


def too_long(what: str, text: str, longest: int) -> str:
    """Say that a text is over its bound, which counts it as it stands, spaces at its ends included."""
    return f"{what} has {len(text):,} characters; at most {longest:,} are read"


class Text:
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


class Pattern:
    """A text in a form of its own; `parse` returns None where it is not in that form.

    Where a number may stand as well, `number` takes it in whatever way JSON writes one (1e-05, 2026.0), which a
    schema cannot tell apart.
    """

    _NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")

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
        if value is None and self._number and node.plain and self._NUMBER.fullmatch(node.value):
            return self._number(float(node.value))
        return value

    def schema(self) -> Schema:
        return self._schema


class Choice:
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


class Flag:
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


class Count:
    """A whole number of people or deals, from 0 to 2⁵³−1; None (and no problem) where nothing is written."""

    LARGEST = 2**53 - 1
    _NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
    _GROUPED = re.compile(r"[0-9]{1,3}([ ,.'_\u00a0\u202f][0-9]{3})+")

    def read(self, node: Node, reading: Reading, field: str) -> int | None:
        if type(node) is Scalar and node.plain:
            text = node.value
            if text.isascii() and text.isdigit() and len(text) < 16 and (text[0] != "0" or text == "0"):
                return int(text)
            if node.absent:
                return None
            if self._NUMBER.fullmatch(text.removeprefix("-")) and (number := self._whole(text)) is not None:
                return number
        reading.refuse(node, *self._wrong(node, field))
        return None

    def _whole(self, text: str) -> int | None:
        from decimal import Decimal  # noqa: PLC0415  (only numbers with a point or an exponent come here)

        number = Decimal(text)  # -0.0 is how some programs write 0
        if not 0 <= number <= self.LARGEST or number != number.to_integral_value():
            return None
        return int(number)

    def _wrong(self, node: Node, field: str) -> tuple[str, str]:
        expected = "a whole number from 0 on was expected"
        what = f"{named(field)} is {described(node)}"
        if not isinstance(node, Scalar):
            return f"{what}; {expected}", "write the number of people or deals that reached the stage"
        text = node.value
        bare = re.sub(r"[ ,.'_\u00a0\u202f]", "", text)
        if self._GROUPED.fullmatch(text):
            return f"{what}; {expected}, without separators", f"write {_cut(bare)}"
        if not node.plain and self._NUMBER.fullmatch(text):
            return f"{what}, a text in quotes; {expected}", f"write {_cut(text)} without the quotes"
        if re.fullmatch(r"0[0-9]+", text):
            return f"{what}; {expected}, without leading zeros", f"write {_cut(text.lstrip('0') or '0')}"
        if re.fullmatch(r"[0-9]+(:[0-9]+)+", text):
            return (
                f"{what}; {expected} (YAML readers take this for a time or a number to the base of 60)",
                "write the count as plain digits",
            )
        if re.fullmatch(r"-[0-9.]+", text):
            return f"{what}, below zero; {expected}", "count those who reached the stage, not the change"
        if self._NUMBER.fullmatch(text):
            large = "e" not in text.lower() and "." not in text
            return (
                f"{what}; {expected}, at most {self.LARGEST:,}" if large else f"{what}; {expected}",
                "check the number" if large else "count people or deals, not averages or shares",
            )
        return f"{what}; {expected}", "write the number of people or deals that reached the stage"

    def schema(self) -> Schema:
        return {"type": ["integer", "null"], "minimum": 0, "maximum": self.LARGEST}


class Listing:
    """A list of values of one shape, kept as a tuple."""

    def __init__(self, item: Shape, *, at_least: int = 0) -> None:
        self.item = item
        self.at_least = at_least

    def read(self, node: Node, reading: Reading, field: str) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            reading.refuse(
                node,
                f"{named(field)} is {described(node)}; a list was expected",
                "write it as [one, two], or [] for none",
            )
            return None
        if len(node.items) < self.at_least:
            reading.refuse(node, f"{named(field)} is an empty list", "write at least one, or remove the key")
        return tuple(
            self.item.read(item, reading, f"{field}[{number}]") for number, item in enumerate(node.items)
        )

    def schema(self) -> Schema:
        bound = {"minItems": self.at_least} if self.at_least else {}
        return {"type": "array", "items": self.item.schema(), **bound}


def entries(node: Node, reading: Reading, field: str) -> list[tuple[Scalar, Node]]:
    """The keys and values of a mapping, once each; a problem for another kind of node and for repeated keys."""
    if not isinstance(node, Mapping):
        what = f"{named(field)} is {described(node)}" if field else f"this is {described(node)}"
        reading.refuse(
            node,
            f"{what}; a mapping of keys to values was expected",
            "write `key: value` lines" if field else "begin with `stages:` and a line for each stage",
        )
        return []
    seen: dict[str, Scalar] = {}
    for key, _ in node.pairs:
        first = seen.setdefault(key.value, key)
        if first is not key:
            reading.refuse(
                key,
                f"{named(key.value)} stands here a second time, first on line {first.mark.line + 1}",
                "keep one of the two",
            )
    return (
        node.pairs if len(seen) == len(node.pairs) else [(k, v) for k, v in node.pairs if seen[k.value] is k]
    )


class Record:
    """A mapping with known keys, made into `make(**values)`."""

    def __init__(
        self,
        make: Callable[..., Any],
        fields: Lookup[str, Shape],
        *,
        required: tuple[str, ...] = (),
        nullable: bool = True,
        aside: Lookup[str, str] | None = None,
    ) -> None:
        self.make = make
        self.fields = fields
        self.required = required
        self.nullable = nullable
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
        for key, value in entries(node, reading, field):
            name = key.value
            shape = known.get(name)
            if shape is None:
                self._unknown(key, reading, field)
                continue
            full = prefix + name
            reading.places[full] = value
            if type(value) is Scalar and value.absent and type(shape) is not Count:
                if type(shape) is Listing:
                    shape.read(value, reading, full)
                continue
            values[name] = shape.read(value, reading, full)
        for name in self.required:
            if name not in values and isinstance(node, Mapping):
                what = f"{named(field)} has no `{name}`" if field else f"there is no `{name}`"
                reading.refuse(node, what, f"add `{name}:`")
        return values

    def _unknown(self, key: Scalar, reading: Reading, field: str) -> None:
        inside = f" in {named(field)}" if field else ""
        name = key.value
        if name in self.aside:
            reading.refuse(key, f"`{name}` is not read here", self.aside[name])
        elif name == "<<":
            reading.refuse(
                key,
                "merge keys (`<<`) are not read",
                "write the keys out, or use `funnels:`, where the keys above are defaults for each",
            )
        else:
            reading.refuse(
                key,
                f"unknown key {quoted(name)}{inside}{nearest(name, self.fields)}",
                f"known here: {', '.join(self.fields)}",
            )

    def schema(self) -> Schema:
        properties = {
            name: shape.schema()
            if type(shape) in {Listing, Count} or name in self.required
            else nullable(shape.schema())
            for name, shape in self.fields.items()
        }
        needs = {"required": list(self.required)} if self.required else {}
        return {"type": "object", "properties": properties, **needs, "additionalProperties": False}


class Table:
    """A mapping with free keys and values of one shape, kept as a dict."""

    LONGEST_KEY = 200

    def __init__(self, value: Shape, *, at_least: int = 0) -> None:
        self.value = value
        self.at_least = at_least

    def read(self, node: Node, reading: Reading, field: str) -> dict[str, Any] | None:
        pairs = entries(node, reading, field)
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
