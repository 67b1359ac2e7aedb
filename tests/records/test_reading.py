"""Records as people have them: delimiters, encodings, dates, decimals, workbooks, folders, joins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from funneldx.errors import UnreadableError
from funneldx.recorded import Band
from funneldx.records import tables
from tests.records.describing import count, described, stages

duckdb = pytest.importorskip("duckdb", reason="funneldx[records] is not installed")

STAGES = "stages: [{name: all, role: prospects}, {name: won, role: purchased, column: won}]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def counts(keys: str, told: str = STAGES, shape: str = "milestones") -> Any:
    """What comes of a source with these keys."""
    (recorded,) = described(f"source: {{shape: {shape}, {keys}}}\n{told}", "funnel.yaml")
    return count(recorded)


def refusal(keys: str, told: str = STAGES, shape: str = "milestones") -> str:
    with pytest.raises(UnreadableError) as error:
        counts(keys, told, shape)
    return f"{error.value.problem.message} → {error.value.problem.hint}"


ROWS = [
    ["id", "канал", "won", "sum"],
    ["1", "сайт", "1", "1,5"],
    ["2", "тв", "0", "2"],
    ["3", "сайт", "yes", "10"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_the_wild(delimiter: str, encoding: str, end: str) -> None:
    rows = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    text = end.join(delimiter.join(row) for row in rows) + end
    Path("a.csv").write_bytes(text.encode(encoding))
    found = counts("files: a.csv, by: [канал]")
    assert stages(found) == {("сайт",): [("all", 2), ("won", 2)], ("тв",): [("all", 1), ("won", 0)]}
    assert any("read as cp1251" in note for note in found.notices) == (encoding == "cp1251")


def test_named_dialects() -> None:
    Path("a.csv").write_bytes("id;won;naïve\n1;1;é\n".encode("cp1252"))
    assert stages(counts("files: a.csv, delimiter: semicolon, encoding: cp1252, by: naïve")) == {
        ("é",): [("all", 1), ("won", 1)]
    }
    Path("b.csv").write_text("sep=|\nid|won\n1|1\n", encoding="utf-8")
    assert counts("files: b.csv").accounting.rows == 1


def test_what_is_odd_in_a_table_is_told() -> None:
    Path("a.csv").write_text(
        "Report,,\nid,won,won,,note,,\n1,1,0,,x,,\n\n2,1\n3,0,0,,a, b\nid,won,won,,note,,\n", encoding="utf-8"
    )
    found = counts("files: a.csv, by: [note]", STAGES.replace("column: won", "column: won (2)"))
    assert found.accounting.rows == 3
    assert [note.partition(": ")[2] for note in found.notices] == [
        "“Report” above the header is left out",
        "1 row has more fields than the header: what is too much is taken for the end of the last one (the first is row 5)",
        "1 row has fewer fields than the header: the last ones are taken for empty (the first is row 4)",
        "rows that repeat the header are left out: 1",
    ]


def test_blank_rows_are_none() -> None:
    rows = "".join(f"{number},1\n,\n" for number in range(30))
    Path("a.csv").write_text(f"id,won\n{rows}", encoding="utf-8")
    assert counts("files: a.csv").accounting.rows == 30


def test_stages_that_all_have_to_be_reached_one_after_the_other() -> None:
    Path("a.csv").write_text("id,called,won,who\n1,1,1,a\n2,0,1,a\n3,1,0,b\n4,1,1,b\n", encoding="utf-8")
    told = "stages: [{name: all}, {name: called, column: called}, {name: won, role: purchased, column: won}]"
    apart = {("a",): [("all", 2), ("called", 1), ("won", 2)], ("b",): [("all", 2), ("called", 2), ("won", 1)]}
    assert stages(counts("files: a.csv, by: who", told)) == apart
    nested = {**apart, ("a",): [("all", 2), ("called", 1), ("won", 1)]}
    assert stages(counts("files: a.csv, by: who, nested: true", told)) == nested


def test_quotes_that_are_never_closed() -> None:
    Path("a.csv").write_text('won\n"1\n' + "x" * 140_000, encoding="utf-8")
    assert "a quote that opens is never closed" in refusal("files: a.csv")
    Path("a.csv").write_text('won,b\n1,"x"y\n', encoding="utf-8")
    assert counts("files: a.csv").accounting.rows == 1


def test_a_table_without_rows() -> None:
    Path("a.csv").write_text("won\n", encoding="utf-8")
    found = counts("files: a.csv")
    assert stages(found) == {(): [("all", 0), ("won", 0)]}
    assert counts("files: a.csv, by: [won]").notices == ("no record is at any stage",)


def test_large_files_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'id,channel,won\n1," web ",1\n2,tv,0\n3,,yes\n4,"a, b",\n'
    Path("a.csv").write_text(text, encoding="utf-8")
    careful = counts("files: a.csv, id: id, by: [channel]")
    monkeypatch.setattr(tables, "LARGE", 5)
    assert stages(counts("files: a.csv, id: id, by: [channel]")) == stages(careful)
    Path("a.csv").write_text("sep=;\nid;won\n1;1\n", encoding="utf-8")
    assert counts("files: a.csv").accounting.rows == 1
    Path("a.csv").write_text("Title,\nid,won\n1,1\n", encoding="utf-8")
    assert counts("files: a.csv").accounting.rows == 1
    Path("a.csv").write_text("id,won\n1,1\n1,1,1,1\n", encoding="utf-8")
    assert "a.csv" in refusal("files: a.csv")
    Path("b.csv").write_text("id,won\n2,1\n", encoding="utf-8")
    Path("a.csv").write_text("id,won\n1,1\n", encoding="utf-8")
    assert counts("files: [a.csv, b.csv]").accounting.rows == 2


def test_parquet_and_json() -> None:
    duckdb.sql(
        "SELECT * FROM (VALUES (1, true, 5, DATE '2026-01-05'), (2, false, 0, NULL)) t(id, won, calls, day)"
    ).write_parquet("a.parquet")
    found = counts(
        "files: a.parquet, id: id, period: {column: day, every: month}",
        "stages: [{name: all}, {name: won, column: won}, {name: called, column: calls}, {name: dated, column: day}]",
    )
    assert stages(found) == {("2026-01",): [("all", 1), ("won", 1), ("called", 1), ("dated", 1)]}
    assert "1 lead has no date" in found.notices[-1]
    assert stages(
        counts("files: a.parquet, by: [won], where: [{column: calls, at_most: 5}, {column: calls, is: 5}]")
    ) == {("true",): [("all", 1), ("won", 1)]}
    lines = [{"id": 1, "won": "2026-01-05"}, {"id": 2, "won": None}, {"id": 3, "more": {"x": [1]}}]
    Path("b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert stages(counts("files: b.jsonl")) == {(): [("all", 3), ("won", 1)]}
    assert counts("files: b.jsonl, by: [more]").accounting.rows == 3
    assert "holds no numbers" in refusal("files: a.parquet, where: [{column: won, above: 1}]")
    assert "holds no times" in refusal("files: a.parquet, where: [{column: calls, above: 2026-01-01}]")


def test_workbooks(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    from datetime import date, datetime  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Deals")
    for row in (
        ("id", "won", "sum", "when", "at"),
        (1, True, 2.5, date(2026, 1, 5), datetime(2026, 1, 5, 9, 30)),  # noqa: DTZ001
        (2, False, 3.0, None, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "deals.xlsx")
    found = counts("files: deals.xlsx, id: id, by: [sum], where: [{column: sum, at_least: 1}]")
    assert stages(found) == {("2.5",): [("all", 1), ("won", 1)], ("3",): [("all", 1), ("won", 0)]}
    assert stages(counts("files: deals.xlsx, sheet: Deals, period: {column: when, every: week}")) == {
        ("2026-W02",): [("all", 1), ("won", 1)]
    }
    assert "there is no sheet “X”" in refusal("files: deals.xlsx, sheet: X")
    assert "no sheet of the workbook holds a table" in refusal("files: deals.xlsx, sheet: Cover")


def test_folders_globs_and_different_headers() -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text("id,won\n1,1\n", encoding="utf-8")
    Path("in/b.csv").write_text("won,id,more\n0,2,x\n", encoding="utf-8")
    Path("in/notes.md").write_text("x", encoding="utf-8")
    for names in ("in", "in/*.csv", "'**/*.csv'", "[in/a.csv, in/b.csv]", "[in/b.csv, in/a.csv, in/*]"):
        assert stages(counts(f"files: {names}, id: id")) == {(): [("all", 2), ("won", 1)]}


def test_joins() -> None:
    Path("a.csv").write_text("lead,team\n1,A\n2,B\n3,A\n4,\n", encoding="utf-8")
    Path("b.csv").write_text("id,won\n1,\n1,2026-01-02\n9,2026-01-02\n", encoding="utf-8")
    Path("c.csv").write_text("team,office\nA,Riga\nB,Vilnius\n", encoding="utf-8")
    found = counts(
        "files: a.csv, by: [office], join: [{files: b.csv, on: {lead: id}}, {files: c.csv, on: team}], "
        "where: [{column: office, filled: true}]"
    )
    assert stages(found) == {("Riga",): [("all", 2), ("won", 1)], ("Vilnius",): [("all", 1), ("won", 0)]}
    assert found.accounting.parts["filtered"] == 1
    duckdb.sql("SELECT * FROM (VALUES (1, true), (1, false)) t(id, won)").write_parquet("d.parquet")
    assert stages(counts("files: a.csv, join: {files: d.parquet, on: {lead: id}}")) == {
        (): [("all", 4), ("won", 1)]
    }


@pytest.mark.parametrize(
    ("cells", "keys", "periods"),
    [
        (["01-02-2018", "13-02-2018"], "", ["2018-02"]),
        (["2/1/2018", "2/13/2018"], "", ["2018-02"]),
        (["1.02.2018", "2.02.2018 9:30"], "", ["2018-02"]),
        (["1/2/18", "3/2/18"], "dates: day-first", ["2018-02"]),
        (["1/2/18", "1/3/18"], "dates: {when: month-first}", ["2018-01"]),
        (["2018-02-01T23:30:00-05:00", "2018-02-28T00:30:00+05:00"], "", ["2018-02"]),
        (["2018-02-01", "n/a", "12 Feb"], "", ["2018-02"]),
        (["1/2/2018 1:05 PM", "1/31/2018 12:00:01 am"], "", ["2018-01"]),
        (["2018/2/1", "2018.02.03"], "", ["2018-02"]),
    ],
)
def test_dates(cells: list[str], keys: str, periods: list[str]) -> None:
    Path("a.csv").write_text("when,won\n" + "".join(f"{cell},1\n" for cell in cells), encoding="utf-8")
    found = counts(f"files: a.csv, period: {{column: when, every: month}}{', ' * bool(keys)}{keys}")
    assert [one.period for one in found.funnels] == periods


@pytest.mark.parametrize(
    ("every", "period"),
    [
        ("day", "2026-08-31"),
        ("week", "2026-W36"),
        ("month", "2026-08"),
        ("quarter", "2026-Q3"),
        ("year", "2026"),
    ],
)
def test_periods(every: str, period: str) -> None:
    Path("a.csv").write_text("when,won\n2026-08-31 10:00,1\n", encoding="utf-8")
    assert [
        one.period for one in counts(f"files: a.csv, period: {{column: when, every: {every}}}").funnels
    ] == [period]


def test_an_ambiguous_column_names_both_readings() -> None:
    Path("a.csv").write_text("when,won\n1/2/2018,1\n3/4/2018,1\n", encoding="utf-8")
    said = refusal("files: a.csv, period: {column: when, every: month}")
    assert "“1/2/2018” can be read as 2018-02-01 (the day first) or as 2018-01-02 (the month first)" in said
    assert "`dates: day-first` or `dates: month-first`" in said
    Path("a.csv").write_text("when,won\n13/2/2018,1\n3/14/2018,1\n", encoding="utf-8")
    assert "begin with the day, and others with the month" in refusal(
        "files: a.csv, period: {column: when, every: day}"
    )
    Path("a.csv").write_text("when,won\nsoon,1\n", encoding="utf-8")
    assert "holds no dates that can be read, such as “soon”" in refusal(
        "files: a.csv, period: {column: when, every: day}"
    )


@pytest.mark.parametrize(
    ("cells", "delimiter", "keys", "over"),
    [
        (["1.200,50", "1 300", "99,9"], ";", "", 2),
        (["1,200.50", "USD 485,000.00", "$99"], ";", "", 2),
        (["1,200", "1,300", "99"], ",", "", 2),
        (["1,200", "1,300", "99"], "\t", "decimals: point", 2),
        (["1,200", "1,300", "990"], "\t", "decimals: comma", 1),
        (["1200 ₽", "1300,5 ₽", "-5"], ";", "", 2),
        (["many", "100", "1e3"], ",", "", 2),
    ],
)
def test_numbers(cells: list[str], delimiter: str, keys: str, over: int) -> None:
    rows = [f'"{cell}"{delimiter}1\n' for cell in cells]
    Path("a.csv").write_text(f"sum{delimiter}won\n" + "".join(rows), encoding="utf-8")
    found = counts(f"files: a.csv, where: [{{column: sum, at_least: 100}}]{', ' * bool(keys)}{keys}")
    assert found.funnels[0].stages[0].count == over


def test_a_column_of_numbers_that_is_asked_for_twice() -> None:
    Path("a.csv").write_text('sum;won\n"1,5";1\n"2,25";0\n"8,5";1\n', encoding="utf-8")
    found = counts(
        "files: a.csv, where: [{column: sum, at_least: 2}, {column: sum, below: 9}], deal_value: sum"
    )
    assert found.funnels[0].stages[0].count == 2
    assert found.funnels[0].deal_value.amount == 8.5


def test_numbers_with_two_readings() -> None:
    Path("a.csv").write_text("sum\twon\n1,200\t1\n", encoding="utf-8")
    said = refusal("files: a.csv, where: [{column: sum, at_least: 100}]")
    assert "“1,200” can be read as 1200 or as 1.200" in said
    assert "`decimals: comma` or `point`" in said
    Path("a.csv").write_text('sum\twon\n"1,5"\t1\n2.5\t1\n', encoding="utf-8")
    assert "with a comma and with a point" in refusal("files: a.csv, where: [{column: sum, above: 1}]")


def test_unknown_columns_are_told() -> None:
    Path("a.csv").write_text("lead_id,won\n1,1\n", encoding="utf-8")
    assert refusal("files: a.csv, id: leadid") == (
        'no column is headed “leadid”; did you mean "lead_id"? → the columns are “lead_id” and “won”'
    )


def test_values_bands_and_temperature() -> None:
    Path("a.csv").write_text(
        "who,calls,won,came,sum\na,1,1,Direct,10\nA ,4,1,ads,20\nавито,5,0,,\n,12,1,direct,\nb,x,0,,\nc,7,1,ads,6\n",
        encoding="utf-8",
    )
    found = counts("files: a.csv, by: who, values: {who: {a: One, АВИТО: Two, (empty): Three}}")
    assert set(stages(found)) == {("One",), ("Two",), ("Three",), ("b",), ("c",)}
    bands = counts("files: a.csv, by: calls, bands: {calls: [1, 4-5, 11+]}")
    assert {key[0]: value[0][1] for key, value in stages(bands).items()} == {
        "1": 1,
        "4-5": 2,
        "11+": 1,
        "x": 1,
        "other": 1,
    }
    warm = counts(
        "files: a.csv, hot: {column: came, is: direct}, warm: {column: came, is_not: [direct]}, "
        "deal_value: {column: sum, currency: EUR}"
    )
    (funnel,) = warm.funnels
    assert funnel.customers == (2, 2, None)
    assert funnel.deal_value == (12.0, "EUR")
    assert (
        Band("11+", 11, None)
        in described(
            f"source: {{files: a.csv, shape: milestones, bands: {{calls: [11+]}}}}\n{STAGES}", "f.yaml"
        )[0].records.bands["calls"]
    )


def test_snapshots_and_what_was_lost() -> None:
    Path("a.csv").write_text(
        "id,stage,before,status,sum\n1,New,,open,\n2,Offer,,open,5\n3,Lost,Offer,lost,1\n4,dead,,lost,1\n5,Won,,won,9\n"
        "5,Won,,won,9\n,New,,open,\n6,Strange,,open,\n7,,,open,\n",
        encoding="utf-8",
    )
    told = "stages: [{name: New}, {name: Offer}, {name: Won, role: purchased}]"
    found = counts(
        "files: a.csv, id: id, stage: stage, lost: {match: [lost, dead], from: before}, deal_value: sum",
        told,
        "snapshot",
    )
    assert stages(found) == {(): [("New", 4), ("Offer", 3), ("Won", 1)]}
    assert found.accounting.as_json() == {
        "rows": 9,
        "reached": {"New": 1, "Offer": 1, "Won": 1},
        "lost": 2,
        "unmatched": 2,
        "duplicate": 1,
        "missing_id": 1,
        "filtered": 0,
    }
    assert [note[:30] for note in found.notices] == [
        "1 lost deal stands apart, sinc",
        "no stage is told by these valu",
        "1 row repeats an id; of each i",
    ]
    assert "nothing (1), “Strange” (1)" in found.notices[1]
    apart = counts(
        "files: a.csv, id: id, stage: stage, lost: {column: status, match: lost}", told, "snapshot"
    )
    assert stages(apart) == {(): [("New", 3), ("Offer", 2), ("Won", 1)]}
    assert any("2 lost deals stand apart" in note for note in apart.notices)
    strange = counts(
        "files: a.csv, id: id, stage: stage, lost: {match: nowhere, from: before}", told + "\n", "snapshot"
    )
    assert any("no row is lost" in note for note in strange.notices)
    nobody = counts(
        "files: a.csv, stage: stage, lost: {match: lost, from: status}", told.replace("New", "X"), "snapshot"
    )
    assert any("no row is at “X”" in note for note in nobody.notices)


def test_the_newest_row_of_an_id() -> None:
    Path("a.csv").write_text("id,stage,rank,at\n1,Won,1,2026-01-01\n1,New,2,2026-02-01\n", encoding="utf-8")
    told = "stages: [{name: New}, {name: Won, role: purchased}]"
    duckdb.sql("SELECT id, stage, CAST(rank AS INTEGER) AS rank FROM 'a.csv'").write_parquet("a.parquet")
    for keys in ("files: a.csv, latest: at", "files: a.parquet, latest: rank"):
        assert stages(counts(f"{keys}, id: id, stage: stage", told, "snapshot")) == {
            (): [("New", 1), ("Won", 0)]
        }
    assert stages(counts("files: a.csv, id: id, stage: stage", told, "snapshot")) == {
        (): [("New", 1), ("Won", 1)]
    }


EVENTS = "stages: [{name: Lead, role: prospects}, {name: Won, role: purchased}]"


def test_events_of_other_kinds() -> None:
    Path("a.csv").write_text(
        "id,stage,at,who,sum,day\n1,lead,2026-01-01,x,,2026-03-01\n1,won,2026-01-05,y,10,\n2,won,2026-01-02,x,7,\n",
        encoding="utf-8",
    )
    keys = "files: a.csv, id: id, stage: stage"
    found = counts(
        f"{keys}, time: at, deal_value: sum, hot: {{column: who, is: x}}, by: who", EVENTS, "events"
    )
    assert stages(found) == {("x",): [("Lead", 1), ("Won", 1)]}
    assert found.funnels[0].customers.hot == 1
    assert found.funnels[0].deal_value == (10.0, None)
    free = counts(f"{keys}, ordered: false, by: who, deal_value: sum", EVENTS, "events")
    assert stages(free) == {("x",): [("Lead", 1), ("Won", 2)]}
    by_day = counts(
        f"{keys}, ordered: false, time: at, period: {{column: day, every: month}}", EVENTS, "events"
    )
    assert stages(by_day) == {("2026-03",): [("Lead", 1), ("Won", 1)]}
    nothing = counts(f"{keys}, time: at", EVENTS.replace("Lead", "Nobody"), "events")
    assert nothing.notices[0].startswith("no row is at “Nobody”")
    assert "`source` has no `time`" in refusal(keys, EVENTS, "events")
    assert "needs the order" in refusal(f"{keys}, ordered: false, window: 3d", EVENTS, "events")
    assert "names no column" in refusal(f"{keys}, ordered: false, period: {{every: month}}", EVENTS, "events")
    assert "told by more than its value" in refusal(
        f"{keys}, time: at", EVENTS.replace("Lead,", "Lead, above: 5,"), "events"
    )


def test_columns_with_types_of_their_own() -> None:
    duckdb.sql(
        "SELECT * FROM (VALUES (1, 'lead', TIMESTAMP '2026-01-01'), (1, 'won', TIMESTAMP '2026-01-02')) t(id, stage, \"at\")"
    ).write_parquet("a.parquet")
    keys = "files: a.parquet, id: id, stage: stage, time: at, where: [{column: stage, is_not: nothing}]"
    assert stages(counts(keys, EVENTS, "events")) == {(): [("Lead", 1), ("Won", 1)]}


def test_a_stage_with_a_column_of_its_own() -> None:
    Path("a.csv").write_text("id,stage,won\n1,New,\n2,Odd,\n3,Odd,1\n", encoding="utf-8")
    told = "stages: [{name: New}, {name: Won, role: purchased, column: won}]"
    found = counts("files: a.csv, id: id, stage: stage", told, "snapshot")
    assert stages(found) == {(): [("New", 2), ("Won", 1)]}
    assert found.accounting.parts["unmatched"] == 1


def test_a_table_of_nothing() -> None:
    Path("a.csv").write_text(",,\n", encoding="utf-8")
    assert "it is empty; a header and a row for each record were expected" in refusal("files: a.csv")


def test_what_stages_lack() -> None:
    Path("a.csv").write_text("won\n1\n", encoding="utf-8")
    assert "this stage names no `column`" in refusal("files: a.csv", "stages: [{name: x, is: 1}]")
    assert "`period` names no column" in refusal("files: a.csv, period: {every: month}")


def test_very_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.csv").write_text("won\n1\n2\n3\n", encoding="utf-8")
    monkeypatch.setattr("funneldx.records.survey._MOST_VALUES", 2)
    assert "over 2 different values" in refusal("files: a.csv, where: [{column: won, is: 1}]")


def test_very_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        Path(f"{name}.csv").write_text("won\n1\n", encoding="utf-8")
    monkeypatch.setattr("funneldx.records.files._MOST", 2)
    assert "over 2 files are named" in refusal("files: '*.csv'")


def test_columns_without_end() -> None:
    Path("a.csv").write_text(
        ",".join(f"c{number}" for number in range(20)) + "\n" + "1," * 19 + "1\n", encoding="utf-8"
    )
    assert "“c11”, …" in refusal("files: a.csv, id: x")


def test_days_before_the_first_year_are_in_no_period() -> None:
    Path("a.csv").write_text("id,stage,at\n1,won,0000-01-01\n2,won,2026-01-05\n3,won,0000-00-00\n", "utf-8")
    keys = "files: a.csv, id: id, stage: stage, time: at, period: {every: month}"
    found = counts(keys, "stages: [{name: Won}]", "events")
    assert stages(found) == {("2026-01",): [("Won", 1)]}
    assert found.accounting.parts["missing_id_or_time"] == 1
    assert "1 lead has no date that can be read, and is in no period" in found.notices


@pytest.mark.parametrize("moment", ["2026.01.05 10:00", "2026/01/05", "2026-01-05 10:00:00 +02:00"])
def test_times_in_iso_8601_with_other_signs(moment: str) -> None:
    Path("a.csv").write_text(f"id,stage,at\n1,won,{moment}\n2,won,{moment.replace('05', '32')}\n", "utf-8")
    keys = "files: a.csv, id: id, stage: stage, time: at, period: {every: day}"
    found = counts(keys, "stages: [{name: Won}]", "events")
    assert stages(found) == {("2026-01-05",): [("Won", 1)]}
    assert found.accounting.parts["missing_id_or_time"] == 1
