"""A `funneldx` to be found by scripts: this one, or one that only tells what it was called with."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.where_to_run.surroundings import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty folder to run a script in."""
    folder = tmp_path / "a workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def funneldx(tmp_path: Path) -> Path:
    """A folder with a command `funneldx` that is the one under test."""
    environment = f"PYTHONPATH={shlex.quote(str(ROOT))}"
    return _command(tmp_path, f'exec env {environment} {shlex.quote(sys.executable)} -m funneldx "$@"')


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """A folder with a command `funneldx` that writes each argument to a file `called` there, each with a NUL."""
    return _command(tmp_path, 'printf "%s\\0" "$@" >>"$(dirname "$0")/called"')


def _command(tmp_path: Path, line: str) -> Path:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "funneldx").write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    (folder / "funneldx").chmod(0o755)
    return folder
