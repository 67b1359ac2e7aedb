"""They come to the presentation, and do not buy.

Why      Whoever took the time to come is the nearest thing to a buyer that cold calls can bring, and the best seller
         stands before him. A sale lost here has cost hundreds of calls.
Healthy  stages: {listened: 20, agreed: 15, attended: 10, purchased: 5}
Ailing   stages: {listened: 800, agreed: 600, attended: 400, purchased: 100}
Says     titov: in his worked funnel 5 of the 10 who come buy. The presenting is for an experienced seller, face to
         face; about 70 % of those who come may really be interested, the others came for the coffee.
Differs  One in two stands in an example only. By the same article about seven in ten is the most that can be hoped
         for, since the rest never meant to buy. Secondary sources, without a year, speak of 20 to 35 % from an
         opportunity to a sale in selling at large.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX305",
    name="presentation-close",
    summary="purchased of attended",
    of=Role.ATTENDED,
    reached=Role.PURCHASED,
    sentence="{k} of {n} who came bought",
    counted="visitors",
    typical=Threshold.of("1:2", "example"),
    cause="Those who come are not those who need it, or the presentation is not in the hands of a good seller.",
    actions=(
        "Let the seller with the best results present, face to face, and take him off the telephone.",
        "Sit in on two presentations and count the questions: where nobody asks about price or use, the talk is about "
        "the firm and not about the visitor.",
        "Qualify when inviting: two questions that sort out who comes for the coffee.",
        "Make an offer before the visitors leave, and ring each who did not sign within two days.",
    ),
    sources=("titov",),
    unless=unless_cold_calling,
)
