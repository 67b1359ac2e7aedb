"""The rules about the way of selling and about the forecast, together: what a whole funnel gets of them."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.diagnosis import FunnelReport
from funneldx.rates import Level
from tests.judging import judged, reported

STAGES = {"contacted": 900, "interested": 400, "price_discussed": 250, "purchased": 60}
HERE = ("FDX4", "FDX5")

WAITING = """
approach: passive
product: {kind: commodity, goods: true}
promotion: []
team: [seller, telemarketer]
forecast:
  period: 1 quarter
  channels:
    web: {expected: 120, actual: 120}
    shop: {expected: 80, actual: 80}
stages: {contacted: 900, interested: 400, price_discussed: 250, purchased: 60}
"""

IN_ORDER: dict[str, Any] = {
    "approach": "passive",
    "product": {"kind": "branded", "competition": "low", "goods": True},
    "promotion": ["targeted-ads", "viral"],
    "team": ["seller", "telemarketer", "marketing-analyst"],
    "pay": {"fixed_share": "70%"},
    "response": {"answered_within": "1h", "target": "1h"},
    "forecast": {
        "period": "1 month",
        "reserve": "10%",
        "channels": {"web": {"expected": 120, "actual": 123}, "shop": {"expected": 80, "actual": 77}},
    },
    "stages": STAGES,
}


def found(report: FunnelReport) -> list[str]:
    return [one.code for one in report.diagnoses if one.code.startswith(HERE)]


def skipped(report: FunnelReport) -> dict[tuple[str, ...], str]:
    return {one.codes: one.reason for one in report.skipped if one.codes[0].startswith(HERE)}


def test_waiting_with_a_commodity() -> None:
    assert found(reported(WAITING)) == ["FDX401", "FDX402", "FDX403", "FDX502", "FDX504"]


def test_everything_in_order() -> None:
    report = reported(IN_ORDER)
    assert found(report) == []
    assert skipped(report) == {}
    passed = [one.code for one in report.passed if one.code.startswith(HERE)]
    assert passed == [f"FDX40{n}" for n in range(1, 7)] + [f"FDX50{n}" for n in range(1, 5)]


def test_each_points_at_what_it_is_about() -> None:
    lines = WAITING.splitlines()
    where = {one.code: lines[one.location.line - 1] for one in reported(WAITING).diagnoses}
    assert where["FDX401"].startswith("approach:")
    assert where["FDX402"].startswith("promotion:")
    assert where["FDX403"].startswith("team:")
    assert where["FDX502"].strip().startswith("period:")


def test_a_channel_is_pointed_at_where_its_sales_stand() -> None:
    report = reported(WAITING.replace("actual: 80", "actual: 20"))
    (miss,) = (one for one in report.diagnoses if one.code == "FDX503")
    line = WAITING.splitlines()[miss.location.line - 1]
    assert "shop" in line
    assert line[miss.location.column - 1 :].startswith("80")


def test_a_funnel_that_says_nothing_of_it_is_told_once_for_each_block() -> None:
    assert list(skipped(reported({"stages": STAGES}))) == [
        ("FDX401", "FDX402", "FDX403", "FDX404", "FDX405", "FDX406", "FDX501"),
        ("FDX502", "FDX503", "FDX504"),
    ]


@pytest.mark.parametrize(
    ("approach", "codes"),
    [
        ("active", ("FDX401", "FDX402", "FDX403", "FDX405", "FDX501")),
        ("mixed", ("FDX401", "FDX404", "FDX406")),
    ],
)
def test_rules_about_another_approach_are_told_together(approach: str, codes: tuple[str, ...]) -> None:
    assert codes in skipped(reported({**IN_ORDER, "approach": approach}))


def test_they_have_no_stake_and_judge_no_rate() -> None:
    report = reported({**IN_ORDER, "promotion": [], "stages": {"interested": 400, "purchased": 60}})
    assert found(report) == ["FDX402"]
    (nothing_checked,) = (one for one in report.diagnoses if one.code == "FDX005")
    assert "FDX103: needs" in nothing_checked.cause
    assert not any(prefix in nothing_checked.cause for prefix in HERE)
    assert all(one.stake is None and one.evidence is None for one in report.diagnoses)
    assert report.bottleneck is None


def test_what_was_skipped_of_them_is_no_reason_for_nothing_checked() -> None:
    (nothing_checked,) = (
        one for one in reported({"stages": {"contacted": 9}}).diagnoses if one.code == "FDX005"
    )
    assert not any(prefix in nothing_checked.cause for prefix in HERE)


def missed(actual: int, **funnel: Any) -> str:
    """What is said of a channel that sold `actual` where 1,000 were forecast."""
    forecast = {"channels": {"web": {"expected": 1000, "actual": actual}}, **funnel.pop("forecast", {})}
    report = reported({"stages": STAGES, "forecast": forecast, **funnel})
    (message,) = (one.message for one in report.diagnoses if one.code == "FDX503")
    return message


@pytest.mark.parametrize(
    ("actual", "funnel", "says"),
    [
        (1201, {"product": {"goods": True}, "forecast": {"reserve": "20%"}}, True),
        (1200, {"product": {"goods": True}, "forecast": {"reserve": "20%"}}, False),
        (700, {"product": {"goods": True}, "forecast": {"reserve": "20%"}}, False),
        (1201, {"product": {"goods": True}}, False),
        (1201, {"product": {"goods": False}, "forecast": {"reserve": "20%"}}, False),
        (1201, {"forecast": {"reserve": "20%"}}, False),
    ],
)
def test_the_stock_ran_out_only_of_goods_and_only_above_the_reserve(
    actual: int, funnel: dict[str, Any], says: bool
) -> None:
    assert ("the stock ran out, or nearly did" in missed(actual, **funnel)) == says


def test_more_than_expected_asks_for_something_else_than_less() -> None:
    channels = {"web": {"expected": 100, "actual": 50}, "shop": {"expected": 100, "actual": 150}}
    report = reported({"stages": STAGES, "forecast": {"channels": channels}})
    less, more = (one for one in report.diagnoses if one.code == "FDX503")
    assert less.cause != more.cause
    assert less.actions != more.actions
    assert (less.urgent, more.urgent) == (True, False)


@pytest.mark.parametrize(
    ("level", "confidence"), [(0.9, "confirmed"), (0.95, "suspected"), (0.99, "suspected")]
)
def test_a_miss_is_as_sure_as_the_run_asks(level: float, confidence: str) -> None:
    # 18 of 100: √100 is 10, and z is 1.645, 1.960 and 2.576.
    forecast = {"channels": {"web": {"expected": 100, "actual": 82}}}
    report = reported({"stages": STAGES, "forecast": forecast}, level=Level.of(level))
    (miss,) = (one for one in report.diagnoses if one.code == "FDX503")
    assert miss.confidence == confidence


@pytest.mark.parametrize(
    ("thresholds", "message"),
    [
        ({"pay": {"low": "20%"}}, "for pay the low value, 1:5, is above the high value, 1:10"),
        ({"pay": {"high": "1%"}}, "for pay the low value, 1:20, is above the high value, 1:100"),
        (
            {"forecast-miss": {"warning": "30%"}},
            "for forecast-miss the warning value, 3:10, is above the error value, 1:4",
        ),
        ({"long-horizon": {"days": "1:2"}}, "is 1:2; a whole number of days was expected"),
        ({"slow-answer": {"days": 3}}, "slow-answer has no thresholds"),
    ],
)
def test_thresholds_that_cannot_be(thresholds: dict[str, Any], message: str) -> None:
    (problem,) = judged({"stages": STAGES, "thresholds": thresholds}).problems
    assert message in problem.message
