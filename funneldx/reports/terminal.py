"""Lines drawn on a terminal by Rich: coloured, and wrapped under their own beginning. Imported only to draw."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from funneldx.reports.layout import ASCII_SIGNS, UNICODE_SIGNS, Line, Span, cells

_NO_BREAK = "\ue000"
"""A private character of one column, at which Rich does not wrap (at a no-break space it does)."""

STYLES = {
    "title": "bold cyan",
    "rail": "bright_black",
    "dim": "bright_black",
    "name": "",
    "count": "bold",
    "number": "",
    "bold": "bold",
    "label": "cyan",
    "message": "",
    "bar": "cyan",
    "lost": "bright_black",
    "passed": "green",
    "error": "red",
    "error_bold": "bold red",
    "warning": "yellow",
    "warning_bold": "bold yellow",
    "note": "blue",
    "note_bold": "bold blue",
    "bottleneck": "bold magenta",
    "first": "bold magenta",
}
"""Each style by name; the eight colours of a terminal's own palette, which its owner has made legible."""


class TerminalCanvas:
    """For people in front of a terminal (see `layout.Canvas`)."""

    def __init__(self, *, width: int, unicode: bool, color: bool, wraps: bool = True) -> None:
        self.width = width
        self.unicode = unicode
        self.signs = UNICODE_SIGNS if unicode else ASCII_SIGNS
        self.wraps = wraps
        self._console = Console(
            file=StringIO(),
            width=width if wraps else 100_000,
            force_terminal=color,
            color_system="auto" if color else None,
            no_color=not color,
            emoji=False,
            highlight=False,
            markup=False,
            legacy_windows=False,
            _environ={} if not color else None,
        )
        self._styles = {name: Style.parse(style) if color else Style.null() for name, style in STYLES.items()}

    def draw(self, lines: list[Line]) -> str:
        """Return the lines as text; a per cent sign is never parted from its number."""
        with self._console.capture() as capture:
            for line in lines:
                for text in self._broken(line):
                    self._console.print(text, soft_wrap=True)
        return capture.get().replace(_NO_BREAK, " ")

    def _broken(self, line: Line) -> list[Text]:
        """The line as rows that fit, each with the rail, the right part on the last row or, for want of room, below."""
        width = cells(line.rail[0]) + cells(line.head[0])
        body = self._styled(*line.body)
        wraps = line.wraps and self.wraps and line.body
        rows = body.wrap(self._console, max(20, self.width - width)) if wraps else [body]
        below = self._styled(line.under or line.rail)
        texts = []
        for number, row in enumerate(rows):
            row.rstrip()
            indent = " " * cells(line.head[0])
            begin = self._styled(line.rail, line.head) if number == 0 else Text.assemble(below, indent)
            texts.append(Text.assemble(begin, row))
        if line.right[0]:
            self._put_right(texts, line, below)
        texts[-1].rstrip()
        return texts

    def _put_right(self, texts: list[Text], line: Line, below: Text) -> None:
        right = self._styled(line.right)
        width = cells(line.right[0])
        free = self.width - texts[-1].cell_len - width if self.wraps else 2
        if free >= 2:
            texts[-1].append(" " * free)
            texts[-1].append_text(right)
        else:
            texts.append(Text.assemble(below if line.rail[0] else "  ", right))

    def _styled(self, *spans: Span) -> Text:
        text = Text(end="")
        for part, style in spans:
            text.append(part.replace(" %", f"{_NO_BREAK}%"), self._styles.get(style))
        return text
