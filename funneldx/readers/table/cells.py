"""Cells of a table to the nodes that the funnel format reads, each with its place."""

from __future__ import annotations

import re

from funneldx.documents.nodes import At, Mapping, Scalar
from funneldx.documents.numbers import MISSING, Written, amount, is_exponent, whole, written
from funneldx.errors import Problem

_SHORT = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(k|m|mio|mln|тыс|млн)\.?", re.IGNORECASE)


def is_missing(cell: str) -> bool:
    """Whether an export writes so that nothing is known."""
    return cell.lower() in MISSING


def mapping(line: int, index: int) -> Mapping:
    """A mapping that stands where a cell does."""
    return Mapping(At(line - 1, index))


def text(cell: str, line: int, index: int) -> Scalar:
    """A cell as it is written."""
    return Scalar(cell, False, At(line - 1, index))


class Counts:
    """The counts of one table: their digits, and what cannot be read as one."""

    def __init__(self, path: str, begins: str) -> None:
        self.path = path
        self.begins = begins
        """The sign that begins decimals in this table."""
        self.unclear: Problem | None = None
        """The first number that has two readings, and how many more there are."""
        self.more = 0

    @property
    def many_unclear(self) -> int:
        """How many numbers with two readings there are."""
        return self.more + (self.unclear is not None)

    def read(self, cell: str, line: int, index: int, problems: list[Problem]) -> Scalar | None:
        """The cell as a plain whole number; absent where nothing is known, None where it has two readings."""
        if cell.isascii() and cell.isdigit():
            return Scalar(cell, True, At(line - 1, index))
        if is_missing(cell):
            return Scalar("", True, At(line - 1, index))
        number = written(cell)
        if number and (digits := whole(number, self.begins)) is not None:
            return Scalar(digits, True, At(line - 1, index))
        if number and number.unclear and not number.negative:
            self._note(cell, number, line, index)
            return None
        if wrong := _wrong(cell):
            problems.append(Problem(self.path, line, index + 1, *wrong))
            return Scalar("", True, At(line - 1, index))
        return Scalar(cell, True, At(line - 1, index))

    def _note(self, cell: str, number: Written, line: int, index: int) -> None:
        if self.unclear:
            self.more += 1
            return
        fraction = cell.strip("+").replace(number.unclear, ".").rstrip("0").rstrip(".")
        message = f"“{cell}” can be read as {number.digits} or as {fraction}"
        hint = f"write {number.digits} if that is meant; export numbers without a separator between thousands"
        self.unclear = Problem(self.path, line, index + 1, message, hint)


def _wrong(cell: str) -> tuple[str, str] | None:
    """What is wrong with a number as tables have them; None where the format of counts says it as well."""
    shown = f"“{cell[:40]}”"
    if is_exponent(cell) and "E" in cell:
        return (
            f"{shown} is written with an exponent, as spreadsheets do when they round; a whole number was expected",
            "give the column a number format without decimals and export it again",
        )
    if _SHORT.fullmatch(cell):
        return f"{shown} is cut short; a whole number was expected", "export the numbers in full, unformatted"
    if (found := amount(cell)) and found[1]:
        what = "a share" if found[1] == "%" else f"a number with “{found[1]}”"
        return (
            f"{shown} is {what}; how many people or deals reached the stage was expected",
            "write the bare number, or name the columns of counts with --columns",
        )
    return None


def money(cell: str, begins: str) -> str:
    """An amount as the funnel format writes it: `$1,200.50` is `1200.50 $`; as it is where that is not sure."""
    found = amount(cell)
    if not found or found[1] == "%":
        return cell
    number, currency = found
    if number.negative or (number.unclear and begins in {"", number.unclear}) or _SHORT.fullmatch(cell):
        return cell
    decimals = number.decimals.rstrip("0")
    return f"{number.digits}{'.' + decimals if decimals else ''}{' ' + currency if currency else ''}"
