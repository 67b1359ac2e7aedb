"""A block of a table as columns: what most tables are throughout, read without a look at each of their rows."""

from __future__ import annotations

import csv

from funneldx.tuples import NamedTuple, maker


class Row(NamedTuple):
    """The fields of one row and the 1-based line it begins on."""

    line: int
    cells: list[str]


made_row = maker(Row)

_MOST_COLUMNS = 10_000
"""Fields of a row from which on it is no column that is worth having."""


class Grid(NamedTuple):
    """Rows of equally many fields, each on a line of its own and none of them blank."""

    line: int
    """The number of the first one's line, from 1 on."""
    height: int
    """How many rows, and lines."""
    columns: list[list[str]]
    digits: list[bool]
    """Of each column whether it holds nothing but ASCII digits, in every row."""

    def rows(self, begin: int = 0, end: int | None = None) -> list[Row]:
        """The same, or some of it, row by row."""
        columns = [column[begin:end] for column in self.columns]
        return [
            made_row((line, list(cells)))
            for line, cells in enumerate(zip(*columns, strict=True), start=self.line + begin)
        ]


def grid(text: str, delimiter: str, line: int) -> Grid | None:
    """Take lines apart that begin on `line`; None where a row takes more than cutting its line at each delimiter.

    So where a quoted field runs over several lines, a line is blank, a comment or perhaps a header, or the rows are
    not equally long.
    """
    if (delimiter.isspace() and delimiter != "\t") or delimiter in '"#':
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text and '"' in text:
            return None
        text = text.replace("\r", "\n")
    if text.startswith("#") or "\n#" in text:
        return None
    text = text.removesuffix("\n")
    cut = _quoted(text, delimiter) if '"' in text else _unquoted(text, delimiter)
    if cut is None:
        return None
    columns: list[list[str]] = []
    digits = []
    for column in cut:
        joined = "".join(column)
        plain = joined.isascii() and joined.isdigit()
        columns.append(column if plain else [*map(str.strip, column)])
        digits.append(plain and "" not in column)
    if all("" in column for column in columns) and not all(map(any, zip(*columns, strict=True))):
        return None
    return Grid(line, len(columns[0]), columns, digits)


def _unquoted(text: str, delimiter: str) -> list[list[str]] | None:
    """The columns of lines without any quote.

    Every line but the first begins with its line end once these are delimiters too, so that the rows are equally
    long if those fall into the first column, all of them.
    """
    if _may_be_too_large(text, delimiter):
        return None
    ends = text.count("\n")
    first = text[: text.find("\n")] if ends else text
    width = first.count(delimiter) + 1
    if width > _MOST_COLUMNS:
        return None
    cells = text.replace("\n", f"{delimiter}\n").split(delimiter)
    if len(cells) != (ends + 1) * width:
        return None
    columns = [cells[index::width] for index in range(width)]
    if "".join(columns[0]).count("\n") != ends:
        return None
    columns[0] = [*map(str.strip, columns[0])]
    return columns


def _quoted(text: str, delimiter: str) -> list[list[str]] | None:
    """The columns of lines with quotes in them."""
    lines = text.split("\n")
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or len(set(map(len, rows))) != 1:
        return None
    return [list(column) for column in zip(*rows, strict=True)]


def _may_be_too_large(text: str, delimiter: str) -> bool:
    """Whether a field may be over what a parser takes: it would stand over one of these places."""
    limit = csv.field_size_limit()
    for place in range(limit, len(text), limit):
        begin = max(text.rfind(delimiter, 0, place), text.rfind("\n", 0, place))
        ends = [end for end in (text.find(delimiter, place), text.find("\n", place)) if end >= 0]
        if min(ends, default=len(text)) - begin - 1 > limit:
            return True
    return False
