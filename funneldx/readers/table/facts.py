"""What the columns of a table say of whole funnels, settled once for each different cell, by the shapes of all formats.

What is the same in several rows becomes the same object. A cell that there is anything to remark on is `ODD`: its row
is left to `rows.Maker`, which says it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from funneldx.documents.nodes import At, Scalar
from funneldx.documents.numbers import MISSING, whole, written
from funneldx.documents.reading import Reading, Shape
from funneldx.documents.shapes import Table
from funneldx.model import Customers, Funnel
from funneldx.readers.funnel_format import FIELDS, Stages
from funneldx.readers.table.cells import is_missing, money
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.survey import Survey
from funneldx.stage_names.sums import summing

ODD: Any = object()
"""In place of what has to be read with care."""
Where = tuple[int, tuple[int, ...]]
"""The index of a column, and of those of which one has to hold something for it to count; none for any row."""
DEFAULTS = Funnel._field_defaults
_KEPT = 10_000
"""Different cells of a column of which it is kept what they become."""
_LONGEST_LABEL = FIELDS["labels"].value.longest
_LONGEST_NUMBER = 30
"""Letters beyond which what stands alone in a row might be a sentence."""


class Kept(dict[Any, Any]):
    """What cells become, made when one is met for the first time; so many are kept."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make
        self.odd = False
        """Whether any of them was odd."""

    def __missing__(self, cell: Hashable) -> Any:
        if len(self) >= _KEPT:
            self.clear()
        value = self[cell] = self._make(cell)
        self.odd = self.odd or value is ODD
        return value


class Facts:
    """Reads the name, the period, the labels and whatever else the columns of one table say of a funnel."""

    def __init__(self, survey: Survey, columns: Columns, where: tuple[int, ...]) -> None:
        """Take a table whose columns are settled, and those that may name rows of sums."""
        self.columns = columns
        self.headers = [column.header.strip() for column in survey.columns]
        self._begins = survey.begins
        self._where = where
        self._kept: dict[str, Kept] = {
            "period": Kept(self._period),
            "labels": Kept(self._labels),
            "customers": Kept(self._customers),
            **{key: Kept(partial(self._value, key)) for key in columns.keys},
        }

    @property
    def fit(self) -> bool:
        """Whether the headers of the labels make labels as they are."""
        return are_names([self.headers[index] for index in self.columns.labels], str)

    def unfitting(self, columns: Sequence[list[str]]) -> set[int]:
        """Rows with something behind the last header, or with a word that says that they hold sums."""
        odd: set[int] = set()
        for column in columns[len(self.headers) :]:
            odd.update(number for number, cell in enumerate(column) if cell)
        for index in self._where:
            column = columns[index]
            if words := set(summing(set(column))):
                odd.update(number for number, cell in enumerate(column) if cell in words)
        return odd

    def of(self, columns: Mapping[int, list[str]], odd: set[int]) -> dict[str, Iterable[Any]]:
        """The fields of a funnel for each row, by name; the numbers of rows to be read with care become `odd`."""
        values: dict[str, Iterable[Any]] = {
            key: self._texts(key, columns[index], odd) for key, index in self.columns.keys.items()
        }
        several = {
            "period": self.columns.period.columns if self.columns.period else (),
            "labels": self.columns.labels,
            "customers": tuple(self.columns.temperatures.values()),
        }
        for field, indexes in several.items():
            if indexes:
                kept = self._kept[field]
                cells = zip(*(columns[index] for index in indexes), strict=True)
                values[field] = noted([*map(kept.__getitem__, cells)], odd, any_odd=kept)
        return values

    def number(self, cell: str) -> Any:
        """A count; None where nothing is known."""
        if cell.isascii() and cell.isdigit():
            return int(cell) if is_plain(cell) else ODD
        if is_missing(cell):
            return None
        number = written(cell)
        digits = number and whole(number, self._begins)
        return int(digits) if digits and is_plain(digits) and len(cell) <= _LONGEST_NUMBER else ODD

    def places(self) -> dict[str, Where]:
        """Where the fields stand."""
        columns = self.columns
        fields: dict[str, Where] = {key: (index, (index,)) for key, index in columns.keys.items()}
        if columns.period:
            fields["period"] = columns.period.columns[-1], columns.period.columns
        if columns.labels:
            fields["labels"] = columns.labels[0], columns.labels
            fields |= {f"labels.{self.headers[index]}": (index, (index,)) for index in columns.labels}
        if columns.temperatures:
            of = tuple(columns.temperatures.values())
            fields["customers"] = min(of), of
            fields |= {f"customers.{name}": (index, (index,)) for name, index in columns.temperatures.items()}
        return fields

    def _texts(self, key: str, cells: list[str], odd: set[int]) -> list[Any]:
        """The values of a key that stands in a column."""
        if key in {"name", "channel"} and max(map(len, cells), default=0) <= FIELDS[key].longest:
            if MISSING.isdisjoint(map(str.lower, cells)):
                return cells
            return [None if is_missing(cell) else cell for cell in cells]
        kept = self._kept[key]
        return noted([*map(kept.__getitem__, cells)], odd, any_odd=kept)

    def _customers(self, cells: tuple[str, ...]) -> Any:
        counts = dict(zip(self.columns.temperatures, map(self.number, cells), strict=True))
        if any(count is ODD for count in counts.values()):
            return ODD
        return DEFAULTS["customers"] if set(counts.values()) == {None} else Customers(**counts)

    def _labels(self, cells: tuple[str, ...]) -> Any:
        """The labels that a row has; the default where it has none."""
        found = {
            self.headers[index]: cell
            for index, cell in zip(self.columns.labels, cells, strict=True)
            if not is_missing(cell)
        }
        too_long = max(map(len, cells)) > _LONGEST_LABEL and any(
            len(cell) > _LONGEST_LABEL for cell in found.values()
        )
        return ODD if too_long else found or DEFAULTS["labels"]

    def _period(self, cells: tuple[str, ...]) -> Any:
        if all(map(is_missing, cells)):
            return None
        assert self.columns.period
        return read_as("period", self.columns.period.convert(*cells) or " ".join(cells))

    def _value(self, key: str, cell: str) -> Any:
        if is_missing(cell):
            return None
        value = money(cell, self._begins) if key == "deal_value" else cell
        return read_as(key, value.casefold() if key in {"market", "approach"} else value)


def is_plain(digits: str) -> bool:
    """Whether digits are a count as they stand: they are not too many, and none of them leads for nothing."""
    return len(digits) < 16 and (digits[0] != "0" or digits == "0")


def are_plain(cells: Sequence[str]) -> bool:
    """Whether all of these digits are counts as they stand."""
    return (max(map(len, cells)) < 16 and ("\n0" not in "\n".join(("", *cells)))) or all(map(is_plain, cells))


def are_names(names: Sequence[str], fold: Callable[[str], str] = str.casefold) -> bool:
    """Whether these can stand as keys beside each other."""
    return (
        len(names) <= Stages.MOST
        and len(set(map(fold, names))) == len(names)
        and all(name and name != "<<" and len(name) <= Table.LONGEST_KEY for name in names)
    )


def read_as(field: str, text: str) -> Any:
    """What the shape of a field makes of a text."""
    reading = Reading("")
    shape: Shape = FIELDS[field]
    value = shape.read(Scalar(text, False, At(0, 0)), reading, field)
    return ODD if reading.problems else value


def noted(values: list[Any], odd: set[int], *, any_odd: Kept | bool = True) -> list[Any]:
    """The values; the numbers of those that are odd are noted, if any may be."""
    if any_odd.odd if isinstance(any_odd, Kept) else any_odd:
        odd.update(number for number, value in enumerate(values) if value is ODD)
    return values
