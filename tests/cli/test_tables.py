"""How tables are read, as the command line says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Run

PHASES = "what;seen;rides\nLeads;100;7\nWon;5;3\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "phases.csv").write_text(PHASES, encoding="utf-8")
    return tmp_path


def counted(ended: Ended) -> list[list[int]]:
    report = json.loads(ended.out)
    assert report["errors"] == []
    return [[stage["count"] for stage in funnel["stages"]] for funnel in report["funnels"]]


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (["--columns", "stage=what,count=seen"], [[100, 5]]),
        (["--columns", "stage=what", "--columns", "count=rides"], [[7, 3]]),
        (["--columns", " stage = what , count = rides "], [[7, 3]]),
        (["--columns", '"stage=what",count=seen,labels='], [[100, 5]]),
        (["--columns", "seen,purchased=rides"], [[100, 7], [5, 3], [105, 10]]),
        (["--columns", "stage=what,count=seen", "--delimiter", ";"], [[100, 5]]),
        (["--columns", "stage=what,count=seen", "--delimiter", "semicolon"], [[100, 5]]),
        (["--columns", "stage=what,count=seen", "--encoding", "ascii"], [[100, 5]]),
    ],
)
def test_columns(run: Run, options: list[str], counts: list[list[int]]) -> None:
    assert counted(run("check", "phases.csv", "--format", "json", *options)) == counts


def test_tabs_and_code_pages(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes("Этап\tРебята\nЛиды\t9\nТорг\t5\n".encode("cp866"))
    for name in ("tab", "\\t", "\t"):
        ended = run(
            *("check", "a.txt", "--delimiter", name, "--encoding", "cp866", "--format", "json"),
            *("--columns", "count=Ребята"),
        )
        assert counted(ended) == [[9, 5]]


def test_the_remedy_of_an_error_is_one(run: Run) -> None:
    ended = run("check", "phases.csv", "--format", "json")
    assert ended.code == 2
    (error,) = json.loads(ended.out)["errors"]
    _, _, option = error["hint"].partition("if every row is a stage: ")
    assert counted(
        run("check", "phases.csv", "--format", "json", *option.partition(";")[0].split(" ", 1))
    ) == [[100, 5]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--columns", "=phase"], "--columns =phase cannot be read: “=phase” lacks a part"),
        (["--columns", "stage="], "--columns stage= cannot be read: “stage=” lacks a part"),
        (["--columns", "stage,count"], "--columns stage,count does not say which column holds the stage"),
        (
            ["--columns", "stage=a,b"],
            "--columns speaks of stages a row (stage=, count=) and of stages a column (b)",
        ),
        (["--columns", "stage=a,stage=b"], "--columns says “stage” twice"),
        (["--delimiter", "::"], "--delimiter '::' is no delimiter"),
        (["--delimiter", "x"], "--delimiter 'x' is no delimiter"),
        (["--delimiter", ""], "--delimiter '' is no delimiter"),
        (["--encoding", "koi8"], '--encoding koi8 is unknown; did you mean "koi8-r"?'),
        (["--encoding", "rot13"], "--encoding rot13 is unknown"),
        (["--encoding", "base64"], "--encoding base64 is unknown"),
    ],
)
def test_wrong_usage(run: Run, options: list[str], message: str) -> None:
    ended = run("check", "phases.csv", *options)
    assert ended.code == 2
    assert message in ended.err
    assert ended.out == ""
