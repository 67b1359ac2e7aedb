"""What the repair of a leak is worth, and which one to repair first."""

from __future__ import annotations

from collections.abc import Iterable

from funneldx.diagnosis import Bottleneck, Diagnosis, Stake
from funneldx.model import Role
from funneldx.rates import Interval
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Rule
from funneldx.tuples import maker

_made_stake = maker(Stake)


def stake(finding: Finding, context: Context, interval: Interval | None = None) -> Stake | None:
    """What bringing the rate to its aim would give while all later rates stay as they are.

    `interval` is that of the rate, where it is known. None where the rate is no link of the chain, nobody got
    through, or nothing was sold that could grow.
    """
    limit = finding.aim
    if limit is None or finding.evidence is None:
        return None
    sold = context.purchased
    rate = finding.evidence.rate
    if not sold or not rate.k or _is_no_link(finding, context):
        return None
    aim, value = limit.share.value, rate.value
    level = context.level
    low, high = interval or (rate.interval(level) if level else (value, value))
    purchases = max(0.0, sold * (aim / value - 1))
    worth = context.funnel.deal_value
    return _made_stake(
        (
            purchases,
            max(0.0, sold * (aim / high - 1)),
            max(0.0, sold * (aim / low - 1)) if low > 0 else None,
            limit,
            purchases * worth.amount if worth else None,
            worth.currency if worth else None,
        )
    )


def _is_no_link(finding: Finding, context: Context) -> bool:
    """Whether more at the stage reached are no more purchases.

    It stands behind the purchase, or some rate between the two means nothing, so that it cannot stay as it is. Nor can
    anything be known of stages that the finding does not name.
    """
    if finding.stage is None or finding.came_from is None:
        return True
    purchased = context.standing.get(Role.PURCHASED)
    if purchased is None:
        return False
    reached = context.kind.index[finding.stage.name]
    return reached > purchased or context.rise_within(reached, purchased) is not None


def bottleneck(diagnoses: Iterable[Diagnosis]) -> Bottleneck | None:
    """What to fix first: where the funnel runs dry, else the step whose repair is worth most."""
    worst: Diagnosis | None = None
    for diagnosis in diagnoses:
        if diagnosis.code == "FDX002":
            worst = diagnosis
            break
        if diagnosis.stake and (worst is None or diagnosis.stake.purchases > worst.stake.purchases):  # type: ignore[union-attr]
            worst = diagnosis
    if worst is None:
        return None
    assert worst.came_from is not None
    assert worst.stage is not None
    return Bottleneck(worst.code, worst.came_from, worst.stage, worst.stake)


def neck(kept: Iterable[tuple[Rule, Finding]], context: Context) -> Bottleneck | None:
    """What to fix first, as `bottleneck` finds it, before anything is put into words."""
    worst: tuple[Rule, Finding] | None = None
    most: Stake | None = None
    for rule, finding in kept:
        if rule.code == "FDX002":
            worst, most = (rule, finding), None
            break
        one = stake(finding, context) if finding.aim is not None else None
        if one and (most is None or one.purchases > most.purchases):
            worst, most = (rule, finding), one
    if worst is None:
        return None
    rule, finding = worst
    assert finding.came_from is not None
    assert finding.stage is not None
    return Bottleneck(rule.code, finding.came_from.name, finding.stage.name, most)
