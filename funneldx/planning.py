"""How many are needed at each stage for a target, worked backwards from the purchase.

A plan is made for what happens on average. Of those who stand at a stage, a share buys in the end: today that is
purchased of the stage, `k` of `n`. So `T` sales need `T · n / k` there, rounded up: the least whole number whose
average is not under the target. Each stage is worked out from the target itself, never from the rounded number of
the next stage, since rounding up at every step would add up. All of it is done in fractions and whole numbers.

**The range.** Two ways lead to a range over several steps: an interval for each step, multiplied, or one for the
whole way. Multiplying the ends of intervals takes every step to be at its worst at once, which is far rarer than the
confidence level says, so that the range would be too wide by an unknown amount. But whoever stands at a stage either
buys in the end or does not: purchased of that stage is a single share, whatever lies between. Its Wilson interval
`low…high` is the evidence for the whole way, and `T / high` to `T / low` are the numbers needed there. That is exact
and simple, and the steps between cannot disagree with it.

The range says how well today's counts tell the rates, at the confidence level of the run. It is none of what the
coming period will do: even at exactly known rates that falls out a little above or below by chance. Aims and settings
are wishes, with no evidence behind them, so only the numbers at today's rates have a range.

**Typical rates** come from the diagnoses of the report: a rule that applies and found a rate under its typical value
gives an aim. One whose value stands only in a worked example gives none, nor does a rule that the funnel ignores; a
rate that is typical or better stays as it is. Where a rule looks across several steps, its value says nothing of the
stages between.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, isqrt, prod

from funneldx.chain import CannotPlanError, Chain, chain_of
from funneldx.diagnosis import FunnelReport
from funneldx.errors import nearest
from funneldx.figures import listing
from funneldx.model import Funnel, Role
from funneldx.plan import (
    Aim,
    Change,
    Goal,
    Needed,
    Plan,
    PlannedStage,
    Revenue,
    Setting,
    Target,
    Yield,
)
from funneldx.rates import Level, Rate
from funneldx.rules.context import Context
from funneldx.stage_names import normal


def plan(report: FunnelReport, goal: Goal, level: Level | None) -> Plan:
    """Plan one funnel, as it was judged; `level` None takes today's rates literally."""
    try:
        return _planned(report, goal, level)
    except CannotPlanError as cannot:
        return Plan(report, cannot.unplanned)


def needed(target: int, rate: Fraction) -> int:
    """Return the least number of which `rate` is at least the target."""
    return ceil(target / rate)


def needed_range(target: int, rate: Rate, level: Level) -> tuple[int, int]:
    """Return the least numbers that give the target at the ends of the Wilson interval of `rate`, best end first.

    Exact but for z, which is the float of the level: `target / p`, where p solves (k/n − p)² = z² p (1 − p) / n, is
    itself the root of a quadratic with whole coefficients.
    """
    k, n = rate
    zz = Fraction(level.z) ** 2
    middle = target * n * (2 * k + zz)
    under_root = target * target * zz * (4 * k * n * (n - k) + n * n * zz)
    below = 2 * k * k
    scale = middle.denominator * under_root.denominator
    middle, squared = middle * scale, under_root * scale * scale
    low, high = _rooted(middle.numerator, squared.numerator, below * scale)
    return low, high


def _rooted(middle: int, squared: int, below: int) -> tuple[int, int]:
    """(middle ∓ √squared) / below, each rounded up."""
    root = isqrt(squared)
    whole = root * root == squared
    least, most = (middle - root, middle + root) if whole else (middle - root - 1, middle + root)
    if whole:
        return -(-least // below), -(-most // below)
    return least // below + 1, most // below + 1


def _planned(report: FunnelReport, goal: Goal, level: Level | None) -> Plan:
    funnel = report.funnel
    context = Context(funnel, level, {})
    chain = chain_of(context)
    target = _target(goal, funnel, chain)
    changes = tuple(_changes(goal.settings, context, chain))
    aims = _aims(report, chain)
    typical, changed = _typical(chain, aims), _changed(chain, changes)
    needs = _needs(target.sales, chain, typical, changed, level) if target else [None] * len(changed)
    first, usual = chain.counts[0], typical[0]
    assert usual is not None
    planned = {
        stage.name: PlannedStage(
            stage,
            need if need is None or changes else need._replace(changed=None),
            first * changed[0] / share if changes else None,
        )
        for stage, need, share in zip(chain.stages, needs, changed, strict=True)
    }
    end = funnel.stages.index(chain.stages[-1])
    return Plan(
        report=report,
        target=target,
        stages=tuple(planned.get(stage.name, PlannedStage(stage)) for stage in funnel.stages[: end + 1]),
        sold=chain.sold,
        aims=aims,
        changes=changes,
        today=_yield(Fraction(chain.counts[-1]), funnel, chain),
        typical=_yield(first * usual, funnel, chain) if aims else None,
        changed=_yield(first * changed[0], funnel, chain) if changes else None,
    )


def _needs(
    sales: int, chain: Chain, typical: list[Fraction | None], changed: list[Fraction], level: Level | None
) -> list[Needed | None]:
    """How many are needed at each stage of the chain, where these shares of each reach its end."""
    k = chain.counts[-1]
    needs: list[Needed | None] = []
    for stage, n, usual, other in zip(chain.stages, chain.counts, typical, changed, strict=True):
        ends: tuple[int, int] | tuple[None, None] = (None, None)
        if level:
            itself = stage is chain.stages[-1]
            ends = (sales, sales) if itself else needed_range(sales, Rate(k, n), level)
        needs.append(
            Needed(
                today=needed(sales, Fraction(k, n)),
                low=ends[0],
                high=ends[1],
                typical=None if usual is None else needed(sales, usual),
                changed=needed(sales, other),
            )
        )
    return needs


def _target(goal: Goal, funnel: Funnel, chain: Chain) -> Target | None:
    """What to plan for in whole sales, or why the money asked for cannot be told in sales."""
    if goal.revenue is None:
        return None if goal.sales is None else Target(goal.sales, None)
    if not chain.sold:
        raise CannotPlanError(
            "no stage is the purchase, so that nothing says how many sales the money takes",
            "write `role: purchased` on the stage that is the sale, or plan for a number with --target",
        )
    each = funnel.deal_value
    if each is None:
        raise CannotPlanError(
            "there is no `deal_value`, so that nothing says how many sales the money takes",
            "write `deal_value: 1200 EUR` into the file, or plan for a number with --target",
        )
    asked = goal.revenue.currency
    if asked and asked.casefold() != (each.currency or "").casefold():
        raise CannotPlanError(
            f"the target is in {asked}, `deal_value` in {each.currency or 'no currency'}",
            "give both in the same currency: nothing is converted",
        )
    value = _exact(each.amount)
    return Target(ceil(goal.revenue.amount / value), Revenue(goal.revenue.amount, each.currency))


def _exact(amount: float) -> Fraction:
    """The amount as it was written: 0.1 is a tenth, whatever float stands for it."""
    return Fraction(repr(amount))


def _changes(settings: tuple[Setting, ...], context: Context, chain: Chain) -> Iterator[Change]:
    """Find the step of each setting, or say why there is none."""
    seen: dict[int, str] = {}
    for setting in settings:
        at = _position(setting.word, context, chain)
        if at in seen:
            raise CannotPlanError(
                f"“{seen[at]}” and “{setting.word}” of --set are the same stage here", "set it once"
            )
        seen[at] = setting.word
        before, after = chain.stages[at - 1], chain.stages[at]
        yield Change(before.name, after.name, Rate(chain.counts[at], chain.counts[at - 1]), setting.share)


def _position(word: str, context: Context, chain: Chain) -> int:
    stages = context.funnel.stages
    key = normal(word)
    named = next((stage for stage in stages if key in {normal(stage.name), normal(stage.title)}), None)
    role = next((role for role in Role if normal(role) == key), None)
    stage = named or (context.stage(role) if role else None)
    settable = chain.stages[1:]
    hint = f"--set takes {listing([f'“{one.title}”' for one in settable], 'or')} here"
    if stage is None:
        like = nearest(word, [one.title for one in settable])
        raise CannotPlanError(f"--set speaks of “{word}”, which is no stage or role here{like}", hint)
    if not named and role in context.contested:
        raise CannotPlanError(
            f"--set speaks of `{role}`, a role that several stages claim (FDX007)",
            "name the stage itself",
        )
    if stage == chain.stages[0]:
        raise CannotPlanError(
            f"--set speaks of “{stage.title}”, the first stage: there is none before it to be a share of",
            hint,
        )
    if stage not in chain.stages:
        why = (
            "comes after the target"
            if stages.index(stage) > stages.index(chain.stages[-1])
            else "is not counted"
        )
        raise CannotPlanError(f"--set speaks of “{stage.title}”, which {why}", hint)
    return chain.stages.index(stage)


def _aims(report: FunnelReport, chain: Chain) -> tuple[Aim, ...]:
    """The rates to bring to what is typical, in the order of the stages; the shorter where two overlap."""
    names = chain.names
    found: list[tuple[int, int, Aim]] = []
    for one in report.diagnoses:
        typical = one.thresholds.get("typical")
        if typical is None or typical.basis == "example" or one.evidence is None:
            continue
        if one.came_from not in names or one.stage not in names or not one.evidence.rate.under(typical.share):
            continue
        first, last = names.index(one.came_from), names.index(one.stage)
        if first < last:
            unsure = one.confidence == "suspected"
            aim = Aim(one.code, one.name, one.came_from, one.stage, one.evidence.rate, typical, unsure)
            found.append((first, last, aim))
    kept: list[tuple[int, int, Aim]] = []
    for first, last, aim in sorted(found, key=lambda span: (span[1] - span[0], span[2].code)):
        if all(last <= a or b <= first for a, b, _ in kept):
            kept.append((first, last, aim))
    return tuple(aim for *_, aim in sorted(kept, key=lambda span: span[0]))


def _typical(chain: Chain, aims: tuple[Aim, ...]) -> list[Fraction | None]:
    """The share of each stage that reaches the target's with the aims met; None inside the span of an aim."""
    names = chain.names
    ends = {names.index(aim.to): aim for aim in aims}
    shares: list[Fraction | None] = [None] * len(names)
    at, share = len(names) - 1, Fraction(1)
    shares[at] = share
    while at:
        if aim := ends.get(at):
            at = names.index(aim.came_from)
            share *= Fraction(*aim.typical.share)
        else:
            share *= Fraction(chain.counts[at], chain.counts[at - 1])
            at -= 1
        shares[at] = share
    return shares


def _changed(chain: Chain, changes: tuple[Change, ...]) -> list[Fraction]:
    """The share of each stage that reaches the target's with the settings."""
    set_to = {change.to: Fraction(*change.share) for change in changes}
    steps = [
        set_to.get(stage.name, Fraction(k, n))
        for stage, (n, k) in zip(chain.stages[1:], pairwise(chain.counts), strict=True)
    ]
    return [prod(steps[at:], start=Fraction(1)) for at in range(len(chain.stages))]


def _yield(sales: Fraction, funnel: Funnel, chain: Chain) -> Yield:
    value = funnel.deal_value
    return Yield(sales, sales * _exact(value.amount) if value and chain.sold else None)
