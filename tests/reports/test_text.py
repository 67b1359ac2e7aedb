"""The text report: as it looks, at every width, and that it never obeys what it shows.

The golden files are the report itself; look at them. FUNNELDX_GOLDEN=write renews them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from funneldx.reports.layout import Canvas, PlainCanvas, cells, fitted
from funneldx.reports.terminal import TerminalCanvas
from funneldx.reports.text import Report
from tests.reports.shared_run import shared_run, written

GOLDEN = Path(__file__).parent / "golden"

CANVASES: dict[str, Callable[[], Canvas]] = {
    "piped.txt": lambda: PlainCanvas(unicode=True),
    "piped-ascii.txt": lambda: PlainCanvas(unicode=False),
    "terminal-60.txt": lambda: TerminalCanvas(width=60, unicode=True, color=False),
    "terminal-80.txt": lambda: TerminalCanvas(width=80, unicode=True, color=False),
    "terminal-140.txt": lambda: TerminalCanvas(width=140, unicode=True, color=False),
}
VERBOSITY = {"piped.txt": 0, "quiet.txt": -1, "verbose.txt": 1}

ESCAPE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]")


def compared(name: str, text: str) -> None:
    """Compare with a golden file, or write it."""
    path = GOLDEN / name
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CANVASES)
def test_looks_as_it_should(name: str) -> None:
    compared(name, written(Report(CANVASES[name]())))


@pytest.mark.parametrize(("name", "verbosity"), VERBOSITY.items())
def test_says_as_much_as_asked(name: str, verbosity: int) -> None:
    compared(name, written(Report(PlainCanvas(unicode=True), verbosity=verbosity)))


@pytest.mark.parametrize("name", CANVASES)
def test_nothing_of_a_file_is_obeyed(name: str) -> None:
    text = written(Report(CANVASES[name]()))
    assert not ESCAPE.search(text)
    assert "##[" not in text
    assert "##vso[" not in text
    for line in text.splitlines():
        assert not line.strip() or line[0] in "▌│✗▲●?|=x!i", line


@pytest.mark.parametrize("width", [48, 60, 80, 140])
def test_fits_the_terminal(width: int) -> None:
    text = written(Report(TerminalCanvas(width=width, unicode=True, color=False)))
    wide = [line for line in text.splitlines() if cell_len(line) > width]
    assert not wide


def test_colour_changes_nothing_but_colour() -> None:
    colored = written(Report(TerminalCanvas(width=80, unicode=True, color=True)))
    plain = written(Report(TerminalCanvas(width=80, unicode=True, color=False)))
    assert "\x1b[" in colored
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain
    assert set(re.findall("\x1b(.)", colored)) == {"["}, "only colours, nothing that moves or links"


def test_colour_without_a_terminal_is_not_wrapped() -> None:
    colored = written(Report(TerminalCanvas(width=100, unicode=True, color=True, wraps=False)))
    piped = written(Report(PlainCanvas(unicode=True)))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == piped


def test_two_runs_are_equal() -> None:
    canvas: Canvas = PlainCanvas(unicode=True)
    assert written(Report(canvas), shared_run()) == written(Report(canvas), shared_run())


@pytest.mark.parametrize(
    "text", ["abc", "Лиды", "注册人数", "🚀", "é", "e\u0301", "যোগাযোগ", "│█░▏✗✓▲●→◀▌…–“”▁▂▃▄▅▆▇"]
)
def test_columns_are_counted_as_a_terminal_does(text: str) -> None:
    assert cells(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 5), ("abcdef", 5), ("注册人数", 5), ("注册人数", 4), ("", 3)]
)
def test_fitted(text: str, width: int) -> None:
    shown = fitted(text, width, "…")
    assert cell_len(shown) == max(width, 0)
    assert ("…" in shown) == (cell_len(text) > width)
