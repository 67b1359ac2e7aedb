"""One funnel, judged, as its part of a page needs it: the JSON of the report, and the words that JSON leaves out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, Passed, Severity
from funneldx.model import Member
from funneldx.rates import Threshold
from funneldx.reports import phrases
from funneldx.reports.findings import is_bottleneck, rank
from funneldx.reports.json_funnel import funnel_text

Json = dict[str, Any]


def told(report: FunnelReport) -> Json:
    """All of it; texts are as the file has them, and made harmless where they are written."""
    funnel = json.loads(funnel_text(report))
    return {
        **funnel,
        "title": phrases.title(report, "·"),
        "titles": {stage.name: stage.title for stage in report.funnel.stages},
        "verdict": _verdict(report),
        "diagnoses": [
            {**written, **_diagnosis(one, report), "number": number}
            for number, (written, one) in enumerate(
                sorted(
                    zip(funnel["diagnoses"], report.diagnoses, strict=True),
                    key=lambda pair: (is_bottleneck(pair[1], report), rank(pair[1])),
                    reverse=True,
                ),
                1,
            )
        ],
        "passed": [
            {**written, **_passed(one)} for written, one in zip(funnel["passed"], report.passed, strict=True)
        ],
        "baseline": sum(one.in_baseline for one in report.suppressed),
        "unjudged": report.without_figure,
        "place": _place(report),
    }


def _diagnosis(one: Diagnosis, report: FunnelReport) -> Json:
    place = report.funnel.place if isinstance(report.funnel, Member) else None
    return {
        "came_from": one.came_from,
        "urgent": one.urgent,
        "first": is_bottleneck(one, report),
        "since": place.since(one.code, one.stage) if place else None,
        "aim": figures.threshold(one.stake.aim) if one.stake else None,
        "worth": phrases.worth(one.stake) if one.stake else None,
        "source": phrases.basis(one),
        "limits": _limits(one.thresholds),
    }


def _passed(one: Passed) -> Json:
    return {
        "name": one.name,
        "stage": one.stage,
        "near": phrases.near(one) if one.unsure and one.evidence and one.evidence.interval else None,
        "limits": _limits(one.thresholds),
    }


def _limits(thresholds: Mapping[str, Threshold]) -> list[Json]:
    """Thresholds as people write them, with what each rests on; one that counts something has no share."""
    return [
        {
            "key": key,
            "text": figures.threshold(one),
            "in_force": figures.in_force(one),
            "basis": "your own" if one.own else _BASES[one.basis],
            "share": None if one.unit else one.share.value,
        }
        for key, one in thresholds.items()
    ]


_BASES = {"stated": "stated", "example": "from an example", "interpretation": "our reading"}


def _place(report: FunnelReport) -> Json | None:
    """Where in a series it stands; None for a funnel that is in none."""
    if not isinstance(report.funnel, Member):
        return None
    place = report.funnel.place
    return {"title": place.title, "whole": place.whole, "latest": place.latest}


def _verdict(report: FunnelReport) -> Json:
    """What to fix first, or why there is nothing to."""
    wrong = phrases.wrong_data(report)
    neck = report.bottleneck
    verdict: Json = {"wrong": wrong, "doubt": False, "worth": None, "steps": None}
    if neck:
        verdict["steps"] = [neck.came_from, neck.to]
        verdict["worth"] = phrases.worth(neck.stake) if neck.stake else None
        verdict["doubt"] = phrases.doubtful(report)
        return {**verdict, "kind": "fix"}
    loud = [one for one in report.diagnoses if one.severity > Severity.NOTE]
    if wrong:
        return {**verdict, "kind": "data"}
    if loud:
        return {**verdict, "kind": "unweighed", "text": phrases.unweighed(loud, report.funnel)}
    if report.diagnoses:
        return {**verdict, "kind": "notes"}
    if any(one.in_baseline for one in report.suppressed):
        return {**verdict, "kind": "known"}
    rates = sum(one.evidence is not None for one in report.passed)
    return {**verdict, "kind": "healthy" if rates else "unknown", "rates": rates}
