"""Your own team dials hundreds of numbers for each sale.

Why      Calls of which a few in a hundred are heard at all are work for people who read a script, not for sellers: a
         good one wastes his time on busy lines, and soon refuses. Who does nothing else dials faster and cheaper,
         and your sellers get the day back for those who come.
Healthy  {stages: {dialed: 1500, contacted: 1000, purchased: 5}, cold_calls: {dialed_by: call-centre}}
Ailing   {stages: {dialed: 1500, contacted: 1000, purchased: 5}, cold_calls: {dialed_by: own-team}}
Says     titov: 1,500 first calls for 5 sales show that one should not make them oneself; give the dialling, with the
         script, to a call centre and let it invite. So low a yield puts poorly trained people on the telephone anyway,
         and a good seller is wasted there.
Differs  insales-ua knows large shops that make more than 100 cold calls a day with scripted staff of their own, and
         salers reminds that each client can be studied before he is called, which nobody does who dials by the
         hundred. 300 dials a sale stand in an example only: the
         warning rests on what the article says, not on the number.
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rates import Rate, Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import span
from funneldx.rules.rule import Finding, Outcome, Rule, Skip


def _unless(context: Context) -> Skip | None:
    if reason := unless_cold_calling(context):
        return reason
    if context.funnel.cold_calls.dialed_by is None:
        return Skip("needs `cold_calls: {dialed_by: own-team}`, or `call-centre`: who dials")
    return None


def _check(context: Context, rule: Rule) -> Iterator[Outcome]:
    if context.funnel.cold_calls.dialed_by == "own-team":
        found = span(context, Role.DIALED, Role.PURCHASED)
        if isinstance(found, Skip):
            yield found
            return
        context.rate_judged = True
        limit = rule.in_force(context)["dials"]
        if found.rate.n >= limit.share.numerator * max(1, found.rate.k):
            yield Finding(Severity.WARNING, _message(found.rate, limit), field="cold_calls.dialed_by")


def _message(rate: Rate, limit: Threshold) -> str:
    sold, dialed = rate
    many = f"for {figures.count(sold)} purchases, {figures.count(dialed // sold)} each" if sold > 1 else ""
    gave = many or ("for 1 purchase" if sold else "without a purchase")
    line = figures.in_force(limit)
    return f"Your own team dialled {figures.count(dialed)} times {gave}, where the line is {line}."


rule = Rule(
    code="FDX307",
    name="in-house-dialling",
    summary="dialed for each purchase, by your own team",
    cause="Sellers do the first round of calls themselves, of which nearly all come to nothing.",
    actions=(
        "Work out what 1,000 dials cost you in pay and in sellers' hours, and ask two call centres for their price for "
        "the same.",
        "Write the script down (name, trade, occasion, two questions, the invitation), and let a call centre invite with "
        "it for one month; keep the presentation for your own seller.",
        "Agree on what is paid for: people who came, not numbers dialled.",
        "If the dialling must stay in the house, take it from the sellers: put somebody on it who does nothing else.",
    ),
    sources=("titov", "insales-ua"),
    check=_check,
    unless=_unless,
    thresholds={"dials": Threshold.number(300, "dials", "example")},
    severities=(Severity.WARNING,),
)
