"""Not one rate could be judged: a clean result would be an illusion.

Why      A check that finds nothing because it could look at nothing must not be green. If the stages are those
         of a shop or an app (visits, cart, checkout), there is simply no rule for them: the documents' ratios
         are about people whom sellers contact. Rules of one's own, or a comparison over periods, say more.
Healthy  stages: {contacted: 900, interested: 300}
Ailing   stages: {Alpha: 900, Beta: 300}
"""

from collections.abc import Iterator

from funneldx import stage_names
from funneldx.diagnosis import Severity
from funneldx.model import Role, Stage
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule

_NOT_ABOUT_RATES = ("FDX0", "FDX4", "FDX5")
_OWN = (
    "Set a figure of your own for any two stages: `rules:` in .funneldx.yaml, with the names of the stages, a floor and "
    "a typical value."
)
_COLD_CALLS = (
    "Name at least two stages of the calls by their roles: dialed, contacted (who picked up), listened, agreed, "
    "attended, purchased.",
    "Where a name must stay, give the role beside it: {name: …, role: listened, count: …}.",
)

_STAGES = (
    "Count those who reached two neighbouring ones of these, beside the stages you have: prospects, contacted, "
    "interested, price discussed, purchased. Even a tally for one month will do.",
    _OWN,
)
"""What to do where every name is known, and there is nothing to rename."""


def _of_a_shop(stages: tuple[Stage, ...]) -> bool:
    """Whether these are the steps of a shop or an app: known ones without a role, and at most an order at the end."""
    without_role = [stage for stage in stages if stage.role is None]
    return (
        bool(without_role)
        and all(
            stage_names.is_known(stage.name) and not stage_names.is_exit(stage.name) for stage in without_role
        )
        and all(stage.role in {None, Role.PURCHASED, Role.REPEAT} for stage in stages)
    )


def _check(context: Context, _: Rule) -> Iterator[Finding]:
    if context.rate_judged:
        return
    if _of_a_shop(context.funnel.stages):
        yield Finding(
            Severity.WARNING,
            "Not one rate could be judged: the stages are those of a shop or an app, which the documents set no "
            "ratio for.",
            field="stages",
            cause="The rules are about people whom sellers contact, not about visits and carts.",
            actions=(
                _OWN,
                "Compare the steps with your own past: the same funnel over several periods shows what got worse.",
                "If sellers do talk to these buyers, add those stages: contacted, interested, price_discussed, purchased.",
            ),
        )
    else:
        known = not any(_is_unknown(stage) for stage in context.funnel.stages)
        yield Finding(
            Severity.ERROR,
            "Not one rate could be judged, so this funnel has not been checked at all.",
            field="stages",
            cause=f"Every rule about rates was skipped. {_reasons(context)}",
            actions=_COLD_CALLS if context.cold_calling else _STAGES if known else None,
        )


def _is_unknown(stage: Stage) -> bool:
    return stage.role is None and not stage_names.is_known(stage.name)


def _reasons(context: Context) -> str:
    """Why each of them was, once for each reason; not those that are about funnels of another kind."""
    codes: dict[str, list[str]] = {}
    for code, reason in context.skipped:
        if code not in context.outside and not code.startswith(_NOT_ABOUT_RATES):
            codes.setdefault(reason, []).append(code)
    return "; ".join(f"{', '.join(of)}: {reason}" for reason, of in codes.items()) + "."


rule = Rule(
    code="FDX005",
    name="nothing-checked",
    summary="no rate rule could be evaluated",
    cause="Every rule about rates was skipped, mostly since no two stages that they relate have a role and a count.",
    actions=(
        "Name at least two neighbouring stages by their roles: prospects, contacted, interested, price_discussed, "
        "purchased.",
        "Where a name must stay, give the role beside it: {name: …, role: interested, count: …}; in a table in a column "
        "`role`, or with --columns interested=HEADER where each stage has a column.",
        _OWN,
    ),
    sources=("funneldx",),
    check=_check,
    passes=lambda context: context.rate_judged,
    severities=(Severity.WARNING, Severity.ERROR),
    comes_last=True,
)
