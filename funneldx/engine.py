"""A funnel and the rules to what they find: every rule ends in some way, and the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable
from operator import attrgetter, itemgetter
from typing import Any

from funneldx import figures
from funneldx.diagnosis import (
    Bottleneck,
    Defect,
    Diagnosis,
    Evidence,
    FunnelReport,
    Glance,
    Stake,
    Step,
    Suppressed,
)
from funneldx.kinds import Common, Ends, Kin, alike, passed, sort
from funneldx.kinds import evidence as evidence_for
from funneldx.model import Funnel, Member, Role
from funneldx.rates import Interval, Level, Rate, made_rate
from funneldx.rules.context import DECLARED, Context, Kind, Thresholds, kind_key
from funneldx.rules.rule import Finding, Pass, Rule, made_evidence
from funneldx.tuples import maker

_made_diagnosis = maker(Diagnosis)
_made_glance = maker(Glance)
_made_report = maker(FunnelReport)
_made_stake = maker(Stake)
_made_step = maker(Step)
_declared = attrgetter(*(field for field in DECLARED if field != "stages"))
_by_code = itemgetter(0)
"""The code of a `Passed`."""

_Judged = dict[tuple[str, tuple[int, int]], Evidence]
"""What a report says of the rates that rules have judged, by the stage reached and the rate."""


class Judgement:
    """How each rule ended for a funnel, before anything is selected or left out, and before it is put into words."""

    __slots__ = ("context", "defects", "found", "kin", "outside", "passed", "skipped")

    def __init__(self, context: Context, kin: Kin) -> None:
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


class Engine:
    """The rules of a run, bound to a confidence level.

    What depends on nothing but the kind of a funnel is worked out once for each kind.
    """

    _MOST_KINDS = 1536

    def __init__(self, rules: Iterable[Rule], level: Level | None) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.comes_last))
        self.level = level
        self.order = {rule.code: index for index, rule in enumerate(self.rules)}
        self._of_series = {rule.code: rule for rule in self.rules if rule.of_series}
        self._of_kind, self._alike = alike(self.rules)
        self._kinds: dict[Hashable, tuple[Kind, Ends]] = {}
        self._kins: dict[tuple[Ends, ...], Kin] = {}
        self._last: tuple[tuple[Ends, tuple[Any, ...]] | None, Kin | None] = (None, None)
        """What the last funnel was settled by, since in tables the next one mostly is, too."""
        self._common = Common(self.rules)

    def judge(self, funnel: Funnel, thresholds: Thresholds) -> Judgement:
        """Judge one funnel by every rule, those that look at the others last."""
        limits = tuple(thresholds.items()) if thresholds else None
        key = (kind_key(funnel), limits)
        kind, ends = self._kinds.get(key) or self._new_kind(key, funnel, thresholds)
        declared = _declared(funnel)
        last, known = self._last
        if last is None or last[0] is not ends or last[1] != declared:
            known = self._kin(ends, funnel, thresholds, limits, kind)
            self._last = (ends, declared), known
        assert known is not None
        context = Context(funnel, self.level, thresholds, known.kind)
        context.skipped = [*known.skipped]
        if known.outside:
            context.outside = {*known.outside}
        judgement = Judgement(context, known)
        passed = judgement.passed
        live = self._live_in_series(known, context) if type(funnel) is Member else known.live
        settled = len(context.skipped)
        for rule in live:
            if rule.comes_last and len(context.skipped) > settled:
                context.skipped.sort(key=lambda one: self.order[one[0]])
            try:
                if rule.passes is not None and rule.passes(context):
                    passed.append(rule.passed)
                    continue
                outcomes = rule.judge(context)
            except Exception as error:  # noqa: BLE001  (a defect of one rule must not cost the others)
                judgement.defects.append(Defect(rule.code, rule.plugin, f"{type(error).__name__}: {error}"))
                continue
            if len(outcomes) > 1:
                sort(rule, outcomes, judgement)
                continue
            outcome = outcomes[0]
            kind_of_end = type(outcome)
            if kind_of_end is Pass:
                passed.append((rule, outcome))  # type: ignore[arg-type]
            elif kind_of_end is Finding:
                judgement.found.append((rule, outcome))  # type: ignore[arg-type]
            else:
                sort(rule, outcomes, judgement)
        if len(judgement.found) > 1:
            judgement.found.sort(key=_code)
        if len(context.skipped) > settled:
            context.skipped.sort(key=lambda one: self.order[one[0]])
        return judgement

    def _live_in_series(self, known: Kin, context: Context) -> tuple[Rule, ...]:
        """The rules that have something to look at in a funnel that is one of a series."""
        context.skipped[:] = [one for one in known.skipped if one[0] not in self._of_series]
        return (*self._of_series.values(), *known.live)

    def _new_kind(self, key: Hashable, funnel: Funnel, thresholds: Thresholds) -> tuple[Kind, Ends]:
        if len(self._kinds) >= self._MOST_KINDS:
            self._kinds.clear()
            self._kins.clear()
            self._common = Common(self.rules)
        kind = Kind(funnel, self.level)
        known = (kind, Ends.of(self._of_kind, Context(funnel, self.level, thresholds, kind)))
        self._kinds[key] = known
        return known

    def _kin(self, ends: Ends, funnel: Funnel, thresholds: Thresholds, limits: Hashable, kind: Kind) -> Kin:
        """What is settled of a funnel, by its kind, which `ends` are of, and by the fields that rules look at."""
        parts = [ends]
        for group in self._alike:
            key = group.key(funnel) if limits is None else (group.key(funnel), limits)
            of_group = group.known.get(key)
            if of_group is None:
                of_group = group.new(key, Context(funnel, self.level, thresholds, kind))
            parts.append(of_group)
        together = tuple(parts)
        known = self._kins.get(together)
        if known is None:
            if len(self._kins) >= self._MOST_KINDS:
                self._kins.clear()
            known = Kin(kind, self._common, Context(funnel, self.level, thresholds, kind), together)
            self._kins[together] = known
        return known


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
            evidence = evidence_for(found, level)
            told[id(found.evidence)] = evidence
            _note(found, evidence, judged)
    diagnoses = tuple([_diagnosis(context, rule, one, told.get(id(one.evidence))) for rule, one in kept])
    through = [*kin.settled(codes)]
    for rule, one in judgement.passed:
        if one.evidence is not None:
            evidence = evidence_for(one, level)
            _note(one, evidence, judged)
            if rule.code in codes:
                through.append(passed(context, rule, one, evidence))
        elif rule.code in codes:
            through.append(passed(context, rule, one, None) if one.stage else kin.plain(rule, one))
    through.sort(key=_by_code)
    funnel = context.funnel
    return _made_report(
        (
            funnel,
            funnel.places.find(""),
            _steps(context, judged),
            _overall(context),
            diagnoses,
            tuple(through),
            kin.grouped(judgement.skipped, codes),
            suppressed,
            bottleneck(diagnoses) if diagnoses else None,
            kin.without_figure(context.outside),
        )
    )


def _note(ended: Finding | Pass, evidence: Evidence, judged: _Judged) -> None:
    """Keep what was said of a rate for the step that it is the rate of; the last one said wins."""
    if ended.stage is not None and evidence.ratio is not None:
        judged[ended.stage.name, evidence.rate] = evidence


def _diagnosis(context: Context, rule: Rule, finding: Finding, evidence: Evidence | None) -> Diagnosis:
    """Put a finding into words."""
    severity, message, stage, came_from, field, confidence, against, _, _, cause, actions, urgent = finding
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
            stake(finding, context, evidence.interval if evidence else None),
        )
    )


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


def glance(judgement: Judgement, kept: Iterable[tuple[Rule, Finding]], codes: Container[str]) -> Glance:
    """What a list of many funnels needs of one, of the findings and rules that are kept; nothing is put into words."""
    context = judgement.context
    found = tuple([(rule.code, finding.severity, finding.confidence) for rule, finding in kept])
    rates = judgement.kin.settled_rates(codes)
    for _, finding in kept:
        if finding.evidence is not None:
            rates += 1
    for rule, one in judgement.passed:
        if one.evidence is not None and rule.code in codes:
            rates += 1
    return _made_glance((context.funnel, found, rates, overall_rate(context), _neck(kept, context), ()))


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


def message_of(judgement: Judgement, finding: Finding) -> str:
    """What a finding says."""
    message = finding.message
    if isinstance(message, str):
        return message
    assert finding.evidence is not None
    return message(evidence_for(finding, judgement.context.level))


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
    rate = overall_rate(context)
    if rate is None:
        return None
    level = context.level
    return made_evidence((rate, figures.ratio(*rate), rate.interval(level) if level else None, None))


def overall_rate(context: Context) -> Rate | None:
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
