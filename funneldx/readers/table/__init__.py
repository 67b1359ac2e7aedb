"""Tables: long (a stage a row), wide (a funnel a row), bare (two columns without a header).

A table is gone through first to learn what its columns hold (`survey`, `columns`), then to read it (`long`, `wide`).
Every funnel becomes the same tree that a YAML file gives, with the cells' own places, and is read by the same
shape: one funnel is one funnel, however it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.documents.numbers import written
from funneldx.documents.table import Delimited, Row
from funneldx.errors import Problem, UnreadableError
from funneldx.readers.table import hints
from funneldx.readers.table.columns import Across, Columns, settled
from funneldx.readers.table.given import said_of
from funneldx.readers.table.long import grouping, read_long
from funneldx.readers.table.rows import Item
from funneldx.readers.table.survey import Survey, surveyed
from funneldx.readers.table.wide import read_wide
from funneldx.stage_names import header_of

_MOST_COLUMNS = 1000
_HEAD = 20


def read(text: str, path: str, settings: TableSettings, *, in_folder: bool = False) -> Iterator[Item] | None:
    """Return the funnels of a table, what is wrong with it and what a reader should know about it.

    None for a table found in a folder that has no shape of a funnel.
    """
    try:
        found = opened(text, path, settings)
    except hints.NoFunnelError as error:
        return None if in_folder else iter((error.problem,))
    except UnreadableError as error:
        return iter((error.problem,))
    return _items(*found, path)


def opened(text: str, path: str, settings: TableSettings) -> tuple[Survey, Columns, list[Notice]]:
    """What a table is, before any funnel is read from it."""
    table = Delimited(text, path, settings.delimiter)
    head = list(islice(_leniently(table), _HEAD))
    if not head:
        raise hints.NoFunnelError(
            Problem(path, None, None, "the table has no rows", "write a header and a row for each stage")
        )
    titles = _titles(head)
    header = head[len(titles)]
    bare = _is_bare(header) and not settings.columns
    names = ["stage", "count"] if bare else _names(header, path)
    survey = surveyed(table, header, names, headless=bare)
    if bare:
        columns = Columns(stage=0, counts=(Across(1),))
    else:
        columns = settled(survey, path, said_of(header, names, settings.columns, path))
    if survey.broken:
        raise UnreadableError(survey.broken)
    if not survey.rows:
        raise UnreadableError(
            Problem(
                path,
                None,
                None,
                "the table has a header but no rows",
                "add a row for each stage, or funnel",
            )
        )
    return survey, columns, [Notice(path, row.line, None, _title(row)) for row in titles]


def _leniently(table: Delimited) -> Iterator[Row]:
    """The rows as far as they can be taken apart."""
    try:
        yield from table
    except UnreadableError:
        return


def _titles(head: list[Row]) -> list[Row]:
    """Rows above the header with nothing but a title in their first cell."""
    titles = []
    for row in head[:-1]:
        if not row.cells[0] or any(row.cells[1:]):
            break
        titles.append(row)
    return titles if any(any(row.cells[1:]) for row in head) else []


def _title(row: Row) -> str:
    return f"“{row.cells[0][:60]}” above the header is left out"


def _names(header: Row, path: str) -> list[str]:
    names = list(header.cells)
    while len(names) > 1 and not names[-1]:
        names.pop()
    if len(names) > _MOST_COLUMNS:
        raise UnreadableError(
            Problem(
                path,
                header.line,
                None,
                f"the table has {len(names):,} columns; at most {_MOST_COLUMNS:,} are read",
                "keep those that a funnel needs",
            )
        )
    return names


def _is_bare(first: Row) -> bool:
    """Whether a table begins with a stage and its count, rather than with a header."""
    name, *rest = first.cells
    filled = [cell for cell in rest if cell]
    return (
        len(filled) == 1
        and rest[0] == filled[0]
        and bool(name)
        and written(name) is None
        and written(filled[0]) is not None
        and header_of(name) is None
    )


def _items(survey: Survey, columns: Columns, notices: list[Notice], path: str) -> Iterator[Item]:
    yield from notices
    if mended := sorted(survey.table.mended):
        which = f"{len(mended)} rows are" if len(mended) > 1 else "this row is"
        message = (
            f"{which} parted by tabs where the others have “{survey.table.delimiter}”; read as if they had it"
        )
        yield Notice(path, mended[0], None, message)
    for note in columns.notes:
        yield Notice(path, survey.header.line, None, note)
    by = grouping(survey, columns) if columns.stage is not None else None
    unread = sorted((*columns.unread, *by.unread)) if by else list(columns.unread)
    if unread:
        names = hints.some([survey.columns[index].header or f"column {index + 1}" for index in unread])
        yield Notice(
            path, survey.header.line, None, f"not read, since nothing says that it counts a stage: {names}"
        )
    if by:
        yield from read_long(survey, columns, by, path)
    else:
        yield from read_wide(survey, columns, path)
