"""Far fewer are contacted than there are prospects.

Why      A buyer whom the message or the sales department never reaches cannot buy. Titov reads a contact level
         "several times" below the prospects as a sign that either the information is presented badly or the
         department works badly. He gives no number: under a half (and under a third for the alarm) is our
         reading of "several times".
Healthy  stages: {prospects: 1500, contacted: 1000}
Ailing   stages: {prospects: 1500, contacted: 400, interested: 150, purchased: 40}
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
