"""The format of a configuration file: which keys it may have, and what may stand under each."""

from __future__ import annotations

import re
from typing import Any

from funneldx.declared import When
from funneldx.documents.nodes import Node, Scalar
from funneldx.documents.one_or_more import OneOrMore
from funneldx.documents.reading import Reading, Schema, Shape
from funneldx.documents.shapes import Choice, Listing, Pattern, Record, Table, Text
from funneldx.model import Role
from funneldx.rates import Level
from funneldx.readers.values import DATE, ShareShape

_SEVERITIES = ("error", "warning", "note")
_CODE = "[A-Za-z][A-Za-z0-9_-]{1,30}"
_NAME = "[a-z][a-z0-9-]{1,40}"


_NAMES = OneOrMore(Text(longest=200))


class _Ignored(Shape):
    """A rule to leave out: its name, or with a reason and perhaps an end."""

    _name = Text(longest=100)
    _told = Record(dict, {"rule": _name, "reason": Text(), "until": DATE}, required=("rule", "reason"))

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        return (self._name if isinstance(node, Scalar) else self._told).read(node, reading, field)

    def schema(self) -> Schema:
        return {"anyOf": [self._name.schema(), self._told.schema()]}

    @property
    def form(self) -> str:
        return "{rule: hot-share, reason: …}"


def _level(text: str) -> Level | str | None:
    if text == "literal":
        return text
    share = ShareShape(bounded=True).parse(text)
    return Level.of(share.value) if share and 0 < share.value < 1 else None


def _form(pattern: str, expected: str, hint: str) -> Pattern:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return Pattern(lambda text: text if re.fullmatch(pattern, text) else None, expected, hint, schema)


_SHARE = ShareShape(bounded=True)
_THRESHOLDS = Table(Table(ShareShape(bounded=False), at_least=1, key="floor"), key="interest-ratio")
_RULE = Record(
    dict,
    {
        "code": _form(_CODE, "a code", "write a word of letters and digits, such as ACME001"),
        "name": _form(_NAME, "a name", "write words in lower case with hyphens between, such as demo-trial"),
        "from": Text(longest=200),
        "to": Text(longest=200),
        "floor": _SHARE,
        "typical": _SHARE,
        "cause": Text(),
        "actions": Listing(Text()),
        "source": Text(longest=200),
        "severity": Choice(*_SEVERITIES),
        "basis": Choice("stated", "example", "interpretation"),
    },
    required=("code", "name", "from", "to"),
)
_WHEN = Record(
    When,
    {
        "market": Choice("b2b", "b2c"),
        "channel": Text(longest=200),
        "approach": Choice("active", "passive", "mixed"),
        "labels": Table(Text(longest=200)),
    },
)

FORMAT = Record(
    dict,
    {
        "select": _NAMES,
        "ignore": Listing(_Ignored()),
        "severity": Table(Choice(*_SEVERITIES), key="hot-share"),
        "fail_on": Choice(*_SEVERITIES, "never"),
        "confidence": Pattern(
            _level,
            "a confidence level",
            "write it as 0.95 or 95%, or: literal",
            {"type": ["string", "number"]},
        ),
        "thresholds": _THRESHOLDS,
        "stage_names": Record(dict, dict.fromkeys(Role, _NAMES)),
        "columns": Table(_NAMES, key="stage"),
        "include": _NAMES,
        "exclude": _NAMES,
        "rules": Listing(_RULE),
        "per_file_ignores": Table(_NAMES, key="drafts/*"),
        "overrides": Listing(
            Record(dict, {"when": _WHEN, "thresholds": _THRESHOLDS}, required=("when", "thresholds"))
        ),
        "baseline": Text(),
    },
)


def schema() -> Schema:
    """The JSON Schema of a configuration file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:funneldx:config:1",
        "title": "The configuration of funneldx",
        **FORMAT.schema(),
    }
