"""The settings in force and where each comes from: as a table for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from funneldx.reports.layout import Canvas, Line, cells
from funneldx.reports.safe_text import shown
from funneldx.tuples import NamedTuple


class Setting(NamedTuple):
    """One setting in force."""

    key: str
    value: str
    origin: str
    """`default`, the place in the configuration, or what else it comes from."""


def as_text(settings: Iterable[Setting], path: str | None, canvas: Canvas) -> str:
    """One line a setting; those that are not the default stand out."""
    settings = tuple(settings)
    width = max(cells(one.key) for one in settings) + 2
    rail = (f"{canvas.signs['rail']} ", "rail")
    title = shown(path) if path else "no configuration file: every setting is the default"
    lines = [Line((f"{canvas.signs['title']}", "title"), ((title, "title"),))]
    for one in settings:
        own = one.origin != "default"
        text = (
            (shown(one.value), "message" if own else "dim"),
            (f"  {shown(one.origin)}" if own else "", "dim"),
        )
        lines.append(Line(rail, text, head=(shown(one.key).ljust(width), "bold" if own else "dim")))
    return canvas.draw(lines)


def as_json(settings: Iterable[Setting], path: str | None) -> str:
    """The same for programs."""
    data = {
        "schema": "funneldx-config/1",
        "path": path,
        "settings": [{"key": one.key, "value": one.value, "from": one.origin} for one in settings],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
