"""What an engine offers: tables with columns, the answers to queries, and how its SQL writes what differs.

The queries themselves are the same for all (see `query`): CASE, joins, GROUP BY and common table expressions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol

from funneldx.errors import FunneldxError, Problem, UnreadableError
from funneldx.tuples import NamedTuple

Kind = Literal["text", "number", "flag", "day", "time", "other"]


class RecordsError(UnreadableError):
    """Records that cannot be counted as the description says; carries its `Problem`."""


class EngineError(Exception):
    """An engine that failed, in words of our own: what it says itself may quote the records, or a connection."""


class MissingEngineError(FunneldxError):
    """An engine that is not installed."""

    def __init__(self, engine: str, extra: str) -> None:
        super().__init__(
            f"{engine} is needed to count records, and is not installed",
            f"install it: pip install 'funneldx[{extra}]'",
        )


def refusal(path: str, place: tuple[int, int] | None, message: str, hint: str) -> RecordsError:
    """What is wrong with a description, or with its records, at a place in the description."""
    line, column = place or (None, None)
    return RecordsError(Problem(path, line, column, message, hint))


class Column(NamedTuple):
    """A column of a table."""

    name: str
    kind: Kind


class Table(NamedTuple):
    """A table that an engine has opened."""

    sql: str
    """How a query calls it, quoted."""
    columns: tuple[Column, ...]
    shown: str
    """How messages call it."""
    delimiter: str = ""
    """What parts the fields of a file of text, where that says something of its numbers."""


class Form(NamedTuple):
    """How some of a column's texts write a time: its parts in order, as `strptime` names them."""

    digits: str
    """The text with a 9 for each digit."""
    pattern: str
    """Such as `%d.%m.%Y %H:%M`; empty for ISO 8601, with or without a time and an offset."""


class Dialect:
    """How SQL is written; this is the standard's way, where engines differ they say so."""

    name: ClassVar[str] = ""

    def identifier(self, name: str) -> str:
        """A name of a column or a table, whatever stands in it."""
        doubled = name.replace('"', '""')
        return f'"{doubled}"'

    def placeholder(self, key: str, value: Any) -> str:
        """Where the value that is called `key` goes."""
        del value
        return f"${key}"

    def text(self, sql: str) -> str:
        """A value as text."""
        return f"CAST({sql} AS VARCHAR)"

    def binary(self, sql: str) -> str:
        """A text that is compared byte by byte, whatever language the engine is set to."""
        return sql

    def greatest(self, sql: str, kind: Kind) -> str:
        """The greatest of several values."""
        return f"max({self.binary(sql)})" if kind == "text" else f"max({sql})"

    def form(self, sql: str) -> str:
        """A text with a 9 for each digit."""
        return f"regexp_replace(trim({sql}), '[0-9]', '9', 'g')"

    def part(self, sql: str, number: int) -> str:
        """The first or second number in a text; null if it has none."""
        raise NotImplementedError

    def instant(self, sql: str, forms: Sequence[Form]) -> str:
        """A text of one of the forms as a point in time, without a zone, in UTC where it has an offset; else null."""
        raise NotImplementedError

    def day(self, sql: str, forms: Sequence[Form]) -> str:
        """The day that a text of one of the forms writes; else null."""
        raise NotImplementedError

    def moment(self, sql: str) -> str:
        """A day or time of the engine's own as a point in time without a zone, in UTC."""
        return f"CAST({sql} AS TIMESTAMP)"

    def date(self, sql: str) -> str:
        """The day of a time of the engine's own."""
        return f"CAST({sql} AS DATE)"

    def number(self, sql: str, decimal: str) -> str:
        """The number that a text writes, with this sign before its decimals; else null."""
        raise NotImplementedError

    def real(self, sql: str) -> str:
        """A number of any type as a floating one."""
        return f"CAST({sql} AS DOUBLE PRECISION)"

    def later(self, sql: str, seconds: int) -> str:
        """A point in time so much later."""
        return f"{sql} + INTERVAL '{seconds}' SECOND"

    def truth(self, sql: str) -> str:
        """Whether a flag is set, as a condition."""
        return sql


class Engine(Protocol):
    """Where queries are answered."""

    @property
    def dialect(self) -> Dialect:
        """How its SQL is written."""

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""

    def close(self) -> None:
        """Let go of everything."""
