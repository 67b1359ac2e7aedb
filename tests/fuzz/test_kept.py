"""What fuzzing once broke stays mended, and what it begins with holds: the oracles without the fuzzer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS, WAYS

KEPT = Path(__file__).parent / "kept"
CASES = sorted(path for path in KEPT.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_kept(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_seeds(target: str) -> None:
    """Each tenth of them, and in another way each time."""
    for number, seed in enumerate([*seeds.SEEDS[target]()][::10]):
        TARGETS[target](bytes([number % WAYS[target]]) + seed[: seeds.LONGEST])


def all_of(target: str) -> None:
    for seed in seeds.SEEDS[target]():
        TARGETS[target](b"\0" + seed)


@pytest.mark.parametrize("target", TARGETS)
def test_an_oracle_notices(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An oracle that is asked and never fails would hold nothing."""
    monkeypatch.setattr("tests.fuzz.judging.check", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        all_of(target)


@pytest.mark.parametrize("target", TARGETS)
def test_words_are_written_as_the_fuzzer_reads_them(target: str) -> None:
    lines = seeds.dictionary(target).splitlines()
    assert len(lines) > 50
    assert all(line[0] == line[-1] == '"' and len(line) % 4 == 2 for line in lines)
