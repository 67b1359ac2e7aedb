"""`funneldx scan`: what it chooses, in which order it lists it, and with which code it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import pytest

import funneldx
from funneldx.cli import progress as progress_module
from funneldx.cli import scan
from tests.cli.conftest import Run
from tests.cli.test_check import AILING, HEALTHY, NOTED, USUAL
from tests.judging import interrupt_after_one

FILES = {
    "clients/baltics.yaml": f"labels: {{region: baltics}}\n{AILING}",
    "clients/a/healthy.yaml": f"name: Healthy\nlabels: {{region: north}}\n{HEALTHY}",
    "clients/a/noted.yaml": f"name: Noted\nperiod: 2026-09\n{NOTED}",
    "usual.yaml": f"name: Usual\nmarket: b2b\n{USUAL}",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a file of each kind."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def names(run: Run, *arguments: str, code: int | None = None) -> list[str]:
    """The funnels that are judged, in JSON."""
    ended = run("scan", "--format", "json", *arguments)
    if code is not None:
        assert ended.code == code
    found: Any = json.loads(ended.out)
    return [funnel["name"] for funnel in found["funnels"]]


def test_lists_the_worst_first(run: Run) -> None:
    ended = run("scan", ".")
    assert (ended.code, ended.err) == (1, "")
    lines = ended.out.splitlines()
    rows = [line.split()[2] for line in lines if line[:3] in {"│ ✗", "│ ▲", "│ ●", "│ ✓"}]
    assert rows == ["Baltics", "Usual", "Noted", "Healthy"]
    assert "▌4 funnels: 1 error, 1 warning and 1 note" in lines


@pytest.mark.parametrize(
    ("arguments", "judged", "code"),
    [
        ((), ["Healthy", "Noted", "Baltics", "Usual"], 1),
        (("--label", "region=BALTICS"), ["Baltics"], 1),
        (("--label", "region=north"), ["Healthy"], 0),
        (("--label", "region=north", "--label", "region=baltics"), ["Healthy", "Baltics"], 1),
        (("--label", "market=b2b", "--fail-on", "warning"), ["Usual"], 1),
        (("--name", "noted", "--name", "us*"), ["Noted", "Usual"], 0),
        (("--label", "period=2026-09", "--name", "x"), [], 2),
        (("--label", "region=x", "--allow-empty"), [], 0),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_filters_count_in_every_format(
    run: Run, arguments: tuple[str, ...], judged: list[str], code: int, form: str
) -> None:
    assert names(run, ".", *arguments, code=code) == judged
    assert run("scan", ".", "--format", form, *arguments).code == code


def test_what_filters_leave_out_is_told(run: Run, folder: Path) -> None:
    out = run("scan", ".", "--name", "usual").out
    assert "● .: 3 of 4 funnels are left out by --name usual" in out
    out = run("scan", ".", "--label", "region=riga").out
    assert "none of 4 funnels found is one that --label region=riga asks for" in out
    assert "--group-by LABEL" in out
    assert "left out" not in out
    out = run("scan", "usual.yaml", "--name", "riga").out
    assert "the only funnel found is not one that --name riga asks for" in out
    (folder / "broken.yaml").write_text("stages: 7", encoding="utf-8")
    out = run("scan", ".", "--name", "riga").out
    assert "4 of 4 funnels are left out by --name riga" in out
    assert (
        "4 of 4 funnels are left out"
        in run("scan", "usual.yaml", "clients", "--name", "riga", "--allow-empty").out
    )


@pytest.mark.parametrize(
    ("paths", "judged"),
    [
        (("clients/**/*.yaml",), ["Healthy", "Noted", "Baltics"]),
        (("clients/*.yaml", "u*"), ["Baltics", "Usual"]),
        (("clients/**/*.yaml", "clients"), ["Healthy", "Noted", "Baltics"]),
    ],
)
def test_patterns_that_no_shell_has_put_files_for(
    run: Run, paths: tuple[str, ...], judged: list[str]
) -> None:
    assert names(run, *paths) == judged


def test_a_pattern_that_nothing_fits_is_an_error_and_the_rest_is_judged(run: Run) -> None:
    ended = run("scan", "none/*.yaml", "*.json", "usual.yaml")
    assert ended.code == 2
    assert "✗ none/*.yaml: there is no folder none to look in" in ended.out
    assert "✗ *.json: no file fits this pattern" in ended.out
    assert "▲ Usual" in ended.out


def test_standard_input(run: Run) -> None:
    assert "✗ Baltics" in run("scan", "-", stdin=AILING).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--top", "2"), "and 2 more (--top all lists every one)"),
        (("--at-least", "warning"), "2 funnels without any warning or worse are not listed"),
        (("--sort", "name", "--reverse"), "By name, from the end"),
        (("--group-by", "Region"), "by region"),
        (("-v",), "about 65 more purchases (49–84) by FDX102"),
    ],
)
def test_options_of_the_list(run: Run, arguments: tuple[str, ...], words: str) -> None:
    assert words in run("scan", ".", *arguments).out


@pytest.mark.parametrize("top", ["0", "all"])
def test_all_of_them(run: Run, folder: Path, top: str) -> None:
    (folder / "many.csv").write_text(
        "name,leads,contacted,won\n" + "".join(f"N{n},90,60,9\n" for n in range(30)), encoding="utf-8"
    )
    assert run("scan", "many.csv", "--top", top).out.count("many.csv:") == 30
    assert run("scan", "many.csv").out.count("many.csv:") == 20


def test_quiet_is_a_line_a_funnel(run: Run) -> None:
    assert [line[:3] for line in run("scan", ".", "-q").out.splitlines()] == ["│ ✗", "│ ▲", "│ ●", "│ ✓"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--top", "some"), "--top some is no number of funnels"),
        (("--top", "-1"), "--top -1 is no number of funnels"),
        (("--top", "٣"), "is no number of funnels"),
        (("--sort", "size"), "--sort"),
        (("--at-least", "none"), "--at-least"),
        (("--group-by", " "), "--group-by is empty"),
        (("--label", "region"), "--label region does not say which label and which value"),
        (("--name", ""), "--name is empty"),
        (("[a",), "“[a” has a “[” that is not closed"),
    ],
)
def test_says_what_is_wrong(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ended = run("scan", ".", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_written_to_a_file(run: Run, folder: Path) -> None:
    assert run("scan", "clients/**/*.yaml", "--output", "report.txt").out == ""
    assert "✗ Baltics" in (folder / "report.txt").read_text("utf-8")
    ended = run("scan", "u*.yaml", "--output", "usual.yaml")
    assert ended.code == 2
    assert "is one of the files to read" in ended.err


def test_interrupted_sums_up_what_was_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_after_one(monkeypatch)
    ended = run("scan", ".")
    assert ended.code == 130
    assert "interrupted: the report holds what was done until then" in ended.err
    assert "▌1 funnel: nothing found to fix" in ended.out


class Told:
    """A bar that writes down what it is told."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.enabled = False
        self.color = True
        self.done: list[tuple[float, int]] = []
        self.cleared = 0

    def __call__(self, total: int | None, enabled: bool, *, color: bool) -> Told:
        self.total, self.enabled, self.color = total, enabled, color
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.done.append((-1.0, -1))

    def advance(self, amount: float, funnels: int = 0) -> None:
        self.done.append((amount, funnels))

    def clear(self) -> None:
        self.cleared += 1


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    made = Told()
    monkeypatch.setattr(scan, "progress", made)
    return made


def test_how_far_it_is_by_files(run: Run, told: Told) -> None:
    run("scan", "clients/**/*.yaml", "missing.yaml", "--color", "never")
    *steps, last = told.done
    assert last == (-1.0, -1)
    assert (
        sum(amount for amount, _ in steps) == sum(name.startswith("clients") for name in FILES) == told.total
    )
    assert sum(funnels for _, funnels in steps) == 3
    assert (told.enabled, told.color) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "on_terminal", "enabled"),
    [
        ((), True, True),
        ((), False, True),
        (("-q",), False, False),
        (("--format", "json"), True, False),
        (("--format", "json"), False, True),
        (("--format", "json", "--output", "report.json"), True, True),
    ],
)
def test_no_bar_between_the_lines_of_a_report(
    run: Run,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    on_terminal: bool,
    enabled: bool,
) -> None:
    monkeypatch.setattr(scan, "_on_terminal", lambda: on_terminal)
    run("scan", ".", *arguments)
    assert told.enabled is enabled


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_one_terminal_the_bar_is_gone_before_the_report(folder: Path) -> None:
    import pty  # noqa: PLC0415  (not on Windows)

    main, other = pty.openpty()
    code = "import sys; from funneldx.cli import main, progress; progress._PATIENCE = 0; sys.exit(main(['scan', sys.argv[1]]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdout=other,
        stderr=other,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        cwd=Path(funneldx.__file__).parents[1],
    ) as process:
        os.close(other)
        seen = b""
        try:
            while part := os.read(main, 4096):
                seen += part
        except OSError:  # how Linux tells that the other end has been closed
            pass
    os.close(main)
    assert process.returncode == 1
    bar, _, rest = seen.rpartition(b"\x1b[2K")
    assert "━".encode() in bar
    assert "▌".encode() not in bar
    assert rest.count("▌".encode()) == 2


def test_the_patience_of_the_bar() -> None:
    assert 0.5 <= progress_module._PATIENCE <= 1
