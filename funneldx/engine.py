"""A funnel and the rules to what they find: every rule ends in some way, and the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence

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
    Suppressed,
)
from funneldx.model import Funnel, Location, Role
from funneldx.rates import Level, Rate
from funneldx.rules.context import Context, Kind, Thresholds, kind_key
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed


class Judgement:
    """How each rule ended for a funnel, before anything is selected or left out, and before it is put into words."""

    __slots__ = ("context", "defects", "found", "kind", "passed", "skipped")

    def __init__(self, context: Context, kind: _Judged) -> None:
        self.context = context
        self.kind = kind
        self.found: list[tuple[Rule, Finding]] = []
        """By code, those of one rule in its own order."""
        self.passed: list[tuple[Rule, Pass]] = []
        self.skipped: list[tuple[str, str]] = context.skipped
        """Code and reason of each."""
        self.defects: list[Defect] = []

    def diagnosis(self, rule: Rule, finding: Finding) -> Diagnosis:
        """Put a finding into words."""
        return _diagnosis(finding, rule, self.context)


class _Judged:
    """What is the same for all funnels of a kind: the rules that look at no count, and what they found."""

    def __init__(self, kind: Kind, rules: Sequence[Rule], context: Context) -> None:
        self.kind = kind
        self.settled: tuple[tuple[Rule, tuple[Outcome, ...] | None], ...] = tuple(
            (rule, _settled(rule, context)) for rule in rules
        )
        self._rules = rules
        self._related: dict[frozenset[str], frozenset[tuple[Role | None, Role | None]]] = {}

    def related(self, outside: Iterable[str]) -> frozenset[tuple[Role | None, Role | None]]:
        """The pairs of roles that some rule for funnels of this kind has a figure for."""
        codes = frozenset(outside)
        if codes not in self._related:
            self._related[codes] = frozenset(
                pair for rule in self._rules if rule.code not in codes for pair in rule.relates
            )
        return self._related[codes]


def _settled(rule: Rule, context: Context) -> tuple[Outcome, ...] | None:
    try:
        return rule.settle(context)
    except Exception:  # noqa: BLE001  (told for each funnel, when it is judged)
        return None


class Engine:
    """The rules of a run, bound to a confidence level.

    What depends on nothing but the kind of a funnel is worked out once for each kind.
    """

    _MOST_KINDS = 2048

    def __init__(self, rules: Iterable[Rule], level: Level | None) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.comes_last))
        self.level = level
        self._kinds: dict[Hashable, _Judged] = {}

    def judge(self, funnel: Funnel, thresholds: Thresholds) -> Judgement:
        """Judge one funnel by every rule, those that look at the others last."""
        key = (kind_key(funnel), tuple(thresholds.items()) if thresholds else ())
        known = self._kinds.get(key)
        if known is None:
            known = self._new(key, funnel, thresholds)
        context = Context(funnel, self.level, thresholds, known.kind)
        judgement = Judgement(context, known)
        for rule, settled in known.settled:
            if settled is None:
                try:
                    outcomes = tuple(rule.judge(context))
                except Exception as error:  # noqa: BLE001  (a defect of one rule must not cost the others)
                    judgement.defects.append(
                        Defect(rule.code, rule.plugin, f"{type(error).__name__}: {error}")
                    )
                    continue
            else:
                outcomes = settled
            for outcome in outcomes:
                kind = type(outcome)
                if kind is Pass:
                    judgement.passed.append((rule, outcome))  # type: ignore[arg-type]
                elif kind is Finding:
                    judgement.found.append((rule, outcome))  # type: ignore[arg-type]
                else:
                    context.skipped.append((rule.code, outcome.reason))  # type: ignore[union-attr]
                    if outcome.outside:  # type: ignore[union-attr]
                        context.outside.add(rule.code)
        judgement.found.sort(key=_code)  # those that came last stand among the others
        judgement.passed.sort(key=_code)
        return judgement

    def _new(self, key: Hashable, funnel: Funnel, thresholds: Thresholds) -> _Judged:
        if len(self._kinds) >= self._MOST_KINDS:
            self._kinds.clear()
        kind = Kind(funnel, self.level, thresholds)
        known = _Judged(kind, self.rules, Context(funnel, self.level, thresholds, kind))
        self._kinds[key] = known
        return known


def _code(ended: tuple[Rule, Finding | Pass]) -> str:
    return ended[0].code


def report(
    judgement: Judgement,
    kept: Iterable[Diagnosis],
    codes: Container[str],
    suppressed: tuple[Suppressed, ...] = (),
) -> FunnelReport:
    """Put together what is reported of a funnel when policy has decided which diagnoses, and rules, are kept."""
    context = judgement.context
    level = context.level
    diagnoses = tuple(kept)
    passed = tuple(
        [
            Passed(
                rule.code,
                rule.name,
                one.unsure,
                _evidence(one.evidence, level),
                one.stage.name if one.stage else None,
                rule.in_force(context),
            )
            for rule, one in judgement.passed
        ]
    )
    steps = tuple(_steps(judgement, passed))
    related = judgement.kind.related(context.outside)
    return FunnelReport(
        funnel=context.funnel,
        location=context.funnel.places.find(""),
        steps=steps,
        overall=_overall(context),
        diagnoses=diagnoses,
        passed=tuple([one for one in passed if one.code in codes]),
        skipped=_grouped(judgement.skipped, codes),
        suppressed=suppressed,
        bottleneck=bottleneck(diagnoses),
        without_figure=tuple(
            (step.came_from, step.to)
            for step in steps
            if None not in (roles := _roles(step, context)) and roles not in related
        ),
    )


def _evidence(given: Evidence | Weighed | None, level: Level | None) -> Evidence | None:
    return given.evidence(level) if type(given) is Weighed else given  # type: ignore[return-value]


def _diagnosis(finding: Finding, rule: Rule, context: Context) -> Diagnosis:
    field = finding.field or (finding.stage.field if finding.stage else None)
    location: Location = context.funnel.places.find(field or "")
    evidence = _evidence(finding.evidence, context.level)
    message = finding.message
    return Diagnosis(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        severity=finding.severity,
        confidence=finding.confidence,
        against=finding.against,
        message=message if isinstance(message, str) else message(evidence),  # type: ignore[arg-type]
        cause=finding.cause or rule.cause,
        actions=finding.actions or rule.actions,
        urgent=finding.urgent,
        sources=rule.sources,
        stage=finding.stage.name if finding.stage else None,
        came_from=finding.came_from.name if finding.came_from else None,
        field=field,
        location=location,
        evidence=evidence,
        thresholds=rule.in_force(context),
        stake=stake(finding, context),
    )


def stake(finding: Finding, context: Context) -> Stake | None:
    """What bringing the rate to its aim would give while all later rates stay as they are.

    None where the rate is no link of the chain, nobody got through, or nothing was sold that could grow.
    """
    if finding.aim is None or finding.evidence is None:
        return None
    sold = context.purchased
    rate = finding.evidence.rate
    if not sold or not rate.k or _is_no_link(finding, context):
        return None
    aim = finding.aim.share.value
    low, high = rate.interval(context.level) if context.level else (rate.value, rate.value)
    purchases = max(0.0, sold * (aim / rate.value - 1))
    value = context.funnel.deal_value
    return Stake(
        purchases,
        max(0.0, sold * (aim / high - 1)),
        max(0.0, sold * (aim / low - 1)) if low > 0 else None,
        finding.aim,
        purchases * value.amount if value else None,
        value.currency if value else None,
    )


def _is_no_link(finding: Finding, context: Context) -> bool:
    """Whether more at the stage reached are no more purchases.

    It stands behind the purchase, or some rate between the two means nothing, so that it cannot stay as it is.
    """
    purchased = context.standing.get(Role.PURCHASED)
    if purchased is None or finding.stage is None:
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


def _steps(judgement: Judgement, passed: Iterable[Passed]) -> Iterator[Step]:
    """Each step, its ratio written as the rule that judged it writes it."""
    context = judgement.context
    ratios: dict[tuple[str | None, int, int], str | None] = {}
    for _, finding in judgement.found:
        if evidence := _evidence(finding.evidence, context.level):
            ratios[finding.stage.name if finding.stage else None, *evidence.rate] = evidence.ratio
    for one in passed:
        if one.evidence:
            ratios[one.stage, *one.evidence.rate] = one.evidence.ratio
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


def _grouped(skipped: Iterable[tuple[str, str]], codes: Container[str]) -> tuple[Skipped, ...]:
    """Rules skipped for the same reason stand together."""
    by_reason: dict[str, list[str]] = {}
    for code, reason in skipped:
        if code in codes:
            by_reason.setdefault(reason, []).append(code)
    return tuple(Skipped(tuple(of), reason) for reason, of in by_reason.items())
