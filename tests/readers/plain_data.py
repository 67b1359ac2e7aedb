"""Documents as plain data, which is how a JSON Schema sees them, and plain data as a document for the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator

from funneldx.documents.nodes import Mapping, Node, Scalar
from funneldx.errors import Problem
from funneldx.readers.funnel_schema import schema
from tests.judging import items

SCHEMA = Draft202012Validator(schema())


def json_text(data: Any) -> str:
    """JSON that is YAML too: whatever is barred from YAML or could be taken for a line break is escaped."""
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
    if text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return text.lower() == "true"
    for pattern, number in _NUMBERS:
        if re.fullmatch(pattern, text):
            return number(text)
    return text


_NUMBERS: tuple[tuple[str, Callable[[str], float]], ...] = (
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+|0x[0-9a-fA-F]+", lambda text: int(text, 0)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
    (r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", lambda text: float(text.replace(".", ""))),
)


def refusals(text: str, path: str = "funnel.yaml") -> list[Problem]:
    """What the reader has against a document; nothing where it accepts it."""
    found = items(text, path)
    assert found, "neither a funnel nor a problem"
    return [item for item in found if isinstance(item, Problem)]


def fits(data: Any) -> bool:
    """Whether the schema accepts it."""
    return bool(SCHEMA.is_valid(data))
