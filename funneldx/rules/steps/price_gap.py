"""Many are interested, few get as far as the price.

Why      Interest that never asks for the price is curiosity. It costs the sellers as much time as real interest does,
         and says most about the product: whether it solves a problem that these people have, and whether others solve
         it as well.
Healthy  stages: {interested: 300, price_discussed: 150}
Ailing   stages: {interested: 300, price_discussed: 60, purchased: 20}
Says     titov: a large gap between the interested and those who talk about the price has one of two reasons: the
         product does not solve the buyer's problem, or the market is already full of such products.
Differs  How large a gap is large, no article says: under a half, and under a third for the alarm, is ours. Where the
         price stands on the website, few need to ask for it: then count as price discussed those who were sent a quote.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX103",
    name="price-gap",
    summary="price discussed of interested",
    of=Role.INTERESTED,
    reached=Role.PRICE_DISCUSSED,
    sentence="{k} of {n} interested discussed the price",
    counted="interested",
    floor=Threshold.of("1:3", "interpretation"),
    typical=Threshold.of("1:2", "interpretation"),
    cause="Mostly one of two: the product does not solve the buyer's problem, or the market is full of products like it.",
    actions=(
        "Call ten who were interested and stopped before the price; ask what they wanted to solve and what they do "
        "about it now.",
        "If they solve it in another way: change the offer, the product, or the segment you take to this stage.",
        "If they bought elsewhere: lay your offer beside the three they compared it with, and say openly where yours "
        "is better.",
        "Listen in on five conversations: if the seller never brings up the price, have a range named early.",
    ),
    sources=("titov",),
)
