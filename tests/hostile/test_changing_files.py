"""Files that grow, shrink, are replaced or vanish while a command reads them: told, or read, and nothing worse."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run

__all__ = ["run"]

HEADER = b"name,contacted,interested\n"
ROWS = b"".join(b"client %060d,900,%d\n" % (number, number % 800) for number in range(18_000))
YAML = b"name: client\nstages: {contacted: 900, interested: 30}\n"


def grows(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"client x,900,300\n" * 50)


def shrinks(path: Path) -> None:
    os.truncate(path, 40)


def is_replaced(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(HEADER + b"client y,900,300\n")
    other.replace(path)


def vanishes(path: Path) -> None:
    path.unlink(missing_ok=True)


CHANGES = [grows, shrinks, is_replaced, vanishes]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_table_at_any_time(tmp_path: Path, change: Callable[[Path], None], jobs: str) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(HEADER + ROWS)
        timer = threading.Timer(0.15 + 0.15 * number, change, [path])
        timer.start()
        ended = subprocess.run(
            [sys.executable, "-m", "funneldx", "scan", path.name, "--jobs", jobs, "--format", "jsonl"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=600,
        )
        timer.join()
        assert ended.returncode in {0, 1, 2}
        assert ended.stderr == b""
        last = ended.stdout.splitlines()[-1]
        assert last.startswith(b'{"type": "summary"')
        assert ended.returncode == 2 or b'"funnels": 180' in last or change is not grows


@pytest.mark.parametrize("command", ["check", "scan"])
def test_a_small_file_that_grows_between_its_size_and_its_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """All of it is read, as it is by then: a description is never half of itself."""
    path = tmp_path / "f.yaml"
    path.write_bytes(YAML)
    system = os.fstat

    def grown(opened: int) -> os.stat_result:
        status = system(opened)
        with path.open("ab") as file:
            file.write(b"---\n" + YAML)
        return status

    monkeypatch.setattr("funneldx.sources.os.fstat", grown)
    ended = run(command, str(path), "--format", "json")
    assert ended.code in {0, 1}
    assert ended.out.count('"location": {"path"') > 0
    assert '"funnels": 2' in ended.out
