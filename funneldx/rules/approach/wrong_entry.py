"""The funnel starts at another stage than this way of selling does.

Why      The first stage says who takes the first step. If sellers go to buyers, the funnel starts with the people
         they look for; if buyers come, it starts with those who came. A funnel that starts elsewhere either
         leaves out work that is done, or is not sold in the way it says.
Says     Active selling starts with potential buyers, whom the seller looks for. Passive selling starts once contact
         is made (titov, insales-ua), at interest or the wish to buy (kakzarabativat), or at that wish (medoed),
         who adds that a passive funnel is the shorter one: awareness and sometimes interest are missing.
Healthy  {approach: passive, stages: {contacted: 600, interested: 300, purchased: 60}}
Ailing   {approach: passive, stages: {prospects: 900, contacted: 600, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip

_SOUGHT = (Role.PROSPECTS, Role.DIALED)
_EARLY = (*_SOUGHT, Role.CONTACTED, Role.LISTENED)

_UNCOUNTED = (
    "Whom the sellers looked for and whom they reached is not counted, so the first leak stays unseen."
)
_COUNT = (
    "Count from this week on how many buyers each seller sets out to contact and how many he reaches, and put both "
    "before the first stage.",
    "If nobody looks for buyers here, since they come, write `approach: passive`; if both happen, `approach: mixed`.",
)


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "active", "passive"):
        yield skip
        return
    first = context.funnel.stages[0]
    if first.role is None:
        yield Skip(f"the first stage, “{first.title}”, has no role")
    elif context.funnel.approach == "passive":
        if first.role in _SOUGHT:
            yield Finding(
                Severity.NOTE,
                f"The funnel says that buyers come by themselves, but starts at “{first.title}”: people whom a seller "
                "looked for.",
                stage=first,
                urgent=False,
            )
    elif first.role not in _EARLY:
        yield Finding(
            Severity.NOTE,
            f"The funnel says that sellers go to buyers, but starts at “{first.title}”, long after the first step.",
            stage=first,
            cause=_UNCOUNTED,
            actions=_COUNT,
            urgent=False,
        )


rule = Rule(
    code="FDX406",
    name="wrong-entry",
    summary="the stage at which an active or a passive funnel starts",
    cause="Either sellers do look for buyers here, or the first stage counts people who were never on their way to you.",
    actions=(
        "If sellers contact these people, write `approach: active`, or `approach: mixed` where others come by themselves.",
        "If nobody does, begin the funnel with those who called, wrote or walked in.",
    ),
    sources=("titov", "insales-ua", "kakzarabativat", "medoed"),
    check=_check,
    counts=False,
    looks_at=("stages", "approach"),
    severities=(Severity.NOTE,),
)
