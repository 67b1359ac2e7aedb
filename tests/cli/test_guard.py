"""Each way a command can end badly has its exit code and its one message."""

from __future__ import annotations

import sys
from typing import NoReturn

import pytest
import typer

from funneldx.cli.guard import guarded
from funneldx.errors import UsageError


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("there is no such thing", "name another"), 2, "there is no such thing\n  → name another"),
        (PermissionError(13, "Permission denied", "out.txt"), 2, "out.txt: permission denied"),
        (OSError(28, "No space left on device"), 2, "no space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ValueError("\x1b[31mred"), 3, "defect of funneldx, not of your funnel: ValueError in guard.py"),
    ],
)
def test_codes(error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> NoReturn:
        raise error

    with pytest.raises(typer.Exit) as ended:
        guarded(fails)()
    assert ended.value.exit_code == code
    assert words in capsys.readouterr().err


def test_nobody_reading_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> NoReturn:
        raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", sys.stdout)
    with pytest.raises(typer.Exit) as ended:
        guarded(fails)()
    assert ended.value.exit_code == 0
    sys.stdout.write("to nobody")
    sys.stdout.close()
    assert capsys.readouterr().err == ""
