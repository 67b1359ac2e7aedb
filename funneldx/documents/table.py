"""Delimited text into rows with their line numbers, a block of the file after the other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from funneldx.documents.content import Content
from funneldx.documents.grid import Grid, Row, grid, made_row
from funneldx.documents.numbers import written
from funneldx.errors import Problem, UnreadableError
from funneldx.tuples import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
BLOCK = 1 << 18
"""Bytes of a block, until its last row ends."""
_BEGINNING = 1 << 12
"""Bytes of the first block, in which titles and the header stand: it takes more care than the others."""
_LONGEST_ROW = 1 << 27
"""Bytes that no row can have: this many fields of the largest size are no table."""
_SAID = re.compile(r"""["']?sep=([^\r\n])["']?[ \t]*(?:\r\n|\n|\r)""", re.IGNORECASE)
_SAMPLE = 20
_SAMPLE_SIZE = 65536
_LINE_END = re.compile(rb"\r\n|\n|\r")


class Block(NamedTuple):
    """A piece of a table that can be read without those before it: whole rows."""

    offset: int
    """Of its first byte in the file (in what is kept of it, for an encoding that has to be)."""
    length: int
    """In bytes."""
    line: int
    """The number of its first line, from 1 on."""


Part = Grid | list[Row]
"""What a block holds: its columns where every line is a row and nothing in it needs care, else its rows."""


def rows_of(part: Part) -> list[Row]:
    """The rows of a block."""
    return part.rows() if isinstance(part, Grid) else part


class Delimited:
    """The rows of a text, as often as they are asked for; blank lines and lines that start with `#` are left out.

    The delimiter is found out unless it is given; a first line `sep=;` says it too. Going through it raises
    UnreadableError where a row cannot be taken apart, after all those that can.
    """

    def __init__(self, content: Content | str, path: str, delimiter: str | None = None) -> None:
        """Take a text and the path that messages name."""
        self._content = Content.of(content) if isinstance(content, str) else content
        self._path = path
        self._start, self._line = self._content.start, 1
        beginning = self._content.raw.read(self._start, 5 * _SAMPLE_SIZE)
        text = self._content.beginning(beginning)
        if said := _SAID.match(text):
            delimiter = delimiter or said[1]
            text = text[said.end() :]
            self._start += _end_of_line(beginning, 1)
            self._line = 2
        self.delimiter = delimiter or delimiter_of(text)
        self._width = 0
        """The fields of the first row; 0 until it is read."""
        self.mended: set[int] = set()
        """The lines of short rows that are whole once their tabs are taken for delimiters."""

    def __iter__(self) -> Iterator[Row]:
        for _, part in self.blocks():
            yield from rows_of(part)

    def blocks(self) -> Iterator[tuple[Block, Part]]:
        """Cut the text into blocks, where a row ends, and read them."""
        offset, line = self._start, self._line
        size = min(BLOCK, _BEGINNING)
        while data := self._content.raw.read(offset, size):
            last = offset + len(data) >= self._content.end
            if not last and not (data := data[: _cut(data)]):
                size = self._larger(size, line)
                continue
            text = self._content.text(data)
            part: Part | None = self._plain(text, offset, line)
            broken: UnreadableError | None = None
            lines = 0
            if part is None:
                part, lines, broken = self._careful(text, line)
                if isinstance(broken, _OpenError) and not last:
                    if broken.line == line:
                        size = self._larger(size, line)
                        continue
                    data = data[: _end_of_line(data, broken.line - line)]
                    lines, broken = broken.line - line, None
            yield Block(offset, len(data), line), part
            if broken:
                raise broken
            offset += len(data)
            line += part.height if isinstance(part, Grid) else lines
            size = BLOCK

    def text_of(self, block: Block) -> str:
        """Read a block again; raises OSError, and UnreadableError where the file is no longer the same."""
        return self._content.text(self._content.raw.read(block.offset, block.length))

    def part(self, block: Block) -> Part:
        """Read its rows again; raises likewise."""
        text = self.text_of(block)
        part = self._plain(text, block.offset, block.line)
        return self._careful(text, block.line)[0] if part is None else part

    def _plain(self, text: str, offset: int, line: int) -> Grid | None:
        """The columns of a block; None for the first one, where titles and the header stand, and where it takes care."""
        if offset == self._start or not self._width or text.isspace():
            return None
        found = grid(text, self.delimiter, line)
        return found if found and len(found.columns) >= self._width else None

    def _careful(self, text: str, line: int) -> tuple[list[Row], int, UnreadableError | None]:
        """The rows of a block, how many lines they take, and what is wrong behind them."""
        if text.isspace() and "\r" not in text:
            return [], text.count("\n") + (text[-1] != "\n"), None
        lines = _Lines(text, line, self.delimiter)
        rows: list[Row] = []
        broken = None
        try:
            for row in _rows(lines, self.delimiter, self._path, self._width, self.mended):
                self._width = self._width or len(row.cells)
                rows.append(row)
        except UnreadableError as error:
            broken = error
        return rows, lines.line - line + 1, broken

    def _larger(self, size: int, line: int) -> int:
        """A larger size, for a row that does not fit into a block."""
        if size >= _LONGEST_ROW:
            problem = Problem(
                self._path,
                line,
                None,
                f"a row runs on for more than {_LONGEST_ROW >> 20} MiB",
                "check for a quote that is never closed, and that this is a table at all",
            )
            raise UnreadableError(problem)
        return size * 2


def _cut(data: bytes) -> int:
    r"""Where the last line of some bytes ends; 0 if none does. A `\r` at their end may be half of a line end."""
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1


def _end_of_line(data: bytes, number: int) -> int:
    """Where the line of this number ends, from 1 on."""
    return [found.end() for found, _ in zip(_LINE_END.finditer(data), range(number), strict=False)][-1]


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
            for row in _rows(_Lines(text[:_SAMPLE_SIZE], 1, delimiter), delimiter, "", 0, None):
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
                if text == "\n" or (text.startswith("#") and self._is_comment(text)):
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


class _OpenError(UnreadableError):
    """The text ends within the quotes that a row opens on `line`."""

    def __init__(self, problem: Problem, line: int) -> None:
        super().__init__(problem)
        self.line = line


def _rows(lines: _Lines, delimiter: str, path: str, width: int, mended: set[int] | None) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begins = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problem = _misquoted(path, lines.begins, error)
            raise (
                _OpenError(problem, lines.begins) if "end of data" in str(error) else UnreadableError(problem)
            ) from None
        if cells is None:
            return
        if len(cells) < width and mended is not None and "\t" in "".join(cells):
            cells = _mended(cells, width, lines.begins, mended)
        cells = [cell.strip() for cell in cells]
        if any(cells):
            width = width or len(cells)
            yield made_row((lines.begins, cells))


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
