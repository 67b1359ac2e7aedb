"""The hook for pre-commit: which files it is given, and a commit that is stopped by it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.where_to_run.surroundings import ROOT, checkout, package_index, recipe

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HEALTHY = (
    "stages: {prospects: 1500, contacted: 1000, interested: 400, price discussed: 300, purchased: 100}\n"
)
AILING = "stages: {contacted: 1000, interested: 90}\n"


def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load(MANIFEST.read_text("utf-8"))
    assert isinstance(only, dict)
    return only


@pytest.mark.parametrize(
    "name",
    [
        "funnel.yaml",
        "funnel.yml",
        "Funnel.JSON",
        "FUNNEL.CSV",
        "FUNNELS.tsv",
        "sales-funnel.csv",
        "salesfunnel.csv",
        "SalesFunnel.yaml",
        "FunnelBaltics.csv",
        "funnel_2026-09.csv",
        "funnel2026.csv",
        "2026-09.funnel.yaml",
        "my sales funnel (copy).csv",
        "-funnel.yaml",
        "--output=text=funnel.yaml",
        "funnel\nof two lines.csv",
        "crm/exports/funnel-q3.csv",
        "funnels/baltics.yaml",
        "funnels/2026/09.csv",
        "funnels-2026/09.csv",
        "sales_funnels/north.json",
        "Sales Funnels/Q3.csv",
        "sales-funnel/2026-09.yaml",
        "data/funnel/2026-09.csv",
        "funnel-builder/funnel.yaml",
        "funneldx/sample_funnels/ailing/one.yaml",
        "воронка.yaml",
        "Воронка продаж.csv",
        "воронки/2026-09.csv",
        "funil.yaml",
        "funis/norte.csv",
        "embudo-ventas.csv",
        "Vertriebstrichter.csv",
        "trichter/2026.csv",
        "entonnoir.csv",
        "imbuto.csv",
        "tölcsér.csv",
        "satış qıfı.csv",
        "销售漏斗.csv",
        "営業ファネル.csv",
        "বিক্রয় ফানেল.csv",
    ],
)
def test_a_file_of_this_name_is_checked(name: str) -> None:
    assert re.search(hook()["files"], name)


@pytest.mark.parametrize(
    "name",
    [
        "docker-compose.yml",
        "sales.csv",
        "package.json",
        "config/pipeline.yaml",
        "tunnel.yaml",
        "funnelcake.yaml",
        "funnelled.csv",
        "fungible.csv",
        "funil.py",
        "funiszt.csv",
        "funnel.py",
        "funnels.tsx",
        "funnel.xlsx",
        "funnel.csv.bak",
        "funnel.csv\n",
        "funnels/readme.md",
        "funnels/.draft.yaml",
        ".funneldx.yaml",
        ".funneldx-baseline.json",
        ".github/workflows/funnels.yml",
        "app/.cache/funnels/one.json",
        "node_modules/funnel/funnel.json",
        "web/node_modules/d3-funnel/package.json",
        "venv/lib/funnels/one.csv",
        "funneldx/cli/templates/basic.yaml",
        "funnel-builder/tsconfig.json",
        "funnel-builder/src/settings.yaml",
        "funnels/package.json",
        "funnel/package-lock.json",
        "funnel/tsconfig.json",
        "funnel.schema.json",
        "funnels/schema.json",
    ],
)
def test_a_file_of_this_name_is_left_alone(name: str) -> None:
    assert not re.search(hook()["files"], name)


def test_the_samples_are_all_checked() -> None:
    below = ROOT / "sample_funnels"
    names = [file.relative_to(ROOT).as_posix() for file in below.rglob("*") if file.is_file()]
    assert names
    assert [name for name in names if not re.search(hook()["files"], name)] == []


def test_a_long_name_takes_no_long_time() -> None:
    assert not re.search(hook()["files"], "funnel/funnels-" * 300 + "x")


def test_one_process_gets_all_files_and_takes_none_for_an_option() -> None:
    assert hook()["require_serial"] is True
    assert hook()["args"] == ["--"]


def pre_commit(*arguments: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run pre-commit in a repository, with its environments in a folder of this test's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    ended = subprocess.run(
        ["git", *settings, *arguments],  # noqa: S607  (whichever git there is)
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


def test_pre_commit_takes_the_manifest(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    ended = pre_commit("validate-manifest", str(MANIFEST), cwd=tmp_path, home=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "")


Commit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def commit(tmp_path_factory: pytest.TempPathFactory) -> Commit:
    """Return a function that runs the README's hook over files in a fresh repository."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if (why := package_index()) is not None:
        pytest.skip(why)
    home = tmp_path_factory.mktemp("home")
    ours = checkout(tmp_path_factory.mktemp("ours"))
    git(ours, "init", "-q")
    git(ours, "add", "-A")
    git(ours, "commit", "-qm", "All")
    head = git(ours, "rev-parse", "HEAD")

    def try_it(files: dict[str, str], change: Callable[[str], str] = str) -> subprocess.CompletedProcess[str]:
        theirs = tmp_path_factory.mktemp("theirs")
        config = change(recipe(".pre-commit-config.yaml"))
        config = re.sub(r"repo: .*", f"repo: {ours.as_uri()}", config)
        config = re.sub(r"rev: .*", f"rev: {head}", config)
        for name, text in {**files, ".pre-commit-config.yaml": config}.items():
            (theirs / name).parent.mkdir(parents=True, exist_ok=True)
            (theirs / name).write_text(text, encoding="utf-8")
        git(theirs, "init", "-q")
        git(theirs, "add", "-A")
        return pre_commit("run", "--verbose", cwd=theirs, home=home)

    return try_it


def with_the_choices(config: str) -> str:
    """Turn the lines that the recipe only offers into lines that count."""
    changed = re.sub(r"^( +)# (\w+: )", r"\1\2", config, flags=re.MULTILINE)
    assert changed != config
    return changed


@pytest.mark.slow
def test_a_commit_of_a_leaking_funnel_is_stopped(commit: Commit) -> None:
    ended = commit({"funnels/ailing.yaml": AILING, "funnels/well.yaml": HEALTHY, "other.yaml": "a: 1\n"})
    assert ended.returncode == 1, ended.stdout
    assert "- exit code: 1" in ended.stdout
    assert "90 of 1,000 contacted are interested" in ended.stdout
    assert "other.yaml" not in ended.stdout


@pytest.mark.slow
def test_a_commit_of_a_healthy_one_passes(commit: Commit) -> None:
    hostile = "--config=funnel.yaml"
    ended = commit({"funnels/well.yaml": HEALTHY, hostile: HEALTHY, "воронка продаж.yaml": HEALTHY})
    assert ended.returncode == 0, ended.stdout
    assert "funneldx" in ended.stdout
    assert "Passed" in ended.stdout
    assert "3 funnels: nothing diagnosed" in ended.stdout


@pytest.mark.slow
def test_a_commit_without_funnels_is_none_of_its_business(commit: Commit) -> None:
    ended = commit({".github/workflows/funnels.yml": "on: push\n", "a.yaml": "a: 1\n"})
    assert ended.returncode == 0, ended.stdout
    assert "no files to check" in ended.stdout


@pytest.mark.slow
def test_the_choices_of_the_recipe_widen_and_tighten_it(commit: Commit) -> None:
    only_a_warning = "contacted,interested\n1000,250\n"
    files = {"sales/north.csv": only_a_warning}
    assert "no files to check" in commit(files).stdout
    ended = commit(files, with_the_choices)
    assert ended.returncode == 1, ended.stdout
    assert "sales/north.csv" in ended.stdout
