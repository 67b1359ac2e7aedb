"""One funnel as an overview of many needs it: a row of texts and numbers, cheap to make and to hand over."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from funneldx.diagnosis import Changed, FunnelReport, Glance, Severity
from funneldx.filters import name_of, said_of
from funneldx.model import Funnel, Member
from funneldx.tuples import NamedTuple, maker


class Row(NamedTuple):
    """One funnel, judged. Texts are as the file has them, not yet made safe."""

    path: str
    line: int
    column: int
    name: str | None
    period: str | None
    labels: tuple[tuple[str, str], ...]
    counts: tuple[int, ...]
    """Of the stages that are known, in order."""
    overall: tuple[int, int] | None
    """How many of how many reached the end; None where that is not known."""
    worst: int
    """The worst severity, as a number; 0 where nothing was found."""
    suspected: bool
    """Whether all findings of the worst severity are only suspected."""
    errors: int
    warnings: int
    notes: int
    found: tuple[tuple[str, int, int, int], ...]
    """Each rule that found something: its code, and how many errors, warnings and notes."""
    rates: int
    """How many rates were judged."""
    code: str | None = None
    """The rule of the bottleneck; None where there is no bottleneck."""
    came_from: str = ""
    to: str = ""
    """The stages of the bottleneck, as people read them."""
    purchases: float | None = None
    """What repairing the bottleneck would give, in purchases; None where that is not known."""
    low: float | None = None
    high: float | None = None
    """None where the evidence sets no upper end."""
    amount: float | None = None
    """The same in money."""
    currency: str | None = None
    group: str | None = None
    """The value it is grouped by; None where it has none."""
    whole: bool = False
    """Whether it is the sum of segments that have rows of their own."""
    changed: tuple[Changed, ...] = ()
    """What the rules about change found."""


_made_row = maker(Row)
_NO_STAKE = (None,) * 6


def title(row: Row, dot: str = "·") -> str:
    """What to call it: its name, period and the values of its labels; its file where it has neither name nor label."""
    values = ["all segments"] if row.whole else [value for _, value in row.labels]
    first = [] if row.name is None and values else [name_of(row.name, row.path)]
    period = [_in_months(row.period)] if row.period else []
    return f" {dot} ".join([*first, *period, *values])


def _in_months(period: str) -> str:
    """A period from the first to the last day of months of one year in short: `2026-01/06`."""
    begin, slash, end = period.partition("/")
    if not slash or begin[:4] != end[:4] or begin[8:] != "01":
        return period
    try:
        whole = (date.fromisoformat(end) + timedelta(days=1)).day == 1
    except (ValueError, OverflowError):
        return period
    return f"{begin[:7]}/{end[5:7]}" if whole else period


def row_of(glance: Glance, group_by: str | None = None) -> Row:
    """The row of a funnel; `group_by` is the label, or the field of the funnel, whose value is its group."""
    funnel, found, rates, overall, neck, changed = glance
    path, line, column = funnel.places.find("")
    worst, suspected, numbers, by_rule = _summed(found)
    stake = neck.stake if neck else None
    purchases, low, high, _, amount, currency = stake or _NO_STAKE
    return _made_row(
        (
            path,
            line,
            column,
            funnel.name,
            funnel.period,
            tuple(funnel.labels.items()),
            tuple([count for _, _, count, _ in funnel.stages if count is not None]),
            overall,
            worst,
            suspected,
            *numbers,
            by_rule,
            rates,
            neck.code if neck else None,
            _title(neck.came_from, funnel) if neck else "",
            _title(neck.to, funnel) if neck else "",
            purchases,
            low,
            high,
            amount,
            currency,
            None if group_by is None else said_of(funnel, group_by),
            type(funnel) is Member and funnel.place.whole,
            changed,
        )
    )


def glance_of(report: FunnelReport) -> Glance:
    """What a row needs of a whole report."""
    found = tuple((one.code, one.severity, one.confidence) for one in report.diagnoses)
    rates = sum(one.evidence is not None for one in report.ended)
    overall = report.overall.rate if report.overall else None
    return Glance(report.funnel, found, rates, overall, report.bottleneck, _changed(report))


def _changed(report: FunnelReport) -> tuple[Changed, ...]:
    funnel = report.funnel
    if not isinstance(funnel, Member):
        return ()
    trend = funnel.place.trend()
    return tuple(
        Changed(
            one.code,
            one.severity,
            _title(one.came_from, funnel) if one.came_from else None,
            _title(one.stage, funnel) if one.stage else None,
            trend.rates.get((one.came_from, one.stage), ()) if trend and one.came_from and one.stage else (),
            one.message,
        )
        for one in report.diagnoses
        if one.family == "change"
    )


_Numbers = tuple[int, int, int]
"""Errors, warnings and notes."""


@lru_cache(4096)
def _summed(
    found: tuple[tuple[str, Severity, str], ...],
) -> tuple[int, bool, _Numbers, tuple[tuple[str, int, int, int], ...]]:
    """The worst severity, whether it is only suspected, and how many there are of each, in all and by rule."""
    worst = 0
    suspected = False
    errors = warnings = notes = 0
    by_rule: dict[str, _Numbers] = {}
    for code, severity, confidence in found:
        if severity > worst:
            worst, suspected = int(severity), True
        if severity == worst and confidence != "suspected":
            suspected = False
        error, warning, note = by_rule.get(code, (0, 0, 0))
        if severity == Severity.ERROR:
            errors += 1
            error += 1
        elif severity == Severity.WARNING:
            warnings += 1
            warning += 1
        else:
            notes += 1
            note += 1
        by_rule[code] = (error, warning, note)
    numbers = (errors, warnings, notes)
    return worst, suspected, numbers, tuple([(code, *of_it) for code, of_it in by_rule.items()])


def _title(name: str, funnel: Funnel) -> str:
    stages = funnel.stages
    return stages[[stage[0] for stage in stages].index(name)].title
