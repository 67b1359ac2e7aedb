"""Columns of text beside each other, fitted to a width; wide characters count as a terminal draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from funneldx.reports.layout import Canvas, Span, cells, fitted

_NARROWEST = 12
"""What a column that shrinks keeps while others are wider."""


Cut = Callable[[str, int, str], str]
"""Makes a text as wide as it is told, with the third in place of what is left out."""


def at_end(text: str, width: int, more: str) -> str:
    """The beginning of the text, padded (`layout.fitted` looks at each character that it drops)."""
    if len(text) > 4 * width:
        text = text[: 4 * width] + more
    return fitted(text, width, more)


def at_start(text: str, width: int, more: str) -> str:
    """The end of the text: of a path, the file."""
    if cells(text) <= width:
        return at_end(text, width, more)
    return more + at_end(text[::-1], width - cells(more), "")[::-1]


def in_the_middle(text: str, width: int, more: str) -> str:
    """Beginning and end: of a title, the name and the label that tells it from the others."""
    if cells(text) <= width:
        return at_end(text, width, more)
    tail = (width - cells(more)) // 2
    end = at_end(text[::-1], tail, "")[::-1].lstrip()
    return at_end(text, width - cells(end) - cells(more), "") + more + end


class Column:
    """One column: a heading and a text a row."""

    def __init__(
        self,
        heading: str,
        texts: Sequence[str],
        style: str,
        *,
        right: bool = False,
        cut: Cut | None = None,
        gap: str = "  ",
        blank: str = "",
        spare: bool = False,
    ) -> None:
        """Of these texts; one with a `cut` may be narrowed, one to `spare` left out, `blank` is dimmed."""
        self.heading = heading
        self.texts = texts
        self.style = style
        self.shrinks = cut is not None
        self.gap = gap
        self.blank = blank
        self.spare = spare
        self.width = max(map(cells, (heading, *texts))) if any(texts) else 0
        """0 for a column that nothing stands in: it is left out."""
        self._right = right
        self._cut = cut or at_end

    def drawn(self, text: str, more: str) -> str:
        """A text in the width of the column."""
        free = self.width - cells(text)
        return " " * free + text if self._right and free >= 0 else self._cut(text, self.width, more)


def fit(columns: Sequence[Column], room: int | None, longest: Mapping[str, int]) -> None:
    """Leave out columns to spare and narrow others, the widest first, until all fit into `room`.

    Where there is no limit (None), those in `longest` take no more than that, so that one long name does not push
    the rest away.
    """
    if room is None:
        for column in columns:
            column.width = min(column.width, longest.get(column.heading, column.width))
        return

    def over() -> int:
        left = [column for column in columns if column.width]
        return sum(column.width + len(column.gap) for column in left) - len(left[0].gap) - room

    give = sum(max(0, column.width - _NARROWEST) for column in columns if column.shrinks)
    for column in (column for column in columns if column.spare):
        if over() > give:
            column.width = 0
    while over() > 0:
        widest = max((column for column in columns if column.shrinks), key=lambda column: column.width)
        if widest.width <= _NARROWEST:
            widest = max(columns, key=lambda column: column.width)
        widest.width -= 1


def rows_of(columns: Sequence[Column], canvas: Canvas) -> Iterator[tuple[Span, ...]]:
    """The headings and then each row, as spans; what is last on a line is not padded, and where lines may be long whole."""
    more = canvas.signs["more"]
    shown = [column for column in columns if column.width]
    for at in range(-1, len(columns[0].texts)):
        spans: list[Span] = []
        for number, column in enumerate(shown):
            text = column.heading if at < 0 else column.texts[at]
            whole = column is shown[-1] and not canvas.wraps and column.shrinks
            gap = column.gap if number else ""
            style = "dim" if at < 0 or text == column.blank else column.style
            spans.append((gap + (text if whole else column.drawn(text, more)), style))
        yield tuple(spans)
