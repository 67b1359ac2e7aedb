"""Where values end, in characters of the text they were read from; worked out only when somebody asks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection

from funneldx.documents.nodes import Node, Scalar
from funneldx.model import Region

BREAKS = {"yaml": "\r\n|[\n\r\x85\u2028\u2029]", "json": "\n", "table": "\r\n|\n|\r"}
"""What ends a line for the parser of each, so that lines are numbered as its marks are."""

_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*+\"|'(?:[^']|'')*+'""", re.DOTALL)
_TOKEN = re.compile(r"[^\s,:\]}]*")
_FIELD_IN_QUOTES = re.compile(r'"(?:[^"]|"")*+"')


class Lines:
    """The lines of a text, by number."""

    def __init__(self, text: str, kind: str, before: int = 0) -> None:
        """Number them as the parser of `kind` does; `before` is how many stand before the text."""
        self.text = text
        self.kind = kind
        self._before = before
        self._begins = array("Q", [0])
        self._begins.extend(found.end() for found in re.finditer(BREAKS[kind], text))

    def begin(self, line: int) -> int:
        """The offset of a line, counted from 1."""
        return self._begins[line - 1 - self._before]

    def end(self, line: int) -> int:
        """The offset at which a line ends, its line break and blanks at its end left out."""
        at = line - self._before
        following = self._begins[at] if at < len(self._begins) else len(self.text)
        begins = self._begins[at - 1]
        return begins + len(self.text[begins:following].rstrip())

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1."""
        from bisect import bisect_right  # noqa: PLC0415

        at = bisect_right(self._begins, offset) - 1
        return at + 1 + self._before, offset - self._begins[at] + 1


def of_node(lines: Lines, node: Node) -> Region:
    """The part of its first line that a value of YAML or JSON takes; of a list or a mapping, the rest of that line."""
    line, column = node.mark.line + 1, node.mark.column + 1
    begins = lines.begin(line) + column - 1
    ends = lines.end(line)
    if isinstance(node, Scalar):
        if node.plain and node.value and lines.text.startswith(node.value, begins):
            ends = min(ends, begins + len(node.value))
        elif value := (
            _QUOTED.match(lines.text, begins) or (lines.kind == "json" and _TOKEN.match(lines.text, begins))
        ):
            ends = min(ends, value.end())
    return Region(line, column, column + max(1, ends - begins))


def of_field(lines: Lines, node: Node, delimiters: Collection[str]) -> Region:
    """The characters of a field of a table, whose mark holds the row's line and the number of the field.

    Quotes around the field are part of it; a field that runs on over several lines ends with its first one.
    """
    text = lines.text
    at, ends = _field(text, lines.begin(node.mark.line + 1), delimiters)
    for _ in range(node.mark.column):
        if text[ends : ends + 1] in {"", "\r", "\n"}:
            break  # a row that is shorter than its header
        at, ends = _field(text, ends + 1, delimiters)
    line, column = lines.place(at)
    ends = min(ends, lines.end(line))
    return Region(line, column, column + max(1, len(text[at:ends].rstrip())))


def _field(text: str, at: int, delimiters: Collection[str]) -> tuple[int, int]:
    """The beginning and the end of the field from an offset on, blanks before it left out."""
    while text[at : at + 1] == " ":
        at += 1
    quoted = _FIELD_IN_QUOTES.match(text, at)
    ends = quoted.end() if quoted else at
    while ends < len(text) and text[ends] not in delimiters and text[ends] not in "\r\n":
        ends += 1
    return at, ends
