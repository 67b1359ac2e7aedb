"""One rule explained: what it looks at, why, by which thresholds, an example of each kind, what to do, who says so."""

from __future__ import annotations

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import FunnelReport, RuleCard
from funneldx.reports.drawing import drawing, sign
from funneldx.reports.layout import Canvas, Line, Span
from funneldx.reports.safe_text import shown

_LABEL = 12


def page(rule: RuleCard, healthy: FunnelReport, ailing: FunnelReport, canvas: Canvas) -> str:
    """The page as text; the two reports are the rule's own examples, judged."""
    return canvas.draw(list(_lines(rule, healthy, ailing, canvas)))


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
    for number, article in enumerate(rule.articles):
        address = f", {article.address}" if article.address else ""
        yield _labelled(
            rail, "Source" if number == 0 else "", f"{article.id}: {article.title}{address}", "dim"
        )


def _thresholds(rule: RuleCard, rail: Span) -> Iterator[Line]:
    meaning = {
        "stated": "stated by the source",
        "example": "only in a worked example of the source, so it never makes more than a note",
        "interpretation": "our reading: the source gives no number",
    }
    for number, (key, limit) in enumerate(rule.thresholds.items()):
        text = f"{key} {figures.threshold(limit)}: {meaning[limit.basis]}"
        yield _labelled(rail, "Thresholds" if number == 0 else "", text)
    if rule.thresholds:
        example = ", ".join(f"{key}: {figures.threshold(limit)}" for key, limit in rule.thresholds.items())
        yield _labelled(
            rail, "", f"To set your own, write into the funnel: thresholds: {{{rule.name}: {{{example}}}}}"
        )


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
