"""Stages stand in an order in which no buyer passes them.

Why      Rates are taken from an earlier stage to a later one. If the roles stand in another order, either a
         line was misplaced or a stage was given the wrong role, and what the report says of that step is wrong.
         Two orders are known: by contact (prospects, contacted, interested, price discussed, purchased, repeat) and
         by invitation (prospects, dialed, contacted, listened, agreed, attended, purchased), where interest has no
         fixed place.
Healthy  stages: {prospects: 900, contacted: 400, interested: 150, purchased: 30}
Ailing   stages: {prospects: 900, interested: 150, contacted: 400, purchased: 30}
Says     titov: at the top are potential buyers, below them those with whom there was contact, then the interested, those
         who talk about the price, and the sale. His cold calls go another way: dialled, picked up, listened, agreed to
         come, came, bought. kakzarabativat: four levels, from awareness over interest and the wish to buy to the
         purchase.
Differs  They do not agree on where a passive funnel begins: after the contact (titov, insales-ua), at interest or the
         wish to buy (kakzarabativat), or now and then only at that wish (medoed). So a stage that is missing is no
         finding, only one that stands in the wrong place.
"""

from collections.abc import Iterator
from itertools import pairwise

from funneldx.diagnosis import Severity
from funneldx.model import Role, Stage
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule

_BY_CONTACT = (
    Role.PROSPECTS,
    Role.CONTACTED,
    Role.INTERESTED,
    Role.PRICE_DISCUSSED,
    Role.PURCHASED,
    Role.REPEAT,
)
_BY_INVITATION = (
    *(Role.PROSPECTS, Role.DIALED, Role.CONTACTED, Role.LISTENED, Role.AGREED, Role.ATTENDED, Role.PURCHASED),
)


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    stages = context.funnel.stages
    found: list[tuple[Stage, Stage]] = []
    for ladder in (_BY_CONTACT, _BY_INVITATION):
        standing = sorted(
            (index, ladder.index(role)) for role, index in context.standing.items() if role in ladder
        )
        for (first, rung), (second, lower) in pairwise(standing):
            pair = (stages[first], stages[second])
            if lower < rung and pair not in found:
                found.append(pair)
    for before, after in found:
        yield Finding(
            Severity.WARNING,
            f"“{after.title}” ({after.role}) stands after “{before.title}” ({before.role}), but comes before it in a "
            "funnel.",
            stage=after,
        )


rule = Rule(
    code="FDX006",
    name="wrong-order",
    summary="roles stand out of the order of a funnel",
    cause="A line is misplaced, or a stage has the wrong role.",
    actions=(
        "Put the stages in the order in which a buyer passes them.",
        "If the name misleads, state the role that is meant: {name: …, role: …, count: …}.",
    ),
    sources=("titov", "kakzarabativat"),
    check=_check,
    counts=False,
    looks_at=("stages",),
    severities=(Severity.WARNING,),
)
