"""Bytes of a file to the funnels in it: one module, or package, a format.

`tree` reads YAML and JSON, our own format and the `exports` of other programs; `table` reads delimited text, whose
encoding `encodings` finds out. Both give funnels, problems and notices in the order of the file, and tell what is no
funnel at all, since a folder holds other files too.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.documents.text import LARGEST, decode
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel

if TYPE_CHECKING:
    from funneldx.readers.table.proposal import Proposal

FORMATS = {".yaml": "tree", ".yml": "tree", ".json": "tree", ".csv": "table", ".tsv": "table"}
"""The module that reads files of each suffix."""

_TREE = r"\s*(?:#[^\n]*\s*)*(?:[\[{]|-\s|---|%YAML|[^\n,;\t|]*:(?:\s|$))"


Item = Funnel | Problem | Notice


def read(
    data: bytes, path: str, settings: TableSettings | None = None, *, in_folder: bool = False
) -> Iterator[Item] | None:
    """Return what a file holds, by its suffix or, without a known one, by its looks; tables as `settings` say.

    None for a file found in a folder that is no funnel at all.
    """
    name = _format_of(data, path)
    try:
        if name == "table":
            return _table(data, path, settings or TableSettings(), in_folder=in_folder)
        text = decode(data, path)
    except UnreadableError as error:
        return iter((error.problem,))
    tree = _module("tree")
    if len(data) > LARGEST:
        if in_folder and not tree.shows_a_funnel(text):
            return None
        problem = Problem(
            path,
            None,
            None,
            f"the file is over {LARGEST >> 20} MiB, more than is read of one",
            "split it, or use CSV",
        )
        return iter((problem,))
    return cast("Iterator[Item] | None", tree.read(text, path, in_folder=in_folder))


def proposal(data: bytes, path: str, settings: TableSettings) -> Proposal | None:
    """Return which columns of a table would be read as what; None for a file that is no table.

    Raises UnreadableError for one that cannot be read, nor guessed at.
    """
    if _format_of(data, path) != "table":
        return None
    text, notice = _module("encodings").table_text(data, path, settings)
    proposed: Proposal = _module("table.proposal").proposed(text, path, settings)
    return proposed._replace(notes=(notice.message, *proposed.notes)) if notice else proposed


def _format_of(data: bytes, path: str) -> str:
    return FORMATS.get(suffix(path)) or ("tree" if _looks_like_a_tree(data) else "table")


def _looks_like_a_tree(data: bytes) -> bool:
    """Whether a file without a telling name is YAML or JSON."""
    beginning = data[:65536]
    if beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = beginning.decode("utf-16", errors="replace")
    else:
        text = beginning.removeprefix(BOM_UTF8).decode("utf-8", errors="replace")
    return re.match(_TREE, text) is not None


def _table(data: bytes, path: str, settings: TableSettings, *, in_folder: bool) -> Iterator[Item] | None:
    text, notice = _module("encodings").table_text(data, path, settings)
    items: Iterator[Item] | None = _module("table").read(text, path, settings, in_folder=in_folder)
    return chain((notice,), items) if notice and items is not None else items


@cache
def _module(name: str) -> Any:
    """Each format is imported only when it is met."""
    return import_module(f"{__name__}.{name}")


def suffix(path: str) -> str:
    """The ending of a file's name, with its point, in lower case."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
