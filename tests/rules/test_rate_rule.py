"""What a declared rate rule does beyond the rules there are."""

from __future__ import annotations

from copy import copy

import pytest

from funneldx.config import Settings
from funneldx.declared import OwnRule
from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.policy import Policy
from funneldx.rates import Basis, Level, Rate, Share, Threshold
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.gap_rule import GapRule
from funneldx.rules.rate_rule import RateRule, _severities, ends
from funneldx.rules.rule import Finding, Outcome, Pass, Skip, Weighed
from tests.judging import TODAY, funnel


def made_up(floor: Threshold | None, typical: Threshold | None) -> RateRule:
    return RateRule(
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


def judged(k: int, n: int, floor: Threshold | None, typical: Threshold | None) -> Outcome:
    rule = made_up(floor, typical)
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


def _line(basis: Basis) -> Threshold:
    return Threshold.of("1:5", basis)


@pytest.mark.parametrize(
    ("floor", "typical", "at_most", "expected"),
    [
        (None, _line("example"), Severity.ERROR, "note"),
        (None, _line("stated"), Severity.ERROR, "note warning"),
        (_line("stated"), None, Severity.ERROR, "note warning error"),
        (_line("stated"), _line("example"), Severity.ERROR, "note warning error"),
        (_line("stated"), _line("stated"), Severity.WARNING, "note warning"),
        (None, _line("stated"), Severity.NOTE, "note"),
    ],
)
def test_how_loud_a_rule_can_be(
    floor: Threshold | None, typical: Threshold | None, at_most: Severity, expected: str
) -> None:
    assert " ".join(one.label for one in _severities(floor, typical, at_most)) == expected


def test_what_a_rate_rule_declares() -> None:
    by_code = {rule.code: rule for rule in catalogue()}
    assert [one.label for one in by_code["FDX102"].severities] == ["note", "warning", "error"]
    assert [one.label for one in by_code["FDX302"].severities] == ["note", "warning"]
    own = GapRule(OwnRule("OWN1", "own-gap", "Trial", "Sale", "rules.0", Share(1, 5)), "here")
    assert own.relates == ()
    half = GapRule(OwnRule("OWN2", "half", "contacted", "Sale", "rules.1", Share(1, 5)), "here")
    assert half.relates == (), "a figure for a step between two roles only"


def test_a_pass_by_another_rate_is_weighed_against_its_own_line() -> None:
    (rule,) = (one for one in catalogue() if one.code == "FDX303")
    data = {"stages": {"contacted": 10000, "listened": 5000, "agreed": 151}}
    (outcome,) = rule.judge(Context(funnel(data), Level.of(0.95), {}))
    assert isinstance(outcome, Pass)
    assert outcome.evidence == Weighed(Rate(151, 10000), (Share(3, 200),))
    assert outcome.stage is not None
    assert outcome.stage.name == "agreed"


def test_a_rate_rule_of_a_plugin_is_asked_at_every_funnel_whether_it_applies() -> None:
    """It may look at counts for that, so that nothing of it is settled for all funnels of a kind."""

    def small(context: Context) -> Skip | None:
        return Skip("too small") if (context.counts[0] or 0) < 10 else None

    declared = next(one for one in catalogue() if one.code == "FDX102")
    assert isinstance(declared, RateRule)
    rule = copy(declared)
    rule.code, rule.plugin, rule.unless = "ACME1", "acme", small
    policy = Policy((rule,), Settings(as_of=TODAY))
    ends = []
    for count in (5, 50, 6, 60):
        report = policy.judged(funnel({"stages": {"contacted": count, "interested": 4}})).report
        assert report is not None
        ends.append(
            [one.reason for one in report.skipped] or [one.code for one in report.diagnoses + report.passed]
        )
    assert ends == [["too small"], ["ACME1"], ["too small"], ["ACME1"]]


@pytest.mark.parametrize(
    ("stages", "reason"),
    [
        ({"agreed": 9}, "needs a stage with the role `attended`"),
        ({"purchased": 9}, "needs stages with the roles `agreed` and `attended`"),
    ],
)
def test_stages_that_are_not_there_are_named(stages: dict[str, int], reason: str) -> None:
    found = ends(Context(funnel({"stages": stages}), Level.of(0.95), {}), Role.AGREED, Role.ATTENDED)
    assert found == Skip(reason)


def test_a_typical_value_alone_says_how_loud_a_rule_can_be() -> None:
    assert made_up(None, EXAMPLE).severities == (Severity.NOTE,)
