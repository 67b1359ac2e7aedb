"""Sellers are paid for another way of selling than theirs.

Why      Who goes out to buyers should earn by every deal, or he will go to few. Who serves those who come cannot
         make more of them come: if his pay swings with the day's visitors, he quarrels over them and leaves.
Says     Active sellers get a small salary and a percentage of their deals (insales), 5 to 10 % on average
         (insales-ua). Passive sellers get a salary and a bonus, and the salary is the greater part (insales).
Differs  How large the salary of active sellers should be: small for insales; for insales-ua a stable one, with
         bonuses and high pay, is what keeps them, since many leave. So the fixed part of their pay is not judged.
Healthy  {approach: active, pay: {commission: 7%}, stages: {prospects: 900, contacted: 600}}
Ailing   {approach: active, pay: {commission: 0%}, stages: {prospects: 900, contacted: 600}}
"""

from collections.abc import Iterator, Mapping

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.model import Pay
from funneldx.rates import Share, Threshold
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip

_WHOLE = Share(1, 1)

_TOO_LITTLE = "For so small a part of the deal, one deal more is hardly worth the effort to a seller."
_RAISE = (
    "Work out what an average seller got for the last ten deals, and what it would have been within the usual range.",
    "Offer a higher rate on deals above last year's monthly average; the rest of the pay stays as it is. Look at both "
    "the number of deals and their margin after three months.",
)
_TOO_MUCH = (
    "So large a part of the deal eats the margin, and tempts sellers to close what should not be sold."
)
_CHECK_MARGIN = (
    "Work out what is left of the last ten deals after the commission. If it is too little, agree a lower rate for new "
    "clients, not for those already won.",
    "If margins carry it, or the rate replaces a salary, leave it so and set your own range: thresholds: {pay: {high: …}}.",
)
_SWINGS = "Their pay depends on how many buyers happen to come, which they cannot change."
_STEADY = (
    "Work out what each seller earned in the best and in the worst month of the past year, and how many buyers came in each.",
    "Move so much of the variable part into the salary that it makes up most of the pay.",
    "Tie what stays variable to what they can influence: the average order, answers within the hour, buyers who come back.",
)


def _check(context: Context, rule: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "active", "passive"):
        yield skip
        return
    judged = _active if context.funnel.approach == "active" else _passive
    yield from judged(context.funnel.pay, rule.in_force(context))


def _active(pay: Pay, limits: Mapping[str, Threshold]) -> Iterator[Finding | Skip]:
    commission, low, high = pay.commission, limits["low"], limits["high"]
    if commission is None:
        if pay.fixed_share == _WHOLE:
            yield Finding(
                Severity.WARNING,
                "Sellers go out to buyers, but all of their pay is fixed: nothing of it is commission.",
                field="pay.fixed_share",
            )
        else:
            yield Skip("needs `pay.commission`, the sellers' part of a deal, or 0% for none")
    elif not commission.numerator:
        yield Finding(
            Severity.WARNING, "Sellers go out to buyers, but get no commission.", field="pay.commission"
        )
    elif low.share.exceeds(commission) or commission.exceeds(high.share):
        little = low.share.exceeds(commission)
        line = f"under {figures.in_force(low)}" if little else f"over {figures.in_force(high)}"
        yield Finding(
            Severity.NOTE,
            f"Sellers get {figures.share(commission)} of a deal as commission, {line}.",
            field="pay.commission",
            cause=_TOO_LITTLE if little else _TOO_MUCH,
            actions=_RAISE if little else _CHECK_MARGIN,
            urgent=False,
        )


def _passive(pay: Pay, limits: Mapping[str, Threshold]) -> Iterator[Finding | Skip]:
    fixed, half = pay.fixed_share, limits["fixed_share"]
    if fixed is None:
        yield Skip("needs `pay.fixed_share`, the fixed part of the sellers' pay")
    elif not fixed.exceeds(half.share):
        yield Finding(
            Severity.NOTE,
            f"Sellers serve whoever comes, but only {figures.share(fixed)} of their pay is fixed; more than "
            f"{figures.in_force(half)} was expected.",
            field="pay.fixed_share",
            cause=_SWINGS,
            actions=_STEADY,
            urgent=False,
        )


rule = Rule(
    code="FDX404",
    name="pay",
    summary="commission of active sellers, fixed part of the pay of passive ones",
    cause="A seller who earns the same with or without the deal stops at the third refusal.",
    actions=(
        "Offer a percentage of each deal from next month on, within the usual range, beside the present salary or a "
        "somewhat smaller one.",
        "Pay it when the client has paid, and let every seller see at any time what he has earned.",
        "Compare the contacts made and the deals of three months before and after.",
    ),
    sources=("insales", "insales-ua"),
    check=_check,
    counts=False,
    looks_at=("approach", "pay"),
    thresholds={
        "low": Threshold.of("5%", "stated"),
        "high": Threshold.of("10%", "stated"),
        "fixed_share": Threshold.of("50%", "stated"),
    },
    severities=(Severity.NOTE, Severity.WARNING),
)
