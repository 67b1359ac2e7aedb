"""Hot, warm and cold customers do not add up to the number purchased.

Why      Every new customer came in one of three ways: by himself (hot), knowing the product (warm) or knowing
         nothing of it (cold). If the three do not give the number purchased, one of the four figures is wrong,
         and the share of hot customers cannot be judged.
Healthy  {stages: {contacted: 300, purchased: 60}, customers: {hot: 8, warm: 20, cold: 32}}
Ailing   {stages: {contacted: 300, purchased: 60}, customers: {hot: 8, warm: 20, cold: 40}}
"""

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.model import Customers, Role
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Rule, Skip


def mismatch(customers: Customers, purchased: int) -> str | None:
    """What does not fit, in words; None where all of it does."""
    hot, warm, cold = customers
    if hot is not None and warm is not None and cold is not None and hot + warm + cold == purchased:
        return None  # as nearly always; none of them is below zero
    for kind, number in zip(Customers._fields, customers, strict=True):
        if number is not None and number > purchased:
            return f"{figures.count(number)} {kind} customers are more than the {figures.count(purchased)} who purchased"
    total = customers.total
    if total is None:
        return None
    return (
        f"{hot} hot, {warm} warm and {cold} cold make {figures.count(total)} "
        f"customers, but {figures.count(purchased)} purchased"
    )


def _unless(context: Context) -> Skip | None:
    return (
        Skip("needs `customers:` with hot, warm and cold")
        if context.funnel.customers == Customers()
        else None
    )


def _check(context: Context, _: Rule) -> tuple[Outcome, ...]:
    customers = context.funnel.customers
    purchased = context.count(Role.PURCHASED)
    if Role.PURCHASED in context.contested:
        return (Skip(f"several stages claim the role `{Role.PURCHASED}` (FDX007)"),)
    if purchased is None:
        return (Skip("needs the count of a stage with the role `purchased`"),)
    if wrong := mismatch(customers, purchased):
        return (Finding(Severity.ERROR, f"{wrong}.", field="customers"),)
    return ()


rule = Rule(
    code="FDX004",
    name="customers-mismatch",
    summary="hot, warm and cold do not add up to those who purchased",
    cause="The two figures come from different sources, periods or definitions of a customer.",
    actions=(
        "Count new customers and their origin from one list of the period's sales.",
        "Leave out whoever bought before: only new customers are hot, warm or cold.",
    ),
    sources=("funneldx",),
    check=_check,
    unless=_unless,
    severities=(Severity.ERROR,),
)
