"""What could be said of a table's columns, so that they are read as they are: for people to keep and to change.

Where headers and values do not tell, the likeliest reading is taken, and the doubt is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from funneldx.config import TableSettings
from funneldx.documents.content import Content
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel, Role
from funneldx.readers.table import opened, read
from funneldx.readers.table.columns import Columns, settled
from funneldx.readers.table.dated import Period
from funneldx.readers.table.given import KEYS, said_of
from funneldx.readers.table.grouping import Grouping, grouping
from funneldx.readers.table.hints import Pairs, UntoldError
from funneldx.readers.table.survey import Survey
from funneldx.stage_names import is_known
from funneldx.stage_names.headers import PERIODS, header_of
from funneldx.tuples import NamedTuple


class Doubt(NamedTuple):
    """Something that nothing in the table tells."""

    message: str
    taken: Pairs
    others: tuple[Pairs, ...]
    """What may be meant instead, the likelier first."""


class Found(NamedTuple):
    """What stands in a column, or in several."""

    key: str
    """`stage`, `count`, `labels` …; the role or the name of a stage that has a column of its own."""
    headers: tuple[str, ...]
    sure: bool
    """Whether a header tells it, rather than the values or the place of the column."""
    said: bool = True
    """Whether a key and a header can say it without changing how the rest is read."""
    wide: bool = False
    """Whether it is a stage with a column of its own."""

    @property
    def pairs(self) -> Pairs:
        """As `--columns` says it."""
        return tuple((self.key, header) for header in self.headers or ("",))


class Proposal(NamedTuple):
    """How a table would be read."""

    pairs: Pairs
    """These columns, said, give the funnels that the table gives without them, or with what was taken in doubt."""
    found: tuple[Found, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    """What was assumed or left out."""
    delimiter: str
    funnels: int
    problem: Problem | None
    """The first thing wrong in the table, if it is read so."""


def proposed(content: Content | str, path: str, settings: TableSettings) -> Proposal:
    """Look at a table; raises UnreadableError where there is not even a likely reading."""
    survey, columns, by, titles, doubts = _opened(content, path, settings)
    taken = _merged(doubts)
    units = [] if survey.headless else _units(survey, columns, by.labels if by else columns.labels)
    pairs = _said(survey, path, taken, units)
    funnels, problem = 0, None
    for item in read(content, path, settings._replace(columns=pairs)) or ():
        funnels += isinstance(item, Funnel)
        problem = problem or (item if isinstance(item, Problem) else None)
    unread = sorted((*columns.unread, *(by.unread if by else ())))
    return Proposal(
        pairs=pairs,
        found=tuple(
            found._replace(said=set(found.pairs) <= set(pairs))
            for unit in units
            for found in unit
            if found.headers
        ),
        doubts=tuple(doubts),
        unread=tuple(survey.columns[index].header or f"column {index + 1}" for index in unread),
        notes=(*titles, *columns.notes),
        delimiter=survey.table.delimiter,
        funnels=funnels,
        problem=problem,
    )


def _opened(
    content: Content | str, path: str, settings: TableSettings
) -> tuple[Survey, Columns, Grouping | None, tuple[str, ...], list[Doubt]]:
    """The table with its columns settled; where they cannot be told, the likeliest way is taken, as often as it helps."""
    doubts: list[Doubt] = []
    while True:
        try:
            survey, columns, by, titles = opened(content, path, settings._replace(columns=_merged(doubts)))
        except UntoldError as error:
            if not error.ways or error.ways[0] in [doubt.taken for doubt in doubts]:
                raise
            doubts.append(Doubt(error.problem.message, error.ways[0], error.ways[1:]))
        else:
            return survey, columns, by, tuple(title.message for title in titles), doubts


def _merged(doubts: Iterable[Doubt]) -> Pairs:
    return tuple(dict(pair for doubt in doubts for pair in doubt.taken).items())


def _units(survey: Survey, columns: Columns, labels: tuple[int, ...]) -> list[tuple[Found, ...]]:
    """What was found, in units that have to be said together."""
    headers = [column.header for column in survey.columns]
    kinds = [header_of(header) for header in headers]

    def found(key: str, *where: int, sure: bool, sayable: bool = True, wide: bool = False) -> Found:
        names = tuple(headers[index] for index in where)
        unmistakable = all(name and headers.count(name) == 1 for name in names)
        return Found(key, names, sure, sayable and unmistakable, wide)

    units: list[tuple[Found, ...]] = []
    if (stage := columns.stage) is not None:
        told = columns.numbered or kinds[stage] == "stage"
        units.append((found("stage", stage, sure=told, sayable=not columns.numbered),))
        if columns.order is not None:
            units.append((found("order", columns.order, sure=True, sayable=False),))
        counts = [across.column for across in columns.counts]
        single = len(counts) == 1 and columns.counts[0].period is None
        sure = not single or kinds[counts[0]] == "count"
        units.append((found("count", *counts, sure=sure, sayable=single),))
    else:
        units.append(
            tuple(
                found(_key(name, headers[index], role), index, sure=is_known(name), wide=True)
                for index, name, role in columns.stages
            )
        )
    for key, index in columns.keys.items():
        sure = key in KEYS or kinds[index] == "funnel"
        units.append((found("funnel" if key == "name" else key, index, sure=sure),))
    if columns.period:
        where = columns.period.columns
        sure = all(kinds[index] in PERIODS for index in where)
        units.append((found("period", *where, sure=sure, sayable=len(where) == 1),))
    units += [(found(key, index, sure=True),) for key, index in columns.temperatures.items()]
    return [*units, (found("labels", *labels, sure=not labels),)]


def _key(name: str, header: str, role: Role | None) -> str:
    """What to call a stage, so that it keeps its name and states no role that it does not state."""
    return role or (header if name in set(Role) else name)


def _said(survey: Survey, path: str, taken: Pairs, units: list[tuple[Found, ...]]) -> Pairs:
    """As much of what was found as can be said without changing how the table is read."""
    whole = _reading(survey, path, taken)
    sayable = [unit for unit in units if all(found.said for found in unit)]
    for some in (sayable[:-1] if sayable and not sayable[-1][0].headers else sayable, sayable):
        pairs = tuple(pair for unit in some for found in unit for pair in found.pairs)
        if _reading(survey, path, pairs) == whole:
            return pairs
    said = taken
    for unit in sayable:
        more = (*said, *(pair for found in unit for pair in found.pairs if pair not in said))
        if unit[0].headers and _reading(survey, path, more) == whole:
            said = more
    return said


class _Reading(NamedTuple):
    """How a table is read, but for what is only told about it."""

    columns: Columns
    apart: frozenset[int]
    """The columns that tell funnels apart, in a table with a stage a row."""
    sums: frozenset[int]
    """Those in which a word says that its row holds sums."""
    filled: frozenset[int]
    """Those of either kind whose blanks are filled."""


def _reading(survey: Survey, path: str, pairs: Pairs) -> _Reading | None:
    """How the table is read if this is said of it; None if it cannot be."""
    names = [column.header for column in survey.columns]
    if survey.headless:
        return None
    try:
        columns = settled(survey, path, said_of(survey.header, names, pairs, path))
        by = grouping(survey, columns, path) if columns.stage is not None else None
    except UnreadableError:
        return None
    period = Period(columns.period.columns, str) if columns.period else None
    columns = columns._replace(period=period, maybe_labels=(), unread=(), notes=())
    if by is None:
        return _Reading(columns, frozenset(), frozenset(), frozenset())
    apart, sums = frozenset(by.columns), frozenset(by.sums)
    return _Reading(columns._replace(labels=by.labels), apart, sums, (apart | sums) & {*by.filled})
