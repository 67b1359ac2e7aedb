"""Too few, or too many, new customers come by themselves.

Why      A hot customer came on his own, with no effort of the sales department: he is what promotion has earned. With
         none, the product is sold by the sellers alone, and stops selling when they stop. With very many, the funnel
         leans on sales that nobody can plan or influence, unless that is the way it sells: a strong brand, something
         exclusive or essential, or passive selling.
Healthy  {stages: {contacted: 300, purchased: 60}, customers: {hot: 8, warm: 20, cold: 32}}
Ailing   {market: b2c, stages: {contacted: 300, purchased: 60}, customers: {hot: 0, warm: 20, cold: 40}}
Says     titov: best are 10 to 15 % of new customers who came by themselves; then the marketing is probably built right
         and the product is being promoted. None means no marketing at all: in B2B the sellers may still carry that,
         since pleased buyers order again; in B2C the goods stay on the shelf, and the shop refuses the next batch.
         passive-note: up to 15 %, and the marketing is right. kakzarabativat: promote by mass coverage (TV, radio,
         outdoor) or by channels that aim at single people (targeted and contextual advertising), with viral marketing
         as an excellent addition. insales-ua: sales that come by themselves can be neither planned nor influenced.
Differs  passive-note sets no lower end to its 15 %. That no promotion means trouble (titov) stands against
         kakzarabativat, to whom active selling needs no other promotion. And while insales-ua and passive-note call
         passive sales impossible to plan, kakzarabativat and medoed demand a forecast of them.
"""

from functools import partial

from funneldx import figures
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Funnel, Role
from funneldx.rates import Rate, Share, Threshold
from funneldx.rules.context import Context
from funneldx.rules.data.customers_mismatch import mismatch
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Skip, Weighed
from funneldx.rules.wording import worded

_LOW = "No promotion is bringing buyers in: the product is sold by the sellers' effort alone."
_HIGH = "Sales depend on buyers who come when they please: they can be neither planned nor influenced."
_MARKETS = {
    "b2c": " In B2C that can end in the shop refusing the next batch.",
    "b2b": " In B2B this can work for as long as pleased clients order again.",
    None: " Whether that is an alarm depends on the market: add `market: b2b` or `market: b2c`.",
}
_BUILD_ACTIVE = (
    "Build the active side, so that a part of sales can be planned: a list of prospects, a seller who contacts "
    "them, a number of contacts a week.",
    "Forecast the passive side for each channel, a month ahead, and compare it with what was sold.",
)


def _unless(context: Context) -> Skip | None:
    if context.cold_calling:
        return Skip(
            "in a cold-call funnel nobody can be hot: judge the share over all new customers of the period, in a "
            "funnel of its own",
            outside=True,
        )
    if context.funnel.customers.hot is None:
        return Skip("needs `customers.hot`: how many new customers came by themselves")
    return None


def _purchased(context: Context) -> int | str:
    """How many customers to take the share of, or why that is not known."""
    customers = context.funnel.customers
    if Role.PURCHASED in context.contested:
        return f"several stages claim the role `{Role.PURCHASED}` (FDX007)"
    purchased = context.purchased
    if purchased is None:
        return "needs the number purchased, or hot, warm and cold customers all three"
    if mismatch(customers, purchased):
        return "hot, warm and cold customers do not fit the number purchased (FDX004)"
    return purchased or "nobody has purchased"


def _check(context: Context, rule: Rule) -> tuple[Outcome, ...]:
    purchased = _purchased(context)
    if isinstance(purchased, str):
        return (Skip(purchased),)
    context.rate_judged = True
    hot = context.funnel.customers.hot
    assert hot is not None
    rate = Rate(hot, purchased)
    limits = rule.in_force(context)
    low, high = limits["low"], limits["high"]
    both = (low.share, high.share)
    if rate.under(low.share):
        return (_outcome(rate, low, both, _loudness(rate, context.funnel), context),)
    if rate.over(high.share) and not _leans_rightly(context.funnel):
        return (_outcome(rate, high, both, Severity.NOTE, context),)
    return (Pass(not context.settled(rate, low.share), Weighed(rate, both)),)


def _loudness(rate: Rate, funnel: Funnel) -> Severity:
    return Severity.ERROR if rate.k == 0 and funnel.market == "b2c" else Severity.WARNING


def _leans_rightly(funnel: Funnel) -> bool:
    """Whether many who come by themselves are what this way of selling aims at."""
    return funnel.approach == "passive" or funnel.product.kind in {"branded", "exclusive", "essential"}


def _outcome(
    rate: Rate, limit: Threshold, both: tuple[Share, ...], loudness: Severity, context: Context
) -> Outcome:
    settled = context.settled(rate, limit.share)
    if not settled:
        if loudness is Severity.NOTE:
            return Pass(unsure=True, evidence=Weighed(rate, both))
        loudness = loudness.quieter
    few = rate.under(limit.share)
    return Finding(
        loudness,
        partial(_message, limit, settled, context),
        field="customers.hot",
        confidence="confirmed" if settled else "suspected",
        evidence=Weighed(rate, both, None if settled else limit),
        cause=_LOW if few else _HIGH,
        actions=None if few else _BUILD_ACTIVE,
        urgent=few,
    )


def _message(limit: Threshold, settled: bool, context: Context, evidence: Evidence) -> str:
    rate = evidence.rate
    few = rate.under(limit.share)
    share = f" ({figures.percent_apart(Share(rate.k, rate.n), limit.share)})" if rate.k else ""
    text = worded(
        f"{figures.count(rate.k) if rate.k else 'None'} of {figures.count(rate.n)} new customer{'s' * (rate.n != 1)} came by themselves{share}",
        f"{'under' if few else 'over'} {figures.in_force(limit)}",
        evidence,
        context.level,
        settled=settled,
        counted="new customers",
    )
    return text + _MARKETS[context.funnel.market] if few and rate.k == 0 else text


rule = Rule(
    code="FDX201",
    name="hot-share",
    summary="hot of new customers, within 10–15 %",
    cause=_LOW,
    actions=(
        "Ask the next 20 new customers how they heard of you: whatever brought even one is where to begin.",
        "Build the promotion that is missing. Where anybody may buy: mass channels (outdoor, radio, TV). Where few do, "
        "as in most B2B: targeted and contextual advertising to just those.",
        "Give pleased clients a reason and an occasion to recommend you: word of mouth adds to any promotion.",
    ),
    sources=("titov", "passive-note", "kakzarabativat"),
    check=_check,
    unless=_unless,
    thresholds={"low": Threshold.of("10%", "stated"), "high": Threshold.of("15%", "stated")},
    severities=(Severity.NOTE, Severity.WARNING, Severity.ERROR),
)
