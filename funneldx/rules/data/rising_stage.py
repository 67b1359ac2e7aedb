"""A later stage holds more people than the one before it.

Why      Nobody reaches a stage without passing the one before, so a stage that grows is counted in another way:
         another period, another source, events instead of people, or deals standing in a stage today instead
         of deals that ever reached it. A rate across such a pair means nothing, so the rules that need it are
         skipped. Calls dialled may exceed prospects: those are attempts, several for each person.
Healthy  stages: {prospects: 1500, dialed: 4000, contacted: 900}
Ailing   stages: {contacted: 200, interested: 60, price_discussed: 90}
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    for before, after in context.rising:
        assert before.count is not None
        assert after.count is not None
        yield Finding(
            Severity.ERROR,
            f"{figures.count(after.count)} stand at “{after.title}”, more than the {figures.count(before.count)} "
            f"at “{before.title}” before it; rates across this step are not judged.",
            stage=after,
            came_from=before,
        )


rule = Rule(
    code="FDX001",
    name="rising-stage",
    summary="a later stage holds more than the one before it",
    cause="The two stages are not counted alike, or stand in the wrong order.",
    actions=(
        "Check that both count the same thing (people, not events) over the same period.",
        "In an export of a CRM, count the deals that ever reached the stage, not those that stand in it today.",
        "If buyers really can enter at the later stage, describe that way in as a funnel of its own.",
    ),
    sources=("funneldx",),
    check=_check,
    passes=lambda context: not context.rises,
    severities=(Severity.ERROR,),
)
