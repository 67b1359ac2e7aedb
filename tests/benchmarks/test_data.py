"""The files and the table that are measured with: the same every time, as large as is told, and without mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from funneldx.model import Funnel
from tests.benchmarks.funnel_files import write_funnels
from tests.benchmarks.wide_table import write_table
from tests.judging import items


def test_files_have_about_a_thousand_bytes(tmp_path: Path) -> None:
    written = write_funnels(tmp_path, 1200)
    paths = sorted(tmp_path.rglob("*.yaml"))
    assert len(paths) == 1200
    assert written == sum(path.stat().st_size for path in paths)
    assert written / 1200 == pytest.approx(1000, abs=20)
    assert [len(list(folder.iterdir())) for folder in sorted(tmp_path.iterdir())] == [500, 500, 200]


def test_files_are_the_same_every_time_and_each_another(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_funnels(tmp_path / name, 30)
        texts.append([path.read_bytes() for path in sorted((tmp_path / name).rglob("*.yaml"))])
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 30


def test_files_are_funnels_in_which_nothing_is_wrong(tmp_path: Path) -> None:
    write_funnels(tmp_path, 400)
    for path in tmp_path.rglob("*.yaml"):
        (funnel,) = items(path.read_bytes(), str(path))
        assert isinstance(funnel, Funnel), funnel
        assert len(funnel.stages) == 5
        assert all(stage.role for stage in funnel.stages)


def test_a_table_has_so_many_funnels_in_which_nothing_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "funnels.csv"
    assert write_table(path, 500) == path.stat().st_size
    funnels = items(path.read_bytes(), "funnels.csv")
    assert len(funnels) == 500
    assert all(isinstance(funnel, Funnel) and len(funnel.stages) == 5 for funnel in funnels)
    again = tmp_path / "again.csv"
    write_table(again, 500)
    assert path.read_bytes() == again.read_bytes()


def test_a_longer_table_has_the_clients_for_several_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.benchmarks.wide_table._CLIENTS", 100)
    write_table(tmp_path / "funnels.csv", 300)
    rows = [line.split(",") for line in (tmp_path / "funnels.csv").read_text().splitlines()[1:]]
    assert len(rows) == 300
    assert {row[2][:4] for row in rows} == {"2026", "2025", "2024"}
    assert len({(row[0], row[2]) for row in rows}) == 300
