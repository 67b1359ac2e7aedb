"""Delimited text into rows with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from funneldx.errors import Problem, UnreadableError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20
_SAMPLE_SIZE = 65536


class Row(NamedTuple):
    """The fields of one row and the 1-based line it begins on."""

    line: int
    cells: list[str]


def rows(text: str, path: str) -> Iterator[Row]:
    """Yield the rows of `text`, its delimiter found out; blank lines and lines that start with `#` are left out.

    Raises UnreadableError where a row cannot be taken apart.
    """
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _rows(rest, first.strip()[4], path, 2)
    return _rows(text, delimiter_of(text), path, 1)


def delimiter_of(text: str) -> str:
    """The delimiter under which most of the first rows have as many fields as the first one, and more than one."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths = []
        try:
            for row in _rows(text[:_SAMPLE_SIZE], delimiter, "", 1):
                widths.append(len(row.cells))
                if len(widths) == _SAMPLE:
                    break
        except UnreadableError:
            widths = widths[:-1]  # the sample may end within a row
        if not widths or widths[0] == 1:
            return 0, 0
        return widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=fit)


class _Lines:
    """The lines of a text for a parser that asks for as many as a row takes; comments between rows are passed over."""

    def __init__(self, text: str, line: int) -> None:
        self._lines = iter(StringIO(text, newline=""))
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
                if text.startswith("#"):
                    continue
                self.begins = self.line
            return text
        raise StopIteration


def _rows(text: str, delimiter: str, path: str, line: int) -> Iterator[Row]:
    lines = _Lines(text, line)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begins = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError(_misquoted(path, lines.begins, error)) from None
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield Row(lines.begins, cells)


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
