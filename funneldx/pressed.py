"""A judgement straight to its JSON, where nothing about it is out of the ordinary: no report is made in between.

What is the same for all funnels that are settled alike is put into text once, as a `Press`; of each funnel only the
figures, the places and what its counts have shown are left to write. `reports.json_funnel` writes the same to the byte
from a report, and writes whatever is declined here.

Everything is put together as octets (see `press`).
"""

from __future__ import annotations

from collections.abc import Container

from funneldx import figures
from funneldx.diagnosis import Bottleneck, Stake
from funneldx.engine import Judgement
from funneldx.kinds import Kin
from funneldx.model import Funnel, Member
from funneldx.policy import Judged
from funneldx.press import DeclinedError, Press, field_of, heads, kind, octets, optional, quoted
from funneldx.rates import Interval, Level, Rate, made_rate
from funneldx.reports import json_funnel as written
from funneldx.rules.rule import Finding, Rule, Weighed
from funneldx.stakes import stake
from funneldx.telling import overall_rate


class _Noted:
    """What is written of a funnel more than once."""

    __slots__ = ("level", "path", "rates", "shares", "spots")

    def __init__(self, path: str, level: Level) -> None:
        self.path = path
        self.level = level
        self.rates: dict[tuple[str, tuple[int, int]], str] = {}
        """Texts of the rates that rules have judged, by the stage reached and the rate."""
        self.spots: dict[str, str] = {}
        """Line and column of fields."""
        self.shares: dict[tuple[int, int], str] = {}
        """Quotients of a count and the first one, which are rates, too."""


def funnel_json(judged: Judged, begin: str, end: str) -> bytes | None:
    """The funnel as a JSON object on one line between `begin`, which opens it, and `end`, in UTF-8.

    None for what has to be written from its report.
    """
    judgement = judged.judgement
    assert judgement is not None
    context = judgement.context
    funnel, level = context.funnel, context.level
    if level is None or judged.suppressed or not _plain(funnel):
        return None
    file, line, column = funnel.places.find("")
    path = octets(written.text_of(file))
    noted = _Noted(path, level)
    try:
        press = _press(judgement, judged.codes)
        stages = _stages(funnel, press, noted)
        diagnoses, neck = _diagnoses(judged, press, noted)
        passed = _passed(judgement, press, noted)
    except DeclinedError:
        return None
    return (
        f'{begin}"name": {optional(funnel.name)}, "whole": false, "period": {optional(funnel.period)}, '
        f'"labels": {octets(written.labels_text(funnel.labels)) if funnel.labels else "{}"}'
        f'{kind(funnel.market, funnel.approach, funnel.channel)}{{"path": {path}, "line": {line}, '
        f'"column": {column}}}, "stages": [{stages}], '
        f'"steps": [{_steps(context.counts, press, noted)}], "overall": {_overall(judgement, noted)}, '
        f'"diagnoses": [{diagnoses}], "passed": [{passed}], "skipped": {_skipped(judgement, press)}, '
        f'"suppressed": [], "bottleneck": {neck}}}{end}'
    ).encode("latin-1")


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


def _rate(rate: Rate, ratio: str | None, interval: Interval, noted: _Noted) -> str:
    """What is written of a rate from the value of `k` on."""
    k, n = rate
    low, high = interval
    shown = f'"{ratio}"' if ratio else "null"
    value = noted.shares.get(rate) or repr(k / n)
    return f'{k}, "n": {n}, "rate": {value}, "ratio": {shown}, "interval": [{low!r}, {high!r}]'


def _stages(funnel: Funnel, press: Press, noted: _Noted) -> str:
    path, spots, shares = noted.path, noted.spots, noted.shares
    find = funnel.places.find
    first = next((stage[2] for stage in funnel.stages if stage[2] is not None), None)
    texts = []
    for (head, field), (_, _, count, _) in zip(press.stages, funnel.stages, strict=True):
        _, line, column = find(field)
        spot = spots[field] = f'"line": {line}, "column": {column}'
        share = "null"
        if first and count is not None:
            share = shares[count, first] = repr(count / first)
        texts.append(
            f'{head}{"null" if count is None else count}, "of_first": {share}, "location": {{"path": {path}, {spot}}}}}'
        )
    return ", ".join(texts)


def _spot(field: str | None, funnel: Funnel, noted: _Noted) -> str:
    """The place of a field."""
    spots = noted.spots
    field = field or ""
    if field in spots:
        return spots[field]
    _, line, column = funnel.places.find(field)
    spot = spots[field] = f'"line": {line}, "column": {column}'
    return spot


def _steps(counts: list[int | None], press: Press, noted: _Noted) -> str:
    """Each step, its ratio written as the rule that judged it writes it."""
    level, rates = noted.level, noted.rates
    texts = []
    for head, after, first, second in press.steps:
        n, k = counts[first], counts[second]
        assert n is not None
        assert k is not None
        rate = rates.get((after, (k, n)))
        if rate is None:
            if 0 < n >= k:
                rate = _rate((one := made_rate((k, n))), figures.ratio(k, n), one.interval(level), noted)
            else:
                rate = _no_rate(k, n)
        texts.append(f"{head}{rate}}}")
    return ", ".join(texts)


def _no_rate(k: int, n: int) -> str:
    """The same for a step that rises, or that nobody stands before."""
    ratio = figures.ratio(k, n)
    shown = f'"{ratio}"' if ratio else "null"
    return f'{k}, "n": {n}, "rate": {repr(k / n) if n else "null"}, "ratio": {shown}, "interval": null'


def _overall(judgement: Judgement, noted: _Noted) -> str:
    rate = overall_rate(judgement.context)
    if rate is None:
        return "null"
    k, n = rate
    low, high = rate.interval(noted.level)
    return f'{{"k": {k}, "n": {n}, "rate": {noted.shares.get(rate) or repr(k / n)}, "interval": [{low!r}, {high!r}]}}'


def _diagnoses(judged: Judged, press: Press, noted: _Noted) -> tuple[str, str]:
    """The findings that are kept, and the bottleneck."""
    judgement = judged.judgement
    assert judgement is not None
    funnel = judgement.context.funnel
    if judged.found is not judgement.found:
        for _, one in judgement.found:
            if one.evidence is not None:
                raise DeclinedError  # its ratio may be written although it is left out
    texts = []
    neck: tuple[Rule, Finding, Stake | None, str] | None = None
    for rule, one in judged.found:
        around = press.found.get(id(one))
        if around is not None:
            before, field, behind = around
            texts.append(f"{before}{noted.path}, {_spot(field, funnel, noted)}{behind}")
            worth, stake_text = None, "null"
        else:
            text, worth, stake_text = _diagnosis(rule, one, judgement, noted)
            texts.append(text)
        if neck is not None and neck[0].code == "FDX002":
            continue
        if rule.code == "FDX002" or (worth and (neck is None or worth.purchases > neck[2].purchases)):  # type: ignore[union-attr]
            neck = (rule, one, worth, stake_text)
    return ", ".join(texts), "null" if neck is None else _neck(*neck)


def _neck(rule: Rule, one: Finding, worth: Stake | None, stake_text: str) -> str:
    """The bottleneck; a stake is written once, and known by its identity only as long as it is at hand."""
    assert one.came_from is not None
    assert one.stage is not None
    return octets(
        written.bottleneck_text(
            Bottleneck(rule.code, one.came_from.name, one.stage.name, worth), {id(worth): stake_text}
        )
    )


def _diagnosis(
    rule: Rule, one: Finding, judgement: Judgement, noted: _Noted
) -> tuple[str, Stake | None, str]:
    """A finding, its stake, and what that is written as, not yet as octets."""
    context = judgement.context
    message = one.message
    weighed = one.evidence
    evidence_text, worth = "null", None
    if type(weighed) is Weighed:
        evidence = weighed.evidence(noted.level)
        assert evidence.interval is not None
        rate_text = _rate(evidence.rate, evidence.ratio, evidence.interval, noted)
        if one.stage is not None and evidence.ratio is not None:
            noted.rates[one.stage.name, weighed.rate] = rate_text
        needed = "null" if evidence.needed is None else evidence.needed
        evidence_text = f'{{"k": {rate_text}, "needed": {needed}}}'
        worth = stake(one, context, evidence.interval) if one.aim is not None else None
        if type(message) is not str:
            message = message(evidence)  # type: ignore[operator]
    elif weighed is not None:
        raise DeclinedError
    elif type(message) is not str:
        message = message(None)  # type: ignore[operator,arg-type]  # whoever has no evidence looks at none
    head, middle = heads(rule, one)
    field = field_of(one)
    limits = octets(written.limits_text(rule.in_force(context)))
    stake_text = written.stake_text(worth, {})
    text = (
        f"{head}{octets(written.text_of(message))}{middle}{quoted(field)}, "
        f'"location": {{"path": {noted.path}, {_spot(field, context.funnel, noted)}}}, "evidence": {evidence_text}, '
        f'"thresholds": {limits}, "stake": {octets(stake_text)}}}'
    )
    return text, worth, stake_text


def _passed(judgement: Judgement, press: Press, noted: _Noted) -> str:
    level, rates = noted.level, noted.rates
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
        text = _rate(rate, figures.ratio(*rate, lines), rate.interval(level), noted)
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
        known = press.skipped[id(groups)] = (groups, octets(written.skipped_text(groups)))
    return known[1]
