"""The catalogue: as a table for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from funneldx import figures
from funneldx.diagnosis import RuleCard
from funneldx.reports.layout import Canvas, Line, cells

_ROOMY = 80
"""Columns from which on a rule and what it looks at stand beside each other."""


def as_text(rules: Iterable[RuleCard], canvas: Canvas, titles: dict[str, str]) -> str:
    """One line a rule, under a heading for each family."""
    rules = tuple(rules)
    name = max(cells(rule.name) for rule in rules)
    loudest = max(len(_severities(rule)) for rule in rules)
    lines: list[Line] = []
    family = None
    for rule in rules:
        if rule.family != family:
            family = rule.family
            lines += [Line(("", ""))] if lines else []
            lines.append(
                Line((f"{canvas.signs['title']}", "title"), ((f"{family}: {titles[family]}", "title"),))
            )
        rail = (f"{canvas.signs['rail']} ", "rail")
        head = f"{rule.code}  {rule.name.ljust(name)}  {_severities(rule).ljust(loudest)}  "
        text = ((summary(rule), "message"),)
        if canvas.width >= _ROOMY:
            lines.append(Line(rail, text, head=(head, "bold")))
        else:
            lines += [Line(rail, ((head.rstrip(), "bold"),)), Line(rail, text, head=(" " * 8, ""))]
    lines += [
        Line(("", "")),
        Line(("", ""), (("funneldx explain CODE tells all about one of them.", "dim"),)),
    ]
    return canvas.draw(lines)


def _severities(rule: RuleCard) -> str:
    return "/".join(severity.label for severity in reversed(rule.severities))


def summary(rule: RuleCard) -> str:
    """What the rule looks at, with its thresholds."""
    limits = [f"{key} {figures.threshold(limit)} ({limit.basis})" for key, limit in rule.thresholds.items()]
    return f"{rule.summary}; {', '.join(limits)}" if limits else rule.summary


def as_json(rules: Iterable[RuleCard]) -> str:
    """The catalogue for programs: a list of objects, by code."""
    return json.dumps([_described(rule) for rule in rules], indent=1, ensure_ascii=False) + "\n"


def _described(rule: RuleCard) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "severities": [severity.label for severity in reversed(rule.severities)],
        "thresholds": {
            key: {"value": limit.written, "basis": limit.basis} for key, limit in rule.thresholds.items()
        },
        "cause": rule.cause,
        "actions": list(rule.actions),
        "sources": [article.id for article in rule.articles],
    }
