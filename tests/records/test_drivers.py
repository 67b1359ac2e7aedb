"""How each engine is spoken to: its SQL, and what becomes of its failures. The engines themselves: `test_engines`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from funneldx.records import clickhouse, connections, postgres, spark
from funneldx.records.duckdb_engine import DuckDialect, DuckEngine
from funneldx.records.engine import Column, Dialect, EngineError, Form, Table

DIALECTS: list[Dialect] = [
    DuckDialect(),
    postgres.PostgresDialect(),
    clickhouse.ClickDialect(),
    spark.SparkDialect(),
]
FORMS = (Form("9999-99-99", ""), Form("9/9/99", "%d/%m/%y"))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
def test_what_differs_is_written(dialect: Dialect) -> None:
    assert dialect.identifier("a") in {'"a"', "`a`"}
    for odd in ('x"y', "x`y", "x\\y"):
        quoted = dialect.identifier(odd)
        assert quoted[0] == quoted[-1]
        assert quoted[1:-1] != odd or quoted[0] not in odd
    assert dialect.placeholder("p1", "x").strip("{}").startswith(("$p1", "%(p1)s", "p1:String", ":p1"))
    for forms in ((), FORMS[:1], FORMS[1:], FORMS):
        instant, day = dialect.instant("x", forms), dialect.day("x", forms)
        assert instant.startswith("CAST(NULL") == (not forms)
        assert instant.count("(") == instant.count(")")
        assert day.count("(") == day.count(")")
    assert dialect.part("x", 1) != dialect.part("x", 2)
    assert dialect.number("x", ",") != dialect.number("x", ".")
    assert "30" in dialect.later("t", 30)
    for made in (
        dialect.text,
        dialect.form,
        dialect.moment,
        dialect.date,
        dialect.real,
        dialect.binary,
    ):
        assert "x" in made("x")
    assert "x" in dialect.greatest("x", "text")
    assert dialect.greatest("x", "flag") in {"max(x)", "bool_or(x)"}
    assert dialect.greatest("x", "day") == "max(x)"


def test_iso_8601_with_other_signs() -> None:
    """DuckDB and Spark are given dashes, one space and no space before an offset; nothing is done to what has these."""
    plain = (
        Form("9999-99-99", ""),
        Form("9999-9-99T99:99:99.99+99:99", ""),
        Form("9999-99-99 99:99 UTC", ""),
    )
    for dialect in DIALECTS:
        assert "$1" not in dialect.instant("x", plain)
        assert r"\1" not in dialect.instant("x", plain)
    for digits in ("9999.99.99", "9999/99/99 9:99", "9999-99-99  99:99", "9999-99-99 99:99 +99:99"):
        assert r"\1-\2-\3" in DuckDialect().instant("x", [Form(digits, "")])
        assert "$1-$2-$3" in spark.SparkDialect().instant("x", [*plain, Form(digits, "")])


def test_letters_of_times() -> None:
    form = Form("99.99.9999T99:99:99.999", "%d.%m.%YT%H:%M:%S.%f")
    assert clickhouse.ClickDialect().pattern(form) == r"d.M.yyyy\'T\'H:mm:ss.SSS"
    assert "parseDateTime64InJodaSyntaxOrNull" in clickhouse.ClickDialect().instant("x", [form])
    assert postgres.PostgresDialect().pattern(form) == 'FMDD.FMMM.YYYY"T"HH24:MI:SS.US'
    assert DuckDialect().pattern(form) == form.pattern


def test_the_standard_leaves_open_what_differs() -> None:
    bare = Dialect()
    open_parts: list[Callable[[], str]] = [
        lambda: bare.part("x", 1),
        lambda: bare.instant("x", FORMS[:1]),
        lambda: bare.instant("x", FORMS[1:]),
        lambda: bare.day("x", FORMS[:1]),
        lambda: bare.day("x", FORMS[1:]),
        lambda: bare.number("x", "."),
    ]
    for ask in open_parts:
        with pytest.raises(NotImplementedError):
            ask()


def test_types_of_clickhouse() -> None:
    given = {"a": True, "b": 1, "c": 1.5, "d": datetime(2026, 1, 1), "e": date(2026, 1, 1), "f": "x"}  # noqa: DTZ001
    placeholders = [clickhouse.ClickDialect().placeholder(key, value) for key, value in given.items()]
    assert placeholders == [
        "{a:Bool}",
        "{b:Int64}",
        "{c:Float64}",
        "{d:DateTime64(6)}",
        "{e:Date32}",
        "{f:String}",
    ]


def module(monkeypatch: pytest.MonkeyPatch, name: str, **what: Any) -> None:
    """Put a module of these in the place of one."""
    made = ModuleType(name)
    for key, value in what.items():
        setattr(made, key, value)
    monkeypatch.setitem(sys.modules, name, made)


class FakeError(Exception):
    """What a driver raises, with a password in it."""


class FakeCursor:
    """What answers a driver's queries."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, sql: str, values: dict[str, Any]) -> None:
        if "broken" in sql:
            raise FakeError("hunter2")
        self.answer = [("id", "text"), ("won", "boolean"), ("x", "money")] if values else [(1,)]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.answer


def test_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    asked: list[dict[str, Any]] = []

    def connect(address: str, **options: Any) -> Any:
        asked.append(options)
        if "broken" in address:
            raise FakeError("hunter2")
        return SimpleNamespace(cursor=FakeCursor, close=lambda: closed.append(True))

    module(monkeypatch, "psycopg", connect=connect, Error=FakeError)
    engine = connections._engine("postgresql://u:hunter2@h/d", SimpleNamespace(follow=None))  # type: ignore[arg-type]
    table = engine.table(["crm", 'a"b'], "crm.ab")
    assert table.sql == '"crm"."a""b"'
    assert table.columns == (Column("id", "text"), Column("won", "flag"), Column("x", "other"))
    assert "default_transaction_read_only=on" in asked[0]["options"]
    assert engine.rows("SELECT 1", {}) == [(1,)]
    for call in (lambda: engine.rows("broken", {}), lambda: postgres.PostgresEngine("broken")):
        with pytest.raises(EngineError) as error:
            call()
        assert "hunter2" not in str(error.value)
    engine.close()
    assert closed


def test_clickhouse(monkeypatch: pytest.MonkeyPatch) -> None:
    def query(sql: str, parameters: dict[str, Any]) -> Any:
        if "broken" in sql:
            raise FakeError("hunter2")
        types = [
            "Nullable(String)",
            "UInt8",
            "DateTime64(3)",
            "Date",
            "Bool",
            "Array(Int8)",
            "LowCardinality(String)",
        ]
        rows = (
            [(f"c{number}", kind) for number, kind in enumerate(types)]
            if "DESCRIBE" in sql
            else [[len(parameters)]]
        )
        return SimpleNamespace(result_rows=rows)

    def get_client(dsn: str, settings: dict[str, Any]) -> Any:
        assert settings["readonly"]
        if "broken" in dsn:
            raise FakeError("hunter2")
        return SimpleNamespace(query=query, close=lambda: None)

    module(monkeypatch, "clickhouse_connect", get_client=get_client)
    engine = connections._engine("clickhouse://h/d", SimpleNamespace(follow=None))  # type: ignore[arg-type]
    kinds = [column.kind for column in engine.table(["crm", "deals"], "crm.deals").columns]
    assert kinds == ["text", "number", "time", "day", "flag", "other", "text"]
    assert engine.rows("SELECT 1", {"p1": 1}) == [(1,)]
    for call in (lambda: engine.rows("broken", {}), lambda: clickhouse.connected("clickhouse://broken")):
        with pytest.raises(EngineError) as error:
            call()
        assert "hunter2" not in str(error.value)
    engine.close()


class FakeFrame:
    """A table of Spark's."""

    dtypes = (
        ("a", "string"),
        ("b", "decimal(10,2)"),
        ("c", "timestamp_ntz"),
        ("d", "date"),
        ("e", "boolean"),
        ("f", "map"),
    )

    def createOrReplaceTempView(self, name: str) -> None:  # noqa: N802  (Spark's own name)
        if name == "broken":
            raise FakeError("hunter2")


class FakeSession:
    """A session of Spark, as far as it is used."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.dropped: list[str] = []
        read = lambda *_, **__: FakeFrame()  # noqa: E731
        self.read = SimpleNamespace(parquet=read, json=read, csv=read)
        views = [SimpleNamespace(name="v", isTemporary=True), SimpleNamespace(name="t", isTemporary=False)]
        self.catalog = SimpleNamespace(listTables=lambda: views, dropTempView=self.dropped.append)
        infos = [SimpleNamespace(numTasks=4, numCompletedTasks=1), None]
        tracker = SimpleNamespace(getActiveStageIds=lambda: [0, 1], getStageInfo=lambda one: infos[one])
        self.sparkContext = SimpleNamespace(statusTracker=lambda: tracker, setLogLevel=lambda _: None)

    def table(self, name: str) -> FakeFrame:
        if "broken" in name:
            raise FakeError("hunter2")
        return FakeFrame()

    def sql(self, sql: str, values: dict[str, Any]) -> Any:
        import time  # noqa: PLC0415

        if "broken" in sql:
            raise FakeError("hunter2")
        time.sleep(self.seconds)
        return SimpleNamespace(collect=lambda: [[len(values)]])


def fake_spark(monkeypatch: pytest.MonkeyPatch, session: FakeSession | None) -> None:
    def started() -> FakeSession:
        if session is None:
            raise FakeError("hunter2")
        return session

    builder: Any = SimpleNamespace()
    builder.master = builder.appName = lambda _: builder
    builder.config = lambda *_: builder
    builder.getOrCreate = started
    module(monkeypatch, "pyspark")
    module(monkeypatch, "pyspark.errors", PySparkException=FakeError)
    module(monkeypatch, "pyspark.sql", SparkSession=SimpleNamespace(builder=builder))
    plain = lambda *parts: parts  # noqa: E731
    module(monkeypatch, "pyspark.sql.types", StringType=plain, StructField=plain, StructType=plain)


def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    session = FakeSession()
    fake_spark(monkeypatch, session)
    engine = connections._engine("local[2]", SimpleNamespace(follow=None))  # type: ignore[arg-type]
    assert isinstance(engine, spark.SparkEngine)
    kinds = [column.kind for column in engine.table(["crm", "deals"], "deals").columns]
    assert kinds == ["text", "number", "time", "day", "flag", "other"]
    assert engine.parquet("records", ["a"], "a").sql == "`records`"
    assert engine.json("records", ["a"], "a").delimiter == ""
    assert engine.delimited("records", "a", ";", ["x"], "a").delimiter == ";"
    assert engine.normalised("records", "a", ["x"], "a", ";").delimiter == ";"
    assert engine.rows("SELECT 1", {"p1": 1}) == [(1,)]
    for call in (
        lambda: engine.rows("broken", {}),
        lambda: engine.table(["broken"], "b"),
        lambda: engine.parquet("broken", [], "b"),
    ):
        with pytest.raises(EngineError) as error:
            call()
        assert "hunter2" not in str(error.value)
    engine.close()
    assert session.dropped == ["v"]
    fake_spark(monkeypatch, None)
    with pytest.raises(EngineError, match=r"Spark does not start \(FakeError\)"):
        spark.SparkEngine("spark")


def test_how_far_spark_is(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_spark(monkeypatch, FakeSession(seconds=0.1))
    monkeypatch.setattr(spark, "_EVERY", 0.01)
    told: list[float] = []
    assert spark.SparkEngine("spark", told.append).rows("SELECT 1", {}) == [(0,)]
    assert set(told) == {0.25}


def test_a_cluster_without_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    session = FakeSession(seconds=0.05)
    session.sparkContext.statusTracker = lambda: SimpleNamespace(getActiveStageIds=list)
    fake_spark(monkeypatch, session)
    monkeypatch.setattr(spark, "_EVERY", 0.01)
    told: list[float] = []
    assert spark.SparkEngine("spark", told.append).rows("SELECT 1", {}) == [(0,)]
    assert told == []


def test_how_far_duckdb_is(tmp_path: Any) -> None:
    pytest.importorskip("duckdb")
    told: list[float] = []
    engine = DuckEngine([], str(tmp_path), told.append)
    assert engine.rows("SELECT count(*) FROM range(30000000) AS r(x) WHERE x % 7 = $p1", {"p1": 3}) == [
        (4285714,)
    ]
    assert told
    assert all(0 <= one <= 1 for one in told)
    with pytest.raises(EngineError, match="not of the form"):
        engine.rows("SELECT nothing", {})
    engine.close()


def test_a_long_query_is_interrupted(tmp_path: Any) -> None:
    pytest.importorskip("duckdb")

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    engine = DuckEngine([], str(tmp_path), stop)
    with pytest.raises(KeyboardInterrupt):
        engine.rows(
            "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range % 3 = b.range % 7", {}
        )
    engine.close()


def test_a_description_is_counted_in_a_warehouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """From its connection to its counts, on DuckDB in the place of a server."""
    pytest.importorskip("duckdb")
    from funneldx.records import Access, counted  # noqa: PLC0415
    from tests.records.describing import described  # noqa: PLC0415

    class Here(DuckEngine):
        def table(self, parts: Any, shown: str) -> Any:
            if parts == ["nowhere"]:
                raise EngineError("there is no such table")
            name = "_".join(parts)
            self._connection.execute(f"CREATE TABLE {name} AS SELECT 1 AS id, true AS won, 5 AS a")
            return Table(name, (Column("id", "number"), Column("won", "flag")), shown)

    monkeypatch.setenv("FUNNELDX_CONNECTION_W", "postgresql://x")
    monkeypatch.setattr(postgres, "PostgresEngine", lambda _: Here([], "/tmp"))  # noqa: S108
    source = "source: {{table: {0}, connection: w, shape: milestones, join: {{{1}, on: id}}}}\nstages: [{{name: a, column: won}}]\n"

    def count(table: str, join: str) -> Any:
        (recorded,) = described(source.format(table, join), "funnel.yaml")
        return counted(recorded, Access(connections=("w",)))

    (funnel,) = count("crm.deals", "table: crm.closed").funnels
    assert funnel.stages[0].count == 1
    with pytest.raises(Exception, match="“w”: there is no such table"):
        count("nowhere", "table: x")
    with pytest.raises(Exception, match="`join` names no table of the warehouse"):
        count("crm.deals", "files: a.csv")


def test_files_are_counted_on_spark(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    from funneldx.records import Access, opening  # noqa: PLC0415
    from tests.records.describing import described  # noqa: PLC0415

    fake_spark(monkeypatch, FakeSession())
    (tmp_path / "a.parquet").write_text("x", encoding="utf-8")
    (recorded,) = described(
        "source: {files: a.parquet, shape: milestones}\nstages: [{name: a}]\n", tmp_path / "f.yaml"
    )
    from contextlib import ExitStack  # noqa: PLC0415

    with ExitStack() as stack:
        engine, main, _, _ = opening.opened(recorded, Access(engine="spark"), str(tmp_path), stack)
    assert isinstance(engine, spark.SparkEngine)
    assert main.shown == "a.parquet"


def test_a_query_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    pytest.importorskip("duckdb")
    from funneldx.errors import UnreadableError  # noqa: PLC0415
    from funneldx.records import Access, counted, results  # noqa: PLC0415
    from tests.records.describing import described  # noqa: PLC0415

    (tmp_path / "a.csv").write_text("won\n1\n", encoding="utf-8")
    (recorded,) = described(
        "source: {files: a.csv, shape: milestones}\nstages: [{name: a}]\n", tmp_path / "f.yaml"
    )
    with monkeypatch.context() as patch:
        patch.setattr(results.Accounting, "adds_up", False)
        with pytest.raises(AssertionError, match="not accounted for"):
            counted(recorded, Access())
    monkeypatch.setattr(DuckEngine, "rows", lambda *_: (_ for _ in ()).throw(EngineError("no memory")))
    with pytest.raises(UnreadableError, match=r"the records in a\.csv cannot be counted: no memory"):
        counted(recorded, Access())
    monkeypatch.setattr(
        "funneldx.records.tables.delimited", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "No"))
    )
    with pytest.raises(UnreadableError, match=r"a\.csv cannot be read: no"):
        counted(recorded, Access())
