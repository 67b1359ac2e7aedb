"""How a change of the sum is told beside what its segments did."""

from __future__ import annotations

import pytest

from funneldx.diagnosis import Severity
from funneldx.rates import Rate
from funneldx.rules import change_wording as wording
from funneldx.rules.cells import Move
from funneldx.rules.change.mix_shift import _how_segments_went
from funneldx.rules.rule import Weighed
from tests.series.test_differences import compared


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


def move(rate: Rate, other: Rate) -> Move:
    return Move(compared([[(10, 5, 1)]]).segments[0].cells[0], ("a", "b"), rate, other, 0.0)


@pytest.mark.parametrize(
    ("rate", "other", "said"),
    [
        (Rate(1, 4), Rate(1, 2), "50.0 % lower"),
        (Rate(1, 2), Rate(1, 4), "100 % higher"),
        (Rate(1, 2), Rate(1, 2), "0 % higher"),
        (Rate(109, 1000), Rate(10, 1000), "990.0 % higher"),
        (Rate(11, 100), Rate(1, 100), "11 times"),
        (Rate(27, 100), Rate(2, 100), "14 times"),
        (Rate(0, 10), Rate(1, 10), "100 % lower"),
    ],
)
def test_how_far_apart_rates_are(rate: Rate, other: Rate, said: str) -> None:
    assert wording.apart(move(rate, other)) == said
    assert wording.apart(move(rate, other), "below theirs") == said.replace("lower", "below theirs")


def test_what_is_found_of_a_move() -> None:
    one = move(Rate(1, 4), Rate(1, 2))
    found = wording.finding(one, Severity.NOTE, "it fell", cause="because", actions=("now",), urgent=False)
    assert (found.severity, found.message, found.evidence) == (
        Severity.NOTE,
        "it fell",
        Weighed(one.rate, ()),
    )
    assert found.stage is not None
    assert found.came_from is not None
    assert (found.stage.name, found.came_from.name) == ("b", "a")
    assert (found.cause, found.actions, found.urgent) == ("because", ("now",), False)
    plain = wording.finding(one, Severity.NOTE, "it fell")
    assert (plain.cause, plain.actions, plain.urgent, plain.aim) == (None, None, True, None)
    assert wording.opening(one) == "In s0: from a to b 25.0 % (1 of 4)"
    assert wording.named(one.cell, one.step) == ("a", "b")
