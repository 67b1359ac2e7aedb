"""What stands in the columns of a table, seen once over all its rows before any of them is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from funneldx import stage_names
from funneldx.documents.numbers import MISSING, amount, decimal_sign, is_amount, whole, written
from funneldx.documents.table import Delimited, Row
from funneldx.errors import Problem, UnreadableError

_CHUNK = 2048
_KEPT = 5000
_SURELY_TEXT = 1000
_NOT_NUMBERS = stage_names.PERIODS | {"stage"}
"""Kinds of columns in which a point parts a day from a month, or a step from its part."""


class Column:
    """What is known of one column."""

    def __init__(self, header: str) -> None:
        self.header = header
        self.wholes = 0
        """Cells with a whole number, as a count is."""
        self.numbers = 0
        """Cells with another number: decimals, money, per cent."""
        self.amounts = 0
        """Those of them that name a currency, a unit or per cent."""
        self.texts = 0
        self.totals = 0
        """Cells that say that their row holds sums."""
        self.longest = 0
        self.values: dict[str, None] = {}
        """The first few thousand different values, whole numbers aside."""
        self.counts_up = False
        """Whether it begins by counting its rows: 1, 2, 3."""
        self.flags = True
        """Whether it holds nothing but 0 and 1."""
        self.told: set[str] = set()
        """The signs that begin decimals in it."""

    @property
    def is_text(self) -> bool:
        """Whether it holds words, rather than numbers with a slip among them."""
        return self.texts > self.wholes + self.numbers

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known in any row."""
        return not self.texts + self.wholes + self.numbers

    @property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers, a slip aside: counts, or ids."""
        return self.wholes > self.texts and self.wholes > self.numbers

    @property
    def is_amount(self) -> bool:
        """Whether it holds amounts of money or per cent, a slip aside."""
        return self.amounts > self.wholes + self.texts

    @property
    def total(self) -> bool:
        """Whether it names rows of sums; a column that says so everywhere names none."""
        return 0 < self.totals < self.texts + self.wholes + self.numbers

    def take(self, cells: list[str]) -> None:
        """Look at more cells of the column."""
        joined = "".join(cells)
        self.flags = self.flags and set(joined) <= {"0", "1"} and set(cells) <= {"0", "1", ""}
        if joined.isascii() and joined.isdigit() and "" not in cells:
            if not self.wholes:
                self.counts_up = (
                    cells == [str(number) for number in range(1, len(cells) + 1)] and len(cells) > 1
                )
            self.wholes += len(cells)
            return
        self.longest = max(self.longest, *map(len, cells))
        if self.texts > _SURELY_TEXT and self.texts > 20 * (self.wholes + self.numbers):
            self.texts += len(cells)
            self.totals += sum(cells.count(cell) for cell in _totals_among(set(cells)))
            return
        for cell, times in Counter(cells).items():
            self._count(cell, times)

    def _count(self, cell: str, times: int) -> None:
        if cell.lower() in MISSING:
            return
        if cell.isascii() and cell.isdigit():
            self.wholes += times
            return
        if len(self.values) < _KEPT:
            self.values[cell] = None
        if number := written(cell):
            self.told |= {number.begins} - {""}
            if number.unclear or whole(number, "") is not None:
                self.wholes += times
            else:
                self.numbers += times
        elif is_amount(cell):
            self.numbers += times
            self.amounts += times
            if found := amount(cell):
                self.told |= {found[0].begins} - {""}
        else:
            self.texts += times
            self.totals += times * says_sums(cell)


def says_sums(cell: str) -> bool:
    """Whether a name is one of sums, averages or plans, and of no funnel."""
    return stage_names.sums_up(cell) or stage_names.is_summary(cell)


def _totals_among(cells: set[str]) -> list[str]:
    return [cell for cell in cells if len(cell) < 30 and says_sums(cell)]


class Survey(NamedTuple):
    """A table whose columns are known."""

    table: Delimited
    header: Row
    headless: bool
    columns: tuple[Column, ...]
    rows: int
    """Rows below the header, sums among them."""
    begins: str
    """The sign that begins decimals; empty where nothing tells."""
    broken: Problem | None
    """Where the table could not be taken apart any further."""

    def body(self) -> Iterator[Row]:
        """The rows below the header; a header that is repeated among them is left out."""
        return _body(self.table, self.header, headless=self.headless)


def surveyed(table: Delimited, header: Row, names: Iterable[str], *, headless: bool = False) -> Survey:
    """Look through a table; `headless` where the row of `header` is already one of a stage."""
    columns = tuple(Column(name) for name in names)
    width = len(columns)
    rows = 0
    broken = None
    body = _body(table, header, headless=headless)
    try:
        while chunk := list(islice(body, _CHUNK)):
            rows += len(chunk)
            fitting = [row.cells[:width] for row in chunk if len(row.cells) >= width]
            for column, cells in zip(columns, zip(*fitting, strict=True), strict=False):
                column.take(list(cells))
    except UnreadableError as error:
        broken = error.problem
    told = {
        sign
        for column in columns
        if stage_names.header_of(column.header) not in _NOT_NUMBERS
        for sign in column.told
    }
    begins = decimal_sign(told, table.delimiter)
    return Survey(table, header, headless, columns, rows, begins, broken)


def _body(table: Delimited, header: Row, *, headless: bool) -> Iterator[Row]:
    rows = iter(table)
    while next(rows).line < header.line:
        pass
    if headless:
        yield header
    again = [cell.casefold() for cell in header.cells]
    for row in rows:
        if (
            headless
            or row.cells[0].lstrip("\ufeff").casefold() != again[0]
            or not _is_again(row.cells, again)
        ):
            yield row


def _is_again(cells: list[str], header: list[str]) -> bool:
    """Whether a row is the header once more, as files that were put together have it."""
    return [cells[0].lstrip("\ufeff").casefold(), *(cell.casefold() for cell in cells[1:])] == header
