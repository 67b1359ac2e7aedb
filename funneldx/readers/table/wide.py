"""Wide tables: a funnel a row, a stage a column."""

from __future__ import annotations

from collections.abc import Iterator

from funneldx.readers.table.columns import Columns
from funneldx.readers.table.rows import Cell, Item, Maker, Sums
from funneldx.readers.table.survey import Survey


def read_wide(survey: Survey, columns: Columns, path: str) -> Iterator[Item]:
    """Yield the funnel of each row, and what is wrong with those that cannot be read."""
    make = Maker(survey, columns, path)
    period = columns.period.columns if columns.period else ()
    sums = Sums(survey, (*columns.keys.values(), *columns.labels, *period), columns)
    counts = [index for index, _, _ in columns.stages]
    for row in survey.body():
        if make.is_remark(row):
            continue
        if another := make.begins_another(row, counts):
            yield another
            break
        if wrong := make.fitting(row):
            yield wrong
        elif not sums.holds(row):
            cells = [
                Cell(name, row.cells[index], row.line, index, role) for index, name, role in columns.stages
            ]
            yield from make.funnel(row, cells, dict.fromkeys(columns.temperatures, row))
    if unclear := make.counts.unclear():
        yield unclear
    yield from sums.notices(path)
    yield from make.notices()
