"""How the rules about change put a segment, a step and a difference into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.model import StepName
from funneldx.rates import Rate
from funneldx.rules.rule import Finding, Weighed

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell, Move


def opening(move: Move) -> str:
    """`In north: from contacted to interested 25.0 % (250 of 1,000)`, as a sentence begins."""
    first, second = named(move.cell, move.step)
    text = f"{_where(move.cell)}from {first} to {second} {counted(move.rate)}"
    return text[0].upper() + text[1:]


def _where(cell: Cell) -> str:
    """The segment, where there are several, at the beginning of a sentence."""
    if cell.whole:
        return "All segments together: "
    return f"In {cell.title}: " if cell.title else ""


def named(cell: Cell, step: StepName) -> tuple[str, str]:
    """The stages of a step as people read them."""
    return cell.stage(step[0]).title, cell.stage(step[1]).title


def counted(rate: Rate) -> str:
    """`25.0 % (250 of 1,000)`."""
    return f"{figures.percent(rate.value)} ({figures.count(rate.k)} of {figures.count(rate.n)})"


def apart(move: Move, below: str = "lower") -> str:
    """`lower by 37.5 % of that`: by how much of the other rate one is lower or higher."""
    relative = move.relative
    part = figures.percent(abs(relative)) if abs(relative) < 10 else f"{1 + relative:,.0f} times"
    return f"{part} {below}" if relative < 0 else f"{part} higher" if abs(relative) < 10 else part


def finding(
    move: Move,
    severity: Severity,
    message: str,
    *,
    cause: str | None = None,
    actions: tuple[str, ...] | None = None,
    urgent: bool = True,
) -> Finding:
    """What is found of the rate of a step, which is held against another rate and against no line."""
    first, second = move.step
    return Finding(
        severity,
        message,
        move.cell.stage(second),
        move.cell.stage(first),
        evidence=Weighed(move.rate, ()),
        cause=cause,
        actions=actions,
        urgent=urgent,
    )


def actions_at(cell: Cell, step: StepName) -> tuple[str, ...]:
    """What the rule about the rate of a step says to do, where there is one for its roles."""
    from funneldx.rules import catalogue  # noqa: PLC0415  (this is part of it)

    roles = (cell.stage(step[0]).role, cell.stage(step[1]).role)
    for rule in catalogue():
        if roles in rule.relates:
            return rule.actions[:2]
    return ()
