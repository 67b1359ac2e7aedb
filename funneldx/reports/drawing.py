"""The funnel drawn: a row a stage, with its count, a bar, its share of the stage before and of the first."""

from __future__ import annotations

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, Passed, Severity, Step
from funneldx.model import Stage, Trend
from funneldx.reports.layout import Canvas, Line, Span, cells, fitted
from funneldx.reports.safe_text import shown
from funneldx.reports.trend import MOST, ends, sparkline
from funneldx.tuples import NamedTuple

_EIGHTHS = " ▏▎▍▌▋▊▉"
_NARROWEST_NAME = 10
_NARROWEST_BAR = 6
_WIDEST_BAR = 60
_ROOMY = 72
"""Columns from which on the gaps are two wide."""


class _Row(NamedTuple):
    name: str
    number: str
    held: float
    """Share of the largest stage, for the bar; negative where there is no bar."""
    before: float
    """The same of the stage before it: what was lost is shaded."""
    percent: str
    ratio: str
    of_first: str
    marks: tuple[Span, ...]
    style: str


class _Widths(NamedTuple):
    name: int
    number: int
    bar: int
    percent: int
    ratio: int
    of_first: int
    gap: str


def drawing(report: FunnelReport, canvas: Canvas) -> list[Line]:
    """Return the funnel as lines: headings, a row a stage, and one for hot customers."""
    rows = [*_stages(report, canvas), *_hot(report, canvas)]
    heads = _Row("", "", -1, 0, "of prev.", "", "of first", (), "dim")
    if not any(row.percent or row.of_first for row in rows):
        heads = heads._replace(percent="", of_first="")
    widths = _widths([heads, *rows], canvas)
    rail = (f"{canvas.signs['rail']} ", "rail")
    return [Line(rail, _drawn(row, widths, canvas), wraps=False) for row in (heads, *rows)]


def over_time(trend: Trend, report: FunnelReport, canvas: Canvas) -> list[Line]:
    """Return how each rate went over the periods, a line each."""
    titles = {stage.name: shown(stage.title) for stage in report.funnel.stages}
    rail = (f"{canvas.signs['rail']} ", "rail")
    arrow = canvas.signs["arrow"]
    rows = []
    for (first, second), values in trend.rates.items():
        known = ends(values)
        assert known  # no step without a rate in any period
        name = f"{titles.get(first, shown(first))} {arrow} {titles.get(second, shown(second))}"
        rates = f"{figures.percent(known[0])} {arrow} {figures.percent(known[1])}"
        rows.append((name, sparkline(values, unicode=canvas.unicode), rates))
    if not rows:
        return []
    last = max(cells(rates) for _, _, rates in rows)
    drawn = max(len(line) for _, line, _ in rows)
    room = max(_NARROWEST_NAME, canvas.width - 2 - drawn - last - 4)
    width = min(max(cells(name) for name, _, _ in rows), room)
    span = f"{shown(trend.periods[max(0, len(trend.periods) - MOST)])} {arrow} {shown(trend.periods[-1])}"
    lines = [Line(rail, ((f"Over time  {span}", "dim"),), wraps=False)]
    for name, line, rates in rows:
        body = (
            (fitted(name, width, canvas.signs["more"]), "name"),
            (f"  {line.ljust(drawn)}", "bar"),
            (f"  {rates.rjust(last)}", "number"),
        )
        lines.append(Line(rail, body, wraps=False))
    return lines


def _stages(report: FunnelReport, canvas: Canvas) -> list[_Row]:
    stages = report.funnel.stages
    steps = {step.to: step for step in report.steps}
    largest = max((stage.count or 0 for stage in stages), default=0) or 1
    first = next((stage.count for stage in stages if stage.count is not None), None)
    start = (
        report.steps[0].came_from
        if report.steps
        else next((s.name for s in stages if s.count is not None), None)
    )
    rows = []
    before = 0.0
    for stage in stages:
        step = steps.get(stage.name)
        in_chain = stage.count is not None and (step is not None or stage.name == start)
        held = (stage.count or 0) / largest
        ended = [one for one in report.ended if one.stage == stage.name]
        fix = report.bottleneck is not None and report.bottleneck.to == stage.name
        rows.append(
            _Row(
                shown(stage.title),
                "?" if stage.count is None else figures.count(stage.count),
                held if in_chain else -1,
                before,
                figures.percent(step.rate) if step and step.rate is not None else "",
                (step.ratio or "") if step and step.k <= step.n else "",
                _of_first(stage, first) if step else "",
                _marks(ended, canvas, fix=fix, step=step),
                _style(ended, fix=fix),
            )
        )
        before = held if in_chain else before
    return rows


def _of_first(stage: Stage, first: int | None) -> str:
    return figures.percent(stage.count / first) if first and stage.count is not None else ""


def _hot(report: FunnelReport, canvas: Canvas) -> list[_Row]:
    hot = report.funnel.customers.hot
    if hot is None:
        return []
    ended = [one for one in report.ended if one.code == "FDX201"]
    evidence = next((one.evidence for one in ended if one.evidence), None)
    percent = figures.percent(evidence.rate.value) if evidence else ""
    ratio = (evidence.ratio or "") if evidence else ""
    marks = _marks(ended, canvas, fix=False)
    return [
        _Row("hot customers", figures.count(hot), -1, 0, percent, ratio, "", marks, _style(ended, fix=False))
    ]


def _marks(
    ended: list[Diagnosis | Passed], canvas: Canvas, *, fix: bool, step: Step | None = None
) -> tuple[Span, ...]:
    """The worst finding's sign and its code, a tick where all passed; and an arrow where to begin.

    The rate that was judged stands there too where it is another than that of the row, since it skips a stage.
    """
    signs = canvas.signs
    found = sorted((one for one in ended if isinstance(one, Diagnosis)), key=lambda one: -one.severity)
    spans: list[Span] = []
    if found:
        worst = found[0]
        spans.append((f"{sign(worst, signs)} {worst.code}", worst.severity.label))
        if step and worst.evidence and worst.evidence.rate != (step.k, step.n):
            spans.append((f" {figures.percent(worst.evidence.rate.value)}", worst.severity.label))
        if len(found) > 1:
            spans.append((f" +{len(found) - 1}", "dim"))
    elif ended:
        unsure = any(isinstance(one, Passed) and one.unsure for one in ended)
        spans.append((signs["unsure"], "dim") if unsure else (signs["passed"], "passed"))
    if fix:
        spans.append((f" {signs['first']}", "first"))
    return tuple(spans)


def sign(diagnosis: Diagnosis, signs: dict[str, str]) -> str:
    """The sign of a diagnosis: its severity's, or a question mark where it is only suspected."""
    return signs["suspected" if diagnosis.confidence == "suspected" else diagnosis.severity.label]


def _style(ended: list[Diagnosis | Passed], *, fix: bool) -> str:
    if fix:
        return "bottleneck"
    found = [one.severity for one in ended if isinstance(one, Diagnosis)]
    return max(found).label if found and max(found) > Severity.NOTE else "bar"


def _widths(rows: list[_Row], canvas: Canvas) -> _Widths:
    """Give each column what it needs, the bar what is left; narrow the names before giving up the bar."""

    def widest(column: list[str]) -> int:
        return max(cells(text) for text in column)

    name = widest([row.name for row in rows])
    number, percent, ratio, of_first = (
        widest([getattr(row, column) for row in rows])
        for column in ("number", "percent", "ratio", "of_first")
    )
    marks = max(sum(cells(text) for text, _ in row.marks) for row in rows)
    gap = "  " if canvas.width >= _ROOMY else " "

    def room() -> int:
        return (
            canvas.width
            - cells(canvas.signs["rail"])
            - 1
            - number
            - percent
            - ratio
            - of_first
            - marks
            - 6 * len(gap)
        )

    if room() < _NARROWEST_NAME:
        of_first = 0
    if room() < _NARROWEST_NAME:
        ratio = 0
    if room() - name < _NARROWEST_BAR:
        name = max(_NARROWEST_NAME, min(name, room() - _NARROWEST_BAR))
    bar = max(0, min(_WIDEST_BAR, room() - name))
    return _Widths(name, number, bar if bar >= _NARROWEST_BAR // 2 else 0, percent, ratio, of_first, gap)


def _drawn(row: _Row, widths: _Widths, canvas: Canvas) -> tuple[Span, ...]:
    gap = widths.gap
    plain = "dim" if row.style == "dim" else ""
    return (
        (fitted(row.name, widths.name, canvas.signs["more"]), plain or "name"),
        (gap + row.number.rjust(widths.number), plain or "count"),
        (gap, ""),
        *_bar(row, widths.bar, unicode=canvas.unicode),
        (gap + row.percent.rjust(widths.percent), plain or "number"),
        (gap + row.ratio.ljust(widths.ratio)[: widths.ratio], plain or "number"),
        (gap + row.of_first.rjust(widths.of_first)[: widths.of_first], "dim"),
        (gap, ""),
        *row.marks,
    )


def _bar(row: _Row, width: int, *, unicode: bool) -> tuple[Span, ...]:
    """What the stage holds in full blocks, what was lost since the one before shaded."""
    if row.held < 0 or not width:
        return ((" " * width, ""),)
    eighths = round(row.held * width * 8) if row.held else 0
    if unicode:
        eighths = max(eighths, 1) if row.held else 0
        full, rest = divmod(eighths, 8)
        held = "█" * full + (_EIGHTHS[rest] if rest else "")
        shade = "░"
    else:
        held = "#" * max(round(row.held * width), 1 if row.held else 0)
        shade = "."
    lost = shade * max(0, round(row.before * width) - len(held))
    return (held, row.style), (lost, "lost"), (" " * (width - len(held) - len(lost)), "")
