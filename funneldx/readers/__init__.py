"""Bytes of a file to the funnels in it.

One module a format, each with

- `shows_a_funnel(text)`: whether the text looks like a funnel in this format (a folder holds other files too),
- `read(text, path)`: funnels, problems and notices, in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from funneldx.diagnosis import Notice
from funneldx.documents.text import LARGEST, decode
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel

FORMATS = {".yaml": "tree", ".yml": "tree", ".json": "tree", ".csv": "table", ".tsv": "table"}
"""The module that reads files of each suffix."""

_TREE = r"\s*(?:#[^\n]*\s*)*(?:[\[{]|-\s|---|%YAML|[^\n,;\t|]*:(?:\s|$))"


class Reader(Protocol):
    """What each module of this package offers."""

    def shows_a_funnel(self, text: str) -> bool: ...
    def read(self, text: str, path: str) -> Iterator[Funnel | Problem | Notice]: ...


def read(data: bytes, path: str, *, in_folder: bool = False) -> Iterator[Funnel | Problem | Notice] | None:
    """Return what a file holds, by its suffix or, without a known one, by its looks.

    None for a file found in a folder that is no funnel at all.
    """
    try:
        text = decode(data, path)
    except UnreadableError as error:
        return iter((error.problem,))
    name = FORMATS.get(suffix(path)) or ("tree" if re.match(_TREE, text) else "table")
    if name == "tree" and len(data) > LARGEST:
        problem = Problem(
            path,
            None,
            None,
            f"the file is over {LARGEST >> 20} MiB, more than is read of one",
            "split it, or use CSV",
        )
        return iter((problem,))
    reader = _reader(name)
    if in_folder and not reader.shows_a_funnel(text):
        return None
    return reader.read(text, path)


def suffix(path: str) -> str:
    """The ending of a file's name, with its point, in lower case."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


@cache
def _reader(name: str) -> Reader:
    return cast("Reader", import_module(f"{__name__}.{name}"))
