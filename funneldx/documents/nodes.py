"""The tree that every format is read into: scalars as written, sequences, mappings, each with its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from funneldx.model import Region
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.documents.extents import Lines


class Mark(Protocol):
    """A place in a text, counted from 0. The YAML parser's own marks are kept as they are: they cost nothing."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in code points."""


class At(NamedTuple):
    """A mark of our own, for formats whose parser gives none."""

    line: int
    column: int


class Scalar:
    """One value as the file writes it; `plain` unless it stands in quotes (or is a text of JSON)."""

    __slots__ = ("mark", "plain", "value")
    size = 1

    def __init__(self, value: str, plain: bool, mark: Mark) -> None:
        self.value = value
        self.plain = plain
        self.mark = mark

    @property
    def absent(self) -> bool:
        """Whether this is how YAML and JSON write that there is no value."""
        return self.plain and self.value in {"", "~", "null", "Null", "NULL"}


class Sequence:
    """Values in a row."""

    __slots__ = ("items", "mark", "size")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.items: list[Node] = []
        self.size = 1
        """Nodes in it with aliases expanded."""


class Mapping:
    """Keys and values in the order of the file, a key given twice included."""

    __slots__ = ("mark", "pairs", "size")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.pairs: list[tuple[Scalar, Node]] = []
        self.size = 1


Node = Scalar | Sequence | Mapping

KINDS = {Scalar: "a single value", Sequence: "a list", Mapping: "a mapping of keys to values"}


class Written(Protocol):
    """What values were read from."""

    def region(self, node: Node) -> Region:
        """Return the characters of a value."""


class WrittenTree:
    """The text of a YAML or JSON file, kept for whoever asks where a value ends."""

    __slots__ = ("_kind", "_lines", "_text")

    def __init__(self, text: str, kind: Literal["yaml", "json"]) -> None:
        self._text = text
        self._kind = kind
        self._lines: Lines | None = None

    def region(self, node: Node) -> Region:
        """Return the characters of a value."""
        from funneldx.documents.extents import Lines, of_node  # noqa: PLC0415  (most reports need no ends)

        self._lines = self._lines or Lines(self._text, self._kind)
        return of_node(self._lines, node)
