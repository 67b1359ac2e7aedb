"""Plans as people read them: a row a stage with what is there and what is needed, then what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from funneldx import figures
from funneldx.diagnosis import RunReport
from funneldx.plan import Plan, PlannedStage, Yield
from funneldx.rates import Level, Rate, Share
from funneldx.reports import phrases
from funneldx.reports.account import told
from funneldx.reports.layout import Canvas, Line, Span, cells, fitted
from funneldx.reports.safe_text import shown

_NARROWEST_NAME = 10
_ROOMY = 72
"""Columns from which on the gaps are two wide."""
_NOW, _RATE, _NEEDED, _RANGE, _TYPICAL, _SET = "now", "of prev.", "needed", "range", "at typical", "as set"
_STYLES = {_NOW: "number", _RATE: "dim", _RANGE: "dim"}
_BASES = {
    "stated": "stated by the source",
    "interpretation": "our reading of the source",
}


class Report:
    """The text report of plans (see `funneldx.reports.Report`)."""

    def __init__(self, canvas: Canvas, level: Level | None) -> None:
        self.canvas = canvas
        self._level = level
        self._dash = "–" if canvas.unicode else "-"
        self._begun = False
        self._planned = 0

    def begin(self) -> str:
        return ""

    def plan(self, plan: Plan) -> str:
        space = "\n" if self._begun else ""
        self._begun = True
        self._planned += plan.unplanned is None
        return space + self.canvas.draw(list(self._lines(plan)))

    def end(self, account: RunReport) -> str:
        lines = list(told(account, self.canvas.signs, notices=True))
        funnels, errors = account.summary.funnels, account.summary.errors
        if funnels != 1 or errors:
            some = "" if self._planned == funnels else f", {figures.count(funnels - self._planned)} cannot be"
            text = f"{phrases.plural(self._planned, 'funnel')} planned{some}"
            text += f"; {phrases.plural(errors, 'problem')} in what was given" if errors else ""
            lines.append(Line((self.canvas.signs["title"], "title"), ((text, "bold"),)))
        space = "\n" if lines and self._begun else ""
        return space + self.canvas.draw(lines) if lines else ""

    def _lines(self, plan: Plan) -> Iterator[Line]:
        signs = self.canvas.signs
        rail = (f"{signs['rail']} ", "rail")
        yield Line(
            (signs["title"], "title"),
            ((phrases.title(plan.report, signs["dot"]), "title"),),
            right=(shown(plan.report.location.path), "dim"),
        )
        yield Line(rail)
        if plan.unplanned:
            text = f"cannot be planned: {shown(plan.unplanned.reason)}"
            yield Line((f"{signs['error']} ", "error_bold"), ((text, "message"),), under=rail)
            yield Line(rail, ((shown(plan.unplanned.hint), "dim"),), head=(f"{signs['arrow']} ", "dim"))
            return
        yield from self._table(plan, rail)
        yield Line(rail)
        for label, text in self._told(plan):
            style = "dim" if label == "Range" else "message"
            yield Line(rail, ((text, style),), head=(phrases.label(label), "label"))

    def _table(self, plan: Plan, rail: Span) -> Iterator[Line]:
        """A row a stage, or where that is too wide a paragraph for each."""
        rows = [_cells(one, plan, self._dash) for one in plan.stages]
        columns = [column for column in rows[0] if any(row[column] for row in rows)]
        names = [shown(one.stage.title) for one in plan.stages]
        gap = "  " if self.canvas.width >= _ROOMY else " "
        widths = {
            column: max(cells(text) for text in (column, *(row[column] for row in rows)))
            for column in columns
        }
        name = max(map(cells, names))
        room = self.canvas.width - cells(rail[0])

        def spare() -> int:
            return room - sum(widths[column] + len(gap) for column in columns)

        if spare() < min(name, _NARROWEST_NAME) and _RATE in columns:
            columns.remove(_RATE)
        if spare() < min(name, _NARROWEST_NAME):
            for title, row in zip(names, rows, strict=True):
                text = ", ".join(f"{column} {row[column]}" for column in columns if row[column])
                yield Line(rail, ((title, "name"), (f": {text}", "number")))
            return
        name = min(name, spare())
        heads = dict(zip(columns, columns, strict=True))
        for title, row in (("", heads), *zip(names, rows, strict=True)):
            spans = [(fitted(title, name, self.canvas.signs["more"]), "name")]
            for column in columns:
                padded = gap + " " * (widths[column] - cells(row[column])) + row[column]
                spans.append((padded, "dim" if row is heads else _STYLES.get(column, "count")))
            yield Line(rail, tuple(spans), wraps=False)

    def _told(self, plan: Plan) -> Iterator[tuple[str, str]]:
        """What the plan is for and on what its numbers rest, each with its label."""
        last = shown(plan.stages[-1].stage.title)
        first = next(one for one in plan.stages if one.stage.name == plan.report.steps[0].came_from)
        start = shown(first.stage.title)
        if target := plan.target:
            number = figures.count(target.sales)
            text = phrases.plural(target.sales, "sale") if plan.sold else f"{number} at “{last}”"
            if revenue := target.revenue:
                text += f", the least that brings {_money(revenue.amount, revenue.currency)}"
            yield "Target", text
        if not plan.sold:
            text = f"no stage is the purchase: counted is “{last}”, the last one known"
            yield "Counted", f"{text} (`role: purchased` says which is the sale)"
        assert plan.today is not None
        yield "Now", f"{self._sold(plan.today, plan)} from {_number(first.stage.count or 0)} {start}"
        if first.needed:
            yield "Needed", self._needed(first, start)
            yield from self._typical(plan, first, start)
        yield from self._changed(plan, first, start)
        if first.needed and self._level:
            where = f"where the rate from each stage to “{last}” may lie, by today's counts ({self._level} interval)"
            yield "Range", f"{where}; chance in the coming period comes on top"

    def _needed(self, first: PlannedStage, start: str) -> str:
        assert first.needed
        text = f"{figures.count(first.needed.today)} {start} at today's rates"
        if span := _range(first, self._dash):
            text += f" ({span})"
        more = first.needed.today - (first.stage.count or 0)
        if not more:
            return f"{text}, as many as now"
        return f"{text}, {figures.count(abs(more))} {'more' if more > 0 else 'fewer'} than now"

    def _typical(self, plan: Plan, first: PlannedStage, start: str) -> Iterator[tuple[str, str]]:
        assert first.needed
        if not plan.aims:
            yield (
                "Typical",
                "no rate is under the typical value of a rule that applies here: there is none to aim at",
            )
            return
        assert first.needed.typical is not None
        steps = [
            f"{self._step(aim.came_from, aim.to, plan)} at {figures.in_force(aim.typical)} instead of "
            f"{figures.percent(aim.rate.value)} ({aim.code} {aim.name}, "
            f"{'your own value' if aim.typical.own else _BASES[aim.typical.basis]}"
            f"{'; too few were counted to be sure' if aim.suspected else ''})"
            for aim in plan.aims
        ]
        yield "Typical", f"{figures.count(first.needed.typical)} {start}, with {figures.listing(steps)}"
        if any(one.needed and one.needed.typical is None for one in plan.stages):
            yield "", "? where nothing says how many are left between the two stages of a rule"

    def _changed(self, plan: Plan, first: PlannedStage, start: str) -> Iterator[tuple[str, str]]:
        if plan.changed is None:
            return
        assert plan.today is not None
        steps = [
            f"{self._step(one.came_from, one.to, plan)} at {_percent(one.share)} instead of {_was(one.rate)}"
            for one in plan.changes
        ]
        text = figures.listing(steps)
        if first.needed and first.needed.changed is not None:
            text = f"{figures.count(first.needed.changed)} {start}, with {text}"
        yield "As set", text
        brought, now = self._sold(plan.changed, plan), self._sold(plan.today, plan)
        yield "", f"from {_number(first.stage.count or 0)} {start}: {brought} instead of {now}"

    def _step(self, came_from: str, to: str, plan: Plan) -> str:
        arrow = self.canvas.signs["arrow"]
        return f"{phrases.stage(came_from, plan.report)} {arrow} {phrases.stage(to, plan.report)}"

    def _sold(self, given: Yield, plan: Plan) -> str:
        """`24 sales (28,800 EUR)`, or how many at the last stage where none is the purchase."""
        number = _number(given.sales)
        value = plan.report.funnel.deal_value
        if not plan.sold:
            return f"{number} at “{shown(plan.stages[-1].stage.title)}”"
        text = f"{number} {'sale' if given.sales == 1 else 'sales'}"
        return (
            f"{text} ({_money(given.amount, value.currency)})" if value and given.amount is not None else text
        )


def _cells(one: PlannedStage, plan: Plan, dash: str) -> dict[str, str]:
    needed = one.needed
    step = next((step for step in plan.report.steps if step.to == one.stage.name), None)
    typical = needed is not None and plan.aims
    changed = needed is not None and needed.changed is not None
    set_to = needed.changed if needed and changed else one.expected
    return {
        _NOW: "?" if one.stage.count is None else figures.count(one.stage.count),
        _RATE: figures.percent(step.rate) if step and step.rate is not None else "",
        _NEEDED: figures.count(needed.today) if needed else "",
        _RANGE: _range(one, dash),
        _TYPICAL: ("?" if needed.typical is None else figures.count(needed.typical))
        if needed and typical
        else "",
        _SET: "" if set_to is None else _number(set_to),
    }


def _range(one: PlannedStage, dash: str) -> str:
    if one.needed is None or one.needed.low is None or one.needed.high is None:
        return ""
    low, high = one.needed.low, one.needed.high
    return f"{figures.count(low)}{dash}{figures.count(high)}" if low != high else ""


def _number(value: int | Fraction) -> str:
    """Exactly where it is whole, else as estimates are written."""
    whole = value if isinstance(value, int) else value.numerator if value.denominator == 1 else None
    return figures.count(whole) if whole is not None else figures.amount(float(value))


def _money(amount: Fraction, currency: str | None) -> str:
    return figures.money(float(amount), shown(currency) if currency else None)


def _percent(share: Share) -> str:
    return figures.percent(share.value)


def _was(rate: Rate) -> str:
    return figures.percent(rate.value)
