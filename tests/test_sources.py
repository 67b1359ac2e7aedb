"""Paths to files: folders in order, what is left out of them, and paths that give nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.errors import Problem
from funneldx.policy import Policy
from funneldx.rules import catalogue
from funneldx.sources import Source, shown, sources
from tests.judging import TODAY

FUNNEL = "stages: {contacted: 900, interested: 300}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        *("b/z.yaml", "b/a.yml", "a.json", "c.csv", "d.tsv", "b-2/x.yaml", "notes.txt", ".hidden.yaml"),
        *(
            ".git/x.yaml",
            "node_modules/x.yaml",
            "venv/x.yaml",
            "mine/pyvenv.cfg",
            "mine/x.yaml",
            "UPPER.YAML",
        ),
    ):
        path = tmp_path / "top" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FUNNEL, encoding="utf-8")
    return tmp_path


def paths(*given: str) -> list[str]:
    return [source.path for source in sources(list(given), None)]


def wrong(*given: str) -> Problem:
    (problem,) = sources(list(given), None)
    assert isinstance(problem, Problem)
    return problem


@pytest.mark.usefixtures("folder")
def test_a_folder_in_sorted_order() -> None:
    assert paths("top") == [
        *(
            "top/UPPER.YAML",
            "top/a.json",
            "top/b/a.yml",
            "top/b/z.yaml",
            "top/b-2/x.yaml",
            "top/c.csv",
            "top/d.tsv",
        )
    ]


@pytest.mark.usefixtures("folder")
def test_a_file_named_directly_is_taken_whatever_its_name() -> None:
    assert paths("top/notes.txt", "top/.hidden.yaml") == ["top/notes.txt", "top/.hidden.yaml"]


def test_paths_are_shown_relative_where_they_can_be(folder: Path) -> None:
    assert paths(str(folder / "top" / "c.csv")) == ["top/c.csv"]
    assert shown("/elsewhere/x.yaml") == "/elsewhere/x.yaml"
    assert shown(os.fsdecode(b"caf\xe9.yaml")) == "caf\\xe9.yaml"


@pytest.mark.usefixtures("folder")
def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(FUNNEL, encoding="utf-8")
    inner = tmp_path / "links"
    inner.mkdir()
    (inner / "own.yaml").write_text(FUNNEL, encoding="utf-8")
    (inner / "away.yaml").symlink_to(outside)
    (inner / "here.yaml").symlink_to(inner / "own.yaml")
    (inner / "loop").symlink_to(inner, target_is_directory=True)
    (inner / "gone.yaml").symlink_to(inner / "nothing.yaml")
    assert paths("links") == ["links/gone.yaml", "links/here.yaml", "links/own.yaml"]


def test_what_is_missing() -> None:
    problem = wrong("no/such.yaml")
    assert "no such file" in problem.message
    assert problem.path == "no/such.yaml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_fifo_is_refused_and_passed_over_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.yaml")
    assert "not a regular file" in wrong("pipe.yaml").message
    assert paths(".") == []


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "secret.yaml")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.os.stat", refuse)
    assert "permission denied" in wrong("secret.yaml").message


def test_a_path_on_another_drive_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_drive(_: str) -> str:
        raise ValueError("path is on mount 'D:'")

    monkeypatch.setattr("funneldx.sources.os.path.relpath", another_drive)
    assert shown(os.path.abspath("x.yaml")) == Path("x.yaml").absolute().as_posix()


def test_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("large.csv").write_text(FUNNEL, encoding="utf-8")
    monkeypatch.setattr("funneldx.sources.LARGEST_TABLE", 10)
    assert "over 1 GiB" in wrong("large.csv").message


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gone.yaml").write_text(FUNNEL, encoding="utf-8")
    found = list(sources(["gone.yaml"], None))
    Path("gone.yaml").unlink()
    run = Run(found, Policy(catalogue(), Settings(as_of=TODAY)), ["gone.yaml"])
    assert list(run) == []
    (problem,) = run.account.errors
    assert "no such file" in problem.message


def test_standard_input_has_a_name() -> None:
    assert paths("-") == ["<stdin>"]
    (source,) = sources(["-"], "north.csv")
    assert isinstance(source, Source)
    assert source.path == "north.csv"
