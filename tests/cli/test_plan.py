"""`funneldx plan`: what it is asked, what it says, with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from funneldx.cli import plan as command
from tests.cli.conftest import Run

FUNNEL = (
    "name: Baltics\ndeal_value: 1200 EUR\n"
    "stages: {prospects: 1500, contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}\n"
)
DRY = "stages: {contacted: 300, interested: 120, purchased: 0}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("funnel.yaml", FUNNEL),
        ("dry.yaml", DRY),
        ("table.csv", "step;n\nLeads;100\nWon;20\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def plans(run: Run, *arguments: str) -> Any:
    ended = run("plan", "--format", "json", *arguments)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def needed(run: Run, *arguments: str) -> list[int]:
    (funnel,) = plans(run, *arguments)["funnels"]
    return [stage["needed"]["today"] for stage in funnel["stages"]]


def test_for_a_number_of_sales(run: Run) -> None:
    ended = run("plan", "funnel.yaml", "--target", "40")
    assert (ended.code, ended.err) == (0, "")
    assert "2,500 prospects at today's rates (1,688–3,713), 1,000 more than now" in ended.out
    assert needed(run, "funnel.yaml", "--target", "40") == [2500, 1667, 150, 100, 40]


@pytest.mark.parametrize("money", ["50000 EUR", "50000", "50000.00 eur"])
def test_for_money(run: Run, money: str) -> None:
    ended = run("plan", "funnel.yaml", "--target-revenue", money)
    assert ended.code == 0
    assert "42 sales, the least that brings 50,000 EUR" in ended.out


def test_trying_out_rates(run: Run) -> None:
    out = run("plan", "funnel.yaml", "--set", "interested=25%", "--set", "price_discussed=1:2").out
    assert "from 1,500 prospects: 50 sales (60,000 EUR) instead of 24 sales (28,800 EUR)" in out
    assert "needed" not in out


@pytest.mark.parametrize("rate", ["25%", "1:4", "0.25", "1/4", "25 %"])
def test_a_rate_is_written_as_everywhere(run: Run, rate: str) -> None:
    (funnel,) = plans(run, "funnel.yaml", "--set", f"interested={rate}")["funnels"]
    assert funnel["changed"]["steps"][0]["value"] == "1:4"


def test_a_stage_name_may_hold_an_equals_sign(run: Run) -> None:
    ended = run("plan", "-", "--set", "a=b=50%", stdin="stages: {Leads: 10, a=b: 8, Won: 2}")
    assert ended.code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing says what to plan for"),
        (("--target", "20", "--target-revenue", "5 EUR"), "both say what to plan for"),
        (("--target", "0"), "--target 0 is no number of sales"),
        (("--target", "-1"), "--target -1 is no number of sales"),
        (("--target", "2.5"), "--target 2.5 is no number of sales"),
        (("--target", "1,000"), "without separators"),
        (("--target", str(2**53)), "is no number of sales"),
        (("--target-revenue", "much"), "--target-revenue much is no amount of money"),
        (("--target-revenue", "0 EUR"), "is no amount of money"),
        (("--target-revenue", "1.200 EUR"), "without separators"),
        (("--target-revenue", "50k"), "is no amount of money"),
        (("--set", "interested"), "does not say which stage and which rate"),
        (("--set", "=5%"), "does not say which stage and which rate"),
        (("--set", "interested=often"), "“often” is no share"),
        (("--set", "interested=0"), "is no share above 0 and at most 1"),
        (("--set", "interested=25"), "is no share above 0 and at most 1"),
        (("--target", "20", "--confidence", "2"), "--confidence 2 is no confidence level"),
    ],
)
def test_says_what_is_wrong(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ended = run("plan", "funnel.yaml", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert "→" in ended.err


def test_what_cannot_be_planned_stops_nothing(run: Run) -> None:
    ended = run("plan", "dry.yaml", "funnel.yaml", "--target", "40")
    assert ended.code == 0
    assert "cannot be planned: nobody reached “purchased”" in ended.out
    assert "2,500 prospects" in ended.out
    assert ended.out.endswith("▌1 funnel planned, 1 cannot be\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_planned_is_code_2(run: Run, form: str) -> None:
    ended = run("plan", "dry.yaml", "--target", "40", "--format", form)
    assert ended.code == 2
    assert "nobody reached" in ended.out


def test_a_bad_file_stops_nothing(run: Run) -> None:
    ended = run("plan", "missing.yaml", "funnel.yaml", "--target", "40", "--format", "json")
    assert ended.code == 2
    made = json.loads(ended.out)
    assert [error["path"] for error in made["errors"]] == ["missing.yaml"]
    assert made["summary"] == {"funnels": 1, "planned": 1, "errors": 1}


def test_options_shared_with_check(run: Run, folder: Path) -> None:
    columns = ("--columns", "stage=step,count=n", "--delimiter", "semicolon", "--encoding", "utf-8")
    assert needed(run, "table.csv", "--target", "4", *columns) == [20, 4]
    table = "stage,count\nLeads,100\nWon,20\n"
    ended = run("plan", "-", "--stdin-name", "north.csv", "--target", "4", stdin=table)
    assert "north.csv" in ended.out
    assert "\x1b[" in run("plan", "funnel.yaml", "--target", "4", "--color", "always").out
    (funnel,) = plans(run, "funnel.yaml", "--target", "4", "--confidence", "literal")["funnels"]
    assert {stage["needed"]["high"] for stage in funnel["stages"]} == {None}
    own = FUNNEL + "ignore: [{rule: interest-ratio, reason: known, until: 2026-12-31}]\n"
    (folder / "funnel.yaml").write_text(own, encoding="utf-8")
    for arguments, aims in (
        (("--as-of", "2026-12-31"), False),
        (("--as-of", "2027-01-01"), True),
        (("--as-of", "2026-12-31", "--no-inline"), True),
    ):
        (funnel,) = plans(run, "funnel.yaml", "--target", "4", *arguments)["funnels"]
        assert bool(funnel["typical"]) == aims


def test_into_a_file_and_again(run: Run, folder: Path) -> None:
    (folder / "table.csv").unlink()
    for _ in range(2):
        ended = run("plan", ".", "--target", "40", "--format", "json", "--output", "plan.json")
        assert (ended.code, ended.out) == (0, "")
    made = json.loads((folder / "plan.json").read_text("utf-8"))
    Draft202012Validator(json.loads(run("schema", "plan").out)).validate(made)
    assert made["summary"] == {"funnels": 2, "planned": 1, "errors": 0}
    assert made["notices"] == [], "the plan is none of the folder's funnels"
    assert "this is a report of funneldx" in run("check", "plan.json").out
    run("plan", "funnel.yaml", "--target", "40", "--output", "plan.txt")
    assert "2,500 prospects" in (folder / "plan.txt").read_text("utf-8")


def test_a_crash_of_ours_is_told_as_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "plan", lambda *_: 1 / 0)
    ended = run("plan", "funnel.yaml", "--target", "40")
    assert ended.code == 3
    assert "defect of funneldx" in ended.err
    assert "Traceback" not in ended.err
