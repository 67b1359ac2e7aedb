"""Hardly anybody buys a second time.

Why      Winning a buyer is the dear part of a sale; the second sale to him costs little. In business sales a second
         order is also the proof that the product pleased. The articles give no number, so this never says more than a
         note.
Healthy  stages: {contacted: 900, interested: 300, purchased: 100, repeat: 30}
Ailing   stages: {contacted: 900, interested: 300, purchased: 100, repeat: 2}
Says     insales: the first deal is not the active seller's main goal, the client should come back and bring money
         regularly; so after a deal he asks how it went and prepares the next. titov: in business sales whoever liked
         the product buys again when it is used up.
Differs  One in ten is ours. What is bought once in ten years has no second order to wait for: set your own value, or
         leave the stage out. On passive selling the articles differ: insales sees no long relations there,
         kakzarabativat makes them one of its tasks.
"""

from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX104",
    name="one-off",
    summary="repeat of purchased",
    of=Role.PURCHASED,
    reached=Role.REPEAT,
    sentence="{k} of {n} who purchased bought again",
    counted="purchases",
    typical=Threshold.of("1:10", "interpretation"),
    at_most=Severity.NOTE,
    has_stake=False,
    cause="Buyers are won once and then let go.",
    actions=(
        "After each deal ask how it went, within two weeks, and write down what they need next.",
        "Keep a base of clients with the date and occasion of the next contact, and a name responsible for it.",
        "In business sales take a second order as the measure of the product, and hear out those who did not place one.",
    ),
    sources=("insales", "titov"),
)
