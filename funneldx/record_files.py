"""Which files of a folder are records: leads, deals or events that a description there counts from.

A description says so by `source: {files: …}`, and `join: {files: …}` inside of it: a path, a list of them, or a
pattern as in a shell, each relative to the description's own folder and below it. What cannot be read is told when
the description itself is.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import takewhile

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.text import LARGEST, decode
from funneldx.errors import UnreadableError, UsageError
from funneldx.folders.files import DESCRIPTIONS, Files
from funneldx.patterns import pattern
from funneldx.readers import suffix
from funneldx.sources import File

_MOST_PATTERNS = 100
"""Of one description. Whoever writes more means to keep us busy."""


def named_by(files: Iterable[Files], tables: Iterable[Files]) -> set[str]:
    """Return where those of the `tables` really are that a description among the files names as its records.

    A description is nobody's records, even where a pattern fits it.
    """
    among = _Tables(tables)
    named: set[str] = set()
    describing: set[str] = set()
    for one in files:
        here = os.path.join(one.real, "")
        if not among.any_below(here):
            continue
        for path in one.paths:
            if suffix(path) in DESCRIPTIONS and (names := set(_names(path))):
                describing.add(one.target or here + os.path.basename(path))
                named.update(_below(names, here), _fitting(names, here, among))
    return named - describing


class _Tables:
    """Where tables really are."""

    def __init__(self, tables: Iterable[Files]) -> None:
        self._names: dict[str, list[str]] = {}
        """By folder, with a separator at its end; as `Files` have them."""
        for one in tables:
            folder, names = one.place
            self._names.setdefault(os.path.join(folder, ""), []).append(names)
        self._folders = sorted(self._names)

    def beginning(self, begin: str) -> Iterator[str]:
        """The paths that begin so."""
        own = begin[: begin.rfind(os.sep) + 1]
        for folder in (own,) if own != begin and own in self._names else self._below(begin):
            for names in self._names[folder]:
                yield from (path for name in names.split("/") if (path := folder + name).startswith(begin))

    def any_below(self, here: str) -> bool:
        """Whether there are tables in a folder or below it."""
        return any(self._below(here))

    def _below(self, begin: str) -> Iterator[str]:
        """The folders that begin so."""
        rest = range(bisect_left(self._folders, begin), len(self._folders))
        return takewhile(lambda folder: folder.startswith(begin), (self._folders[at] for at in rest))


def _below(names: set[str], here: str) -> Iterator[str]:
    """Where the files below a folder really are that the names are paths of."""
    for path in {os.path.normpath(os.path.join(here, name)) for name in names}:
        if path.startswith(here) and os.path.exists(path):
            real = os.path.realpath(path)
            if real.startswith(here):
                yield real


def _fitting(names: set[str], here: str, tables: _Tables) -> Iterator[str]:
    """The tables below a folder that the names fit, taken as patterns."""
    magic = sorted(name for name in names if re.search(r"[*?\[]", name) and not os.path.isabs(name))
    for name in magic[:_MOST_PATTERNS]:
        text = "/".join(part for part in name.split("/") if part not in {"", "."})
        try:
            fitting = pattern(text, begins_here=True)
        except UsageError:
            continue
        begin = here + re.split(r"[*?\[]", text, maxsplit=1)[0].replace("/", os.sep)
        for path in tables.beginning(begin):
            if fitting.fits(path[len(here) :].replace(os.sep, "/"), folder=False):
                yield path


def _names(path: str) -> Iterator[str]:
    """What a description gives as `files`, as far as it can be read."""
    try:
        data = File(path)()
        size = len(data) if isinstance(data, bytes) else data.size
        if size > LARGEST:
            return
        if not isinstance(data, bytes):
            data = data.read(0, size)
        letters = data.replace(b"\0", b"") if b"\0" in data else data  # of UTF-16 too
        if b"source" in letters and b"files" in letters:
            kind = "json" if suffix(path) == ".json" else "yaml"
            for root in import_module(f"funneldx.documents.{kind}_tree").documents(decode(data, path), path):
                yield from _files(root)
    except (OSError, UnreadableError):
        return


def _files(root: Node) -> Iterator[str]:
    for funnel in (root, *_each(_value(root, "funnels"))):
        source = _value(funnel, "source")
        for part in (source, *_each(_value(source, "join"))):
            for name in _each(_value(part, "files")):
                if isinstance(name, Scalar):
                    yield name.value


def _value(node: Node | None, key: str) -> Node | None:
    """What stands at a key; None where there is no such key, or no mapping at all."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _each(node: Node | None) -> Iterable[Node]:
    """The items of a list; another value is taken for a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)
