"""The report that people read: the funnel drawn, what to fix first, each diagnosis with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, Passed, RunReport, Severity, Stake
from funneldx.reports.drawing import drawing, sign
from funneldx.reports.layout import Canvas, Line, Span
from funneldx.reports.safe_text import shown

_LABEL = 10
_MOST_ALIKE = 5
"""Diagnoses that differ only in the stage and are told in full."""

_BASES = {
    "stated": "the threshold is stated there",
    "example": "the threshold is from a worked example there",
    "interpretation": "the threshold is our reading of it",
}


class Report:
    """The text report (see `funneldx.reports.Report`).

    `verbosity` is -1 for one line a diagnosis, 0, or 1 to tell what passed and why rules were skipped.
    """

    def __init__(self, canvas: Canvas, *, verbosity: int = 0) -> None:
        self.canvas = canvas
        self.verbosity = verbosity
        self._begun = False

    def begin(self) -> str:
        return ""

    def funnel(self, report: FunnelReport) -> str:
        if self.verbosity < 0:
            return self.canvas.draw([_in_one_line(one, self.canvas.signs) for one in report.diagnoses])
        space = "\n" if self._begun else ""
        self._begun = True
        return space + self.canvas.draw(list(self._lines(report)))

    def end(self, account: RunReport) -> str:
        lines = list(self._account(account))
        space = "\n" if lines and self._begun else ""
        return space + self.canvas.draw(lines) if lines else ""

    def _lines(self, report: FunnelReport) -> Iterator[Line]:
        rail = (f"{self.canvas.signs['rail']} ", "rail")
        yield self._title(report)
        yield Line(rail)
        yield from drawing(report, self.canvas)
        yield Line(rail)
        yield from self._verdict(report, rail)
        neck = report.bottleneck
        ordered = sorted(
            report.diagnoses,
            key=lambda one: (neck is None or (one.code, one.stage) != (neck.code, neck.to), -one.severity, one.code),
        )
        for _, same in groupby(ordered, key=lambda one: (one.code, one.severity, one.cause, one.actions)):
            yield Line(rail)
            yield from self._diagnosed(tuple(same), report)
        yield Line(rail)
        yield from self._rest(report, rail)

    def _title(self, report: FunnelReport) -> Line:
        funnel = report.funnel
        stem = report.location.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        parts = [funnel.name or stem, funnel.period, *funnel.labels.values()]
        title = f" {self.canvas.signs['dot']} ".join(shown(part) for part in parts if part)
        return Line((self.canvas.signs["title"], "title"), ((title, "title"),), right=(shown(report.location.path), "dim"))

    def _verdict(self, report: FunnelReport, rail: Span) -> Iterator[Line]:
        """Overall conversion, and what to fix first."""
        if overall := report.overall:
            k, n = overall.rate
            first, last = self._ends(report)
            ratio = f", {overall.ratio}" if overall.ratio else ""
            text = f"{figures.count(k)} of {figures.count(n)}: {figures.percent(overall.rate.value)}{ratio}"
            yield Line(rail, ((f"{first} {self.canvas.signs['arrow']} {last}", "name"), (f"  {text}", "number")), head=(_label("Overall"), "label"))
        if neck := report.bottleneck:
            worth = f", worth {_worth(neck.stake)}" if neck.stake else ", where the funnel runs dry"
            suspected = any(d.code == neck.code and d.stage == neck.to and d.confidence == "suspected" for d in report.diagnoses)
            doubt = " (suspected)" if suspected else ""
            step = f"{_stage(neck.came_from)} {self.canvas.signs['arrow']} {_stage(neck.to)}"
            yield Line(rail, ((step, "bottleneck"), (f"{doubt}{worth}", "first")), head=(_label("Fix first"), "first"))
        elif any(one.severity > Severity.NOTE for one in report.diagnoses):
            yield Line(rail, ((self._no_bottleneck(report), "dim"),), head=(_label("Fix first"), "label"))

    def _no_bottleneck(self, report: FunnelReport) -> str:
        if any(d.came_from and d.severity > Severity.NOTE and d.code != "FDX001" for d in report.diagnoses):
            return "not known: without the number purchased, no step can be weighed against another"
        return "no step of the chain stands out; see below"

    def _ends(self, report: FunnelReport) -> tuple[str, str]:
        known = [stage for stage in report.funnel.stages if stage.count is not None]
        assert report.overall
        k = report.overall.rate.k
        last = next((s for s in known[1:] if s.role == "purchased" and s.count == k), known[-1])
        return _stage(known[0].name), _stage(last.name)

    def _diagnosed(self, same: tuple[Diagnosis, ...], report: FunnelReport) -> Iterator[Line]:
        one = same[0]
        style = one.severity.label
        rail = (f"{self.canvas.signs['rail']} ", style)
        suspected = ", suspected" if one.confidence == "suspected" else ""
        heading = f"{sign(one, self.canvas.signs)} {style}{suspected}"
        yield Line(
            ("", ""),
            ((heading, f"{style}_bold"), (f"  {one.code} ", "number"), (one.name, "bold")),
            right=(shown(str(one.location)), "dim") if len(same) == 1 else ("", ""),
        )
        told = same if self.verbosity > 0 else same[:_MOST_ALIKE]
        for each in told:
            right = (shown(str(each.location)), "dim") if len(same) > 1 else ("", "")
            yield Line(rail, ((shown(each.message), "message"),), right=right)
        if len(told) < len(same):
            yield Line(rail, ((f"and {len(same) - len(told)} more like these (-v shows all)", "dim"),))
        certain = one.confidence == "confirmed"
        yield self._labelled(rail, "Cause" if certain else "Cause?", shown(one.cause))
        label = ("Do" if one.urgent else "Consider") if certain else "If so"
        for number, action in enumerate(one.actions, 1):
            head = _label(label if number == 1 else "") + f"{number}. "
            yield Line(rail, ((shown(action), "message"),), head=(head, "label"))
        if one.stake:
            neck = report.bottleneck
            first = neck is not None and neck.code == one.code and neck.to == one.stage
            yield self._staked(rail, one.stake, first=first)
        if one.sources != ("funneldx",):
            yield self._labelled(rail, "Source", _source(one, self.canvas.signs["dot"]), "dim")

    def _staked(self, rail: Span, stake: Stake, *, first: bool) -> Line:
        spans: tuple[Span, ...] = (
            (_worth(stake), "bold"),
            (f", at {figures.threshold(stake.aim)} and with all later rates as they are", "message"),
        )
        if first:
            spans += ((f"  {self.canvas.signs['first']} fix this first", "first"),)
        return Line(rail, spans, head=(_label("Stake"), "label"))

    def _labelled(self, rail: Span, label: str, text: str, style: str = "message") -> Line:
        return Line(rail, ((text, style),), head=(_label(label), "label"))

    def _rest(self, report: FunnelReport, rail: Span) -> Iterator[Line]:
        """What passed, was skipped or left out: counted, or told in full."""
        signs = self.canvas.signs
        skipped = sum(len(one.codes) for one in report.skipped)
        unsure = sum(one.unsure for one in report.passed)
        doubt = f" ({unsure} unsure)" if unsure else ""
        verbose = self.verbosity > 0
        for one in report.suppressed:
            until = f", until {one.until}" if one.until else ""
            yield Line(rail, ((f"{signs['skipped']} {one.code} is ignored by the file: {shown(one.reason)}{until}", "dim"),))
        if verbose:
            yield from (self._passed(one, rail) for one in report.passed)
            for left in report.skipped:
                text = f"{signs['skipped']} {', '.join(left.codes)} skipped: {shown(left.reason)}"
                yield Line(rail, ((text, "dim"),))
        parts = [f"{len(report.diagnoses)} diagnosed", f"{len(report.passed)} passed{doubt}"]
        parts.append(f"{skipped} skipped" + ("" if verbose or not skipped else " (-v says why)"))
        yield Line(rail, ((f" {signs['dot']} ".join(parts), "dim"),))

    def _passed(self, one: Passed, rail: Span) -> Line:
        sign_of = self.canvas.signs["unsure" if one.unsure else "passed"]
        text = f"{sign_of} {one.code} {one.name} passed"
        if one.evidence:
            k, n = one.evidence.rate
            text += f": {figures.count(k)} of {figures.count(n)}, {figures.percent(one.evidence.rate.value)}"
            if one.evidence.ratio:
                text += f", {one.evidence.ratio}"
            if one.evidence.interval:
                text += f" ({figures.interval(one.evidence.interval)})"
            if one.unsure:
                text += "; unsure, since the interval reaches a threshold"
        return Line(rail, ((text, "dim"),))

    def _account(self, account: RunReport) -> Iterator[Line]:
        signs = self.canvas.signs
        rail = (f"{signs['rail']} ", "rail")
        for problem in account.errors:
            where = f"{shown(problem.where)}: " if problem.where else ""
            body = ((where, "bold"), (shown(problem.message), "message"))
            yield Line((f"{signs['error']} ", "error_bold"), body, under=rail)
            yield Line(rail, ((shown(problem.hint), "dim"),), head=(f"{signs['arrow']} ", "dim"))
        for defect in account.defects:
            text = f"defect of funneldx in {defect.rule}: {shown(defect.message)}"
            yield Line((f"{signs['error']} ", "error_bold"), ((text, "message"),), under=rail)
        for notice in account.notices if self.verbosity >= 0 else ():
            where = ":".join(str(part) for part in notice[:3] if part)
            text = f"{shown(where)}: {shown(notice.message)}" if where else shown(notice.message)
            yield Line((f"{signs['note']} ", "note"), ((text, "dim"),), under=rail)
        summary = account.summary
        if summary.funnels != 1 or summary.errors:
            yield Line((f"{signs['title']}", "title"), ((_summed(account), "bold"),))


def _in_one_line(one: Diagnosis, signs: dict[str, str]) -> Line:
    style = one.severity.label
    return Line(
        (f"{sign(one, signs)} ", f"{style}_bold"),
        ((f"{shown(str(one.location))}: ", "dim"), (f"{style} {one.code} {one.name}: ", style), (shown(one.message), "message")),
    )


def _label(text: str) -> str:
    return text.ljust(_LABEL)


def _stage(name: str) -> str:
    return shown(name.replace("_", " "))


def _worth(stake: Stake | None) -> str:
    """`about 65 more purchases (49–84), 77,867 EUR`."""
    assert stake is not None
    low, high = figures.amount(stake.low), None if stake.high is None else figures.amount(stake.high)
    span = f" ({low} or more)" if high is None else f" ({low}–{high})" if stake.low != stake.high else ""
    money = f", {figures.money(stake.amount, stake.currency)}" if stake.amount is not None else ""
    return f"about {figures.amount(stake.purchases)} more purchases{span}{money}"


def _source(one: Diagnosis, dot: str) -> str:
    limit = one.thresholds.get(one.against or "") or next(iter(one.thresholds.values()), None)
    basis = ""
    if limit:
        basis = "; the threshold is your own" if limit.default else f"; {_BASES[limit.basis]}"
    return f"{', '.join(one.sources)}{basis} {dot} funneldx explain {one.code}"


def _summed(account: RunReport) -> str:
    summary = account.summary
    found = [_plural(n, severity.label) for severity, n in summary.diagnoses.items() if n]
    if not summary.funnels:
        text = "No funnel was judged"
    else:
        text = f"{_plural(summary.funnels, 'funnel')}: {figures.listing(found) if found else 'nothing diagnosed'}"
    return text + (f"; {_plural(summary.errors, 'problem')} in what was given" if summary.errors else "")


def _plural(n: int, noun: str) -> str:
    return f"{figures.count(n)} {noun}{'' if n == 1 else 's'}"


