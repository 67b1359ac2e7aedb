"""Every case of `cases/FDXnnn.yaml`: a funnel, and how the rule named by the file ends for it.

    - id: a name for -k
      funnel: {…}                        as in a funnel file
      literal: true                      optional: confidence is literal
      of: {period: …, labels: …, whole: …}   of several funnels, the one that is meant; the last one otherwise
      expect:
        passed: confirmed | unsure
        skipped: words of the reason
        found: [{severity, confidence, stage or field, message: words of it, …}]

What a finding is expected to be may name any key of the JSON report; those it does not name are not compared.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from funneldx.diagnosis import FunnelReport
from funneldx.reports.json_funnel import funnel_text
from funneldx.rules import catalogue
from tests.judging import series

CASES = Path(__file__).parent / "cases"


@cache
def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}-{case['id']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def ended(report: FunnelReport, code: str) -> dict[str, Any]:
    """How a rule ended, in the form of `expect`."""
    judged = json.loads(funnel_text(report))
    if found := [diagnosis for diagnosis in judged["diagnoses"] if diagnosis["code"] == code]:
        return {"found": found}
    if passed := [one for one in judged["passed"] if one["code"] == code]:
        return {"passed": passed[0]["confidence"], "evidence": passed[0]["evidence"]}
    (skipped,) = (one for one in judged["skipped"] if code in one["codes"])
    return {"skipped": skipped["reason"]}


@pytest.mark.parametrize(("code", "case"), _cases())
def test_case(code: str, case: dict[str, Any]) -> None:
    settings: dict[str, Any] = {"level": None} if case.get("literal") else {}
    reports = series(case["funnel"], **settings)
    meant = [one for one in reports if case.get("of", {}).items() <= json.loads(funnel_text(one)).items()]
    assert all(type(one.urgent) is bool for report in reports for one in report.diagnoses)
    end = ended(meant[-1], code)
    expected = case["expect"]
    if "skipped" in expected:
        assert expected["skipped"] in end.get("skipped", end)
    elif "passed" in expected:
        assert end.get("passed", end) == expected["passed"]
    else:
        assert len(end.get("found", [])) == len(expected["found"]), end
        for found, wanted in zip(end["found"], expected["found"], strict=True):
            assert wanted.get("message", "") in found["message"]
            keys = wanted.keys() - {"message"}
            assert {key: found[key] for key in keys} == {key: wanted[key] for key in keys}


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_every_rule_has_a_pass_and_a_fail(rule: Any) -> None:
    ends = [case.values[1]["expect"] for case in _cases() if case.values[0] == rule.code]
    assert any("passed" in end for end in ends), "no case that passes"
    assert any("found" in end for end in ends), "no case that fails"
