"""A funnel and the rules to what they find: every rule ends in some way, and the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable
from operator import itemgetter

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
from funneldx.rates import Level, Rate, Threshold, made_rate
from funneldx.rules.context import Context, Kind, Thresholds, kind_key
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed, made_evidence
from funneldx.tuples import maker

_made_diagnosis = maker(Diagnosis)
_made_passed = maker(Passed)
_made_report = maker(FunnelReport)
_made_stake = maker(Stake)
_made_step = maker(Step)
_by_code = itemgetter(0)
"""The code of a `Passed`."""

_Judged = dict[tuple[str, tuple[int, int]], Evidence]
"""What a report says of the rates that rules have judged, by the stage reached and the rate."""


class Judgement:
    """How each rule ended for a funnel, before anything is selected or left out, and before it is put into words."""

    __slots__ = ("context", "defects", "found", "kin", "outside", "passed", "skipped")

    def __init__(self, context: Context, kin: _Kin) -> None:
        self.context = context
        self.kin = kin
        self.found: list[tuple[Rule, Finding]] = [*kin.found]
        """By code, those of one rule in its own order."""
        self.passed: list[tuple[Rule, Pass]] = []
        """In the order of the rules; those that pass for every funnel of the kind aside."""
        self.skipped: list[tuple[str, str]] = context.skipped
        """Code and reason of each."""
        self.outside = context.outside
        """Codes of the rules that are about funnels of another kind."""
        self.defects: list[Defect] = []


class _Kin:
    """What is the same for all funnels of a kind, beside what the context knows: how some rules end."""

    def __init__(self, kind: Kind, engine: Engine, context: Context) -> None:
        self.kind = kind
        rules = engine.rules
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
        self._engine = engine
        self._names = tuple(stage.name for stage in context.funnel.stages)
        self._roles = tuple(stage.role for stage in context.funnel.stages)
        self._without_figure: tuple[set[str] | None, tuple[tuple[str, str], ...]] = (None, ())
        self._grouped: tuple[list[tuple[str, str]], Container[str], tuple[Skipped, ...]] = ([], (), ())
        self._context = context
        self._settled: tuple[Container[str] | None, tuple[Passed, ...]] = (None, ())
        self._rates: tuple[tuple[Passed, ...] | None, int] = (None, 0)

    def settled(self, codes: Container[str]) -> tuple[Passed, ...]:
        """The rules among `codes` that pass for every funnel of the kind."""
        of, passed = self._settled
        if of is not codes:
            level = self._context.level
            passed = tuple(
                _passed(self._context, rule, one, _evidence(one, level) if one.evidence else None)
                if one.evidence or one.stage
                else self.plain(rule, one)
                for rule, one in self.passed
                if rule.code in codes
            )
            self._settled = (codes, passed)
        return passed

    def settled_rates(self, codes: Container[str]) -> int:
        """How many rates they judged."""
        passed = self.settled(codes)
        if self._rates[0] is not passed:
            self._rates = (passed, sum(one.evidence is not None for one in passed))
        return self._rates[1]

    def plain(self, rule: Rule, one: Pass) -> Passed:
        """A rule that passed without a rate or a stage, which is the same for all funnels of the kind."""
        limits = rule.in_force(self._context)
        key = (rule.code, one.unsure, id(limits))
        plain = self._engine.plain
        found = plain.get(key)
        if found is None:
            found = plain[key] = Passed(rule.code, rule.name, one.unsure, None, None, limits)
        return found

    def without_figure(self, outside: set[str]) -> tuple[tuple[str, str], ...]:
        """The steps between stages with roles that no rule, but for those `outside`, has a figure for."""
        of, steps = self._without_figure
        if of != outside:
            related = {
                pair for rule in self._engine.rules if rule.code not in outside for pair in rule.relates
            }
            steps = tuple(
                (self._names[a], self._names[b])
                for a, b in self.kind.pairs
                if None not in (roles := (self._roles[a], self._roles[b])) and roles not in related
            )
            self._without_figure = ({*outside}, steps)
        return steps

    def grouped(self, skipped: list[tuple[str, str]], codes: Container[str]) -> tuple[Skipped, ...]:
        """Rules skipped for the same reason, together; mostly the same ones as for the last funnel of the kind."""
        last, of, groups = self._grouped
        if of is not codes or last != skipped:
            by_reason: dict[str, list[str]] = {}
            for code, reason in skipped:
                if code in codes:
                    by_reason.setdefault(reason, []).append(code)
            groups = self._engine.shared(
                tuple(Skipped(tuple(of_reason), reason) for reason, of_reason in by_reason.items())
            )
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
        self.order = {rule.code: index for index, rule in enumerate(self.rules)}
        self.plain: dict[tuple[str, bool, int], Passed] = {}
        """Rules that passed without a rate, by code, whether unsure, and identity of the thresholds that they hold."""
        self._kinds: dict[Hashable, _Kin] = {}
        self._skipped: dict[tuple[Skipped, ...], tuple[Skipped, ...]] = {}

    def shared(self, groups: tuple[Skipped, ...]) -> tuple[Skipped, ...]:
        """The same for all kinds that skip the same rules, so that thousands of kinds stay close to the processor."""
        return self._skipped.setdefault(groups, groups)

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
                context.skipped.sort(key=lambda one: self.order[one[0]])
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
            context.skipped.sort(key=lambda one: self.order[one[0]])
        return judgement

    def _new(self, key: Hashable, funnel: Funnel, thresholds: Thresholds) -> _Kin:
        if len(self._kinds) >= self._MOST_KINDS:
            self._kinds.clear()
            self.plain.clear()
            self._skipped.clear()
        kind = Kind(funnel, self.level, thresholds)
        known = _Kin(kind, self, Context(funnel, self.level, thresholds, kind))
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
    context, kin = judgement.context, judgement.kin
    level = context.level
    judged: _Judged = {}
    told: dict[int, Evidence] = {}
    for _, found in judgement.found:
        if found.evidence is not None:
            evidence = _evidence(found, level)
            told[id(found.evidence)] = evidence
            _note(found, evidence, judged)
    diagnoses = tuple([_diagnosis(context, rule, one, told.get(id(one.evidence))) for rule, one in kept])
    passed = [*kin.settled(codes)]
    for rule, one in judgement.passed:
        if one.evidence is not None:
            evidence = _evidence(one, level)
            _note(one, evidence, judged)
            if rule.code in codes:
                passed.append(_passed(context, rule, one, evidence))
        elif rule.code in codes:
            passed.append(_passed(context, rule, one, None) if one.stage else kin.plain(rule, one))
    passed.sort(key=_by_code)
    funnel = context.funnel
    return _made_report(
        (
            funnel,
            funnel.places.find(""),
            _steps(context, judged),
            _overall(context),
            diagnoses,
            tuple(passed),
            kin.grouped(judgement.skipped, codes),
            suppressed,
            bottleneck(diagnoses) if diagnoses else None,
            kin.without_figure(context.outside),
        )
    )


def _evidence(ended: Finding | Pass, level: Level | None) -> Evidence:
    given = ended.evidence
    return given.evidence(level) if type(given) is Weighed else given  # type: ignore[return-value]  # asked of what has some


def _note(ended: Finding | Pass, evidence: Evidence, judged: _Judged) -> None:
    """Keep what was said of a rate for the step that it is the rate of; the last one said wins."""
    if ended.stage is not None and evidence.ratio is not None:
        judged[ended.stage.name, evidence.rate] = evidence


def message_of(judgement: Judgement, finding: Finding) -> str:
    """What a finding says."""
    message = finding.message
    return message if isinstance(message, str) else message(_evidence(finding, judgement.context.level))


def _passed(context: Context, rule: Rule, one: Pass, evidence: Evidence | None) -> Passed:
    stage = one.stage
    return _made_passed(
        (rule.code, rule.name, one.unsure, evidence, stage.name if stage else None, rule.in_force(context))
    )


def _diagnosis(context: Context, rule: Rule, finding: Finding, evidence: Evidence | None) -> Diagnosis:
    """Put a finding into words."""
    severity, message, stage, came_from, field, confidence, against, _, aim, cause, actions, urgent = finding
    if field is None and stage is not None:
        field = f"stages.{stage[0]}"
    return _made_diagnosis(
        (
            rule.code,
            rule.name,
            rule.family,
            severity,
            confidence,
            against,
            message if type(message) is str else message(evidence),  # type: ignore[operator,arg-type]  # whoever tells has some
            cause or rule.cause,
            actions or rule.actions,
            urgent,
            rule.sources,
            stage.name if stage else None,
            came_from.name if came_from else None,
            field,
            context.funnel.places.find(field or ""),
            evidence,
            rule.in_force(context),
            None if aim is None or evidence is None else stake(finding, aim, evidence, context),
        )
    )


def stake(finding: Finding, limit: Threshold, evidence: Evidence | Weighed, context: Context) -> Stake | None:
    """What bringing the rate to its aim would give while all later rates stay as they are.

    None where the rate is no link of the chain, nobody got through, or nothing was sold that could grow.
    """
    sold = context.purchased
    rate = evidence.rate
    if not sold or not rate.k or _is_no_link(finding, context):
        return None
    aim, value = limit.share.value, rate.value
    level = context.level
    interval = evidence.interval if type(evidence) is Evidence else None
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
    rates = judgement.kin.settled_rates(codes)
    rates += sum([finding.evidence is not None for _, finding in kept])
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
        aim, evidence = finding.aim, finding.evidence
        one = None if aim is None or evidence is None else stake(finding, aim, evidence, context)
        if one and (most is None or one.purchases > most.purchases):
            worst, most = (rule, finding), one
    if worst is None:
        return None
    rule, finding = worst
    assert finding.came_from is not None
    assert finding.stage is not None
    return Bottleneck(rule.code, finding.came_from.name, finding.stage.name, most)


def _steps(context: Context, judged: _Judged) -> tuple[Step, ...]:
    """Each step, its ratio written as the rule that judged it writes it."""
    stages, counts, level = context.funnel.stages, context.counts, context.level
    steps = []
    for first, second in context.pairs:
        n, k = counts[first], counts[second]
        assert n is not None
        assert k is not None
        after = stages[second].name
        evidence = judged.get((after, (k, n)))
        if evidence is None:
            rate = made_rate((k, n))
            interval = rate.interval(level) if level and n > 0 and k <= n else None
            evidence = made_evidence((rate, figures.ratio(k, n), interval, None))
        steps.append(_made_step((stages[first].name, after, evidence)))
    return tuple(steps)


def _overall(context: Context) -> Evidence | None:
    rate = _overall_rate(context)
    if rate is None:
        return None
    level = context.level
    return made_evidence((rate, figures.ratio(*rate), rate.interval(level) if level else None, None))


def _overall_rate(context: Context) -> Rate | None:
    """Purchased (else the last known stage) of the first known stage."""
    known, counts = context.known, context.counts
    if len(known) < 2:
        return None
    purchased = context.standing.get(Role.PURCHASED)
    last = known[-1] if purchased is None or counts[purchased] is None else purchased
    n, k = counts[known[0]], counts[last]
    if not n or k is None or k > n or last == known[0]:
        return None
    return made_rate((k, n))
