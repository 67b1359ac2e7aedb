"""The cold call itself is meant to sell, and hardly ever does.

Why      Whoever has never heard of a product hears no word on the telephone that he knows, so he has nothing to
         decide by. The same calls bring more when they sell something small, an hour at a presentation, and leave
         the sale to an experienced seller who meets the client in person.
Healthy  stages: {dialed: 1500, contacted: 1000, listened: 20, agreed: 15, attended: 10, purchased: 5}
Ailing   stages: {dialed: 6000, contacted: 4000, listened: 80, purchased: 6}
Says     titov: to sell to a cold client by telephone is pointless; call to invite, and let an experienced seller sell
         face to face. In his worked funnel that way ends in 5 sales from 1,000 answered calls, or from 1,500 dialled.
         insales: a manager who never meets the client in person stays an adviser to him.
Differs  salers is sure that a call of up to ten minutes turns a stranger into somebody who wants to buy, and
         insales-ua closes the sale on the call itself. So this only speaks where the calls sell less than inviting
         does in the example, which is no more than an example: the warning rests on what the article says, not on the
         number. A `yield` of your own is a share of those contacted, or of the calls dialled where the funnel does not
         count the answered ones: it is taken as it stands for whichever of the two there is.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from funneldx import figures
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Role
from funneldx.rates import Level, Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import Span, span
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Skip, Weighed
from funneldx.rules.wording import worded

_OF_DIALED = Threshold.of("1:300", "example")


def _counted_from(context: Context) -> Role:
    """Those contacted; the calls dialled where it is not known how many were answered."""
    unknown = Role.CONTACTED not in context.contested and context.count(Role.CONTACTED) is None
    return Role.DIALED if unknown and Role.DIALED in context.standing else Role.CONTACTED


class _SoldByPhone(Rule):
    def _in_force(self, context: Context) -> Mapping[str, Threshold]:
        limits = super()._in_force(context)
        if _counted_from(context) is not Role.DIALED:
            return limits
        own = context.thresholds.get((self.code, "yield"))
        return {**limits, "yield": _OF_DIALED.set_to(own) if own else _OF_DIALED}


def _check(context: Context, rule: Rule) -> Iterator[Outcome]:
    if context.has(Role.AGREED, Role.ATTENDED):
        return
    found = span(context, _counted_from(context), Role.PURCHASED)
    yield found if isinstance(found, Skip) else _judged(found, rule.in_force(context)["yield"], context)


def _judged(found: Span, limit: Threshold, context: Context) -> Outcome:
    context.rate_judged = True
    rate = found.rate
    settled = context.settled(rate, limit.share)
    if not rate.under(limit.share):
        return Pass(not settled, Weighed(rate, (limit.share,)), found.after)
    return Finding(
        severity=Severity.WARNING if settled else Severity.NOTE,
        message=partial(_message, limit, context.level, found.before.role is Role.DIALED, settled),
        stage=found.after,
        came_from=found.before,
        confidence="confirmed" if settled else "suspected",
        evidence=Weighed(rate, (limit.share,), None if settled else limit),
        aim=limit if limit.own else None,
    )


def _message(limit: Threshold, level: Level | None, dialled: bool, settled: bool, evidence: Evidence) -> str:
    k, n = evidence.rate
    sentence = (
        f"{figures.count(k)} of {figures.count(n)} {'dialled' if dialled else 'who picked up'} bought on the "
        "telephone, invited to nothing"
    )
    line = figures.in_force(limit)
    return worded(
        f"{sentence}: {evidence.ratio}" if evidence.ratio else sentence,
        f"under {line}" if limit.own else f"under the {line} that inviting brings in the source's example",
        evidence,
        level,
        settled=settled,
        counted="calls" if dialled else "answered calls",
    )


rule = _SoldByPhone(
    code="FDX306",
    name="sold-by-phone",
    summary="purchased of contacted (of dialed: 1:300), with no invitation between",
    cause="The call is to sell the product to somebody who has never heard of it.",
    actions=(
        "Change what the call asks for: not the order, but an hour at a free presentation or a visit, with two dates "
        "to choose from.",
        "Hand those who agree to your most experienced seller, who meets them in person; let the callers call.",
        "Try it for two weeks with half of the list, and compare the sales of the two halves for each 1,000 calls.",
        "Count it: add the stages agreed and attended to this funnel.",
    ),
    sources=("titov", "insales"),
    check=_check,
    unless=unless_cold_calling,
    thresholds={"yield": Threshold.of("1:200", "example")},
    severities=(Severity.NOTE, Severity.WARNING),
    relates=((Role.CONTACTED, Role.PURCHASED), (Role.DIALED, Role.PURCHASED)),
)
