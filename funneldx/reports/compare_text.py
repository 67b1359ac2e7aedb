"""Comparisons as people read them: one sentence, the steps side by side, why sales moved, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from funneldx import figures
from funneldx.comparison import CompareReport, Comparison, Segment, Split, StepChange, Unmatched, rounded
from funneldx.diagnosis import Severity
from funneldx.reports import phrases, text
from funneldx.reports.account import told
from funneldx.reports.compare_words import money, most, sentence, signed, title
from funneldx.reports.layout import Canvas, Line, Span, cells, fitted
from funneldx.reports.safe_text import shown

_MOST_SEGMENTS = 12
"""Segments that are told of in full, unless all are asked for."""
_MOST_UNMATCHED = 10
_NARROWEST_NAME = 12
_ROOMY = 72
"""Columns from which on differences have their intervals."""
_STYLES = {"worse": "error", "better": "passed", "no evidence": "dim", "cannot tell": "dim"}
_SIGNS = {"worse": "error", "better": "passed", "no evidence": "skipped", "cannot tell": "unsure"}

Row = tuple[Span, ...]


class Report:
    """The text of a comparison; `verbosity` is 1 to tell of every segment, and of every step of it."""

    def __init__(self, canvas: Canvas, *, verbosity: int = 0) -> None:
        self.canvas = canvas
        self.verbosity = verbosity
        self._narrow = canvas.wraps and canvas.width < _ROOMY
        self._rail: Span = (f"{canvas.signs['rail']} ", "rail")

    def text(self, report: CompareReport) -> str:
        """All of it."""
        lines: list[Line] = []
        for comparison in report.comparisons:
            lines += [*self._compared(comparison), Line(("", ""))]
        lines += self._unmatched(report.unmatched)
        account = list(told(report.account, self.canvas.signs, notices=True))
        lines += [*account, *([Line(("", ""))] if account else [])]
        lines.append(Line((self.canvas.signs["title"], "title"), ((summed(report), "bold"),)))
        return self.canvas.draw(lines)

    def _compared(self, one: Comparison) -> Iterator[Line]:
        signs = self.canvas.signs
        name = f"{shown(one.name)} {signs['dot']} " if one.name else ""
        heading = f"{name}{shown(one.before.title)} {signs['arrow']} {shown(one.after.title)}"
        yield Line((signs["title"], "title"), ((heading, "title"),))
        if one.before.period:
            for side in (one.before, one.after):
                place = shown(f"{side.location.path}:{side.location.line}")
                yield Line(self._rail, ((place, "dim"),))
        yield Line(self._rail)
        yield Line(self._rail, ((sentence(one), "bold"),))
        yield Line(self._rail)
        yield from self._steps(one)
        if one.split:
            yield Line(self._rail)
            yield from self._why(one.split)
        for later in one.found:
            for finding in later.diagnoses:
                yield Line(self._rail)
                yield from text.Report(self.canvas).diagnosed((finding,), later)

    def _steps(self, one: Comparison) -> Iterator[Line]:
        """The steps of all together, then of each segment those that changed."""
        head: Row = tuple((word, "dim") for word in ("", "before", "after", "difference", ""))
        rows = [head, *(self._step(step) for step in one.whole.steps)]
        told_of = self._told_segments(one.segments)
        for segment in told_of:
            rows.append(((_heading(segment), "name"),))
            rows += [self._step(step, "  ") for step in self._told_steps(segment)]
        yield from self._table(rows)
        silent = len(one.segments) - len(told_of)
        if silent:
            more = f"{phrases.plural(silent, 'segment')} without any change to speak of (-v shows all)"
            yield Line(self._rail, ((more, "dim"),))

    def _told_segments(self, segments: Sequence[Segment]) -> list[Segment]:
        if self.verbosity > 0:
            return list(segments)
        changed = [
            one
            for one in segments
            if not (one.there_before and one.there_after)
            or any(step.verdict in {"worse", "better"} for step in one.steps)
        ]
        return changed[:_MOST_SEGMENTS]

    def _told_steps(self, segment: Segment) -> list[StepChange]:
        if not (segment.there_before and segment.there_after):
            return []
        return [one for one in segment.steps if self.verbosity > 0 or one.verdict in {"worse", "better"}]

    def _step(self, one: StepChange, indent: str = "") -> Row:
        style = _STYLES[one.verdict]
        sign = self.canvas.signs[_SIGNS[one.verdict]]
        reason = f": {one.reason}" if one.reason else ""
        return (
            (f"{indent}{title(one.came_from)} {self.canvas.signs['arrow']} {title(one.to)}", "name"),
            (_share(one.before), "number"),
            (_share(one.after), "number"),
            (_difference(one, short=self._narrow), "number"),
            (f"{sign} {one.verdict}{reason}", style),
        )

    def _why(self, split: Split) -> Iterator[Line]:
        """The split of the change, each row with the segments that made most of it; the columns add up."""
        digits = 0 if abs(split.change) >= 10 else 1
        factors = [split.volume, *split.by_step]
        exact = rounded(factors, digits)
        names = [f"number at {title(split.first)}"]
        names += [f"{title(a)} {self.canvas.signs['arrow']} {title(b)}" for a, b in split.steps]
        noun = "sales" if split.sold else title(split.last)
        rows: list[Row] = []
        for index, (name, effect) in enumerate(zip(names, exact, strict=True)):
            by = [(part.title, part.steps[index - 1] if index else part.volume) for part in split.parts]
            rows.append(((name, "name"), (signed(effect, digits), "number"), (most(by, digits), "dim")))
        change = (
            f"{noun} {figures.count(split.before)} {self.canvas.signs['arrow']} {figures.count(split.after)}",
            "bold",
        )
        rows.append((change, (signed(Fraction(split.change), digits), "count"), (money(split), "bold")))
        yield Line(self._rail, (("Why: what each did to the change, all else shared out evenly", "label"),))
        yield from self._table(rows)
        if weights := split.weights:
            parts = rounded([*weights], digits)
            words = ("volume", "rates", "mix of segments", "interaction")
            told_ = ", ".join(
                f"{word} {signed(part, digits)}" for word, part in zip(words, parts, strict=True)
            )
            yield Line(self._rail, ((told_, "message"),), head=("Or by ", "label"))

    def _table(self, rows: Sequence[Row]) -> Iterator[Line]:
        """Columns: the first and last to the left, those between to the right; the first gives way."""
        full = [row for row in rows if len(row) > 1]
        many = len(full[0])
        widths = [max(cells(row[index][0]) for row in full) for index in range(many)]
        gaps = 2 * (many - 1) + cells(self.canvas.signs["rail"]) + 1
        widths[0] = max(_NARROWEST_NAME, min(widths[0], self.canvas.width - gaps - sum(widths[1:])))
        for row in rows:
            if len(row) == 1:
                yield Line(self._rail, row)
                continue
            spans: list[Span] = [(fitted(row[0][0], widths[0], self.canvas.signs["more"]), row[0][1])]
            for index in range(1, len(row)):
                text_, style = row[index]
                last = index == many - 1
                padded = text_ if last else " " * (widths[index] - cells(text_)) + text_
                spans.append((f"  {padded}", style))
            yield Line(self._rail, tuple(spans), wraps=False)

    def _unmatched(self, unmatched: Sequence[Unmatched]) -> Iterator[Line]:
        for side, words in (("before", "only before"), ("after", "only after")):
            of = [one for one in unmatched if one.side == side]
            for one in of[: None if self.verbosity > 0 else _MOST_UNMATCHED]:
                labels = (f"{key}: {value}" for key, value in one.labels.items())
                parts = (one.name, one.period, *labels)
                name = f" {self.canvas.signs['dot']} ".join(shown(part) for part in parts if part)
                place = shown(f"{one.location.path}:{one.location.line}")
                yield Line(
                    (f"{self.canvas.signs['skipped']} ", "dim"),
                    ((f"{words}: ", "dim"), (f"{name or 'a funnel'}  ", "name"), (place, "dim")),
                )
            if (more := len(of) - _MOST_UNMATCHED) > 0 and self.verbosity <= 0:
                yield Line(self._rail, ((f"and {more:,} more {words} (-v shows all)", "dim"),))
        if unmatched:
            yield Line(("", ""))


def _heading(segment: Segment) -> str:
    if not segment.there_before:
        return f"{shown(segment.title)}: was not there before"
    return shown(segment.title) + ("" if segment.there_after else ": is not there any more")


def _share(rate: tuple[int, int] | None) -> str:
    if rate is None or not rate[1]:
        return "?"
    k, n = rate
    return figures.percent(k / n)


def _difference(one: StepChange, *, short: bool) -> str:
    """In percentage points, with its interval where there is room."""
    if one.difference is None:
        return ""
    points = f"{one.difference * 100:+.1f}"
    if short:
        return points
    return (
        f"{points} ({one.interval[0] * 100:+.1f} to {one.interval[1] * 100:+.1f})" if one.interval else points
    )


def summed(report: CompareReport) -> str:
    """Totals."""
    account = report.account
    found = [phrases.plural(n, severity.label) for severity, n in account.summary.diagnoses.items() if n]
    worse = account.summary.diagnoses
    if not report.comparisons:
        text_ = "Nothing was compared"
    else:
        what = figures.listing(found) if found else "nothing got worse beyond chance"
        if found and not worse.get(Severity.ERROR) and not worse.get(Severity.WARNING):
            what = f"nothing got worse beyond chance, {what}"
        text_ = f"{phrases.plural(len(report.comparisons), 'comparison')}: {what}"
    errors = account.summary.errors
    return text_ + (f"; {phrases.plural(errors, 'problem')} in what was given" if errors else "")
