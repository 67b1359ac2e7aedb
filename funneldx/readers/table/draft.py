"""Columns being settled: what the survey knows of each, what the user says, and which are taken already."""

from __future__ import annotations

from funneldx.readers.table.given import Said
from funneldx.readers.table.survey import Column, Survey
from funneldx.stage_names import normal
from funneldx.stage_names.headers import header_of, is_measure


class Draft:
    """Columns being settled."""

    def __init__(self, survey: Survey, path: str, said: Said) -> None:
        self.survey = survey
        self.path = path
        self.said = said
        self.all = survey.columns
        self.headers = [column.header for column in self.all]
        self.kinds = [_kind(column) for column in self.all]
        self.taken: set[int] = set(said.used)
        self.notes: list[str] = []

    def column(self, index: int) -> Column:
        return self.all[index]

    def free(self) -> list[int]:
        """The columns that nothing is known of yet."""
        return [index for index in range(len(self.all)) if index not in self.taken]

    def of_kind(self, kind: str) -> list[int]:
        return [index for index in self.free() if self.kinds[index] == kind]


def _kind(column: Column) -> str | None:
    """What a column's header says it holds, as far as its values bear that out."""
    kind = header_of(column.header)
    if kind == "count" and is_measure(column.header):
        return None
    if normal(column.header) == "nombre":  # a number in French, a name in Spanish
        return "count" if column.is_whole else "funnel"
    return kind
