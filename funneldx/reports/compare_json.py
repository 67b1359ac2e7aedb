"""A comparison as one JSON object, `funneldx-compare/1` (see `compare.schema.json`).

Stable as the JSON report of a check is, by the same rules. What was shared out are numbers with full precision, which
add up to the change as far as such numbers can; the findings are those of a JSON report.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from funneldx import __version__
from funneldx.comparison import CompareReport, Comparison, Segment, Side, Split, StepChange, Unmatched
from funneldx.rates import Level
from funneldx.reports.compare_words import sentence
from funneldx.reports.json_funnel import funnel_text
from funneldx.reports.json_report import Json, dumps

SCHEMA = "funneldx-compare/1"


def compared(report: CompareReport, level: Level | None) -> str:
    """The whole of it as text."""
    return (
        "{"
        + ",".join(f"\n {dumps(key)}: {dumps(part)}" for key, part in parts(report, level).items())
        + "\n}\n"
    )


def parts(report: CompareReport, level: Level | None) -> Json:
    """The same as an object."""
    account = report.account
    return {
        "schema": SCHEMA,
        "version": __version__,
        "confidence": level.level if level else None,
        "comparisons": [_comparison(one) for one in report.comparisons],
        "unmatched": [_unmatched(one) for one in report.unmatched],
        "errors": [problem._asdict() for problem in account.errors],
        "notices": [notice._asdict() for notice in account.notices],
        "defects": [defect._asdict() for defect in account.defects],
        "summary": {
            "comparisons": len(report.comparisons),
            "unmatched": len(report.unmatched),
            "errors": account.summary.errors,
            "diagnoses": {severity.label: n for severity, n in account.summary.diagnoses.items()},
            "by_rule": account.summary.by_rule,
        },
    }


def _comparison(one: Comparison) -> Json:
    return {
        "name": one.name,
        "before": _side(one.before),
        "after": _side(one.after),
        "sentence": sentence(one),
        "steps": [_step(step) for step in one.whole.steps],
        "segments": [_segment(segment) for segment in one.segments],
        "split": _split(one.split) if one.split else None,
        "unsplit": one.unsplit or None,
        "diagnoses": [
            {"labels": dict(report.funnel.labels), "whole": whole, **diagnosis}
            for report in one.found
            for funnel in [json.loads(funnel_text(report))]
            for whole in [funnel["whole"]]
            for diagnosis in funnel["diagnoses"]
        ],
    }


def _side(side: Side) -> Json:
    return {"period": side.period, "location": side.location._asdict()}


def _step(step: StepChange) -> Json:
    return {
        "from": step.came_from,
        "to": step.to,
        "before": _rate(step.before),
        "after": _rate(step.after),
        "difference": step.difference,
        "interval": list(step.interval) if step.interval else None,
        "p_value": step.p_value,
        "verdict": step.verdict,
        "reason": step.reason or None,
    }


def _rate(rate: tuple[int, int] | None) -> Json | None:
    if rate is None:
        return None
    k, n = rate
    return {"k": k, "n": n, "rate": k / n if n else None}


def _segment(segment: Segment) -> Json:
    return {
        "labels": dict(segment.labels),
        "there_before": segment.there_before,
        "there_after": segment.there_after,
        "steps": [_step(step) for step in segment.steps],
    }


def _split(split: Split) -> Json:
    weights = split.weights
    value = split.value
    return {
        "first": split.first,
        "last": split.last,
        "counts_sales": split.sold,
        "before": split.before,
        "after": split.after,
        "change": split.change,
        "amount": split.change * value.amount if value else None,
        "currency": value.currency if value else None,
        "volume": _number(split.volume),
        "steps": [
            {"from": first, "to": second, "effect": _number(effect)}
            for (first, second), effect in zip(split.steps, split.by_step, strict=True)
        ],
        "segments": [
            {
                "segment": part.title,
                "volume": _number(part.volume),
                "steps": [_number(one) for one in part.steps],
            }
            for part in split.parts
        ]
        if weights
        else [],
        "weights": {key: _number(part) for key, part in weights._asdict().items()} if weights else None,
    }


def _number(value: Fraction) -> Any:
    return value.numerator if value.denominator == 1 else float(value)


def _unmatched(one: Unmatched) -> Json:
    return {
        "side": one.side,
        "name": one.name,
        "period": one.period,
        "labels": dict(one.labels),
        "location": one.location._asdict(),
    }
