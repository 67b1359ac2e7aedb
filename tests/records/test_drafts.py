"""A `source:` drafted from an export: what a preset knows, what the columns show, what stays unsure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)

duckdb = pytest.importorskip("duckdb", reason="funneldx[records] is not installed")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


EXPORTS = {
    "HubSpot": (
        "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Pipeline\n"
        "1,A,appointmentscheduled,100,x,,2026-01-05 10:00,Sales\n2,B,closedwon,200,x,2026-02-01,2026-01-06 10:00,Sales\n"
        "3,C,closedlost,300,x,,2026-01-07 10:00,Sales\n4,D,presentationscheduled,300,x,,2026-01-07 10:00,Sales\n",
        [3, 2, 1],
    ),
    "Pipedrive": (
        "Deal - ID,Deal - Title,Deal - Stage,Deal - Value,Deal - Status,Deal - Deal created,Deal - Lost reason,Deal - Owner\n"
        "1,A,Qualified,100,Open,2026-01-05 10:00:00,,x\n2,B,Proposal Made,500,Won,2026-01-05 10:00:00,,x\n"
        "3,C,Contact Made,700,Lost,2026-02-05 10:00:00,price,x\n",
        [3, 2, 1, 1],
    ),
    "Salesforce": (
        "Opportunity Name,Stage,Amount,Close Date,Created Date,Lost Reason,Opportunity ID,Amount\n"
        'A,Prospecting,"USD 485,000.00",13/02/2026,13/01/2026,,006A,1\n'
        'B,Closed Won,"USD 1,000.00",13/02/2026,14/01/2026,,006B,1\nC,Closed Lost,,13/02/2026,14/01/2026,price,006C,1\n',
        [2, 1],
    ),
    "amoCRM": (
        "ID;Название сделки;Бюджет;Этап сделки;Воронка;Ответственный;Дата создания;Дата закрытия;Теги\n"
        "1;А;1 200,50;Первичный контакт;Продажи;И;02.03.2026 10:00;;\n2;Б;300;Успешно реализовано;Продажи;И;05.03.2026;;\n"
        "3;В;300;Закрыто и не реализовано;Продажи;И;05.03.2026;;\n4;Г;;Переговоры;Продажи;И;05.03.2026 9:00;;\n",
        [3, 2, 1],
    ),
    "Bitrix24": (
        "ID,Название сделки,Стадия сделки,Воронка,Сумма,Валюта,Ответственный,Дата создания\n"
        "1,А,Новая,Общая,5,RUB,И,02.03.2026\n2,Б,Сделка успешна,Общая,6,RUB,И,03.03.2026\n3,В,Сделка провалена,Общая,6,RUB,И,03.03.2026\n",
        [2, 1],
    ),
}


@pytest.mark.parametrize("title", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_exports_are_read_as_they_are(run: Run, title: str, encoding: str) -> None:  # noqa: F811
    text, expected = EXPORTS[title]
    Path("deals.csv").write_bytes(text.encode(encoding))
    ended = run("count", "deals.csv", "--preset", "auto", "--format", "json")
    assert ended.code == 0, ended.err
    assert f"read as an export of {title}" in ended.err
    found = json.loads(ended.out)["funnels"]
    assert [sum(one["stages"][at]["count"] for one in found) for at in range(len(expected))] == expected
    assert {one["period"] for one in found} == {"2026-Q1"}
    assert found[0]["stages"][-1]["role"] == "purchased"
    assert found[0]["accounting"]["lost"] == 1
    named = run("count", "deals.csv", "--preset", title.lower(), "--format", "json")
    assert named.out == ended.out
    drafted = run("init", "--from", "deals.csv")
    assert drafted.code == 0, drafted.err
    assert f"an export of {title}, as its headers tell" in drafted.out
    assert run("count", "funnel.yaml", "--format", "json").out == ended.out
    assert run("check", "--count", "funnel.yaml").code in {0, 1}


def test_several_pipelines(run: Run) -> None:  # noqa: F811
    text = EXPORTS["HubSpot"][0].replace("2026-01-07 10:00,Sales", "2026-01-07 10:00,Partners")
    Path("deals.csv").write_text(text, encoding="utf-8")
    ended = run("init", "--from", "deals.csv")
    assert "there are several funnels in “Pipeline”: each is counted as a segment" in ended.out
    assert "by: [Pipeline]" in Path("funnel.yaml").read_text("utf-8")


def test_events(run: Run) -> None:  # noqa: F811
    steps = (("New lead", 1), ("Qualified", 3), ("Frobnicated", 5), ("Won", 9))
    rows = [f"{lead},{name},0{day}/02/2026\n" for lead in range(4) for name, day in steps[: 4 - lead]]
    Path("events.csv").write_text("lead_id,stage,at\n" + "".join(rows), encoding="utf-8")
    ended = run("init", "--from", "events.csv")
    assert "an event a row: ids repeat, and there is a time" in ended.out
    assert "not sure  “at”" in ended.out
    assert "dates: day-first" in Path("funnel.yaml").read_text("utf-8")
    found = json.loads(run("count", "funnel.yaml", "--format", "json").out)["funnels"][0]
    assert [(one["name"], one["count"]) for one in found["stages"]] == [
        ("New lead", 4),
        ("Qualified", 3),
        ("Frobnicated", 2),
        ("Won", 1),
    ]


def test_milestones(run: Run) -> None:  # noqa: F811
    rows = [
        {"Lead Id": number, "called": number % 2, "won date": "2026-01-05" if number == 1 else None}
        for number in range(4)
    ]
    Path("leads.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ended = run("init", "--from", "leads.jsonl")
    assert "which of the columns of yes and no are stages" in ended.out
    found = json.loads(run("count", "funnel.yaml", "--format", "json").out)["funnels"][0]
    assert [one["count"] for one in found["stages"]] == [4, 2, 1]


def test_parquet(run: Run) -> None:  # noqa: F811
    duckdb.sql(
        "SELECT range AS deal_id, CASE WHEN range < 3 THEN 'Won' WHEN range < 6 THEN 'Interested' ELSE 'yes: #\"' END AS where_it_is, "
        "DATE '2026-01-05' AS created, 5.5 AS amount, '' AS empty FROM range(20)"
    ).write_parquet("a.parquet")
    ended = run("init", "--from", "a.parquet")
    assert "“where_it_is” is taken for the stage by its values" in ended.out
    assert 'where in the funnel these stages stand: “yes: #"”' in ended.out
    assert run("count", "funnel.yaml").code == 0
    Path("b.parquet").write_text("x", encoding="utf-8")
    assert "b.parquet: it is not of the form" in run("init", "--from", "b.parquet").err


def test_snapshots_of_other_programs(run: Run) -> None:  # noqa: F811
    stages = ["Interested", "Hot lead", "Won", "Lost"] * 6
    rows = [
        f"{number // 2},{stage},1/2/2026,2026-03-0{number % 9 + 1}\n" for number, stage in enumerate(stages)
    ]
    Path("a.csv").write_text("deal_id,stage,created,updated_at\n" + "".join(rows), encoding="utf-8")
    ended = run("init", "--from", "a.csv", "--preset", "auto")
    assert "latest: “updated_at”" in ended.out
    Path("funnel.yaml").unlink()
    Path("a.csv").write_text(
        "deal_id,stage,created\n" + "".join(row.rpartition(",")[0] + "\n" for row in rows), encoding="utf-8"
    )
    assert "ids repeat: name the column" in run("init", "--from", "a.csv", "--preset", "auto").out
    Path("funnel.yaml").unlink()
    Path("a.csv").write_text("x,stage\n" + "".join(f"q,{stage}\n" for stage in stages), encoding="utf-8")
    assert "no column holds an id" in run("init", "--from", "a.csv", "--preset", "auto").out


def test_events_with_holes(run: Run) -> None:  # noqa: F811
    rows = [
        f"L{number // 3},{name},2026-01-0{number % 3 + 1}\n"
        for number, name in enumerate(("Lead", "Called", "Won") * 5)
    ]
    Path("a.csv").write_text("lead_id,stage,at\nL1,,2026-01-01\n" + "".join(rows), encoding="utf-8")
    assert "an event a row" in run("init", "--from", "a.csv", "--preset", "auto").out
    found = json.loads(run("count", "funnel.yaml", "--format", "json").out)["funnels"][0]
    assert [(one["name"], one["count"]) for one in found["stages"]] == [
        ("Lead", 5),
        ("Called", 5),
        ("Won", 5),
    ]


def test_events_of_other_kinds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("funneldx.records.look._SOME", 9)
    monkeypatch.setattr("funneldx.records.look.MOST_VALUES", 4)
    rows = [
        f"{number // 3},{name},2026-01-0{number % 3 + 1}\n"
        for number, name in enumerate(("Lead", "Called", "Won") * 5)
    ]
    Path("a.csv").write_text(
        "Prospect ID,stage,at\n" + "".join(rows[:4]) + ",Lead,2026-01-01\n" + "".join(rows[4:]),
        encoding="utf-8",
    )
    ended = run("init", "--from", "a.csv", "--preset", "auto")
    assert ended.code == 0, ended.err
    assert "id: “Prospect ID”" in ended.out or "no column holds an id" in ended.out
    Path("funnel.yaml").unlink()
    Path("b.csv").write_text("called,won date\n" + "1,\n0,2026-01-05\n" * 3, encoding="utf-8")
    assert "shape: milestones" in (
        run("init", "--from", "b.csv", "--preset", "auto").err or Path("funnel.yaml").read_text("utf-8")
    )
    Path("funnel.yaml").unlink()
    Path("c.csv").write_text(
        "Prospect ID,stage\n"
        + "".join(
            f"{number},{name}\n" for number, name in enumerate(("Offer sent", "Proposal", "Won", "Won"))
        ),
        encoding="utf-8",
    )
    assert "id: “Prospect ID”" in run("init", "--from", "c.csv", "--preset", "auto").out


def test_what_is_refused(run: Run) -> None:  # noqa: F811
    text = EXPORTS["HubSpot"][0]
    Path("deals.csv").write_text(text, encoding="utf-8")
    assert "there is no preset “sap”" in run("count", "deals.csv", "--preset", "sap").err
    Path("x.csv").write_text("deal,stage\n1,Won\n", encoding="utf-8")
    assert "its headers are of no program that is known here" in run("count", "x.csv", "--preset", "auto").err
    assert "nowhere.csv is no file" in run("count", "nowhere.csv", "--preset", "auto").err
    Path("empty.csv").write_text(text.partition("\n")[0] + "\n", encoding="utf-8")
    assert "holds no records" in run("init", "--from", "empty.csv").err
    Path("ads.csv").write_text("a,b\nx,y\nz,w\n", encoding="utf-8")
    assert "shows no stage" in run("init", "--from", "ads.csv", "--preset", "auto").err
    Path("ads.md").write_text("a,b\nx,y\nz,w\n", encoding="utf-8")
    assert "is of a kind that is not read" in run("init", "--from", "ads.md", "--preset", "auto").err
    Path("bin.csv").write_bytes(b"a\0b")
    assert "binary" in run("init", "--from", "bin.csv", "--preset", "auto").err
    assert run("init", "--from", "deals.csv").code == 0
    again = run("init", "--from", "deals.csv")
    assert "funnel.yaml exists already and is left as it is" in again.err
    assert "shape: snapshot" in again.out
    Path("gone").mkdir()
    Path("gone/deals.csv").write_text(text, encoding="utf-8")
    Path("gone/funnel.yaml").mkdir()
    assert run("init", "--from", "gone/deals.csv").code == 2


def test_a_draft_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from funneldx.cli import drafted  # noqa: PLC0415

    Path("deals.csv").write_text(EXPORTS["HubSpot"][0], encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafted, "open", full, raising=False)
    assert "funnel.yaml cannot be written: no space left on device" in run("init", "--from", "deals.csv").err
