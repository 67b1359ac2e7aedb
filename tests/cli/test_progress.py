"""The bar of a long run: when it is drawn, what it says, and that nothing is left of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest

from funneldx.cli import progress as module
from funneldx.cli.progress import Bar, progress, shows
from tests.cli.test_terminal import Screen


class Clock:
    """A time that goes on when it is told to."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Screen()


@contextmanager
def shown(screen: Screen, total: int | None, *, enabled: bool = True, color: bool = True) -> Iterator[Bar]:
    """Follow a run with the screen as standard error."""
    with redirect_stderr(screen), progress(total, enabled, color=color) as bar:
        yield bar


def plain(screen: Screen) -> str:
    return re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", screen.getvalue())


def test_a_short_run_stays_clean(clock: Clock, screen: Screen) -> None:
    with shown(screen, 100) as bar:
        for _ in range(60):
            clock.now += 0.01
            bar.advance(1, funnels=1)
    assert not screen.getvalue()


def test_a_long_run_shows_rate_and_time_left(clock: Clock, screen: Screen) -> None:
    with shown(screen, 1000) as bar:
        clock.now += 2
        bar.advance(250, funnels=5000)
        assert "25%" in plain(screen)
        assert "5,000 funnels, 2,500/s" in plain(screen)
        assert "0:06 left" in plain(screen)
        before = screen.getvalue()
        clock.now += 0.05
        bar.advance(1)
        assert screen.getvalue() == before, "not more than ten times a second"
        clock.now += 7200
        bar.advance(0)
        assert "5:58:11 left" in plain(screen)
        bar.advance(749)
        clock.now += 1
        bar.advance(0)
        assert plain(screen).rstrip().endswith("5,000 funnels, 1/s")
    assert "\x1b[?25h" in screen.getvalue(), "the cursor is back"
    assert screen.getvalue().endswith("\x1b[2K"), "the line is gone"


def test_of_an_unknown_whole_there_is_no_time_left(clock: Clock, screen: Screen) -> None:
    with shown(screen, None) as bar:
        bar.show()
        assert "reading" in plain(screen)
        clock.now += 1
        bar.advance(9, funnels=10)
    assert "10 funnels, 10/s" in plain(screen)
    assert "left" not in plain(screen)
    assert "%" not in plain(screen)


def test_interrupted_it_is_gone_too(clock: Clock, screen: Screen) -> None:
    bars = []

    def interrupted() -> None:
        with shown(screen, 10) as bar:
            clock.now += 1
            bar.advance(1)
            bars.append(bar)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert screen.getvalue().endswith("\x1b[2K")
    before = screen.getvalue()
    clock.now += 1
    bars[0].advance(1)
    assert screen.getvalue() == before


@pytest.mark.parametrize(("color", "environ"), [(False, {}), (True, {"NO_COLOR": "1"})])
def test_without_colour(
    clock: Clock, screen: Screen, monkeypatch: pytest.MonkeyPatch, color: bool, environ: dict[str, str]
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with shown(screen, 10, color=color) as bar:
        clock.now += 1
        bar.advance(5)
    assert "50%" in plain(screen)
    assert not re.search("\x1b\\[[0-9;]*3[0-9][;m]", screen.getvalue())


@pytest.mark.parametrize(
    ("terminal", "environ", "shown"),
    [
        (True, {}, True),
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "unknown"}, False),
        (False, {"TERM": "xterm"}, False),
        (None, {}, False),
    ],
)
def test_where_it_can_be_shown(terminal: bool | None, environ: dict[str, str], shown: bool) -> None:
    stream = None if terminal is None else Screen(terminal=terminal)
    assert shows(stream, environ) is shown


def test_nowhere_else_is_anything_written(clock: Clock, screen: Screen) -> None:
    with shown(screen, 10, enabled=False) as bar:
        clock.now += 1
        bar.show()
        bar.advance(5, funnels=5)
    assert not screen.getvalue()


def test_rich_is_not_imported_before_there_is_something_to_draw() -> None:
    code = (
        "import sys; from funneldx.cli import main; code = main(['scan', '-']); "
        "slow = {'rich'} & set(sys.modules); "
        "sys.exit('rich' if slow else code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        input=b"stages: {contacted: 900, interested: 400}",
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == b""
