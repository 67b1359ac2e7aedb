"""The JSON Schema of a funnel file, as it follows from the funnel format."""

from __future__ import annotations

from funneldx.documents.reading import Schema
from funneldx.readers.funnel_format import DEFAULTS, FUNNEL
from funneldx.readers.records_format import RECORDED

SCHEMA_ID = "urn:funneldx:funnel:1"


def schema() -> Schema:
    """The JSON Schema of a funnel file: one funnel, or `funnels:` with defaults for each."""
    beside = DEFAULTS.schema()["properties"]
    funnels = {"type": "array", "items": {"$ref": "#/$defs/funnel"}, "minItems": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A sales funnel, as funneldx reads it",
        "anyOf": [
            {"$ref": "#/$defs/funnel"},
            {
                "type": "object",
                "properties": {**beside, "funnels": funnels},
                "required": ["funnels"],
                "additionalProperties": False,
            },
        ],
        "$defs": {
            "funnel": {"anyOf": [{"$ref": "#/$defs/counted"}, {"$ref": "#/$defs/recorded"}]},
            "counted": FUNNEL.schema(),
            "recorded": RECORDED.schema(),
        },
    }
