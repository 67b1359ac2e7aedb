"""Files of lines put together at random end as all others do, and take no more than a few times what they may."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.corpus import MIB
from tests.hostile.motifs import text_of, tried
from tests.hostile.test_corpus import PATIENCE


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_motifs(seed: int, tmp_path: Path) -> None:
    for one in tried(seed, 12, tmp_path):
        assert one.ended.code in {0, 1, 2}, one.motif
        assert "Traceback" not in one.ended.out + one.ended.err
        assert one.ended.seconds < PATIENCE * (1 + one.funnels * 0.0005), one.motif


@pytest.mark.parametrize(
    ("motif", "begins"), [(("a,b\n", "%,5\n", ".csv"), "a,b\n0,5\n1,5\n"), (("[", "1,", ".json"), "[1,1,")]
)
def test_a_motif_fills_a_megabyte(motif: tuple[str, str, str], begins: str) -> None:
    text = text_of(motif)
    assert text.startswith(begins)
    assert MIB - 20 < len(text) <= MIB
    assert text.endswith("]") == (motif[2] == ".json")
