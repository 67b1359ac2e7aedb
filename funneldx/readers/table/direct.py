"""Rows of a wide table to funnels, column by column, where nothing in them is remarkable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from funneldx.documents.numbers import MISSING
from funneldx.documents.written_table import WrittenTable
from funneldx.model import Funnel, Location, Region, Role, Stage
from funneldx.readers.table.cells import is_missing
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.facts import DEFAULTS, ODD, Facts, Where, are_names, are_plain, noted
from funneldx.readers.table.survey import Survey
from funneldx.stage_names import role_of
from funneldx.tuples import NamedTuple, maker

_SOME = 200


class Layout(NamedTuple):
    """Where the fields of each funnel of a table stand: the same column in every row."""

    path: str
    fields: Mapping[str, Where]
    written: WrittenTable

    def column_of(self, field: str, cells: Sequence[str]) -> int | None:
        """The column of a field in a row; None where it has none."""
        index, holding = self.fields.get(field, (None, ()))
        return None if holding and all(is_missing(cells[one]) for one in holding) else index


class RowPlaces(NamedTuple):
    """Where the fields of the funnel of one row stand (see `model.Extents`)."""

    layout: Layout
    line: int
    cells: tuple[str, ...]

    def find(self, field: str) -> Location:
        while field:
            if (index := self.layout.column_of(field, self.cells)) is not None:
                return _new_location((self.layout.path, self.line, index + 1))
            field = field.rpartition(".")[0]
        return _new_location((self.layout.path, self.line, 1))

    def region(self, field: str) -> Region:
        _, line, column = self.find(field)
        return self.layout.written.at(line, column)


_new_funnel = maker(Funnel)
new_stage = maker(Stage)
_new_places = maker(RowPlaces)
_new_location = maker(Location)


def funnels_of(values: Mapping[str, Iterable[Any]]) -> Iterator[Funnel]:
    """Funnels by the values of their fields, stages among them; what is not given is as for a funnel that lacks it."""
    in_order = (values[field] if field in values else repeat(DEFAULTS[field]) for field in Funnel._fields)
    return map(_new_funnel, zip(*in_order, strict=False))


class Direct:
    """Makes the funnels of the rows of one wide table."""

    def __init__(self, survey: Survey, columns: Columns, where: tuple[int, ...], path: str) -> None:
        """Take a table whose columns are settled, and those that may name rows of sums."""
        self._facts = Facts(survey, columns, where)
        self._stages = [
            (index, name.strip(), role or role_of(name.strip()), role is not None)
            for index, name, role in columns.stages
        ]
        self._layout = Layout(path, self._facts.places() | self._places(), survey.written)

    @property
    def fits(self) -> bool:
        """Whether the headers make fields of a funnel as they are."""
        return self._facts.fit and are_names([name for _, name, _, _ in self._stages])

    def funnels(
        self, lines: Iterable[int], columns: Sequence[list[str]], digits: Sequence[bool]
    ) -> tuple[Iterator[Funnel], set[int]]:
        """The funnel of each row, and the rows that are left to be read with care: theirs are no funnels.

        Of each column its cells, and whether they are nothing but ASCII digits.
        """
        odd = self._facts.unfitting(columns)
        rows = zip(*columns, strict=True)
        values = {
            **self._facts.of(dict(enumerate(columns)), odd),
            "stages": self._all_stages(columns, digits, odd),
            "places": map(_new_places, zip(repeat(self._layout), lines, rows, strict=False)),
        }
        return funnels_of(values), odd

    def _all_stages(
        self, columns: Sequence[list[str]], digits: Sequence[bool], odd: set[int]
    ) -> list[tuple[Stage, ...]]:
        """The stages of each row; one that has none of the counts may be a remark."""
        found = []
        lacking = True
        for index, name, role, given in self._stages:
            cells = columns[index]
            if digits[index] and _mostly_differ(cells) and are_plain(cells):
                stages = zip(repeat(name), repeat(role), map(int, cells), repeat(given), strict=False)
                found.append([*map(new_stage, stages)])
                lacking = False
                continue
            different = set(cells)
            table = {cell: self._stage(name, role, given, cell) for cell in different}
            values = [*map(table.__getitem__, cells)]
            found.append(noted(values, odd, any_odd=ODD in table.values()))
            lacking = lacking and not MISSING.isdisjoint(map(str.lower, different))
        rows = [*zip(*found, strict=True)]
        if lacking:
            odd.update(
                number
                for number, stages in enumerate(rows)
                if all(stage is not ODD and stage.count is None for stage in stages)
            )
        return rows

    def _stage(self, name: str, role: Role | None, given: bool, cell: str) -> Stage:
        count = self._facts.number(cell)
        return ODD if count is ODD else new_stage((name, role, count, given))

    def _places(self) -> dict[str, Where]:
        """Where the stages stand; in a list where the role of any is stated."""
        fields: dict[str, Where] = {"stages": (0, ())}
        listed = any(given for _, _, _, given in self._stages)
        for number, (index, name, _, given) in enumerate(self._stages):
            fields[f"stages.{name}"] = index, ()
            if listed:
                parts = ("name", "count", "role") if given else ("name", "count")
                fields |= {f"stages[{number}].{part}": (index, ()) for part in parts}
        return fields


def _mostly_differ(cells: list[str]) -> bool:
    """Whether it costs more to find out which cells are the same than to make something of each."""
    some = cells[:_SOME]
    return len(set(some)) * 2 > len(some)
