"""The encoding of a table that is not UTF-8: the one in which its words are known words.

Statistics of letters mislead on a file of five lines; the names of stages do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, islice

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.documents.content import Content, Raw, look_through, opened, pieces
from funneldx.documents.numbers import written
from funneldx.documents.table import Delimited
from funneldx.documents.text import NotUtf8Error
from funneldx.errors import Problem, UnreadableError
from funneldx.stage_names import is_known
from funneldx.stage_names.headers import counted, header_of, month_of
from funneldx.stage_names.sums import is_total
from funneldx.tuples import NamedTuple

CANDIDATES = {
    "cp1251": "Cyrillic, Windows",
    "cp1252": "Western, Windows",
    "cp1250": "Central European, Windows",
    "koi8-r": "Cyrillic, Unix",
    "cp866": "Cyrillic, DOS",
    "gb18030": "Chinese",
    "shift_jis": "Japanese",
}
"""In the order in which they are preferred where nothing else tells."""

_SAMPLE = 65536
_ROWS = 200
_LARGE_SAMPLE = 1 << 24
_LONGEST_RUN = 1 << 16
"""Bytes beyond ASCII in a row from which on it does not matter that a cut may part a sign."""
_ASCII, _BEYOND_ASCII = bytes(range(128)), bytes(range(128, 256))
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Guess(NamedTuple):
    """How well the words of a file fare in one encoding."""

    known: int
    numbers: int
    """Cells with digits that are numbers in this encoding."""
    plausible: int
    """Words that look like words: letters of one script, capitals where capitals stand."""
    preference: int
    encoding: str
    words: int


def table_content(raw: Raw, path: str, settings: TableSettings) -> tuple[Content, Notice | None]:
    """Return the text of a table, and what to say where its encoding had to be found out.

    Raises UnreadableError where it cannot be, and OSError.
    """
    if settings.encoding:
        return opened(raw, path, settings.encoding), None
    try:
        return opened(raw, path), None
    except NotUtf8Error as error:
        if _is_damaged(raw):
            raise
        return _guessed(raw, path, {header for _, header in settings.columns}, error.problem)


def _is_damaged(raw: Raw) -> bool:
    """Whether this is UTF-8 after all, with a few wrong bytes in it."""
    balance = 0
    begun = b""
    for piece in chain(pieces(raw), (b"",)):
        data = begun + piece
        whole = len(data.rstrip(_BEYOND_ASCII)) if piece else len(data)
        data, begun = (data, b"") if whole + _LONGEST_RUN < len(data) else (data[:whole], data[whole:])
        wrong = len(_SEQUENCE.sub(b"", data).translate(None, _ASCII))
        balance += len(_SEQUENCE.findall(data)) - wrong
    return balance > 0


def _guessed(raw: Raw, path: str, said: Collection[str], not_utf8: Problem) -> tuple[Content, Notice]:
    sample = _beginning(raw)
    guesses = [
        guess
        for number, encoding in enumerate(CANDIDATES)
        if (guess := _guess(sample, encoding, -number, said))
    ]
    for best in sorted(guesses, reverse=True):
        if best.known and (content := _decoded(raw, path, best.encoding)):
            message = (
                f"not UTF-8; read as {best.encoding} ({CANDIDATES[best.encoding]}), in which {best.known} of its "
                f"{best.words} words are known; --encoding names another"
            )
            return content, Notice(path, None, None, message)
    likely = max(guesses, key=lambda one: (one.plausible, one.preference)).encoding
    raise UnreadableError(
        not_utf8._replace(
            message=f"{not_utf8.message}, and in no other encoding are its words known",
            hint=f"say which it is in (--encoding {likely}, say), or save it as UTF-8",
        )
    )


def _beginning(raw: Raw) -> bytes:
    """The first lines, as many as a sample holds; more where the first is longer than that, or ends in another way."""
    data = raw.read(0, _SAMPLE + 1)
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    if cut > 0:
        return data[:cut]
    data = raw.read(0, _LARGE_SAMPLE + 1)
    return data if len(data) <= _LARGE_SAMPLE else data[: max(data.rfind(b"\n"), data.rfind(b"\r"))]


def _decoded(raw: Raw, path: str, encoding: str) -> Content | None:
    try:
        look_through(raw, path, encoding)
    except UnreadableError:
        return None
    return Content(raw, path, encoding)


def _guess(sample: bytes, encoding: str, preference: int, said: Collection[str]) -> Guess | None:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    cells: set[str] = set()
    try:
        for row in islice(Delimited(text, ""), _ROWS):
            cells.update(row.cells)
    except UnreadableError:
        pass  # what could be taken apart has to do
    words = {cell for cell in cells if any(map(str.isalpha, cell)) and not cell[0].isdigit()}
    numbers = sum(written(cell) is not None for cell in cells)
    known = sum(_is_word(word) or word in said for word in words)
    return Guess(known, numbers, sum(map(_is_plausible, words)), preference, encoding, len(words))


def _is_word(cell: str) -> bool:
    return (
        is_known(cell)
        or is_known(counted(cell))
        or header_of(cell) is not None
        or is_total(cell)
        or month_of(cell) is not None
    )


def _is_plausible(cell: str) -> bool:
    """Whether a cell reads like words: one script, and capitals at the beginning of a word or throughout."""
    if any(unicodedata.category(sign) in {"So", "Cc", "Sm", "Sk", "Co", "Cn"} for sign in cell):
        return False
    words = re.findall(r"[^\W\d_]+", cell)
    scripts = {unicodedata.name(sign, "?").split()[0] for word in words for sign in word}
    return len(scripts) == 1 and all(word.isupper() or word[1:] == word[1:].lower() for word in words)
