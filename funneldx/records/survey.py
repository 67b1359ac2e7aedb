"""What the columns of the records hold: looked up on the engine before anything is counted.

Which values a text of a description means is settled here, by the values there are, so that every engine compares
them as they are: case, spaces and alphabets are Python's matter alone, and the same everywhere. So is how a column of
texts writes its times and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from funneldx.errors import nearest
from funneldx.figures import listing
from funneldx.recorded import Join, Recorded
from funneldx.records.engine import Column, Engine, Kind, RecordsError, Table, refused
from funneldx.records.texts import as_text, normal
from funneldx.records.times import AmbiguousError, Seen, Times, decimal_of, times
from funneldx.tuples import NamedTuple

_MOST_VALUES = 1_000_000
_MOST_FORMS = 2000


class Found(NamedTuple):
    """A column of the records, or of what is joined to them."""

    name: str
    kind: Kind
    sql: str
    """As a query over all calls it."""
    own: str
    """As a query over its own table calls it."""
    table: Table
    field: str


class Survey:
    """The columns of one description's records on one engine."""

    def __init__(
        self, engine: Engine, recorded: Recorded, main: Table, joined: tuple[tuple[Join, Table], ...]
    ) -> None:
        self.engine = engine
        self.dialect = engine.dialect
        self.recorded = recorded
        self.records = recorded.records
        self.main = main
        self.notes: list[str] = []
        self.values: dict[str, Any] = {}
        """Those of a query, by the key of their placeholder."""
        self._joined = joined
        self._taken: list[dict[str, str]] = [{} for _ in joined]
        """Of each joined table, the columns that are used and what the joined row calls them."""
        self._tallies: dict[tuple[str, str], list[tuple[Any, int]]] = {}
        self._times: dict[str, Times] = {}
        self._decimals: dict[str, str] = {}
        self._ours = [self._key(join, table) for join, table in joined]

    # Places and columns

    def refuse(self, field: str, message: str, hint: str) -> RecordsError:
        """What is wrong at a field of the description."""
        return refused(self.recorded, field, message, hint)

    def find(self, header: str, field: str) -> Found:
        """Return the column that is headed so, of the records before what is joined; raises RecordsError."""
        if column := _headed(self.main, header):
            sql = f"r.{self.dialect.identifier(column.name)}"
            return Found(
                column.name, column.kind, sql, self.dialect.identifier(column.name), self.main, field
            )
        for number, (_, table) in enumerate(self._joined):
            if column := _headed(table, header):
                taken = self._taken[number]
                alias = taken.setdefault(column.name, f"c{len(taken) + 1}")
                own = self.dialect.identifier(column.name)
                return Found(column.name, column.kind, f"j{number + 1}.{alias}", own, table, field)
        names = [
            column.name
            for table in (self.main, *(table for _, table in self._joined))
            for column in table.columns
        ]
        shown = listing([f"“{name[:40]}”" for name in names[:12]]) + (", …" if len(names) > 12 else "")
        raise self.refuse(
            field,
            f"no column is headed “{header}”{nearest(header, names)}",
            f"the columns are {shown or 'none'}",
        )

    def _key(self, join: Join, table: Table) -> tuple[Found, Found]:
        theirs = _headed(table, join.theirs)
        if theirs is None:
            names = listing([f"“{column.name[:40]}”" for column in table.columns[:12]])
            raise self.refuse(
                join.field,
                f"no column of {table.shown} is headed “{join.theirs}”",
                f"the columns are {names}",
            )
        own = self.dialect.identifier(theirs.name)
        ours = self.find(join.ours, join.field)
        return ours, Found(theirs.name, theirs.kind, own, own, table, join.field)

    @property
    def source(self) -> str:
        """What a query over all is FROM, once every column has been found."""
        parts = [f"{self.main.sql} AS r"]
        for number, (_, table) in enumerate(self._joined):
            ours, theirs = self._ours[number]
            same = ours.kind == theirs.kind
            key = theirs.own if same else self.dialect.text(theirs.own)
            left = ours.sql if same else self.dialect.text(ours.sql)
            columns = "".join(
                f", {self._greatest(table, name)} AS {alias}" for name, alias in self._taken[number].items()
            )
            parts.append(
                f"LEFT JOIN (SELECT {key} AS k{columns} FROM {table.sql} GROUP BY {key}) AS j{number + 1} "
                f"ON j{number + 1}.k = {left}"
            )
        return "\n  ".join(parts)

    def _greatest(self, table: Table, name: str) -> str:
        column = next(one for one in table.columns if one.name == name)
        return self.dialect.greatest(self.dialect.identifier(name), column.kind)

    def bind(self, value: Any) -> str:
        """Take a value in; its place in the query."""
        key = f"p{len(self.values) + 1}"
        self.values[key] = value
        return self.dialect.placeholder(key, value)

    # What columns hold

    def tally(self, found: Found) -> list[tuple[Any, int]]:
        """The different values of a column and how often each stands there; raises RecordsError for very many."""
        key = found.table.sql, found.own
        if key not in self._tallies:
            sql = f"SELECT {found.own}, count(*) FROM {found.table.sql} GROUP BY {found.own} LIMIT {_MOST_VALUES + 1}"
            self._tallies[key] = [(value, count) for value, count in self.engine.rows(sql, {})]
        if len(self._tallies[key]) > _MOST_VALUES:
            raise self.refuse(
                found.field,
                f"“{found.name}” has over {_MOST_VALUES:,} different values; a column of few was expected",
                "name the column that holds the stage, or a label",
            )
        return self._tallies[key]

    def empty(self, found: Found) -> str:
        """Whether there is no value."""
        bare = f"{found.sql} IS NULL"
        return f"({bare} OR trim({found.sql}) = '')" if found.kind == "text" else f"({bare})"

    def raw(self, found: Found, texts: tuple[str, ...]) -> list[Any]:
        """The values of a column that a description means by some texts."""
        wanted = {normal(text) for text in texts}
        return [
            value for value, _ in self.tally(found) if value is not None and normal(as_text(value)) in wanted
        ]

    def tell_absent(self, what: str, found: Found, texts: tuple[str, ...]) -> None:
        """Note what follows from it if a column holds none of some texts."""
        if texts and not self.raw(found, texts):
            named = " or ".join(f"“{text[:40]}”" for text in texts[:5]) + (" …" if len(texts) > 5 else "")
            self.notes.append(f"{what}: “{found.name}” is nowhere {named}")

    def tell_strange(self, stage: Found, strange: Sequence[tuple[Any, int]]) -> None:
        """Note the values, each with its rows, that no stage is told by."""
        if strange:
            texts = [("" if value is None else as_text(value), count) for value, count in strange]
            texts.sort(key=lambda one: (-one[1], one[0]))
            named = [
                f"“{text[:40]}” ({count:,})" if text else f"nothing ({count:,})" for text, count in texts
            ]
            shown = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
            self.notes.append(f"no stage is told by these values of “{stage.name}”: {shown}")

    # What their texts write

    def number(self, found: Found) -> str:
        """A column as numbers."""
        if found.kind == "number":
            return self.dialect.real(found.sql)
        if found.kind != "text":
            raise self.refuse(found.field, f"“{found.name}” holds no numbers", "name a column of numbers")
        return self.dialect.number(found.sql, self._decimal(found))

    def _decimal(self, found: Found) -> str:
        if self.records.decimals:
            return self.records.decimals
        key = f"{found.table.sql}.{found.own}"
        if key not in self._decimals:
            examples = [one.example for one in self._forms(found)]
            self._decimals[key] = self._settled(
                found,
                lambda: decimal_of(examples, found.table.delimiter),
                "say which: `decimals: comma` or `point`",
            )
        return self._decimals[key]

    def moment(self, found: Found) -> str:
        """A column as points in time."""
        if found.kind in {"day", "time"}:
            return self.dialect.moment(found.sql)
        return self.dialect.instant(found.sql, self._read(found).forms)

    def day(self, found: Found) -> str:
        """A column as days."""
        if found.kind in {"day", "time"}:
            return self.dialect.date(found.sql)
        return self.dialect.day(found.sql, self._read(found).forms)

    def _read(self, found: Found) -> Times:
        key = f"{found.table.sql}.{found.own}"
        if key not in self._times:
            if found.kind != "text":
                raise self.refuse(
                    found.field, f"“{found.name}” holds no times", "name a column of dates or times"
                )
            order = self.records.dates.get(found.name) or self.records.dates.get("*")
            seen = self._forms(found)
            read = self._settled(
                found, lambda: times(seen, order), "say which: `dates: day-first` or `dates: month-first`"
            )
            if seen and not read.forms:
                raise self.refuse(
                    found.field,
                    f"“{found.name}” holds no dates that can be read, such as “{seen[0].example[:30]}”",
                    "dates are read as 2026-09-01, 1.09.2026 or 9/1/2026, with or without a time",
                )
            if read.unread:
                example, rows = read.unread
                self.notes.append(
                    f"{rows:,} values of “{found.name}” are no dates, such as “{example[:30]}”, and count as missing"
                )
            if read.note:
                self.notes.append(
                    f"“{found.name}” is read with the {read.note} first, as some of its values have to be"
                )
            self._times[key] = read
        return self._times[key]

    def _forms(self, found: Found) -> list[Seen]:
        form = self.dialect.form(found.own)
        first, second = (self.dialect.part(found.own, number) for number in (1, 2))
        own = found._replace(sql=found.own)
        sql = (
            f"SELECT {form}, count(*), max({first}), max({second}), min({found.own}), max({found.own}) "
            f"FROM {found.table.sql} WHERE NOT {self.empty(own)} GROUP BY {form} ORDER BY 2 DESC, 1 LIMIT {_MOST_FORMS}"
        )
        return [
            Seen(digits, count, one or 0, two or 0, low.strip(), high.strip())
            for digits, count, one, two, low, high in self.engine.rows(sql, {})
        ]

    def _settled(self, found: Found, settle: Callable[[], Any], hint: str) -> Any:
        try:
            return settle()
        except AmbiguousError as error:
            raise self.refuse(found.field, f"the column “{found.name}”: {error}", hint) from None


def _headed(table: Table, header: str) -> Column | None:
    exact = next((column for column in table.columns if column.name == header), None)
    if exact:
        return exact
    same = [column for column in table.columns if normal(column.name) == normal(header)]
    return same[0] if len(same) == 1 else None
