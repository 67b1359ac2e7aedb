"""Far fewer are contacted than there are prospects.

Why      A buyer whom the message or the sales department never reaches cannot buy, however good the rest is. This is
         also the cheapest step to repair: the list is there, and mostly it is a matter of hours, attempts and the
         first line.
Healthy  stages: {prospects: 1500, contacted: 1000}
Ailing   stages: {prospects: 1500, contacted: 400, interested: 150, purchased: 40}
Says     titov: where those contacted are several times fewer than the potential buyers, either the information is
         presented badly or the sales department has to work in another way. salers: in active selling you can choose
         the most profitable clients first and study each before you call. insales-ua: broken lists, no script and a
         banal opening are common mistakes; know the name, the trade and an occasion before you call.
Differs  “Several times” is no number: a half, and a third for the alarm, are ours. Whoever chooses first, as salers
         advises, contacts fewer on purpose: then count as prospects only those you chose, or set thresholds of your
         own. Where calls dialled are counted, FDX301 judges.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Skip


def _unless(context: Context) -> Skip | None:
    if context.has(Role.DIALED):
        return Skip("the funnel counts calls dialled: contact is a share of those, which FDX301 judges")
    return None


rule = RateRule(
    code="FDX101",
    name="contact-gap",
    summary="contacted of prospects",
    of=Role.PROSPECTS,
    reached=Role.CONTACTED,
    sentence="{k} of {n} prospects were contacted",
    counted="prospects",
    floor=Threshold.of("1:3", "interpretation"),
    typical=Threshold.of("1:2", "interpretation"),
    cause="The message does not reach the prospects, or the sales department does not.",
    actions=(
        "Look at the list before the people: take 50 who were never reached and sort them into wrong number, no "
        "answer, wrong person, never tried.",
        "Never tried, or once: set how many attempts each prospect gets, at different hours, and by whom. If the team "
        "cannot work so long a list, shorten it or add callers.",
        "Wrong number or person: clean the list, and pick whom to contact first by the profit they promise.",
        "Reached by the message but silent: rework how it is presented. Say in the first line what the buyer gets, "
        "and find an occasion to write or call.",
    ),
    sources=("titov", "salers", "insales-ua"),
    unless=_unless,
)
