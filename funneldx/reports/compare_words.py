"""What a comparison says in one sentence: how sales moved, at which step, and in which segment."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from funneldx import figures
from funneldx.comparison import Comparison, Segment, Split, Verdict
from funneldx.reports.safe_text import shown
from funneldx.tuples import NamedTuple

_ALL, _NEARLY, _MOST = 0.995, 0.9, 0.5
"""Shares from which on a loss is said to be in one segment."""


class Factor(NamedTuple):
    """One thing that moved sales: how many came in (`number` is 0), or the rate of a step."""

    number: int
    effect: Fraction


def sentence(comparison: Comparison) -> str:
    """Say it: `40 fewer sales (60 after 100): 35 of them lost between interested and price discussed, all in north`."""
    split = comparison.split
    if split is None:
        return f"Why the last stage moved cannot be shared out: {comparison.unsplit}."
    change = split.change
    noun = "sales" if split.sold else f"at “{title(split.last)}”"
    counts = f"{figures.count(split.after)} after {figures.count(split.before)}"
    factors = sorted(_factors(split), key=lambda one: -abs(one.effect))
    largest = [one for one in factors if one.effect]
    if not change:
        text = f"As many {noun} as before ({figures.count(split.after)})"
        return f"{text}{_balanced(comparison, split, largest)}."
    sign = 1 if change > 0 else -1
    same = [one for one in largest if one.effect * sign > 0]
    head = f"{figures.count(abs(change))} {'more' if change > 0 else 'fewer'} {_singular(noun, abs(change))} ({counts})"
    return f"{head}: {_told(comparison, split, same, abs(change))}."


def _singular(noun: str, number: int) -> str:
    return "sale" if noun == "sales" and number == 1 else noun


def _factors(split: Split) -> list[Factor]:
    return [
        Factor(0, split.volume),
        *(Factor(index, effect) for index, effect in enumerate(split.by_step, 1)),
    ]


def _balanced(comparison: Comparison, split: Split, largest: Sequence[Factor]) -> str:
    """What made up for what, where nothing is left of it."""
    lost = next((one for one in largest if one.effect < 0), None)
    won = next((one for one in largest if one.effect > 0), None)
    if lost is None or won is None or abs(lost.effect) < Fraction(1, 2):
        return ""
    return f": {_factor(comparison, split, lost, '')}, made up for by {_factor(comparison, split, won, '')}"


def _told(comparison: Comparison, split: Split, same: Sequence[Factor], change: int) -> str:
    """The largest of what moved sales that way, the second too if the first is not most of it, and what went against it."""
    first = same[0]
    if abs(first.effect) > change:
        against = abs(first.effect) - change
        other = "lost" if first.effect > 0 else "won back"
        text = _factor(comparison, split, first, "")
        return f"{text}, and {_amount(against)} {other} elsewhere" if against >= Fraction(1, 20) else text
    text = _factor(comparison, split, first, " of them")
    if abs(first.effect) * 10 < change * 6 and len(same) > 1:
        text += f", {_factor(comparison, split, same[1], '')}"
    return text


def _factor(comparison: Comparison, split: Split, factor: Factor, of_them: str) -> str:
    """`35 of them lost between interested and price discussed, all in north`."""
    won = factor.effect > 0
    many = _amount(abs(factor.effect))
    parts = [
        (part.title, part.steps[factor.number - 1] if factor.number else part.volume) for part in split.parts
    ]
    where = _where(parts, won=won)
    if not factor.number:
        return (
            f"{many}{of_them} since {'more' if won else 'fewer'} stood at “{title(split.first)}”{_in(where)}"
        )
    first, second = split.steps[factor.number - 1]
    verb = "won" if won else "lost"
    text = f"{many}{of_them} {verb} between {title(first)} and {title(second)}{_in(where)}"
    return text + _doubt(_verdict(comparison, where, (first, second)))


def _where(parts: Sequence[tuple[str, Fraction]], *, won: bool) -> tuple[str, float] | None:
    """The segment with most of an effect, and its share of all that goes the same way; None where there is only one."""
    if len(parts) < 2:
        return None
    same = [(name, abs(effect)) for name, effect in parts if (effect > 0) == won and effect]
    name, most = max(same, key=lambda one: one[1])
    share = float(most / sum((effect for _, effect in same), Fraction(0)))
    return (name, share) if share >= _MOST else None


def _in(where: tuple[str, float] | None) -> str:
    if where is None:
        return ""
    name, share = where
    how = "all" if share >= _ALL else "nearly all" if share >= _NEARLY else "most"
    return f", {how} in {shown(name)}"


def _verdict(
    comparison: Comparison, where: tuple[str, float] | None, step: tuple[str, str]
) -> Verdict | None:
    """What the evidence says of the step in the segment that is named, else of all segments together."""
    segments: Sequence[Segment] = [one for one in comparison.segments if where and one.title == where[0]]
    for segment in (*segments, comparison.whole):
        for one in segment.steps:
            if (one.came_from, one.to) == step:
                return one.verdict
    return None


def _doubt(verdict: Verdict | None) -> str:
    if verdict == "no evidence":
        return " (which may be chance)"
    return " (too few to tell it from chance)" if verdict == "cannot tell" else ""


def _amount(effect: Fraction) -> str:
    return figures.amount(float(effect))


def title(name: str) -> str:
    """The name of a stage as people read it."""
    return shown(name.replace("_", " "))


def signed(value: Fraction, digits: int) -> str:
    """An effect on sales: `+35.2`."""
    return f"{float(value):+,.{digits}f}" if value else "0"


def most(by: Sequence[tuple[str, Fraction]], digits: int) -> str:
    """The segments that made most of an effect."""
    if len(by) < 2:
        return ""
    told_of = sorted(by, key=lambda one: -abs(one[1]))
    least = Fraction(1, 2 * 10**digits)
    texts = [
        f"{shown(name)} {signed(effect, digits)}" for name, effect in told_of[:3] if abs(effect) >= least
    ]
    return ", ".join(texts)


def money(split: Split) -> str:
    """What the change is worth: `48,000 EUR less`; empty where that is not known."""
    if split.value is None or not split.change:
        return ""
    worth = figures.money(abs(split.change) * split.value.amount, split.value.currency)
    return f"{worth} {'more' if split.change > 0 else 'less'}"
