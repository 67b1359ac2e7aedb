"""A summary in Markdown, for a pull request or the page of a job: totals, a table of the funnels, details; worst first.

Text that comes from files stands in code spans alone, where it can neither mention nor link anybody. A job's page is
dropped whole beyond 1 MiB, so the mildest funnels are left out before that, and the summary says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby

from funneldx import figures
from funneldx.cards import RuleCard
from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity, Stake
from funneldx.reports import phrases
from funneldx.reports.findings import (
    CODE_OF_DEFECTS,
    CODE_OF_NOTICES,
    CODE_OF_PROBLEMS,
    funnel_title,
    is_bottleneck,
    rank,
    severity_of,
    told_of,
)
from funneldx.reports.layout import UNICODE_SIGNS
from funneldx.reports.safe_text import shown

ROOM = 700_000
"""Bytes for the funnels."""
ROOM_BESIDE = 200_000
"""Bytes for everything else that a run has to tell."""
_MOST_TOLD = 10
"""Diagnoses of a funnel that are told in full."""
_LONGEST = 500
"""Characters of a text from a file that are shown."""
_HEADINGS = {
    CODE_OF_DEFECTS: "Defects of funneldx",
    CODE_OF_PROBLEMS: "Could not be read",
    CODE_OF_NOTICES: "Good to know",
}

Rank = tuple[int, bool, float, int]
"""Severity, certainty and stake of the worst finding, and how many there are: the larger, the worse."""
Piece = tuple[Rank, str, str]
"""How bad a funnel is, its row, and its details."""


class Report:
    """The summary (see `funneldx.reports.Report`)."""

    def __init__(self, rules: Iterable[RuleCard]) -> None:
        known = [rule for rule in rules if rule.family not in {"own", "plugins"}]
        self._ours = {text for rule in known for text in (rule.cause, *rule.actions)}
        """What needs no code span, since it comes from no file."""
        self._kept: list[tuple[Rank, int, str, str]] = []
        self._size = 0
        self._came = 0

    def begin(self) -> str:
        return ""

    def piece(self, report: FunnelReport) -> Piece:
        worst_first = sorted(report.diagnoses, key=rank, reverse=True)
        bad: Rank = (*rank(worst_first[0]), len(worst_first)) if worst_first else (0, False, 0.0, 0)
        details = "\n".join(self._details(report, worst_first)) if worst_first else ""
        return bad, _row(report, worst_first), details

    def write(self, piece: Piece) -> str:
        bad, row, details = piece
        self._came += 1
        heappush(self._kept, (bad, -self._came, row, details))
        self._size += _bytes(row, details)
        while self._size > ROOM:
            _, _, row, details = heappop(self._kept)
            self._size -= _bytes(row, details)
        return ""

    def end(self, account: RunReport) -> str:
        worst_first = sorted(self._kept, reverse=True)
        parts = [f"## funneldx: {phrases.summed(account)}\n\n"]
        if worst_first:
            parts.append("| | funnel | found | fix first | worth | file |\n|---|---|---|---|---|---|\n")
            parts += [row for _, _, row, _ in worst_first]
        if left_out := self._came - len(self._kept):
            funnels = phrases.plural(left_out, "funnel")
            parts.append(f"\n{funnels} with less to tell left out, since there is no room for more.\n")
        parts += [details for _, _, _, details in worst_first]
        return "".join((*parts, *_beside(account)))

    def _details(self, report: FunnelReport, worst_first: list[Diagnosis]) -> Iterator[str]:
        yield f"\n### {code(funnel_title(report))}\n"
        for _, same in groupby(worst_first[:_MOST_TOLD], key=_shared):
            alike = tuple(same)
            for one in alike:
                yield from _found(one, report)
            yield from self._advice(alike[-1])
        if (more := len(worst_first) - _MOST_TOLD) > 0:
            yield f"- and {more:,} more of this funnel"
        yield ""

    def _advice(self, one: Diagnosis) -> Iterator[str]:
        certain = one.confidence == "confirmed"
        yield f"  - {'Cause' if certain else 'Possible cause'}: {self._text(one.cause)}"
        if one.actions:
            yield f"  - {('Do' if one.urgent else 'Consider') if certain else 'If so'}:"
            for number, action in enumerate(one.actions, 1):
                yield f"    {number}. {self._text(action)}"

    def _text(self, text: str) -> str:
        return written(text) if text in self._ours else code(text)


def _shared(one: Diagnosis) -> tuple[object, ...]:
    """What findings have in common whose advice is given once, after the last of them."""
    return one.code, one.severity, one.confidence, one.cause, one.actions


def _found(one: Diagnosis, report: FunnelReport) -> Iterator[str]:
    first = f" **{UNICODE_SIGNS['first']} fix this first**" if is_bottleneck(one, report) else ""
    named = code(f"{one.code} {one.name}")
    yield f"- {_sign(one)} **{severity_of(one)}** {named} at {code(str(one.location))}{first}"
    yield f"  - {code(one.message)}"
    if one.stake:
        worth = f"{_worth(one.stake)}, if this rate were {figures.threshold(one.stake.aim)}"
        yield f"  - Worth: {worth} and all later ones held"


def _row(report: FunnelReport, worst_first: list[Diagnosis]) -> str:
    if worst_first:
        found = {
            severity: sum(one.severity is severity for one in worst_first) for severity in reversed(Severity)
        }
        told = figures.listing(phrases.plural(n, severity.label) for severity, n in found.items() if n)
        sign = f"{_sign(worst_first[0])} {severity_of(worst_first[0])}"
    else:
        told, sign = "nothing found", UNICODE_SIGNS["passed"]
    neck = report.bottleneck
    step = (
        f"{code(phrases.stage(neck.came_from, report))} → {code(phrases.stage(neck.to, report))}"
        if neck
        else ""
    )
    worth = _worth(neck.stake) if neck and neck.stake else ""
    cells = (sign, code(funnel_title(report)), told, step, worth, code(report.location.path))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _sign(one: Diagnosis) -> str:
    return UNICODE_SIGNS["suspected" if one.confidence == "suspected" else one.severity.label]


def _worth(stake: Stake) -> str:
    """The purchases in our words; the money in a code span, since a file names its currency."""
    more = phrases.worth(stake._replace(amount=None))
    return more if stake.amount is None else f"{more}, {code(figures.money(stake.amount, stake.currency))}"


def _beside(account: RunReport) -> Iterator[str]:
    """Defects, problems and notices, as many as there is room for."""
    room = ROOM_BESIDE
    last = ""
    left_out = 0
    for told in told_of(account):
        where = f"{code(told.where)}: " if told.path else ""
        entry = f"- {where}{code(told.text)}\n"
        if told.kind != last:
            entry = f"\n### {_HEADINGS[told.kind]}\n\n{entry}"
        if _bytes(entry) > room:
            left_out += 1
            continue
        last = told.kind
        room -= _bytes(entry)
        yield entry
    if left_out:
        yield f"\nand {left_out:,} more, for which there is no room.\n"


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def code(text: str) -> str:
    """A text of a file as a code span, with a fence longer than any run of backticks in it."""
    safe = shown(text)
    if len(safe) > _LONGEST:
        safe = f"{safe[: _LONGEST - 1]}…"
    longest = max((len(run) for run in re.findall("`+", safe)), default=0)
    fence = "`" * (longest + 1)
    padded = f" {safe} " if safe[:1] in {"`", " ", ""} or safe[-1:] in {"`", " "} else safe
    return f"{fence}{padded}{fence}"


def written(text: str) -> str:
    """A text of ours with nothing in it that Markdown or HTML would take for markup, but for its code spans."""
    parts = shown(text).split("`")
    if len(parts) % 2 == 0:
        return _escaped("`".join(parts))
    return "".join(f"`{part}`" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]#|~])", r"\\\1", safe)
