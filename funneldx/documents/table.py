"""Delimited text into rows with their line numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from funneldx.documents.nodes import Node
from funneldx.documents.numbers import written
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Region

if TYPE_CHECKING:
    from funneldx.documents.extents import Lines

DELIMITERS = (",", ";", "\t", "|")
_SAID = re.compile(r"""["']?sep=([^\r\n])["']?[ \t]*(?:\r\n|\n|\r)""", re.IGNORECASE)
_SAMPLE = 20
_SAMPLE_SIZE = 65536


class Row(NamedTuple):
    """The fields of one row and the 1-based line it begins on."""

    line: int
    cells: list[str]


class Delimited:
    """The rows of a text, as often as they are asked for; blank lines and lines that start with `#` are left out.

    The delimiter is found out unless it is given; a first line `sep=;` says it too. Iterating raises UnreadableError
    where a row cannot be taken apart.
    """

    def __init__(self, text: str, path: str, delimiter: str | None = None) -> None:
        self._line = 1
        if said := _SAID.match(text):
            delimiter = delimiter or said[1]
            text = text[said.end() :]
            self._line = 2
        self._text = text
        self._path = path
        self.delimiter = delimiter or delimiter_of(text)
        self.mended: set[int] = set()
        """The lines of short rows that are whole once their tabs are taken for delimiters."""
        self._lines: Lines | None = None

    def __iter__(self) -> Iterator[Row]:
        return _rows(self._text, self.delimiter, self._path, self._line, self.mended)

    def region(self, node: Node) -> Region:
        """Return the characters of a field (see `nodes.Written`)."""
        from funneldx.documents.extents import Lines, of_field  # noqa: PLC0415  (most reports need no ends)

        self._lines = self._lines or Lines(self._text, "table", self._line - 1)
        mended = "\t" if node.mark.line + 1 in self.mended else ""
        return of_field(self._lines, node, self.delimiter + mended)


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into equally many fields, and into those that make sense.

    A field makes sense if it is a number or holds none of the other delimiters: `Leads;1 500,00` is a name and a
    number by its semicolon, and neither by its comma.
    """

    def fit(delimiter: str) -> tuple[float, int]:
        widths = []
        fields = sensible = 0
        others = "".join(other for other in DELIMITERS if other != delimiter)
        try:
            for row in _rows(text[:_SAMPLE_SIZE], delimiter, "", 1):
                widths.append(len(row.cells))
                for cell in row.cells:
                    fields += 1
                    sensible += not any(sign in cell for sign in others) or written(cell) is not None
                if len(widths) == _SAMPLE:
                    break
        except UnreadableError:
            pass  # the sample may end within a row
        usual = max(widths, key=lambda width: (widths.count(width), width), default=1)
        if usual == 1:
            return 0, 0
        return widths.count(usual) / len(widths) * sensible / fields, usual

    return max(DELIMITERS, key=fit)


class _Lines:
    """The lines of a text for a parser that asks for as many as a row takes; comments between rows are passed over."""

    def __init__(self, text: str, line: int, delimiter: str) -> None:
        self._lines = iter(StringIO(text, newline=""))
        self._delimiter = delimiter
        self.line = line - 1
        """The number of the line last given."""
        self.begins = 0
        """The line that the row at hand begins on; 0 between rows."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        for text in self._lines:
            self.line += 1
            if not self.begins:
                if text.startswith("#") and self._is_comment(text):
                    continue
                self.begins = self.line
            return text
        raise StopIteration

    def _is_comment(self, text: str) -> bool:
        """Whether a line that begins with `#` is one: `#REF!,5`, `#,stage` and `# of Leads` are fields of a row."""
        fields = text.split(self._delimiter)
        if len(fields) == 1:
            return True
        counts = text[:5].lower() == "# of " or any(
            field.lstrip(" \"'").startswith("#") for field in fields[1:]
        )
        return text[1:2] in {" ", "#", "!"} and not counts


def _rows(text: str, delimiter: str, path: str, line: int, mended: set[int] | None = None) -> Iterator[Row]:
    lines = _Lines(text, line, delimiter)
    width = 0
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begins = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError(_misquoted(path, lines.begins, error)) from None
        if cells is None:
            return
        if len(cells) < width and mended is not None:
            cells = _mended(cells, width, lines.begins, mended)
        cells = [cell.strip() for cell in cells]
        if any(cells):
            width = width or len(cells)
            yield Row(lines.begins, cells)


def _mended(cells: list[str], width: int, line: int, mended: set[int]) -> list[str]:
    """A row with its tabs taken for delimiters too, if that makes it as wide as the first one."""
    parts = [part for cell in cells for part in cell.split("\t")]
    if len(parts) != width:
        return cells
    mended.add(line)
    return parts


def _misquoted(path: str, line: int | None, error: csv.Error) -> Problem:
    if "field larger" in str(error):
        limit = csv.field_size_limit()
        return Problem(
            path,
            line,
            None,
            f"a field of this row runs on for more than {limit:,} characters",
            "check for a quote that is never closed, and that this is a table at all",
        )
    if "unexpected end of data" in str(error):
        return Problem(
            path,
            line,
            None,
            "a quote that opens in this row is never closed",
            "close it, or write it twice if it is meant",
        )
    return Problem(
        path,
        line,
        None,
        f"this row cannot be taken apart: {error}",
        "put a field that holds quotes into quotes and write its own quotes twice",
    )
