"""Two stages claim the same role, and nobody can say which one is meant.

Why      A rate needs one stage at each end. Stages that stand together may share a role (proposal and
         negotiation; then the first stands for it), but not when the file states it for both, or when another
         role lies between them. The rules that need the role are skipped.
Healthy  stages: {contacted: 300, Proposal: 90, Negotiation: 60, Won: 20}
Ailing   stages: {Offer: 90, interested: 60, contacted: 40, Quote: 20}
"""

from collections.abc import Iterator

from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    for clash in context.clashes:
        how = "the file gives both" if clash.both_given else "both names mean"
        yield Finding(
            Severity.ERROR,
            f"“{clash.first.title}” and “{clash.second.title}”: {how} the role {clash.role}; rules that need it are "
            "skipped.",
            stage=clash.second,
        )


rule = Rule(
    code="FDX007",
    name="duplicate-role",
    summary="two stages claim the same role",
    cause="A role was written twice, or two names mean the same although other stages lie between them.",
    actions=(
        "Write `role:` on the one stage that is meant, and on no other of the two.",
        "If the later one repeats the earlier, merge them, or leave one out.",
    ),
    sources=("funneldx",),
    check=_check,
    counts=False,
    looks_at=("stages",),
    severities=(Severity.ERROR,),
)
