"""More than half of those who agreed to come stay away.

Why      A full calendar and an empty room: every hour of preparation is spent on people who do not come.
Says     Our own records of 2025.
Healthy  stages: {agreed: 100, attended: 80}
Ailing   stages: {agreed: 100, attended: 20}
"""

from collections.abc import Iterator

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Finding, Rule

rule = RateRule(
    code="ACME100",
    name="empty-room",
    summary="attended of agreed",
    of=Role.AGREED,
    reached=Role.ATTENDED,
    sentence="{k} of {n} who agreed came",
    counted="who agreed",
    floor=Threshold.of("1:2", "stated"),
    cause="Nobody reminds them.",
    actions=("Call the day before.",),
    sources=("ACME 2025",),
)


def _crash(_: Context, __: Rule) -> Iterator[Finding]:
    raise RuntimeError("out of order")


def _declared(code: str, name: str) -> Rule:
    return Rule(code=code, name=name, summary="", cause="", actions=(), sources=(), check=_crash)


clashing = [_declared("FDX102", "acme-clash")]
crashing = [_declared("ACME101", "acme-crash")]
odd = ["no rule"]
