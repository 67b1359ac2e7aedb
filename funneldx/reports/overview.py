"""Many funnels at a glance: one line each, the first in an order asked for; below, the sums by rule and by group.

Nothing is written before the end. Rows may as well be gathered elsewhere: `row_of` makes one of a judged funnel,
`Overview.add` and `Overview.merge` take them in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from funneldx import figures
from funneldx.diagnosis import FunnelReport, Glance, RunReport, Severity
from funneldx.reports import phrases
from funneldx.reports.account import told
from funneldx.reports.layout import Canvas, Line, Span
from funneldx.reports.overview_order import SORTS, Listing
from funneldx.reports.overview_rows import Row, glance_of, row_of, title
from funneldx.reports.overview_sums import group_table, rule_table, worth_in_words
from funneldx.reports.overview_table import Rules, listed
from funneldx.reports.overview_totals import Overview
from funneldx.reports.safe_text import shown
from funneldx.reports.trend import sparkline

__all__ = ["SORTS", "Listing", "Overview", "Report", "Row", "glance_of", "row_of"]

_MOST_TOLD = 20
"""Problems, and notices, that are told in full beside a list that is cut."""


class Report:
    """The text report of a scan (see `funneldx.reports.Report`).

    `verbosity` is -1 for the rows alone, 0, or 1 to tell also where each funnel is and the range of its worth.
    """

    def __init__(
        self, canvas: Callable[[], Canvas], overview: Overview, rules: Rules, *, verbosity: int = 0
    ) -> None:
        """Sum up in `overview`; `rules` has the name and family of each rule by its code.

        `canvas` is asked at the end for what to draw on, since a terminal may have another width by then.
        """
        self._new_canvas = canvas
        self.overview = overview
        self.verbosity = verbosity
        self._rules = rules

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> Row:
        return self.glance(glance_of(report))

    def glance(self, glance: Glance) -> Row:
        """The piece of a funnel by all that is needed of it."""
        return row_of(glance, self.overview.listing.group_by)

    def summed(self, pieces: Iterable[Row]) -> Overview:
        """Sum up the pieces of some funnels, to be merged."""
        part = self.overview.empty()
        for piece in pieces:
            part.add(piece)
        return part

    def merge(self, part: Overview) -> None:
        """Take over what was summed up elsewhere."""
        self.overview.merge(part)

    def write(self, piece: Row) -> str:
        self.overview.add(piece)
        return ""

    def end(self, account: RunReport) -> str:
        self.canvas = self._new_canvas()
        if self.verbosity < 0:
            rows = listed(self.overview.rows, self._rules, self.canvas, headed=False)
            return self.canvas.draw([*rows, *told(account, self.canvas.signs, notices=False)])
        lines: list[Line] = []
        for part in (self._funnels(), self._changes(), self._sums(), self._account(account)):
            found = list(part)
            lines += [Line(("", "")), *found] if lines and found else found
        return self.canvas.draw([*lines, *([Line(("", ""))] if lines else []), *self._closing(account)])

    def _funnels(self) -> Iterator[Line]:
        """The list, and how many are not in it."""
        overview = self.overview
        if not overview.all.tally.funnels:
            return
        signs = self.canvas.signs
        rail = (f"{signs['rail']} ", "rail")
        yield Line((signs["title"], "title"), ((self._heading(), "title"),))
        rows = overview.rows
        if rows:
            yield Line(rail)
            yield from listed(rows, self._rules, self.canvas, ranges=self.verbosity > 0)
        left_out = list(self._left_out(len(rows)))
        if left_out:
            yield Line(rail)
            yield from (Line(rail, ((text, "dim"),)) for text in left_out)

    def _heading(self) -> str:
        """In which order the list is."""
        listing = self.overview.listing
        stake = "money at stake" if self.overview.in_money else "purchases at stake"
        then = f", then by {stake}" if self.overview.all.worth.staked else ""
        usual, reverse = {
            "severity": (
                f"The worst first: by severity{then}",
                f"The mildest first: by severity{then}",
            ),
            "stake": (f"By {stake}, the most first", f"By {stake}, the least first"),
            "name": ("By name", "By name, from the end"),
            "path": ("By path", "By path, from the end"),
            "funnel-size": (
                "By the number at the first stage",
                "By the number at the first stage, the fewest first",
            ),
            "conversion": (
                "By the share of the first stage that reaches the last, the lowest first",
                "By the share of the first stage that reaches the last, the highest first",
            ),
        }[listing.sort]
        return reverse if listing.reverse else usual

    def _left_out(self, rows: int) -> Iterator[str]:
        overview = self.overview
        if more := overview.listed - rows:
            yield f"and {figures.count(more)} more (--top all lists every one)"
        at_least = overview.listing.at_least
        if milder := overview.all.tally.funnels - overview.listed:
            least = Severity(at_least).label
            without = (
                least if at_least == Severity.ERROR else f"{least} or worse" if at_least > 1 else "finding"
            )
            are = "is" if milder == 1 else "are"
            yield f"{phrases.plural(milder, 'funnel')} without any {without} {are} not listed (--at-least {least})"

    def _changes(self) -> Iterator[Line]:
        """What got worse in series of funnels, and where, each with how its rate went."""
        changes = self.overview.changes
        if not changes.many:
            return
        signs = self.canvas.signs
        rail: Span = (f"{signs['rail']} ", "rail")
        yield Line((signs["title"], "title"), (("What changed, and where", "title"),))
        for row, one in changes.loudest:
            style = one.severity.label
            name = shown(title(row, signs["dot"]))
            drawn = sparkline(one.rates, unicode=self.canvas.unicode)
            spans: list[Span] = [(f"{name}  ", "name")]
            if one.to:
                spans.append((f"{shown(one.came_from or '')} {signs['arrow']} {shown(one.to)}  ", "bold"))
            if drawn:
                spans.append((f"{drawn}  ", "bar"))
            spans.append((f"{one.code} ", "dim"))
            yield Line(rail, tuple(spans), head=(f"{signs[style]} ", f"{style}_bold"))
            yield Line(rail, ((shown(one.message), "dim"),), head=("  ", ""))
        if more := changes.many - len(changes.loudest):
            yield Line(rail, ((f"and {figures.count(more)} more (funneldx check tells all)", "dim"),))

    def _sums(self) -> Iterator[Line]:
        if self.overview.rules:
            yield from rule_table(self.overview, self._rules, self.canvas)
        if self.overview.listing.group_by is not None and self.overview.all.tally.funnels:
            if self.overview.rules:
                yield Line(("", ""))
            yield from group_table(self.overview, self.canvas)

    def _account(self, account: RunReport) -> Iterator[Line]:
        """What could not be read, and notices: as many of either as leave the list in sight."""
        most = None if self.overview.listing.top is None else _MOST_TOLD
        cut = account._replace(errors=account.errors[:most], notices=account.notices[:most])
        yield from told(cut._replace(notices=()), self.canvas.signs, notices=False)
        yield from self._more(len(account.errors) - len(cut.errors), "problem")
        yield from told(cut._replace(errors=(), defects=()), self.canvas.signs, notices=True)
        yield from self._more(len(account.notices) - len(cut.notices), "notice")

    def _more(self, number: int, what: str) -> Iterator[Line]:
        if number:
            rail = (f"{self.canvas.signs['rail']} ", "rail")
            yield Line(
                rail, ((f"and {phrases.plural(number, f'more {what}')} (--top all tells each)", "dim"),)
            )

    def _closing(self, account: RunReport) -> Iterator[Line]:
        """What there is to say of all of them."""
        signs = self.canvas.signs
        overview = self.overview
        title: Span = (signs["title"], "title")
        if not overview.all.tally.funnels:
            yield Line(title, ((phrases.summed(account), "bold"),))
            return
        yield Line(title, ((self._summed(account), "bold"),))
        rail: Span = (f"{signs['rail']} ", "rail")
        if overview.rules:
            yield Line(rail, ((self._parted(), "message"),))
        if overview.all.worth.staked:
            yield Line(rail, ((worth_in_words(overview.all.worth), "first"),))
        if overview.rules:
            yield Line(rail, ((f"{self._next()} tells what to do", "dim"),))

    def _next(self) -> str:
        """How to see all about the worst of the list, if that fits and can be typed into any shell."""
        worst = next((row.path for row in self.overview.rows if row.worst), "")
        room = self.canvas.width - 40 if self.canvas.wraps else len(worst)
        plain = (
            worst.isascii()
            and worst.replace("/", "").replace(".", "").replace("-", "").replace("_", "").isalnum()
        )
        named = plain and not worst.startswith("-") and len(worst) <= room
        return f"funneldx check {worst if named else 'FILE'}"

    def _summed(self, account: RunReport) -> str:
        overview = self.overview
        problems = account.summary.errors
        wrong = f"; {phrases.plural(problems, 'problem')} in what was given" if problems else ""
        funnels = phrases.plural(overview.all.tally.funnels, "funnel")
        if not overview.rules:
            none = f"; no rate was judged in {figures.count(overview.unjudged)}" if overview.unjudged else ""
            rates = phrases.plural(overview.rates, "rate")
            return f"{funnels}: nothing found to fix, {rates} judged{none}{wrong}"
        tally = overview.all.tally
        found = [
            phrases.plural(number, noun)
            for number, noun in ((tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note"))
            if number
        ]
        return f"{funnels}: {figures.listing(found)}{wrong}"

    def _parted(self) -> str:
        """How many funnels of each kind."""
        overview = self.overview
        clean, noted, warned, failed = overview.by_worst
        kinds = (
            (failed, "with errors"),
            (warned, "with warnings at most"),
            (noted, "with notes alone"),
            (clean - overview.unjudged, "clean"),
            (overview.unjudged, "without any rate judged"),
        )
        return ", ".join(f"{figures.count(number)} {kind}" for number, kind in kinds if number)
