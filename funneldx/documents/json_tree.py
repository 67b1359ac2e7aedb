r"""JSON into the same trees as YAML, under the same bounds.

Most JSON is YAML too, but not all: `"\ud83d\ude80"`, the way programs write 🚀 in ASCII, is two wrong characters to a
YAML parser. Strings are read by the standard library, the rest here, since that library keeps no places and
recurses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from json import JSONDecodeError, JSONDecoder

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.yaml_tree import DEPTH, NODES, too_deep, too_many, unreadable
from funneldx.errors import UnreadableError

_SPACE = re.compile(r"[ \t\r\n]*")
_STRINGS = JSONDecoder()
_PLAIN = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])")


class _Lines:
    """Where the lines of a text begin, found when first somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def begins(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]


class Offset:
    """A mark that is only worked out when somebody asks for it."""

    __slots__ = ("_at", "_lines")

    def __init__(self, lines: _Lines, at: int) -> None:
        self._lines = lines
        self._at = at

    @property
    def line(self) -> int:
        """Counted from 0."""
        return bisect_right(self._lines.begins, self._at) - 1

    @property
    def column(self) -> int:
        """Counted from 0, in code points."""
        return self._at - self._lines.begins[self.line]


def documents(text: str, path: str) -> Iterator[Node]:
    """Yield the tree of the one value of `text`; raises UnreadableError where it is not JSON or over a bound."""
    yield _Parser(text, path).parsed()


class _Parser:
    """One text being taken apart, from left to right."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.lines = _Lines(text)
        self.path = path
        self.at = 0
        self.nodes = 0

    def parsed(self) -> Node:
        root = self.value()
        outer: list[Mapping | Sequence] = [] if isinstance(root, Scalar) else [root]
        while outer:
            parent = outer[-1]
            end, filled = ("]", parent.items) if isinstance(parent, Sequence) else ("}", parent.pairs)
            sign = self.sign()
            if sign == end:
                self.at += 1
                outer.pop()
                if outer:
                    outer[-1].size += parent.size
                continue
            if filled:
                if sign != ",":
                    raise self.wrong(f"a comma or {end} was expected")
                self.at += 1
            if isinstance(parent, Sequence):
                node = self.value()
                parent.items.append(node)
            else:
                key, node = self.key(), self.value()
                parent.pairs.append((key, node))
            if isinstance(node, Scalar):
                parent.size += 1
            else:
                outer.append(node)
                if len(outer) > DEPTH:
                    raise too_deep(self.path, node.mark)
        if self.sign():
            raise self.wrong("the end of the file was expected")
        return root

    def sign(self) -> str:
        """The next character that is no space, not yet taken; empty at the end."""
        space = _SPACE.match(self.text, self.at)
        assert space
        self.at = space.end()
        return self.text[self.at : self.at + 1]

    def key(self) -> Scalar:
        if self.sign() != '"':
            raise self.wrong("a key in double quotes was expected")
        key = self.string()
        if self.sign() != ":":
            raise self.wrong("a colon was expected after the key")
        self.at += 1
        return key

    def value(self) -> Node:
        sign = self.sign()
        mark = Offset(self.lines, self.at)
        if sign == '"':
            return self.string()
        self.counted()
        if sign in {"{", "["}:
            self.at += 1
            return Mapping(mark) if sign == "{" else Sequence(mark)
        plain = _PLAIN.match(self.text, self.at)
        if not plain:
            raise self.wrong(
                "a value was expected: a number, a text in double quotes, true, false, null, a list or an object"
            )
        self.at = plain.end()
        return Scalar(plain[0], True, mark)

    def string(self) -> Scalar:
        self.counted()
        mark = Offset(self.lines, self.at)
        try:
            value, self.at = _STRINGS.raw_decode(self.text, self.at)
        except JSONDecodeError as error:
            self.at = error.pos
            raise self.wrong(error.msg[:1].lower() + error.msg[1:]) from None
        if not value.isascii() and re.search("[\ud800-\udfff]", value):
            raise self.wrong(
                "half of a character (\\ud800 to \\udfff) stands alone in the text before this", at=mark
            )
        return Scalar(value, False, mark)

    def counted(self) -> None:
        self.nodes += 1
        if self.nodes > NODES:
            raise too_many(self.path, Offset(self.lines, self.at))

    def wrong(self, problem: str, at: Offset | None = None) -> UnreadableError:
        mark = at or Offset(self.lines, self.at)
        return unreadable(
            self.path, mark, f"this is not valid JSON: {problem}", "correct the JSON at this place"
        )
