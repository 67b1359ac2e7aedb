"""How many processes go through a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from funneldx.cli import jobs
from funneldx.cli.jobs import processes
from funneldx.errors import UsageError
from funneldx.sources import Source, sources


@pytest.mark.parametrize("asked", ["0", "-1", "two", "", "1.5", "257", "٣"])
def test_no_number_of_processes(asked: str) -> None:
    with pytest.raises(UsageError, match="is no number of processes"):
        processes(asked, sources([], None))


def test_as_many_as_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: 0, raising=False)
    assert processes("3", sources([], None)) == 3
    monkeypatch.delattr(os, "fork")
    assert processes("3", sources([], None)) == 1


def test_by_itself_only_where_it_pays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: 0, raising=False)
    monkeypatch.setattr(jobs, "_processors", lambda: 7)
    for name in ("a.yaml", "b.csv"):
        (tmp_path / name).write_text("x" * 50, encoding="utf-8")
    found = sources([str(tmp_path), "-"], None)
    assert processes("auto", found) == 1
    monkeypatch.setattr(jobs, "_LARGE", 40)
    assert processes("auto", found) == 7
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "b.csv").unlink()
    assert processes("auto", found) == 1
    monkeypatch.setattr(jobs, "_MANY", 3)
    assert processes("auto", found) == 7


def test_of_a_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x" * 50, encoding="utf-8")
    (source,) = sources([str(tmp_path / "a.yaml")], None)
    assert isinstance(source, Source)
    assert source.size == 50
    assert not jobs._is_large(source)


def test_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 2, 3}, raising=False)
    assert jobs._processors() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert jobs._processors() == 1
