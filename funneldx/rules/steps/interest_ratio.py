"""Fewer than one in five of those contacted are interested.

Why      Most of those whom a seller reaches are cold: they have heard nothing of the product, and a seller alone warms
         them slowly. If too few get interested, he is telling the wrong people, or saying what moves nobody, and every
         later step has to live on what little is left.
Healthy  stages: {contacted: 900, interested: 300}
Ailing   stages: {contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}
Says     titov: once the interested are about five times fewer than those contacted, look anew at the positioning of
         the product and at PR, since most of the potential buyers have never heard of it. In practice they are two to
         three times fewer: of 900 contacted, about 300 show interest.
Differs  “About five times” is read strictly here: one in five is not yet under it. For cold calls the same article
         expects that 2 % listen at all, so that FDX302 judges those. Against titov, who sends to PR, kakzarabativat
         holds that active selling needs no promotion beside it. Secondary sources, without a year, put the step from a
         marketing to a sales lead at 13–22 % or at 30–50 %: they differ about twofold, so your own past is the better
         line.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Skip


def _unless(context: Context) -> Skip | None:
    if context.cold_calling:
        return Skip(
            "in cold calling a few in a hundred listen at all, which is normal: FDX302 judges instead"
        )
    if context.through("cold-email"):
        return Skip("the documents give no figure for cold e-mail")
    if context.funnel.approach == "passive":
        return Skip("in passive selling whoever comes is interested already")
    return None


rule = RateRule(
    code="FDX102",
    name="interest-ratio",
    summary="interested of contacted",
    of=Role.CONTACTED,
    reached=Role.INTERESTED,
    sentence="{k} of {n} contacted are interested",
    counted="contacted",
    floor=Threshold.of("1:5", "stated"),
    typical=Threshold.of("1:3", "stated"),
    cause="Most of those you reach are cold: they have never heard of the product before the seller speaks of it.",
    actions=(
        "Revise the positioning: write in one sentence whose problem the product solves and why better than the "
        "next best; use it with every second contact of the coming month and compare the two halves.",
        "Put money into PR and promotion where these buyers read and talk, so that they have heard of you before the call.",
        "Narrow the list to the target audience: compare the last 20 interested with the last 20 who were not, and "
        "stop contacting those who look like the second group.",
    ),
    sources=("titov",),
    unless=_unless,
)
