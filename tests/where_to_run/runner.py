"""As much of a runner of GitHub Actions as the action needs: its scripts, their variables and what they leave."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from tests.where_to_run.surroundings import ROOT

FOLDER = ROOT / ".github" / "actions" / "funneldx"
_EXPRESSION = re.compile(r"\$\{\{ (\w+)\.([\w.-]+) \}\}")


class Ended(NamedTuple):
    """What a step left behind."""

    code: int
    out: str
    err: str
    outputs: Mapping[str, str]
    summary: str


def action() -> dict[str, Any]:
    """What `action.yml` says."""
    said = yaml.safe_load((FOLDER / "action.yml").read_text("utf-8"))
    assert isinstance(said, dict)
    return said


def step(name: str) -> dict[str, Any]:
    """The step of that id."""
    (found,) = [each for each in action()["runs"]["steps"] if each["id"] == name]
    assert isinstance(found, dict)
    return found


def filled(text: str, known: Mapping[str, str]) -> str:
    """Put values in the place of expressions; KeyError where one names what the action does not have."""
    return _EXPRESSION.sub(lambda found: known[f"{found[1]}.{found[2]}"], text)


class Place(NamedTuple):
    """Where a job runs."""

    workspace: Path
    temp: Path
    action: Path = FOLDER


def ran(
    name: str,
    place: Place,
    inputs: Mapping[str, str] = MappingProxyType({}),
    installed: Mapping[str, str] = MappingProxyType({}),
) -> Ended:
    """Run a step's script, given the inputs of the action and what the step `install` has put out."""
    known = {f"inputs.{key}": str(each["default"]) for key, each in action()["inputs"].items()}
    known |= {f"inputs.{key}": value for key, value in inputs.items()}
    known |= {f"steps.install.outputs.{key}": value for key, value in installed.items()}
    known["steps.python.outputs.python-path"] = sys.executable if known["inputs.python"] else ""
    workspace, temp, action_path = place
    script, outputs, summary = (temp / each for each in ("script.sh", "outputs", "summary"))
    script.write_text(step(name)["run"], encoding="utf-8", newline="\n")
    outputs.write_text("")
    summary.write_text("")
    environment = {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"}
    environment |= {key: filled(value, known) for key, value in step(name)["env"].items()}
    environment |= {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(action_path),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(workspace),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
    }
    ended = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],  # noqa: S607  (as runners start it)
        cwd=workspace,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    pairs = [line.split("=", 1) for line in outputs.read_text("utf-8").splitlines()]
    return Ended(
        ended.returncode,
        ended.stdout,
        ended.stderr,
        dict(pairs),
        summary.read_text("utf-8"),
    )
