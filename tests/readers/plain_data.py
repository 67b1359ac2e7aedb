"""Documents as plain data, which is how a JSON Schema sees them, and plain data as a document for the reader."""

from __future__ import annotations

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from funneldx.documents.nodes import Mapping, Node, Scalar
from funneldx.errors import Problem
from funneldx.readers.funnel_format import schema
from tests.judging import items

SCHEMA = Draft202012Validator(schema())


def json_text(data: Any) -> str:
    """JSON with every character escaped that could be taken for a line break or is barred from YAML."""
    return re.sub(
        "[\x7f-\uffff]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False)
    )


def plain(node: Node) -> Any:
    """The data of a YAML tree, by the core schema of YAML 1.2, as editors resolve it."""
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.pairs}
    if not isinstance(node, Scalar):
        return [plain(item) for item in node.items]
    return _resolved(node.value) if node.plain else node.value


def _resolved(text: str) -> Any:
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text.lower() in {"true", "false"} and text in {text.lower(), text.title(), text.upper()}:
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", text):
        return float(text.replace(".", "").lower())
    return text


def refusals(text: str) -> list[Problem]:
    """What the reader has against a document; nothing where it accepts it."""
    found = items(text)
    assert found, "neither a funnel nor a problem"
    return [item for item in found if isinstance(item, Problem)]


def fits(data: Any) -> bool:
    """Whether the schema accepts it."""
    return bool(SCHEMA.is_valid(data))
