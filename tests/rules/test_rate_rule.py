"""What a declared rate rule does beyond the rules there are."""

from __future__ import annotations

import pytest

from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rates import Level, Threshold
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Finding, Outcome, Pass
from tests.judging import funnel


def judged(k: int, n: int, floor: Threshold | None, typical: Threshold | None) -> Outcome:
    rule = RateRule(
        code="FDX999",
        name="made-up",
        summary="",
        of=Role.AGREED,
        reached=Role.ATTENDED,
        sentence="{k} of {n} came",
        counted="invited",
        cause="",
        actions=("",),
        sources=("titov",),
        floor=floor,
        typical=typical,
    )
    described = funnel({"stages": {"agreed": n, "attended": k, "purchased": k}})
    (outcome,) = rule.judge(Context(described, Level.of(0.95), {}))
    return outcome


EXAMPLE = Threshold.of("2:3", "example")


@pytest.mark.parametrize(("k", "n"), [(600, 1000), (1, 1000), (0, 1000)])
def test_an_example_never_makes_more_than_a_note(k: int, n: int) -> None:
    found = judged(k, n, None, EXAMPLE)
    assert isinstance(found, Finding)
    assert (found.severity, found.confidence, found.aim) == (Severity.NOTE, "confirmed", None)


@pytest.mark.parametrize(("k", "n"), [(6, 10), (650, 1000), (0, 1)])
def test_an_example_says_nothing_that_is_only_suspected(k: int, n: int) -> None:
    found = judged(k, n, None, EXAMPLE)
    assert isinstance(found, Pass)
    assert found.unsure


def test_the_stake_aims_at_the_floor_where_the_typical_value_is_an_example() -> None:
    floor = Threshold.of("1:3", "interpretation")
    under = judged(100, 1000, floor, EXAMPLE)
    between = judged(400, 1000, floor, EXAMPLE)
    assert isinstance(under, Finding)
    assert isinstance(between, Finding)
    assert (under.severity, under.against, under.aim) == (Severity.ERROR, "floor", floor)
    assert (between.severity, between.against, between.aim) == (Severity.NOTE, "typical", None)


def test_a_floor_alone_passes_what_reaches_it() -> None:
    assert isinstance(judged(400, 1000, Threshold.of("1:3", "stated"), None), Pass)
