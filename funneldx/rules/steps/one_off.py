"""Hardly anybody buys a second time.

Why      For an active seller the first deal is not the goal: the client should come back and bring money
         regularly. In business sales the second order is the proof that the product pleased. The documents give
         no number; one in ten is ours, so this never says more than a note.
Healthy  stages: {contacted: 900, interested: 300, purchased: 100, repeat: 30}
Ailing   stages: {contacted: 900, interested: 300, purchased: 100, repeat: 2}
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
