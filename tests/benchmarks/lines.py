"""What has been measured, as lines of a table: on the terminal and between the marks of a page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

BEGIN, END = "<!-- speed: begin -->\n", "<!-- speed: end -->\n"
_HEAD = ("what", "measured", "beside", "figure", "promised", "kept")


class Line(NamedTuple):
    """One figure, and what is promised of it."""

    what: str
    measured: str
    beside: str
    """What the figure is a ratio to, and what that took; empty where it is none."""
    figure: float | None
    """None where it could not be measured."""
    limit: float | None
    """None where nothing is promised."""
    least: bool = False
    """Whether the figure has to be at least the limit instead of at most."""
    unit: str = "×"
    aim: float | None = None
    """What it is to become."""
    problem: str = ""
    """Why it could not be measured."""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept, which it is not where nobody could measure it."""
        if self.figure is None or self.limit is None:
            return self.figure is not None
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def cells(self) -> tuple[str, ...]:
        """As the table has it, from left to right."""
        figure = "–" if self.figure is None else self._shown(self.figure) + self.unit
        promised = ""
        if self.limit is not None:
            promised = f"{'at least' if self.least else 'at most'} {_number(self.limit)}{self.unit}"
        if self.aim is not None:
            promised += f" (aim {_number(self.aim)}{self.unit})"
        verdict = "yes" if promised else ""
        if not self.kept:
            verdict = f"NOT MEASURED: {self.problem}" if self.figure is None else "NO"
        return (self.what, self.measured, self.beside, figure, promised, verdict)

    def _shown(self, figure: float) -> str:
        """With more digits where it would else look like the limit that it exceeds."""
        shown = _number(figure)
        hides = not self.kept and self.limit is not None and shown == _number(self.limit)
        return f"{figure:.6g}" if hides else shown


def not_measured(subject: str, problem: str) -> Line:
    """The line of a subject that came to nothing."""
    return Line(subject, "", "", None, None, problem=problem)


def table(lines: Iterable[Line]) -> str:
    """A table in Markdown, with its columns under each other; it ends with a line break."""
    rows = [_HEAD, *(line.cells() for line in lines)]
    rows = [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)] + [0]
    drawn = [_row(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in (*widths[:-1], 4)) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]]) + "\n"


def seconds(value: float) -> str:
    """`38.2 s`, `112 ms` or `105 µs`: three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size or unit == "µs":
            scaled = value / size
            return f"{scaled:,.0f} {unit}" if scaled >= 100 else f"{scaled:.3g} {unit}"
    raise AssertionError  # the smallest unit takes every value


def mebibytes(value: int) -> str:
    """`85 MiB`."""
    return f"{value / (1 << 20):.0f} MiB"


def check_marks(page: Path) -> None:
    """Raise ValueError where the page does not have both marks, once each and in order."""
    text = page.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise ValueError(f"{page} has no lines {BEGIN.strip()} and {END.strip()} to write between")


def write_between(page: Path, block: str) -> None:
    """Put `block` between the marks of the page, which is replaced as a whole."""
    check_marks(page)
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    new = page.with_name(f".{page.name}.new")
    new.write_text(before + BEGIN + block + END + after, encoding="utf-8", newline="\n")
    os.replace(new, page)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _number(value: float) -> str:
    """Three digits, two of them after the point of what is small."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
