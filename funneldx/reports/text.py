"""The report that people read: the funnel drawn, what to fix first, each diagnosis with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, Passed, RunReport, Severity, Stake
from funneldx.model import Member
from funneldx.reports import phrases
from funneldx.reports.account import told
from funneldx.reports.drawing import drawing, over_time, sign
from funneldx.reports.layout import Canvas, Line, Span
from funneldx.reports.safe_text import shown

_MOST_ALIKE = 5
"""Diagnoses that differ only in the stage and are told in full."""


class Report:
    """The text report (see `funneldx.reports.Report`).

    `verbosity` is -1 for one line a diagnosis, 0, or 1 to tell what passed and why rules were skipped.
    """

    def __init__(self, canvas: Canvas, *, verbosity: int = 0) -> None:
        self.canvas = canvas
        self.verbosity = verbosity
        self._begun = False
        self._small = False
        """Whether the funnel before took a single line."""

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> str:
        if self.verbosity < 0:
            return self.canvas.draw(
                [phrases.in_one_line(one, report, self.canvas.signs) for one in report.diagnoses]
            )
        return self.canvas.draw(list(self._lines(report)))

    def write(self, piece: str) -> str:
        small = piece.count("\n") == 1
        space = "\n" if self._begun and not (small and self._small) else ""
        self._begun = self.verbosity >= 0
        self._small = small
        return space + piece

    def end(self, account: RunReport) -> str:
        lines = list(self._account(account))
        space = "\n" if lines and self._begun else ""
        return space + self.canvas.draw(lines) if lines else ""

    def _lines(self, report: FunnelReport) -> Iterator[Line]:
        rail = (f"{self.canvas.signs['rail']} ", "rail")
        place = report.funnel.place if isinstance(report.funnel, Member) else None
        if place and not place.latest and self.verbosity == 0:
            yield from self._earlier(report)
            return
        yield self._headline(report)
        yield Line(rail)
        yield from drawing(report, self.canvas)
        if place and (trend := place.trend()):
            yield Line(rail)
            yield from over_time(trend, report, self.canvas)
        yield Line(rail)
        yield from self._verdict(report, rail)
        neck = report.bottleneck
        ordered = sorted(
            report.diagnoses,
            key=lambda one: (
                neck is None or (one.code, one.stage) != (neck.code, neck.to),
                -one.severity,
                one.code,
                one.confidence,
            ),
        )
        for _, same in groupby(
            ordered, key=lambda one: (one.code, one.severity, one.confidence, one.cause, one.actions)
        ):
            yield Line(rail)
            yield from self.diagnosed(tuple(same), report)
        yield Line(rail)
        yield from self._rest(report, rail)

    def _earlier(self, report: FunnelReport) -> Iterator[Line]:
        """A period that others follow: its share of buyers, what the rules about change say, and which others do."""
        title = phrases.title(report, self.canvas.signs["dot"])
        spans: list[Span] = [(title, "title")]
        if report.overall:
            k, n = report.overall.rate
            share = figures.percent(report.overall.rate.value)
            spans.append((f"  {figures.count(k)} of {figures.count(n)}: {share}", "number"))
        changes = [one for one in report.diagnoses if one.family == "change"]
        others = dict.fromkeys(one.code for one in report.diagnoses if one.family != "change")
        if others:
            spans.append((f"  {', '.join(others)} (-v tells all)", "dim"))
        yield Line((self.canvas.signs["title"], "title"), tuple(spans))
        for one in changes:
            yield from self.diagnosed((one,), report)

    def _headline(self, report: FunnelReport) -> Line:
        title = phrases.title(report, self.canvas.signs["dot"])
        return Line(
            (self.canvas.signs["title"], "title"),
            ((title, "title"),),
            right=(shown(report.location.path), "dim"),
        )

    def _verdict(self, report: FunnelReport, rail: Span) -> Iterator[Line]:
        """Overall conversion, and what to fix first."""
        if overall := report.overall:
            k, n = overall.rate
            first, last = self._ends(report)
            ratio = f", {overall.ratio}" if overall.ratio else ""
            text = f"{figures.count(k)} of {figures.count(n)}: {figures.percent(overall.rate.value)}{ratio}"
            step = f"{first} {self.canvas.signs['arrow']} {last}"
            yield Line(
                rail, ((step, "name"), (f"  {text}", "number")), head=(phrases.label("Overall"), "label")
            )
        yield from self._first(report, rail)

    def _first(self, report: FunnelReport, rail: Span) -> Iterator[Line]:
        """What to fix first: wrong numbers before the funnel they describe, then the bottleneck."""
        numbers = phrases.wrong_data(report)
        spans: list[Span] = [(numbers, "bottleneck")] if numbers else []
        if neck := report.bottleneck:
            step = f"{phrases.stage(neck.came_from, report)} {self.canvas.signs['arrow']} {phrases.stage(neck.to, report)}"
            doubt = " (suspected)" if phrases.doubtful(report) else ""
            worth = f", worth {phrases.worth(neck.stake)}" if neck.stake else ", where the funnel runs dry"
            spans += [(f"{', then ' if numbers else ''}{step}", "bottleneck"), (f"{doubt}{worth}", "first")]
        elif not numbers and (loud := [one for one in report.diagnoses if one.severity > Severity.NOTE]):
            spans.append((phrases.unweighed(loud, report.funnel), "name"))
        if spans:
            yield Line(rail, tuple(spans), head=(phrases.label("Fix first"), "first"))
        elif not report.diagnoses and any(one.in_baseline for one in report.suppressed):
            known = "nothing that is new, or worse than in the baseline"
            yield Line(rail, ((known, "bold"),), head=(phrases.label("Known"), "label"))
        elif not report.diagnoses:
            rates = sum(one.evidence is not None for one in report.passed)
            if rates:
                judged = f"nothing found to fix in {phrases.plural(rates, 'rate')} judged"
                yield Line(rail, ((judged, "passed"),), head=(phrases.label("Healthy"), "passed"))
            else:
                none = "no rate was judged by the rules selected"
                yield Line(rail, ((none, "bold"),), head=(phrases.label("Unknown"), "label"))

    def _ends(self, report: FunnelReport) -> tuple[str, str]:
        known = [stage for stage in report.funnel.stages if stage.count is not None]
        assert report.overall
        k = report.overall.rate.k
        steps = {step.to for step in report.steps}
        last = [stage for stage in known[1:] if stage.name in steps and stage.count == k]
        sold = (stage for stage in last if stage.role == "purchased")
        return shown(known[0].title), shown(next(sold, last[-1]).title)

    def diagnosed(self, same: tuple[Diagnosis, ...], report: FunnelReport) -> Iterator[Line]:
        """Findings that differ only in the stage: what was found, why, and what to do."""
        one = same[0]
        style = one.severity.label
        rail = (f"{self.canvas.signs['rail']} ", style)
        suspected = ", suspected" if one.confidence == "suspected" else ""
        heading = f"{sign(one, self.canvas.signs)} {style}{suspected}"
        place = report.funnel.place if isinstance(report.funnel, Member) else None
        begun = place.since(one.code, one.stage) if place else None
        since = f"  since {begun}" if begun else ""
        yield Line(
            ("", ""),
            ((heading, f"{style}_bold"), (f"  {one.code} ", "number"), (one.name, "bold"), (since, "dim")),
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
            head = phrases.label(label if number == 1 else "") + f"{number}. "
            yield Line(rail, ((shown(action), "message"),), head=(head, "label"))
        if one.stake:
            neck = report.bottleneck
            first = neck is not None and neck.code == one.code and neck.to == one.stage
            yield self._staked(rail, one.stake, first=first)
        if one.sources != ("funneldx",):
            yield self._labelled(rail, "Source", phrases.source(one, self.canvas.signs["dot"]), "dim")

    def _staked(self, rail: Span, stake: Stake, *, first: bool) -> Line:
        spans: tuple[Span, ...] = (
            (phrases.worth(stake), "bold"),
            (f", if this rate were {figures.threshold(stake.aim)} and all later ones held", "message"),
        )
        if first:
            spans += ((f"  {self.canvas.signs['first']} fix this first", "first"),)
        return Line(rail, spans, head=(phrases.label("Stake"), "label"))

    def _labelled(self, rail: Span, label: str, text: str, style: str = "message") -> Line:
        return Line(rail, ((text, style),), head=(phrases.label(label), "label"))

    def _rest(self, report: FunnelReport, rail: Span) -> Iterator[Line]:
        """What passed, was skipped or left out: counted, or told in full."""
        signs = self.canvas.signs
        verbose = self.verbosity > 0
        lines = [
            self._own_thresholds(one) for one in report.passed if any(t.own for t in one.thresholds.values())
        ]
        if held := [one.code for one in report.suppressed if one.in_baseline]:
            lines.append(f"{signs['skipped']} no worse than in the baseline: {', '.join(held)}")
        for one in report.suppressed:
            if one.in_baseline:
                continue
            until = f", until {one.until}" if one.until else ""
            lines.append(f"{signs['skipped']} {one.code} is ignored by the file: {one.reason}{until}")
        if verbose:
            lines += [self._passed(one) for one in report.passed]
            lines += [
                f"{signs['skipped']} {', '.join(one.codes)} skipped: {one.reason}" for one in report.skipped
            ]
        if unjudged := phrases.unjudged(report, signs["arrow"]):
            lines.append(
                f"{signs['skipped']} not judged, since our sources give no figure for it: {unjudged}"
            )
        yield from (Line(rail, ((shown(line), "dim"),)) for line in lines)
        yield Line(rail, ((f" {signs['dot']} ".join(self._totals(report)), "dim"),))

    def _totals(self, report: FunnelReport) -> Iterator[str]:
        rates = sum(one.evidence is not None for one in report.ended)
        unsure = sum(one.unsure for one in report.passed)
        skipped = sum(len(one.codes) for one in report.skipped)
        yield f"{len(report.diagnoses)} diagnosed"
        yield f"{len(report.passed)} passed" + (
            f" ({unsure} unsure, {self.canvas.signs['unsure']})" if unsure else ""
        )
        yield f"{skipped} skipped" + ("" if self.verbosity > 0 or not skipped else " (-v says why)")
        yield f"{phrases.plural(rates, 'rate')} judged"

    def _own_thresholds(self, one: Passed) -> str:
        own = (f"{key} {figures.in_force(limit)}" for key, limit in one.thresholds.items() if limit.own)
        return f"{self.canvas.signs['unsure' if one.unsure else 'passed']} {one.code} {one.name} passed by {figures.listing(own)}"

    def _passed(self, one: Passed) -> str:
        text = f"{self.canvas.signs['unsure' if one.unsure else 'passed']} {one.code} {one.name} passed"
        if one.evidence:
            k, n = one.evidence.rate
            text += f": {figures.count(k)} of {figures.count(n)}, {figures.percent(one.evidence.rate.value)}"
            text += f", {one.evidence.ratio}"
            if one.evidence.interval:
                text += f" ({figures.interval(one.evidence.interval)})"
            if one.unsure:
                text += f"; unsure, since too few were counted to tell on which side of {phrases.near(one)} it lies"
        return text

    def _account(self, account: RunReport) -> Iterator[Line]:
        yield from told(account, self.canvas.signs, notices=self.verbosity >= 0)
        summary = account.summary
        if summary.funnels != 1 or summary.errors:
            yield Line((self.canvas.signs["title"], "title"), ((phrases.summed(account), "bold"),))
