"""One funnel, judged, as JSON on one line: what the JSON reports write most of, and so by hand.

Taking a report apart into dictionaries and encoding those costs several times what judging the funnel does.
Here what stays the same from funnel to funnel (names, causes, actions, sources, thresholds, reasons) is encoded
once, and the numbers of each are put between.
"""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from funneldx.model import Member
from funneldx.reports.safe_text import json_escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from funneldx.diagnosis import (
        Bottleneck,
        Diagnosis,
        Evidence,
        FunnelReport,
        Skipped,
        Stake,
        Suppressed,
    )
    from funneldx.model import Funnel, Location
    from funneldx.rates import Threshold

_KEPT = 4096


def funnel_text(report: FunnelReport) -> str:
    """The funnel as a JSON object on one line, with what could be obeyed escaped."""
    described, location, steps, overall, found, passed, skipped, left_out, neck, _ = report
    path = _constant(location.path)
    stages, shares = _stages(described, path)
    rates: dict[int, str] = {}
    between = []
    for came_from, to, evidence in steps:
        rate = rates[id(evidence)] = _rate(evidence, shares)
        between.append(f"{_between(came_from, to)}{rate}}}")
    diagnoses = [_diagnosis(one, path, rates) for one in found]
    through = [
        _pass(code, unsure, "null}")
        if evidence is None
        else f"{_pass(code, unsure, '')}{_evidence(evidence, rates)}}}"
        for code, _, unsure, evidence, _, _ in passed
    ]
    suppressed = ", ".join(map(_suppressed, left_out)) if left_out else ""
    return (
        f'{{"name": {_optional(described.name)}, "whole": {_whole(described)}, "period": {_optional(described.period)}, '
        f'"labels": {_labels(described.labels) if described.labels else "{}"}'
        f"{_kind(described.market, described.approach, described.channel)}{_location(location, path)}, "
        f'"stages": [{stages}], "steps": [{", ".join(between)}], "overall": {_overall(overall, shares)}, '
        f'"diagnoses": [{", ".join(diagnoses)}], "passed": [{", ".join(through)}], '
        f'"skipped": {_skipped(skipped)}, "suppressed": [{suppressed}], '
        f'"bottleneck": {_bottleneck(neck, rates) if neck else "null"}}}'
    )


def _whole(described: Funnel) -> str:
    return "true" if isinstance(described, Member) and described.place.whole else "false"


def _suppressed(one: Suppressed) -> str:
    until = _optional(one.until.isoformat() if one.until else None)
    return f'{{"code": {_constant(one.code)}, "reason": {_text(one.reason)}, "until": {until}}}'


def _bottleneck(neck: Bottleneck, known: dict[int, str]) -> str:
    return (
        f'{{"code": {_constant(neck.code)}, "from": {_constant(neck.came_from)}, "to": {_constant(neck.to)}, '
        f'"stake": {_stake(neck.stake, known)}}}'
    )


def _text(text: str) -> str:
    quoted = encode_basestring(text)
    if (
        quoted.isprintable() and "##" not in quoted
    ):  # nothing to escape: nearly all texts, and asked without a call
        return quoted
    return json_escaped(quoted)


@lru_cache(_KEPT)
def _constant(text: str) -> str:
    """A text that is likely to come again."""
    return _text(text)


def _optional(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _labels(labels: Mapping[str, str]) -> str:
    return f"{{{', '.join([_label(*pair) for pair in labels.items()])}}}"


@lru_cache(_KEPT)
def _label(key: str, value: str) -> str:
    return f"{_text(key)}: {_text(value)}"


@lru_cache(_KEPT)
def _kind(market: str | None, approach: str | None, channel: str | None) -> str:
    return (
        f', "market": {_optional(market)}, "approach": {_optional(approach)}, "channel": {_optional(channel)}, '
        '"location": '
    )


def _location(location: Location, path: str) -> str:
    return f'{{"path": {path}, "line": {location[1]}, "column": {location[2]}}}'


class _Shares(dict[int, str]):
    """What the quotients of counts and the first known one are written as, since they come again among the rates."""

    def __init__(self, first: int | None) -> None:
        self.first = first

    def __missing__(self, count: int) -> str:
        assert self.first
        text = self[count] = repr(count / self.first)
        return text


_NO_SHARES = _Shares(None)


def _stages(described: Funnel, path: str) -> tuple[str, _Shares]:
    """The stages, and the shares of the first of them for what is written later."""
    shares = _Shares(next((stage.count for stage in described.stages if stage.count is not None), None))
    first, find = shares.first, described.places.find
    texts = []
    for name, role, count, _ in described.stages:
        head, field = _stage(name, role)
        _, line, column = find(field)
        texts.append(
            f'{head}{"null" if count is None else count}, "of_first": '
            f"{shares[count] if first and count is not None else 'null'}, "
            f'"location": {{"path": {path}, "line": {line}, "column": {column}}}}}'
        )
    return ", ".join(texts), shares


@lru_cache(_KEPT)
def _stage(name: str, role: str | None) -> tuple[str, str]:
    """What stands before the count of a stage, and the field that it is."""
    return f'{{"name": {_text(name)}, "role": {_optional(role)}, "count": ', f"stages.{name}"


def _rate(evidence: Evidence, shares: _Shares) -> str:
    """What steps and evidence say of a rate, from the value of `k` on; steps share theirs with what judges them."""
    (k, n), ratio, interval, _ = evidence
    rate = "null" if not n else shares[k] if n == shares.first else repr(k / n)
    written = f'"{ratio}"' if ratio else "null"
    if interval is None:
        return f'{k}, "n": {n}, "rate": {rate}, "ratio": {written}, "interval": null'
    low, high = interval
    return f'{k}, "n": {n}, "rate": {rate}, "ratio": {written}, "interval": [{low!r}, {high!r}]'


@lru_cache(_KEPT)
def _between(came_from: str, to: str) -> str:
    return f'{{"from": {_text(came_from)}, "to": {_text(to)}, "k": '


def _overall(overall: Evidence | None, shares: _Shares) -> str:
    if overall is None:
        return "null"
    (k, n), _, interval, _ = overall
    written = "null" if interval is None else f"[{interval[0]!r}, {interval[1]!r}]"
    rate = shares[k] if n == shares.first else repr(k / n)
    return f'{{"k": {k}, "n": {n}, "rate": {rate}, "interval": {written}}}'


def _evidence(evidence: Evidence, rates: dict[int, str]) -> str:
    rate = rates.get(id(evidence)) or _rate(evidence, _NO_SHARES)
    needed = evidence[3]
    return f'{{"k": {rate}, "needed": {"null" if needed is None else needed}}}'


def _diagnosis(one: Diagnosis, path: str, rates: dict[int, str]) -> str:
    head, middle = _constants(
        *one[:3],
        one.severity.label,
        one.confidence,
        one.against,
        one.cause,
        one.actions,
        one.sources,
        one.stage,
    )
    field = "null" if one.field is None else _constant(one.field)
    evidence = "null" if one.evidence is None else _evidence(one.evidence, rates)
    _, line, column = one.location
    return (
        f"{head}{_text(one.message)}{middle}{field}, "
        f'"location": {{"path": {path}, "line": {line}, "column": {column}}}, '
        f'"evidence": {evidence}, "thresholds": {_thresholds(one.thresholds)}, "stake": {_stake(one.stake, rates)}}}'
    )


@lru_cache(_KEPT)
def _constants(  # noqa: PLR0913, PLR0917  (a diagnosis has so many)
    code: str,
    name: str,
    family: str,
    severity: str,
    confidence: str,
    against: str | None,
    cause: str,
    actions: tuple[str, ...],
    sources: tuple[str, ...],
    stage: str | None,
) -> tuple[str, str]:
    """What stands before the message of a diagnosis, and what stands after it."""
    return (
        f'{{"code": {_text(code)}, "name": {_text(name)}, "family": {_text(family)}, "severity": "{severity}", '
        f'"confidence": "{confidence}", "against": {_optional(against)}, "message": ',
        f', "cause": {_text(cause)}, "actions": {_listed(actions)}, "sources": {_listed(sources)}, '
        f'"stage": {_optional(stage)}, "field": ',
    )


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


_limits: dict[int, tuple[Mapping[str, Threshold], str]] = {}
"""What the thresholds of a rule are written as, by identity: all funnels of a kind have the same ones.

They are kept beside it, so that no other ones can come to stand where these do.
"""


def _thresholds(thresholds: Mapping[str, Threshold]) -> str:
    known = _limits.get(id(thresholds))
    if known is None:
        if len(_limits) >= _KEPT:
            _limits.clear()
        known = _limits[id(thresholds)] = (thresholds, _written(thresholds))
    return known[1]


def _written(thresholds: Mapping[str, Threshold]) -> str:
    if not thresholds:
        return "null"
    texts = (
        f'{_text(key)}: {{"value": {_text(one.written)}, "basis": {_text(one.basis)}, '
        f'"default": {"false" if one.own else "true"}}}'
        for key, one in thresholds.items()
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


@lru_cache(_KEPT)
def _pass(code: str, unsure: bool, rest: str) -> str:
    confidence = "unsure" if unsure else "confirmed"
    return f'{{"code": {_text(code)}, "confidence": "{confidence}", "evidence": {rest}'


@lru_cache(_KEPT)
def _skipped(skipped: tuple[Skipped, ...]) -> str:
    groups = (f'{{"codes": {_listed(one.codes)}, "reason": {_text(one.reason)}}}' for one in skipped)
    return f"[{', '.join(groups)}]"
