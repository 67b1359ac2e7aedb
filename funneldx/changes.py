"""What the rules about change found in a funnel, for a list of many."""

from __future__ import annotations

from collections.abc import Iterable

from funneldx.diagnosis import Changed, Severity
from funneldx.engine import Judgement
from funneldx.model import Member, Stage, Trend
from funneldx.rules.rule import Finding, Rule
from funneldx.telling import message_of


def changed_in(judgement: Judgement, kept: Iterable[tuple[Rule, Finding]]) -> tuple[Changed, ...]:
    """What the rules about change found, with how the rate went."""
    found = [(rule, finding) for rule, finding in kept if rule.of_series]
    if not found:
        return ()
    funnel = judgement.context.funnel
    assert isinstance(funnel, Member)
    trend = funnel.place.trend()
    return tuple(
        _changed(
            rule.code,
            finding.severity,
            finding.came_from,
            finding.stage,
            trend,
            message_of(judgement, finding),
        )
        for rule, finding in found
    )


def _changed(
    code: str,
    severity: Severity,
    came_from: Stage | None,
    to: Stage | None,
    trend: Trend | None,
    message: str,
) -> Changed:
    """A finding of a rule about change, as a list of many has it."""
    rates: tuple[float | None, ...] = ()
    if trend and came_from and to:
        rates = trend.rates.get((came_from.name, to.name), ())
    first, second = (stage.title if stage else None for stage in (came_from, to))
    return Changed(code, severity, first, second, rates, message)
