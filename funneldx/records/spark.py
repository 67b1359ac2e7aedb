"""Spark, through PySpark: files and tables that are too much for one machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from funneldx.records.engine import Column, EngineError, Form, JavaDialect, Kind, MissingEngineError, Table

_EVERY = 0.2
_KINDS: dict[str, Kind] = {"string": "text", "boolean": "flag", "date": "day"}


class SparkDialect(JavaDialect):
    """How Spark writes it."""

    name = "spark"
    GROUP = "$"

    def identifier(self, name: str) -> str:
        doubled = name.replace("`", "``")
        return f"`{doubled}`"

    def placeholder(self, key: str, value: Any) -> str:
        del value
        return f":{key}"

    def text(self, sql: str) -> str:
        return f"CAST({sql} AS STRING)"

    def substituted(self, sql: str, pattern: str, by: str) -> str:
        return f"regexp_replace({sql}, '{pattern}', '{by}')"

    def found_whole(self, sql: str, pattern: str) -> str:
        return f"try_cast(regexp_extract({sql}, '{pattern}', 1) AS INT)"

    def iso_instant(self, sql: str) -> str:
        return f"try_cast(CASE WHEN {sql} RLIKE '{self.ISO}' THEN {sql} END AS TIMESTAMP)"

    def iso_day(self, sql: str) -> str:
        return f"try_cast(translate(regexp_extract(trim({sql}), '({self.ISO})', 1), '/.', '--') AS DATE)"

    def written_instant(self, sql: str, form: Form) -> str:
        text = f"CASE WHEN {self.form(sql)} = '{form.digits}' THEN trim({sql}) END"
        return f"try_to_timestamp({text}, '{self.pattern(form)}')"

    def plain_number(self, sql: str) -> str:
        return f"try_cast({sql} AS DOUBLE)"

    def real(self, sql: str) -> str:
        return f"CAST({sql} AS DOUBLE)"


class SparkEngine:
    """A session on this machine, or on a cluster."""

    def __init__(self, address: str, follow: Callable[[float], None] | None = None) -> None:
        """Start one; raises EngineError where the cluster cannot be reached."""
        try:
            from pyspark.errors import PySparkException  # noqa: PLC0415  (imported when it is used)
            from pyspark.sql import SparkSession  # noqa: PLC0415
        except ImportError:
            raise MissingEngineError("PySpark", "spark") from None
        self.dialect = SparkDialect()
        self._error = PySparkException
        self._follow = follow
        master = "local[*]" if address == "spark" else address
        try:
            self._session = (
                SparkSession.builder.master(master)
                .appName("funneldx")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.ansi.enabled", "true")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .getOrCreate()
            )
            self._session.sparkContext.setLogLevel("OFF")
        except Exception as error:  # noqa: BLE001  (of Java as well, and with the address in it)
            raise EngineError(f"Spark does not start ({type(error).__name__})") from None

    def parquet(self, name: str, paths: list[str], shown: str) -> Table:
        """Open Parquet files, as one table."""
        return self._view(name, lambda: self._session.read.parquet(*paths), shown)

    def json(self, name: str, paths: list[str], shown: str) -> Table:
        """Open files of JSON, an object a line, as one table."""
        return self._view(name, lambda: self._session.read.json(paths), shown)

    def delimited(self, name: str, path: str, delimiter: str, header: Sequence[str], shown: str) -> Table:
        """Open a large file of text whose columns are these."""
        return self._view(
            name, lambda: self._csv(path, header, delimiter, header_there=True), shown
        )._replace(delimiter=delimiter)

    def normalised(self, name: str, path: str, header: Sequence[str], shown: str, delimiter: str) -> Table:
        """Take in a file of our own making."""
        return self._view(name, lambda: self._csv(path, header, ",", header_there=False), shown)._replace(
            delimiter=delimiter
        )

    def _csv(self, path: str, header: Sequence[str], delimiter: str, *, header_there: bool) -> Any:
        from pyspark.sql.types import StringType, StructField, StructType  # noqa: PLC0415

        schema = StructType([StructField(column, StringType()) for column in header])
        return self._session.read.csv(
            path,
            schema=schema,
            sep=delimiter,
            quote='"',
            escape='"',
            header=header_there,
            multiLine=True,
            enforceSchema=True,
        )

    def table(self, parts: Sequence[str], shown: str) -> Table:
        """Open a table of the catalogue by the parts of its name."""
        name = self.dialect.qualified(parts)
        try:
            return Table(name, _columns(self._session.table(name).dtypes), shown)
        except self._error as error:
            raise EngineError(f"Spark gives no such table ({type(error).__name__})") from None

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(done,), daemon=True)
        if self._follow:
            watch.start()
        try:
            return [tuple(row) for row in self._session.sql(sql, dict(values)).collect()]
        except self._error as error:
            raise EngineError(f"Spark refuses the query ({type(error).__name__})") from None
        finally:
            done.set()
            if self._follow:
                watch.join()

    def _watch(self, done: threading.Event) -> None:
        """Tell which share of the tasks that have begun is over."""
        assert self._follow
        tracker = self._session.sparkContext.statusTracker()
        while not done.wait(_EVERY):
            stages = [tracker.getStageInfo(one) for one in tracker.getActiveStageIds()]
            tasks = sum(one.numTasks for one in stages if one)
            if tasks:
                self._follow(sum(one.numCompletedTasks for one in stages if one) / tasks)

    def close(self) -> None:
        """Forget the views; the session is the process's own, and kept for the next description."""
        for view in self._session.catalog.listTables():
            if view.isTemporary:
                self._session.catalog.dropTempView(view.name)

    def _view(self, name: str, read: Callable[[], Any], shown: str) -> Table:
        try:
            frame = read()
            frame.createOrReplaceTempView(name)
        except self._error as error:
            raise EngineError(f"it is not of the form that its name says ({type(error).__name__})") from None
        return Table(self.dialect.identifier(name), _columns(frame.dtypes), shown)


def _columns(types: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(kind)) for name, kind in types)


def _kind(name: str) -> Kind:
    if name.startswith("decimal") or name in {"tinyint", "smallint", "int", "bigint", "float", "double"}:
        return "number"
    if name.startswith("timestamp"):
        return "time"
    return _KINDS.get(name, "other")
