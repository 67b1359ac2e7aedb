"""Fewer than one in fifty who pick up listen.

Why      Whoever picks up a cold call expects none and knows nothing of the product, so most hang up; that is no
         fault. But those two in a hundred who do listen are all that the rest of the funnel has. Where there are
         fewer, it is mostly the first sentences, or whom they are said to.
Healthy  stages: {dialed: 3000, contacted: 2000, listened: 60}
Ailing   {stages: {contacted: 1000, listened: 10, agreed: 8, attended: 5, purchased: 2}, deal_value: 3000 EUR}
Says     titov: from his experience in Moscow about 2 % of those who take a cold call are ready to hear anything, which
         is one in fifty. insales-ua: callers fail by having no script, by an opening heard a hundred times, by too much
         information and praise, by not knowing the product and by not listening; better to prepare questions, the
         client's name and trade, an occasion, and three or four scenarios from a few trial calls.
Differs  The 2 % is one man's figure for one city, and without a year; in general selling he expects interest from one
         in two or three of those contacted (FDX102). Where “listened” is counted as any conversation, far more is
         usual: Belkins (2025) counts a conversation in 58 % of the calls answered. Count as listeners those who let
         the caller say what he came for, and set `typical` to your own past.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule


def _instead(context: Context) -> tuple[Role, str] | None:
    """The interested, where listeners are not counted: unless they are only those left after an invitation."""
    if context.count(Role.LISTENED) is not None or Role.LISTENED in context.contested:
        return None
    if context.count(Role.INTERESTED) is None:
        return None
    place = context.standing[Role.INTERESTED]
    invited = (context.standing.get(role) for role in (Role.AGREED, Role.ATTENDED))
    if any(stands is not None and stands < place for stands in invited):
        return None
    return Role.INTERESTED, "{k} of {n} who picked up are interested"


rule = RateRule(
    code="FDX302",
    name="listen-rate",
    summary="listened (else interested) of contacted",
    of=Role.CONTACTED,
    reached=Role.LISTENED,
    sentence="{k} of {n} who picked up listened",
    counted="answered calls",
    typical=Threshold.of("1:50", "stated"),
    cause="The first sentences do not earn a hearing, or are said to people whom they cannot concern.",
    actions=(
        "Listen to ten recorded calls and note the sentence after which the other one hung up: rewrite that one.",
        "Make 30 trial calls with three or four openings, keep the one that is heard out most, and write the script "
        "around it.",
        "Begin with the client's name, his trade and an occasion (a promotion, a new range, a change in his trade) "
        "instead of praise.",
        "Put a question into the first half minute, open or with two answers to choose from, and let him speak.",
        "Before a caller dials, have him explain the product and the current offer to a colleague in two minutes.",
    ),
    sources=("titov", "insales-ua"),
    unless=unless_cold_calling,
    instead=_instead,
    relates=((Role.CONTACTED, Role.INTERESTED),),
)
