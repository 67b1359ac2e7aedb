"""One rule explained: what it looks at, why, by which thresholds, an example of each kind, what to do, who says what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funneldx import figures
from funneldx.cards import RuleCard
from funneldx.diagnosis import FunnelReport
from funneldx.rates import Threshold
from funneldx.reports import rule_table
from funneldx.reports.drawing import drawing, sign
from funneldx.reports.layout import Canvas, Line, Span
from funneldx.reports.safe_text import safe_card, shown

_LABEL = 12
_NEXT_ARTICLE = r"(?<=[.?!]) (?=[a-z-]+: )"
"""Where, in what the articles say, the id of the next one begins."""


def page(rule: RuleCard, healthy: FunnelReport, ailing: FunnelReport, canvas: Canvas) -> str:
    """The page as text; the two reports are the rule's own examples, judged."""
    return canvas.draw(list(_lines(safe_card(rule), healthy, ailing, canvas)))


def _lines(rule: RuleCard, healthy: FunnelReport, ailing: FunnelReport, canvas: Canvas) -> Iterator[Line]:
    rail = (f"{canvas.signs['rail']} ", "rail")
    severities = " or ".join(severity.label for severity in reversed(rule.severities))
    yield Line(
        (canvas.signs["title"], "title"), ((f"{rule.code} {rule.name}", "title"), (f"  {severities}", "dim"))
    )
    yield Line(rail, ((rule.headline, "bold"),))
    yield Line(rail)
    yield _labelled(rail, "Looks at", rule.summary)
    yield _labelled(rail, "Why", rule.why)
    yield from _thresholds(rule, rail)
    for title, source, report in (("Healthy", rule.healthy, healthy), ("Ailing", rule.ailing, ailing)):
        yield Line(rail)
        yield _labelled(rail, title, source, "dim")
        yield from drawing(report, canvas)
        yield from _ended(report, canvas, rail)
    yield Line(rail)
    yield _labelled(rail, "Cause", rule.cause)
    for number, action in enumerate(rule.actions, 1):
        head = ("Do" if number == 1 else "").ljust(_LABEL) + f"{number}. "
        yield Line(rail, ((action, "message"),), head=(head, "label"))
    yield from _articles(rule, rail)
    yield Line(rail)
    for number, article in enumerate(rule.articles):
        address = f", {article.address}" if article.address else ""
        yield _labelled(
            rail, "Source" if number == 0 else "", f"{article.id}: {article.title}{address}", "dim"
        )


def _articles(rule: RuleCard, rail: Span) -> Iterator[Line]:
    """What each article says of it, and where they differ from each other or from what is measured today."""
    if rule.says:
        yield Line(rail)
    for number, text in enumerate(re.split(_NEXT_ARTICLE, rule.says) if rule.says else ()):
        yield _labelled(rail, "" if number else "Articles", text)
    if rule.differs:
        yield Line(rail)
        yield _labelled(rail, "Differs", rule.differs)


def _thresholds(rule: RuleCard, rail: Span) -> Iterator[Line]:
    """What it is held against, on what that rests, and how to set another value."""
    if not rule.keys:
        return
    lines = [
        f"{rule_table.threshold(key, limit)}: {_basis(key, limit, rule)}"
        for key, limit in rule.thresholds.items()
    ]
    lines += [f"{key}: it has none, but you may set one" for key in rule.keys if key not in rule.thresholds]
    lines.append(f"To set your own, write into the funnel or the configuration: {own_thresholds(rule)}")
    lines += [f"or for one run: --threshold {rule.name}.{text}" for text in list(_written(rule))[:1]]
    for number, text in enumerate(lines):
        yield _labelled(rail, "" if number else "Thresholds", text)


def _basis(key: str, limit: Threshold, rule: RuleCard) -> str:
    source = rule.articles[0].id
    if source == "funneldx":
        return "our own choice"
    if limit.basis == "stated":
        return f"stated by {source}"
    if limit.basis == "interpretation":
        return f"our reading of {source}, which gives no number"
    only = f"only in a worked example of {source}"
    return f"{only}, so it never makes more than a note" if key in {"floor", "typical"} else only


def own_thresholds(rule: RuleCard) -> str:
    """The thresholds as a funnel may hold them, with the rule's own values."""
    values = ", ".join(text.replace("=", ": ") for text in _written(rule))
    return f"thresholds: {{{rule.name}: {{{values}}}}}"


def _written(rule: RuleCard) -> Iterator[str]:
    """Each threshold of the rule with its key, as an option has it: `floor=1:5`."""
    for key, limit in rule.thresholds.items():
        value = limit.share.numerator if limit.unit else figures.threshold(limit).replace(" ", "")
        yield f"{key}={value}"


def _ended(report: FunnelReport, canvas: Canvas, rail: Span) -> Iterator[Line]:
    """How the rule ended for an example, which was judged by it alone."""
    for one in report.diagnoses:
        style = one.severity.label
        doubt = ", suspected" if one.confidence == "suspected" else ""
        heading = (f"{sign(one, canvas.signs)} {style}{doubt}: ", f"{style}_bold")
        yield Line(rail, (heading, (shown(one.message), "message")))
    for passed in report.passed:
        if passed.unsure:
            yield Line(rail, ((f"{canvas.signs['unsure']} passed, with too few counted to be sure", "dim"),))
        else:
            yield Line(rail, ((f"{canvas.signs['passed']} passed", "passed"),))


def _labelled(rail: Span, label: str, text: str, style: str = "message") -> Line:
    return Line(rail, ((text, style),), head=(label.ljust(_LABEL), "label"))
