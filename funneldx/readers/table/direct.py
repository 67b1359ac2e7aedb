"""Rows of a wide table to funnels, column by column, where nothing in them is remarkable.

What a cell becomes is settled once for each different cell, by the shapes that read every format; what is the same
in several rows is the same object. A row that holds anything to remark on is left to `rows.Maker`, which says it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from funneldx import stage_names
from funneldx.documents.nodes import At, Scalar
from funneldx.documents.numbers import MISSING, whole, written
from funneldx.documents.shapes import Reading, Shape, Table
from funneldx.model import Customers, Funnel, Location, Role, Stage
from funneldx.readers.funnel_format import FIELDS, Stages
from funneldx.readers.table.cells import is_missing, money
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.survey import Survey
from funneldx.stage_names import role_of

_ODD: Any = object()
"""In place of what has to be read with care."""
_KEPT = 10_000
"""Different cells of a column of which it is kept what they become."""
_LONGEST_NUMBER = 30
"""Letters beyond which what stands alone in a row might be a sentence."""
_DEFAULTS = Funnel._field_defaults


class Layout(NamedTuple):
    """Where the fields of each funnel of a table stand: the same column in every row."""

    path: str
    fields: Mapping[str, tuple[int, tuple[int, ...]]]
    """The index of the column, and of those columns of which one has to hold something; none for all rows."""


class RowPlaces(NamedTuple):
    """Where the fields of one funnel stand (see `model.Places`)."""

    layout: Layout
    line: int
    cells: tuple[str, ...]

    def find(self, field: str) -> Location:
        while field:
            if found := self.layout.fields.get(field):
                index, holding = found
                if not holding or not all(is_missing(self.cells[one]) for one in holding):
                    return Location(self.layout.path, self.line, index + 1)
            field = field.rpartition(".")[0]
        return Location(self.layout.path, self.line, 1)


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
        self.odd = self.odd or value is _ODD
        return value


_new_funnel = partial(tuple.__new__, Funnel)
_new_stage = partial(tuple.__new__, Stage)
_new_places = partial(tuple.__new__, RowPlaces)


class Direct:
    """Makes the funnels of the rows of one wide table."""

    def __init__(self, survey: Survey, columns: Columns, where: tuple[int, ...], path: str) -> None:
        """Take a table whose columns are settled, and those that may name rows of sums."""
        self._columns = columns
        self._where = where
        self._begins = survey.begins
        self._path = path
        self._headers = [column.header.strip() for column in survey.columns]
        self._width = len(self._headers)
        self._stages = [
            (index, name.strip(), role or role_of(name.strip()), role is not None)
            for index, name, role in columns.stages
        ]
        self.layout = Layout(path, self._places())
        self._kept: dict[str, Kept] = {
            "period": Kept(self._period),
            "labels": Kept(self._labels),
            "customers": Kept(self._customers),
            **{key: Kept(partial(self._value, key)) for key in columns.keys},
        }

    @property
    def fits(self) -> bool:
        """Whether the headers make fields of a funnel as they are."""
        names = [name for _, name, _, _ in self._stages]
        labels = [self._headers[index] for index in self._columns.labels]
        return (
            len(names) <= Stages.MOST
            and len({name.casefold() for name in names}) == len(names)
            and len(set(labels)) == len(labels)
            and all(name and name != "<<" and len(name) <= Table.LONGEST_KEY for name in (*names, *labels))
        )

    def funnels(
        self, lines: Iterable[int], columns: Sequence[list[str]], digits: Sequence[bool]
    ) -> tuple[Iterator[Funnel], set[int]]:
        """The funnel of each row, and the rows that are left to be read with care: theirs are no funnels.

        Of each column its cells, and whether they are nothing but ASCII digits.
        """
        odd = self._unfitting(columns)
        values: dict[str, Iterable[Any]] = {
            "stages": self._all_stages(columns, digits, odd),
            "places": map(
                _new_places, zip(repeat(self.layout), lines, zip(*columns, strict=True), strict=False)
            ),
        }
        for key, index in self._columns.keys.items():
            values[key] = self._texts(key, columns[index], odd)
        if self._columns.period:
            values["period"] = self._kept_values("period", self._columns.period.columns, columns, odd)
        if self._columns.labels:
            values["labels"] = self._kept_values("labels", self._columns.labels, columns, odd)
        if self._columns.temperatures:
            of = tuple(self._columns.temperatures.values())
            values["customers"] = self._kept_values("customers", of, columns, odd)
        in_order = (values.get(field) or repeat(_DEFAULTS[field]) for field in Funnel._fields)
        return map(_new_funnel, zip(*in_order, strict=False)), odd

    def _unfitting(self, columns: Sequence[list[str]]) -> set[int]:
        """Rows with something behind the last header, or with a word that says that they hold sums."""
        odd: set[int] = set()
        for column in columns[self._width :]:
            odd.update(number for number, cell in enumerate(column) if cell)
        for index in self._where:
            column = columns[index]
            if words := set(stage_names.summing(set(column))):
                odd.update(number for number, cell in enumerate(column) if cell in words)
        return odd

    def _kept_values(
        self, field: str, indexes: tuple[int, ...], columns: Sequence[list[str]], odd: set[int]
    ) -> list[Any]:
        kept = self._kept[field]
        values = [*map(kept.__getitem__, zip(*(columns[index] for index in indexes), strict=True))]
        return _noted(values, odd) if kept.odd else values

    def _texts(self, key: str, cells: list[str], odd: set[int]) -> list[Any]:
        """The values of a key that stands in a column."""
        kept = self._kept[key]
        if key in {"name", "channel"} and max(map(len, cells)) <= FIELDS[key].longest:
            if MISSING.isdisjoint(map(str.lower, cells)):
                return cells
            return [None if is_missing(cell) else cell for cell in cells]
        values = [*map(kept.__getitem__, cells)]
        return _noted(values, odd) if kept.odd else values

    def _all_stages(
        self, columns: Sequence[list[str]], digits: Sequence[bool], odd: set[int]
    ) -> list[tuple[Stage, ...]]:
        """The stages of each row; a row that has none of the counts may be a remark."""
        found = []
        lacking = True
        for index, name, role, given in self._stages:
            cells = columns[index]
            different = set(cells)
            if digits[index] and len(different) * 2 > len(cells) and all(map(_is_plain, different)):
                stages = zip(repeat(name), repeat(role), map(int, cells), repeat(given), strict=False)
                found.append([*map(_new_stage, stages)])
                lacking = False
                continue
            table = {cell: self._stage(name, role, given, cell) for cell in different}
            values = [*map(table.__getitem__, cells)]
            found.append(_noted(values, odd) if _ODD in table.values() else values)
            lacking = lacking and not MISSING.isdisjoint(map(str.lower, different))
        rows = [*zip(*found, strict=True)]
        if lacking:
            odd.update(
                number
                for number, stages in enumerate(rows)
                if all(stage is not _ODD and stage.count is None for stage in stages)
            )
        return rows

    def _stage(self, name: str, role: Role | None, given: bool, cell: str) -> Stage:
        count = self._number(cell)
        return _ODD if count is _ODD else Stage(name, role, count, given)

    def _number(self, cell: str) -> Any:
        if cell.isascii() and cell.isdigit():
            return int(cell) if _is_plain(cell) else _ODD
        if is_missing(cell):
            return None
        number = written(cell)
        digits = number and whole(number, self._begins)
        return int(digits) if digits and _is_plain(digits) and len(cell) <= _LONGEST_NUMBER else _ODD

    def _customers(self, cells: tuple[str, ...]) -> Any:
        counts = dict(zip(self._columns.temperatures, map(self._number, cells), strict=True))
        if any(count is _ODD for count in counts.values()):
            return _ODD
        return _DEFAULTS["customers"] if set(counts.values()) == {None} else Customers(**counts)

    def _labels(self, cells: tuple[str, ...]) -> Any:
        """The labels that a row has; the default where it has none."""
        found = {
            self._headers[index]: cell
            for index, cell in zip(self._columns.labels, cells, strict=True)
            if not is_missing(cell)
        }
        longest = FIELDS["labels"].value.longest
        return _ODD if any(len(cell) > longest for cell in found.values()) else found or _DEFAULTS["labels"]

    def _period(self, cells: tuple[str, ...]) -> Any:
        if all(map(is_missing, cells)):
            return None
        assert self._columns.period
        return _read("period", self._columns.period.convert(*cells) or " ".join(cells))

    def _value(self, key: str, cell: str) -> Any:
        if is_missing(cell):
            return None
        value = money(cell, self._begins) if key == "deal_value" else cell
        return _read(key, value.casefold() if key in {"market", "approach"} else value)

    def _places(self) -> dict[str, tuple[int, tuple[int, ...]]]:
        columns = self._columns
        fields: dict[str, tuple[int, tuple[int, ...]]] = {"stages": (0, ())}
        listed = any(given for _, _, _, given in self._stages)
        for number, (index, name, _, given) in enumerate(self._stages):
            fields[f"stages.{name}"] = index, ()
            if listed:
                parts = ("name", "count", "role") if given else ("name", "count")
                fields |= {f"stages[{number}].{part}": (index, ()) for part in parts}
        fields |= {key: (index, (index,)) for key, index in columns.keys.items()}
        if columns.period:
            fields["period"] = columns.period.columns[-1], columns.period.columns
        if columns.labels:
            fields["labels"] = columns.labels[0], columns.labels
            fields |= {f"labels.{self._headers[index]}": (index, (index,)) for index in columns.labels}
        if columns.temperatures:
            of = tuple(columns.temperatures.values())
            fields["customers"] = min(of), of
            fields |= {f"customers.{name}": (index, (index,)) for name, index in columns.temperatures.items()}
        return fields


def _is_plain(digits: str) -> bool:
    """Whether digits are a count as they stand: none is too many, nor is there a leading zero."""
    return len(digits) < 16 and (digits[0] != "0" or digits == "0")


def _read(field: str, text: str) -> Any:
    """What the shape of a field makes of a text, with no complaint."""
    reading = Reading("")
    shape: Shape = FIELDS[field]
    value = shape.read(Scalar(text, False, At(0, 0)), reading, field)
    return _ODD if reading.problems else value


def _noted(values: list[Any], odd: set[int]) -> list[Any]:
    """The values; the numbers of those that are odd are noted."""
    odd.update(number for number, value in enumerate(values) if value is _ODD)
    return values
