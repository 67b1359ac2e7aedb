"""What reading a document comes to: values by their shapes, and what is wrong with it, in words that all share."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Protocol

from funneldx.documents.nodes import KINDS, Mapping, Node, Scalar
from funneldx.errors import Problem

Schema = dict[str, Any]


class Reading:
    """One file being read: what is wrong so far, and where each field of the funnel at hand stands."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places: dict[str, Node] = {}
        self.stages: dict[str, str] = {}
        """Names of stages met so far, by their folded case."""

    def refuse(self, node: Node, message: str, hint: str) -> None:
        """Note that `node` is wrong: `message` says what it is and what was expected, `hint` what to do."""
        self.problems.append(Problem(self.path, node.mark.line + 1, node.mark.column + 1, message, hint))


class Shape(Protocol):
    """A reader of one kind of value."""

    reads_absent: ClassVar[bool] = False
    """Whether it wants to see a key without a value, which otherwise counts as no key."""

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        """Return the value, or None after telling `reading` what is wrong."""

    def schema(self) -> Schema:
        """Return the JSON Schema (2020-12) that accepts what `read` accepts."""

    @property
    def form(self) -> str:
        """How such a value looks, for a hint."""
        return "…"


def quoted(text: str) -> str:
    """Show a value in a message, cut where it is long."""
    return f'"{cut(text)}"'


def cut(text: str) -> str:
    """Cut a value that is too long to be shown."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def named(field: str) -> str:
    """Show the name of a field in a message, cut where it is long; of a stage, what people call it."""
    if field.startswith("stages."):
        return f"the count of “{cut(field[7:])}”"
    return f"`{field}`" if len(field) <= 80 else f"`{field[:79]}…`"


def described(node: Node) -> str:
    """Say what stands there, for a message."""
    if isinstance(node, Scalar):
        return "nothing" if node.absent else quoted(node.value)
    return KINDS[type(node)]


def too_long(what: str, text: str, longest: int) -> str:
    """Say that a text is over its bound, which counts it as it stands, spaces at its ends included."""
    return f"{what} has {len(text):,} characters; at most {longest:,} are read"


def entries(node: Node, reading: Reading, field: str, shape: Shape) -> list[tuple[Scalar, Node]]:
    """Return the keys and values of a mapping, once each; what is no mapping, repeats or merges is refused."""
    if not isinstance(node, Mapping):
        what = f"{named(field)} is {described(node)}" if field else f"this is {described(node)}"
        hint = f"write it as {shape.form}" if field else "begin with `stages:` and a line for each stage"
        if isinstance(node, Scalar) and re.search(r"[^\W\d]:\d", node.value):
            hint = "write a space after each colon: contacted: 1000"
        reading.refuse(node, f"{what}; a mapping of keys to values was expected", hint)
        return []
    if len(names := {key.value for key, _ in node.pairs}) == len(node.pairs) and "<<" not in names:
        return node.pairs
    seen: dict[str, Scalar] = {}
    for key, _ in node.pairs:
        first = seen.setdefault(key.value, key)
        if first is not key:
            reading.refuse(
                key,
                f"{named(key.value)} stands here a second time, first on line {first.mark.line + 1}",
                "keep one of the two",
            )
    if "<<" in seen and seen["<<"].plain:
        reading.refuse(
            seen.pop("<<"),
            "merge keys (`<<`) are not read",
            "write the keys out, or use `funnels:`, where the keys above are defaults for each",
        )
    if len(seen) == len(node.pairs):
        return node.pairs
    return [(key, value) for key, value in node.pairs if seen.get(key.value) is key]
