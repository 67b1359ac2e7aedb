"""A funnel and the rules to what they find: every rule ends in some way, and the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence

from funneldx import figures
from funneldx.diagnosis import (
    Bottleneck,
    Defect,
    Diagnosis,
    Evidence,
    FunnelReport,
    Glance,
    Passed,
    Skipped,
    Stake,
    Step,
    Suppressed,
)
from funneldx.model import Funnel, Role
from funneldx.rates import Level, Rate, Threshold
from funneldx.rules.context import Context, Kind, Thresholds, kind_key
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed


class Judgement:
    """How each rule ended for a funnel, before anything is selected or left out, and before it is put into words."""

    __slots__ = ("_evidence", "context", "defects", "found", "kin", "outside", "passed", "skipped")

    def __init__(self, context: Context, kin: _Kin) -> None:
        self.context = context
        self.kin = kin
        self.found: list[tuple[Rule, Finding]] = [*kin.found]
        """By code, those of one rule in its own order."""
        self.passed: list[tuple[Rule, Pass]] = [*kin.passed]
        """In no order."""
        self.skipped: list[tuple[str, str]] = context.skipped
        """Code and reason of each."""
        self.outside = context.outside
        """Codes of the rules that are about funnels of another kind."""
        self.defects: list[Defect] = []
        self._evidence: dict[int, Evidence] = {}

    def evidence(self, ended: Finding | Pass) -> Evidence | None:
        """The evidence for how a rule ended, worked out once."""
        given = ended.evidence
        if type(given) is not Weighed:
            return given  # type: ignore[return-value]  # mypy does not see that it is none
        found = self._evidence.get(id(given))
        if found is None:
            found = self._evidence[id(given)] = given.evidence(self.context.level)
        return found


class _Kin:
    """What is the same for all funnels of a kind, beside what the context knows: how some rules end."""

    def __init__(self, kind: Kind, rules: Sequence[Rule], context: Context) -> None:
        self.kind = kind
        self.found: list[tuple[Rule, Finding]] = []
        self.passed: list[tuple[Rule, Pass]] = []
        self.skipped: list[tuple[str, str]] = []
        self.outside: set[str] = set()
        live = []
        for rule in rules:
            outcomes = _settled(rule, context)
            if outcomes is None:
                live.append(rule)
            else:
                sort(rule, outcomes, self)
        self.live = tuple(live)
        """The rules that look at the counts, those that look at the others last."""
        self.order = {rule.code: index for index, rule in enumerate(rules)}
        self._rules = rules
        self._names = tuple(stage.name for stage in context.funnel.stages)
        self._roles = tuple(stage.role for stage in context.funnel.stages)
        self._without_figure: dict[frozenset[str], tuple[tuple[str, str], ...]] = {}
        self._grouped: tuple[list[tuple[str, str]], Container[str], tuple[Skipped, ...]] = ([], (), ())
        self._plain: dict[str, Passed] = {}

    def plainly_passed(self, rule: Rule, one: Pass, limits: Mapping[str, Threshold]) -> Passed:
        """A rule that passed without a rate, which is the same for all funnels of the kind."""
        found = self._plain.get(rule.code)
        if found is None or found.unsure is not one.unsure:
            found = Passed(
                rule.code, rule.name, one.unsure, None, one.stage.name if one.stage else None, limits
            )
            if one.stage is None:
                self._plain[rule.code] = found
        return found

    def without_figure(self, outside: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The steps between stages with roles that no rule, but for those `outside`, has a figure for."""
        codes = frozenset(outside)
        if codes not in self._without_figure:
            related = {pair for rule in self._rules if rule.code not in codes for pair in rule.relates}
            self._without_figure[codes] = tuple(
                (self._names[a], self._names[b])
                for a, b in self.kind.pairs
                if None not in (roles := (self._roles[a], self._roles[b])) and roles not in related
            )
        return self._without_figure[codes]

    def grouped(self, skipped: list[tuple[str, str]], codes: Container[str]) -> tuple[Skipped, ...]:
        """Rules skipped for the same reason, together; mostly the same ones as for the last funnel of the kind."""
        last, of, groups = self._grouped
        if of is not codes or last != skipped:
            by_reason: dict[str, list[str]] = {}
            for code, reason in skipped:
                if code in codes:
                    by_reason.setdefault(reason, []).append(code)
            groups = tuple(Skipped(tuple(of_reason), reason) for reason, of_reason in by_reason.items())
            self._grouped = (skipped, codes, groups)
        return groups


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
        self._kinds: dict[Hashable, _Kin] = {}

    def judge(self, funnel: Funnel, thresholds: Thresholds) -> Judgement:
        """Judge one funnel by every rule, those that look at the others last."""
        key = (kind_key(funnel), tuple(thresholds.items()) if thresholds else ())
        known = self._kinds.get(key)
        if known is None:
            known = self._new(key, funnel, thresholds)
        context = Context(funnel, self.level, thresholds, known.kind)
        context.skipped = [*known.skipped]
        if known.outside:
            context.outside = {*known.outside}
        judgement = Judgement(context, known)
        settled = len(known.skipped)
        for rule in known.live:
            if rule.comes_last and len(context.skipped) > settled:
                context.skipped.sort(key=lambda one: known.order[one[0]])
            try:
                outcomes = rule.judge(context)
            except Exception as error:  # noqa: BLE001  (a defect of one rule must not cost the others)
                judgement.defects.append(Defect(rule.code, rule.plugin, f"{type(error).__name__}: {error}"))
                continue
            if len(outcomes) == 1 and type(outcomes[0]) is Pass:
                judgement.passed.append((rule, outcomes[0]))
            else:
                sort(rule, outcomes, judgement)
        if len(judgement.found) > 1:
            judgement.found.sort(key=_code)
        if len(context.skipped) > settled:
            context.skipped.sort(key=lambda one: known.order[one[0]])
        return judgement

    def _new(self, key: Hashable, funnel: Funnel, thresholds: Thresholds) -> _Kin:
        if len(self._kinds) >= self._MOST_KINDS:
            self._kinds.clear()
        kind = Kind(funnel, self.level, thresholds)
        known = _Kin(kind, self.rules, Context(funnel, self.level, thresholds, kind))
        self._kinds[key] = known
        return known


def sort(rule: Rule, outcomes: Iterable[Outcome], into: Judgement | _Kin) -> None:
    """Put how a rule ended where it belongs."""
    for outcome in outcomes:
        kind = type(outcome)
        if kind is Pass:
            into.passed.append((rule, outcome))  # type: ignore[arg-type]
        elif kind is Finding:
            into.found.append((rule, outcome))  # type: ignore[arg-type]
        else:
            into.skipped.append((rule.code, outcome.reason))  # type: ignore[union-attr]
            if outcome.outside:  # type: ignore[union-attr]
                into.outside.add(rule.code)


def _code(ended: tuple[Rule, Finding | Pass]) -> str:
    return ended[0].code


def report(
    judgement: Judgement,
    kept: Iterable[tuple[Rule, Finding]],
    codes: Container[str],
    suppressed: tuple[Suppressed, ...] = (),
) -> FunnelReport:
    """Put into words what is reported of a funnel when policy has decided which findings, and rules, are kept."""
    context = judgement.context
    diagnoses = tuple([diagnosis(judgement, rule, finding) for rule, finding in kept])
    return FunnelReport(
        context.funnel,
        context.funnel.places.find(""),
        tuple(_steps(judgement)),
        _overall(context),
        diagnoses,
        tuple(
            [
                _passed(judgement, rule, one)
                for rule, one in sorted(judgement.passed, key=_code)
                if rule.code in codes
            ]
        ),
        judgement.kin.grouped(judgement.skipped, codes),
        suppressed,
        bottleneck(diagnoses),
        judgement.kin.without_figure(context.outside),
    )


def _passed(judgement: Judgement, rule: Rule, one: Pass) -> Passed:
    limits = rule.in_force(judgement.context)
    if one.evidence is None:
        return judgement.kin.plainly_passed(rule, one, limits)
    stage = one.stage.name if one.stage else None
    return Passed(rule.code, rule.name, one.unsure, judgement.evidence(one), stage, limits)


def diagnosis(judgement: Judgement, rule: Rule, finding: Finding) -> Diagnosis:
    """Put a finding into words."""
    context = judgement.context
    stage = finding.stage
    field = finding.field or (stage.field if stage else None)
    evidence = judgement.evidence(finding)
    message = finding.message
    return Diagnosis(
        rule.code,
        rule.name,
        rule.family,
        finding.severity,
        finding.confidence,
        finding.against,
        message if isinstance(message, str) else message(evidence),  # type: ignore[arg-type]  # whoever tells has some
        finding.cause or rule.cause,
        finding.actions or rule.actions,
        finding.urgent,
        rule.sources,
        stage.name if stage else None,
        finding.came_from.name if finding.came_from else None,
        field,
        context.funnel.places.find(field or ""),
        evidence,
        rule.in_force(context),
        stake(finding, context),
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


def glance(judgement: Judgement, kept: Iterable[tuple[Rule, Finding]], codes: Container[str]) -> Glance:
    """What a list of many funnels needs of one, of the findings and rules that are kept; nothing is put into words."""
    context = judgement.context
    found = tuple([(rule.code, finding.severity, finding.confidence) for rule, finding in kept])
    rates = sum([finding.evidence is not None for _, finding in kept])
    rates += sum([one.evidence is not None and rule.code in codes for rule, one in judgement.passed])
    return Glance(context.funnel, found, rates, _overall_rate(context), _neck(kept, context))


def _neck(kept: Iterable[tuple[Rule, Finding]], context: Context) -> Bottleneck | None:
    """The bottleneck, as `bottleneck` finds it."""
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


def _steps(judgement: Judgement) -> Iterator[Step]:
    """Each step, its ratio written as the rule that judged it writes it."""
    context = judgement.context
    stages, level = context.funnel.stages, context.level
    judged: dict[str | None, list[Evidence]] = {}
    ends: list[tuple[Rule, Finding | Pass]] = [*judgement.found, *judgement.passed]
    for _, ended in ends:
        if ended.evidence is not None and ended.stage and (evidence := judgement.evidence(ended)):
            judged.setdefault(ended.stage.name, []).append(evidence)
    for first, second in context.pairs:
        before, after = stages[first], stages[second]
        n, k = before.count, after.count
        assert n is not None
        assert k is not None
        for evidence in reversed(judged.get(after.name, ())):
            if evidence.rate == (k, n) and evidence.ratio is not None:
                break
        else:
            rate = Rate(k, n)
            interval = rate.interval(level) if level and n > 0 and k <= n else None
            evidence = Evidence(rate, figures.ratio(k, n), interval)
        yield Step(before.name, after.name, evidence)


def _overall(context: Context) -> Evidence | None:
    rate = _overall_rate(context)
    if rate is None:
        return None
    return Evidence(rate, figures.ratio(*rate), rate.interval(context.level) if context.level else None)


def _overall_rate(context: Context) -> Rate | None:
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
    return Rate(k, n)
