"""Delimited text into rows with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from funneldx.errors import Problem, UnreadableError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20


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
        for row in _rows(text[:65536], delimiter, "", 1):
            widths.append(len(row.cells))
            if len(widths) == _SAMPLE:
                break
        if not widths or widths[0] == 1:
            return 0, 0
        return widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=fit)


def _rows(text: str, delimiter: str, path: str, line: int) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    offset = line
    while True:
        begins = reader.line_num + offset
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError(
                Problem(path, begins, 1, f"this row cannot be read: {error}", "check for a quote that is never closed")
            ) from None
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if any(cells) and not cells[0].startswith("#"):
            yield Row(begins, cells)
