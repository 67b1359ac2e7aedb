"""The same descriptions on every engine: identical counts, as counted in plain Python.

Run by `pytest -m engines`; see `servers` for what has to be installed.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from funneldx.recorded import Recorded
from funneldx.records import Access, Counted, clickhouse, counted
from funneldx.records.clickhouse import ClickEngine
from funneldx.records.opening import opened
from funneldx.records.survey import Survey
from tests.records import servers
from tests.records.describing import described
from tests.records.generated import STAGES, events, normal
from tests.records.oracle import Event, in_any_order, ordered

pytestmark = pytest.mark.engines
LEADS = 200_000
_STAGES = "stages: [{name: Lead, role: prospects}, {name: Called}, {name: Met}, {name: Offer}, {name: Won, role: purchased}]"
_KEYS = "shape: events, id: lead_id, stage: stage, time: at"
DEALS = (
    "id,stage,last_stage,created,amount,note,updated\n"
    '1,New,,5/01/26,"1.200,50",Привет,2026-01-01\n'
    "2,Won,,25/01/26,300,,2026-01-02\n"
    "3,LOST,Offer,14/02/26,80,no,2026-02-01\n"
    "3,Offer,,14/02/26,80,no,2026-01-05\n"
    "4,Offer,,31/03/26,,YES,2026-01-01\n"
    ",New,,31/03/26,7,1,2026-01-01\n"
    "5,Strange,,1/04/26,7,0,2026-01-01\n"
    '6,"say ""x"" %s $1 :p {p}",,1/04/26,7,false,2026-01-01\n'
)
MOMENTS: dict[str, dict[str, str | None]] = {
    "day": {
        "2026-02-28": "2026-02-28 00:00:00",
        "2026-02-29": None,
        "2024-02-29": "2024-02-29 00:00:00",
        "2026-02-31": None,
        "2026-04-31": None,
        "2026-00-10": None,
    },
    "time": {
        "2026-02-28 10:00": "2026-02-28 10:00:00",
        "2026-02-31 10:00": None,
        "2026-11-30T10:00:59": "2026-11-30 10:00:59",
        "2026-11-30T10:00:59+02:00": "2026-11-30 08:00:59",
        "2026-11-30 10:00:59 +02:00": "2026-11-30 08:00:59",
        "2026-11-31T10:00:59+02:00": None,
    },
    "other signs": {
        "2026/02/28": "2026-02-28 00:00:00",
        "2026.2.28 10:00": "2026-02-28 10:00:00",
        "2026/02/28 10:00:59+02:00": "2026-02-28 08:00:59",
        "2026/02/31": None,
        "2026.2.31 10:00": None,
        "2026.13.01": None,
    },
    "points": {
        "28.02.2026": "2026-02-28 00:00:00",
        "31.02.2026": None,
        "29.2.2024": "2024-02-29 00:00:00",
        "31.4.2026 10:00": None,
        "00.04.2026": None,
        "01.13.2026": None,
    },
    "short years": {
        "28/02/26": "2026-02-28 00:00:00",
        "29/02/26": None,
        "29/02/24": "2024-02-29 00:00:00",
        "29/02/00": "2000-02-29 00:00:00",
        "31/11/26": None,
        "31/12/26": "2026-12-31 00:00:00",
    },
    "clocks": {
        "30/04/2026 10:00 PM": "2026-04-30 22:00:00",
        "30/04/2026 13:00 PM": None,
        "30/04/2026 12:00 AM": "2026-04-30 00:00:00",
        "31/04/2026 10:00 PM": None,
        "30/04/2026 25:00": None,
        "30/04/2026 10:61": None,
    },
    "fractions": {
        "30-04-2026T10:11:12": "2026-04-30 10:11:12",
        "31-04-2026T10:11:12": None,
        "30-04-2026 10:11:12.5": "2026-04-30 10:11:12.5",
        "30-04-2026 10:11:12,123456": "2026-04-30 10:11:12.123456",
        "31-04-2026 10:11:12.123": None,
        "30-04-2026 10:11:60": None,
    },
}
"""How a column writes times, and which these are: some there are not."""
TIMES = f"id,stage,{','.join(MOMENTS)}\n" + "".join(
    ",".join([str(number), "Lead", *(f'"{text}"' for text in texts)]) + "\n"
    for number, texts in enumerate(zip(*MOMENTS.values(), strict=True))
)
WRITTEN = {"deals": DEALS, "times": TIMES}
"""Tables of texts."""
SNAPSHOT = (
    "shape: snapshot, id: id, stage: stage, latest: updated, dates: day-first, decimals: comma, deal_value: amount,\n"
    "  lost: {match: lost, from: last_stage}, by: [note], period: {column: created, every: month},\n"
    "  where: [{column: stage, is_not: strange}]"
)
DEAL_STAGES = "stages: [{name: New, match: [new, 'say \"x\" %s $1 :p {p}']}, {name: Offer}, {name: Won, role: purchased}]"
MILESTONES = "shape: milestones, id: id, nested: true, where: [{column: created, at_least: 2026-01-20}], dates: day-first, decimals: comma"
MILESTONE_STAGES = "stages: [{name: all}, {name: note, column: note}, {name: amount, column: amount, at_least: 80, role: purchased}]"


class Here:
    """An engine with the records in it: how a description names them, and what it may open."""

    def __init__(self, name: str, path: Path, access: Access, where: str) -> None:
        self.name = name
        self._path = path
        self._access = access
        self._where = where

    def count(self, table: str, keys: str, stages: str, **changed: Any) -> Counted:
        """Count a description."""
        text = f"source: {{{self._where.format(table=table)}, {keys}}}\n{stages}\n"
        (recorded,) = described(text, self._path)
        return counted(_changed(recorded, changed), self._access)

    @contextmanager
    def surveyed(self, table: str, keys: str, stages: str) -> Iterator[Survey]:
        """Open the records of a description."""
        text = f"source: {{{self._where.format(table=table)}, {keys}}}\n{stages}\n"
        (recorded,) = described(text, self._path)
        with ExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory())
            engine, main, joined, _ = opened(recorded, self._access, folder, stack)
            yield Survey(engine, recorded, main, joined)


def _changed(recorded: Recorded, changed: dict[str, Any]) -> Recorded:
    return recorded._replace(records=recorded.records._replace(**changed))


@pytest.fixture(scope="session")
def rows() -> list[Event]:
    return list(events(LEADS))


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, rows: list[Event]) -> Path:
    """The records as files: CSV, and the events as Parquet with times of their own."""
    import duckdb  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("records")
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("lead_id", "stage", "at", "channel"))
        writer.writerows(["\\N" if cell is None else cell for cell in row] for row in rows)
    duckdb.sql(
        f"SELECT * FROM read_csv('{folder}/events.csv', nullstr='\\N', header=true, columns="
        "{'lead_id': 'VARCHAR', 'stage': 'VARCHAR', 'at': 'TIMESTAMP', 'channel': 'VARCHAR'})"
    ).write_parquet(f"{folder}/events.parquet")  # type: ignore[union-attr]  # a query gives a relation
    for table, text in WRITTEN.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session", params=["duckdb", "postgresql", "clickhouse", "spark", "spark-local"])
def here(
    request: pytest.FixtureRequest, files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Here]:
    """Each engine in turn."""
    make = {
        "duckdb": _duckdb,
        "postgresql": _postgresql,
        "clickhouse": _clickhouse,
        "spark": _spark,
        "spark-local": _spark_local,
    }[request.param]
    yield from make(files, tmp_path_factory.mktemp(request.param))


_FILES = "files: {table}"


def _duckdb(files: Path, folder: Path) -> Iterator[Here]:
    del folder
    yield Here("duckdb", files / "funnel.yaml", Access(), _FILES)


def _postgresql(files: Path, folder: Path) -> Iterator[Here]:
    with servers.postgresql(folder) as address, pytest.MonkeyPatch.context() as patch:
        import psycopg  # noqa: PLC0415

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute('CREATE SCHEMA "crm x"')
            connection.execute(
                'CREATE TABLE "crm x".events (lead_id text, stage text, at timestamp, channel text)'
            )
            for table, text in WRITTEN.items():
                columns = ", ".join(f'"{name}" text' for name in text.split("\n", 1)[0].split(","))
                connection.execute(f'CREATE TABLE "crm x".{table} ({columns})')
            for table, null in (("events", ", NULL '\\N'"), *((table, "") for table in WRITTEN)):
                with connection.cursor().copy(
                    f'COPY "crm x".{table} FROM STDIN (FORMAT csv, HEADER true{null})'
                ) as copy:
                    copy.write((files / f"{table}.csv").read_bytes())
        patch.setenv("FUNNELDX_CONNECTION_CRM", address)
        where = "table: crm x.{table}, connection: crm"
        yield _Tables("postgresql", files / "funnel.yaml", Access(connections=("crm",)), where)


class _Tables(Here):
    """An engine whose tables are called as the files are, without their endings."""

    def count(self, table: str, keys: str, stages: str, **changed: Any) -> Counted:
        return super().count(table.partition(".")[0], keys, stages, **changed)

    @contextmanager
    def surveyed(self, table: str, keys: str, stages: str) -> Iterator[Survey]:
        with super().surveyed(table.partition(".")[0], keys, stages) as survey:
            yield survey


def _clickhouse(files: Path, folder: Path) -> Iterator[Here]:
    del folder
    ask = servers.clickhouse()
    ask("CREATE DATABASE crm", {})
    ask(
        f"CREATE TABLE crm.events ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('{files}/events.parquet')",
        {},
    )
    for table, text in WRITTEN.items():
        columns = ", ".join(f"`{name}` Nullable(String)" for name in text.split("\n", 1)[0].split(","))
        ask(
            f"CREATE TABLE crm.{table} ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM "
            f"file('{files}/{table}.csv', 'CSVWithNames', '{columns}')",
            {},
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FUNNELDX_CONNECTION_CRM", "clickhouse://here/crm")
        patch.setattr(clickhouse, "connected", lambda _: ClickEngine(ask, lambda: None))
        where = "table: crm.{table}, connection: crm"
        yield _Tables("clickhouse", files / "funnel.yaml", Access(connections=("crm",)), where)


def _spark(files: Path, folder: Path) -> Iterator[Here]:
    with servers.spark(folder) as address:
        yield Here("spark", files / "funnel.yaml", Access(engine=address), _FILES)
        _end_spark()


def _spark_local(files: Path, folder: Path) -> Iterator[Here]:
    del folder
    if not servers.has_spark():
        servers.missing("spark", "PySpark or Java is not installed")
    yield Here("spark", files / "funnel.yaml", Access(engine="local[2]"), _FILES)
    _end_spark()


def _end_spark() -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()


@pytest.mark.parametrize("window", [None, timedelta(days=30)])
def test_events(here: Here, rows: list[Event], window: timedelta | None) -> None:
    expected = ordered(normal(iter(rows)), STAGES, window)
    found = here.count("events.parquet", _KEYS, _STAGES, window=window)
    assert [stage.count for stage in found.funnels[0].stages] == list(expected.stages[""])
    assert dict(found.accounting.parts) == expected.accounting


def test_events_by_channel(here: Here, rows: list[Event]) -> None:
    expected = ordered(normal(iter(rows)), STAGES)
    found = here.count("events.parquet", f"{_KEYS}, by: [channel]", _STAGES)
    assert {one.labels["channel"]: tuple(stage.count for stage in one.stages) for one in found.funnels} == {
        key: counts for key, counts in expected.stages.items() if key
    }


def test_events_by_month_add_up(here: Here, rows: list[Event]) -> None:
    expected = ordered(normal(iter(rows)), STAGES)
    found = here.count("events.parquet", f"{_KEYS}, period: {{every: month}}", _STAGES)
    assert len(found.funnels) > 2
    assert (
        tuple(sum(one.stages[number].count or 0 for one in found.funnels) for number in range(len(STAGES)))
        == expected.stages[""]
    )


def test_in_any_order(here: Here, rows: list[Event]) -> None:
    found = here.count("events.parquet", f"{_KEYS}, ordered: false", _STAGES)
    assert tuple(stage.count for stage in found.funnels[0].stages) == in_any_order(normal(iter(rows)), STAGES)


def test_a_snapshot_of_texts(here: Here) -> None:
    """Dates, decimals, copies, lost deals and hostile values, all of them texts."""
    found = here.count("deals.csv", SNAPSHOT, DEAL_STAGES)
    assert {
        (one.labels["note"], one.period): [stage.count for stage in one.stages] for one in found.funnels
    } == {
        ("(empty)", "2026-01"): [1, 1, 1],
        ("Привет", "2026-01"): [1, 0, 0],
        ("no", "2026-02"): [1, 1, 0],
        ("YES", "2026-03"): [1, 1, 0],
        ("false", "2026-04"): [1, 0, 0],
    }
    assert found.accounting.as_json() == {
        "rows": 8,
        "reached": {"New": 2, "Offer": 1, "Won": 1},
        "lost": 1,
        "unmatched": 0,
        "duplicate": 1,
        "missing_id": 1,
        "filtered": 1,
    }
    (won,) = [one for one in found.funnels if one.stages[-1].count]
    assert won.deal_value
    assert won.deal_value.amount == 300


def test_milestones_of_texts(here: Here) -> None:
    found = here.count("deals.csv", MILESTONES, MILESTONE_STAGES)
    assert [stage.count for stage in found.funnels[0].stages] == [5, 1, 0]
    assert found.accounting.adds_up


def test_times_are_read_in_the_same_way(here: Here, files: Path) -> None:
    """The query's own times are those of the events, whatever zone the engine is set to."""
    del files
    where = f"{_KEYS}, where: [{{column: at, below: 2026-01-02}}]"
    found = here.count("events.parquet", where, _STAGES)
    early = [one for one in events(LEADS) if one[2] and one[2] < datetime(2026, 1, 2)]  # noqa: DTZ001
    expected = ordered(normal(iter(early)), STAGES)
    assert [stage.count for stage in found.funnels[0].stages] == list(expected.stages[""])


@pytest.mark.parametrize("column", MOMENTS)
def test_days_and_times_that_there_are_not_are_missing(here: Here, column: str) -> None:
    """On every engine, and the others are read alike."""
    keys = f"shape: events, id: id, stage: stage, time: {column}, dates: day-first"
    moments = list(MOMENTS[column].values())
    with here.surveyed("times.csv", keys, "stages: [{name: Lead}]") as survey:
        found = survey.find(column, "source.time")
        moment, day = (survey.dialect.text(sql) for sql in (survey.moment(found), survey.day(found)))
        rows = sorted(survey.engine.rows(f"SELECT r.id, {moment}, {day} FROM {survey.source}", {}))
    assert [_short(text) for _, text, _ in rows] == moments
    assert [text for _, _, text in rows] == _days(column)
    counted_days = here.count("times.csv", f"{keys}, period: {{every: day}}", "stages: [{name: Lead}]")
    assert {one.period: one.stages[0].count for one in counted_days.funnels} == Counter(
        day for day, moment in zip(_days(column), moments, strict=True) if day and moment
    )
    assert counted_days.accounting.as_json()["missing_id_or_time"] == moments.count(None)


def _short(text: str | None) -> str | None:
    return text.rstrip("0").rstrip(".") if text and "." in text else text


def _days(column: str) -> list[str | None]:
    """Days as they are written; an offset may move the moment to another."""
    return [one and one[:10] for one in MOMENTS[column].values()]
