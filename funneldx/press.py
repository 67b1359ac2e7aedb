"""What is the same in the JSON of many funnels, put into octets once.

`octets` are a text of which each character is a byte of UTF-8. One dash in a text would otherwise make all that it is
joined with twice as wide, at each of the times it is joined.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import Any

from funneldx.engine import Judgement
from funneldx.reports import json_funnel as written
from funneldx.rules.rule import Finding, Rule


class DeclinedError(Exception):
    """Something has to be written from the report."""


class Press:
    """What is the same in the JSON of all funnels that are settled alike."""

    def __init__(self, judgement: Judgement, codes: Container[str]) -> None:
        context, kin = judgement.context, judgement.kin
        stages = context.funnel.stages
        self.codes = codes
        self.stages = [stage_head(stage.name, stage.role) for stage in stages]
        self.steps = [
            (step_head(stages[a].name, stages[b].name), stages[b].name, a, b) for a, b in context.pairs
        ]
        settled: dict[str, str] = {}
        for rule, one in kin.passed:
            code = rule.code
            if code in codes:
                if code in settled or one.evidence is not None:
                    raise DeclinedError
                settled[code] = through(code)[0][one.unsure]
        live = {rule.code for rule in (*kin.live, *kin.of_series) if rule.code in codes}
        order = sorted(settled.keys() | live)
        self.passed = [settled.get(code) for code in order]
        """Texts of the rules that pass, by code; None for those that look at counts."""
        self.live = {code: (slot, *through(code)) for slot, code in enumerate(order) if code in live}
        """Of these, their places among the texts, and what is written there (see `through`)."""
        self.skipped: dict[int, tuple[object, str]] = {}
        """Texts of groups of rules that are skipped, by the identity of these, which are kept with them."""
        self.found = {id(one): self._around(rule, one, judgement) for rule, one in kin.found}
        """What stands before and behind the place of a finding that is settled, and its field; by its identity."""

    @staticmethod
    def _around(rule: Rule, one: Finding, judgement: Judgement) -> tuple[str, str, str] | None:
        if type(one.message) is not str or one.evidence is not None:
            return None
        head, middle = heads(rule, one)
        field = field_of(one)
        limits = octets(written.limits_text(rule.in_force(judgement.context)))
        return (
            f'{head}{octets(written.text_of(one.message))}{middle}{quoted(field)}, "location": {{"path": ',
            field or "",
            f'}}, "evidence": null, "thresholds": {limits}, "stake": null}}',
        )


def octets(text: str) -> str:
    """The UTF-8 of a text that has one, a character for each byte of it."""
    return text if text.isascii() else text.encode().decode("latin-1")


def optional(text: str | None) -> str:
    """A text, or null."""
    return "null" if text is None else octets(written.text_of(text))


@lru_cache(written.KEPT)
def kind(market: str | None, approach: str | None, channel: str | None) -> str:
    """What a funnel says of its kind, up to where its place follows."""
    return octets(written.kind(market, approach, channel))


@lru_cache(written.KEPT)
def stage_head(name: str, role: str | None) -> tuple[str, str]:
    """What stands before the count of a stage, and the field that it is."""
    head, field = written.stage_head(name, role)
    return octets(head), field


@lru_cache(written.KEPT)
def step_head(came_from: str, to: str) -> str:
    """What stands before the value of `k` of a step."""
    return octets(written.step_head(came_from, to))


@lru_cache(written.KEPT)
def through(code: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A rule that passed, confirmed and unsure: without evidence, and what stands before it."""
    sure, unsure = (octets(written.passed_text(code, unsure, "")) for unsure in (False, True))
    return (f"{sure}null}}", f"{unsure}null}}"), (sure, unsure)


def heads(rule: Rule, one: Finding) -> tuple[str, str]:
    """What stands before the message of a finding, and what stands after it, up to its field."""
    return _texts_around(
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


@lru_cache(written.KEPT)
def _texts_around(*of: Any) -> tuple[str, str]:
    head, middle = written.texts_around(*of)
    return octets(head), octets(middle)


@lru_cache(written.KEPT)
def quoted(field: str | None) -> str:
    """A field, or null."""
    return optional(field)


def field_of(one: Finding) -> str | None:
    """The field that a finding is about."""
    return f"stages.{one.stage[0]}" if one.field is None and one.stage is not None else one.field
