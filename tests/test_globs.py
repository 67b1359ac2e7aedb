"""Patterns among the paths of a command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from funneldx.errors import Problem, UsageError
from funneldx.globs import expanded

FILES = (
    "clients/a/won.yaml",
    "clients/a/lost.csv",
    "clients/b/won.yaml",
    "clients/b/deep/er/won.yaml",
    "clients/.hidden/won.yaml",
    "clients/node_modules/won.yaml",
    "clients/notes.txt",
    "top.yaml",
    "what[1].yaml",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("stages: {}", encoding="utf-8")
    return tmp_path


def paths(*given: str) -> list[str]:
    return [path.replace(os.sep, "/") for path in expanded(given) if isinstance(path, str)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("clients/*/won.yaml", ["clients/a/won.yaml", "clients/b/won.yaml"]),
        ("clients/**/won.yaml", ["clients/a/won.yaml", "clients/b/deep/er/won.yaml", "clients/b/won.yaml"]),
        ("*.yaml", ["top.yaml", "what[1].yaml"]),
        ("./*.yaml", ["./top.yaml", "./what[1].yaml"]),
        ("clients/b*", ["clients/b/deep/er/won.yaml", "clients/b/won.yaml"]),
        ("clients/[ab]/*.csv", ["clients/a/lost.csv"]),
        ("clients/*.txt", ["clients/notes.txt"]),
        ("what[1].yaml", ["what[1].yaml"]),
        ("t?p.yaml", ["top.yaml"]),
        ("-", ["-"]),
        ("clients", ["clients"]),
        ("missing.yaml", ["missing.yaml"]),
    ],
)
def test_what_is_found(pattern: str, found: list[str]) -> None:
    assert paths(pattern) == found


def test_from_the_root(folder: Path) -> None:
    assert paths(f"{folder.as_posix()}/clients/a/*.csv") == [f"{folder.as_posix()}/clients/a/lost.csv"]


def test_from_above(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "clients" / "a")
    assert paths("../b/*.yaml") == ["../b/won.yaml"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("clients/*.json", "no file fits this pattern"),
        ("nowhere/*.yaml", "there is no folder nowhere to look in"),
    ],
)
def test_what_is_not_found_is_told(pattern: str, message: str) -> None:
    (problem,) = expanded([pattern])
    assert isinstance(problem, Problem)
    assert (problem.path, problem.message) == (pattern, message)
    assert problem.hint


def test_a_broken_pattern() -> None:
    with pytest.raises(UsageError, match="not closed"):
        list(expanded(["clients/[ab/*.csv"]))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_a_folder_that_is_closed_is_told(folder: Path) -> None:
    closed = folder / "clients" / "b"
    closed.chmod(0)
    try:
        found = list(expanded(["clients/**/won.yaml"]))
    finally:
        closed.chmod(0o755)
    assert [type(one) for one in found] == [Problem, str]


def test_backslashes_where_they_part_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.globs.os.sep", "\\")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("funneldx.globs._parted", lambda path: (path, "*"))
        (problem,) = expanded([r"clients\*.yaml"])
    assert isinstance(problem, Problem)
    assert "clients/*.yaml" in problem.message
