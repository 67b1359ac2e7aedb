"""A judgement straight to its JSON, where nothing about it is out of the ordinary: no report is made in between.

What is the same for all funnels that are settled alike is put into text once, as a `Press`; of each funnel only the
figures, the places and what its counts have shown are left to write. `reports.json_funnel` writes the same to the byte
from a report, and writes whatever is declined here.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from funneldx import figures
from funneldx.diagnosis import Bottleneck, Stake
from funneldx.engine import Judgement, overall_rate, stake
from funneldx.kinds import Kin
from funneldx.model import Funnel, Member
from funneldx.policy import Judged
from funneldx.rates import Interval, Level, Rate, made_rate
from funneldx.reports import json_funnel as written
from funneldx.rules.rule import Finding, Rule, Weighed

_Rates = dict[tuple[str, tuple[int, int]], str]
"""What is written of the rates that rules have judged, by the stage reached and the rate."""
_Stakes = dict[int, str]


class DeclinedError(Exception):
    """Something has to be written from the report."""


class _Live(NamedTuple):
    """What a rule that looks at counts is written as where it passes: confirmed, and unsure."""

    slot: int
    plain: tuple[str, str]
    before: tuple[str, str]
    """What stands before evidence."""


class Press:
    """What is the same in the JSON of all funnels that are settled alike."""

    def __init__(self, judgement: Judgement, codes: Container[str]) -> None:
        context, kin = judgement.context, judgement.kin
        stages = context.funnel.stages
        self.codes = codes
        self.stages = [written.stage_head(stage.name, stage.role) for stage in stages]
        self.steps = [
            (written.step_head(stages[a].name, stages[b].name), stages[b].name, a, b)
            for a, b in context.pairs
        ]
        settled = {}
        for one in kin.settled(codes):
            if one.code in settled or one.evidence is not None:
                raise DeclinedError
            settled[one.code] = written.passed_text(one.code, one.unsure, "null}")
        live = {rule.code for rule in (*kin.live, *kin.of_series) if rule.code in codes}
        order = sorted(settled.keys() | live)
        self.passed = [settled.get(code) for code in order]
        """Texts of the rules that pass, by code; None for those that look at counts."""
        self.live = {code: self._live(slot, code) for slot, code in enumerate(order) if code in live}
        self.skipped: dict[int, tuple[object, str]] = {}
        """Texts of groups of rules that are skipped, by the identity of these, which are kept with them."""
        self.found = {id(one): self._around(rule, one, judgement) for rule, one in kin.found}
        """What stands before and behind the place of a finding that is settled, and its field; by its identity."""

    @staticmethod
    def _live(slot: int, code: str) -> _Live:
        sure, unsure = (written.passed_text(code, unsure, "") for unsure in (False, True))
        return _Live(slot, (f"{sure}null}}", f"{unsure}null}}"), (sure, unsure))

    @staticmethod
    def _around(rule: Rule, one: Finding, judgement: Judgement) -> tuple[str, str, str] | None:
        if type(one.message) is not str or one.evidence is not None:
            return None
        head, middle = _heads(rule, one)
        field = _field(one)
        limits = written.limits_text(rule.in_force(judgement.context))
        return (
            f'{head}{written.text_of(one.message)}{middle}{_quoted(field)}, "location": {{"path": ',
            field or "",
            f'}}, "evidence": null, "thresholds": {limits}, "stake": null}}',
        )


def funnel_text(judged: Judged, begin: str, end: str) -> str | None:
    """The funnel as a JSON object on one line between `begin`, which opens it, and `end`.

    None for what has to be written from its report.
    """
    judgement = judged.judgement
    assert judgement is not None
    context = judgement.context
    funnel, level = context.funnel, context.level
    if level is None or judged.suppressed or not _plain(funnel):
        return None
    rates: _Rates = {}
    file, line, column = funnel.places.find("")
    path = written.constant(file)
    try:
        press = _press(judgement, judged.codes)
        diagnoses, neck = _diagnoses(judged, press, path, level, rates)
        passed = _passed(judgement, press, level, rates)
    except DeclinedError:
        return None
    return (
        f'{begin}"name": {written.optional(funnel.name)}, "whole": false, '
        f'"period": {written.optional(funnel.period)}, '
        f'"labels": {written.labels_text(funnel.labels) if funnel.labels else "{}"}'
        f'{written.kind(funnel.market, funnel.approach, funnel.channel)}{{"path": {path}, "line": {line}, '
        f'"column": {column}}}, "stages": [{_stages(funnel, press, path)}], '
        f'"steps": [{_steps(context.counts, press, level, rates)}], "overall": {_overall(judgement, level)}, '
        f'"diagnoses": [{diagnoses}], "passed": [{passed}], "skipped": {_skipped(judgement, press)}, '
        f'"suppressed": [], "bottleneck": {neck}}}{end}'
    )


def _plain(funnel: Funnel) -> bool:
    """Whether it is a funnel of a file, perhaps one of a series, and no sum of others."""
    kind = type(funnel)
    return kind is Funnel or (kind is Member and not funnel.place.whole)  # type: ignore[attr-defined]


def _press(judgement: Judgement, codes: Container[str]) -> Press:
    kin: Kin = judgement.kin
    press = kin.press
    if type(press) is not Press or press.codes is not codes:
        press = kin.press = Press(judgement, codes)
    return press


def _heads(rule: Rule, one: Finding) -> tuple[str, str]:
    return written.texts_around(
        rule.code,
        rule.name,
        rule.family,
        one.severity.label,
        one.confidence,
        one.against,
        one.cause or rule.cause,
        one.actions or rule.actions,
        rule.sources,
        one.stage.name if one.stage else None,
    )


def _field(one: Finding) -> str | None:
    return f"stages.{one.stage[0]}" if one.field is None and one.stage is not None else one.field


def _quoted(field: str | None) -> str:
    return "null" if field is None else written.constant(field)


def _rate(rate: Rate, ratio: str | None, interval: Interval) -> str:
    """What is written of a rate from the value of `k` on."""
    k, n = rate
    low, high = interval
    shown = f'"{ratio}"' if ratio else "null"
    return f'{k}, "n": {n}, "rate": {k / n!r}, "ratio": {shown}, "interval": [{low!r}, {high!r}]'


def _stages(funnel: Funnel, press: Press, path: str) -> str:
    find = funnel.places.find
    first = next((stage[2] for stage in funnel.stages if stage[2] is not None), None)
    texts = []
    for (head, field), (_, _, count, _) in zip(press.stages, funnel.stages, strict=True):
        _, line, column = find(field)
        share = repr(count / first) if first and count is not None else "null"
        texts.append(
            f'{head}{"null" if count is None else count}, "of_first": {share}, '
            f'"location": {{"path": {path}, "line": {line}, "column": {column}}}}}'
        )
    return ", ".join(texts)


def _steps(counts: list[int | None], press: Press, level: Level, rates: _Rates) -> str:
    """Each step, its ratio written as the rule that judged it writes it."""
    texts = []
    for head, after, first, second in press.steps:
        n, k = counts[first], counts[second]
        assert n is not None
        assert k is not None
        rate = rates.get((after, (k, n)))
        if rate is None:
            if 0 < n >= k:
                rate = _rate((one := made_rate((k, n))), figures.ratio(k, n), one.interval(level))
            else:
                rate = _no_rate(k, n)
        texts.append(f"{head}{rate}}}")
    return ", ".join(texts)


def _no_rate(k: int, n: int) -> str:
    """The same for a step that rises, or that nobody stands before."""
    ratio = figures.ratio(k, n)
    shown = f'"{ratio}"' if ratio else "null"
    return f'{k}, "n": {n}, "rate": {repr(k / n) if n else "null"}, "ratio": {shown}, "interval": null'


def _overall(judgement: Judgement, level: Level) -> str:
    rate = overall_rate(judgement.context)
    if rate is None:
        return "null"
    k, n = rate
    low, high = rate.interval(level)
    return f'{{"k": {k}, "n": {n}, "rate": {k / n!r}, "interval": [{low!r}, {high!r}]}}'


def _diagnoses(judged: Judged, press: Press, path: str, level: Level, rates: _Rates) -> tuple[str, str]:
    """The findings that are kept, and the bottleneck."""
    judgement = judged.judgement
    assert judgement is not None
    find = judgement.context.funnel.places.find
    if judged.found is not judgement.found:
        for _, one in judgement.found:
            if one.evidence is not None:
                raise DeclinedError  # its ratio may be written although it is left out
    texts = []
    neck: tuple[Rule, Finding, Stake | None] | None = None
    stakes: _Stakes = {}
    for rule, one in judged.found:
        around = press.found.get(id(one))
        if around is not None:
            before, field, behind = around
            _, line, column = find(field)
            texts.append(f'{before}{path}, "line": {line}, "column": {column}{behind}')
            worth = None
        else:
            text, worth = _diagnosis(rule, one, judgement, path, level, rates, stakes)
            texts.append(text)
        if neck is not None and neck[0].code == "FDX002":
            continue
        if rule.code == "FDX002" or (worth and (neck is None or worth.purchases > neck[2].purchases)):  # type: ignore[union-attr]
            neck = (rule, one, worth)
    return ", ".join(texts), _neck(neck, stakes)


def _neck(neck: tuple[Rule, Finding, Stake | None] | None, stakes: _Stakes) -> str:
    if neck is None:
        return "null"
    rule, one, worth = neck
    assert one.came_from is not None
    assert one.stage is not None
    return written.bottleneck_text(Bottleneck(rule.code, one.came_from.name, one.stage.name, worth), stakes)


def _diagnosis(
    rule: Rule, one: Finding, judgement: Judgement, path: str, level: Level, rates: _Rates, stakes: _Stakes
) -> tuple[str, Stake | None]:
    context = judgement.context
    message = one.message
    weighed = one.evidence
    evidence_text, worth = "null", None
    if type(weighed) is Weighed:
        evidence = weighed.evidence(level)
        assert evidence.interval is not None
        rate_text = _rate(evidence.rate, evidence.ratio, evidence.interval)
        if one.stage is not None and evidence.ratio is not None:
            rates[one.stage.name, weighed.rate] = rate_text
        needed = "null" if evidence.needed is None else evidence.needed
        evidence_text = f'{{"k": {rate_text}, "needed": {needed}}}'
        worth = stake(one, context, evidence.interval) if one.aim is not None else None
        if type(message) is not str:
            message = message(evidence)  # type: ignore[operator]
    elif weighed is not None:
        raise DeclinedError
    elif type(message) is not str:
        message = message(None)  # type: ignore[operator,arg-type]  # whoever has no evidence looks at none
    head, middle = _heads(rule, one)
    field = _field(one)
    _, line, column = context.funnel.places.find(field or "")
    limits = written.limits_text(rule.in_force(context))
    return (
        f"{head}{written.text_of(message)}{middle}{_quoted(field)}, "
        f'"location": {{"path": {path}, "line": {line}, "column": {column}}}, "evidence": {evidence_text}, '
        f'"thresholds": {limits}, "stake": {written.stake_text(worth, stakes)}}}'
    ), worth


def _passed(judgement: Judgement, press: Press, level: Level, rates: _Rates) -> str:
    texts = press.passed.copy()
    live = press.live
    for rule, one in judgement.passed:
        weighed = one.evidence
        if weighed is None:
            if rule.code in live:
                slot, plain, _ = live[rule.code]
                if texts[slot] is not None:
                    raise DeclinedError
                texts[slot] = plain[one.unsure]
            continue
        if type(weighed) is not Weighed:
            raise DeclinedError
        rate, lines, unsettled = weighed
        if unsettled is not None:
            raise DeclinedError
        text = _rate(rate, figures.ratio(*rate, lines), rate.interval(level))
        if one.stage is not None and rate.k:
            rates[one.stage.name, rate] = text
        if rule.code in live:
            slot, _, before = live[rule.code]
            if texts[slot] is not None:
                raise DeclinedError
            texts[slot] = f'{before[one.unsure]}{{"k": {text}, "needed": null}}}}'
    return ", ".join(filter(None, texts))


def _skipped(judgement: Judgement, press: Press) -> str:
    groups = judgement.kin.grouped(judgement.skipped, press.codes)
    known = press.skipped.get(id(groups))
    if known is None:
        if len(press.skipped) >= 64:
            press.skipped.clear()
        known = press.skipped[id(groups)] = (groups, written.skipped_text(groups))
    return known[1]
