"""ClickHouse, through clickhouse-connect: for tables that are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from funneldx.records import possible
from funneldx.records.engine import Column, EngineError, Form, JavaDialect, Kind, MissingEngineError, Table

Ask = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]
"""Answers a query with values."""

SETTINGS = {"join_use_nulls": 1, "session_timezone": "UTC", "readonly": 2, "prefer_column_name_to_alias": 1}
"""Outer joins give nulls, as everywhere else; times are in UTC; nothing is written."""
_KINDS: dict[str, Kind] = {"Bool": "flag", "Date": "day", "Date32": "day"}


class ClickDialect(JavaDialect):
    """How ClickHouse writes it."""

    name = "clickhouse"
    TIME = "Nullable(DateTime64(6, 'UTC'))"
    DAY = "Nullable(Date32)"

    def identifier(self, name: str) -> str:
        escaped = name.replace("\\", "\\\\").replace("`", "\\`")
        return f"`{escaped}`"

    def placeholder(self, key: str, value: Any) -> str:
        return f"{{{key}:{_type(value)}}}"

    def text(self, sql: str) -> str:
        return f"toString({sql})"

    def substituted(self, sql: str, pattern: str, by: str) -> str:
        return f"replaceRegexpAll({sql}, '{pattern}', '{by}')"

    def replaced(self, sql: str, sign: str, by: str) -> str:
        return f"replaceAll({sql}, '{sign}', '{by}')"

    def found_whole(self, sql: str, pattern: str) -> str:
        return f"toInt32OrNull(extract({sql}, '{pattern}'))"

    def iso_instant(self, sql: str) -> str:
        iso = f"if(match({sql}, '{possible.ISO}'), {sql}, '')"
        return f"parseDateTime64BestEffortOrNull({iso}, 6, 'UTC')"

    def iso_day(self, sql: str) -> str:
        begin = f"if(match(trim({sql}), '{possible.ISO_DAY}'), extract(trim({sql}), '{self.ISO}'), '')"
        return self.date(f"parseDateTime64BestEffortOrNull({begin}, 0, 'UTC')")

    def written_instant(self, sql: str, form: Form) -> str:
        text = f"if({self.form(sql)} = '{form.digits}', trim({sql}), '')"
        parse = "parseDateTime64" if "%f" in form.pattern else "parseDateTime"
        return self.moment(f"{parse}InJodaSyntaxOrNull({text}, '{self.pattern(form)}', 'UTC')")

    def plain_number(self, sql: str) -> str:
        return f"toFloat64OrNull({sql})"

    def moment(self, sql: str) -> str:
        return f"toDateTime64({sql}, 6, 'UTC')"

    def date(self, sql: str) -> str:
        return f"toDate32({sql})"

    def real(self, sql: str) -> str:
        return f"toFloat64({sql})"

    def later(self, sql: str, seconds: int) -> str:
        return f"{sql} + INTERVAL {seconds} SECOND"


def _type(value: Any) -> str:
    for kind, name in (
        (bool, "Bool"),
        (int, "Int64"),
        (float, "Float64"),
        (datetime, "DateTime64(6)"),
        (date, "Date32"),
    ):
        if isinstance(value, kind):
            return name
    return "String"


class ClickEngine:
    """Whatever answers queries as ClickHouse does."""

    def __init__(self, ask: Ask, close: Callable[[], None]) -> None:
        self.dialect = ClickDialect()
        self._ask = ask
        self.close = close

    def table(self, parts: Sequence[str], shown: str) -> Table:
        """Open a table by the parts of its name."""
        name = self.dialect.qualified(parts)
        described = self.rows(f"DESCRIBE TABLE {name}", {})
        return Table(name, tuple(Column(row[0], _kind(row[1])) for row in described), shown)

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""
        try:
            return [tuple(row) for row in self._ask(sql, values)]
        except Exception as error:  # noqa: BLE001  (a driver's errors are of many kinds, and quote what they met)
            raise EngineError(f"ClickHouse refuses the query ({type(error).__name__})") from None


def connected(address: str) -> ClickEngine:
    """Connect to a server; raises EngineError, which tells nothing of the address."""
    try:
        import clickhouse_connect  # noqa: PLC0415  (imported when it is used)
    except ImportError:
        raise MissingEngineError("clickhouse-connect", "clickhouse") from None
    try:
        client = clickhouse_connect.get_client(dsn=address, settings=SETTINGS)
    except Exception as error:  # noqa: BLE001  (see above)
        raise EngineError(f"ClickHouse gives no connection ({type(error).__name__})") from None
    return ClickEngine(
        lambda sql, values: client.query(sql, parameters=dict(values)).result_rows, client.close
    )


def _kind(name: str) -> Kind:
    while name.startswith(("Nullable(", "LowCardinality(")):
        name = name.partition("(")[2][:-1]
    if name.startswith(("Int", "UInt", "Float", "Decimal", "BFloat")):
        return "number"
    if name.startswith("DateTime"):
        return "time"
    if name.startswith(("String", "FixedString")):
        return "text"
    return _KINDS.get(name, "other")
