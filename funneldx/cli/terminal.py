"""Where output goes and what that place can show."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from funneldx.reports.layout import Canvas

_NARROWEST, _WIDEST = 48, 140


def canvas(color: str, stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> Canvas:
    """What to draw on for a stream (None for a file of our own); `color` is auto, always or never.

    Rich, which takes as long to import as a whole check, is brought in only for a terminal or for colour.
    """
    from funneldx.reports.layout import PlainCanvas  # noqa: PLC0415

    terminal = stream is not None and stream.isatty()
    colored = coloring(color, terminal=terminal, environ=environ)
    unicode = _shows_unicode(stream, environ)
    if not terminal and not colored:
        return PlainCanvas(unicode=unicode)
    from funneldx.reports.terminal import TerminalCanvas  # noqa: PLC0415

    width = max(_NARROWEST, min(_WIDEST, get_terminal_size((80, 24)).columns)) if terminal else 100
    return TerminalCanvas(width=width, unicode=unicode, color=colored, wraps=terminal)


def coloring(color: str, *, terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether to colour: as asked; else NO_COLOR, FORCE_COLOR, TERM=dumb and whether it is a terminal decide."""
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if forced := environ.get("FORCE_COLOR"):
        return forced not in {"0", "false"}
    return terminal and environ.get("TERM") != "dumb"


def _shows_unicode(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    if stream is None:
        return True
    if environ.get("TERM") == "dumb" and stream.isatty():
        return False
    try:
        "│█░▏✗✓▲●→◀▌".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Sink(Protocol):
    """Where a report is written."""

    def write(self, *texts: str | bytes) -> None:
        """Write pieces of the report; bytes are in UTF-8."""

    def finish(self) -> None:
        """All has been written: what can still fail fails now."""

    def keep(self) -> None:
        """Let what was written stand, once it is finished."""

    def discard(self) -> None:
        """Make it as if nothing had been written, where that is still possible; again and again at will."""


def encoded(texts: Iterable[str | bytes]) -> bytes:
    """Pieces of a report together in UTF-8; what has none is escaped."""
    return b"".join(
        [text if type(text) is bytes else text.encode("utf-8", "backslashreplace") for text in texts]  # type: ignore[union-attr]
    )


class Out:
    """Standard output, as bytes: machine formats in UTF-8, text in the terminal's encoding, nothing ever refused."""

    def __init__(self, *, machine: bool) -> None:
        self._encoding = "utf-8"
        if sys.stdout is not None and not machine:
            self._encoding = codecs.lookup(sys.stdout.encoding or "utf-8").name

    def write(self, *texts: str | bytes) -> None:
        """Write and flush; raises BrokenPipeError when nobody reads any more."""
        if any(texts) and sys.stdout is not None:  # it is None where it was closed before the start
            buffer = getattr(sys.stdout, "buffer", None)
            if buffer is None:  # replaced by something of text alone
                sys.stdout.write(encoded(texts).decode())
                return
            sys.stdout.flush()
            if self._encoding == "utf-8":
                buffer.write(encoded(texts))
            else:
                buffer.write(encoded(texts).decode().encode(self._encoding, "backslashreplace"))
            buffer.flush()

    def finish(self) -> None:
        """Nothing stays open."""

    keep = discard = finish


def quoted(path: str) -> str:
    """A path as it is typed into a shell."""
    from shlex import quote  # noqa: PLC0415  (few commands show any)

    return quote(path) if os.name != "nt" else f'"{path}"'


def complain(message: str, hint: str = "") -> None:
    """Tell a person on standard error what is wrong and what to do; where nothing can be told, the exit code does."""
    if sys.stderr is None:  # closed before the start
        return
    text = f"funneldx: {message}\n" + (f"  → {hint}\n" if hint else "")
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except OSError:  # a full disk, a terminal that is gone: Python shall not try again at its end
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
