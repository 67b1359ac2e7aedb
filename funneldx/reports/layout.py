"""Lines of a text report before they are drawn: styled spans on a rail.

Every line begins with a mark of ours, so that no text of a file stands first on a line (see `safe_text`), also
where it is wrapped. A plain report joins the spans; a terminal wraps and colours them.
"""

from __future__ import annotations

from typing import Protocol

from funneldx.tuples import NamedTuple

Span = tuple[str, str]
"""Text, made safe already, and the name of its style."""

ASCII_SIGNS = {
    "error": "x",
    "warning": "!",
    "note": "i",
    "suspected": "?",
    "passed": "+",
    "unsure": "~",
    "skipped": "-",
    "rail": "|",
    "title": "=",
    "arrow": "->",
    "first": "<=",
    "dot": "|",
    "more": "..",
}
UNICODE_SIGNS = {
    "error": "✗",
    "warning": "▲",
    "note": "●",
    "suspected": "?",
    "passed": "✓",
    "unsure": "~",
    "skipped": "–",
    "rail": "│",
    "title": "▌",
    "arrow": "→",
    "first": "◀",
    "dot": "·",
    "more": "…",
}


class Line(NamedTuple):
    """One line, or one paragraph that wraps under its own body."""

    rail: Span
    body: tuple[Span, ...] = ()
    head: Span = ("", "")
    """A label; where the body wraps, it goes on below its own beginning."""
    right: Span = ("", "")
    """Put at the right margin where there is room, else below."""
    wraps: bool = True
    under: Span | None = None
    """The rail of the rows below the first, where it differs."""


class Canvas(Protocol):
    """What lines are drawn on."""

    width: int
    """Columns to lay drawings out for."""
    signs: dict[str, str]
    unicode: bool
    wraps: bool
    """Whether nothing is wider than that; otherwise lines are as long as they are."""

    def draw(self, lines: list[Line]) -> str:
        """Return the lines as text."""


class PlainCanvas:
    """For pipes and files: no colour, nothing wrapped."""

    def __init__(self, *, unicode: bool, width: int = 100) -> None:
        self.width = width
        self.unicode = unicode
        self.wraps = False
        self.signs = UNICODE_SIGNS if unicode else ASCII_SIGNS

    def draw(self, lines: list[Line]) -> str:
        return "".join(f"{self._joined(line)}\n" for line in lines)

    def _joined(self, line: Line) -> str:
        body = "".join(text for text, _ in line.body)
        right = f"  {line.right[0]}" if line.right[0] else ""
        return f"{line.rail[0]}{line.head[0]}{body}{right}".rstrip()


_OWN = frozenset("".join(UNICODE_SIGNS.values()) + "“”–█░▏▎▍▌▋▊▉▁▂▃▄▅▆▇")


def cells(text: str) -> int:
    """How many columns the text takes in a terminal."""
    if text.isascii() or all(sign < "\u0300" or "\u0400" <= sign < "\u0483" or sign in _OWN for sign in text):
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415  (only other scripts need its tables)

    return cell_len(text)


def fitted(text: str, width: int, more: str) -> str:
    """The text, cut to a width in columns with `more` for what is left out, and padded to it."""
    room = cells(text)
    if room > width:
        while room > width - len(more):
            text = text[:-1]
            room = cells(text)
        text += more
        room += len(more)
    return text + " " * (width - room)
