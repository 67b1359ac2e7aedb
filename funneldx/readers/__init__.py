"""Bytes of a file to the funnels in it: one module, or package, a format.

`tree` reads YAML and JSON, our own format and the `exports` of other programs; `table` reads delimited text, whose
encoding `encodings` finds out. Both give funnels, problems and notices in the order of the file, and tell what is no
funnel at all, since a folder holds other files too.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.documents.text import LARGEST, LARGEST_IN_MEMORY, decode
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel

if TYPE_CHECKING:
    from funneldx.documents.content import Raw
    from funneldx.readers.table.plan import TablePlan
    from funneldx.readers.table.proposal import Proposal

FORMATS = {".yaml": "tree", ".yml": "tree", ".json": "tree", ".csv": "table", ".tsv": "table"}
"""The module that reads files of each suffix."""

_TREE = r"\s*+(?:#[^\n]*+\s*+)*+(?:[\[{]|-\s|---|%YAML|[^\n,;\t|]*:(?:\s|$))"
"""How YAML and JSON begin, after comments. It never goes back on what it took: `# # #` would be parted in every way."""


Item = Funnel | Problem | Notice
"""Tables give these; a description that has still to be counted is a `Recorded` among them (see `opening.Item`)."""


def read(
    data: bytes | Raw, path: str, settings: TableSettings | None = None, *, in_folder: bool = False
) -> Iterable[Item] | None:
    """Return what a file holds, by its suffix or, without a known one, by its looks; tables as `settings` say.

    None for a file found in a folder that is no funnel at all; a list where there are funnels and nothing else. Tables
    are read piece by piece from a `Raw`; for them `table_plan` says how several processes can do so. Raises OSError
    where that fails.
    """
    try:
        if _format_of(data, path) == "table":
            return _table(_raw(data), path, settings or TableSettings(), in_folder=in_folder)
        size = len(data) if isinstance(data, bytes) else data.size
        if size > LARGEST_IN_MEMORY:
            raise _too_large(path, LARGEST_IN_MEMORY)
        text = decode(data if isinstance(data, bytes) else data.read(0, size), path)
        tree = _module("tree")
        if size > LARGEST:
            if in_folder and not tree.shows_a_funnel(text):
                return None
            raise _too_large(path, LARGEST)
    except UnreadableError as error:
        return (error.problem,)
    return cast("Iterable[Item] | None", tree.read(text, path, in_folder=in_folder))


def _too_large(path: str, largest: int) -> UnreadableError:
    message = f"the file is over {largest >> 20:,} MiB, more than is read of one"
    return UnreadableError(Problem(path, None, None, message, "split it, or use CSV"))


def table_plan(raw: Raw, path: str, settings: TableSettings) -> tuple[TablePlan, Notice | None] | None:
    """Return how the blocks of a table can be read on their own, and what was assumed of its encoding.

    None for a file that is no table. Raises UnreadableError for one that cannot be read, and OSError.
    """
    if _format_of(raw, path) != "table":
        return None
    content, notice = _encodings().table_content(raw, path, settings)
    return _module("table").planned(content, path, settings), notice


def proposal(data: bytes | Raw, path: str, settings: TableSettings) -> Proposal | None:
    """Return which columns of a table would be read as what; None for a file that is no table.

    Raises UnreadableError for one that cannot be read, nor guessed at, and OSError.
    """
    if _format_of(data, path) != "table":
        return None
    content, notice = _encodings().table_content(_raw(data), path, settings)
    proposed: Proposal = _module("table.proposal").proposed(content, path, settings)
    return proposed._replace(notes=(notice.message, *proposed.notes)) if notice else proposed


def _raw(data: bytes | Raw) -> Raw:
    from funneldx.documents.content import Memory  # noqa: PLC0415  (only tables are read in pieces)

    return Memory(data) if isinstance(data, bytes) else data


def _format_of(data: bytes | Raw, path: str) -> str:
    return FORMATS.get(suffix(path)) or ("tree" if _looks_like_a_tree(data) else "table")


def _looks_like_a_tree(data: bytes | Raw) -> bool:
    """Whether a file without a telling name is YAML or JSON."""
    beginning = data[:65536] if isinstance(data, bytes) else data.read(0, 65536)
    if beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = beginning.decode("utf-16", errors="replace")
    else:
        text = beginning.removeprefix(BOM_UTF8).decode("utf-8", errors="replace")
    return re.match(_TREE, text) is not None


def _table(raw: Raw, path: str, settings: TableSettings, *, in_folder: bool) -> Iterator[Item] | None:
    content, notice = _encodings().table_content(raw, path, settings)
    items: Iterator[Item] | None = _module("table").read(content, path, settings, in_folder=in_folder)
    return chain((notice,), items) if notice and items is not None else items


@cache
def _encodings() -> Any:
    """Only tables have to be asked for theirs."""
    return import_module("funneldx.encodings")


@cache
def _module(name: str) -> Any:
    """Each format is imported only when it is met."""
    return import_module(f"{__name__}.{name}")


def suffix(path: str) -> str:
    """The ending of a file's name, with its point, in lower case."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
