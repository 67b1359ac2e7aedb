"""Rows to funnels: what long and wide tables have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from funneldx.diagnosis import Notice
from funneldx.documents import nodes
from funneldx.documents.grid import Row
from funneldx.documents.nodes import At, Mapping
from funneldx.documents.numbers import written
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.readers.description import read_funnel
from funneldx.readers.table.cells import Counts, is_missing, mapping, money, text
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.survey import Survey, says_sums
from funneldx.readers.table.told import Told
from funneldx.readers.tally import PATIENCE, Lines, Tally
from funneldx.stage_names import is_known, normal
from funneldx.stage_names.headers import header_of, is_measure
from funneldx.stage_names.sums import is_total, summing
from funneldx.tuples import NamedTuple

Item = Funnel | Problem | Notice
_RATES = frozenset(
    ("conversion", "conv", "rate", "cr", "ctr", "share", "конверсия", "конв", "доля", "quote", "tasa", "taxa")
)
"""Words that head a rate even where its number is whole."""
_LONG = 30
"""Letters beyond which what stands alone in a row is a sentence."""


class Cell(NamedTuple):
    """A stage and the place of its count."""

    name: str
    written: str
    line: int
    column: int
    role: str | None = None


class Sums:
    """Rows that hold no funnel, or stage, of their own but sums, averages or rates: which they are, and what to say."""

    def __init__(self, survey: Survey, used: Iterable[int], columns: Columns) -> None:
        self._stage = columns.stage
        self._counts = tuple(across.column for across in columns.counts)
        self.where = tuple(index for index in used if survey.columns[index].total and index != self._stage)
        self.found: dict[str, Lines] = {}
        """The rows left out, by the words that gave them away."""
        self._no_rates: set[str] = set()

    def may_stand_in(self, columns: Sequence[list[str]]) -> bool:
        """Whether any of the rows that have these columns may be one of them."""
        if any(summing(set(columns[index])) for index in self.where):
            return True
        names = set(columns[self._stage]) if self._stage is not None else ()
        if len(names) > PATIENCE:
            return "" in names or bool(summing(names))
        if "" in names:
            return True
        return any(is_total(name) or is_measure(name) for name in names)

    def holds(self, row: Row) -> bool:
        """Whether a word says that this row holds nothing of its own; it is remembered."""
        found = (row.cells[index] for index in self.where if index < len(row.cells))
        word = next(filter(says_sums, found), None) or self._among_stages(row)
        if word is None:
            return False
        self.found[word] = self.found.get(word, Lines()).and_(row.line)
        return True

    def _among_stages(self, row: Row) -> str | None:
        """The word that says so in place of a stage, or where it begins a row that names none (`Total,,11`)."""
        if self._stage is None or self._stage >= len(row.cells):
            return None
        if name := row.cells[self._stage]:
            return name if is_total(name) or self._is_rate(name, row) else None
        first = next(filter(None, row.cells), "")
        return first if says_sums(first) else None

    def _is_rate(self, name: str, row: Row) -> bool:
        """Whether a row among stages is of a rate or of money: by its name, and its numbers where that may mislead."""
        cells = [row.cells[index] for index in self._counts if index < len(row.cells) and row.cells[index]]
        if name in self._no_rates or len(self._no_rates) > PATIENCE:
            return False
        if all(map(_is_whole, cells)) and _RATES.isdisjoint(normal(name).split()):
            return False
        if is_measure(name):  # which takes longest: not for each of so many names that no funnel has them
            return True
        self._no_rates.add(name)
        return False


def _is_whole(cell: str) -> bool:
    """Whether a cell holds a number without decimals."""
    if cell.isascii() and cell.isdigit():
        return True
    number = written(cell)
    return number is not None and not number.decimals.strip("0")


class Maker:
    """Makes the funnels of one table."""

    def __init__(self, survey: Survey, columns: Columns, path: str) -> None:
        self.columns = columns
        self.path = path
        self.written = survey.written
        self.begins = survey.begins
        self.headers = [column.header for column in survey.columns]
        self.counts = Counts(path, survey.begins)
        self.remarks = Lines()
        self._no_heads: set[tuple[str, ...]] = set()
        """Words that have stood for counts in rows that begin no table."""

    def is_remark(self, row: Row) -> bool:
        """Whether a row is a sentence below the table (`Source: CRM, exported on Monday`); it is remembered."""
        if any(row.cells[1:]):
            return False
        first = row.cells[0]
        remark = (
            ": " in first or len(first) > _LONG or first.endswith((".", ":")) or first.startswith("*")
        ) and not is_known(first)
        if remark:
            self.remarks = self.remarks.and_(row.line)
        return remark

    def begins_another(self, row: Row, counts: Iterable[int], *, lost: bool) -> Problem | None:
        """What is wrong where a second table begins: a row with words for counts, headers or stages among them.

        Once a table is `lost`, no more than so many kinds of such rows are told from it.
        """
        cells = [row.cells[index] for index in counts if index < len(row.cells)]
        if any(map(str.isdigit, cells)):
            return None
        words = [cell for cell in cells if cell and written(cell) is None and not is_missing(cell)]
        if len(words) < len(cells) or not words:
            return None
        if (said := tuple(words)) in self._no_heads:
            return None
        full = len(self._no_heads) >= PATIENCE
        what = "may begin here, below so many mistakes"
        if not (lost and full):
            heads = [cell for cell in row.cells if header_of(cell) or is_known(cell)]
            if len(heads) < 2:
                if not full and set(heads).isdisjoint(words):
                    self._no_heads.add(said)
                return None
            what = "seems to begin here"
        return Problem(
            self.path,
            row.line,
            None,
            f"a second table {what}; nothing below it is read",
            "keep one table a file",
        )

    def told(self, sums: Sums, tally: Tally, *, ended: bool) -> Told:
        """What there is to say of the rows so far; `ended` where a second table began."""
        counts = self.counts
        return Told(counts.unclear, counts.more, tuple(sums.found.items()), self.remarks, tally.unread, ended)

    def fitting(self, row: Row) -> Problem | None:
        """What is wrong with a row of more or fewer fields than the header (empty ones at its end aside)."""
        width = len(self.headers)
        if len(row.cells) == width or (len(row.cells) > width and not any(row.cells[width:])):
            return None
        return Problem(
            self.path,
            row.line,
            None,
            f"this row has {len(row.cells)} field{'s' * (len(row.cells) != 1)}; {width} were expected, as in the header",
            "put a text or number that holds the delimiter in quotes"
            if len(row.cells) > width
            else "check for a missing delimiter; leave a field empty where nothing is known",
        )

    def funnel(
        self, row: Row, stages: list[Cell], customers: dict[str, Row], period: str | None = None
    ) -> Iterator[Funnel | Problem]:
        """The funnel that begins with `row`; `customers` are the rows in which their columns are filled."""
        problems: list[Problem] = []
        root = mapping(row.line, 0)
        self._keys(root, row, period)
        if labels := self._inner(row, [(index, row) for index in self.columns.labels]):
            root.pairs.append((text("labels", row.line, labels.mark.column), labels))
        counted = self._stages(row, stages, problems)
        temperatures = self._customers(row, customers, problems)
        if counted is None or temperatures is None:
            return
        if temperatures.pairs:
            root.pairs.append((text("customers", row.line, temperatures.mark.column), temperatures))
        root.pairs.append((text("stages", row.line, 0), counted))
        funnel = read_funnel(root, self.path, self.written)
        if isinstance(funnel, Funnel):
            if not problems:
                yield funnel
        else:
            problems += funnel
        yield from sorted(problems, key=lambda one: (one.line or 0, one.column or 0))

    def _keys(self, root: Mapping, row: Row, period: str | None) -> None:
        """The keys of the funnel that stand in columns, as pairs of `root`."""
        for key, index in self.columns.keys.items():
            cell = row.cells[index]
            if not is_missing(cell):
                value = money(cell, self.begins) if key == "deal_value" else cell
                if key in {"market", "approach"}:
                    value = value.casefold()
                root.pairs.append((text(key, row.line, index), text(value, row.line, index)))
        where = self.columns.period
        if period is not None:
            root.pairs.append((text("period", row.line, 0), text(period, row.line, 0)))
        elif where and not all(is_missing(row.cells[index]) for index in where.columns):
            cells = [row.cells[index] for index in where.columns]
            value = where.convert(*cells) or " ".join(cells)
            index = where.columns[-1]
            root.pairs.append((text("period", row.line, index), text(value, row.line, index)))

    def _inner(self, row: Row, cells: list[tuple[int, Row]]) -> Mapping | None:
        """The labels of the row; None where it has none."""
        inner = mapping(row.line, cells[0][0] if cells else 0)
        for index, of in cells:
            if not is_missing(of.cells[index]):
                inner.pairs.append(
                    (text(self.headers[index], of.line, index), text(of.cells[index], of.line, index))
                )
        return inner if inner.pairs else None

    def _customers(self, row: Row, rows: dict[str, Row], problems: list[Problem]) -> Mapping | None:
        """New customers by temperature; None where a number has two readings."""
        inner = mapping(row.line, min((self.columns.temperatures[name] for name in rows), default=0))
        for name, of in rows.items():
            index = self.columns.temperatures[name]
            if not is_missing(of.cells[index]):
                count = self.counts.read(of.cells[index], of.line, index, problems)
                if count is None:
                    return None
                inner.pairs.append((text(name, of.line, index), count))
        return inner

    def _stages(
        self, row: Row, stages: list[Cell], problems: list[Problem]
    ) -> Mapping | nodes.Sequence | None:
        """The stages, as a list where a role is stated; None where a number has two readings."""
        counts = [self.counts.read(cell.written, cell.line, cell.column, problems) for cell in stages]
        known = [count for count in counts if count is not None]
        if len(known) < len(stages):
            return None
        pairs = [
            (text(cell.name, cell.line, cell.column), count)
            for cell, count in zip(stages, known, strict=True)
        ]
        if not any(cell.role for cell in stages):
            mapped = mapping(row.line, 0)
            mapped.pairs += pairs
            return mapped
        listed = nodes.Sequence(At(row.line - 1, 0))
        for cell, (name, count) in zip(stages, pairs, strict=True):
            item = mapping(cell.line, cell.column)
            item.pairs += [
                (text("name", cell.line, cell.column), name),
                (text("count", cell.line, cell.column), count),
            ]
            if cell.role:
                role = text(cell.role, cell.line, cell.column)
                item.pairs.append((text("role", cell.line, cell.column), role))
            listed.items.append(item)
        return listed
