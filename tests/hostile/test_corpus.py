"""Every hostile file comes to what it has to come to, within its bounds, and leaves nothing behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile.__main__ import CORPUS, GOOD, tried
from tests.hostile.corpus import Attack

ALL = [(attack, words) for attacks, words in CORPUS for attack in attacks]
PATIENCE = 5
"""How many times its bound of time a file may take here: a guard against blow-up on busy machines, no measurement."""


@pytest.mark.parametrize(("attack", "words"), ALL, ids=[attack.name for attack, _ in ALL])
def test_as_expected(attack: Attack, words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    ended = tried(attack, words, tmp_path)
    said = ended.out + ended.err
    assert (ended.code, attack.says in said) == (attack.code, True), said[:1000]
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert ended.seconds < attack.seconds * PATIENCE
    if sys.platform == "linux":
        assert ended.mib < attack.mib
    assert [path.name for path in tmp_path.iterdir()] == ["good.yaml"]


def test_names_are_all_different() -> None:
    names = [attack.name for attack, _ in ALL]
    assert len(set(names)) == len(names)
