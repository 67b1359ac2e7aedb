"""How a change of the sum is told beside what its segments did."""

from __future__ import annotations

import pytest

from funneldx.rules.change.mix_shift import _how_segments_went


@pytest.mark.parametrize(
    ("against", "both", "said"),
    [
        (5, 5, "though it fell in every segment"),
        (3, 5, "though it fell in 3 of 5 segments"),
        (2, 4, "and more than half of that comes from the weights of the segments"),
        (2, 5, "and more than half of that comes from the weights of the segments"),
        (0, 0, "and more than half of that comes from the weights of the segments"),
    ],
)
def test_most_segments_went_the_other_way(against: int, both: int, said: str) -> None:
    assert _how_segments_went(against, both, rises=True) == said
    assert _how_segments_went(against, both, rises=False) == said.replace("fell", "rose")
