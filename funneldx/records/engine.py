"""What an engine offers: tables with columns, the answers to queries, and how its SQL writes what differs.

The queries themselves are the same for all (see `events` and `leads`): CASE, joins, GROUP BY and common table
expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol

from funneldx.errors import FunneldxError, Problem, UnreadableError
from funneldx.recorded import Recorded
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


def refused(recorded: Recorded, field: str, message: str, hint: str) -> RecordsError:
    """The same at a field of the description."""
    place = recorded.funnel.places.find(field)
    return refusal(place.path, (place.line, place.column), message, hint)


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


_ISO = re.compile(r"9999-9{1,2}-9{1,2}(?:[T ]9{1,2}:99(?::99(?:\.9+)?)?(?: ?(?:Z|UTC)|[+-]99(?::?99)?)?)?")
"""ISO 8601 as every engine reads it."""


class Dialect:
    """How SQL is written; this is the standard's way, where engines differ they say so."""

    name: ClassVar[str] = ""
    TIME: ClassVar[str] = "TIMESTAMP"
    """The type of a point in time without a zone."""
    DAY: ClassVar[str] = "DATE"
    ISO: ClassVar[str] = "^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    """What a text in ISO 8601 begins with."""
    WHOLE: ClassVar[str] = "[0-9]{1,9}"
    """A whole number that the engine can take for one."""
    PARTS: ClassVar[Mapping[str, str]] = {}
    """What the engine calls the parts of a `Form`, where that is not what `strptime` does."""
    GROUP: ClassVar[str] = ""
    """How a group is named in what replaces it; of an engine that reads ISO 8601 with dashes alone."""

    def identifier(self, name: str) -> str:
        """A name of a column or a table, whatever stands in it."""
        doubled = name.replace('"', '""')
        return f'"{doubled}"'

    def qualified(self, parts: Iterable[str]) -> str:
        """The name of a table by its parts: catalogue, schema, table."""
        return ".".join(map(self.identifier, parts))

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

    def substituted(self, sql: str, pattern: str, by: str) -> str:
        """A text in which something stands in the place of all that a regular expression finds."""
        return f"regexp_replace({sql}, '{pattern}', '{by}', 'g')"

    def replaced(self, sql: str, sign: str, by: str) -> str:
        """A text in which something stands in the place of a sign."""
        return f"replace({sql}, '{sign}', '{by}')"

    def form(self, sql: str) -> str:
        """A text with a 9 for each digit."""
        return self.substituted(f"trim({sql})", "[0-9]", "9")

    def part(self, sql: str, number: int) -> str:
        """The first or second number in a text; null if it has none."""
        before = "" if number == 1 else "[0-9]+[^0-9]+"
        return self.found_whole(f"trim({sql})", f"^{before}({self.WHOLE})")

    def found_whole(self, sql: str, pattern: str) -> str:
        """The whole number that the group of a regular expression finds in a text; else null."""
        raise NotImplementedError

    def instant(self, sql: str, forms: Sequence[Form]) -> str:
        """A text of one of the forms as a point in time, without a zone, in UTC where it has an offset; else null."""
        written = [form for form in forms if form.pattern]
        iso = [form for form in forms if not form.pattern]
        tried = [self.iso_instant(self.iso(sql, iso))] if iso else []
        return self.first([*tried, *self.written_instants(sql, written)], self.TIME)

    def day(self, sql: str, forms: Sequence[Form]) -> str:
        """The day that a text of one of the forms writes; else null."""
        written = [form for form in forms if form.pattern]
        tried = [self.iso_day(sql)] if len(written) < len(forms) else []
        return self.first([*tried, *([self.date(self.instant(sql, written))] if written else [])], self.DAY)

    def iso(self, sql: str, forms: Sequence[Form]) -> str:
        """A text in one of the forms of ISO 8601, as the engine reads it."""
        text = f"trim({sql})"
        if not self.GROUP or all(_ISO.fullmatch(form.digits) for form in forms):
            return text
        first, second, third = (f"{self.GROUP}{number}" for number in (1, 2, 3))
        day = "^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[T ]*"
        dashed = self.substituted(text, day, f"{first}-{second}-{third} ")
        return f"trim({self.substituted(dashed, ' ([+-][0-9:]+)$', first)})"

    def iso_instant(self, sql: str) -> str:
        """A text in ISO 8601, without spaces around it, as a point in time; null for any other."""
        raise NotImplementedError

    def iso_day(self, sql: str) -> str:
        """The day that a text in ISO 8601 begins with; null for any other."""
        raise NotImplementedError

    def written_instants(self, sql: str, forms: Sequence[Form]) -> list[str]:
        """A text of one of the forms, none of them ISO 8601, as points in time, all of them null but one."""
        return list(dict.fromkeys(self.written_instant(sql, form) for form in forms))

    def written_instant(self, sql: str, form: Form) -> str:
        """A text of a form as a point in time; null for any other."""
        raise NotImplementedError

    def pattern(self, form: Form) -> str:
        """The pattern of a form as the engine writes it."""
        pattern = form.pattern
        for part, name in self.PARTS.items():
            pattern = pattern.replace(part, name)
        return pattern

    def first(self, tried: Sequence[str], kind: str) -> str:
        """The first of some values of a type that is not null; null if there are none."""
        return f"COALESCE({', '.join(tried)})" if tried else f"CAST(NULL AS {kind})"

    def moment(self, sql: str) -> str:
        """A day or time of the engine's own as a point in time without a zone, in UTC."""
        return f"CAST({sql} AS TIMESTAMP)"

    def date(self, sql: str) -> str:
        """The day of a time of the engine's own."""
        return f"CAST({sql} AS DATE)"

    def number(self, sql: str, decimal: str) -> str:
        """The number that a text writes, with this sign before its decimals; else null."""
        bare = self.substituted(sql, "[^0-9.,eE+-]", "")
        if decimal == ",":
            return self.plain_number(self.replaced(self.replaced(bare, ".", ""), ",", "."))
        return self.plain_number(self.replaced(bare, ",", ""))

    def plain_number(self, sql: str) -> str:
        """The number that a text writes with a point before its decimals and no other sign; else null."""
        raise NotImplementedError

    def real(self, sql: str) -> str:
        """A number of any type as a floating one."""
        return f"CAST({sql} AS DOUBLE PRECISION)"

    def later(self, sql: str, seconds: int) -> str:
        """A point in time so much later."""
        return f"{sql} + INTERVAL '{seconds}' SECOND"


class JavaDialect(Dialect):
    """How an engine writes it that knows the parts of a time by the letters of Java."""

    PARTS: ClassVar[Mapping[str, str]] = {
        "T": r"\'T\'",
        "%d": "d",
        "%m": "M",
        "%Y": "yyyy",
        "%y": "yy",
        "%H": "H",
        "%I": "h",
        "%M": "mm",
        "%S": "ss",
        "%p": "a",
    }

    def pattern(self, form: Form) -> str:
        fraction = re.search(":99[.,](9+)", form.digits)
        return super().pattern(form).replace("%f", "S" * len(fraction[1]) if fraction else "")


class Engine(Protocol):
    """Where queries are answered."""

    @property
    def dialect(self) -> Dialect:
        """How its SQL is written."""

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the answer to a query; raises EngineError."""

    def close(self) -> None:
        """Let go of everything."""
