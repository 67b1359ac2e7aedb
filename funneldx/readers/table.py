"""Tables: long (a stage and a count a row), wide (a funnel a row) and bare (two columns without a header).

Every row becomes the same tree that a YAML file gives, with the cells' own places, and is read by the same
shape: one funnel is one funnel, however it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import NamedTuple

from funneldx import stage_names
from funneldx.diagnosis import Notice
from funneldx.documents.nodes import At, Mapping, Scalar
from funneldx.documents.table import Row, rows
from funneldx.errors import Problem, UnreadableError
from funneldx.figures import listing
from funneldx.model import Funnel
from funneldx.readers.funnel_format import read_funnel

_UNKNOWN = frozenset(("", "-", "–", "—", "n/a", "na", "null", "none"))
_NUMBER = re.compile(r"[-+]?[0-9][0-9 .,'\u00a0\u202f]*%?")
_KEYS = ("market", "approach", "channel", "deal_value")
_MOST_COLUMNS = 1000
_TEMPERATURES = ("hot", "warm", "cold")

Item = Funnel | Problem | Notice


class _Columns(NamedTuple):
    """Which column holds what, by index."""

    headers: list[str]
    stage: int | None = None
    number: int | None = None
    """The column of counts."""
    stages: tuple[int, ...] = ()
    """In a wide table: the column of each stage."""
    keys: Lookup[str, int] = MappingProxyType({})
    """Keys of a funnel that stand in a column: name, period, market …"""
    temperatures: Lookup[str, int] = MappingProxyType({})
    labels: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

    @property
    def grouping(self) -> tuple[int, ...]:
        """The columns whose values tell one funnel of a long table from another."""
        return (*self.keys.values(), *self.labels)


def shows_a_funnel(text: str) -> bool:
    """Whether the table has one of the shapes of a funnel."""
    try:
        table = list(rows(text, ""))
        return bool(table) and (_is_bare(table[0]) or _columns(table[0], table[1:], "") is not None)
    except UnreadableError:
        return False


def read(text: str, path: str) -> Iterator[Item]:
    """Yield the funnels of a table, what is wrong with it and what a reader should know about it."""
    try:
        table = list(rows(text, path))
        if not table:
            raise _unreadable(path, None, "the table has no rows", "write a header and a row for each stage")
        if _is_bare(table[0]):
            columns, body = _Columns(["stage", "count"], stage=0, number=1), table
        else:
            body, totals = _parted(table)
            if not body:
                raise _unreadable(
                    path, None, "the table has a header but no rows", "add a row for each stage, or funnel"
                )
            columns = _columns(table[0], body, path)
            yield from _left_out(totals, path)
        if columns.unread:
            names = _some([columns.headers[index] for index in columns.unread])
            yield Notice(
                path, table[0].line, None, f"not read, since nothing says that it counts a stage: {names}"
            )
        yield from (_wide if columns.stage is None else _long)(columns, body, path)
    except UnreadableError as error:
        yield error.problem


def _parted(table: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows below the header, and those of them that hold sums; a header repeated among them is dropped."""
    body: list[Row] = []
    totals: list[Row] = []
    for row in table[1:]:
        if row.cells != table[0].cells:
            (totals if any(map(stage_names.is_total, row.cells)) else body).append(row)
    return body, totals


def _left_out(totals: list[Row], path: str) -> Iterator[Notice]:
    """Tell of the rows of sums, once for each of the words that give them away."""
    rows: dict[str, list[Row]] = {}
    for row in totals:
        rows.setdefault(next(filter(stage_names.is_total, row.cells)), []).append(row)
    for word, of in rows.items():
        which = f"the row “{word}” is" if len(of) == 1 else f"{len(of)} rows “{word}” are"
        yield Notice(path, of[0].line, None, f"{which} left out: the word says that they are sums")


def _unreadable(path: str, line: int | None, message: str, hint: str) -> UnreadableError:
    return UnreadableError(Problem(path, line, None, message, hint))


def _is_bare(first: Row) -> bool:
    cells = first.cells
    return len(cells) == 2 and not _NUMBER.fullmatch(cells[0]) and _NUMBER.fullmatch(cells[1]) is not None


def _columns(header: Row, body: list[Row], path: str) -> _Columns:
    """Say what each column holds; raises UnreadableError where that cannot be told."""
    headers = header.cells
    while headers and not headers[-1]:
        headers = headers[:-1]
    if len(headers) > _MOST_COLUMNS:
        raise _unreadable(
            path,
            header.line,
            f"the table has {len(headers):,} columns; at most {_MOST_COLUMNS:,} are read",
            "keep those that a funnel needs",
        )
    named = {index: name.casefold() for index, name in enumerate(headers)}
    kinds = {index: stage_names.header_of(name) for index, name in named.items()}
    keys = {name: index for index, name in named.items() if name in _KEYS}
    for kind, key in (("funnel", "name"), ("period", "period")):
        if found := [index for index in kinds if kinds[index] == kind and index not in keys.values()]:
            keys[key] = found[0]
    temperatures = {name: index for index, name in named.items() if name in _TEMPERATURES}
    taken = {*keys.values(), *temperatures.values()}
    columns = _Columns(headers, keys=keys, temperatures=temperatures)

    stage = [index for index in kinds if kinds[index] == "stage"]
    if stage:
        count = [index for index in kinds if kinds[index] == "count"]
        columns = columns._replace(
            stage=_only(stage, "stage", header, path), number=_only(count, "count", header, path)
        )
        taken |= {*stage, *count}
        rest = [index for index in named if index not in taken]
        texts = [index for index in rest if not _numeric(index, body)]
        labels = tuple(index for index in texts if _repeats(index, body))
        return columns._replace(
            labels=labels, unread=tuple(i for i in rest if i not in labels and headers[i])
        )

    with_role = [index for index in named if index not in taken and stage_names.role_of(headers[index])]
    if len(with_role) < 2:
        raise _unreadable(
            path,
            header.line,
            f"no funnel is recognised in the columns {_some(headers)}",
            "head the columns `stage` and `count`, or give each stage a column headed by its name; if every row is "
            "one lead or deal, count first how many reached each stage",
        )
    for index in with_role:
        if headers[index].casefold() in (headers[other].casefold() for other in with_role if other < index):
            raise UnreadableError(
                Problem(
                    path,
                    header.line,
                    index + 1,
                    f"the stage “{headers[index]}” heads a second column",
                    "keep one of the two, or rename one",
                )
            )
    taken |= set(with_role)
    rest = [index for index in named if index not in taken]
    stages = [
        index
        for index in rest
        if _numeric(index, body)
        and (with_role[0] < index < with_role[-1] or stage_names.is_known(headers[index]))
    ]
    labels = tuple(index for index in rest if not _numeric(index, body) and headers[index])
    read_too = {*stages, *labels}
    unread = tuple(index for index in rest if index not in read_too and headers[index])
    return columns._replace(stages=tuple(sorted((*with_role, *stages))), labels=labels, unread=unread)


def _only(found: list[int], what: str, header: Row, path: str) -> int:
    if len(found) == 1:
        return found[0]
    if found:
        names = listing((f"“{header.cells[index]}”" for index in found), "or")
        raise _unreadable(
            path,
            header.line,
            f"the {what} could be in {names}",
            f"head the one that is meant `{what}`, rename the other",
        )
    raise _unreadable(
        path,
        header.line,
        f"there is a column of stages but none of their {what}s",
        f"head that column `{what}`; if every row is one lead or deal, count first how many reached each stage",
    )


def _some(headers: list[str]) -> str:
    shown = [f"“{name[:40]}”" for name in headers[:6]]
    return listing(shown if len(headers) <= len(shown) else [*shown, f"{len(headers) - len(shown)} more"])


def _numeric(index: int, body: list[Row]) -> bool:
    cells = [row.cells[index] for row in body if index < len(row.cells)]
    return all(cell.lower() in _UNKNOWN or _NUMBER.fullmatch(cell) for cell in cells)


def _repeats(index: int, body: list[Row]) -> bool:
    """Whether each value stands in at least two rows, as that of a label does: once for each stage."""
    counts: dict[str, int] = {}
    for row in body:
        if index < len(row.cells):
            counts[row.cells[index]] = counts.get(row.cells[index], 0) + 1
    return all(count > 1 for count in counts.values())


def _fitting(columns: _Columns, row: Row, path: str) -> Problem | None:
    """What is wrong with a row of more or fewer fields than the header (empty ones at its end aside)."""
    width = len(columns.headers)
    if len(row.cells) < width or any(row.cells[width:]):
        return Problem(
            path,
            row.line,
            None,
            f"this row has {len(row.cells)} field{'s' * (len(row.cells) != 1)}; {width} were expected, as in the header",
            "check for a missing delimiter, or put text that holds one in quotes",
        )
    return None


def _wide(columns: _Columns, body: list[Row], path: str) -> Iterator[Item]:
    for row in body:
        if wrong := _fitting(columns, row, path):
            yield wrong
        else:
            stages = _mapping(row.line, 0)
            stages.pairs = [
                (_text(columns.headers[index], row.line, index), _count(row.cells[index], row.line, index))
                for index in columns.stages
            ]
            yield from _funnel(columns, row, stages, dict.fromkeys(columns.temperatures, row), path)


def _long(columns: _Columns, body: list[Row], path: str) -> Iterator[Item]:
    assert columns.stage is not None
    assert columns.number is not None
    groups: dict[tuple[str, ...], list[Row]] = {}
    broken: set[tuple[str, ...]] = set()
    key: tuple[str, ...] = ()
    for row in body:
        if all(index < len(row.cells) for index in columns.grouping):
            key = tuple(row.cells[index] for index in columns.grouping)
        if wrong := _fitting(columns, row, path):
            broken.add(key)
            yield wrong
            continue
        groups.setdefault(key, []).append(row)
    for key, members in groups.items():
        if key in broken:
            continue
        stages = _mapping(members[0].line, columns.stage)
        lines: dict[str, int] = {}
        for row in members:
            name = row.cells[columns.stage]
            if lines.setdefault(name, row.line) != row.line:
                broken.add(key)
                yield Problem(
                    path,
                    row.line,
                    columns.stage + 1,
                    f"the stage “{name}” stands here a second time, first on line {lines[name]}",
                    "keep one; if they are of different funnels, tell these apart in a column headed `funnel`",
                )
            stages.pairs.append(
                (
                    _text(name, row.line, columns.stage),
                    _count(row.cells[columns.number], row.line, columns.number),
                )
            )
        if key not in broken:
            first = {
                name: row
                for name, index in columns.temperatures.items()
                for row in reversed(members)
                if row.cells[index].lower() not in _UNKNOWN
            }
            yield from _funnel(columns, members[0], stages, first, path)


def _funnel(
    columns: _Columns, row: Row, stages: Mapping, temperatures: dict[str, Row], path: str
) -> Iterable[Funnel | Problem]:
    """The funnel of a row (or of the rows that begin with it)."""
    root = _mapping(row.line, 0)
    for key, index in columns.keys.items():
        if row.cells[index].lower() not in _UNKNOWN:
            root.pairs.append((_text(key, row.line, index), _text(row.cells[index], row.line, index)))
    for key, cells in (
        ("labels", [(columns.headers[i], row, i, _text) for i in columns.labels]),
        ("customers", [(name, of, columns.temperatures[name], _count) for name, of in temperatures.items()]),
    ):
        inner = _mapping(row.line, cells[0][2] if cells else 0)
        for name, of, index, make in cells:
            if of.cells[index].lower() not in _UNKNOWN:
                inner.pairs.append((_text(name, of.line, index), make(of.cells[index], of.line, index)))
        if inner.pairs:
            root.pairs.append((_text(key, row.line, 0), inner))
    root.pairs.append((_text("stages", row.line, 0), stages))
    funnel = read_funnel(root, path)
    return (funnel,) if isinstance(funnel, Funnel) else funnel


def _mapping(line: int, index: int) -> Mapping:
    return Mapping(At(line - 1, index))


def _text(cell: str, line: int, index: int) -> Scalar:
    return Scalar(cell, False, At(line - 1, index))


def _count(cell: str, line: int, index: int) -> Scalar:
    return Scalar("" if cell.lower() in _UNKNOWN else cell, True, At(line - 1, index))
