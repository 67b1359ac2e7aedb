"""Where colour and signs go, and what happens where they cannot be shown."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from funneldx.cli import terminal
from funneldx.cli.terminal import Out, canvas, coloring
from funneldx.reports.layout import PlainCanvas
from funneldx.reports.terminal import TerminalCanvas

AILING = b"stages: {contacted: 1000, interested: 90}\n"


def test_a_replaced_output_gets_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = io.StringIO()
    monkeypatch.setattr(sys, "stdout", replaced)
    Out(machine=False).write("Лиды")
    assert replaced.getvalue() == "Лиды"


@pytest.mark.parametrize("environ", [{"TERMINAL_WIDTH": "abc"}, {"GITHUB_ACTIONS": "true"}, {"COLUMNS": "1"}])
def test_help_whatever_the_environment(environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "funneldx", "check", "--help"]
    ended = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environ})
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert b"\x1b" not in ended.stdout


class Screen(io.StringIO):
    """A stream that may be a terminal and has an encoding."""

    def __init__(self, *, terminal: bool = True, encoding: str | None = "utf-8") -> None:
        super().__init__()
        self._terminal = terminal
        self._encoding = encoding

    def isatty(self) -> bool:
        return self._terminal

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self._encoding


@pytest.mark.parametrize(
    ("color", "on_terminal", "environ", "colored"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"CI": "true", "GITHUB_ACTIONS": "true"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_whether_to_colour(color: str, on_terminal: bool, environ: Mapping[str, str], colored: bool) -> None:
    assert coloring(color, terminal=on_terminal, environ=environ) is colored


def test_what_is_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "get_terminal_size", lambda _: os.terminal_size((300, 24)))
    assert isinstance(canvas("auto", Screen(terminal=False), {}), PlainCanvas)
    assert isinstance(canvas("auto", None, {}), PlainCanvas)
    wide = canvas("auto", Screen(), {"NO_COLOR": "1"})
    assert isinstance(wide, TerminalCanvas)
    assert wide.width == 140
    monkeypatch.setattr(terminal, "get_terminal_size", lambda _: os.terminal_size((1, 1)))
    assert canvas("auto", Screen(), {}).width == 48
    assert canvas("always", Screen(terminal=False), {}).width == 100


@pytest.mark.parametrize(
    ("screen", "environ", "unicode"),
    [
        (Screen(), {}, True),
        (Screen(encoding="cp1252"), {}, False),
        (Screen(encoding="ascii", terminal=False), {}, False),
        (Screen(encoding=None), {}, False),
        (Screen(encoding="no such encoding"), {}, False),
        (Screen(), {"TERM": "dumb"}, False),
        (Screen(terminal=False), {"TERM": "dumb"}, True),
    ],
)
def test_signs_only_where_they_can_be_shown(
    screen: Screen, environ: Mapping[str, str], unicode: bool
) -> None:
    assert canvas("never", screen, environ).unicode is unicode


def check(*arguments: str, stdin: bytes = AILING, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "funneldx", "check", "-", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "0", **environ},
    )


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_an_output_that_cannot_show_it_is_no_finding(encoding: str) -> None:
    ended = check(stdin="stages: {Лиды: 10, Продажа: 2}".encode(), PYTHONIOENCODING=encoding)
    assert ended.returncode == 1, "FDX005, not a crash"
    assert ended.stderr == b""
    text = ended.stdout.decode(encoding)
    assert ("Лиды" in text) or ("\\u041b" in text)


def test_machine_formats_are_utf_8_whatever_the_locale() -> None:
    ended = check(
        "--format", "json", stdin="stages: {Лиды: 10, Продажа: 2}".encode(), PYTHONIOENCODING="cp1252"
    )
    assert "Лиды" in ended.stdout.decode("utf-8")


def test_no_home_and_a_bare_locale() -> None:
    ended = check(HOME="", LC_ALL="C", LANG="C", PYTHONCOERCECLOCALE="0")
    assert ended.returncode == 1
    assert b"FDX102" in ended.stdout


def test_complaints_reach_any_terminal() -> None:
    ended = check("--select", "Лиды", PYTHONIOENCODING="ascii")
    assert ended.returncode == 2
    assert b"there is no rule" in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("environ", [{}, {"NO_COLOR": "1"}])
def test_on_a_real_terminal(environ: dict[str, str]) -> None:
    import pty  # noqa: PLC0415  (not on Windows)

    main, other = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "funneldx", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=other,
        env={**clean, "TERM": "xterm", "COLUMNS": "60", **environ},
    ) as process:
        assert process.stdin
        process.stdin.write(AILING)
        process.stdin.close()
        os.close(other)
        seen = b""
        try:
            while part := os.read(main, 4096):
                seen += part
        except OSError:  # how Linux tells that the other end has been closed
            pass
    os.close(main)
    assert process.returncode == 1
    assert (b"\x1b[" in seen) == (not environ)
    assert b"FDX102" in seen
