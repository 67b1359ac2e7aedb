"""The GitHub action: its scripts, run as a runner runs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import funneldx as package
from tests.where_to_run.runner import FOLDER, Ended, Place, action, ran
from tests.where_to_run.surroundings import ROOT, checkout, package_index

HEALTHY = (
    "stages: {prospects: 1500, contacted: 1000, interested: 400, price discussed: 300, purchased: 100}\n"
)
AILING = "name: Baltics\nstages: {contacted: 1000, interested: 90}\n"


def checked(workspace: Path, funneldx: Path, **inputs: str) -> Ended:
    """Run the step that checks."""
    temp = workspace.parent / "runner temp"
    temp.mkdir(exist_ok=True)
    given = {key.replace("_", "-"): value for key, value in inputs.items()}
    return ran("check", Place(workspace, temp), given, {"bin": str(funneldx), "folder": str(temp)})


def called(recorder: Path) -> list[str]:
    return (recorder / "called").read_text("utf-8").split("\0")[:-1]


def results(ended: Ended) -> list[dict[str, Any]]:
    """What the SARIF file holds."""
    (run,) = json.loads(Path(ended.outputs["sarif"]).read_text("utf-8"))["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def test_github_takes_the_metadata() -> None:
    arguments = ["--builtin-schema", "vendor.github-actions", str(FOLDER / "action.yml")]
    ended = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *arguments], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout


def test_no_expression_stands_in_a_script() -> None:
    scripts = [each["run"] for each in action()["runs"]["steps"] if "run" in each]
    assert scripts
    assert not any("${{" in script for script in scripts)


def test_other_actions_are_named_by_what_they_hold() -> None:
    used = [each["uses"] for each in action()["runs"]["steps"] if "uses" in each]
    assert used
    assert all(re.search(r"@[0-9a-f]{40}$", name) for name in used)


def test_its_page_tells_every_input_and_output() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert told == [*action()["inputs"], *action()["outputs"]]


def test_the_example_on_its_page_is_taken(workspace: Path, funneldx: Path) -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    (ours,) = yaml.safe_load(re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0])
    assert ours["uses"].endswith(f"{FOLDER.relative_to(ROOT).as_posix()}@v{package.__version__}")
    (workspace / "funnels").mkdir()
    (workspace / "funnels" / "one.yaml").write_text(HEALTHY)
    (workspace / "exports").mkdir()
    (workspace / "exports" / "won and lost.csv").write_text("contacted,interested,purchased\n1000,400,100\n")
    ended = checked(workspace, funneldx, **ours["with"])
    assert ended.code == 0, ended.err


def test_a_leak_is_told_in_three_places_and_then_fails_the_step(workspace: Path, funneldx: Path) -> None:
    (workspace / "funnels").mkdir()
    (workspace / "funnels" / "baltics.yaml").write_text(AILING)
    (workspace / "funnels" / "well.yaml").write_text(HEALTHY)
    ended = checked(workspace, funneldx, paths="funnels")
    assert ended.code == 1, ended.err
    (line,) = [line for line in ended.out.splitlines() if line.startswith("::error ")]
    assert "file=funnels/baltics.yaml" in line
    assert "90 of 1,000 contacted are interested" in line
    assert "Baltics" in ended.summary
    assert "FDX102" in ended.summary
    (result,) = [each for each in results(ended) if each["ruleId"] == "FDX102"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "funnels/baltics.yaml"
    assert ended.outputs["exit-code"] == "1"


def test_healthy_funnels_pass(workspace: Path, funneldx: Path) -> None:
    (workspace / "funnel.yaml").write_text(HEALTHY)
    (workspace / "docker-compose.yaml").write_text("services: {}\n")
    ended = checked(workspace, funneldx)
    assert (ended.code, ended.outputs["exit-code"]) == (0, "0"), ended.err
    assert "::error" not in ended.out
    assert ended.summary
    assert results(ended) == []


def test_what_the_step_fails_on_can_be_said(workspace: Path, funneldx: Path) -> None:
    (workspace / "funnel.yaml").write_text(AILING)
    ended = checked(workspace, funneldx, fail_on="never")
    assert (ended.code, ended.outputs["exit-code"]) == (0, "0"), ended.err
    assert results(ended)


def test_a_file_that_cannot_be_read_is_two_and_the_rest_is_told(workspace: Path, funneldx: Path) -> None:
    (workspace / "funnel.yaml").write_text(AILING)
    ended = checked(workspace, funneldx, paths="funnel.yaml\nno such.yaml")
    assert (ended.code, ended.outputs["exit-code"]) == (2, "2")
    assert "no such.yaml" in ended.out
    assert "no such.yaml" in ended.summary
    assert results(ended)


def test_wrong_usage_is_two_and_leaves_no_report(workspace: Path, funneldx: Path) -> None:
    (workspace / "funnel.yaml").write_text(AILING)
    ended = checked(workspace, funneldx, fail_on="sometimes")
    assert ended.code == 2
    assert "sometimes" in ended.err
    assert "::error title=funneldx::No funnel was checked" in ended.out
    assert ended.outputs == {"exit-code": "2"}
    assert ended.summary == ""


def test_one_run_gets_all_that_was_said(workspace: Path, recorder: Path) -> None:
    ended = checked(
        workspace,
        recorder,
        paths="funnels/\r\nwon and lost.csv\n\n  led.csv",
        fail_on="warning",
        config="my settings.yaml",
        baseline="known 1.json",
        arguments="--exclude=an archive/\n--jobs\n2\n",
    )
    temp = workspace.parent / "runner temp"
    assert called(recorder) == [
        "scan",
        "--format=github",
        f"--output=markdown={temp}/summary.md",
        f"--output=sarif={temp}/funneldx.sarif",
        "--fail-on=warning",
        "--config=my settings.yaml",
        "--baseline=known 1.json",
        "--exclude=an archive/",
        "--jobs",
        "2",
        "--",
        "funnels/",
        "won and lost.csv",
        "  led.csv",
    ]
    assert ended.outputs == {"exit-code": "0"}


def test_what_is_not_said_is_left_to_the_configuration(workspace: Path, recorder: Path) -> None:
    checked(workspace, recorder)
    assert called(recorder)[-2:] == ["--", "."]
    assert not [word for word in called(recorder) if word.startswith(("--fail-on", "--config", "--baseline"))]


HOSTILE = (
    "$(touch obeyed)",
    "`touch obeyed`",
    '"; touch obeyed; "',
    "'; touch obeyed; '",
    "a\\\nb; touch obeyed",
    "--output=text=obeyed",
    "*",
    "~",
    "${BIN}",
    "%s\\n\\0",
    "::stop-commands::x",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_is_obeyed(workspace: Path, recorder: Path, text: str) -> None:
    (workspace / "one.yaml").write_text(HEALTHY)
    checked(workspace, recorder, paths=text, fail_on=text, config=text, baseline=text)
    after = called(recorder).index("--") + 1
    assert called(recorder)[after:] == text.split("\n")
    assert {f"--{name}={text}" for name in ("fail-on", "config", "baseline")} <= set(called(recorder))
    assert not (workspace / "obeyed").exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_writes_what_it_names(workspace: Path, funneldx: Path, text: str) -> None:
    ended = checked(workspace, funneldx, paths=text)
    assert ended.code == 2
    assert [file.name for file in workspace.iterdir()] == []
    assert not any(line.lstrip().startswith("::stop-commands") for line in ended.out.splitlines())


def test_a_name_with_a_line_break_is_checked_and_stays_on_its_line(workspace: Path, funneldx: Path) -> None:
    folder = workspace / "two\nlines"
    folder.mkdir()
    (folder / "::error::a funnel.yaml").write_text(AILING)
    ended = checked(workspace, funneldx)
    assert ended.code == 1, ended.err
    commands = [line for line in ended.out.splitlines() if line.startswith("::error")]
    assert len(commands) == 1
    assert "file=" in commands[0]
    assert results(ended)


@pytest.mark.slow
def test_it_is_installed_from_where_it_lies(workspace: Path, tmp_path: Path) -> None:
    if (why := package_index()) is not None:
        pytest.skip(why)
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    ours = tmp_path / "our own"
    ours.mkdir()
    path = checkout(ours) / FOLDER.relative_to(ROOT)
    (workspace / "funnel.yaml").write_text(HEALTHY)
    for module in ("venv", "pip", "ensurepip", "json", "funneldx", "typer"):
        (workspace / f"{module}.py").write_text("open('obeyed', 'w')\nraise SystemExit(9)\n")
    temp = tmp_path / "runner temp"
    temp.mkdir()
    place = Place(workspace, temp, path)
    installed = ran("install", place)
    assert installed.code == 0, installed.err
    ended = ran("check", place, installed=installed.outputs)
    assert ended.code == 0, ended.err
    assert ended.outputs["exit-code"] == "0"
    assert Path(ended.outputs["sarif"]).parent == Path(installed.outputs["folder"])
    assert not (workspace / "obeyed").exists()


@pytest.mark.slow
def test_what_is_asked_for_is_installed_instead(workspace: Path, tmp_path: Path) -> None:
    if (why := package_index()) is not None:
        pytest.skip(why)
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    (tmp_path / "ours").mkdir()
    plugin = ROOT / "tests" / "example_plugin"
    requirements = f"{checkout(tmp_path / 'ours')}\r\n\n{shutil.copytree(plugin, tmp_path / 'a plugin')}\n"
    place = Place(workspace, tmp_path, tmp_path / "none")
    ended = ran("install", place, {"requirements": requirements, "python": ""})
    assert ended.code == 0, ended.err
    rules = subprocess.run(
        [f"{ended.outputs['bin']}/funneldx", "rules"],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"FDX102", "ACME100"} <= set(re.findall(r"\b[A-Z]+\d{3}\b", rules.stdout))


@pytest.mark.slow
def test_what_cannot_be_installed_fails_the_step(workspace: Path, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    ended = ran("install", Place(workspace, tmp_path), {"requirements": "./no such folder"})
    assert ended.code != 0
    assert "no such folder" in ended.err
    assert ended.outputs == {}
