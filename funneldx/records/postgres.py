"""PostgreSQL, through psycopg: for tables that are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from funneldx.records import possible
from funneldx.records.engine import Column, Dialect, EngineError, Form, Kind, MissingEngineError, Table

_PARTS = {
    "T": '"T"',
    "%d": "FMDD",
    "%m": "FMMM",
    "%Y": "YYYY",
    "%y": "YY",
    "%H": "HH24",
    "%I": "HH12",
    "%M": "MI",
    "%S": "SS",
    "%f": "US",
    "%p": "AM",
}
_KINDS: dict[str, Kind] = {
    "text": "text",
    "character varying": "text",
    "character": "text",
    "name": "text",
    "boolean": "flag",
    "date": "day",
    "timestamp without time zone": "time",
    "timestamp with time zone": "time",
    **dict.fromkeys(("smallint", "integer", "bigint", "numeric", "real", "double precision"), "number"),
}


class PostgresDialect(Dialect):
    """How PostgreSQL writes it."""

    name = "postgresql"
    PARTS = _PARTS

    def placeholder(self, key: str, value: Any) -> str:
        del value
        return f"%({key})s"

    def binary(self, sql: str) -> str:
        return f'{sql} COLLATE "C"'

    def greatest(self, sql: str, kind: Kind) -> str:
        return f"bool_or({sql})" if kind == "flag" else super().greatest(sql, kind)

    def found_whole(self, sql: str, pattern: str) -> str:
        return f"CAST(substring({sql} FROM '{pattern}') AS INTEGER)"

    def iso_instant(self, sql: str) -> str:
        time = f"CAST(CAST({sql} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS TIMESTAMP)"
        return f"CASE WHEN {sql} ~ '{possible.ISO}' THEN {time} END"

    def iso_day(self, sql: str) -> str:
        begin = f"substring(trim({sql}) FROM '^[0-9]+[-/.][0-9]+[-/.][0-9]+')"
        return f"CASE WHEN trim({sql}) ~ '{possible.ISO_DAY}' THEN CAST(translate({begin}, '/.', '--') AS DATE) END"

    def written_instant(self, sql: str, form: Form) -> str:
        time = f"CAST(to_timestamp(trim({sql}), '{self.pattern(form)}') AS TIMESTAMP)"
        return f"CASE WHEN trim({sql}) ~ '{possible.written(form.pattern)}' THEN {time} END"

    def plain_number(self, sql: str) -> str:
        good = r"^[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?$"
        return f"CASE WHEN {sql} ~ '{good}' THEN CAST({sql} AS DOUBLE PRECISION) END"


class PostgresEngine:
    """A connection that only reads."""

    def __init__(self, address: str) -> None:
        """Connect; raises EngineError, which tells nothing of the address."""
        try:
            import psycopg  # noqa: PLC0415  (imported when it is used)
        except ImportError:
            raise MissingEngineError("psycopg", "postgresql") from None
        self.dialect = PostgresDialect()
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(
                address,
                autocommit=True,
                connect_timeout=15,
                options="-c default_transaction_read_only=on -c timezone=UTC",
            )
        except psycopg.Error as error:
            raise EngineError(f"PostgreSQL gives no connection ({type(error).__name__})") from None

    def table(self, parts: Sequence[str], shown: str) -> Table:
        """Open a table by the parts of its name."""
        name = self.dialect.qualified(parts)
        types = self.rows(
            "SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute AS a "
            "WHERE a.attrelid = CAST(%(name)s AS regclass) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            {"name": name},
        )
        return Table(name, tuple(Column(column, _KINDS.get(kind, "other")) for column, kind in types), shown)

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, dict(values))
                return list(cursor.fetchall())
        except self._error as error:
            raise EngineError(f"PostgreSQL refuses the query ({type(error).__name__})") from None

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
