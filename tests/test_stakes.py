"""What a repair is worth, by the arithmetic, and which one comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from funneldx.config import Settings
from funneldx.diagnosis import Evidence, Severity
from funneldx.policy import Policy
from funneldx.rates import Level, Rate, Threshold
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Rule
from funneldx.stakes import stake
from tests.judging import TODAY, funnel, judged
from tests.test_engine import made, report_of

LEVEL = Level.of(0.95)


def finding(data: dict[str, Any] | str, first: str, last: str, aim: str | None = "1:2") -> Any:
    """What is at stake at a step of a funnel."""
    context = Context(funnel(data), LEVEL, {})
    stages = {stage.name: stage for stage in context.funnel.stages}
    k, n = stages[last].count, stages[first].count
    assert k is not None
    assert n is not None
    limit = Threshold.of(aim, "stated") if aim else None
    evidence = Evidence(Rate(k, n), None, None)
    found = Finding(Severity.ERROR, "few", stages[last], stages[first], evidence=evidence, aim=limit)
    return stake(found, context)


def test_what_a_repair_is_worth() -> None:
    data = {"stages": {"contacted": 100, "interested": 40, "purchased": 10}, "deal_value": "5 EUR"}
    low, high = Rate(40, 100).interval(LEVEL)
    assert finding(data, "contacted", "interested") == (
        10 * (0.5 / 0.4 - 1),
        10 * (0.5 / high - 1),
        10 * (0.5 / low - 1),
        Threshold.of("1:2", "stated"),
        10 * (0.5 / 0.4 - 1) * 5,
        "EUR",
    )
    assert high < 0.5
    few = finding({"stages": {"contacted": 100, "interested": 40, "purchased": 1}}, "contacted", "interested")
    assert few == (
        pytest.approx(0.25),
        0.5 / high - 1,
        0.5 / low - 1,
        Threshold.of("1:2", "stated"),
        None,
        None,
    )
    assert few.high < 1
    far = finding(data, "contacted", "interested", "9:10")
    assert far.low == 10 * (0.9 / high - 1) > 0
    over = finding(data, "contacted", "interested", "3:10")
    assert over[:2] == (0.0, 0.0)
    assert over.high == 0.0
    assert low > 0.3


def test_without_an_aim_or_a_link_nothing_is_known() -> None:
    data = {"stages": {"contacted": 100, "interested": 40, "purchased": 10, "repeat": 4}}
    assert finding(data, "contacted", "interested", None) is None
    assert finding(data, "purchased", "repeat") is None, "behind the purchase"
    assert finding(data, "interested", "purchased") is not None, "the purchase itself"
    rising = {"stages": {"contacted": 100, "interested": 40, "price_discussed": 50, "purchased": 10}}
    assert finding(rising, "contacted", "interested") is None, "a rise before the purchase"
    assert finding(rising, "price_discussed", "purchased") is not None
    without = {"stages": {"contacted": 100, "interested": 40}, "customers": {"hot": 2, "warm": 2, "cold": 2}}
    assert finding(without, "contacted", "interested").purchases == 6 * (0.5 / 0.4 - 1)
    assert finding({"stages": {"contacted": 100, "interested": 40}}, "contacted", "interested") is None


def test_an_interval_of_a_plugin_may_have_no_lower_end() -> None:
    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        first, last = context.funnel.stages
        evidence = Evidence(Rate(10, 100), "1:10", (0.0, 0.2))
        yield Finding(
            Severity.ERROR, "few", last, first, evidence=evidence, aim=Threshold.of("1:5", "stated")
        )

    report = report_of((made("ACME1", check),), {"stages": {"contacted": 100, "purchased": 10}})
    assert report.diagnoses[0].stake == (10, 0.0, None, Threshold.of("1:5", "stated"), None, None)


def test_what_names_no_step_is_worth_nothing_that_is_known() -> None:
    """A rule of a plugin may forget to; that once ended the run."""
    for named in ((), ("purchased",)):

        def check(context: Context, _: Rule, named: tuple[str, ...] = named) -> Iterator[Outcome]:
            stage = context.funnel.stages[-1] if named else None
            evidence, aim = Evidence(Rate(10, 100), "1:10", None), Threshold.of("1:5", "stated")
            yield Finding(Severity.ERROR, "few", stage, evidence=evidence, aim=aim)

        report = report_of((made("ACME1", check),), {"stages": {"contacted": 100, "purchased": 10}})
        assert [one.stake for one in report.diagnoses] == [None]
        assert report.bottleneck is None


def test_what_comes_first() -> None:
    """What is worth most; of two that are worth as much the first, and no repair that is worth nothing known."""

    def at(step: int, aim: str, severity: Severity = Severity.NOTE) -> Any:
        def check(context: Context, _: Rule) -> Iterator[Outcome]:
            first, last = context.funnel.stages[step : step + 2]
            evidence = Evidence(Rate(last.count or 0, first.count or 0), None, None)
            yield Finding(severity, "few", last, first, evidence=evidence, aim=Threshold.of(aim, "stated"))

        return check

    data = {"stages": {"contacted": 400, "interested": 200, "price_discussed": 100, "purchased": 50}}
    one, other = made("ACME1", at(0, "3:4")), made("ACME2", at(1, "3:4"))
    more = made("ACME3", at(2, "4:5", Severity.NOTE))
    less = made("ACME0", at(2, "2:3", Severity.ERROR))
    for rules, code, step in (
        ((one, other), "ACME1", ("contacted", "interested")),
        ((less, one, other), "ACME1", ("contacted", "interested")),
        ((one, other, more), "ACME3", ("price_discussed", "purchased")),
    ):
        judged_ = Policy(rules, Settings(as_of=TODAY)).judged(funnel(data))
        assert judged_.report is not None
        for first in (judged_.report.bottleneck, judged_.glance.bottleneck):
            assert first is not None
            assert (first.code, (first.came_from, first.to)) == (code, step)
            assert first.stake == next(each.stake for each in judged_.report.diagnoses if each.code == code)


def test_where_a_funnel_runs_dry_comes_before_all() -> None:
    one = judged(
        "stages: {prospects: 9000, contacted: 1000, interested: 90, price_discussed: 0, purchased: 0}"
    )
    assert one.report is not None
    assert one.report.bottleneck is not None
    assert one.report.bottleneck == one.glance.bottleneck
    assert one.report.bottleneck.code == "FDX002"
    assert one.report.bottleneck.stake is None
    assert any(each.code != "FDX002" for each in one.report.diagnoses)


def test_sales_may_be_known_from_the_customers_alone() -> None:
    data = {"stages": {"contacted": 1000, "interested": 90}, "customers": {"hot": 1, "warm": 2, "cold": 6}}
    (found,) = [one for one in report_of(catalogue(), data).diagnoses if one.code == "FDX102"]
    assert found.stake is not None
    assert found.stake.purchases == pytest.approx(9 * (1 / 3) / 0.09 - 9)


def test_nothing_is_at_stake_where_nobody_got_through_or_nothing_was_sold() -> None:
    for counts in ({"interested": 0, "purchased": 0}, {"interested": 9}, {"interested": 9, "purchased": 0}):
        report = report_of(catalogue(), {"stages": {"contacted": 1000, **counts}})
        assert [one.stake for one in report.diagnoses if one.code == "FDX102"] == [None]
