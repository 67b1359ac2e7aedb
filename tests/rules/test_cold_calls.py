"""What the rules about cold calls have in common."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.diagnosis import FunnelReport
from funneldx.rules import catalogue
from tests.judging import reported

CODES = tuple(rule.code for rule in catalogue() if rule.family == "cold_calls")
EXAMPLE = {
    "prospects": 1500,
    "dialed": 1500,
    "contacted": 1000,
    "listened": 20,
    "agreed": 15,
    "attended": 10,
    "purchased": 5,
}
"""The worked funnel of the documents."""


def _outcomes(report: FunnelReport) -> dict[str, str]:
    return {
        **{one.code: one.severity.label for one in report.diagnoses},
        **{one.code: "unsure" if one.unsure else "passed" for one in report.passed},
    }


def test_the_worked_funnel_passes_at_its_lines() -> None:
    for literal, passed in (({}, "unsure"), ({"level": None}, "passed")):
        ends = _outcomes(reported({"stages": EXAMPLE}, **literal))
        assert {ends[code] for code in CODES[:5]} == {passed}
        assert set(ends.values()) <= {"passed", passed}


def test_the_worked_funnel_dialled_by_the_own_team_is_told_so_and_nothing_else() -> None:
    report = reported({"stages": EXAMPLE, "cold_calls": {"dialed_by": "own-team"}})
    assert [(one.code, one.severity.label) for one in report.diagnoses] == [("FDX307", "warning")]


@pytest.mark.parametrize("stage", [stage for stage in EXAMPLE if stage not in {"prospects", "dialed"}])
def test_one_fewer_anywhere_is_under_its_line(stage: str) -> None:
    ends = _outcomes(reported({"stages": {**EXAMPLE, stage: EXAMPLE[stage] - 1}}, level=None))
    assert {ends[code] for code in CODES[:5]} > {"passed"}


@pytest.mark.parametrize(
    "funnel",
    [
        {"stages": {"contacted": 900, "interested": 300}},
        {"stages": {"agreed": 30, "attended": 10, "purchased": 2}},
        {"channel": "cold-email", "stages": {"contacted": 900, "purchased": 1}},
        {"approach": "active", "stages": {"prospects": 900, "contacted": 1}},
    ],
)
def test_other_funnels_skip_all_of_them_for_one_reason(funnel: dict[str, Any]) -> None:
    (skipped,) = (one for one in reported(funnel).skipped if CODES[0] in one.codes)
    assert skipped.codes == CODES


def test_a_step_that_only_cold_calls_have_a_figure_for_is_told_as_not_judged_elsewhere() -> None:
    stages = {"agreed": 30, "attended": 10}
    assert reported({"stages": stages}).without_figure == (("agreed", "attended"),)
    assert reported({"channel": "cold-calls", "stages": stages}).without_figure == ()


@pytest.mark.parametrize(
    ("code", "stages"),
    [
        ("FDX302", {"contacted": 100000, "listened": 10}),
        ("FDX303", {"listened": 1000, "agreed": 10}),
        ("FDX304", {"agreed": 1000, "attended": 10}),
        ("FDX305", {"attended": 1000, "purchased": 10}),
    ],
)
def test_a_line_of_ones_own_is_no_example(code: str, stages: dict[str, int]) -> None:
    for thresholds, severity in (({"typical": "30%"}, "warning"), ({"floor": "2%"}, "error")):
        funnel = {"channel": "cold-calls", "stages": stages, "thresholds": {code: thresholds}}
        assert _outcomes(reported(funnel))[code] == severity


def test_a_yield_of_ones_own_is_an_aim() -> None:
    funnel = {"stages": {"dialed": 6000, "contacted": 4000, "purchased": 20}}
    report = reported({**funnel, "thresholds": {"sold-by-phone": {"yield": "1%"}}})
    (found,) = (one for one in report.diagnoses if one.code == "FDX306")
    assert found.stake is not None
    # 20 × (1/100 ÷ 0.005 − 1), at the rate and at the ends of its interval
    assert (found.stake.purchases, found.stake.low, found.stake.high) == pytest.approx(
        (20, 5.9379, 41.7450), abs=5e-4
    )
    assert report.bottleneck is not None
    assert (report.bottleneck.came_from, report.bottleneck.to) == ("contacted", "purchased")
