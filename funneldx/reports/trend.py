"""How rates went over the periods of a series: a small drawing, and what to call a step."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-:=+*#"
MOST = 36
"""Periods that are drawn; of more than that the last ones."""


def sparkline(values: Sequence[float | None], *, unicode: bool) -> str:
    """Rates as blocks, each as high as its share of the highest; a blank where a rate is not known.

    A drop by half is half as high, so that what looks like much is much.
    """
    levels = _LEVELS if unicode else _ASCII_LEVELS
    shown = values[-MOST:]
    highest = max((value for value in shown if value), default=0.0)
    if not highest:
        return "".join(" " if value is None else levels[0] for value in shown)
    return "".join(" " if value is None else levels[round(7 * value / highest)] for value in shown)


def ends(values: Sequence[float | None]) -> tuple[float, float] | None:
    """The first and the last rate that are known; None where none is."""
    known = [value for value in values if value is not None]
    return (known[0], known[-1]) if known else None
