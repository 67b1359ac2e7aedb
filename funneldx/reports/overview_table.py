"""The list of an overview: a row a funnel, drawn for the width there is.

From 100 columns on, and where nothing is wrapped, a row has all of it, the place last. Under that it has no place;
under 72 it takes two lines, the second with the stages and the bottleneck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import log2

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.reports.layout import Canvas, Line, Span, cells
from funneldx.reports.overview_columns import Column, at_end, at_start, fit, in_the_middle, rows_of
from funneldx.reports.overview_rows import Row, title
from funneldx.reports.safe_text import shown

Rules = Mapping[str, tuple[str, str]]
"""Name and family of each rule by its code."""

_ALL = 100
"""Columns from which on a row has all of it."""
_ONE_LINE = 72
"""Columns from which on a row is one line."""
_LONGEST_TITLE, _LONGEST_STEP = 60, 48
_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-:=+*#"
_MOST_STAGES = 8
_WORST = {3: "error", 2: "warning", 1: "note", 0: "passed"}


def listed(
    rows: Sequence[Row], rules: Rules, canvas: Canvas, *, headed: bool = True, ranges: bool = False
) -> Iterator[Line]:
    """The lines of the rows, below headings; `rules` has the name and family of each rule by its code; with `ranges` also the range of each worth, and the place in any case."""
    rail = (f"{canvas.signs['rail']} ", "rail")
    room = canvas.width - 2
    marks = [_mark(row, canvas) for row in rows]
    names = [shown(title(row, canvas.signs["dot"])) for row in rows]
    titles = Column("funnel", names, "name", cut=in_the_middle)
    drawn = Column("stages", [spark(row.counts, unicode=canvas.unicode) for row in rows], "bar")
    steps = Column(
        "fix first",
        [_first(row, rules, canvas) for row in rows],
        "name",
        cut=partial(_cut_step, arrow=canvas.signs["arrow"]),
    )
    worth = Column("worth", [_worth(row, both=_all(canvas)) for row in rows], "count", right=True)
    places = [shown(f"{row.path}:{row.line}") for row in rows]
    counts = _counts(rows, canvas)
    if canvas.width < _ONE_LINE and canvas.wraps:
        lines = _two_lines((titles, worth), (drawn, *counts, steps), canvas)
    else:
        columns = [titles, drawn, *counts, steps, worth]
        if _all(canvas):
            columns.append(Column("where", places, "dim", cut=at_start))
        fit(
            columns,
            room - 2 if canvas.wraps else None,
            {"funnel": _LONGEST_TITLE, "fix first": _LONGEST_STEP},
        )
        lines = [(line,) for line in rows_of(columns, canvas)]
    heading, *others = lines
    if headed:
        yield from (Line(rail, line, head=("  ", ""), wraps=False) for line in heading)
    for row, mark, place, own in zip(rows, marks, places, others, strict=True):
        first, *rest = own
        yield Line(rail, first, head=mark, wraps=False)
        yield from (Line(rail, line, head=("  ", ""), wraps=False) for line in rest)
        if ranges:
            yield from _more(row, place, rail, canvas)


def _all(canvas: Canvas) -> bool:
    return canvas.width >= _ALL or not canvas.wraps


def spark(counts: Iterable[int], *, unicode: bool) -> str:
    """The stages as blocks, each level half of the one above: equal rates are equal steps.

    The largest stage is the highest block; from a 128th of it on all are the lowest. A stage of 0 is a point (`0` in
    ASCII), and where there are many only the first are drawn.
    """
    counts = tuple(counts)
    levels, none, more = (_LEVELS, "·", "…") if unicode else (_ASCII_LEVELS, "0", "..")
    largest = max(counts, default=0)
    if len(counts) > _MOST_STAGES:
        return spark(counts[: _MOST_STAGES - len(more)], unicode=unicode) + more
    return "".join(levels[max(0, round(7 - log2(largest / count)))] if count else none for count in counts)


def _mark(row: Row, canvas: Canvas) -> Span:
    if not row.worst and not row.rates:
        return (f"{canvas.signs['skipped']} ", "dim")
    kind = _WORST[row.worst]
    sign = canvas.signs["suspected" if row.suspected else kind]
    return (f"{sign} ", f"{kind}_bold" if row.worst else kind)


def _counts(rows: Sequence[Row], canvas: Canvas) -> list[Column]:
    """The numbers of errors, warnings and notes under their signs; a point where there are none."""
    none = "·" if canvas.unicode else "."
    found = (
        (Severity.ERROR, [row.errors for row in rows]),
        (Severity.WARNING, [row.warnings for row in rows]),
        (Severity.NOTE, [row.notes for row in rows]),
    )
    return [
        Column(
            canvas.signs[severity.label],
            [figures.count(number) if number else none for number in numbers],
            severity.label,
            right=True,
            gap="  " if severity is Severity.ERROR else " ",
            blank=none,
        )
        for severity, numbers in found
    ]


def _first(row: Row, rules: Rules, canvas: Canvas) -> str:
    """What to fix first: wrong numbers before the step that they are about, or what was found where no step is worst."""
    arrow = canvas.signs["arrow"]
    step = f"{shown(row.came_from)} {arrow} {shown(row.to)}" if row.code else ""
    wrong = next((code for code, errors, *_ in row.found if errors and _family(code, rules) == "data"), None)
    if step:
        return f"{wrong}, then {step}" if wrong else step
    loudest = max(row.found, key=lambda one: one[1:], default=None) if row.worst else None
    code = wrong or (loudest[0] if loudest else "")
    return f"{code} {shown(rules[code][0])}" if code in rules else code


def _family(code: str, rules: Rules) -> str:
    return rules[code][1] if code in rules else ""


def _cut_step(text: str, width: int, more: str, *, arrow: str) -> str:
    """Both stages, each cut where there is no room for both."""
    came_from, _, to = text.partition(f" {arrow} ")
    room = width - len(arrow) - 2
    if cells(text) <= width or not to or room < 4:
        return at_end(text, width, more)
    first = min(cells(came_from), max(room // 2, room - cells(to)))
    return f"{at_end(came_from, first, more)} {arrow} {at_end(to, room - first, more)}"


def _worth(row: Row, *, both: bool) -> str:
    """What repairing the bottleneck is worth: in money where that is known, with room in purchases too."""
    if row.code is None:
        return ""
    if row.purchases is None:
        return "runs dry"
    more = f"{figures.amount(row.purchases)} more"
    if row.amount is None:
        return more
    if row.currency is None and not both:
        return more  # a number without a unit tells nothing, and the words for it take half a line
    money = figures.money(row.amount, row.currency and shown(row.currency))
    return f"{more}, {money}" if both else money


def _more(row: Row, place: str, rail: Span, canvas: Canvas) -> Iterator[Line]:
    """Where the funnel is, if its row does not say that, and between what its worth may lie."""
    if not _all(canvas):
        yield Line(rail, ((place, "dim"),), head=("  ", ""))
    if row.purchases is None or row.low is None:
        return
    dash = "–" if canvas.unicode else "-"
    top = row.purchases if row.high is None else row.high
    low = figures.amount(row.low, top)
    span = f"{low} or more" if row.high is None else f"{low}{dash}{figures.amount(row.high)}"
    text = f"{figures.about(row.purchases, top)} more purchases ({span}) by {row.code}"
    yield Line(rail, ((text, "dim"),), head=("  ", ""))


def _two_lines(
    above: Sequence[Column], below: Sequence[Column], canvas: Canvas
) -> list[tuple[tuple[Span, ...], ...]]:
    """Each row as two lines; the headings too."""
    room = canvas.width - 4
    fit(above, room, {})
    fit(below, room, {})
    return list(zip(rows_of(above, canvas), rows_of(below, canvas), strict=True))
