"""The bounds that hostile files meet, each seen from within the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from funneldx.cli import output, terminal
from funneldx.cli.guard import guarded
from funneldx.errors import nearest
from funneldx.thresholds import MOST_TOLD
from tests.cli.conftest import Run, run
from tests.hostile.configurations import CONFIGURATIONS
from tests.hostile.tables import TABLES
from tests.hostile.trees import YAML
from tests.judging import problems

__all__ = ["run"]

FUNNEL = "stages: {contacted: 900, interested: 300}\n"
COSTLY = {"large.yml", "deep.toml", "dotted.toml", "endless.yml", "nul-path.yml", "keys.toml"}
COSTLY |= {"file-ignores.toml", "parts.toml", "header.toml", "prefixes.toml", "key.toml", "numbers.toml"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.yaml").write_text(FUNNEL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", sorted(COSTLY))
def test_configurations(run: Run, folder: Path, name: str) -> None:
    (attack,) = [one for one in CONFIGURATIONS if one.name == name]
    (folder / name).write_bytes(attack.data())
    ended = run("check", "f.yaml", "--config", name)
    assert (ended.code, attack.says in ended.err) == (2, True)


def test_places_in_a_long_configuration_lead_to_its_table(run: Run, folder: Path) -> None:
    keys = "".join(f"k{number} = 1\n" for number in range(400))
    (folder / "c.toml").write_text(f"# ours\n[tool.funneldx]\n{keys}", encoding="utf-8")
    said = run("check", "f.yaml", "--config", "c.toml").err
    assert "c.toml:3:1: unknown key" in said
    assert "c.toml:103:1: unknown key" in said
    assert "c.toml:2:1: unknown key" in said


@pytest.mark.parametrize("name", ["ragged.csv", "labels.csv", "blank.csv", "same.csv"])
def test_tables(run: Run, folder: Path, name: str) -> None:
    (attack,) = [one for one in TABLES if one.name == name]
    (folder / name).write_bytes(attack.data())
    ended = run("check", name)
    assert (ended.code, attack.says in ended.out) == (attack.code, True)


@pytest.mark.parametrize("name", ["directives.yaml", "money-in-words.yaml", "long.yaml", "itself.yaml"])
def test_trees(name: str) -> None:
    (attack,) = [one for one in YAML if one.name == name]
    (problem,) = problems(attack.data(), name)
    assert attack.says in problem.message
    assert len(problem.message) < 200


def test_a_few_directives_are_read() -> None:
    assert problems("%TAG !a! tag:x\n---\n" + FUNNEL) == []
    assert problems(FUNNEL + "name: '%TAG'\n" + "# %TAG\n" * 300) == []


def test_a_word_that_is_no_misspelt_one() -> None:
    assert nearest("marke", ["market"]) == '; did you mean "market"?'
    assert nearest("market" * 100, ["market"]) == ""


@pytest.mark.parametrize(
    ("key", "line"),
    [("thresholds", "  nosuch{}: {{floor: 1:5}}\n"), ("ignore", "- {{rule: nosuch{}, reason: x}}\n")],
)
def test_of_unknown_rules_the_first_are_told(run: Run, key: str, line: str) -> None:
    text = f"{FUNNEL}{key}:\n" + "".join(line.format(number) for number in range(MOST_TOLD + 50))
    said = run("check", "-", "--stdin-name", "f.yaml", stdin=text).out
    assert said.count("there is no rule “nosuch") == MOST_TOLD


@pytest.mark.parametrize("when", ["never", "later"])
def test_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    class Gone:
        encoding = "utf-8"

        def write(self, _: str) -> NoReturn:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", None if when == "never" else Gone())
    terminal.complain("something", "do something")
    if when == "later":
        sys.stderr.write("to nobody")
        sys.stderr.close()


def test_interruptions_are_heeded_while_a_command_is_at_work() -> None:
    seen: list[object] = []

    def work() -> int:
        seen.append(signal.getsignal(signal.SIGINT))
        return 7

    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        with pytest.raises(typer.Exit) as ended:
            guarded(work)()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.value.exit_code == 7
    assert seen == [signal.default_int_handler]


def test_interrupted_while_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: str) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("funneldx.cli.guard.complain", interrupted)
    with pytest.raises(typer.Exit) as ended:
        guarded(interrupted)()
    assert ended.value.exit_code == 130


def test_in_another_thread_signals_are_let_alone() -> None:
    codes: list[int] = []

    def work() -> None:
        with pytest.raises(typer.Exit) as ended:
            guarded(lambda: 3)()
        codes.append(ended.value.exit_code)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert codes == [3]


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
@pytest.mark.parametrize("heeded", [signal.SIG_IGN, signal.SIG_DFL])
def test_whoever_started_it_decides_on_interruptions(heeded: signal.Handlers) -> None:
    """A job in the background of a shell is not to be interrupted by what is pressed for another one."""
    ended = subprocess.run(
        [sys.executable, "-m", "funneldx", "check", "f.yaml"],
        capture_output=True,
        check=False,
        timeout=600,
        preexec_fn=partial(signal.signal, signal.SIGINT, heeded),
    )
    assert ended.returncode == 0


def test_what_was_never_finished_is_cleared_away(folder: Path) -> None:
    kept, left = output.FileOut(str(folder / "kept")), output.FileOut(str(folder / "left"))
    kept.write("whole")
    kept.finish()
    kept.keep()
    left.write("half")
    output.tidy()
    assert sorted(os.listdir(folder)) == ["f.yaml", "kept"]
    left.discard()
    output.tidy()
    assert (folder / "kept").read_text(encoding="utf-8") == "whole"
