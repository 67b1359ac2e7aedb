"""A funnel as JSON written by hand: what an encoder writes of the same parts, to the byte."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport, Suppressed
from funneldx.model import Funnel
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.reports import json_funnel
from funneldx.reports.json_funnel import funnel_text
from funneldx.reports.safe_text import json_escaped
from funneldx.rules import catalogue
from tests.judging import TODAY, funnel, items, reported
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import CLOSED, SCHEMA
from tests.test_engine import FUNNELS


def plainly(report: FunnelReport) -> str:
    """The same by way of dictionaries."""
    described = report.funnel
    first = next((stage.count for stage in described.stages if stage.count is not None), None)
    neck = report.bottleneck
    parts = {
        "name": described.name,
        "whole": False,
        "period": described.period,
        "labels": dict(described.labels),
        **{key: getattr(described, key) for key in ("market", "approach", "channel")},
        "location": report.location._asdict(),
        "stages": [
            {
                "name": stage.name,
                "role": stage.role,
                "count": stage.count,
                "of_first": stage.count / first if first and stage.count is not None else None,
                "location": described.places.find(stage.field)._asdict(),
            }
            for stage in described.stages
        ],
        "steps": [
            {"from": step.came_from, "to": step.to, "k": step.k, "n": step.n, "rate": step.rate}
            | {"ratio": step.ratio, "interval": step.interval}
            for step in report.steps
        ],
        "overall": _evidence(report.overall, "k n rate interval"),
        "diagnoses": [_diagnosis(one) for one in report.diagnoses],
        "passed": [
            {"code": one.code, "confidence": "unsure" if one.unsure else "confirmed"}
            | {"evidence": _evidence(one.evidence)}
            for one in report.passed
        ],
        "skipped": [{"codes": list(one.codes), "reason": one.reason} for one in report.skipped],
        "suppressed": [
            {"code": one.code, "reason": one.reason, "until": one.until.isoformat() if one.until else None}
            for one in report.suppressed
        ],
        "bottleneck": neck
        and {"code": neck.code, "from": neck.came_from, "to": neck.to, "stake": _stake(neck.stake)},
    }
    return json_escaped(json.dumps(parts, ensure_ascii=False))


def _evidence(evidence: Any, keys: str = "k n rate ratio interval needed") -> Any:
    if evidence is None:
        return None
    values = {"k": evidence.rate.k, "n": evidence.rate.n, "rate": evidence.rate.value, **evidence._asdict()}
    values["rate"] = evidence.rate.value
    return {key: values[key] for key in keys.split()}


def _stake(stake: Any) -> Any:
    return stake and {key: getattr(stake, key) for key in ("purchases", "low", "high", "amount", "currency")}


def _diagnosis(one: Any) -> Any:
    limits = {
        key: {"value": limit.written, "basis": limit.basis, "default": not limit.own}
        for key, limit in one.thresholds.items()
    }
    keys = "code name family severity confidence against message cause actions sources stage field location"
    return {
        **{key: getattr(one, key) for key in keys.split()},
        "severity": one.severity.label,
        "location": one.location._asdict(),
        "evidence": _evidence(one.evidence),
        "thresholds": limits or None,
        "stake": _stake(one.stake),
    }


def check(report: FunnelReport) -> Any:
    text = funnel_text(report)
    assert text == plainly(report)
    assert "\n" not in text
    return json.loads(text)


@settings(deadline=None)
@given(FUNNELS, st.text(max_size=9), st.sampled_from([None, Level.of(0.95)]))
def test_it_is_what_an_encoder_writes(data: dict[str, Any], name: str, level: Level | None) -> None:
    described = funnel(data)._replace(name=name, labels={name: "##[x", "a": "b"}, period=None)
    settings = Settings(as_of=TODAY, level=level)
    report = Policy(catalogue(), settings).judged(described).report
    assert report is not None
    assert check(report)["name"] == name


@pytest.mark.parametrize("path", [path for path in FILES if path.endswith(".yaml")])
def test_it_fits_the_schema(path: str) -> None:
    found = [one for one in items(FILES[path], path) if isinstance(one, Funnel)]
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    for one in found:
        report = policy.judged(one).report
        if report is not None:
            errors = CLOSED.evolve(schema={"$ref": "#/$defs/funnel", "$defs": SCHEMA["$defs"]}).iter_errors(
                check(report)
            )
            assert [error.message for error in errors] == []


def test_what_a_funnel_leaves_out_stands_in_it() -> None:
    report = reported({"stages": {"contacted": 1000, "interested": 90}})._replace(
        suppressed=(Suppressed("FDX102", "later", date(2027, 1, 1)), Suppressed("FDX103", "ё\n", None))
    )
    assert [one["until"] for one in check(report)["suppressed"]] == ["2027-01-01", None]


def test_thresholds_are_remembered_by_identity_and_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_funnel, "KEPT", 2)
    monkeypatch.setattr(json_funnel, "_limits", {})
    for floor in ("1:8", "1:9", "1:7", "1:6"):
        data = {"stages": {"contacted": 1000, "interested": 9}, "thresholds": {"FDX102": {"floor": floor}}}
        (found,) = [one for one in check(reported(data))["diagnoses"] if one["code"] == "FDX102"]
        assert found["thresholds"]["floor"] == {"value": floor, "basis": "stated", "default": False}
        assert len(json_funnel._limits) <= 2
