"""Values as people write them, and when two texts are taken for the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


def normal(text: str) -> str:
    """A text as it is compared: without the spaces around it, in one case."""
    return text.strip().casefold()


def as_text(value: object) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second or value.microsecond):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value).strip()


def mapped(values: Mapping[str, str], text: str) -> str:
    """A label as the description unifies it."""
    return {normal(key): label for key, label in values.items()}.get(normal(text), text)
