"""One funnel, judged, as JSON on one line: what the JSON reports write most of, and so by hand.

Taking a report apart into dictionaries and encoding those costs several times what judging the funnel does.
Here what stays the same from funnel to funnel (names, causes, actions, sources, thresholds, reasons) is encoded
once, and the numbers of each are put between.
"""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from funneldx.reports.safe_text import json_escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from funneldx.diagnosis import (
        Bottleneck,
        Diagnosis,
        Evidence,
        FunnelReport,
        Passed,
        Skipped,
        Stake,
        Suppressed,
    )
    from funneldx.model import Funnel, Location
    from funneldx.rates import Interval, Threshold

_KEPT = 4096


def funnel_text(report: FunnelReport) -> str:
    """The funnel as a JSON object on one line, with what could be obeyed escaped."""
    described = report.funnel
    path = _constant(report.location.path)
    neck = report.bottleneck
    rates = {id(step.evidence): _rate(step.evidence) for step in report.steps}
    diagnoses = [_diagnosis(one, path, rates) for one in report.diagnoses]
    suppressed = ", ".join(map(_suppressed, report.suppressed)) if report.suppressed else ""
    return (
        f'{{"name": {_optional(described.name)}, "whole": false, "period": {_optional(described.period)}, '
        f'"labels": {_labels(described.labels) if described.labels else "{}"}'
        f"{_kind(described.market, described.approach, described.channel)}{_location(report.location, path)}, "
        f'"stages": [{_stages(described, path)}], '
        f'"steps": [{", ".join([f"{_between(one[0], one[1])}{rates[id(one[2])]}}}" for one in report.steps])}], '
        f'"overall": {_overall(report.overall)}, '
        f'"diagnoses": [{", ".join(diagnoses)}], '
        f'"passed": [{", ".join([_passed(one, rates) for one in report.passed])}], '
        f'"skipped": {_skipped(report.skipped)}, "suppressed": [{suppressed}], '
        f'"bottleneck": {_bottleneck(neck, rates) if neck else "null"}}}'
    )


def _suppressed(one: Suppressed) -> str:
    until = _optional(one.until.isoformat() if one.until else None)
    return f'{{"code": {_constant(one.code)}, "reason": {_text(one.reason)}, "until": {until}}}'


def _bottleneck(neck: Bottleneck, known: dict[int, str]) -> str:
    return (
        f'{{"code": {_constant(neck.code)}, "from": {_constant(neck.came_from)}, "to": {_constant(neck.to)}, '
        f'"stake": {_stake(neck.stake, known)}}}'
    )


def _text(text: str) -> str:
    return json_escaped(encode_basestring(text))


@lru_cache(_KEPT)
def _constant(text: str) -> str:
    """A text that is likely to come again."""
    return _text(text)


def _optional(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _labels(labels: Mapping[str, str]) -> str:
    pairs = [f"{_constant(key)}: {_constant(value)}" for key, value in labels.items()]
    return f"{{{', '.join(pairs)}}}"


@lru_cache(_KEPT)
def _kind(market: str | None, approach: str | None, channel: str | None) -> str:
    return (
        f', "market": {_optional(market)}, "approach": {_optional(approach)}, "channel": {_optional(channel)}, '
        '"location": '
    )


def _location(location: Location, path: str) -> str:
    return f'{{"path": {path}, "line": {location[1]}, "column": {location[2]}}}'


def _stages(described: Funnel, path: str) -> str:
    first = next((stage.count for stage in described.stages if stage.count is not None), None)
    find = described.places.find
    texts = []
    for name, role, count, _ in described.stages:
        _, line, column = find(f"stages.{name}")
        share = repr(count / first) if first and count is not None else "null"
        texts.append(
            f'{_stage(name, role)}{"null" if count is None else count}, "of_first": {share}, '
            f'"location": {{"path": {path}, "line": {line}, "column": {column}}}}}'
        )
    return ", ".join(texts)


@lru_cache(_KEPT)
def _stage(name: str, role: str | None) -> str:
    return f'{{"name": {_text(name)}, "role": {_optional(role)}, "count": '


def _interval(interval: Interval | None) -> str:
    return "null" if interval is None else f"[{interval[0]!r}, {interval[1]!r}]"


def _rate(evidence: Evidence) -> str:
    """What steps and evidence say of a rate, from the value of `k` on; steps share theirs with what judges them."""
    (k, n), ratio, interval, _ = evidence
    written = f'"{ratio}"' if ratio else "null"
    return (
        f'{k}, "n": {n}, "rate": {repr(k / n) if n else "null"}, "ratio": {written}, '
        f'"interval": {_interval(interval)}'
    )


@lru_cache(_KEPT)
def _between(came_from: str, to: str) -> str:
    return f'{{"from": {_text(came_from)}, "to": {_text(to)}, "k": '


def _overall(overall: Evidence | None) -> str:
    if overall is None:
        return "null"
    k, n = overall.rate
    return f'{{"k": {k}, "n": {n}, "rate": {k / n!r}, "interval": {_interval(overall.interval)}}}'


def _evidence(evidence: Evidence, rates: dict[int, str]) -> str:
    rate = rates.get(id(evidence)) or _rate(evidence)
    needed = evidence[3]
    return f'{{"k": {rate}, "needed": {"null" if needed is None else needed}}}'


def _diagnosis(one: Diagnosis, path: str, rates: dict[int, str]) -> str:
    head, middle = _constants(
        (one.code, one.name, one.family, one.severity.label, one.confidence, one.against),
        one.cause,
        one.actions,
        one.sources,
        one.stage,
    )
    field = "null" if one.field is None else _constant(one.field)
    evidence = "null" if one.evidence is None else _evidence(one.evidence, rates)
    return (
        f'{head}{_text(one.message)}{middle}{field}, "location": {_location(one.location, path)}, '
        f'"evidence": {evidence}, "thresholds": {_thresholds(one.thresholds)}, "stake": {_stake(one.stake, rates)}}}'
    )


@lru_cache(_KEPT)
def _constants(
    named: tuple[str | None, ...],
    cause: str,
    actions: tuple[str, ...],
    sources: tuple[str, ...],
    stage: str | None,
) -> tuple[str, str]:
    """What stands before the message of a diagnosis, and what stands after it."""
    keys = ("code", "name", "family", "severity", "confidence", "against")
    head = ", ".join(f'"{key}": {_optional(value)}' for key, value in zip(keys, named, strict=True))
    return (
        f'{{{head}, "message": ',
        f', "cause": {_text(cause)}, "actions": {_listed(actions)}, "sources": {_listed(sources)}, '
        f'"stage": {_optional(stage)}, "field": ',
    )


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _thresholds(thresholds: Mapping[str, Threshold]) -> str:
    return _limits(tuple(thresholds.items())) if thresholds else "null"


@lru_cache(_KEPT)
def _limits(thresholds: tuple[tuple[str, Threshold], ...]) -> str:
    texts = (
        f'{_text(key)}: {{"value": {_text(one.written)}, "basis": {_text(one.basis)}, '
        f'"default": {"false" if one.own else "true"}}}'
        for key, one in thresholds
    )
    return f"{{{', '.join(texts)}}}"


def _stake(stake: Stake | None, known: dict[int, str]) -> str:
    if stake is None:
        return "null"
    if id(stake) in known:  # that of the bottleneck is also one of a diagnosis
        return known[id(stake)]
    purchases, low, high, _, amount, currency = stake
    text = known[id(stake)] = (
        f'{{"purchases": {purchases!r}, "low": {low!r}, "high": {"null" if high is None else repr(high)}, '
        f'"amount": {"null" if amount is None else repr(amount)}, '
        f'"currency": {"null" if currency is None else _constant(currency)}}}'
    )
    return text


def _passed(one: Passed, rates: dict[int, str]) -> str:
    code, _, unsure, evidence, _, _ = one
    if evidence is None:
        return _pass(code, unsure, "null}")
    return f"{_pass(code, unsure, '')}{_evidence(evidence, rates)}}}"


@lru_cache(_KEPT)
def _pass(code: str, unsure: bool, rest: str) -> str:
    confidence = "unsure" if unsure else "confirmed"
    return f'{{"code": {_text(code)}, "confidence": "{confidence}", "evidence": {rest}'


@lru_cache(_KEPT)
def _skipped(skipped: tuple[Skipped, ...]) -> str:
    groups = (f'{{"codes": {_listed(one.codes)}, "reason": {_text(one.reason)}}}' for one in skipped)
    return f"[{', '.join(groups)}]"
