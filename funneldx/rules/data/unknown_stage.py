"""A stage has no role, so no rule knows what it means.

Why      The rules ask for roles (contacted, interested, …), not for names, and a name is never guessed at. A
         stage that nobody recognises is drawn and counted, but not judged. Steps of a shop or an app (visits,
         cart, sign-up) are known and have no role on purpose: the documents' ratios are about people whom
         sellers contact.
Healthy  stages: {Leads: 500, Contacted: 200, Qualified: 80, Won: 20}
Ailing   stages: {Leads: 500, Contacted: 200, Warmed through: 80, Won: 20}
"""

from collections.abc import Iterator

from funneldx import figures, stage_names
from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule

_MOST = 25
"""Unknown names beyond which this is no misspelling but another kind of list; looking for similar ones takes long."""


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    unknown = [
        stage
        for stage in context.funnel.stages
        if stage.role is None and not stage_names.is_known(stage.name)
    ]
    for stage in unknown:
        close = stage_names.similar(stage.name) if len(unknown) <= _MOST else ()
        names = figures.listing((f"“{name}” (role {role})" for name, role in close), "or") if close else ""
        suggestion = f"; did you mean {names}?" if names else "."
        yield Finding(
            Severity.NOTE,
            f"“{stage.title}” is not a known stage, so no rule judges it{suggestion}",
            stage=stage,
            urgent=False,
        )


rule = Rule(
    code="FDX003",
    name="unknown-stage",
    summary="a stage whose name has no role",
    cause="The name is your own, or misspelt.",
    actions=(
        "Correct the name, or say what it means: {name: …, role: interested, count: …}; in a table in a column "
        "`role`, or with --columns interested=HEADER where each stage has a column. If it has none of the roles, leave it.",
        f"The roles are {', '.join(Role)}.",
    ),
    sources=("funneldx",),
    check=_check,
    counts=False,
    looks_at=("stages",),
    severities=(Severity.NOTE,),
)
