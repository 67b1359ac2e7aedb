"""Every hostile file comes to what it has to come to, within its bounds, and leaves nothing behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile.configurations import BASELINES, CONFIGURATIONS
from tests.hostile.corpus import Attack
from tests.hostile.running import attacked
from tests.hostile.tables import TABLES
from tests.hostile.trees import BEGINNINGS, YAML

CORPUS = (*YAML, *BEGINNINGS, *TABLES)
PATIENCE = 5
"""How many times its bound of time a file may take here: a guard against blow-up on busy machines, no measurement."""
GOOD = "name: good\nstages: {contacted: 900, interested: 300}\n"


def named(attack: Attack) -> str:
    return attack.name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def held(attack: Attack, folder: Path, *arguments: str) -> None:
    """Run a command over a hostile file and hold it to what it has to come to."""
    (folder / attack.name).write_bytes(attack.data())
    before = {path.name for path in folder.iterdir()}
    ended = attacked("check", *arguments, *attack.options, folder=folder)
    said = ended.out + ended.err
    assert (ended.code, attack.says in said) == (attack.code, True), said[:1000]
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert ended.seconds < attack.seconds * PATIENCE
    if sys.platform == "linux":
        assert ended.mib < attack.mib
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.parametrize("attack", CORPUS, ids=named)
def test_as_expected(attack: Attack, folder: Path) -> None:
    held(attack, folder, attack.name, "--isolated")


@pytest.mark.parametrize("attack", CONFIGURATIONS, ids=named)
def test_configurations(attack: Attack, folder: Path) -> None:
    held(attack, folder, "good.yaml", "--config", attack.name)


@pytest.mark.parametrize("attack", BASELINES, ids=named)
def test_baselines(attack: Attack, folder: Path) -> None:
    held(attack, folder, "good.yaml", "--isolated", "--baseline", attack.name)


def test_names_are_all_different() -> None:
    names = [attack.name for attack in CORPUS]
    assert len(set(names)) == len(names)
