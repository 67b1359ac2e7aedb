"""How much of a file is right, and how much wrong: one of mistakes alone is not to take long to say so."""

from __future__ import annotations

from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.tuples import NamedTuple

PATIENCE = 2000
"""Mistakes from which on, if more is wrong than right, no more is looked at closely."""


class Lines(NamedTuple):
    """Some rows: how many, and where the first one stands."""

    first: int = 0
    many: int = 0

    def and_(self, line: int, many: int = 1) -> Lines:
        """These and more of them, of which the first stands on `line`, further down."""
        return Lines(self.first or line, self.many + many)


class Tally:
    """How much of some rows is right, and how much wrong, so that a table of mistakes does not take long to say so."""

    def __init__(self) -> None:
        self.right = 0
        self.wrong = 0
        self.unread = Lines()
        """The rows that have not been looked at."""

    @property
    def lost(self) -> bool:
        """Whether too much is wrong for what follows to be looked at closely."""
        return self.wrong > PATIENCE and self.wrong > self.right

    def note(self, item: object) -> None:
        """Take note of a funnel that could be read, or of a mistake."""
        self.wrong += isinstance(item, Problem)
        self.right += isinstance(item, Funnel)

    def leave(self, line: int, many: int = 1) -> None:
        """Leave out some rows, the first of them on `line`."""
        self.unread = self.unread.and_(line, many)
