"""Entries of plain YAML mappings, remembered: what one team writes below a key, it writes below it in every file.

A block mapping is the concatenation of its entries, and an entry is a whole document of its own. So a text is cut where
a key begins at the margin, and what the parser made of an entry is used again wherever the same one stands. Entries
that differ in figures, and in words that fill the rest of a line, have the same form (see `documents.forms`): of these
the parser's events are kept, and the new figures and words put into them.

What is remembered is read by the same functions as the events of a whole document (see `documents.quick`).
"""

from __future__ import annotations

import re
from typing import Any

from yaml.events import DocumentEndEvent

from funneldx.documents.filling import Fill, Filling
from funneldx.documents.forms import (
    FIGURE,
    HOLE,
    QUOTED,
    WORD,
    WORDS,
    Hole,
    holes_in,
    moves,
    parted,
    texts_of,
)
from funneldx.documents.quick import (
    LEFT_OUT,
    MappingEndEvent,
    MappingStartEvent,
    NoYamlError,
    Places,
    RemarkableError,
    ScalarEvent,
    documents,
    keys_of,
    known_of,
    single,
    valued,
)
from funneldx.documents.shapes import Record
from funneldx.tuples import NamedTuple, maker

Spot = tuple[int, int]
"""Line and column from the beginning of an entry, counted from 0."""

LONGEST = 4096
"""Characters of an entry that is worth remembering."""
_MOST = 4096
_MOST_FORMS = 512

_BLANK = r"(?: *(?:#[^\r\n]*)?\r?\n)*+"
_BEFORE = re.compile(rf"{_BLANK}(?:--- *\r?\n{_BLANK})?")
_BEGINS = re.compile(r"""[A-Za-z_$"']""")
_NEXT = re.compile(rf"\n(?={_BEGINS.pattern})")
_LINE = re.compile(rf"([a-z_]+): ({WORDS})\r?")
_OTHER_BREAKS = re.compile("\r(?!\n|\\Z)|[\x85\u2028\u2029]")


class Entry(NamedTuple):
    """A key and what stands below it."""

    name: str
    value: Any
    """LEFT_OUT for a key without a value."""
    spots: dict[str, Spot | None]
    """Where the value of each field begins; None where somebody has to look."""
    lines: int
    """How many it stands on."""


Beginning = tuple[int, dict[str, Spot | None]]
"""The line on which an entry begins, counted from 0, and the spots of its fields (see `Entry`)."""


class _Form(NamedTuple):
    """What entries have in common that differ in figures and words."""

    name: str
    fill: Fill
    spots: dict[str, Spot | None]
    lines: int


_entry = maker(Entry)


class Memory:
    """What is remembered of the entries of one kind of mapping."""

    def __init__(self, shape: Record) -> None:
        self._keys = keys_of(shape, "")
        self._known: dict[str, Entry] = {}
        self._with_figures: dict[str, Entry] = {}
        """The same of entries with figures: most are met once, and those that are not shall not be lost by them."""
        self._forms: dict[str, _Form | None] = {}
        self._remarkable: set[str] = set()
        """Entries that cannot be read here."""

    def forget(self) -> None:
        """Drop everything, since shapes may read it differently from now on."""
        self._known.clear()
        self._with_figures.clear()
        self._forms.clear()
        self._remarkable.clear()

    def read(self, text: str) -> tuple[dict[str, Any], dict[str, Beginning]]:
        """The values of a text's one mapping, by key, and where each of its entries begins.

        Raises RemarkableError where the text is none that can be cut into entries, one of them is remarkable, or two
        have the same key.
        """
        before = _BEFORE.match(text)
        assert before is not None
        start = before.end()
        above = text[:start]
        if "!" in above or not above.replace("\r", "").replace("\n", "").isprintable():
            raise RemarkableError  # a comment with something that the parser has to be asked about
        if _BEGINS.match(text, start) is None or HOLE in text or WORD in text or QUOTED in text:
            raise RemarkableError
        line = text.count("\n", 0, start)
        ended = text[-1] == "\n"
        if not ended and ("|" in text or ">" in text):
            raise RemarkableError  # in a block the last line break is part of the text
        known, with_figures = self._known, self._with_figures
        values: dict[str, Any] = {}
        beginnings: dict[str, Beginning] = {}
        for piece in _NEXT.split(text[start:-1] if ended else text[start:]):
            name, value, spots, lines = known.get(piece) or with_figures.get(piece) or self._new(piece)
            if name in beginnings:
                raise RemarkableError
            beginnings[name] = line, spots
            if value is not LEFT_OUT:
                values[name] = value
            line += lines
        return values, beginnings

    def _new(self, piece: str) -> Entry:
        """An entry that has not been met, or not lately."""
        if len(piece) > LONGEST or piece in self._remarkable:
            raise RemarkableError
        try:
            entry = ("\n" not in piece and self._line(piece)) or self._formed(piece)
        except (RemarkableError, NoYamlError):
            if len(self._remarkable) >= _MOST:
                self._remarkable.clear()
            self._remarkable.add(piece)
            raise RemarkableError from None
        known = self._known if FIGURE.search(piece) is None else self._with_figures
        if len(known) >= _MOST:
            known.clear()
        known[piece] = entry
        return entry

    def _line(self, piece: str) -> Entry | None:
        """An entry of one key and some words, which needs no parser."""
        found = _LINE.fullmatch(piece)
        if found is None:
            return None
        name, words = found.groups()
        key = self._keys.get(name)
        if key is None:
            raise RemarkableError
        known = known_of(key.shape)
        value = (
            known[words]
            if words in known
            else single(key.shape, ScalarEvent(None, None, (True, False), words))
        )
        return _entry((key.name, value, {key.name: (0, len(name) + 2)}, 1))

    def _formed(self, piece: str) -> Entry:
        """An entry of a form that has been met before, else what the parser makes of it."""
        form_key, values = parted(piece)
        if form_key in self._forms:
            form = self._forms[form_key]
            if form is None:
                return self._parsed(piece, ())[0]
            name, fill, spots, lines = form
            return _entry((name, fill(values), spots, lines))
        entry, form = self._parsed(piece, tuple(holes_in(piece)))
        if len(self._forms) >= _MOST_FORMS:
            self._forms.clear()
        self._forms[form_key] = form
        return entry

    def _parsed(self, piece: str, holes: tuple[Hole, ...]) -> tuple[Entry, _Form | None]:
        """What the parser makes of an entry, and the form of it, with these holes, if it has one."""
        if _OTHER_BREAKS.search(piece):
            raise RemarkableError
        events: list[Any] = []
        for next_event in documents(f"{piece}\n"):
            if events or type(next_event()) is not MappingStartEvent:
                raise RemarkableError
            while type(event := next_event()) is not DocumentEndEvent:
                events.append(event)
        if len(events) < 3 or type(events[0]) is not ScalarEvent or events[0].value not in self._keys:
            raise RemarkableError
        key = self._keys[events[0].value]
        waiting = iter(events[1:])
        places: Places = {}
        value = valued(key, next(waiting), waiting.__next__, places)
        if type(next(waiting)) is not MappingEndEvent:
            raise RemarkableError
        spots: dict[str, Spot | None] = {
            field: (event.start_mark.line, event.start_mark.column) for field, event in places.items()
        }
        lines = piece.count("\n") + 1
        entry = Entry(key.name, value, spots, lines)
        try:
            fill = Filling(events, texts_of(piece, events, holes)).entry(key)
        except RemarkableError:
            return entry, None
        moved = {
            field: None if moves(piece, event.start_mark.index, holes) else spots[field]
            for field, event in places.items()
        }
        return entry, _Form(key.name, fill, moved, lines)
