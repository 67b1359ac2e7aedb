"""The catalogue: as a table for people, in a terminal or as Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from funneldx import figures
from funneldx.cards import RuleCard
from funneldx.rates import Threshold
from funneldx.reports.layout import Canvas, Line, cells
from funneldx.reports.safe_text import safe_card

_ROOMY = 80
"""Columns from which on a rule and what it looks at stand beside each other."""


def as_text(rules: Iterable[RuleCard], canvas: Canvas, titles: dict[str, str]) -> str:
    """One line a rule, under a heading for each family."""
    rules = tuple(map(safe_card, rules))
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
    limits = [f"{threshold(key, limit)} ({limit.basis})" for key, limit in rule.thresholds.items()]
    return f"{rule.summary}; {', '.join(limits)}" if limits else rule.summary


def threshold(key: str, limit: Threshold) -> str:
    """A threshold with its key, `floor 1:5`; `300 dials` where the key is what it counts."""
    written = figures.threshold(limit)
    return written if limit.unit == key else f"{key} {written}"


def as_markdown(rules: Iterable[RuleCard]) -> str:
    """The catalogue as a table of Markdown."""
    lines = ["| code | name | looks at | says at most | sources |", "|---|---|---|---|---|"]
    for rule in map(safe_card, rules):
        sources = ", ".join(article.id for article in rule.articles)
        row = (rule.code, f"`{rule.name}`", summary(rule), rule.severities[-1].label, sources)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |")
    return "\n".join(lines) + "\n"


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
        "thresholds": {key: _threshold(limit) for key, limit in rule.thresholds.items()},
        "cause": rule.cause,
        "actions": list(rule.actions),
        "sources": [article.id for article in rule.articles],
    }


def _threshold(limit: Threshold) -> dict[str, str]:
    described = {"value": limit.written, "basis": limit.basis}
    return {**described, "unit": limit.unit} if limit.unit else described
