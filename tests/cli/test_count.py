"""`funneldx count`, and `check --count`: what is printed, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from funneldx.cli import counting
from tests.cli.conftest import Run

pytest.importorskip("duckdb", reason="funneldx[records] is not installed")

RECORDS = "id,stage,at,channel,sum\n1,lead,2026-01-01,web,\n1,won,2026-01-05,web,10\n2,lead,2026-02-01,=tv,\n3,x,2026-02-01,web,\n"
SOURCE = "source: {files: a.csv, shape: events, id: id, stage: stage, time: at%s}\n"
STAGES = "stages: [{name: Lead, role: prospects}, {name: Won, role: purchased}]\n"
ACCOUNTING = {
    "rows": 4,
    "used": 3,
    "repeated": 0,
    "out_of_order": 0,
    "unmatched_stage": 1,
    "missing_id_or_time": 0,
    "filtered": 0,
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(RECORDS, encoding="utf-8")
    Path("one.yaml").write_text("name: North\nmarket: b2b\n" + SOURCE % "" + STAGES, encoding="utf-8")
    more = ", by: [channel], period: {every: month}, deal_value: {column: sum, currency: EUR}, hot: {column: channel, is: web}"
    Path("many.yaml").write_text(SOURCE % more + STAGES, encoding="utf-8")
    return tmp_path


def test_a_table(run: Run) -> None:
    ended = run("count", "one.yaml")
    assert (ended.code, ended.out) == (
        0,
        " North · one.yaml\n   Lead  2\n   Won   1   50.0 %\n   = 4 rows: 3 used, 1 at no stage of the funnel\n",
    )
    assert ended.err == "funneldx: note: one.yaml: no stage is told by these values of “stage”: “x” (1)\n"
    assert run("count", "many.yaml").out == (
        " many.yaml\n"
        "   period   channel  Lead  Won\n"
        "   2026-01  web         1    1\n"
        "   2026-02  =tv         1    0\n"
        "   = 4 rows: 3 used, 1 at no stage of the funnel\n"
    )
    Path("b.yaml").write_text(SOURCE % ", period: {every: year}" + STAGES, encoding="utf-8")
    assert "   2026\n   Lead  2\n" in run("count", "b.yaml", "one.yaml").out


def test_json(run: Run) -> None:
    found = json.loads(run("count", "many.yaml", "--format", "json").out)
    assert found["schema"] == "funneldx-count/1"
    assert found["funnels"][0] == {
        "name": None,
        "labels": {"channel": "web"},
        "period": "2026-01",
        "stages": [
            {"name": "Lead", "role": "prospects", "count": 1},
            {"name": "Won", "role": "purchased", "count": 1},
        ],
        "accounting": ACCOUNTING,
        "customers": {"hot": 1},
        "deal_value": {"amount": 10.0, "currency": "EUR"},
    }


@pytest.mark.parametrize("form", ["yaml", "csv"])
@pytest.mark.parametrize("name", ["one", "many"])
def test_what_is_printed_is_read_again(run: Run, form: str, name: str) -> None:
    assert run("count", f"{name}.yaml", "--format", form, "--output", f"out.{form}").code == 0
    if form == "yaml":
        assert len(list(yaml.safe_load_all(Path("out.yaml").read_text("utf-8")))) == (
            1 if name == "one" else 2
        )
    report = json.loads(run("check", f"out.{form}", "--format", "json").out)
    direct = json.loads(run("check", "--count", f"{name}.yaml", "--format", "json").out)
    assert not report["errors"]
    for each in (report, direct):
        each["funnels"] = [one for one in each["funnels"] if not one["whole"]]
    for one, other in zip(report["funnels"], direct["funnels"], strict=True):
        assert [stage["count"] for stage in one["stages"]] == [stage["count"] for stage in other["stages"]]
        assert one["period"] == other["period"]
    assert [one["labels"].get("channel") for one in direct["funnels"]] == (
        [None] if name == "one" else ["web", "=tv"]
    )
    if form == "csv" and name == "many":
        assert "'=tv" in Path("out.csv").read_text("utf-8")


def test_the_query_is_explained(run: Run) -> None:
    ended = run("count", "one.yaml", "--explain")
    assert ended.out.startswith("-- one.yaml\nWITH s1 AS (")
    assert ended.out.endswith("-- p1 = 'lead'\n-- p2 = 'won'\n")
    assert "'lead'" not in ended.out.partition("-- p1")[0]


def test_scan_counts_folders(run: Run) -> None:
    ended = run("scan", "--count", ".", "--format", "json", "--jobs", "4")
    report = json.loads(ended.out)
    assert len([one for one in report["funnels"] if not one["whole"]]) == 3
    assert not report["errors"]
    assert {one["path"] for one in report["notices"]} == {"one.yaml", "many.yaml"}
    assert json.loads(run("count", ".", "--format", "json").out)["funnels"]
    assert json.loads(run("scan", ".", "--format", "json").out)["summary"]["errors"] == 2


def test_what_there_is_to_complain_of(run: Run) -> None:
    Path("plain.yaml").write_text("stages: {contacted: 9}\n", encoding="utf-8")
    Path("broken.yaml").write_text("source: {}\n", encoding="utf-8")
    Path("notes.txt").write_text("x", encoding="utf-8")
    assert "this funnel has counts already" in run("count", "plain.yaml").err
    ended = run("count", "broken.yaml", "missing.yaml", "one.yaml")
    assert ended.code == 2
    assert "`source` has no `shape`" in ended.err
    assert "there is no such file or folder" in ended.err
    assert " North" in ended.out
    Path("none").mkdir()
    Path("none/plain.yaml").write_text("stages: {contacted: 9}\n", encoding="utf-8")
    Path("none/other.yaml").write_text("x: 1\n", encoding="utf-8")
    ended = run("count", "none")
    assert (ended.code, ended.out) == (2, "")
    assert "no description with a `source:` was found here" in ended.err
    assert run("count", "none", "--exclude", "*.yaml").code == 2
    Path("a.csv").unlink()
    assert "there is no file “a.csv”" in run("count", "one.yaml").err
    assert "there is no file “a.csv”" in run("check", "--count", "one.yaml").out


def test_a_long_query_is_followed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []

    class Followed:
        draws = True

        def __init__(self, *_: object) -> None:
            pass

        def advance(self, amount: float) -> None:
            told.append(amount)

        def clear(self) -> None:
            told.append(-1)

    monkeypatch.setattr(counting, "Bar", Followed)
    assert run("count", "one.yaml").code == 0
    assert told[-1] == -1
    follow = counting._following(Followed())  # type: ignore[arg-type]
    assert follow
    del told[:]
    for share in (0.25, 0.5, 0.1, 0.3):
        follow(share)
    assert told == [0.25, 0.25, 0.0, pytest.approx(0.2)]
