"""Columns whose cells were merged in a spreadsheet: a value above blanks that it is for too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from funneldx.documents.grid import Grid, Row, made_row
from funneldx.documents.table import Part, rows_of
from funneldx.readers.table.survey import Survey


class _Candidate:
    """A column that may be one: whether each value stands once, above blanks that it is for too."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._seen: set[str] = set()
        self._blanks = 0

    def may_go_on(self, cells: Iterable[str]) -> bool:
        """Take in more of the column, and say whether it may still be one."""
        seen = self._seen
        for cell in cells:
            if not cell:
                if not seen:
                    return False
                self._blanks += 1
            elif cell in seen:
                return False
            else:
                seen.add(cell)
        return len(seen) * 2 <= self._rows

    @property
    def holds(self) -> bool:
        """Whether it is one, once all of it has been taken in."""
        return self._blanks >= len(self._seen) > 0


def merged(survey: Survey, indexes: tuple[int, ...]) -> tuple[int, ...]:
    """The columns in which each value stands once, above blanks that it is for too; the table is read once for all."""
    asked = {index: _Candidate(survey.rows) for index in indexes}
    parts = map(survey.part, survey.blocks)
    while asked and (part := next(parts, None)) is not None:
        for index in tuple(asked):
            if not asked[index].may_go_on(_column(part, index)):
                del asked[index]
    return tuple(index for index, one in asked.items() if one.holds)


def _column(part: Part, index: int) -> list[str]:
    """A column of some rows, without those that are too short to have it."""
    if isinstance(part, Grid):
        return part.columns[index] if len(part.columns) > index else []
    return [row.cells[index] for row in part if len(row.cells) > index]


def parts_of(survey: Survey, filled: tuple[int, ...]) -> Iterator[Part]:
    """The rows of the table block by block, with the blanks of some columns filled."""
    parts = map(survey.part, survey.blocks)
    return _filled(parts, filled) if filled else parts


def _filled(parts: Iterable[Part], columns: tuple[int, ...]) -> Iterator[list[Row]]:
    above: dict[int, str] = {}
    for part in parts:
        rows = [made_row((line, cells.copy())) for line, cells in rows_of(part)]
        for _, cells in rows:
            for index in columns:
                if index < len(cells):
                    cells[index] = above[index] = cells[index] or above.get(index, "")
        yield rows
