"""Stages that nobody knows: what they are like is only looked for among a few of them."""

from __future__ import annotations

import pytest

from tests.judging import reported


@pytest.mark.parametrize("code", ["FDX003"])
@pytest.mark.parametrize(("others", "looked_for"), [(0, True), (24, True), (25, False), (60, False)])
def test_among_very_many_nothing_similar_is_looked_for(code: str, others: int, looked_for: bool) -> None:
    stages = {"Propsal": 9, **{f"Xyzzy {number}q": 9 for number in range(others)}}
    said = [one.message for one in reported({"stages": stages}).diagnoses if one.code == code]
    assert len(said) == others + 1
    assert said[0] == "“Propsal” is not a known stage, so no rule judges it" + (
        "; did you mean “proposal” (role price_discussed)?" if looked_for else "."
    )
