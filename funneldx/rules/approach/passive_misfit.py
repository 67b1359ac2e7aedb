"""The funnel waits for buyers, although little brings them to this product rather than to another.

Why      Whoever waits depends on people asking for just this product. Where the same thing can be had at every
         corner, or where many firms fight for the buyer, he is served by whoever speaks to him first, and that
         is never the one who waits.
Says     Passive selling suits branded, exclusive and essential products; active selling is for whoever has no
         strong brand and nothing special (kakzarabativat), and for goods that are little known or all too common
         (insales-ua). Where competition is high one has to sell actively (insales); where there are many like
         it, waiting means months of very little money (insales-ua).
Differs  Essentials: kakzarabativat and medoed let them sell themselves, and passive-note names the supermarket as
         the very example; for insales-ua what is sold everywhere needs active selling. Strong brands: they suit
         passive selling (kakzarabativat, medoed, insales-ua), yet insales-ua also keeps it for segments of low
         competition. So a strong product under high competition makes no more than a note here.
Healthy  {approach: passive, product: {kind: branded, competition: low}, stages: {interested: 300, purchased: 60}}
Ailing   {approach: passive, product: {kind: commodity, competition: high}, stages: {interested: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip

_KINDS = "(branded, exclusive, essential or commodity)"
_TORN = "A strong product draws buyers; where many offer something like it, the nearest or the quickest gets some of them."
_TRY_BOTH = (
    "Ask the next ten buyers whom else they looked at and why they chose you. If most looked at nobody else, waiting "
    "is right: note it and leave it so.",
    "Ask ten who enquired and did not buy where they bought instead. If it was somebody who called them back first, "
    "let a seller call every enquiry back on the same day.",
)


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "passive"):
        yield skip
        return
    product = context.funnel.product
    crowded = product.competition == "high"
    if product.kind == "commodity":
        also = ", and competition is high" if crowded else ""
        yield Finding(
            Severity.ERROR if crowded else Severity.WARNING,
            f"The funnel waits for buyers to come, but what it sells is a commodity{also}.",
            field="approach",
        )
    elif product.kind is None:
        if crowded:
            yield Finding(
                Severity.WARNING,
                "The funnel waits for buyers to come, but competition is high, and nothing says that the product stands "
                f"out. If it does, add `product.kind` {_KINDS}.",
                field="approach",
            )
        else:
            yield Skip(f"needs `product.kind` {_KINDS}")
    elif crowded:
        yield Finding(
            Severity.NOTE,
            f"The funnel waits for buyers to come. That suits a product that is {product.kind}, but hardly a market where "
            "competition is high: our sources disagree.",
            field="approach",
            cause=_TORN,
            actions=_TRY_BOTH,
            urgent=False,
        )


rule = Rule(
    code="FDX401",
    name="passive-misfit",
    summary="passive selling of a commodity, or where competition is high",
    cause="Nothing makes buyers look for this product by name, so they buy it wherever they meet it first.",
    actions=(
        "Begin to sell actively beside it: list 100 buyers who fit (old enquiries, clients who went quiet, firms near by) "
        "and have one seller contact ten a day. After two weeks compare what these sold with what came by itself.",
        "Give buyers one reason to come to you that the others cannot copy by Monday: a guarantee, a set, delivery on the "
        "same day, help with installing. Say it first in every advertisement and on the door.",
        "Ask the next 20 buyers why they came to you. “It was near” and “it was cheapest” mean that the next shop can "
        "take them; anything else is what to build on.",
    ),
    sources=("kakzarabativat", "medoed", "insales-ua", "insales"),
    check=_check,
    counts=False,
    looks_at=("approach", "product"),
    severities=(Severity.NOTE, Severity.WARNING, Severity.ERROR),
)
