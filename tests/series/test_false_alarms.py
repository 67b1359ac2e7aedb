"""What is said where nothing has changed, and where one thing has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.rules import catalogue
from tests.judging import TODAY
from tests.series.simulated import judged, made, months, named

CHANGE = ("FDX601", "FDX602")
STEPS = (0.6, 0.35, 0.5, 0.25)
SIZES: dict[str, Mapping[str, int]] = {
    "large": {"north": 5000, "south": 5000, "west": 5000},
    "uneven": {"north": 200, "south": 2000, "west": 20000},
    "small": {"north": 60, "south": 120, "west": 240},
}


def policy() -> Policy:
    rules = tuple(rule for rule in catalogue() if rule.of_series)
    return Policy(rules, Settings(as_of=TODAY))


def alarms(number: int, segments: Mapping[str, int], rates: tuple[float, ...], seed: int) -> int:
    """Of so many series of 24 periods, 3 segments and 5 stages without any change, in how many one is seen."""
    random = np.random.default_rng(seed)
    under = policy()
    return sum(
        bool(named(judged(made(random, months(24), segments, rates), under), *CHANGE)) for _ in range(number)
    )


@pytest.mark.slow
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("rates", [STEPS, (0.3, 0.05, 0.9, 0.02)], ids=["usual", "extreme"])
def test_false_alarms(sizes: str, rates: tuple[float, ...]) -> None:
    """At most 6 % of 2,000 series get any FDX601 or FDX602."""
    assert alarms(2000, SIZES[sizes], rates, seed=1) <= 120


def test_false_alarms_of_a_few() -> None:
    assert alarms(100, SIZES["uneven"], STEPS, seed=2) <= 6


@pytest.mark.parametrize("seed", range(5))
def test_what_broke_is_named_alone_and_once(seed: int) -> None:
    """One step of one segment breaks from one period on, in data where totals hide it."""
    random = np.random.default_rng(seed)
    broken = (0.6, 0.35, 0.25, 0.25)
    periods = months(24)
    special = {("north", period): broken for period in periods[14:]}
    funnels = made(random, periods, {"north": 4000, "south": 40000, "west": 60000}, STEPS, special)
    reports = judged(funnels, policy())
    assert named(reports, "FDX601") == [("FDX601", "north", "2021-03", "C", "D")]
    assert not any((segment, step) == ("north", "D") for _, segment, _, _, step in named(reports, "FDX602"))
    (told,) = [one for report in reports for one in report.diagnoses if one.code == "FDX601"]
    assert "and no better since, in 9 more periods" in told.message


def test_equal_segments_raise_nothing() -> None:
    """Two segments of 20,000 each that are practically equal, however many steps they have."""
    for steps in (1, 3, 8, 24):
        random = np.random.default_rng(steps)
        rates = (0.8, 0.9, 0.85) * 8
        funnels = made(random, [""], {"north": 20000, "south": 20000}, rates[:steps])
        assert named(judged(funnels, policy()), *CHANGE, "FDX603", "FDX604") == []
