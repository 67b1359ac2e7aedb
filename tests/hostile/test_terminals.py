"""Terminals of any size, ones that vanish, and a clock that is set while a command is at work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import datetime
from itertools import cycle
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run
from tests.hostile.test_faults import command

__all__ = ["run"]

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import fcntl
import pty
import struct
import termios

FUNNEL = "name: client\nstages: {contacted: 900, interested: 50, purchased: 3}\n"
COMMANDS = [
    ("check", "f.yaml"),
    ("check", "f.yaml", "-v"),
    ("scan", "."),
    ("compare", "f.yaml", "g.yaml"),
    ("plan", "f.yaml", "--target", "9"),
    ("explain", "FDX102"),
    ("rules",),
    ("config",),
    ("--help",),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "f.yaml").write_text(FUNNEL, encoding="utf-8")
    (tmp_path / "g.yaml").write_text(FUNNEL.replace("50", "400"), encoding="utf-8")
    return tmp_path


def in_terminal(
    folder: Path, words: tuple[str, ...], columns: int, most: int | None = None
) -> tuple[int, bytes, bytes]:
    """Run a command in a terminal so wide; with `most`, the terminal is gone once so many bytes have been seen."""
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environ = {
        name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}
    }
    with subprocess.Popen(
        command(*words),
        cwd=folder,
        stdin=other,
        stdout=other,
        stderr=subprocess.PIPE,
        env={**environ, "TERM": "xterm"},
    ) as process:
        os.close(other)
        seen = b""
        try:
            while (most is None or len(seen) < most) and (part := os.read(main, 4096)):
                seen += part
        except OSError:  # how Linux tells that the other end has been closed
            pass
        os.close(main)
        assert process.stderr
        said = process.stderr.read()
    return process.returncode, seen, said


@pytest.mark.parametrize("columns", [1, 60])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_of_any_width(folder: Path, words: tuple[str, ...], columns: int) -> None:
    code, seen, said = in_terminal(folder, words, columns)
    assert code in {0, 1}
    assert said == b""
    assert seen


@pytest.mark.parametrize("most", [0, 1, 300])
@pytest.mark.parametrize("words", COMMANDS[:4], ids=" ".join)
def test_that_vanishes(folder: Path, words: tuple[str, ...], most: int) -> None:
    code, _, said = in_terminal(folder, words, 80, most)
    assert code in {0, 1, 2}
    assert b"Traceback" not in said
    assert b"defect" not in said


def test_that_vanishes_for_complaints_too(folder: Path) -> None:
    """There is nobody left to tell, and the end is orderly all the same."""
    main, other = pty.openpty()
    with subprocess.Popen(
        command("check", "f.yaml", "none.yaml"), cwd=folder, stdin=other, stdout=other, stderr=other
    ) as process:
        os.close(other)
        os.close(main)
        code = process.wait(600)
    assert code in {0, 1, 2}


@pytest.mark.parametrize("jumps", [[2e9, 0.0], [0.0, 2e9], [1.7e9, 1.6e9, 1.8e9, 1.0, 4e9]])
def test_a_clock_that_is_set_meanwhile_changes_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, jumps: list[float]
) -> None:
    """Only the day is asked for, once; durations are told by a clock that nobody can set."""
    monkeypatch.chdir(folder)
    day = str(datetime.fromtimestamp(jumps[0]).date())  # noqa: DTZ006  (the day where the person is)
    wanted = run("scan", ".", "--format", "json", "--as-of", day)
    clock = iter(cycle(jumps))
    monkeypatch.setattr(time, "time", lambda: next(clock))
    assert run("scan", ".", "--format", "json") == wanted
