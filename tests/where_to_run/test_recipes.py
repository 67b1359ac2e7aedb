"""The README's recipes, each as it stands there: taken by what it is for, and run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import funneldx as package
from tests.where_to_run.runner import FOLDER, Place, action, ran
from tests.where_to_run.surroundings import ROOT, recipe, recipes

WORKFLOW = ".github/workflows/funnels.yml"
PIPELINE = ".gitlab-ci.yml"
PRE_COMMIT = ".pre-commit-config.yaml"
NIGHTLY = "nightly.sh"
WORSE = "name: Worse\nstages: {contacted: 1000, interested: 20, purchased: 10}\n"
AILING = "name: |-\n  Two\n  lines\nstages: {contacted: 1000, interested: 90, purchased: 40}\n"
HEALTHY = (
    "stages: {prospects: 1500, contacted: 1000, interested: 400, price discussed: 300, purchased: 100}\n"
)


@pytest.fixture
def funnels(workspace: Path) -> Path:
    """The folder that the recipes check, in a workspace."""
    folder = workspace / "funnels"
    folder.mkdir()
    (folder / "ailing.yaml").write_text(AILING)
    (folder / "healthy.yaml").write_text(HEALTHY)
    (folder / "worse.yaml").write_text(WORSE)
    return folder


def taken(schema: str, text: str, folder: Path) -> None:
    """Fail unless a file of such content is valid by a schema that the programme it is for publishes."""
    file = folder / "recipe.yaml"
    file.write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def shell(script: str, workspace: Path, found: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script with the commands of a folder before all others."""
    environment: Mapping[str, str] = os.environ | {"PATH": f"{found}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", "-c", script],  # noqa: S607  (as cron and GitLab start it)
        cwd=workspace,
        env={**environment, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_there_is_one_for_each_place() -> None:
    assert sorted(recipes()) == sorted((WORKFLOW, PIPELINE, PRE_COMMIT, NIGHTLY))


def test_they_name_the_version_there_is() -> None:
    version = f"v{package.__version__}"
    (_, ours, _) = yaml.safe_load(recipe(WORKFLOW))["jobs"]["funnels"]["steps"]
    assert ours["uses"].endswith(f"/{FOLDER.relative_to(ROOT).as_posix()}@{version}")
    assert f"@{version}" in recipe(PIPELINE)
    (repository,) = yaml.safe_load(recipe(PRE_COMMIT))["repos"]
    assert repository["rev"] == version


def test_github_takes_the_workflow(tmp_path: Path) -> None:
    taken("vendor.github-workflows", recipe(WORKFLOW), tmp_path)


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    (_, ours, upload) = yaml.safe_load(recipe(WORKFLOW))["jobs"]["funnels"]["steps"]
    assert set(ours["with"]) <= set(action()["inputs"])
    used = f"steps.{ours['id']}.outputs.sarif"
    assert upload["with"]["sarif_file"] == f"${{{{ {used} }}}}"
    assert upload["if"] == f"always() && {used}"
    assert "sarif" in action()["outputs"]


@pytest.mark.usefixtures("funnels")
def test_the_workflow_checks_the_funnels(workspace: Path, funneldx: Path, tmp_path: Path) -> None:
    (_, ours, _) = yaml.safe_load(recipe(WORKFLOW))["jobs"]["funnels"]["steps"]
    installed = {"bin": str(funneldx), "folder": str(tmp_path)}
    ended = ran("check", Place(workspace, tmp_path), ours["with"], installed)
    assert ended.code == 1, ended.err
    assert "file=funnels/ailing.yaml" in ended.out


def test_gitlab_takes_the_pipeline(tmp_path: Path) -> None:
    taken("vendor.gitlab-ci", recipe(PIPELINE), tmp_path)


@pytest.mark.usefixtures("funnels")
def test_the_pipeline_leaves_the_reports_that_it_names(workspace: Path, funneldx: Path) -> None:
    job = yaml.safe_load(recipe(PIPELINE))["funnels"]
    (install, scan) = job["script"]
    assert install.startswith("pip install ")
    ended = shell(scan, workspace, funneldx)
    assert ended.returncode == 1, ended.stderr
    assert "FDX102" in ended.stdout
    assert job["artifacts"]["when"] == "always"
    reports: dict[str, Any] = job["artifacts"]["reports"]
    quality = json.loads((workspace / reports["codequality"]).read_text("utf-8"))
    assert {"funnels/ailing.yaml", "funnels/worse.yaml"} <= {each["location"]["path"] for each in quality}
    assert "<testsuite" in (workspace / reports["junit"]).read_text("utf-8")


def test_pre_commit_takes_the_configuration(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    (tmp_path / PRE_COMMIT).write_text(recipe(PRE_COMMIT), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / PRE_COMMIT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")


def nightly(workspace: Path, found: Path) -> subprocess.CompletedProcess[str]:
    """Run the recipe for cron, in a workspace instead of in the folder that it names."""
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    script = recipe(NIGHTLY)
    assert script.count("cd /srv/sales") == 1
    return shell(
        script.replace("cd /srv/sales", 'cd "$WORKSPACE"'), workspace, found, WORKSPACE=str(workspace)
    )


def test_every_morning_the_worst_come_first(workspace: Path, funnels: Path, funneldx: Path) -> None:
    (funnels / "broken.yaml").write_text("stages: [\n")
    ended = nightly(workspace, funneldx)
    assert (ended.returncode, ended.stderr) == (2, "")
    counts, unread, *worst = ended.stdout.splitlines()
    assert counts.startswith("3 funnels, 2 errors, ")
    assert unread.startswith('unread: "funnels/broken.yaml": ')
    assert [line.split(" at ")[1] for line in worst] == [
        '"interested": "Worse" in "funnels/worse.yaml"',
        '"interested": "Two\\nlines" in "funnels/ailing.yaml"',
    ]
    first, second = (int(line.split(" more sales")[0]) for line in worst)
    assert first > second > 0


def test_a_quiet_morning(workspace: Path, funnels: Path, funneldx: Path) -> None:
    (funnels / "ailing.yaml").unlink()
    (funnels / "worse.yaml").unlink()
    ended = nightly(workspace, funneldx)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "1 funnels, 0 errors, 0 warnings\n"
