"""What a description's `source:` names, opened on the engine that counts it."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from funneldx.errors import UnreadableError
from funneldx.figures import listing
from funneldx.recorded import Files, Join, Recorded
from funneldx.records import Access, tables
from funneldx.records.engine import Engine, EngineError, Table, refusal, refused
from funneldx.records.files import found, kind
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.records.duckdb_engine import DuckEngine
    from funneldx.records.spark import SparkEngine

Opened = tuple[Engine, Table, tuple[tuple[Join, Table], ...], list[str]]


class Part(NamedTuple):
    """The files of one table, all read in one way."""

    name: str
    """How queries call it."""
    files: list[str]
    kind: str
    field: str
    prepared: str | None = None
    """A file of our own making that holds them, as commas and quotes."""
    header: tuple[str, ...] = ()
    delimiter: str = ""

    @property
    def shown(self) -> str:
        """How messages call it."""
        names = [os.path.basename(one) for one in self.files[:3]]
        return listing(names if len(self.files) <= 3 else [*names, f"{len(self.files) - 3} more"])


def opened(recorded: Recorded, access: Access, folder: str, stack: ExitStack) -> Opened:
    """Return the engine, the table of the records, what is joined to it, and what there is to say of it.

    `folder` is one of our own, for what has to be written; the engine is closed with the `stack`. Raises RecordsError,
    or MissingEngineError.
    """
    records = recorded.records
    if records.table or records.connection:
        from funneldx.records.connections import warehouse  # noqa: PLC0415  (most records are in files)

        return warehouse(recorded, access, stack)
    if not records.files.names:
        raise refused(
            recorded,
            "source",
            "`source` names no files",
            "add `files: deals.csv`, or `table:` and `connection:`",
        )
    notes: list[str] = []
    parts = [_part(recorded, access, "records", records.files.names, "source.files", folder, notes)]
    for number, join in enumerate(records.join, 1):
        if not join.files:
            raise refused(recorded, join.field, "`join` names no files", "add `files: closed.csv`")
        parts.append(
            _part(recorded, access, f"joined_{number}", join.files, f"{join.field}.files", folder, notes)
        )
    engine, given = _engine(recorded, parts, access, folder, stack)
    return engine, given[0], tuple(zip(records.join, given[1:], strict=True)), notes


def _part(
    recorded: Recorded,
    access: Access,
    name: str,
    names: Sequence[str],
    field: str,
    folder: str,
    notes: list[str],
) -> Part:
    place = recorded.funnel.places.find(field)
    files = found(names, recorded.path, (place.line, place.column), access.paths)
    kinds = {kind(one) for one in files}
    if len(kinds) > 1:
        raise refused(
            recorded, field, "the files are of different kinds", "name files of one kind: all CSV, say"
        )
    part = Part(name, files, kinds.pop(), field)
    if part.kind not in {"text", "workbook"}:
        return part
    try:
        return _prepared(part, recorded, os.path.join(folder, f"{name}.csv"), notes)
    except UnreadableError as error:
        raise refused(recorded, field, f"{part.shown}: {error.problem.message}", error.problem.hint) from None
    except OSError as error:
        raise refused(
            recorded, field, f"{part.shown} cannot be read: {(error.strerror or '').lower()}", "check it"
        ) from None


def _prepared(part: Part, recorded: Recorded, target: str, notes: list[str]) -> Part:
    """Files of text or workbooks, written as one file that any engine reads; a large one of text stays as it is."""
    files = recorded.records.files
    alone = len(part.files) == 1
    sheets = [_sheet(one, part.kind, files, _words(recorded), alone=alone) for one in part.files]
    if sheets[0].whole:
        return part._replace(header=sheets[0].header, delimiter=sheets[0].delimiter)
    header = tuple({name: None for sheet in sheets for name in sheet.header})
    if not header:
        raise refusal(
            part.shown,
            None,
            "it is empty; a header and a row for each record were expected",
            "check the file",
        )
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for path, sheet in zip(part.files, sheets, strict=True):
            places = [sheet.header.index(name) if name in sheet.header else -1 for name in header]
            same = places == list(range(len(sheet.header)))
            for row in sheet.rows:
                writer.writerow(row if same else [row[place] if place >= 0 else "" for place in places])
            notes += [f"{os.path.basename(path)}: {note}" for note in sheet.told]
    return part._replace(prepared=target, header=header, delimiter=sheets[0].delimiter)


def _sheet(path: str, how: str, files: Files, known: Sequence[str], *, alone: bool) -> tables.Sheet:
    name = os.path.basename(path)
    if how == "workbook":
        return tables.workbook(path, files, name)
    return tables.delimited(path, name, files, known, as_it_is=alone)


def _words(recorded: Recorded) -> list[str]:
    """Words that the description expects in its records: they tell the encoding of these."""
    records = recorded.records
    conditions = [*(test.condition for test in recorded.tests), *records.where]
    texts = [text for one in conditions for text in (one.column, *one.among, *one.not_among)]
    texts += [records.id, records.stage, records.time, *records.by]
    texts += [text for mapping in records.values.values() for text in mapping]
    return [text for text in texts if text]


def _engine(
    recorded: Recorded, parts: list[Part], access: Access, folder: str, stack: ExitStack
) -> tuple[Engine, list[Table]]:
    if access.engine:
        from funneldx.records.spark import SparkEngine  # noqa: PLC0415

        spark = SparkEngine(access.engine, access.follow)
        stack.callback(spark.close)
        return spark, [_table(recorded, spark, part) for part in parts]
    from funneldx.records.duckdb_engine import DuckEngine  # noqa: PLC0415  (no engine is imported before it is used)

    paths = [one for part in parts for one in ([part.prepared] if part.prepared else part.files)]
    duck = DuckEngine(paths, folder, access.follow)
    stack.callback(duck.close)
    return duck, [_table(recorded, duck, part) for part in parts]


def _table(recorded: Recorded, engine: DuckEngine | SparkEngine, part: Part) -> Table:
    try:
        if part.prepared:
            return engine.normalised(part.name, part.prepared, part.header, part.shown, part.delimiter)
        if part.kind == "text":
            return engine.delimited(part.name, part.files[0], part.delimiter, part.header, part.shown)
        return (engine.parquet if part.kind == "parquet" else engine.json)(part.name, part.files, part.shown)
    except EngineError as error:
        hint = "check that the file is whole, and of the kind that its name says"
        raise refused(recorded, part.field, f"{part.shown}: {error}", hint) from None
