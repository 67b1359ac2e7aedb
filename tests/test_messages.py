"""One message of each kind, as a person meets it; CONTRIBUTING shows them. FUNNELDX_GOLDEN=write renews its table."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)

CONTRIBUTING = Path(__file__).parent.parent / ".github" / "CONTRIBUTING.md"
_BEGIN, _END = "<!-- messages: begin -->\n", "<!-- messages: end -->"


class Case(NamedTuple):
    """What somebody has, and how they ask for it."""

    kind: str
    file: str = "funnel.yaml"
    content: str | bytes = ""
    options: tuple[str, ...] = ()
    notice: bool = False
    at: int = 0
    """Which of the messages, where there are several."""
    beside: tuple[str, str] = ("", "")
    """Name and content of another file."""


STAGES = "stages: {contacted: 900, interested: 300}\n"
_FINDING = (
    '{"path": "funnel.yaml", "rule": "FDX102", "stage": "interested", "severity": "error", "confidence": %s}'
)
BASELINE = f'{{\n "schema": "funneldx-baseline/1",\n "findings": [\n  {_FINDING}\n ]\n}}\n'
GOOD_BASELINE = BASELINE % '"confirmed"'

CASES = (
    Case("missing path", "no/such.yaml"),
    Case("a workbook", "deals.xlsx", b"PK\x03\x04..."),
    Case("empty file", "funnel.yaml", "\n"),
    Case("not UTF-8", "funnel.yaml", "name: Café\n".encode("latin-1")),
    Case("not YAML", "funnel.yaml", "stages:\n  contacted: 1000\n   interested: 90\n"),
    Case("not JSON", "funnel.json", '{"stages": {"contacted": 1000,}}'),
    Case("unsafe YAML", "funnel.yaml", "stages: !!python/name:os.system {}\n"),
    Case("too deep", "funnel.yaml", "stages: " + "[" * 60 + "]" * 60),
    Case("no funnel", "package.json", '{"private": true, "scripts": {}}'),
    Case("no stages", "funnel.yaml", "name: North\nmarket: b2b\n"),
    Case("unknown key", "funnel.yaml", STAGES + "markt: b2b\n"),
    Case("key given twice", "funnel.yaml", STAGES + "name: North\nname: South\n"),
    Case("wrong word", "funnel.yaml", STAGES + "market: b2g\n"),
    Case("wrong count", "funnel.yaml", "stages: {contacted: 1000, interested: -1}\n"),
    Case("count in quotes", "funnel.yaml", 'stages: {contacted: "1,000", interested: 90}\n'),
    Case("wrong date or period", "funnel.yaml", STAGES + "period: 09/2026\n"),
    Case("wrong money", "funnel.yaml", STAGES + "deal_value: 1,200 EUR\n"),
    Case("wrong share", "funnel.yaml", STAGES + "thresholds: {interest-ratio: {floor: low}}\n"),
    Case("stage given twice", "funnel.yaml", "stages: {Leads: 900, leads: 300}\n"),
    Case("unknown rule in a file", "funnel.yaml", STAGES + "ignore: [{rule: hot-shar, reason: new}]\n"),
    Case(
        "records, not counts",
        "funnel.yaml",
        "source: {files: leads.csv, shape: milestones}\nstages: [{name: Leads}]\n",
    ),
    Case("a report of ours", "report.json", '{"schema": "funneldx-report/1", "funnels": []}'),
    Case("a baseline of ours", "old.json", GOOD_BASELINE),
    Case(
        "another export", "trend.json", '{"result": [{"data": [1], "days": ["2026-09-01"], "labels": ["x"]}]}'
    ),
    Case("broken export", "funnel.json", '[{"name": "Signup", "order": 0, "average_conversion_time": null}]'),
    Case("table without a funnel", "ads.csv", "what,weight\nLeads,70\nPitches,38\n"),
    Case("one row a deal", "deals.csv", "deal,stage,amount\n" + "A,Won,5\nB,Lost,6\n" * 11),
    Case("two columns of counts", "rides.csv", "stage,user_count,rides_count\nLeads,9,80\nWon,2,30\n"),
    Case("one stage by months", "sales.csv", "Sales,Jan-20,Feb-20\nWeb,5,6\nTV,7,8\n"),
    Case("number with two readings", "funnel.csv", "stage,count\nLeads,1.500\nWon,20\n"),
    Case("number cut short", "funnel.csv", "stage,count\nLeads,1.2k\nWon,20\n"),
    Case("ragged row", "funnel.csv", "region,stage,count\nN,Leads,9,1\nN,Won,2\n"),
    Case("stage twice in a table", "funnel.csv", "stage,count\nLeads,9\nLeads,8\n"),
    Case("open quote", "funnel.csv", 'stage,count\n"Leads,9\nWon,2\n'),
    Case("unknown encoding", "funnel.csv", "Ступенька;Сколько\nЭкспонат;9\n".encode("koi8-r")),
    Case("wrong column named", "funnel.csv", "what,n\nLeads,9\n", ("--columns", "stage=what,count=number")),
    Case("nothing found", "", "", ("--exclude", "*.csv")),
    Case("passed over, strictly", "", "a: 1\n", ("--strict-folder",)),
    Case("encoding assumed", "funnel.csv", "Этап;Количество\nЛиды;9\nТорг;5\n".encode("cp1251"), notice=True),
    Case("totals left out", "funnel.csv", "region,leads,won\nN,9,2\nS,8,1\nTotal,17,3\n", notice=True),
    Case("columns not read", "funnel.csv", "stage,count,cost\nLeads,9,1.5\nWon,2,2.5\n", notice=True),
    Case(
        "order of dates settled",
        "funnel.csv",
        "date,leads,won\n04/05/2026,9,2\n13/05/2026,8,1\n",
        notice=True,
    ),
    Case("date read as a label", "funnel.csv", "date,leads,won\nOct-11,9,2\nOct-12,8,1\n", notice=True),
    Case("title left out", "funnel.csv", "Sales 2026,,\nstage,count,\nLeads,9,\nWon,2,\n", notice=True),
    Case(
        "ignore that expired",
        "funnel.yaml",
        STAGES + "ignore: [{rule: FDX102, reason: new, until: 2020-01-01}]\n",
        notice=True,
    ),
    Case("passed over in a folder", "", "a: 1\n", notice=True),
    Case(
        "held back by the baseline",
        "funnel.yaml",
        "stages: {contacted: 1000, interested: 90}\n",
        ("--baseline", "old.json"),
        notice=True,
        beside=("old.json", GOOD_BASELINE),
    ),
    Case(
        "not found any more",
        "funnel.yaml",
        "stages: {contacted: 900, interested: 400}\n",
        ("--baseline", "old.json"),
        notice=True,
        beside=("old.json", GOOD_BASELINE),
    ),
    Case("missing baseline", options=("--baseline", "old.json")),
    Case("wrong baseline", "old.json", BASELINE % '"sure"', ("--baseline", "old.json")),
    Case("unknown option value", options=("--confidence", "2")),
    Case("unknown format", options=("--output", "sarf=report.sarif")),
    Case("a report over a funnel", options=("--output", "csv=funnel.yaml")),
    Case("unknown rule", options=("--select", "interest-rato")),
    Case("unknown delimiter", options=("--delimiter", "::")),
    Case("option that lacks a part", options=("--columns", "stage,count")),
)


def met(case: Case, run: Run, folder: Path) -> tuple[str, str, str]:  # noqa: F811
    """Place, message and hint, as the report or standard error has them."""
    if case.file and case.file != "no/such.yaml":
        content = case.content if isinstance(case.content, bytes) else case.content.encode()
        (folder / case.file).write_bytes(content)
        if case.beside[0]:
            (folder / case.beside[0]).write_text(case.beside[1], encoding="utf-8")
    elif not case.file:
        (folder / "clients").mkdir(exist_ok=True)
        (folder / "clients" / "app.yaml").write_text(str(case.content), encoding="utf-8")
        (folder / "clients" / "old.csv").write_text("a,b\n", encoding="utf-8")
        if case.notice:
            (folder / "clients" / "funnel.yaml").write_text(STAGES, encoding="utf-8")
    ended = run("check", case.file or "clients", "--format", "json", "--as-of", "2026-11-22", *case.options)
    if not ended.out:
        says, _, hint = ended.err.removeprefix("funneldx: ").partition("\n  → ")
        return "command line", says, hint.strip()
    report: dict[str, Any] = json.loads(ended.out)
    if case.notice:
        assert not report["errors"], report["errors"]
    found = report["notices" if case.notice else "errors"][case.at]
    place = ":".join(
        str(part) for part in (found["path"], found["line"], found["column"]) if part is not None
    )
    return place, found["message"], found.get("hint", "")


def row(case: Case, place: str, says: str, hint: str) -> str:
    cells = (text.replace("|", r"\|").replace("\n", " ") for text in (says, hint))
    return f"| {case.kind} | `{place}` | {' | '.join(cells)} |"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_it_tells_what_to_do(case: Case, run: Run, folder: Path) -> None:  # noqa: F811
    place, says, hint = met(case, run, folder)
    assert place
    assert len(says) > 15
    assert hint or case.notice
    assert not says.endswith(".")
    assert "Traceback" not in says


def test_contributing_shows_one_of_each(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    lines = ["| kind | place | says | hint |", "|---|---|---|---|"]
    for number, case in enumerate(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        lines.append(row(case, *met(case, run, folder)))
    table = "\n".join(lines) + "\n"
    before, rest = CONTRIBUTING.read_text(encoding="utf-8").split(_BEGIN)
    shown, after = rest.split(_END)
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        CONTRIBUTING.write_text(before + _BEGIN + table + _END + after, encoding="utf-8", newline="\n")
        shown = table
    assert shown == table
