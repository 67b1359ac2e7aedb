"""What each case of each rule says, whole: what is said of it in `cases/` is only part of it.

The golden files are what people read; look at them. FUNNELDX_GOLDEN=write renews them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from funneldx.diagnosis import Diagnosis, Evidence
from funneldx.rules import catalogue
from funneldx.rules.rule import Rule
from tests.judging import series
from tests.rules.test_cases import CASES

GOLDEN = Path(__file__).parent / "golden"


def lines(rule: Rule) -> Iterator[str]:
    """Each case by its name, and how each funnel of it ends."""
    for case in yaml.safe_load((CASES / f"{rule.code}.yaml").read_text(encoding="utf-8")):
        yield f"== {case['id']}"
        settings: dict[str, Any] = {"level": None} if case.get("literal") else {}
        for report in series(case["funnel"], **settings):
            for one in report.diagnoses:
                if one.code == rule.code:
                    yield from _of_finding(one, rule)
            for passed in report.passed:
                if passed.code == rule.code:
                    unsure = "unsure" if passed.unsure else "sure"
                    yield f"passed, {unsure}: {passed.stage}; {_rate(passed.evidence)}"
            yield from (f"skipped: {one.reason}" for one in report.skipped if rule.code in one.codes)
            if report.bottleneck and report.bottleneck.code == rule.code:
                yield f"  the bottleneck: {report.bottleneck.came_from} -> {report.bottleneck.to}"


def _of_finding(one: Diagnosis, rule: Rule) -> Iterator[str]:
    urgent = "" if one.urgent else ", to consider"
    against = f" against {one.against}" if one.against else ""
    yield f"{one.severity.label}, {one.confidence}{against}{urgent}: {one.message}"
    yield f"  {one.came_from} -> {one.stage}, {one.field}; {_rate(one.evidence)}"
    if one.stake:
        figures = (one.stake.purchases, one.stake.low, one.stake.high, one.stake.amount)
        yield f"  stake: {' '.join(map(_rounded, figures))} {one.stake.currency}, up to {one.stake.aim.written}"
    if one.cause != rule.cause:
        yield f"  cause: {one.cause}"
    if one.actions != rule.actions:
        yield from (f"  do: {action}" for action in one.actions)


def _rate(evidence: Evidence | None) -> str:
    if evidence is None:
        return "no rate"
    low, high = evidence.interval or (None, None)
    return f"{evidence.rate.k} of {evidence.rate.n}, {evidence.ratio}, {_rounded(low)}-{_rounded(high)}, {evidence.needed}"


def _rounded(number: float | None) -> str:
    """To six digits, in which machines do not differ."""
    return "none" if number is None else f"{number:.6g}"


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_it_says(rule: Rule) -> None:
    text = "\n".join(lines(rule)) + "\n"
    path = GOLDEN / f"{rule.code}.txt"
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
