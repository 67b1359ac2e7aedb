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

KEPT = 4096
"""Texts of a kind that are remembered."""


def funnel_text(report: FunnelReport) -> str:
    """The funnel as a JSON object on one line, with what could be obeyed escaped."""
    described, location, steps, overall, found, passed, skipped, left_out, neck, _ = report
    path = constant(location.path)
    stages, shares = _stages(described, path)
    rates: dict[int, str] = {}
    between = []
    for came_from, to, evidence in steps:
        rate = rates[id(evidence)] = _rate(evidence, shares)
        between.append(f"{step_head(came_from, to)}{rate}}}")
    diagnoses = [_diagnosis(one, path, rates) for one in found]
    through = [
        passed_text(code, unsure, "null}")
        if evidence is None
        else f"{passed_text(code, unsure, '')}{evidence_text(evidence, rates)}}}"
        for code, _, unsure, evidence, _, _ in passed
    ]
    suppressed = ", ".join(map(_suppressed, left_out)) if left_out else ""
    return (
        f'{{"name": {optional(described.name)}, "whole": {_whole(described)}, "period": {optional(described.period)}, '
        f'"labels": {labels_text(described.labels) if described.labels else "{}"}'
        f"{kind(described.market, described.approach, described.channel)}{_location(location, path)}, "
        f'"stages": [{stages}], "steps": [{", ".join(between)}], "overall": {_overall(overall, shares)}, '
        f'"diagnoses": [{", ".join(diagnoses)}], "passed": [{", ".join(through)}], '
        f'"skipped": {skipped_text(skipped)}, "suppressed": [{suppressed}], '
        f'"bottleneck": {bottleneck_text(neck, rates) if neck else "null"}}}'
    )


def _whole(described: Funnel) -> str:
    return "true" if isinstance(described, Member) and described.place.whole else "false"


def _suppressed(one: Suppressed) -> str:
    until = optional(one.until.isoformat() if one.until else None)
    return f'{{"code": {constant(one.code)}, "reason": {text_of(one.reason)}, "until": {until}}}'


def bottleneck_text(neck: Bottleneck, known: dict[int, str]) -> str:
    """The bottleneck; `known` as for `stake_text`."""
    return (
        f'{{"code": {constant(neck.code)}, "from": {constant(neck.came_from)}, "to": {constant(neck.to)}, '
        f'"stake": {stake_text(neck.stake, known)}}}'
    )


def text_of(text: str) -> str:
    """A text as JSON, with what could be obeyed escaped."""
    quoted = encode_basestring(text)
    if (
        quoted.isprintable() and "##" not in quoted
    ):  # nothing to escape: nearly all texts, and asked without a call
        return quoted
    return json_escaped(quoted)


@lru_cache(KEPT)
def constant(text: str) -> str:
    """A text that is likely to come again."""
    return text_of(text)


def optional(text: str | None) -> str:
    """A text, or null."""
    return "null" if text is None else text_of(text)


def labels_text(labels: Mapping[str, str]) -> str:
    """The labels of a funnel."""
    return f"{{{', '.join([_label(*pair) for pair in labels.items()])}}}"


@lru_cache(KEPT)
def _label(key: str, value: str) -> str:
    return f"{text_of(key)}: {text_of(value)}"


@lru_cache(KEPT)
def kind(market: str | None, approach: str | None, channel: str | None) -> str:
    """What a funnel says of its kind, up to where its place follows."""
    return (
        f', "market": {optional(market)}, "approach": {optional(approach)}, "channel": {optional(channel)}, '
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
        head, field = stage_head(name, role)
        _, line, column = find(field)
        texts.append(
            f'{head}{"null" if count is None else count}, "of_first": '
            f"{shares[count] if first and count is not None else 'null'}, "
            f'"location": {{"path": {path}, "line": {line}, "column": {column}}}}}'
        )
    return ", ".join(texts), shares


@lru_cache(KEPT)
def stage_head(name: str, role: str | None) -> tuple[str, str]:
    """What stands before the count of a stage, and the field that it is."""
    return f'{{"name": {text_of(name)}, "role": {optional(role)}, "count": ', f"stages.{name}"


def _rate(evidence: Evidence, shares: _Shares) -> str:
    """What steps and evidence say of a rate, from the value of `k` on; steps share theirs with what judges them."""
    (k, n), ratio, interval, _ = evidence
    rate = "null" if not n else shares[k] if n == shares.first else repr(k / n)
    written = f'"{ratio}"' if ratio else "null"
    if interval is None:
        return f'{k}, "n": {n}, "rate": {rate}, "ratio": {written}, "interval": null'
    low, high = interval
    return f'{k}, "n": {n}, "rate": {rate}, "ratio": {written}, "interval": [{low!r}, {high!r}]'


@lru_cache(KEPT)
def step_head(came_from: str, to: str) -> str:
    """What stands before the value of `k` of a step."""
    return f'{{"from": {text_of(came_from)}, "to": {text_of(to)}, "k": '


def _overall(overall: Evidence | None, shares: _Shares) -> str:
    if overall is None:
        return "null"
    (k, n), _, interval, _ = overall
    written = "null" if interval is None else f"[{interval[0]!r}, {interval[1]!r}]"
    rate = shares[k] if n == shares.first else repr(k / n)
    return f'{{"k": {k}, "n": {n}, "rate": {rate}, "interval": {written}}}'


def evidence_text(evidence: Evidence, rates: dict[int, str]) -> str:
    """The evidence; `rates` are texts known by the identity of the evidence."""
    rate = rates.get(id(evidence)) or _rate(evidence, _NO_SHARES)
    needed = evidence[3]
    return f'{{"k": {rate}, "needed": {"null" if needed is None else needed}}}'


def _diagnosis(one: Diagnosis, path: str, rates: dict[int, str]) -> str:
    head, middle = texts_around(
        *one[:3],
        one.severity.label,
        one.confidence,
        one.against,
        one.cause,
        one.actions,
        one.sources,
        one.stage,
    )
    field = "null" if one.field is None else constant(one.field)
    evidence = "null" if one.evidence is None else evidence_text(one.evidence, rates)
    _, line, column = one.location
    return (
        f"{head}{text_of(one.message)}{middle}{field}, "
        f'"location": {{"path": {path}, "line": {line}, "column": {column}}}, '
        f'"evidence": {evidence}, "thresholds": {limits_text(one.thresholds)}, "stake": {stake_text(one.stake, rates)}}}'
    )


@lru_cache(KEPT)
def texts_around(  # noqa: PLR0913, PLR0917  (a diagnosis has so many)
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
        f'{{"code": {text_of(code)}, "name": {text_of(name)}, "family": {text_of(family)}, "severity": "{severity}", '
        f'"confidence": "{confidence}", "against": {optional(against)}, "message": ',
        f', "cause": {text_of(cause)}, "actions": {_listed(actions)}, "sources": {_listed(sources)}, '
        f'"stage": {optional(stage)}, "field": ',
    )


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(text_of, texts))}]"


_limits: dict[int, tuple[Mapping[str, Threshold], str]] = {}
"""What the thresholds of a rule are written as, by identity: all funnels of a kind have the same ones.

They are kept beside it, so that no other ones can come to stand where these do.
"""


def limits_text(thresholds: Mapping[str, Threshold]) -> str:
    """The thresholds in force, or null where there are none."""
    known = _limits.get(id(thresholds))
    if known is None:
        if len(_limits) >= KEPT:
            _limits.clear()
        known = _limits[id(thresholds)] = (thresholds, _written(thresholds))
    return known[1]


def _written(thresholds: Mapping[str, Threshold]) -> str:
    if not thresholds:
        return "null"
    texts = (
        f'{text_of(key)}: {{"value": {text_of(one.written)}, "basis": {text_of(one.basis)}, '
        f'"default": {"false" if one.own else "true"}}}'
        for key, one in thresholds.items()
    )
    return f"{{{', '.join(texts)}}}"


def stake_text(stake: Stake | None, known: dict[int, str]) -> str:
    """A stake, or null; `known` are texts by the identity of the stake."""
    if stake is None:
        return "null"
    if id(stake) in known:  # that of the bottleneck is also one of a diagnosis
        return known[id(stake)]
    purchases, low, high, _, amount, currency = stake
    text = known[id(stake)] = (
        f'{{"purchases": {purchases!r}, "low": {low!r}, "high": {"null" if high is None else repr(high)}, '
        f'"amount": {"null" if amount is None else repr(amount)}, '
        f'"currency": {"null" if currency is None else constant(currency)}}}'
    )
    return text


@lru_cache(KEPT)
def passed_text(code: str, unsure: bool, rest: str) -> str:
    """A rule that passed: what stands before its evidence, and the rest."""
    confidence = "unsure" if unsure else "confirmed"
    return f'{{"code": {text_of(code)}, "confidence": "{confidence}", "evidence": {rest}'


@lru_cache(KEPT)
def skipped_text(skipped: tuple[Skipped, ...]) -> str:
    """The rules that are skipped, by reason."""
    groups = (f'{{"codes": {_listed(one.codes)}, "reason": {text_of(one.reason)}}}' for one in skipped)
    return f"[{', '.join(groups)}]"
