"""They listen, but they do not agree to come.

Why      A cold call can hardly sell the product, but it can sell an invitation: somebody who has listened needs a
         reason to come, a day and a place. Where many listen and few agree, the invitation is missing or not worth
         an hour of their time.
Healthy  stages: {contacted: 1000, listened: 20, agreed: 15}
Ailing   stages: {contacted: 10000, listened: 200, agreed: 80}
Says     titov: the call should win people for a free presentation; in his worked funnel 15 of the 20 who listen agree,
         which is 15 of the 1,000 who picked up. insales-ua: prepare the talk by three or four scenarios and a list of
         questions, and do not drown the listener in information and praise.
Differs  Three in four stands in an example only, and hangs on who counts as a listener. Where every conversation
         counts, 4.8 % agree to a meeting (Cognism, 2024; 2 % in its figures for 2023) or 4.6 % (Belkins, 2025). So
         this also passes where 3 in 200 of those who picked up agree, as in the example, however many listened; and
         with a threshold of your own that alone decides.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX303",
    name="invitation",
    summary="agreed of listened (3:200 of contacted will do as well)",
    of=Role.LISTENED,
    reached=Role.AGREED,
    sentence="{k} of {n} who listened agreed to come",
    counted="listeners",
    typical=Threshold.of("3:4", "example"),
    cause="The caller informs instead of inviting, or the invitation is not worth the listener's time.",
    actions=(
        "Write down what the visitor takes away from the presentation, apart from your product; say that in the call.",
        "End each scenario of the script with two dates to choose from, and let the caller ask for one of them.",
        "Write three or four scenarios for the answers heard most, from a few trial calls, each with its own way back "
        "to the invitation.",
        "Have the caller tell less and ask more: a question about the client's work, then the invitation that answers it.",
    ),
    sources=("titov", "insales-ua"),
    unless=unless_cold_calling,
    passes_by=(Role.CONTACTED, Threshold.of("3:200", "example")),
)
