"""The page of a comparison: what its JSON says, and where that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from funneldx.cards import RuleCard
from funneldx.comparison import CompareReport, Comparison, Split, rounded
from funneldx.rates import Level
from funneldx.reports.compare_json import parts
from funneldx.reports.compare_text import summed
from funneldx.reports.compare_words import money, most, signed
from funneldx.reports.page.picture import scale
from funneldx.reports.page.summary import head, said
from funneldx.reports.page.told import told
from funneldx.reports.page.writing import Writer

Json = dict[str, Any]


def compared(report: CompareReport, level: Level | None, rules: Iterable[RuleCard]) -> str:
    """The page; `rules` are told as far as they found something."""
    written = parts(report, level)
    summary = {
        **head(level),
        "words": summed(report),
        "said": said(report.account),
        "comparisons": [
            _comparison(one, as_json)
            for one, as_json in zip(report.comparisons, written["comparisons"], strict=True)
        ],
        "unmatched": [{**as_json, "title": _title_of(as_json)} for as_json in written["unmatched"]],
    }
    return Writer().compared(summary, rules)


def _title_of(one: Json) -> str:
    labels = (f"{key}: {value}" for key, value in one["labels"].items())
    return " · ".join(part for part in (one["name"], one["period"], *labels) if part) or "a funnel"


def _comparison(one: Comparison, as_json: Json) -> Json:
    steps = [{**step, "drawn": _drawn(step)} for step in as_json["steps"]]
    split = one.split
    return {
        **as_json,
        "steps": steps,
        "title_before": one.before.title,
        "title_after": one.after.title,
        "segments": [
            {**written, "title": segment.title, "cells": _in_order(written["steps"], steps)}
            for segment, written in zip(one.segments, as_json["segments"], strict=True)
        ],
        "diagnoses": _found(one),
        "waterfall": [],
        **(_why(split, as_json["split"]) if split else {}),
    }


def _in_order(cells: Sequence[Json], steps: Sequence[Json]) -> list[Json | None]:
    """The steps of a segment below those of the whole; None for one that it does not have."""
    by = {(cell["from"], cell["to"]): cell for cell in cells}
    return [by.get((step["from"], step["to"])) for step in steps]


def _found(one: Comparison) -> list[Json]:
    """What got worse, numbered, with the segment that it is about."""
    found = [
        {**finding, "about": _about(report)}
        for later in one.found
        for report in [told(later)]
        for finding in report["diagnoses"]
    ]
    return [{**finding, "number": number} for number, finding in enumerate(found, 1)]


def _about(report: Json) -> str:
    """The segment of a finding; empty for a funnel without segments."""
    place = report["place"]
    return place["title"] if place else ""


def _drawn(step: Json) -> Json | None:
    """Where the rates of before and after stand on their scale, in per cent of its width; None without both."""
    sides = [side for side in (step["before"], step["after"]) if side and side["n"]]
    if len(sides) < 2 or any(side["k"] > side["n"] for side in sides):
        return None
    end = scale(side["rate"] for side in sides)
    before, after = (round(100 * side["rate"] / end, 2) for side in sides)
    return {"before": before, "after": after, "end": end}


def _why(split: Split, as_json: Json) -> Json:
    """The split of the change, a row for each factor, and where its bar is, in per cent of the width."""
    digits = 0 if abs(split.change) >= 10 else 1
    factors = [split.volume, *split.by_step]
    texts = rounded(factors, digits)
    effects = [as_json["volume"], *(step["effect"] for step in as_json["steps"])]
    low, high = min(0.0, *map(float, factors)), max(0.0, *map(float, factors))
    wide = (high - low) or 1
    rows = []
    for index, (effect, text) in enumerate(zip(effects, texts, strict=True)):
        by = [(part.title, part.steps[index - 1] if index else part.volume) for part in split.parts]
        rows.append(
            {
                "step": split.steps[index - 1] if index else None,
                "effect": effect,
                "text": signed(text, digits).replace("-", "−"),
                "most": most(by, digits).replace(" -", " −"),
                "at": round(100 * (min(0, effect) - low) / wide, 2),
                "wide": round(100 * abs(effect) / wide, 2),
            }
        )
    return {
        "waterfall": rows,
        "zero": round(-100 * low / wide, 2),
        "money": money(split),
        "weights_text": _weights(split, digits),
    }


def _weights(split: Split, digits: int) -> dict[str, str]:
    if not split.weights:
        return {}
    shares: Sequence[Fraction] = rounded([*split.weights], digits)
    return {
        key: signed(one, digits).replace("-", "−")
        for key, one in zip(split.weights._fields, shares, strict=True)
    }
