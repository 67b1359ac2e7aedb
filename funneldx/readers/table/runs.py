"""Runs of rows of a long table to funnels, column by column, where nothing in them is remarkable."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, islice, pairwise, repeat
from operator import ne
from typing import Any

from funneldx.documents.grid import Grid
from funneldx.model import Funnel, Location, Region, Stage
from funneldx.readers.table.columns import Columns
from funneldx.readers.table.direct import Layout, funnels_of, new_stage
from funneldx.readers.table.facts import ODD, Facts, Kept, are_names, are_plain, noted
from funneldx.readers.table.survey import Survey
from funneldx.readers.tally import PATIENCE
from funneldx.stage_names import role_of
from funneldx.stage_names.headers import is_measure
from funneldx.stage_names.sums import is_total
from funneldx.tuples import NamedTuple, maker

_Plain = dict[int, tuple[str, ...]]
"""Runs, by the row that each begins with, and the names of its stages."""


class RunPlaces(NamedTuple):
    """Where the fields of the funnel of some rows stand, one below the other (see `model.Extents`)."""

    layout: Layout
    grid: Grid
    begin: int
    """The first row."""
    column: int
    """Of the counts."""
    names: tuple[str, ...]

    def find(self, field: str) -> Location:
        path, line = self.layout.path, self.grid.line + self.begin
        cells = [column[self.begin] for column in self.grid.columns]
        while field:
            if field.startswith("stages.") and (name := field.removeprefix("stages.")) in self.names:
                return Location(path, line + self.names.index(name), self.column + 1)
            if (index := self.layout.column_of(field, cells)) is not None:
                return Location(path, line, index + 1)
            field = field.rpartition(".")[0]
        return Location(path, line, 1)

    def region(self, field: str) -> Region:
        _, line, column = self.find(field)
        return self.layout.written.at(line, column)


_new_places = maker(RunPlaces)


class Stretch(NamedTuple):
    """Some rows of a block, one below the other."""

    begin: int
    end: int
    funnels: Iterator[Funnel] | None
    """Theirs, all of them whole; None where the rows have to be read with care."""


class Runs:
    """Makes the funnels of one long table of which the rows of each funnel stand together."""

    def __init__(
        self, survey: Survey, columns: Columns, by: Sequence[int], where: tuple[int, ...], path: str
    ) -> None:
        """Take a table, the columns that tell its funnels apart, and those of them that may name rows of sums."""
        self._columns = columns
        self._by = by
        self._facts = Facts(survey, columns, where)
        fields = self._facts.places() | {"stages": (0, ())}
        self._layouts = [
            Layout(path, fields if across.period is None else fields | {"period": (0, ())}, survey.written)
            for across in columns.counts
        ]
        self._names = _StageNames(_stage_name)
        self._fitting = Kept(are_names)

    @property
    def fits(self) -> bool:
        """Whether the columns say no more of a stage than its name and its counts."""
        columns = self._columns
        more = columns.order is not None or columns.role is not None or columns.numbered
        return bool(self._by) and not more and not columns.temperatures and self._facts.fit

    def of(self, grid: Grid) -> Iterator[Stretch]:
        """A block of rows long enough, in stretches.

        The funnels at its ends may go on beyond it, and are left to be read with care.
        """
        odd = self._facts.unfitting(grid.columns)
        assert self._columns.stage is not None
        names = noted([*map(self._names.__getitem__, grid.columns[self._columns.stage])], odd)
        counts = [self._counts(grid, across.column, odd) for across in self._columns.counts]
        odd |= _perhaps_remarks(grid, [across.column for across in self._columns.counts])
        bounds = [*_bounds([grid.columns[index] for index in self._by], grid.height)]
        plain = self._plain_ones(bounds, names, odd)
        plain, facts = self._with_facts(grid, plain)
        funnels = self._funnels(grid, plain, facts, names, counts)
        for whole, some in groupby(bounds, lambda bound: bound[0] in plain):
            runs = list(some)
            yield Stretch(
                runs[0][0],
                runs[-1][1],
                self._some(islice(funnels, len(runs) * len(counts))) if whole else None,
            )

    def _some(self, funnels: Iterator[Funnel]) -> Iterator[Funnel]:
        """The funnels without those of periods of which nothing is known."""
        return filter(_is_known, funnels) if len(self._columns.counts) > 1 else funnels

    def _counts(self, grid: Grid, index: int, odd: set[int]) -> list[Any]:
        cells = grid.columns[index]
        if grid.digits[index] and are_plain(cells):
            return [*map(int, cells)]
        table = {cell: self._facts.number(cell) for cell in set(cells)}
        return noted([*map(table.__getitem__, cells)], odd, any_odd=ODD in table.values())

    def _plain_ones(self, bounds: Sequence[tuple[int, int]], names: list[str], odd: set[int]) -> _Plain:
        """The runs within the block that have nothing remarkable about them, nor right behind them.

        What follows may end the table, and is then told before the funnel above it.
        """
        inner = bounds[1:-1]
        if odd:
            inner = [(begin, end) for begin, end in inner if odd.isdisjoint(range(begin, end + 1))]
        named = ((begin, tuple(names[begin:end])) for begin, end in inner)
        return {begin: some for begin, some in named if self._fitting[some]}

    def _with_facts(self, grid: Grid, plain: _Plain) -> tuple[_Plain, dict[str, list[Any]]]:
        """What the first row of each run says of its funnel; without the runs where that is remarkable."""
        odd: set[int] = set()
        needed = {index for index, _ in self._layouts[0].fields.values()}
        needed.update(*(holding for _, holding in self._layouts[0].fields.values()))
        firsts = {index: [*map(grid.columns[index].__getitem__, plain)] for index in needed}
        facts = {field: list(values) for field, values in self._facts.of(firsts, odd).items()}
        if not odd:
            return plain, facts
        return self._with_facts(
            grid, {begin: names for number, (begin, names) in enumerate(plain.items()) if number not in odd}
        )

    def _funnels(
        self,
        grid: Grid,
        plain: _Plain,
        facts: dict[str, list[Any]],
        names: list[str],
        counts: list[list[Any]],
    ) -> Iterator[Funnel]:
        """The funnels of some runs, of each of them one for every column of counts."""
        bounds = [(begin, begin + len(some)) for begin, some in plain.items()]
        roles = [*map({name: role_of(name) for name in set(names) if name is not ODD}.get, names)]
        found = []
        for across, layout, numbers in zip(self._columns.counts, self._layouts, counts, strict=True):
            stages = [*map(new_stage, zip(names, roles, numbers, repeat(False), strict=False))]
            places = zip(
                repeat(layout), repeat(grid), plain, repeat(across.column), plain.values(), strict=False
            )
            values: dict[str, Iterable[Any]] = {
                **facts,
                "stages": [tuple(stages[begin:end]) for begin, end in bounds],
                "places": map(_new_places, places),
            }
            if across.period is not None:
                values["period"] = repeat(across.period)
            found.append(funnels_of(values))
        return chain.from_iterable(zip(*found, strict=True)) if len(found) > 1 else found[0]


class _StageNames(Kept):
    """What the names of stages become; those of a table with more of them than funnels have are read with care."""

    asked = 0

    def __missing__(self, cell: Hashable) -> Any:
        self.asked += 1
        return super().__missing__(cell) if self.asked <= PATIENCE else ODD


def _stage_name(name: str) -> Any:
    """The name of a stage; one that may say that its row holds sums, or a rate, has to be looked at."""
    odd = is_total(name) or is_measure(name)
    return ODD if odd or not are_names((name,)) else name


def _perhaps_remarks(grid: Grid, counts: list[int]) -> set[int]:
    """Rows with nothing behind their first cell."""
    if any("" not in grid.columns[index] for index in counts if index):
        return set()
    return {number for number, cells in enumerate(zip(*grid.columns[1:], strict=True)) if not any(cells)}


def _bounds(columns: Sequence[list[str]], height: int) -> Iterator[tuple[int, int]]:
    """Where each run of rows begins and ends that are the same in some columns."""
    keys = [*zip(*columns, strict=True)]
    changes = compress(range(1, height), map(ne, keys, islice(keys, 1, None)))
    return pairwise((0, *changes, height))


def _is_known(funnel: Funnel) -> bool:
    """Whether any count of a funnel is known."""
    stages: tuple[Stage, ...] = funnel.stages
    return any(stage.count is not None for stage in stages)
