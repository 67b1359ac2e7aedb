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
from funneldx.documents.content import Content
from funneldx.documents.grid import Row
from funneldx.documents.numbers import is_amount, written
from funneldx.documents.table import Delimited
from funneldx.errors import Problem, UnreadableError
from funneldx.readers.table import hints
from funneldx.readers.table.columns import Columns, settled
from funneldx.readers.table.dated import Across, is_period
from funneldx.readers.table.given import has_all, said_of
from funneldx.readers.table.grouping import Grouping, grouping
from funneldx.readers.table.plan import TablePlan
from funneldx.readers.table.rows import Item
from funneldx.readers.table.survey import Survey, surveyed
from funneldx.stage_names import is_known
from funneldx.stage_names.headers import header_of
from funneldx.tuples import NamedTuple

_MOST_COLUMNS = 1000
_HEAD = 20


def read(
    content: Content | str, path: str, settings: TableSettings, *, in_folder: bool = False
) -> Iterator[Item] | None:
    """Return the funnels of a table, what is wrong with it and what a reader should know about it.

    None for a table found in a folder that has no shape of a funnel. Raises OSError where its file cannot be read
    any further.
    """
    try:
        return planned(content, path, settings).items()
    except hints.NoFunnelError as error:
        return None if in_folder else iter((error.problem,))
    except UnreadableError as error:
        return iter((error.problem,))


def planned(content: Content | str, path: str, settings: TableSettings) -> TablePlan:
    """Look through a table; raises OSError, and UnreadableError where it is none, or cannot be read."""
    return TablePlan(*opened(content, path, settings), path)


def opened(
    content: Content | str, path: str, settings: TableSettings
) -> tuple[Survey, Columns, Grouping | None, list[Notice]]:
    """What a table is, before any funnel is read from it."""
    table = Delimited(content, path, settings.delimiter)
    top = _top(table, path, settings)
    survey = surveyed(table, top.header, top.names, headless=top.bare)
    if top.bare:
        columns = Columns(stage=0, counts=(Across(1),))
    else:
        columns = settled(survey, path, said_of(top.header, top.names, top.said, path))
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
    by = grouping(survey, columns, path) if columns.stage is not None else None
    return survey, columns, by, [Notice(path, row.line, None, _title(row)) for row in top.titles]


class _Top(NamedTuple):
    """What stands above the rows of a table, if anything does."""

    titles: list[Row]
    header: Row
    """The first row itself where there is no header."""
    names: list[str]
    """Of the columns."""
    bare: bool
    """Whether the table begins with a stage and its count."""
    said: tuple[tuple[str, str], ...]
    """What the user says of the columns, where it is about this table."""


def _top(table: Delimited, path: str, settings: TableSettings) -> _Top:
    """Look at the first rows; raises NoFunnelError where no funnel can be below."""
    head = list(islice(_leniently(table), _HEAD))
    if not head:
        raise hints.NoFunnelError(
            Problem(path, None, None, "the table has no rows", "write a header and a row for each stage")
        )
    titles = _titles(head)
    header = head[len(titles)]
    said = settings.columns
    if settings.optional and not has_all(header.cells, said):
        said = ()
    bare = _is_bare(header) and not said
    names = ["stage", "count"] if bare else _names(header, path)
    if not bare and not said and _lacks_a_header(header):
        problem = Problem(
            path,
            header.line,
            None,
            "the table begins with numbers where its header was expected",
            "write a header above it: stage,count for a stage a row, the names of the stages for a funnel a row",
        )
        raise hints.NoFunnelError(problem)
    return _Top(titles=titles, header=header, names=names, bare=bare, said=said)


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
        if is_known(row.cells[0]):
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


def _lacks_a_header(first: Row) -> bool:
    """Whether the first row is one of numbers already: two at least, none of them a year, beside nothing we know."""
    cells = [cell for cell in first.cells if cell]
    numbers = [cell for cell in cells if written(cell) or is_amount(cell)]
    known = any(header_of(cell) for cell in cells)
    return bool(numbers) and len(cells) > 2 and not known and not any(map(is_period, numbers))
