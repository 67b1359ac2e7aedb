"""A stage is empty although people stood at the one before it: the funnel runs dry there.

Why      Whatever happens later, no rate can repair it: nobody is left. Either the count is missing, or this is
         the place to look first.
Healthy  stages: {contacted: 300, interested: 100, price_discussed: 60, purchased: 20}
Ailing   stages: {contacted: 300, interested: 100, price_discussed: 0, purchased: 0}
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    stages = context.funnel.stages
    for first, second in context.pairs:
        before, after = stages[first], stages[second]
        if before.count and after.count == 0:
            yield Finding(
                Severity.WARNING,
                f"Nobody of the {figures.count(before.count)} at “{before.title}” reached “{after.title}”: "
                "the funnel runs dry here.",
                stage=after,
                came_from=before,
            )


rule = Rule(
    code="FDX002",
    name="empty-stage",
    summary="a stage is 0 after one that is not",
    cause="Either the stage is not being recorded, or everybody is lost at this step.",
    actions=(
        "Ask whoever fills in the numbers whether this stage is counted at all; if not, leave its count empty.",
        "If it is, take the last ten who stood at the stage before, call them, and ask what stopped them.",
    ),
    sources=("funneldx",),
    check=_check,
    passes=lambda context: 0 not in context.counts,
    severities=(Severity.WARNING,),
)
