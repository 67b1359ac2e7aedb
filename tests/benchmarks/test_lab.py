"""How commands are run: what they take is told, and what goes wrong is never taken for speed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.lab import Lab, NotMeasuredError, ending


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(sys.executable, tmp_path, quick=True)


def test_what_a_command_takes_and_writes(lab: Lab) -> None:
    out = lab.folder / "out.txt"
    taken = lab.run(lab.loop("print(sum(range(300_000)))"), out=out)
    assert taken.cpu > 0
    assert taken.wall > 0
    assert out.read_text() == "44999850000\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit('no such thing')", "python.* ended with 1: no such thing"),
        ("import sys; sys.exit(3)", "ended with 3: without a word"),
        ("1 / 0", "ended with 1: ZeroDivisionError: division by zero"),
    ],
)
def test_a_command_that_goes_wrong_is_no_figure(lab: Lab, code: str, said: str) -> None:
    with pytest.raises(NotMeasuredError, match=said):
        lab.run(lab.loop(code), codes=(0,))


def test_a_traceback_is_no_finding(lab: Lab) -> None:
    with pytest.raises(NotMeasuredError, match="ZeroDivisionError"):
        lab.run(lab.loop("1 / 0"), codes=(0, 1))
    assert lab.run(lab.loop("import sys; sys.exit(1)"))


def test_a_peer_that_is_not_there_is_told(lab: Lab) -> None:
    with pytest.raises(
        NotMeasuredError, match=r"nosuchlint is not installed beside .*; pip install nosuchlint"
    ):
        lab.tool("nosuchlint")


def test_settings_of_whoever_measures_are_left_out(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PATH", "/somewhere")
    kept = lab.environment()
    assert kept["PATH"] == "/somewhere"
    assert "PYTHONDONTWRITEBYTECODE" not in kept
    assert "NO_COLOR" not in kept
    assert (Path(kept["PYTHONPATH"]) / "funneldx").is_dir()
    assert "PYTHONPATH" not in lab._replace(python="/other/bin/python").environment()


def test_data_is_written_when_first_asked_for(lab: Lab) -> None:
    assert len(list(lab.funnels(3).rglob("*.yaml"))) == 3
    assert lab.funnels(3) == lab.funnels(3)
    assert lab.table(4).read_text().count("\n") == 5
    assert lab.table(4) == lab.table(4)


def test_the_end_of_a_report_says_what_it_was_about(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("row\n" * 10_000 + "10,000 funnels: 3 errors\n")
    assert ending(tmp_path / "report.txt").splitlines()[-1] == "10,000 funnels: 3 errors"
    assert len(ending(tmp_path / "report.txt")) <= 2000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")
def test_the_memory_of_a_run(lab: Lab) -> None:
    peak = lab.peak("scan", str(lab.funnels(2)), "--jobs", "2", out=lab.folder / "out.txt")
    assert 5 << 20 < peak.process < 500 << 20
    assert len(peak.children) <= 2
    assert peak.together == peak.process + sum(peak.children)
    assert "2 funnels" in ending(lab.folder / "out.txt")
