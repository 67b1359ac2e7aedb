"""What stands in the columns of a table, seen once over all its rows before any of them is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from funneldx.documents.grid import Grid, Row
from funneldx.documents.numbers import MISSING, amount, decimal_sign, is_amount, whole, written
from funneldx.documents.table import Block, Delimited, Part, rows_of
from funneldx.documents.written_table import WrittenTable
from funneldx.errors import Problem, UnreadableError
from funneldx.stage_names.headers import PERIODS, header_of
from funneldx.stage_names.sums import is_summary, summing, sums_up
from funneldx.tuples import NamedTuple

_CHUNK = 2048
_KEPT = 5000
_MANY = 200
"""Different cells from which on it is quicker to ask for all of them together which are of sums."""
_SMALL = 5 << 18
"""Bytes of a table whose rows are kept while it is read."""
_SURELY_TEXT = 1000
_SHORT = 30
"""Letters under which a name may be one of sums, in a column that surely holds words."""
_DECIMALS = r"(?:[0-9]+\.[0-9]{1,2}\n)*[0-9]+\.[0-9]{1,2}"
_ZEROS = r"\.0{1,2}(?![0-9])"
_NOT_NUMBERS = PERIODS | {"stage"}
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

    @property
    def _tells_totals(self) -> bool:
        """Whether enough is known of how many rows of sums it names: those of many kinds, among others."""
        return self.totals > _SURELY_TEXT and self.total

    def take(self, cells: list[str]) -> None:
        """Look at more cells of the column."""
        joined = "".join(cells)
        self.flags = self.flags and set(joined) <= {"0", "1"} and set(cells) <= {"0", "1", ""}
        digits = joined.isascii() and joined.isdigit()
        if digits and "" not in cells:
            if not self.wholes:
                self.counts_up = (
                    cells == [str(number) for number in range(1, len(cells) + 1)] and len(cells) > 1
                )
            self.wholes += len(cells)
            return
        different = set(cells)
        self.longest = max(self.longest, *map(len, different))
        if self.texts > _SURELY_TEXT and self.texts > 20 * (self.wholes + self.numbers):
            self.texts += len(cells)
            if self._tells_totals:
                return
            if words := summing([cell for cell in different if len(cell) < _SHORT]):
                counted = Counter(cells)
                self.totals += sum(counted[word] for word in words)
        elif digits:
            self.wholes += len(cells) - cells.count("")
        elif len(self.values) < _KEPT or not self._take_decimals(cells):
            counted = Counter(cells)
            says = set(summing(counted)).__contains__ if len(counted) > _MANY else says_sums
            for cell, times in counted.items():
                self._count(cell, times, says)

    def _take_decimals(self, cells: list[str]) -> bool:
        """Look at more cells if all of them have one or two decimals, as money has."""
        text = "\n".join(cells)
        if not re.fullmatch(_DECIMALS, text):
            return False
        wholes = len(re.findall(_ZEROS, text))
        self.wholes += wholes
        self.numbers += len(cells) - wholes
        self.told.add(".")
        return True

    def _count(self, cell: str, times: int, says: Callable[[str], bool]) -> None:
        """Look at a cell that stands so many times there, of which `says` tells whether it is one of sums."""
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
            self.totals += times * (not self._tells_totals and says(cell))


def says_sums(cell: str) -> bool:
    """Whether a name is one of sums, averages or plans, and of no funnel."""
    return sums_up(cell) or is_summary(cell)


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
    blocks: tuple[Block, ...]
    written: WrittenTable
    """Where its fields stand."""
    kept: Mapping[Block, Part]
    """What each block of a small table holds below the header, since it is gone through several times."""

    def part(self, block: Block) -> Part:
        """What a block holds below the header; a header that is repeated among the rows is left out."""
        kept = self.kept.get(block)
        if kept is not None:
            return kept
        return _below(self.table.part(block), self.header, headless=self.headless)

    def cells(self, *indexes: int) -> Iterator[tuple[list[str], ...]]:
        """Some columns block by block, without the rows that are too short to have all of them."""
        longest = max(indexes)
        for part in map(self.part, self.blocks):
            if not isinstance(part, Grid):
                rows = [row.cells for row in part if len(row.cells) > longest]
                yield tuple([cells[index] for cells in rows] for index in indexes)
            elif len(part.columns) > longest:
                yield tuple(part.columns[index] for index in indexes)


def surveyed(table: Delimited, header: Row, names: Iterable[str], *, headless: bool = False) -> Survey:
    """Look through a table; `headless` where the row of `header` is already one of a stage."""
    columns = tuple(Column(name) for name in names)
    look = _Look(columns)
    blocks = []
    kept: dict[Block, Part] = {}
    broken = None
    try:
        for block, part in table.blocks():
            blocks.append(block)
            below = _below(part, header, headless=headless)
            look.over(below)
            if block.offset + block.length <= _SMALL:
                kept[block] = below
            else:
                kept.clear()
        look.end()
    except UnreadableError as error:
        broken = error.problem
    told = {
        sign for column in columns if header_of(column.header) not in _NOT_NUMBERS for sign in column.told
    }
    begins = decimal_sign(told, table.delimiter)
    return Survey(
        table,
        header,
        headless,
        columns,
        look.rows,
        begins,
        broken,
        tuple(blocks),
        WrittenTable(table, tuple(blocks)),
        kept,
    )


class _Look:
    """Shows rows to columns so many at a time, however they are spread over blocks: what is learnt depends on it."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.rows = 0
        self._columns = columns
        self._held: list[list[str]] = [[] for _ in columns]
        self._seen = 0

    def over(self, part: Part) -> None:
        """Look at more rows."""
        width = len(self._columns)
        height = part.height if isinstance(part, Grid) else len(part)
        begin = 0
        while begin < height:
            end = min(height, begin + _CHUNK - self._seen)
            cells: Iterable[Sequence[str]] = ()
            if not isinstance(part, Grid):
                fitting = [row.cells[:width] for row in part[begin:end] if len(row.cells) >= width]
                cells = zip(*fitting, strict=True)
            elif len(part.columns) >= width:
                cells = [column[begin:end] for column in part.columns[:width]]
            for held, some in zip(self._held, cells, strict=False):
                held.extend(some)
            self._seen += end - begin
            begin = end
            if self._seen == _CHUNK:
                self.end()

    def end(self) -> None:
        """Show what was held back."""
        for column, cells in zip(self._columns, self._held, strict=True):
            if cells:
                column.take(cells)
        self._held = [[] for _ in self._columns]
        self.rows += self._seen
        self._seen = 0


def _below(part: Part, header: Row, *, headless: bool) -> Part:
    """The rows of a block that stand below the header, and are not the header once more."""
    again = [cell.casefold() for cell in header.cells]
    if isinstance(part, Grid) and part.line > header.line and (headless or not _may_be_again(part, again)):
        return part
    first = header.line if headless else header.line + 1
    return [
        row
        for row in rows_of(part)
        if row.line >= first
        and (
            headless
            or row.cells[0].lstrip("\ufeff").casefold() != again[0]
            or not _is_again(row.cells, again)
        )
    ]


def _may_be_again(part: Grid, header: list[str]) -> bool:
    """Whether the header may stand among the rows: not beside digits that it does not have."""
    if any(digits and not name.isdigit() for digits, name in zip(part.digits, header, strict=False)):
        return False
    return any(cell.lstrip("\ufeff").casefold() == header[0] for cell in set(part.columns[0]))


def _is_again(cells: list[str], header: list[str]) -> bool:
    """Whether a row is the header once more, as files that were put together have it."""
    return [cells[0].lstrip("\ufeff").casefold(), *(cell.casefold() for cell in cells[1:])] == header
