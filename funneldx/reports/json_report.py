"""The run as one JSON object, `funneldx-report/1` (see `report.schema.json`).

Streamed: funnels are written as they are judged, what belongs to the whole run comes after them. Keys may be
added within a version, never renamed or removed. No times and no absolute paths, so that two runs are equal to
the byte.
"""

from __future__ import annotations

import json
from typing import Any

from funneldx import __version__
from funneldx.diagnosis import Diagnosis, Evidence, FunnelReport, RunReport, Stake, Step
from funneldx.model import Location
from funneldx.rates import Threshold
from funneldx.reports.safe_text import json_escaped

SCHEMA = "funneldx-report/1"

Json = dict[str, Any]


class Report:
    """The JSON report (see `funneldx.reports.Report`)."""

    def __init__(self) -> None:
        self._first = True

    def begin(self) -> str:
        return f'{{\n "schema": {dumps(SCHEMA)},\n "version": {dumps(__version__)},\n "funnels": ['

    def piece(self, report: FunnelReport) -> str:
        return funnel_text(report)

    def write(self, piece: str) -> str:
        comma = "" if self._first else ","
        self._first = False
        return f"{comma}\n  {piece}"

    def end(self, account: RunReport) -> str:
        parts: Json = {
            "errors": [problem._asdict() for problem in account.errors],
            "notices": [notice._asdict() for notice in account.notices],
            "defects": [defect._asdict() for defect in account.defects],
            "summary": summary(account),
        }
        closing = "]" if self._first else "\n ]"
        return (
            closing + "".join(f",\n {dumps(key)}: {dumps(value)}" for key, value in parts.items()) + "\n}\n"
        )


def funnel_text(report: FunnelReport) -> str:
    """One funnel, judged, as an object of JSON on one line."""
    return dumps(funnel(report))


def summary(account: RunReport) -> Json:
    """The totals of a run."""
    return {
        "funnels": account.summary.funnels,
        "errors": account.summary.errors,
        "diagnoses": {severity.label: n for severity, n in account.summary.diagnoses.items()},
        "by_rule": account.summary.by_rule,
    }


def dumps(value: object) -> str:
    """Write on one line, with what could be obeyed escaped."""
    return json_escaped(json.dumps(value, ensure_ascii=False))


def funnel(report: FunnelReport) -> Json:
    """One funnel, judged."""
    described = report.funnel
    first = next((stage.count for stage in described.stages if stage.count is not None), None)
    return {
        "name": described.name,
        "whole": False,
        "period": described.period,
        "labels": dict(described.labels),
        "market": described.market,
        "approach": described.approach,
        "channel": described.channel,
        "location": _location(report.location),
        "stages": [
            {
                "name": stage.name,
                "role": stage.role,
                "count": stage.count,
                "of_first": stage.count / first if first and stage.count is not None else None,
                "location": _location(described.places.find(stage.field)),
            }
            for stage in described.stages
        ],
        "steps": [_step(step) for step in report.steps],
        "overall": _overall(report.overall),
        "diagnoses": [_diagnosis(diagnosis) for diagnosis in report.diagnoses],
        "passed": [
            {
                "code": passed.code,
                "confidence": "unsure" if passed.unsure else "confirmed",
                "evidence": _evidence(passed.evidence),
            }
            for passed in report.passed
        ],
        "skipped": [{"codes": list(skipped.codes), "reason": skipped.reason} for skipped in report.skipped],
        "suppressed": [
            {"code": one.code, "reason": one.reason, "until": one.until.isoformat() if one.until else None}
            for one in report.suppressed
        ],
        "bottleneck": {
            "code": report.bottleneck.code,
            "from": report.bottleneck.came_from,
            "to": report.bottleneck.to,
            "stake": _stake(report.bottleneck.stake),
        }
        if report.bottleneck
        else None,
    }


def _location(location: Location) -> Json:
    return location._asdict()


def _step(step: Step) -> Json:
    return {
        "from": step.came_from,
        "to": step.to,
        "k": step.k,
        "n": step.n,
        "rate": step.rate,
        "ratio": step.ratio,
        "interval": step.interval,
    }


def _overall(overall: Evidence | None) -> Json | None:
    if overall is None:
        return None
    k, n = overall.rate
    return {"k": k, "n": n, "rate": overall.rate.value, "interval": overall.interval}


def _evidence(evidence: Evidence | None) -> Json | None:
    if evidence is None:
        return None
    k, n = evidence.rate
    return {
        "k": k,
        "n": n,
        "rate": evidence.rate.value,
        "ratio": evidence.ratio,
        "interval": evidence.interval,
        "needed": evidence.needed,
    }


def _diagnosis(diagnosis: Diagnosis) -> Json:
    return {
        "code": diagnosis.code,
        "name": diagnosis.name,
        "family": diagnosis.family,
        "severity": diagnosis.severity.label,
        "confidence": diagnosis.confidence,
        "against": diagnosis.against,
        "message": diagnosis.message,
        "cause": diagnosis.cause,
        "actions": list(diagnosis.actions),
        "sources": list(diagnosis.sources),
        "stage": diagnosis.stage,
        "field": diagnosis.field,
        "location": _location(diagnosis.location),
        "evidence": _evidence(diagnosis.evidence),
        "thresholds": {key: _threshold(one) for key, one in diagnosis.thresholds.items()} or None,
        "stake": _stake(diagnosis.stake),
    }


def _threshold(threshold: Threshold) -> Json:
    return {"value": threshold.written, "basis": threshold.basis, "default": not threshold.own}


def _stake(stake: Stake | None) -> Json | None:
    if stake is None:
        return None
    parts = ("purchases", "low", "high", "amount", "currency")
    return {key: getattr(stake, key) for key in parts}
