"""How the rules ended to what is told of a funnel: all of it put into words, or what a list needs at a glance."""

from __future__ import annotations

from collections.abc import Container, Iterable
from operator import itemgetter

from funneldx import figures
from funneldx.diagnosis import Diagnosis, Evidence, FunnelReport, Glance, Step, Suppressed
from funneldx.engine import Judgement
from funneldx.kinds import evidence as evidence_for
from funneldx.kinds import passed
from funneldx.model import Role
from funneldx.rates import Rate, made_rate
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Pass, Rule, made_evidence
from funneldx.stakes import bottleneck, neck, stake
from funneldx.tuples import maker

_made_diagnosis = maker(Diagnosis)
_made_glance = maker(Glance)
_made_report = maker(FunnelReport)
_made_step = maker(Step)
_by_code = itemgetter(0)
"""The code of a `Passed`."""

_Judged = dict[tuple[str, tuple[int, int]], Evidence]
"""What a report says of the rates that rules have judged, by the stage reached and the rate."""


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
    return _made_glance((context.funnel, found, rates, overall_rate(context), neck(kept, context), ()))


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
