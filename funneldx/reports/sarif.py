"""SARIF 2.1.0, for GitHub code scanning and other viewers of findings.

Streamed: the rules stand first, then each finding as its funnel is judged; what could not be read, defects and
notices follow as notifications of the one invocation. Regions are in characters, for tables too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from funneldx import __version__
from funneldx.cards import RuleCard
from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity
from funneldx.model import Region
from funneldx.reports import rule_table
from funneldx.reports.findings import (
    CODE_OF_NOTICES,
    Ordinals,
    Told,
    digest,
    digest_of,
    funnel_title,
    lines,
    told_of,
)
from funneldx.reports.json_report import Json, dumps
from funneldx.reports.safe_text import safe_card

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "funneldxFinding/v1"
"""A key of our own: the one that GitHub uses is filled in by its upload."""

_LONGEST = 1024

Piece = tuple[str, tuple[tuple[str, str], ...]]
"""The path of a funnel and, of each finding, its digest and its result but for the end."""


class Report:
    """The log (see `funneldx.reports.Report`)."""

    def __init__(self, rules: Iterable[RuleCard]) -> None:
        self._rules = tuple(rules)
        self._index = {rule.code: number for number, rule in enumerate(self._rules)}
        self._ordinals = Ordinals()
        self._first = True

    def begin(self) -> str:
        driver = {
            "name": "funneldx",
            "semanticVersion": __version__,
            "rules": [_rule(one) for one in self._rules],
        }
        parts = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "automationDetails": {"id": "funneldx/"},
        }
        run = "".join(f"   {dumps(key)}: {dumps(part)},\n" for key, part in parts.items())
        return (
            f'{{\n "$schema": {dumps(SCHEMA)},\n "version": "2.1.0",\n "runs": [\n  {{\n{run}   "results": ['
        )

    def piece(self, report: FunnelReport) -> Piece:
        found = tuple(
            (digest_of(one, report), dumps(self._result(one, report))[:-1]) for one in report.diagnoses
        )
        return report.location.path, found

    def write(self, piece: Piece) -> str:
        path, found = piece
        return "".join(self._item(path, *one) for one in found)

    def end(self, account: RunReport) -> str:
        invocation = {
            "executionSuccessful": not account.defects and not account.errors,
            "toolExecutionNotifications": list(map(_notification, told_of(account))),
        }
        closing = "]" if self._first else "\n   ]"
        return f'{closing},\n   "invocations": [{dumps(invocation)}]\n  }}\n ]\n}}\n'

    def _item(self, path: str, known_by: str, text: str) -> str:
        comma = "" if self._first else ","
        self._first = False
        number = self._ordinals.of(path, known_by)
        prints = {FINGERPRINT: digest(known_by, str(number)) if number else known_by}
        return f'{comma}\n    {text}, "partialFingerprints": {dumps(prints)}}}'

    def _result(self, one: Diagnosis, report: FunnelReport) -> Json:
        message, *more = lines(one)
        said = "\n".join((f"{funnel_title(report)}: {message}", *more))
        region = report.funnel.places.region(one.field or "")
        return {
            "ruleId": one.code,
            "ruleIndex": self._index[one.code],
            "level": one.severity.label,
            "message": {"text": plain(said)},
            "locations": [_location(one.location.path, region)],
            "properties": {"confidence": one.confidence, **({"stage": one.stage} if one.stage else {})},
        }


def plain(text: str) -> str:
    """A message in which nothing is taken for a link: brackets are escaped, and backslashes that stand before one."""
    return re.sub(r"(\\*)([\[\]])", r"\1\1\\\2", text)


def _location(path: str, region: Region | None, line: int | None = None) -> Json:
    physical: Json = {"artifactLocation": _artifact(path)}
    if region:
        physical["region"] = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.line,
            "endColumn": region.end,
        }
    elif line:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}


def _artifact(path: str) -> Json:
    """The address of a file, relative to the root of the repository unless it lies outside of the working folder."""
    if path.startswith("/") or re.match("[A-Za-z]:/", path):
        return {"uri": f"file:///{quote(path.lstrip('/'), safe='/:')}"}
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def _notification(one: Told) -> Json:
    level = "note" if one.kind == CODE_OF_NOTICES else "error"
    told: Json = {"level": level, "message": {"text": plain(one.text)}, "descriptor": {"id": one.kind}}
    if one.path:
        told["locations"] = [_location(one.path, None, one.line)]
    if one.code:
        told["properties"] = {"rule": one.code}
    return told


def _rule(card: RuleCard) -> Json:
    """What viewers show of a rule; its texts may not be empty."""
    rule = safe_card(card)
    severity = rule.severities[-1] if rule.severities else Severity.WARNING
    described: Json = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(rule.headline or rule.summary or rule.name),
        "fullDescription": _text(rule.why or rule.summary or rule.name),
        "help": {**_text("\n".join(_help(rule)), longest=None), "markdown": "\n\n".join(_markdown(rule))},
        "defaultConfiguration": {"level": severity.label},
        "properties": {"tags": [rule.family or "rules"]},
    }
    if address := next((article.address for article in rule.articles if article.address), None):
        described["helpUri"] = f"https://{quote(address, safe='/')}"
    return described


def _text(text: str, longest: int | None = _LONGEST) -> Json:
    told = plain(text)
    return {"text": told if longest is None or len(told) <= longest else f"{told[: longest - 1]}…"}


def _help(rule: RuleCard) -> Iterator[str]:
    yield f"Looks at: {rule_table.summary(rule)}"
    if rule.why:
        yield f"Why: {rule.why}"
    if rule.cause:
        yield f"Cause: {rule.cause}"
    yield from (f"Do {number}: {action}" for number, action in enumerate(rule.actions, 1))
    yield from (
        f"Source: {article.title}{f', {article.address}' if article.address else ''}"
        for article in rule.articles
    )


def _markdown(rule: RuleCard) -> Iterator[str]:
    """The same, each label bold; what a rule of one's own says stands in code spans, as all text of files does."""
    from funneldx.reports.markdown import code, written  # noqa: PLC0415  (only the beginning of a log needs them)

    show = code if rule.family in {"own", "plugins"} else written
    for line in _help(rule):
        label, _, text = line.partition(": ")
        yield f"**{label}** {show(text)}"
