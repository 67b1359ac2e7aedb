"""DuckDB, in this process: the engine for files.

It may load no extension and opens no file but those it was given: a description is data from strangers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from funneldx.records.engine import Column, Dialect, EngineError, Form, Kind, MissingEngineError, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

Follow = Callable[[float], None]
"""Is told, between 0 and 1, how far a long query is."""

_CLOSED = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
}
_EVERY = 0.1
_KINDS: dict[str, Kind] = {"VARCHAR": "text", "BOOLEAN": "flag", "DATE": "day"}


class DuckDialect(Dialect):
    """How DuckDB writes it."""

    name = "duckdb"
    WHOLE = "[0-9]+"
    GROUP = "\\"

    def found_whole(self, sql: str, pattern: str) -> str:
        return f"TRY_CAST(regexp_extract({sql}, '{pattern}', 1) AS INTEGER)"

    def iso_instant(self, sql: str) -> str:
        iso = f"CASE WHEN regexp_matches({sql}, '{self.ISO}') THEN {sql} END"
        return f"TRY_CAST({iso} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"

    def iso_day(self, sql: str) -> str:
        begin = f"regexp_extract(trim({sql}), '{self.ISO}')"
        return f"TRY_CAST({self.replaced(self.replaced(begin, '/', '-'), '.', '-')} AS DATE)"

    def written_instants(self, sql: str, forms: Sequence[Form]) -> list[str]:
        patterns = dict.fromkeys(map(self.pattern, forms))
        return [f"try_strptime(trim({sql}), [{', '.join(map(_literal, patterns))}])"] if patterns else []

    def plain_number(self, sql: str) -> str:
        return f"TRY_CAST({sql} AS DOUBLE)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class DuckEngine:
    """A database in memory, closed but for some files."""

    def __init__(self, paths: Sequence[str], folder: str, follow: Follow | None = None) -> None:
        """Open one that may read these files, and use a folder of our own for what does not fit into memory."""
        try:
            import duckdb  # noqa: PLC0415  (imported when it is used)
        except ImportError:
            raise MissingEngineError("DuckDB", "records") from None
        self.dialect = DuckDialect()
        self._follow = follow
        self._error = duckdb.Error
        self._connection: DuckDBPyConnection = duckdb.connect(":memory:", config=dict(_CLOSED))
        for setting in (
            f"SET temp_directory = {_literal(folder)}",
            "SET TimeZone = 'UTC'",
            f"SET allowed_paths = [{', '.join(map(_literal, paths))}]",
            "SET enable_external_access = false",
            "SET preserve_insertion_order = false",
            "SET enable_progress_bar = true",
            "SET enable_progress_bar_print = false",
            "SET lock_configuration = true",
        ):
            self._connection.execute(setting)

    def parquet(self, name: str, paths: list[str], shown: str) -> Table:
        """Open Parquet files, as one table."""
        return self._view(name, lambda: self._connection.read_parquet(paths, union_by_name=True), shown)

    def json(self, name: str, paths: list[str], shown: str) -> Table:
        """Open files of JSON, an object a line or a list of them, as one table."""
        return self._view(name, lambda: self._connection.read_json(paths, union_by_name=True), shown)

    def delimited(self, name: str, path: str, delimiter: str, header: Sequence[str], shown: str) -> Table:
        """Open a large file of text whose columns are these."""
        columns = ", ".join(f"{_literal(column)}: 'VARCHAR'" for column in header)
        self._run(
            f"CREATE VIEW {self.dialect.identifier(name)} AS SELECT * FROM read_csv({_literal(path)}, "
            f"columns = {{{columns}}}, header = true, delim = {_literal(delimiter)}, quote = '\"', escape = '\"', "
            "auto_detect = false, strict_mode = true)",
            {},
        )
        return Table(
            self.dialect.identifier(name), tuple(Column(one, "text") for one in header), shown, delimiter
        )

    def normalised(self, name: str, path: str, header: Sequence[str], shown: str, delimiter: str) -> Table:
        """Take in a file of our own making: commas, every field in quotes unless it is empty."""
        columns = ", ".join(f"{self.dialect.identifier(column)} VARCHAR" for column in header)
        table = self.dialect.identifier(name)
        self._run(f"CREATE TABLE {table} ({columns})", {})
        self._run(
            f"COPY {table} FROM {_literal(path)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"')",
            {},
        )
        return Table(table, tuple(Column(column, "text") for column in header), shown, delimiter)

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""
        return self._run(sql, values)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _view(self, name: str, read: Callable[[], DuckDBPyRelation], shown: str) -> Table:
        try:
            relation = read()
            columns = tuple(
                Column(column, _kind(str(kind)))
                for column, kind in zip(relation.columns, relation.types, strict=True)
            )
            relation.create_view(name, replace=False)
        except self._error as error:
            raise EngineError(_told(error)) from None
        return Table(self.dialect.identifier(name), columns, shown)

    def _run(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        try:
            if self._follow is None:
                return self._connection.execute(sql, dict(values) or None).fetchall()
            return self._followed(sql, values, self._follow)
        except self._error as error:
            raise EngineError(_told(error)) from None

    def _followed(self, sql: str, values: Mapping[str, Any], follow: Follow) -> list[tuple[Any, ...]]:
        """Ask in another thread, and tell meanwhile how far it is."""
        answer: list[list[tuple[Any, ...]]] = []
        failed: list[BaseException] = []

        def ask() -> None:
            try:
                answer.append(self._connection.execute(sql, dict(values) or None).fetchall())
            except BaseException as error:  # noqa: BLE001  (raised where it was asked)
                failed.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_EVERY)
                follow(max(0.0, self._connection.query_progress()) / 100)
        except BaseException:
            self._connection.interrupt()
            thread.join()
            raise
        if failed:
            raise failed[0]
        return answer[0]


def _kind(name: str) -> Kind:
    if name.startswith(
        ("TINYINT", "SMALLINT", "INT", "BIGINT", "HUGEINT", "UINT", "UTINY", "USMALL", "UBIG")
    ):
        return "number"
    if name.startswith(("DECIMAL", "DOUBLE", "FLOAT", "UHUGE")):
        return "number"
    if name.startswith("TIMESTAMP"):
        return "time"
    return _KINDS.get(name, "other")


def _told(error: Exception) -> str:
    """What kind of failure it is: its own words quote lines of files."""
    name = type(error).__name__
    return {
        "OutOfMemoryException": "there is not enough memory for it",
        "PermissionException": "it may not be opened",
        "IOException": "it cannot be read",
    }.get(name, f"it is not of the form that its name says ({name})")
