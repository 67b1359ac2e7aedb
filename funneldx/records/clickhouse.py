"""ClickHouse, through clickhouse-connect: for tables that are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from funneldx.records.engine import Column, Dialect, EngineError, Form, Kind, MissingEngineError, Table

Ask = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]
"""Answers a query with values."""

SETTINGS = {"join_use_nulls": 1, "session_timezone": "UTC", "readonly": 2, "prefer_column_name_to_alias": 1}
"""Outer joins give nulls, as everywhere else; times are in UTC; nothing is written."""
_PARTS = {
    "%d": "d",
    "%m": "M",
    "%Y": "yyyy",
    "%y": "yy",
    "%H": "H",
    "%I": "h",
    "%M": "mm",
    "%S": "ss",
    "%p": "a",
}
_ISO = "^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"


class ClickDialect(Dialect):
    """How ClickHouse writes it."""

    name = "clickhouse"

    def identifier(self, name: str) -> str:
        escaped = name.replace("\\", "\\\\").replace("`", "\\`")
        return f"`{escaped}`"

    def placeholder(self, key: str, value: Any) -> str:
        return f"{{{key}:{_type(value)}}}"

    def text(self, sql: str) -> str:
        return f"toString({sql})"

    def form(self, sql: str) -> str:
        return f"replaceRegexpAll(trim({sql}), '[0-9]', '9')"

    def part(self, sql: str, number: int) -> str:
        pattern = "^([0-9]{1,9})" if number == 1 else "^[0-9]+[^0-9]+([0-9]{1,9})"
        return f"toInt32OrNull(extract(trim({sql}), '{pattern}'))"

    def instant(self, sql: str, forms: Sequence[Form]) -> str:
        tried = []
        if any(not form.pattern for form in forms):
            iso = f"if(match(trim({sql}), '{_ISO}'), trim({sql}), '')"
            tried.append(f"parseDateTime64BestEffortOrNull({iso}, 6, 'UTC')")
        for form in forms:
            if form.pattern:
                pattern = form.pattern
                for part, name in _PARTS.items():
                    pattern = pattern.replace(part, name)
                text = f"if({self.form(sql)} = '{form.digits}', trim({sql}), '')"
                tried.append(
                    f"toDateTime64(parseDateTimeInJodaSyntaxOrNull({text}, '{pattern}', 'UTC'), 6, 'UTC')"
                )
        return f"coalesce({', '.join(tried)})" if tried else "CAST(NULL AS Nullable(DateTime64(6, 'UTC')))"

    def day(self, sql: str, forms: Sequence[Form]) -> str:
        written = [form for form in forms if form.pattern]
        tried = []
        if len(written) < len(forms):
            iso = f"extract(trim({sql}), '{_ISO}')"
            tried.append(f"toDate32(parseDateTime64BestEffortOrNull({iso}, 0, 'UTC'))")
        if written:
            tried.append(f"toDate32({self.instant(sql, written)})")
        return f"coalesce({', '.join(tried)})" if tried else "CAST(NULL AS Nullable(Date32))"

    def moment(self, sql: str) -> str:
        return f"toDateTime64({sql}, 6, 'UTC')"

    def date(self, sql: str) -> str:
        return f"toDate32({sql})"

    def number(self, sql: str, decimal: str) -> str:
        bare = f"replaceRegexpAll({sql}, '[^0-9.,eE+-]', '')"
        plain = (
            f"replaceAll(replaceAll({bare}, '.', ''), ',', '.')"
            if decimal == ","
            else f"replaceAll({bare}, ',', '')"
        )
        return f"toFloat64OrNull({plain})"

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
        name = ".".join(map(self.dialect.identifier, parts))
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
    return {"Bool": "flag", "Date": "day", "Date32": "day"}.get(name, "other")  # type: ignore[return-value]
