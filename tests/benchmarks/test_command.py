"""`python -m tests.benchmarks`: its table, its exit code and what it refuses, with subjects that cost nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks.lab import Lab, NotMeasuredError
from tests.benchmarks.lines import BEGIN, END, Line


def fine(lab: Lab) -> Iterator[Line]:
    assert lab.folder.is_dir()
    yield Line("check one file", "74 ms", "yamllint 67 ms", 1.1, 1.25)


def slow(_: Lab) -> Iterator[Line]:
    yield Line("scan", "2 s", "a loop 1 s", 2.0, 1.0)


def half(_: Lab) -> Iterator[Line]:
    yield Line("read", "1 s", "a loop 1 s", 1.0, 1.0)
    raise NotMeasuredError("yamllint is not installed")


def stopped(_: Lab) -> Iterator[Line]:
    yield Line("memory", "1 MiB", "", 1.0, None)
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"fine": fine, "slow": slow, "half": half, "stopped": stopped}
    monkeypatch.setattr(command, "SUBJECTS", found)


def test_it_ends_well_where_all_promises_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "fine"]) == 0
    told = capsys.readouterr()
    assert "| check one file | 74 ms    | yamllint 67 ms | 1.10×  | at most 1.25× | yes |" in told.out
    assert told.err.startswith("measuring funneldx ")
    assert "fine: 0 s" in told.err


@pytest.mark.parametrize("name", ["slow", "half"])
def test_it_ends_with_1_where_one_is_not(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "fine", "--only", name]) == 1
    assert "check one file" in capsys.readouterr().out


def test_what_could_be_measured_is_told_beside_what_could_not(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--only", "half"])
    rows = capsys.readouterr().out.splitlines()
    assert rows[-2].startswith("| read")
    assert rows[-1].endswith("NOT MEASURED: yamllint is not installed |")


def test_an_interrupted_run_tells_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "fine", "--only", "stopped"]) == 130
    told = capsys.readouterr()
    assert "check one file" in told.out
    assert "interrupted: not all has been measured" in told.err


def test_a_page_gets_the_table_and_on_what_it_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "SUBJECTS", {"fine": fine})
    page = tmp_path / "README.md"
    page.write_text(f"# Speed\n{BEGIN}{END}", encoding="utf-8")
    assert command.main(["--write", str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert capsys.readouterr().out in written
    assert "Measured by `python -m tests.benchmarks`, medians of interleaved rounds, on " in written
    assert "less data" not in written
    assert command.main(["--quick", "--write", str(page)]) == 0
    assert "few interleaved rounds, with less data than for a release" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "nothing"], "invalid choice: 'nothing'"),
        (["--write", "missing.md"], "--write .*No such file or directory: 'missing.md'"),
        (["--write", __file__], "has no lines <!-- speed: begin -->"),
        (["--write", "README.md", "--only", "fine"], "--write takes the whole table; leave out --only"),
    ],
)
def test_a_mistake_is_told_before_anything_is_measured(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(words)
    told = capsys.readouterr().err
    assert "measuring" not in told
    assert re.search(said, told)


def test_an_interpreter_without_funneldx_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(tmp_path / "python"), "--only", "fine"]) == 2
    assert "has no funneldx that can be measured" in capsys.readouterr().err
