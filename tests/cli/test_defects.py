"""What reads a file may have a defect: that costs this file, is told of it with exit code 3, and costs no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funneldx import opening
from funneldx.readers import read
from funneldx.readers.table.plan import TablePlan
from tests.cli.conftest import Run

FUNNEL = "name: {}\nstages: {{contacted: 1000, interested: 100, purchased: 10}}\n"
TABLE = "name,contacted,interested,purchased\n" + "".join(f"t{n},1000,100,10\n" for n in range(40))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a", "bad", "c"):
        (tmp_path / f"{name}.yaml").write_text(FUNNEL.format(name), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def crashing(when: Callable[[str], bool], after: int = 0) -> Callable[..., Any]:
    """A reader that crashes at some files, after so many items, which is before it gives any if that is 0."""

    def items(given: Any) -> Iterator[Any]:
        for number, item in enumerate(given):
            if number == after:
                raise KeyError("x")
            yield item

    def reader(data: Any, path: str, *others: Any, **named: Any) -> Any:
        if when(path) and not after:
            raise KeyError("x")
        given = read(data, path, *others, **named)
        return items(given or ()) if when(path) else given

    return reader


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_costs_its_file_alone(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(opening, "read", crashing(lambda path: path == "bad.yaml"))
    ended = run("scan", ".", "--format", "json", "--jobs", str(jobs))
    report = json.loads(ended.out)
    assert ended.code == 3
    assert [funnel["name"] for funnel in report["funnels"]] == ["a", "c"]
    (defect,) = report["defects"]
    assert defect["path"] == "bad.yaml"
    assert defect["rule"] is None
    assert defect["message"].startswith("KeyError in opening.py:")
    assert (folder / "bad.yaml").exists()


@pytest.mark.parametrize(
    ("report_format", "told"),
    [
        ("text", "defect of funneldx in reading bad.yaml: KeyError in "),
        ("markdown", "defect of funneldx in reading bad.yaml: KeyError in "),
        ("jsonl", '"path": "bad.yaml"'),
        ("csv", "defect of funneldx in reading bad.yaml: KeyError in "),
        ("github", "::error file=bad.yaml,title=defect::defect of funneldx in reading bad.yaml"),
        ("gitlab", '"path": "bad.yaml"'),
        ("junit", "defect of funneldx in reading bad.yaml: KeyError in "),
        ("sarif", "defect of funneldx in reading bad.yaml: KeyError in "),
    ],
)
@pytest.mark.usefixtures("folder")
def test_each_format_names_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, report_format: str, told: str
) -> None:
    monkeypatch.setattr(opening, "read", crashing(lambda path: path == "bad.yaml"))
    ended = run("check", ".", "--format", report_format)
    assert ended.code == 3
    assert told in " ".join(ended.out.split())


@pytest.mark.parametrize("options", [(), ("--ignore", "FDX6"), ("--by", "none")])
def test_what_was_read_until_then_is_judged(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    (folder / "bad.yaml").write_text("\n---\n".join(FUNNEL.format(f"b{n}") for n in range(5)), "utf-8")
    monkeypatch.setattr(opening, "read", crashing(lambda path: path == "bad.yaml", after=3))
    ended = run("scan", ".", "--format", "json", "--jobs", "1", *options)
    report = json.loads(ended.out)
    assert ended.code == 3
    assert [funnel["name"] for funnel in report["funnels"]] == ["a", "b0", "b1", "b2", "c"]
    assert [defect["path"] for defect in report["defects"]] == ["bad.yaml"]


@pytest.mark.parametrize("where", ["table_plan", "funnels"])
def test_a_large_table_that_cannot_be_gone_through(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def crash(*_: Any) -> Any:
        raise ZeroDivisionError

    (folder / "bad.yaml").unlink()
    (folder / "bad.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 100)
    if where == "funnels":
        monkeypatch.setattr(TablePlan, "funnels", crash)
    else:
        monkeypatch.setattr("funneldx.batch.table_plan", crash)
    ended = run("scan", ".", "--format", "json", "--jobs", "1")
    report = json.loads(ended.out)
    assert ended.code == 3
    assert [funnel["name"] for funnel in report["funnels"]] == ["a", "c"]
    assert [(one["path"], one["message"][:17]) for one in report["defects"]] == [
        ("bad.csv", "ZeroDivisionError")
    ]


@pytest.mark.usefixtures("folder")
def test_a_baseline_is_not_written_without_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "read", crashing(lambda path: path == "bad.yaml"))
    ended = run("baseline", ".")
    assert ended.code == 3
    assert "defect of funneldx in reading bad.yaml: KeyError" in ended.err
    assert not Path("funneldx-baseline.json").exists()
