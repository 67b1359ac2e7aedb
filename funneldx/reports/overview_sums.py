"""The sums of an overview: by rule under its family, by group, and what all bottlenecks are worth together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.reports.layout import Canvas, Line
from funneldx.reports.overview_columns import Column, at_end, fit, rows_of
from funneldx.reports.overview_tallies import Group, Tally, Worth
from funneldx.reports.overview_totals import Overview
from funneldx.reports.safe_text import shown

_MOST_CURRENCIES = 3
"""Currencies that are named in a line."""
_ROOMY = 72
"""Columns from which on there is room for purchases beside money."""
_LONGEST_NAME = 60
_UNKNOWN = ("", "")


def rule_table(overview: Overview, names: Mapping[str, tuple[str, str]], canvas: Canvas) -> Iterator[Line]:
    """A row a rule that found something, under its family; the loudest first."""
    rows: list[tuple[str, Tally]] = []
    rules = sorted(overview.rules.items(), key=lambda one: (one[1].loudest_first, one[0]))
    families = sorted(overview.by_family.items(), key=lambda one: (one[1].loudest_first, one[0]))
    for family, tally in families:
        rows.append((shown(family), tally))
        rows += [
            (f"  {code} {shown(names.get(code, _UNKNOWN)[0])}", own)
            for code, own in rules
            if names.get(code, _UNKNOWN)[1] == family
        ]
    first = Column("by rule", [name for name, _ in rows], "name", cut=at_end)
    columns = [first, *_tallied([tally for _, tally in rows], canvas)]
    yield from _drawn(columns, canvas)


def group_table(overview: Overview, canvas: Canvas) -> Iterator[Line]:
    """A row a value of the label that is asked for, the loudest first."""
    label = shown(overview.listing.group_by or "")
    if not overview.groups.kept:
        yield _no_groups(overview, label, canvas)
        return
    groups = sorted(
        overview.groups.kept.items(),
        key=lambda one: (one[1].tally.loudest_first, -one[1].worth.purchases.thousandths, one[0]),
    )
    top = overview.listing.top
    listed = [(shown(value), group) for value, group in groups[:top]]
    if overview.groups.others is not None:
        listed.append((f"all others, beyond {overview.groups.most:,} values", overview.groups.others))
    if overview.ungrouped.tally.funnels:
        listed.append((f"without {label}", overview.ungrouped))
    dim = "." if not canvas.unicode else "·"
    both = canvas.width >= _ROOMY or not canvas.wraps
    of = [group for _, group in listed]
    columns = [
        Column(f"by {label}", [name for name, _ in listed], "name", cut=at_end),
        *_tallied([group.tally for group in of], canvas),
        Column(
            "clean",
            [figures.count(one.clean) if one.clean else dim for one in of],
            "passed",
            right=True,
            blank=dim,
            spare=True,
        ),
        Column("worth", [worth_in_short(one, both=both) for one in of], "count", right=True, cut=at_end),
    ]
    yield from _drawn(columns, canvas)
    if more := len(groups) - len(groups[:top]):
        rail = (f"{canvas.signs['rail']} ", "rail")
        yield Line(rail, ((f"and {figures.count(more)} more (--top all lists every one)", "dim"),))


def _no_groups(overview: Overview, label: str, canvas: Canvas) -> Line:
    """Say that nothing can be grouped by this, and by what it could be."""
    keys = sorted(overview.labels.kept)
    there = f"there are: {', '.join(map(shown, keys))}" if keys else "there are no labels"
    text = (
        f"no funnel has “{label}” to be grouped by; {there}; period, market, channel and approach can be too"
    )
    rail = (f"{canvas.signs['rail']} ", "rail")
    return Line((f"{canvas.signs['warning']} ", "warning_bold"), ((text, "message"),), under=rail)


def worth_in_words(worth: Worth) -> str:
    """`the bottlenecks together are worth about 312 more purchases, 500,000 EUR, if each rate were at its aim`."""
    about = figures.about(worth.purchases.value)
    purchases = f"{about} more purchase{'' if about == 'about 1' else 's'}"
    if money := _money(worth):
        purchases += f", {money}"
        purchases += f" ({figures.count(worth.unvalued)} without a deal value)" if worth.unvalued else ""
    if worth.staked == 1:
        return f"the bottleneck is worth {purchases}, if its rate were at its aim"
    return f"the bottlenecks together are worth {purchases}, if each rate were at its aim"


def worth_in_short(group: Group, *, both: bool) -> str:
    """In money where all is in one currency, with room in purchases too."""
    worth = group.worth
    if not worth.staked:
        return ""
    more = f"{figures.amount(worth.purchases.value)} more"
    if not worth.in_one_currency:
        return more
    return f"{more}, {_money(worth)}" if both else _money(worth)


def _money(worth: Worth) -> str:
    amounts = sorted(worth.amounts.kept.items(), key=lambda one: (-one[1].thousandths, one[0]))
    texts = [figures.money(amount.value, shown(currency) or None) for currency, amount in amounts]
    rest = len(texts) > _MOST_CURRENCIES or worth.amounts.others is not None
    texts = [*texts[:_MOST_CURRENCIES], "other currencies"] if rest else texts
    return figures.listing(texts) if texts else ""


def _tallied(tallies: Sequence[Tally], canvas: Canvas) -> list[Column]:
    none = "." if not canvas.unicode else "·"
    numbers = (
        (Severity.ERROR, [tally.errors for tally in tallies]),
        (Severity.WARNING, [tally.warnings for tally in tallies]),
        (Severity.NOTE, [tally.notes for tally in tallies]),
    )
    return [
        Column("funnels", [figures.count(tally.funnels) for tally in tallies], "count", right=True),
        *(
            Column(
                canvas.signs[severity.label],
                [figures.count(number) if number else none for number in found],
                severity.label,
                right=True,
                blank=none,
                spare=severity is Severity.NOTE,
            )
            for severity, found in numbers
        ),
    ]


def _drawn(columns: Sequence[Column], canvas: Canvas) -> Iterator[Line]:
    rail = (f"{canvas.signs['rail']} ", "rail")
    fit(columns, canvas.width - 2 if canvas.wraps else None, {columns[0].heading: _LONGEST_NAME})
    yield from (Line(rail, spans, wraps=False) for spans in rows_of(columns, canvas))
