"""The other commands, and what all of them have in common."""

from __future__ import annotations

import gc
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from funneldx import __version__
from funneldx.__main__ import run as entry_point
from funneldx.cli import COMMANDS
from funneldx.rules import catalogue
from tests.cli.conftest import Run


@pytest.mark.parametrize("help_option", ["-h", "--help"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_everywhere(run: Run, command: str | None, help_option: str) -> None:
    ended = run(*([command] if command else []), help_option)
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: funneldx {command or '[OPTIONS]'}")


def test_without_arguments_it_says_what_there_is(run: Run) -> None:
    ended = run()
    assert ended.code == 2
    assert all(command in ended.out + ended.err for command in COMMANDS)


def test_version(run: Run) -> None:
    assert run("--version").out == f"funneldx {__version__}\n"


def test_an_unknown_command_suggests_the_nearest(run: Run) -> None:
    ended = run("chek")
    assert ended.code == 2
    assert "check" in ended.err


def test_rules_as_a_table(run: Run) -> None:
    out = run("rules").out
    for rule in catalogue():
        assert f"{rule.code}  {rule.name}" in out
    assert "floor 1:5 (stated)" in out


def test_rules_as_json(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert [rule["code"] for rule in listed] == [rule.code for rule in catalogue()]
    interest = next(rule for rule in listed if rule["name"] == "interest-ratio")
    assert interest["thresholds"] == {
        "floor": {"value": "1:5", "basis": "stated"},
        "typical": {"value": "1:3", "basis": "stated"},
    }
    assert interest["sources"] == ["titov"]


def test_rules_as_markdown(run: Run) -> None:
    out = run("rules", "--format", "markdown").out
    assert out.startswith("| code | name |")
    assert all(f"| {rule.code} | `{rule.name}` |" in out for rule in catalogue())


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_explain_judges_its_examples_live(run: Run, rule: object) -> None:
    code, name = rule.code, rule.name  # type: ignore[attr-defined]
    ended = run("explain", code)
    assert ended.code == 0
    assert ended.out == run("explain", name).out
    assert f"{code} {name}" in ended.out
    healthy, ailing = ended.out.split("Ailing ")
    assert "✓ passed\n" in healthy or "~ passed, with too few counted to be sure\n" in healthy
    assert any(sign in ailing for sign in ("✗ error:", "▲ warning:", "● note:", ", suspected:"))
    assert "Cause" in ailing
    assert "1. " in ailing


def test_explain_a_family(run: Run) -> None:
    assert run("explain", "temperature").out == run("explain", "FDX201").out
    family = run("explain", "cold_calls").out
    assert family == run("explain", "FDX3").out
    assert [f"FDX30{number} " in family for number in range(9)] == [False, *[True] * 7, False]


def test_explain_an_unknown_rule(run: Run) -> None:
    ended = run("explain", "hot-shar")
    assert (ended.code, ended.out) == (2, "")
    assert 'did you mean "hot-share"?' in ended.err


def test_init_writes_a_file_that_can_be_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").code == 0
    assert run("check", "funnel.yaml", "--fail-on", "note").code == 0
    text = (tmp_path / "funnel.yaml").read_text("utf-8")
    assert "# " in text
    again = run("init")
    assert again.code == 2
    assert "exists already" in again.err
    assert (tmp_path / "funnel.yaml").read_text("utf-8") == text
    assert run("init", "basic", "our funnel.yaml").code == 0
    assert "check 'our funnel.yaml'" in (tmp_path / "our funnel.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("basik",), 'did you mean "basic"?'),
        (("mine.yaml",), "funneldx init basic mine.yaml"),
        (("basic", "nowhere/funnel.yaml"), "cannot be written"),
    ],
)
def test_init_says_what_is_wrong(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ended = run("init", *arguments)
    assert ended.code == 2
    assert words in ended.err


@pytest.mark.parametrize("of", ["funnel", "report", "plan"])
def test_schema(run: Run, of: str) -> None:
    schema = json.loads(run("schema", of).out)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:funneldx:{of}:1"


def funneldx(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "funneldx", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def test_as_a_module_and_only_what_is_needed_is_imported() -> None:
    code = (
        "import sys; from funneldx.cli import main; code = main(['check', '-', '--format', 'json']); "
        "slow = {'rich', 'csv', 'difflib', 'fractions', 'statistics', 'pydantic', 'dataclasses'} & set(sys.modules); "
        "sys.exit(str(sorted(slow)) if slow - {'difflib', 'dataclasses'} else code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        input=b"stages: {contacted: 900, interested: 400}",
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert funneldx("--version").stdout.strip().decode() == f"funneldx {__version__}"


def test_the_entry_point_leaves_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["funneldx", "check", str(tmp_path / "missing.yaml")])
    interrupted = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(SystemExit) as ended:
            entry_point()
    finally:
        gc.unfreeze()
        gc.enable()
        signal.signal(signal.SIGINT, interrupted)
    assert ended.value.code == 2


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("---\nstages: {contacted: 1000, interested: 90}\n" * 500, encoding="utf-8")
    command = f'"{sys.executable}" -m funneldx check "{path}" | head -1'
    ended = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)  # noqa: S602
    assert ended.stdout.startswith("▌".encode())
    assert ended.stderr == b""
