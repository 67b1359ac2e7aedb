"""Which column of a table holds what: as the user says, else as the headers and the values tell.

Long: a stage and its count a row; or a stage a row and a period a column. Wide: a funnel a row, a stage a column.
Raises UnreadableError where it cannot be told: no number is taken on suspicion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import NamedTuple

from funneldx.model import Role
from funneldx.readers.table import hints
from funneldx.readers.table.given import KEYS, TEMPERATURES, Said
from funneldx.readers.table.periods import Order, joined, order_of, read
from funneldx.readers.table.survey import Column, Survey
from funneldx.stage_names import PERIODS, counted, header_of, is_known, is_measure, is_total, role_of

_FINEST_FIRST = ("day", "period", "week", "month", "quarter", "year")
_LONGEST_LABEL = 200
_POSTHOG = {"name", "action_id", "count"}
"""The headers by which a funnel table of PostHog is known; its steps stand under `name`."""


class Period(NamedTuple):
    """Where the period of a row stands, and how it is read."""

    columns: tuple[int, ...]
    convert: Callable[..., str | None]


class Across(NamedTuple):
    """A column of counts, and the period that its header gives."""

    column: int
    period: str | None = None


class Columns(NamedTuple):
    """What each column holds, by index."""

    stage: int | None = None
    """In a long table."""
    counts: tuple[Across, ...] = ()
    order: int | None = None
    """In a long table: the column that numbers the stages."""
    stages: tuple[tuple[int, str, Role | None], ...] = ()
    """In a wide table: the column, the name and the stated role of each stage."""
    keys: Lookup[str, int] = MappingProxyType({})
    """Keys of a funnel that stand in a column: name, market …"""
    period: Period | None = None
    temperatures: Lookup[str, int] = MappingProxyType({})
    labels: tuple[int, ...] = ()
    maybe_labels: tuple[int, ...] = ()
    """In a long table: columns of words that are labels if they tell funnels apart."""
    unread: tuple[int, ...] = ()
    numbered: bool = False
    """Whether a step that stands twice is told apart by its number, as an analytics tool has it."""
    notes: tuple[str, ...] = ()
    """What was settled that a reader should know."""


class _Draft:
    """Columns being settled."""

    def __init__(self, survey: Survey, path: str, said: Said) -> None:
        self.survey = survey
        self.path = path
        self.said = said
        self.all = survey.columns
        self.headers = [column.header for column in self.all]
        self.kinds = [header_of(header) for header in self.headers]
        self.taken: set[int] = set(said.used)
        self.notes: list[str] = []

    def column(self, index: int) -> Column:
        return self.all[index]

    def free(self) -> list[int]:
        """The columns that nothing is known of yet."""
        return [index for index in range(len(self.all)) if index not in self.taken]

    def of_kind(self, kind: str) -> list[int]:
        return [index for index in self.free() if self.kinds[index] == kind]


def settled(survey: Survey, path: str, said: Said) -> Columns:
    """Say what each column holds."""
    draft = _Draft(survey, path, said)
    keys, temperatures = _keys(draft), _temperatures(draft)
    columns = Columns(stages=said.stages) if said.stages else _long(draft) or _wide(draft)
    draft.taken |= {index for index, _, _ in columns.stages}
    draft.taken |= {across.column for across in columns.counts}
    draft.taken |= {index for index in (columns.stage, columns.order) if index is not None}
    if "name" not in keys and (named := draft.of_kind("funnel") or _corner(draft)):
        keys["name"] = named[0]
        draft.taken.add(named[0])
    period = _period(draft)
    texts, unread = _rest(draft)
    long = columns.stage is not None
    return columns._replace(
        keys=keys,
        temperatures=temperatures,
        period=period,
        labels=said.labels if said.labels is not None else (() if long else texts),
        maybe_labels=texts if long and said.labels is None else (),
        unread=unread if said.labels is None else tuple(sorted((*unread, *texts))),
        notes=tuple(draft.notes),
    )


def _keys(draft: _Draft) -> dict[str, int]:
    keys = dict(draft.said.keys)
    for index in draft.free():
        name = draft.headers[index].casefold()
        if name in KEYS and name not in keys:
            keys[name] = index
    draft.taken |= set(keys.values())
    return keys


def _corner(draft: _Draft) -> list[int]:
    """The first column, if it holds words and nothing stands above them, as spreadsheets have it."""
    return [0] if not draft.headers[0] and 0 in draft.free() and draft.column(0).is_text else []


def _temperatures(draft: _Draft) -> dict[str, int]:
    found = dict(draft.said.temperatures)
    for index in draft.free():
        name = draft.headers[index].casefold()
        if name in TEMPERATURES and name not in found and not draft.column(index).is_text:
            found[name] = index
    draft.taken |= set(found.values())
    return found


def _long(draft: _Draft) -> Columns | None:
    """The columns of a table with a stage a row; None for one without a column of stages."""
    said = draft.said
    stage, order, numbered = _stage(draft)
    if stage is None:
        if said.number is not None:
            raise hints.no_stage(draft.survey, draft.path)
        return None
    draft.taken |= {index for index in (stage, order) if index is not None}
    found = Columns(stage=stage, order=order, numbered=numbered)
    if said.number is not None:
        return found._replace(counts=(Across(said.number),))
    counts = _counts(draft, stage)
    if len(counts) > 1:
        raise hints.several(draft.survey, "count", counts, draft.path)
    across = tuple(Across(index) for index in counts) or _across(draft)
    if not across:
        raise hints.no_count(draft.survey, stage, draft.path)
    return found._replace(counts=across)


def _stage(draft: _Draft) -> tuple[int | None, int | None, bool]:
    """The column of stages, the one that numbers them, and whether stages that stand twice are told apart."""
    if draft.said.stage is not None:
        numbers = [index for index in draft.of_kind("stage") if draft.column(index).is_whole]
        return draft.said.stage, numbers[0] if len(numbers) == 1 else None, False
    names = [header.casefold() for header in draft.headers]
    if _POSTHOG.issubset(names):
        draft.taken.add(names.index("action_id"))
        return names.index("name"), None, True
    found = draft.of_kind("stage")
    words = [index for index in found if not draft.column(index).is_whole]
    if len(words) == 1 and len(found) == 2:
        return words[0], next(index for index in found if index not in words), False
    if len(found) > 1:
        raise hints.several(draft.survey, "stage", found, draft.path)
    return (found[0] if found else _by_values(draft)), None, False


def _by_values(draft: _Draft) -> int | None:
    """The only column whose values are names of stages, where the rest of a long table is plain to see."""
    found = [index for index in draft.free() if hints.holds_stages(draft.column(index))]
    counts = [index for index in draft.of_kind("count") if draft.column(index).is_whole]
    if len(found) != 1 or _wide_stages(draft) or (len(counts) != 1 and not _across(draft)):
        return None
    name = draft.headers[found[0]] or f"column {found[0] + 1}"
    draft.notes.append(f"the column “{name}” is read as the stages, since its values are names of stages")
    return found[0]


def _counts(draft: _Draft, stage: int) -> list[int]:
    """Columns that may hold the counts: by a word for them, or a header that ends in one (`rides_count`)."""
    found = draft.of_kind("count")
    if all(is_total(draft.headers[index]) for index in found) and len(_across(draft)) > 1:
        return []
    if not found and hints.are_records(draft.survey, stage):
        return []
    others = [
        index
        for index in draft.free()
        if index not in found
        and draft.column(index).is_whole
        and draft.kinds[index] is None
        and counted(draft.headers[index]) != draft.headers[index]
        and not is_measure(draft.headers[index])
    ]
    return sorted((*found, *others))


def _across(draft: _Draft) -> tuple[Across, ...]:
    """Columns headed by periods of one kind; they hold counts if there are no other, or none but their sums."""
    free = [index for index in draft.free() if draft.headers[index] and not draft.column(index).is_text]
    dated = [index for index in free if read(draft.headers[index])]
    order = order_of([draft.headers[index] for index in dated], "")
    found = [(index, period) for index in dated if (period := order.convert(draft.headers[index]))]
    grains = Counter(_grain(period) for _, period in found)
    if not grains:
        return ()
    usual = grains.most_common(1)[0][0]
    return tuple(Across(index, period) for index, period in found if _grain(period) == usual)


def _grain(period: str) -> str:
    """The kind of a period: its form, but for the digits."""
    return "".join("0" if sign.isdigit() else sign for sign in period)


def _wide_stages(draft: _Draft) -> list[int]:
    """Columns of numbers that are headed by known stages, if they make a funnel.

    Two roles do, and so does traffic that ends in leads or sales (`visits`, `orders`). One role alone does not: a
    column `interest` beside impressions may as well be what somebody is interested in.
    """
    known = [
        index
        for index in draft.free()
        if not (draft.column(index).is_text or draft.column(index).is_amount)
        and not is_measure(draft.headers[index])
        and is_known(counted(draft.headers[index]))
    ]
    roles = [role_of(counted(draft.headers[index])) for index in known]
    if len({role for role in roles if role}) >= 2:
        return known
    ends = {Role.PROSPECTS, Role.PURCHASED, Role.REPEAT}
    if len(roles) >= 2 and roles[0] is None and any(roles) and set(roles) <= {None, *ends}:
        return known
    return []


def _wide(draft: _Draft) -> Columns:
    """The columns of a table with a funnel a row."""
    known = _wide_stages(draft)
    if not known:
        raise hints.no_funnel(draft.survey, draft.path)
    between = [
        index
        for index in range(known[0], known[-1])
        if index in draft.free()
        and index not in known
        and (draft.column(index).is_whole or draft.column(index).is_empty)
        and draft.kinds[index] not in PERIODS
        and not is_measure(draft.headers[index])
        and draft.headers[index]
    ]
    stages: dict[str, tuple[int, str, Role | None]] = {}
    found = sorted((*known, *between))
    for index in found:
        name = counted(draft.headers[index])
        if (first := stages.setdefault(name.casefold(), (index, name, None)))[0] != index:
            raise hints.twice(draft.survey, found, first[0], index, draft.path)
    return Columns(stages=tuple(stages.values()))


def _period(draft: _Draft) -> Period | None:
    """The column of periods: as said, else by its header, else the only one that holds nothing but dates."""
    if (index := draft.said.period) is not None:
        order = order_of(draft.column(index).values or _numbers(draft, index), draft.kinds[index] or "")
        if order.unread:
            raise hints.no_period(draft.survey, index, order.unread, draft.path)
        return _noted(draft, index, order)
    candidates = [index for kind in _FINEST_FIRST for index in draft.of_kind(kind)]
    year = [index for index in candidates if draft.kinds[index] == "year"]
    for index in candidates:
        kind = draft.kinds[index]
        assert kind
        if (
            kind in {"month", "quarter"}
            and year
            and index != year[0]
            and _parts_of_years(draft, year[0], index)
        ):
            draft.taken |= set(candidates)
            return Period((year[0], index), lambda one, two, kind=kind: joined(one, two, kind))
        order = order_of(draft.column(index).values or _numbers(draft, index), kind)
        if not order.unread:
            draft.taken |= set(candidates)
            return _noted(draft, index, order)
        if not draft.column(index).is_empty:
            draft.notes.append(
                f"the column “{draft.headers[index]}” is read as a label, not as periods: {order.unread}"
            )
    if candidates:
        return None
    dated = [(index, found) for index in draft.free() if (found := _dates(draft, index))]
    if len(dated) != 1:
        return None
    draft.taken.add(dated[0][0])
    return _noted(draft, *dated[0])


def _noted(draft: _Draft, index: int, order: Order) -> Period:
    if order.assumed:
        draft.notes.append(f"the column “{draft.headers[index]}” is {order.assumed}")
    return Period((index,), order.convert)


def _numbers(draft: _Draft, index: int) -> set[str]:
    """The different values of a column of whole numbers, such as years: a survey does not keep these."""
    cells = (row.cells for row in draft.survey.body())
    return {cell[index] for cell in cells if index < len(cell) and cell[index]}


def _parts_of_years(draft: _Draft, year: int, part: int) -> bool:
    kind = draft.kinds[part]
    assert kind
    rows = [row.cells for row in draft.survey.body() if len(row.cells) > max(year, part)]
    return bool(rows) and all(joined(cells[year], cells[part], kind) for cells in rows)


def _dates(draft: _Draft, index: int) -> Order | None:
    """How a column without a telling header is read, if it holds nothing but days and months."""
    column = draft.column(index)
    if not column.is_text or column.wholes or column.numbers:
        return None
    if not all(len(value) > 5 and read(value) for value in column.values):
        return None
    order = order_of(column.values, "")
    return None if order.unread else order


def _rest(draft: _Draft) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Columns of words, which may be labels, and those that nothing is known of."""
    texts: list[int] = []
    unread: list[int] = []
    for index in draft.free():
        column = draft.column(index)
        label = column.is_text or (draft.kinds[index] in PERIODS and not column.is_empty)
        label = label and draft.headers[index] != ""
        (texts if label and column.longest <= _LONGEST_LABEL else unread).append(index)
    return tuple(texts), tuple(index for index in unread if not draft.column(index).is_empty)
