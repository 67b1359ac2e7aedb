"""The forms of entries: what has the same form differs in figures, and in words that fill the rest of a line.

In a form there are holes where those stand. All that could make such a difference more than one of values is left to
the parser: block scalars, anchors, aliases, tags, escapes, words in flow collections, figures in keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from funneldx.documents.filling import Text
from funneldx.documents.quick import (
    MappingEndEvent,
    RemarkableError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from funneldx.tuples import NamedTuple

WORDS = r"[^\W\d_][\w,.()/&'+;-]*+(?: [\w,.()/&'+;-]++)*+"
_REST = re.compile(rf""":( (?:{WORDS}|"[\w ,.()/&'+;:#-]*+"))(?=\r?(?:\n|\Z))""")
"""A value that fills the rest of a line: words, or a text in quotes."""
_FIGURES = re.compile("([0-9][0-9]*)")
"""What begins with a set of characters is found in half the time of what begins with a repetition."""
FIGURE = re.compile("[0-9]")
_INVOLVED = re.compile(r"[|>&*!\\]")
"""Signs that may begin something in which a figure is no value."""
HOLE, WORD, QUOTED = "\0", "\1", "\2"
"""What stands in a form for a figure, for words and for a text in quotes; none of them is a character of YAML."""


class Hole(NamedTuple):
    """A part of an entry that may differ: where the value in it begins and ends."""

    start: int
    end: int
    whole: bool
    """Whether it has to be a whole value, and outside of flow collections."""


def parted(piece: str) -> tuple[str, list[str]]:
    """The form of an entry, and what stands in its holes."""
    around = _REST.split(piece)
    figures = _FIGURES.split(around[0])
    if len(around) == 1:
        return HOLE.join(figures[::2]), figures[1::2]
    parts = [HOLE.join(figures[::2])]
    values = figures[1::2]
    for index in range(1, len(around), 2):
        words = around[index]
        if words[-1] == '"':
            parts.append(QUOTED)
            values.append(words[2:-1])
        else:
            parts.append(WORD)
            values.append(words[1:])
        figures = _FIGURES.split(around[index + 1])
        parts.append(HOLE.join(figures[::2]))
        values += figures[1::2]
    return "".join(parts), values


def holes_in(piece: str) -> Iterator[Hole]:
    """Where what `parted` finds stands."""
    end = 0
    for words in (*_REST.finditer(piece), None):
        start, stop = words.span(1) if words else (len(piece), 0)
        for figure in _FIGURES.finditer(piece, end, start):
            yield Hole(*figure.span(), whole=False)
        if words:
            quoted = piece[stop - 1] == '"'
            yield Hole(start + 1 + quoted, stop - quoted, whole=True)
        end = stop


def texts_of(piece: str, events: list[Any], holes: tuple[Hole, ...]) -> dict[int, Text]:
    """How single values follow from the holes, by number of the event.

    Holes that are in none are in comments, since the signs of everything else that figures could stand in are looked
    for. Raises RemarkableError where a hole is more than a part of a value.
    """
    edges = (0, *[edge for hole in holes for edge in (hole.start, hole.end)], len(piece))
    if any(_INVOLVED.search(piece, *span) for span in zip(edges[::2], edges[1::2], strict=True)):
        raise RemarkableError
    texts: dict[int, Text] = {}
    left = dict(enumerate(holes))
    for number, is_key, in_flow in _standing(events):
        event = events[number]
        start, end = event.start_mark.index, event.end_mark.index
        within = {one: hole for one, hole in left.items() if start <= hole.start and hole.end <= end}
        if not within:
            continue
        if event.style in {"'", '"'}:
            start, end = start + 1, end - 1
        if is_key or event.value != piece[start:end]:
            raise RemarkableError
        parts: list[str | int] = []
        for one, hole in within.items():
            if hole.whole and (in_flow or (hole.start, hole.end) != (start, end)):
                raise RemarkableError
            parts += (piece[start : hole.start], one)
            start = hole.end
            del left[one]
        parts.append(piece[start:end])
        texts[number] = tuple([part for part in parts if part != ""])
    return texts


def _standing(events: list[Any]) -> Iterator[tuple[int, bool, bool]]:
    """The number of each single value, whether it is a key, and whether it stands in a flow collection."""
    within: list[tuple[bool, bool]] = [(True, False)]
    """Of each collection that is open, whether it is a mapping and a flow collection."""
    next_is_key = [True]
    for number, event in enumerate(events):
        kind = type(event)
        if kind in {MappingEndEvent, SequenceEndEvent}:
            within.pop()
            next_is_key.pop()
            continue
        is_mapping, in_flow = within[-1]
        is_key = is_mapping and next_is_key[-1]
        next_is_key[-1] = not is_key
        if kind is ScalarEvent:
            yield number, is_key, in_flow
        else:
            within.append((kind is not SequenceStartEvent, in_flow or bool(event.flow_style)))
            next_is_key.append(True)


def moves(piece: str, index: int, holes: tuple[Hole, ...]) -> bool:
    """Whether a hole stands before a place on its line, so that the place moves with what is in it."""
    margin = piece.rfind("\n", 0, index) + 1
    return any(margin <= hole.start < index for hole in holes)
