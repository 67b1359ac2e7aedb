"""The bytes of a table, in memory or in a file that is read piece by piece, and the encoding they are text in."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import Protocol

from funneldx.documents.text import (
    LARGEST_IN_MEMORY,
    binary,
    decode,
    empty,
    has_nul_bytes,
    misread,
    refuse_other_files,
)
from funneldx.errors import Problem, UnreadableError
from funneldx.tuples import NamedTuple

AT_ONCE = 1 << 18
"""Bytes that are looked at together."""
_IN_PIECES = (
    r"ascii|iso8859-[0-9]+|cp(?:125[0-9]|[78][0-9]{2}|932|949|950)|koi8-[rtu]|mac-[a-z]+|gb2312|gbk|gb18030"
    r"|big5(?:hkscs)?|shift_jis\w*|euc_\w+"
)
"""Codecs without a state whose line ends are those of ASCII, and no part of another sign."""
_ERRORS = "surrogatepass"
"""Half a pair, which no UTF-8 has, may come from an escape in an encoding of escapes."""


class Raw(Protocol):
    """Bytes of which any piece can be read, again and again."""

    @property
    def size(self) -> int:
        """How many they are."""

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset` on, fewer at the end; raises OSError, or UnreadableError."""


class Memory(NamedTuple):
    """Bytes that are in memory already."""

    data: bytes

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.data)

    def read(self, offset: int, length: int) -> bytes:
        """Return some of them."""
        return self.data[offset : offset + length]


class FileBytes(NamedTuple):
    """A file that is never read whole. It is opened for each piece, so that any process may read any of it."""

    file: str
    path: str
    """As messages show it."""
    size: int
    written: int
    """When, in nanoseconds: nothing of a table fits together any more once somebody has written to it."""

    def read(self, offset: int, length: int) -> bytes:
        """Return some of its bytes; raises OSError, and UnreadableError for a file that was written to."""
        with open(self.file, "rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_size, status.st_mtime_ns) != (self.size, self.written):
                raise UnreadableError(changed(self.path))
            file.seek(offset)
            return file.read(length)


def changed(path: str) -> Problem:
    """What to say of a file that is another one when it is read again."""
    return Problem(
        path,
        None,
        None,
        "the file changed while it was being read",
        "check it again when nothing writes to it",
    )


class Content(NamedTuple):
    """Bytes that were looked through and are text in `encoding`, from `start` on."""

    raw: Raw
    path: str
    encoding: str = "utf-8"
    start: int = 0

    @classmethod
    def of(cls, text: str) -> Content:
        """The content of a text at hand."""
        return cls(Memory(text.encode("utf-8", _ERRORS)), "")

    @property
    def end(self) -> int:
        """The offset behind the last byte."""
        return self.raw.size

    def text(self, data: bytes) -> str:
        """Return bytes of it as text; raises UnreadableError where they are none any more."""
        try:
            return data.decode(self.encoding, self._errors)
        except UnicodeDecodeError:
            raise UnreadableError(changed(self.path)) from None

    def beginning(self, data: bytes) -> str:
        """Return some of its bytes as text, but for a sign that their end cuts in two."""
        decoder = codecs.getincrementaldecoder(self.encoding)(self._errors)
        return decoder.decode(data)

    @property
    def _errors(self) -> str:
        return _ERRORS if self.encoding == "utf-8" else "strict"


def opened(raw: Raw, path: str, encoding: str | None = None) -> Content:
    """Look through bytes once: text in `encoding`, by default UTF-8, unless a byte order mark says better.

    UTF-16 and other encodings in which a line end is not the byte it is in ASCII are kept in memory as UTF-8; the
    rest is looked through piece by piece. Raises UnreadableError as `text.decode` does, in the same
    words, and for text that would have to be kept in memory and is over a GiB.
    """
    head = raw.read(0, 16)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    marked = head.startswith(codecs.BOM_UTF8)
    named = encoding if encoding and not marked else "utf-8"
    if wide or not parts_at_line_ends(named):
        return _in_memory(raw, path, None if wide else named)
    refuse_other_files(head, path)
    start = len(codecs.BOM_UTF8) if marked else 0
    look_through(raw, path, named, start)
    return Content(raw, path, named, start)


def pieces(raw: Raw, start: int = 0) -> Iterator[bytes]:
    """The bytes from `start` on, a piece after the other."""
    while piece := raw.read(start, AT_ONCE):
        yield piece
        start += len(piece)


@cache
def parts_at_line_ends(encoding: str) -> bool:
    """Whether the ASCII bytes of line ends and quotes are these signs wherever they stand in text of this encoding."""
    return encoding == "utf-8" or re.fullmatch(_IN_PIECES, codecs.lookup(encoding).name) is not None


def _in_memory(raw: Raw, path: str, encoding: str | None) -> Content:
    """Text that cannot be cut into pieces of bytes, kept as UTF-8."""
    if raw.size > LARGEST_IN_MEMORY:
        problem = Problem(
            path,
            None,
            None,
            f"a file in this encoding may have {LARGEST_IN_MEMORY >> 30} GiB",
            "save it as UTF-8",
        )
        raise UnreadableError(problem)
    if encoding is None:
        with suppress(UnicodeError):
            decoder = codecs.getincrementaldecoder("utf-16")()
            parts = [decoder.decode(piece).encode() for piece in pieces(raw, 0)]
            decoder.decode(b"", final=True)
            if any(part and not part.isspace() for part in parts):
                return Content(Memory(b"".join(parts)), path)
    text = decode(raw.read(0, raw.size), path, encoding)
    return Content(Memory(text.encode("utf-8", _ERRORS)), path)


def look_through(raw: Raw, path: str, encoding: str, start: int = 0) -> None:
    """Raise UnreadableError unless the bytes are text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, column = 1, 1
    wrong: UnreadableError | None = None
    blank = True
    for piece in chain(pieces(raw, start), (b"",)):
        if b"\0" in piece and not has_nul_bytes(encoding):
            raise binary(path)
        if wrong:
            continue
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "replace")
            line, column = _moved(line, column, before)
            wrong = misread(path, encoding, error.object[error.start], line, column)
            continue
        blank = blank and (not text or text.isspace())
        line, column = _moved(line, column, text)
    if wrong:
        raise wrong
    if blank:
        raise empty(path)


def _moved(line: int, column: int, text: str) -> tuple[int, int]:
    """The place behind a text that begins at a place."""
    last = text.rfind("\n")
    return line + text.count("\n"), column + len(text) if last < 0 else len(text) - last
