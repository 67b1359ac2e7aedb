"""A look at an export: its columns, and the values in them."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from funneldx.errors import UsageError
from funneldx.recorded import Files
from funneldx.records import tables
from funneldx.records.duckdb_engine import DuckEngine
from funneldx.records.engine import EngineError
from funneldx.records.files import READ, kind
from funneldx.records.presets import PRESETS, recognised
from funneldx.records.texts import as_text, normal
from funneldx.tuples import NamedTuple

_ROWS = 200_000
_SOME = 20_000
MOST_VALUES = 3000
IDS = (
    "id",
    "record id",
    "deal id",
    "lead id",
    "opportunity id",
    "deal - id",
    "id сделки",
    "id лида",
    "lead",
    "deal",
)
STAGES = (
    *(
        "deal stage",
        "stage",
        "deal - stage",
        "opportunity stage",
        "pipeline stage",
        "lead status",
        "status",
        "step",
    ),
    *(
        "этап сделки",
        "этап",
        "стадия сделки",
        "стадия",
        "статус",
        "etapa",
        "etapa funnel",
        "fase",
        "estado",
        "phase",
    ),
    *("stage id", "event", "esito", "stato"),
)
TIMES = (
    "at",
    "time",
    "timestamp",
    "changed at",
    "event time",
    "date",
    "datetime",
    "fecha etapa",
    "дата",
    "когда",
)
CREATED = (
    *(
        "create date",
        "created date",
        "deal - deal created",
        "created",
        "created at",
        "date created",
        "дата создания",
    ),
    *("first contact date", "engage date", "fecha creacion", "deal created date", "date", "data"),
)
NEWEST = ("updated at", "last modified date", "last modified", "modified", "дата изменения")
AMOUNTS = (
    "amount",
    "deal value",
    "value",
    "deal - value",
    "бюджет",
    "бюджет ₽",
    "сумма",
    "amount usd",
    "close value",
    "importe",
)
_HEADERS = (
    *(*STAGES, *CREATED, *AMOUNTS),
    *(
        text
        for preset in PRESETS.values()
        for text in (*preset.telling, *preset.beside, *preset.lost, *preset.won)
    ),
)
_WORDS = tuple(dict.fromkeys(word for text in _HEADERS for word in (text, text.capitalize(), text.title())))
"""Words by which the encoding of an export is told."""


def plain(name: str) -> str:
    """A header as it is compared: in one case, words parted by single spaces."""
    return re.sub(r"[\s_]+", " ", normal(name))


class Look(NamedTuple):
    """What was seen of a table."""

    header: tuple[str, ...]
    values: tuple[Counter[str], ...]
    rows: int
    some: tuple[Sequence[str], ...] = ()
    """The first of them."""

    def column(self, names: Iterable[str]) -> int | None:
        """The first column that is headed in one of these ways."""
        headers = [plain(name) for name in self.header]
        return next((headers.index(plain(name)) for name in names if plain(name) in headers), None)


def program(path: str) -> str | None:
    """The program that a file of delimited text is an export of, by its header; raises as `drafted` does."""
    if not path.lower().endswith((".csv", ".tsv", ".txt")):
        return None
    name = os.path.basename(path)
    header = tables.delimited(path, name, Files((name,)), _WORDS, as_it_is=False).header
    preset = recognised(header)
    return preset.title if preset else None


def looked(path: str) -> Look:
    """Look at an export; raises UsageError, UnreadableError or OSError where that is not possible."""
    name = os.path.basename(path)
    if os.path.splitext(path)[1].lower() not in READ:
        raise UsageError(f"{path} is of a kind that is not read", f"records may be in {', '.join(READ)}")
    how = kind(path)
    if how in {"parquet", "json"}:
        return _asked(path, how)
    sheet = (
        tables.workbook(path, Files((name,)), name)
        if how == "workbook"
        else tables.delimited(path, name, Files((name,)), _WORDS, as_it_is=False)
    )
    return _gathered(sheet.header, islice(sheet.rows, _ROWS))


def _asked(path: str, how: str) -> Look:
    with tempfile.TemporaryDirectory(prefix="funneldx-") as folder:
        return _answered(DuckEngine([os.path.realpath(path)], folder), path, how)


def _answered(engine: DuckEngine, path: str, how: str) -> Look:
    try:
        read = engine.parquet if how == "parquet" else engine.json
        table = read("records", [os.path.realpath(path)], os.path.basename(path))
        rows = engine.rows(f"SELECT * FROM {table.sql} LIMIT {_ROWS}", {})
    except EngineError as error:
        raise UsageError(f"{path}: {error}", "check the file") from None
    finally:
        engine.close()
    texts = (["" if value is None else as_text(value) for value in row] for row in rows)
    return _gathered(tuple(column.name for column in table.columns), texts)


def _gathered(header: tuple[str, ...], rows: Iterable[Sequence[str]]) -> Look:
    values = tuple(Counter[str]() for _ in header)
    many = 0
    some: list[Sequence[str]] = []
    for row in rows:
        many += 1
        if many <= _SOME:
            some.append(row)
        for counter, cell in zip(values, row, strict=True):
            if len(counter) < MOST_VALUES or cell in counter:
                counter[cell] += 1
    return Look(header, values, many, tuple(some))
