"""What holds of judging whatever the funnel: a better rate is judged no worse, more evidence makes no less sure."""

from __future__ import annotations

from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.diagnosis import Diagnosis, FunnelReport, Severity
from funneldx.model import Role
from funneldx.rates import Level
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from tests.judging import reported
from tests.test_engine import FUNNELS

RATES = tuple(rule for rule in catalogue() if isinstance(rule, RateRule) and rule.of and rule.reached)
of_each_rate = pytest.mark.parametrize("rule", RATES, ids=lambda rule: rule.code)

COUNTS = st.integers(1, 3000) | st.integers(1, 10**7)
LEVELS = st.sampled_from([None, Level.of(0.8), Level.of(0.95), Level.of(0.999)])
OWN = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"floor": st.sampled_from(["1:9", "1:5"]), "typical": st.sampled_from(["1:4", "60%"])}
    ),
)


def of_two(rule: RateRule, k: int, n: int, level: Level | None, own: dict[str, str] | None) -> FunnelReport:
    """The report of a funnel of nothing but the two stages of a rule's rate."""
    assert rule.of
    assert rule.reached
    data: dict[str, Any] = {"stages": {str(rule.of): n, str(rule.reached): k}}
    if rule.family == "cold_calls":
        data["channel"] = "cold-calls"
    if own:
        data["thresholds"] = {rule.name: own}
    return reported(data, level=level)


def found(report: FunnelReport, rule: RateRule) -> Diagnosis | None:
    """What a rule says; None where it passes."""
    said = [one for one in report.diagnoses if one.code == rule.code]
    assert len(said) + [one.code for one in report.passed].count(rule.code) == 1
    return said[0] if said else None


def loudness(one: Diagnosis | None) -> int:
    return -1 if one is None else [*Severity].index(one.severity)


@of_each_rate
@settings(deadline=None, max_examples=40)
@given(COUNTS, LEVELS, OWN, st.data())
def test_a_better_rate_is_never_worse(
    rule: RateRule, n: int, level: Level | None, own: dict[str, str] | None, data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, n - 1))
    better = data.draw(st.integers(k + 1, min(n, k + 1 + n // 50)))
    one, other = (found(of_two(rule, count, n, level, own), rule) for count in (k, better))
    assert loudness(other) <= loudness(one)
    if other is not None and other.confidence == "confirmed" and other.against != "typical":
        assert one is not None
        assert one.confidence == "confirmed"


@of_each_rate
@settings(deadline=None, max_examples=40)
@given(COUNTS, LEVELS, OWN, st.integers(2, 40), st.data())
def test_more_evidence_at_the_same_rate_is_never_less_sure(
    rule: RateRule, n: int, level: Level | None, own: dict[str, str] | None, times: int, data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, n))
    less, more = (of_two(rule, k * many, n * many, level, own) for many in (1, times))
    one, other = found(less, rule), found(more, rule)
    if one is not None:
        assert other is not None
        assert one.against == other.against
        assert (one.confidence, other.confidence) != ("confirmed", "suspected")
        assert loudness(one) <= loudness(other)
    elif other is None:
        doubts = [one.unsure for report in (less, more) for one in report.passed if one.code == rule.code]
        assert doubts != [False, True]
    else:
        assert [one.unsure for one in less.passed if one.code == rule.code] == [True]


@settings(deadline=None)
@given(FUNNELS, LEVELS)
def test_intervals_and_stakes_keep_their_bounds(data: dict[str, Any], level: Level | None) -> None:
    report = reported(data, level=level)
    counts = [stage.count or 0 for stage in report.funnel.stages]
    ended = [one.evidence for one in report.diagnoses] + [one.evidence for one in report.passed]
    for evidence in (*ended, *[one.evidence for one in report.steps]):
        if evidence is not None and evidence.interval is not None:
            low, high = evidence.interval
            assert 0 <= low <= evidence.rate.value <= high <= 1
            assert (low == 0) == (evidence.rate.k == 0)
            assert (high == 1) == (evidence.rate.k == evidence.rate.n)
    for diagnosis in report.diagnoses:
        stake = diagnosis.stake
        if stake is None:
            continue
        assert diagnosis.evidence is not None
        assert 0 <= stake.low <= stake.purchases
        assert stake.high is None or stake.purchases <= stake.high
        sold = Context(report.funnel, level, {}).purchased
        assert sold
        assert stake.purchases <= sold / diagnosis.evidence.rate.value - sold + 1e-6 * max(counts), (
            "as if none were lost"
        )
        worth = report.funnel.deal_value
        assert (stake.amount is None) == (worth is None)
        if worth and stake.amount is not None:
            assert isclose(stake.amount, stake.purchases * worth.amount)
    stakes = [one.stake.purchases for one in report.diagnoses if one.stake]
    dry = any(one.code == "FDX002" for one in report.diagnoses)
    assert (report.bottleneck is not None) == (dry or bool(stakes))
    if report.bottleneck and report.bottleneck.stake:
        assert report.bottleneck.stake.purchases == max(stakes)


@settings(deadline=None)
@given(FUNNELS, st.lists(st.text("abcdefgh xyz€漢ж:%'\"", min_size=1, max_size=9), min_size=7, max_size=7))
def test_what_stages_are_called_makes_no_difference(data: dict[str, Any], called: list[str]) -> None:
    """Where the file says what each stands for."""
    roles = {str(role) for role in Role}
    stages = [
        {"name": name, "count": count} | ({"role": name} if name in roles else {})
        for name, count in data["stages"].items()
    ]
    names = [f"{word} {number}" for number, word in enumerate(called)]
    renamed = [
        {**stage, "name": name if stage.get("role") else stage["name"]}
        for stage, name in zip(stages, names, strict=False)
    ]
    assert told({**data, "stages": stages}) == told({**data, "stages": renamed})


def told(data: dict[str, Any]) -> list[Any]:
    """What comes of a funnel, with the numbers of stages in place of their names."""
    report = reported(data)
    number: dict[str | None, int] = {stage.name: place for place, stage in enumerate(report.funnel.stages)}
    return [
        [
            (
                one.code,
                one.severity,
                one.confidence,
                one.against,
                number.get(one.stage),
                one.evidence,
                one.stake,
            )
            for one in report.diagnoses
        ],
        [(one.code, one.unsure, one.evidence, number.get(one.stage)) for one in report.passed],
        [(number[one.came_from], number[one.to], one.evidence) for one in report.steps],
        report.bottleneck and number[report.bottleneck.to],
        report.overall,
    ]
