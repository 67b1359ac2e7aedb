"""The figures worked out for the catalogue: rates with their 95 % intervals and verdicts, and stakes."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from funneldx.diagnosis import Diagnosis, Evidence, FunnelReport, Severity
from funneldx.model import Role
from funneldx.rules import catalogue
from funneldx.rules.rate_rule import RateRule
from tests.judging import reported


class Verdict(NamedTuple):
    """How a rate ends: by default a pass without a doubt."""

    severity: Severity | None = None
    confidence: str = "confirmed"
    """`unsure` for a pass that the interval leaves open."""
    against: str | None = None
    needed: int | None = None
    """None also where the rate sits at the line."""


PASSED = Verdict()
UNSURE = Verdict(None, "unsure")
ALARM = Verdict(Severity.ERROR, "confirmed", "floor")
BELOW = Verdict(Severity.WARNING, "confirmed", "typical")
MAYBE = Verdict(Severity.WARNING, "suspected", "floor")

REFERENCE = [
    ("FDX102", 300, 900, (0.3033, 0.3648), UNSURE),
    ("FDX102", 200, 1000, (0.1764, 0.2259), BELOW),
    ("FDX102", 199, 1000, (0.1754, 0.2249), MAYBE),
    ("FDX102", 90, 1000, (0.0738, 0.1093), ALARM),
    ("FDX102", 1, 10, (0.0179, 0.4042), MAYBE._replace(needed=62)),
    ("FDX102", 0, 10, (0, 0.2775), MAYBE._replace(needed=16)),
    ("FDX102", 10, 10, (0.7225, 1), PASSED),
    ("FDX101", 1000, 1500, (0.6424, 0.6901), PASSED),
    ("FDX101", 400, 1500, (0.2449, 0.2896), ALARM),
    ("FDX103", 120, 300, (0.3462, 0.4564), BELOW),
    ("FDX103", 150, 300, (0.4438, 0.5562), UNSURE),
    ("FDX104", 4, 100, (0.0157, 0.0984), Verdict(Severity.NOTE, "confirmed", "typical")),
    ("FDX104", 5, 100, (0.0215, 0.1118), Verdict(Severity.NOTE, "suspected", "typical", 139)),
    ("FDX301", 1000, 1500, (0.6424, 0.6901), UNSURE),
    ("FDX302", 20, 1000, (0.0130, 0.0307), UNSURE),
    ("FDX302", 10, 1000, (0.0054, 0.0183), BELOW),
    ("FDX303", 15, 20, (0.5313, 0.8881), UNSURE),
    ("FDX304", 10, 15, (0.4171, 0.8482), UNSURE),
    ("FDX305", 5, 10, (0.2366, 0.7634), UNSURE),
    ("FDX201", 6, 60, (0.0466, 0.2015), UNSURE),
    ("FDX201", 10, 200, (0.0274, 0.0896), Verdict(Severity.WARNING)),
    ("FDX201", 42, 200, (0.1593, 0.2716), Verdict(Severity.NOTE)),
    ("FDX201", 0, 34, (0, 0.1015), Verdict(Severity.NOTE, "suspected", None, 35)),
    ("FDX201", 0, 35, (0, 0.0989), Verdict(Severity.WARNING)),
]


def _funnel(code: str, k: int, n: int) -> dict[str, Any]:
    (rule,) = (rule for rule in catalogue() if rule.code == code)
    if isinstance(rule, RateRule):
        channel = "cold-calls" if rule.family == "cold_calls" else "fairs"
        return {"channel": channel, "stages": {rule.of: n, rule.reached: k}}
    return {"stages": {Role.PURCHASED: n}, "customers": {"hot": k}}


def _ended(report: FunnelReport, code: str) -> tuple[Verdict, Evidence | None]:
    for passed in report.passed:
        if passed.code == code:
            return (UNSURE if passed.unsure else PASSED), passed.evidence
    found = _diagnosis(report, code)
    needed = found.evidence.needed if found.evidence else None
    return Verdict(found.severity, found.confidence, found.against, needed), found.evidence


def _diagnosis(report: FunnelReport, code: str) -> Diagnosis:
    (found,) = (one for one in report.diagnoses if one.code == code)
    return found


@pytest.mark.parametrize(
    ("code", "k", "n", "interval", "verdict"),
    [pytest.param(*row, id=f"{row[0]}-{row[1]}-of-{row[2]}") for row in REFERENCE],
)
def test_reference(code: str, k: int, n: int, interval: tuple[float, float], verdict: Verdict) -> None:
    found, evidence = _ended(reported(_funnel(code, k, n)), code)
    assert found == verdict
    assert evidence is not None
    assert evidence.rate == (k, n)
    assert evidence.interval is not None
    assert tuple(round(end, 4) for end in evidence.interval) == interval


@pytest.mark.parametrize(("k", "n", "end"), [(0, 10, 0), (10, 10, 1)], ids=["none", "all"])
def test_an_end_of_the_interval_is_exact(k: int, n: int, end: int) -> None:
    _, evidence = _ended(reported(_funnel("FDX102", k, n)), "FDX102")
    assert evidence is not None
    assert evidence.interval is not None
    assert evidence.interval[end] == end


@pytest.mark.parametrize(
    ("k", "urgent"), [(199, True), (200, False)], ids=["under-the-floor", "below-the-usual"]
)
def test_only_the_floor_calls_for_action(k: int, urgent: bool) -> None:
    assert _diagnosis(reported(_funnel("FDX102", k, 1000)), "FDX102").urgent is urgent


STAKES = [
    # 24 × (t ÷ rate − 1) at the rate, at the interval's upper and at its lower end
    ("FDX102", {"contacted": 1000, "interested": 90, "purchased": 24}, (64.8889, 49.1651, 84.4067)),
    # 30 × (1/2 ÷ 0.4 − 1); the upper end is under 1:2
    ("FDX103", {"interested": 300, "price_discussed": 120, "purchased": 30}, (7.5, 2.8685, 13.3319)),
    # the upper end is above 1:3: perhaps nothing
    ("FDX102", {"contacted": 900, "interested": 299, "purchased": 60}, (0.2007, 0, 6.1769)),
    # 5 × (1/50 ÷ 0.01 − 1)
    ("FDX302", {"contacted": 1000, "listened": 10, "agreed": 8, "purchased": 5}, (5, 0.4617, 13.3798)),
    # 4 × (1/20 ÷ 0.04 − 1): the example's 2:3 is no aim
    ("FDX301", {"dialed": 15000, "contacted": 600, "purchased": 4}, (1, 0.6237, 1.4083)),
]


WITHOUT_STAKE = [
    ("FDX301", {"dialed": 1500, "contacted": 150, "purchased": 5}),
    ("FDX303", {"listened": 200, "agreed": 80, "purchased": 5}),
    ("FDX304", {"listened": 900, "agreed": 300, "attended": 150, "purchased": 50}),
    ("FDX305", {"listened": 900, "attended": 400, "purchased": 100}),
    ("FDX306", {"dialed": 6000, "contacted": 4000, "purchased": 6}),
]


@pytest.mark.parametrize(("code", "stages"), WITHOUT_STAKE)
def test_an_example_is_no_aim(code: str, stages: dict[str, int]) -> None:
    assert _diagnosis(reported({"stages": stages}), code).stake is None


@pytest.mark.parametrize(("code", "stages", "stake"), STAKES)
def test_stake(code: str, stages: dict[str, int], stake: tuple[float, float, float]) -> None:
    found = _diagnosis(reported({"stages": stages}), code).stake
    assert found is not None
    assert (found.purchases, found.low, found.high) == pytest.approx(stake, abs=5e-4)
