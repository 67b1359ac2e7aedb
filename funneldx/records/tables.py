"""Tables as people export them, CSV or a sheet of a workbook, made into rows of one width with a header."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import StringIO
from itertools import islice

from funneldx.config import TableSettings
from funneldx.documents.content import Content, FileBytes, Memory
from funneldx.documents.table import delimiter_of
from funneldx.encodings import table_content
from funneldx.recorded import Files
from funneldx.records.engine import MissingEngineError, refusal
from funneldx.tuples import NamedTuple

LARGE = 64 << 20
"""Bytes from which on a file is left to the engine as it is, if that can read it."""
_SAID = re.compile(r"""["']?sep=([^\r\n])["']?[ \t]*(?:\r\n|\n|\r)""", re.IGNORECASE)
_HEAD = 20
_MOST_COLUMNS = 2000


class Sheet(NamedTuple):
    """A table that has been opened."""

    header: tuple[str, ...]
    rows: Iterable[list[str]]
    """Those below the header, as many fields each as that has."""
    delimiter: str
    told: Told
    whole: bool = False
    """Whether the file can be read as it stands: UTF-8, the header in its first line."""


class Told:
    """What there is to say of a table once its rows have been gone through."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.long: list[int] = []
        self.short: list[int] = []
        self.headers = 0

    def __iter__(self) -> Iterator[str]:
        yield from self.notes
        for rows, what in (
            (self.long, "more fields than the header: what is too much is taken for the end of the last one"),
            (self.short, "fewer fields than the header: the last ones are taken for empty"),
        ):
            if rows:
                many = "1 row has" if len(rows) == 1 else f"{len(rows):,} rows have"
                yield f"{many} {what} (the first is row {rows[0]:,})"
        if self.headers:
            yield f"rows that repeat the header are left out: {self.headers:,}"


def delimited(path: str, shown: str, files: Files, known: Sequence[str], *, as_it_is: bool) -> Sheet:
    """Open a file of delimited text; raises UnreadableError, or OSError.

    In which encoding it is tell its words, of which those `known` are some. A large one may be left `as_it_is`.
    """
    status = os.stat(path)
    if status.st_size <= LARGE:
        with open(path, "rb") as file:
            raw: Memory | FileBytes = Memory(file.read())
    else:
        raw = FileBytes(path, shown, status.st_size, status.st_mtime_ns)
    settings = TableSettings(columns=tuple(("", word) for word in known), encoding=files.encoding)
    content, notice = table_content(raw, shown, settings)
    told = Told()
    if notice:
        told.notes.append(notice.message.replace("--encoding names another", "`encoding:` names another"))
    return _sheet_of(content, files, told, large=as_it_is and status.st_size > LARGE)


def _sheet_of(content: Content, files: Files, told: Told, *, large: bool) -> Sheet:
    size = min(content.end - content.start, 1 << 20) if large else content.end - content.start
    data = content.raw.read(content.start, size)
    text = content.beginning(data) if large else content.text(data)
    delimiter = files.delimiter
    said = _SAID.match(text)
    if said:
        delimiter = delimiter or said[1]
        text = text[said.end() :]
    delimiter = delimiter or delimiter_of(text[:65536])
    if large and not said:
        first = next(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        if (
            content.encoding == "utf-8"
            and content.raw.size
            and len([cell for cell in first if cell.strip()]) > 1
        ):
            return Sheet(_names(first), (), delimiter, told, whole=True)
    if large:
        text = content.text(content.raw.read(content.start, content.end))
        text = text[said.end() :] if said else text
    return _sheet(_rows(text, delimiter, content.path), delimiter, told)


def _rows(text: str, delimiter: str, shown: str) -> Iterator[list[str]]:
    strict = _is_strict(text, delimiter)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict):
            yield [cell.strip() for cell in row]
    except csv.Error:
        message = "a field has over 131,072 characters: a quote that opens is never closed, it seems"
        raise refusal(shown, None, message, "close it, or write it twice if it is meant") from None


def _is_strict(text: str, delimiter: str) -> bool:
    """Whether every quote stands where one can; a text in which a quote is never closed is read without any care."""
    if '"' not in text:
        return True
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def workbook(path: str, files: Files, shown: str) -> Sheet:
    """Open a sheet of a workbook: the one that is named, else the first with more than one row."""
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  (an extra)
    except ImportError:
        raise MissingEngineError("python-calamine", "excel") from None
    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
        asked = [files.sheet] if files.sheet else names
        sheets = [book.get_sheet_by_name(name).to_python() for name in asked if name in names]
    except Exception:  # noqa: BLE001  (whatever its reader stumbles over)
        raise refusal(
            shown, None, "this is no workbook that can be read", "save it as .xlsx, or as CSV"
        ) from None
    if files.sheet and files.sheet not in names:
        raise refusal(shown, None, f"there is no sheet “{files.sheet}”", f"it has {', '.join(names[:10])}")
    rows = next((sheet for sheet in sheets if len(sheet) > 1), None)
    if rows is None:
        raise refusal(shown, None, "no sheet of the workbook holds a table", "name one with `sheet:`")
    return _sheet(([_written(cell) for cell in row] for row in rows), "", Told())


def _written(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell).strip()


def _sheet(rows: Iterator[list[str]], delimiter: str, told: Told) -> Sheet:
    """Find the header among the first rows."""
    head = [row for row in islice(rows, _HEAD) if any(row)]
    wide = any(sum(map(bool, row)) > 1 for row in head)
    titles = 0
    while wide and sum(map(bool, head[titles])) < 2:
        told.notes.append(f"“{head[titles][0][:60]}” above the header is left out")
        titles += 1
    if not head:
        return Sheet((), (), delimiter, told)
    header = _names(head[titles])
    begun = titles + 1
    return Sheet(
        header,
        _even(header, head[titles], head[begun:], rows, delimiter or ",", begun, told),
        delimiter,
        told,
    )


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of columns: what the header says, told apart where it says the same twice."""
    cells = [cell.strip() for cell in cells][:_MOST_COLUMNS]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    taken: set[str] = set()
    names = []
    for number, cell in enumerate(cells, 1):
        name = cell or f"column {number}"
        again = 2
        while name.casefold() in taken:
            name = f"{cell or f'column {number}'} ({again})"
            again += 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _even(
    header: tuple[str, ...],
    written: list[str],
    head: list[list[str]],
    rows: Iterator[list[str]],
    delimiter: str,
    begun: int,
    told: Told,
) -> Iterator[list[str]]:
    width = len(header)
    number = begun
    for part in (head, rows):
        for row in part:
            number += 1
            if not any(row):
                continue
            if row == written:
                told.headers += 1
                continue
            if len(row) > width:
                rest = row[width:]
                row = row[:width]  # noqa: PLW2901
                if any(rest):
                    told.long.append(number)
                    row[-1] = f"{delimiter} ".join([row[-1], *rest])
            elif len(row) < width:
                told.short.append(number)
                row = row + [""] * (width - len(row))  # noqa: PLW2901
            yield row
