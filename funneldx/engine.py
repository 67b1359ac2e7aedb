"""A funnel and the rules to what they find: every rule ends in some way, and the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from funneldx import figures
from funneldx.diagnosis import (
    Bottleneck,
    Defect,
    Diagnosis,
    Evidence,
    FunnelReport,
    Passed,
    Skipped,
    Stake,
    Step,
)
from funneldx.model import Funnel, Location, Role
from funneldx.rates import Level, Rate
from funneldx.rules.context import Context, Thresholds
from funneldx.rules.rule import Finding, Pass, Rule


class Judgement(NamedTuple):
    """How each rule ended for a funnel, before anything is selected or left out."""

    context: Context
    diagnoses: tuple[Diagnosis, ...]
    passed: tuple[Passed, ...]
    skipped: tuple[tuple[str, str], ...]
    """Code and reason of each."""
    defects: tuple[Defect, ...]
    related: frozenset[tuple[Role | None, Role | None]]
    """The pairs of roles that some rule for funnels of this kind has a figure for."""


def judge(funnel: Funnel, rules: Sequence[Rule], level: Level | None, thresholds: Thresholds) -> Judgement:
    """Judge one funnel by every rule, those that look at the others last."""
    context = Context(funnel, level, thresholds)
    diagnoses: list[Diagnosis] = []
    passed: list[Passed] = []
    defects: list[Defect] = []
    for rule in sorted(rules, key=lambda rule: rule.comes_last):
        try:
            outcomes = tuple(rule.judge(context))
        except Exception as error:  # noqa: BLE001  (a defect of one rule must not cost the others)
            defects.append(Defect(rule.code, rule.plugin, f"{type(error).__name__}: {error}"))
            continue
        for outcome in outcomes:
            if isinstance(outcome, Finding):
                diagnoses.append(_diagnosis(outcome, rule, context))
            elif isinstance(outcome, Pass):
                stage = outcome.stage.name if outcome.stage else None
                limits = rule.in_force(context)
                passed.append(Passed(rule.code, rule.name, outcome.unsure, outcome.evidence, stage, limits))
            else:
                context.skipped.append((rule.code, outcome.reason))
                if outcome.outside:
                    context.outside.add(rule.code)
    for ended in (diagnoses, passed):
        ended.sort(key=lambda one: one.code)  # those that came last stand among the others
    related = frozenset(pair for rule in rules if rule.code not in context.outside for pair in rule.relates)
    return Judgement(
        context, tuple(diagnoses), tuple(passed), tuple(context.skipped), tuple(defects), related
    )


def report(judgement: Judgement, kept: Iterable[Diagnosis]) -> FunnelReport:
    """Put together what is reported of a funnel when policy has decided which diagnoses are kept."""
    context = judgement.context
    diagnoses = tuple(kept)
    steps = tuple(_steps(judgement))
    return FunnelReport(
        funnel=context.funnel,
        location=context.funnel.places.find(""),
        steps=steps,
        overall=_overall(context),
        diagnoses=diagnoses,
        passed=judgement.passed,
        skipped=_grouped(judgement.skipped),
        suppressed=(),
        bottleneck=bottleneck(diagnoses),
        without_figure=tuple(
            (step.came_from, step.to)
            for step in steps
            if None not in (roles := _roles(step, context)) and roles not in judgement.related
        ),
    )


def _diagnosis(finding: Finding, rule: Rule, context: Context) -> Diagnosis:
    field = finding.field or (finding.stage.field if finding.stage else None)
    location: Location = context.funnel.places.find(field or "")
    return Diagnosis(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        severity=finding.severity,
        confidence=finding.confidence,
        against=finding.against,
        message=finding.message,
        cause=finding.cause or rule.cause,
        actions=finding.actions or rule.actions,
        urgent=finding.urgent,
        sources=rule.sources,
        stage=finding.stage.name if finding.stage else None,
        came_from=finding.came_from.name if finding.came_from else None,
        field=field,
        location=location,
        evidence=finding.evidence,
        thresholds=rule.in_force(context),
        stake=_stake(finding, context),
    )


def _stake(finding: Finding, context: Context) -> Stake | None:
    """What bringing the rate to its aim would give while all later rates stay as they are.

    None where the rate is no link of the chain, nobody got through, or nothing was sold that could grow.
    """
    if finding.aim is None or finding.evidence is None:
        return None
    sold = context.purchased
    rate = finding.evidence.rate
    if not sold or not rate.k or _rises_later(finding, context) or _comes_after_the_sale(finding, context):
        return None

    def more(at: float) -> float:
        return max(0.0, sold * (finding.aim.share.value / at - 1))  # type: ignore[union-attr]

    low, high = finding.evidence.interval or (rate.value, rate.value)
    purchases = more(rate.value)
    value = context.funnel.deal_value
    return Stake(
        purchases=purchases,
        low=more(high),
        high=more(low) if low > 0 else None,
        aim=finding.aim,
        amount=purchases * value.amount if value else None,
        currency=value.currency if value else None,
    )


def _comes_after_the_sale(finding: Finding, context: Context) -> bool:
    """Whether the stage reached stands behind the purchase, so that more at it are no more purchases."""
    purchased = context.standing.get(Role.PURCHASED)
    if purchased is None or finding.stage is None:
        return False
    return context.funnel.stages.index(finding.stage) > purchased


def _rises_later(finding: Finding, context: Context) -> bool:
    """Whether some rate between the stage reached and the purchase means nothing, so that it cannot stay as it is."""
    purchased = context.standing.get(Role.PURCHASED)
    if purchased is None or finding.stage is None:
        return False
    return context.rise_within(context.funnel.stages.index(finding.stage), purchased) is not None


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


def _steps(judgement: Judgement) -> Iterator[Step]:
    context = judgement.context
    ratios: dict[tuple[str | None, int, int], str | None] = {}
    for stage, evidence in (
        *((one.stage, one.evidence) for one in judgement.diagnoses),
        *((one.stage, one.evidence) for one in judgement.passed),
    ):
        if evidence:
            ratios[stage, evidence.rate.k, evidence.rate.n] = evidence.ratio
    for first, second in context.pairs:
        before, after = context.funnel.stages[first], context.funnel.stages[second]
        n, k = before.count, after.count
        assert n is not None
        assert k is not None
        rate = Rate(k, n)
        interval = rate.interval(context.level) if context.level and n > 0 and k <= n else None
        ratio = ratios.get((after.name, k, n)) or figures.ratio(k, n)
        yield Step(before.name, after.name, k, n, ratio, interval)


def _roles(step: Step, context: Context) -> tuple[Role | None, Role | None]:
    roles = {stage.name: stage.role for stage in context.funnel.stages}
    return roles[step.came_from], roles[step.to]


def _overall(context: Context) -> Evidence | None:
    """Purchased (else the last known stage) of the first known stage."""
    if len(context.known) < 2:
        return None
    stages = context.funnel.stages
    first = stages[context.known[0]]
    purchased = context.stage(Role.PURCHASED)
    last = purchased if purchased and purchased.count is not None else stages[context.known[-1]]
    n, k = first.count, last.count
    if not n or k is None or k > n or first is last:
        return None
    rate = Rate(k, n)
    return Evidence(rate, figures.ratio(k, n), rate.interval(context.level) if context.level else None)


def _grouped(skipped: Iterable[tuple[str, str]]) -> tuple[Skipped, ...]:
    """Rules skipped for the same reason stand together."""
    codes: dict[str, list[str]] = {}
    for code, reason in skipped:
        codes.setdefault(reason, []).append(code)
    return tuple(Skipped(tuple(of), reason) for reason, of in codes.items())
