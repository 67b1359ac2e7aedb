"""What a source holds: funnels, problems and notices, or nothing of a funnel at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from funneldx.config import TableSettings
from funneldx.diagnosis import Defect, Notice
from funneldx.documents.text import is_report
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel
from funneldx.readers import FORMATS, read, suffix
from funneldx.sources import NotAFileError, Source, refused, unreachable
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.documents.content import Raw
    from funneldx.recorded import Recorded

Item: TypeAlias = "Funnel | Problem | Notice | Defect | Recorded"
"""A funnel that is still to be counted among them."""

_BEGINNING = 1000
"""Bytes by which a file is known for a report of ours."""
_WAY_OUT = "leave it out with --exclude, or pass such files over: without --strict-folder"


class LargeTable(NamedTuple):
    """A table that is better read block by block."""

    source: Source
    raw: Raw


PASSED_OVER = object()
"""For a file of a folder that shows nothing of a funnel."""


def opened(
    source: Source, settings: TableSettings, *, strict: bool, in_blocks: bool
) -> Iterable[Item] | LargeTable | object:
    """Return what a source holds; PASSED_OVER where that is nothing of a funnel, unless `strict`.

    A large table is left to whoever reads it `in_blocks`.
    """
    try:
        data = source.read()
        beginning = data[:_BEGINNING] if isinstance(data, bytes) else data.read(0, _BEGINNING)
        if is_report(beginning):
            return () if source.in_folder else (_ours(source.path, beginning),)
        if source.in_folder and not strict and _is_blank(data):
            return PASSED_OVER
        if in_blocks and not isinstance(data, bytes) and FORMATS.get(suffix(source.path)) == "table":
            return LargeTable(source, data)
        return _read(source, data, settings, strict=strict)
    except UnreadableError as error:
        return (error.problem,)
    except OSError as error:
        no_file = isinstance(error, NotAFileError)
        problem = refused(source) if no_file else unreachable(source.path, error)
        return () if problem is None else (problem,)


def _read(
    source: Source, data: bytes | Raw, settings: TableSettings, *, strict: bool
) -> Iterable[Item] | object:
    items = read(data, source.path, settings, in_folder=source.in_folder)
    if items is not None:
        return items if isinstance(data, bytes) else _guarded(items, source)
    return _no_funnel(source, data, settings) if strict else PASSED_OVER


def _no_funnel(source: Source, data: bytes | Raw, settings: TableSettings) -> Iterable[Problem]:
    """Tell of a file of a folder that is none."""
    if FORMATS.get(suffix(source.path)) == "table":
        told = read(data, source.path, settings) or ()
        problems = (one for one in told if isinstance(one, Problem))
        return tuple(one._replace(hint=f"{one.hint}; or {_WAY_OUT}") for one in problems)
    return (Problem(source.path, None, None, _what_it_is(source.path), _WAY_OUT),)


def _guarded(items: Iterable[Item], source: Source) -> Iterator[Item]:
    """What a file holds, as far as it can be read: a large one may vanish meanwhile."""
    try:
        yield from items
    except OSError as error:
        yield unreachable(source.path, error)


def _is_blank(data: bytes | Raw) -> bool:
    if isinstance(data, bytes):
        return not data or data.isspace()
    from funneldx.documents.content import pieces  # noqa: PLC0415  (few files are large)

    return all(map(bytes.isspace, pieces(data)))


def _ours(path: str, data: bytes) -> Problem:
    """Say of a report or baseline of ours that it is no funnel."""
    if b'"schema": "funneldx-baseline/' in data:
        what, hint = "baseline", "name it with --baseline"
    else:
        what, hint = "report", "give the file that it was made from"
    return Problem(path, 1, 1, f"this is a {what} of funneldx, not a funnel", hint)


def _what_it_is(path: str) -> str:
    """Say of a file of a folder that it is no funnel."""
    kind = suffix(path)
    if kind in FORMATS:
        name = "JSON" if kind == ".json" else "YAML"
        return f"this {name} file shows no key of a funnel; a description with `stages:` was expected"
    return "this file shows no funnel; a column of stages and one of counts was expected, or `stages:`"
