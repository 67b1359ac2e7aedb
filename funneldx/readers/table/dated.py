"""Which columns of a table say when, and which are headed by a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from funneldx.readers.table import hints
from funneldx.readers.table.draft import Draft
from funneldx.readers.table.periods import Order, joined, order_of, read
from funneldx.readers.table.survey import Column, says_sums
from funneldx.stage_names.sums import summing
from funneldx.tuples import NamedTuple

_FINEST_FIRST = ("day", "period", "week", "month", "quarter", "year")
_EARLIEST, _LATEST = "1990", "2099"
"""Years that head a column; other numbers of four digits are numbers."""


class Period(NamedTuple):
    """Where the period of a row stands, and how it is read."""

    columns: tuple[int, ...]
    convert: Callable[..., str | None]


class Across(NamedTuple):
    """A column of counts, and the period that its header gives."""

    column: int
    period: str | None = None


def across(draft: Draft) -> tuple[Across, ...]:
    """Columns headed by periods of one kind; they hold counts if there are no other, or none but their sums."""
    free = [index for index in draft.free() if draft.headers[index] and not draft.column(index).is_text]
    dated = [index for index in free if is_period(draft.headers[index])]
    if any(header.isdigit() and not is_period(header) for header in draft.headers):
        dated = [index for index in dated if not draft.headers[index].isdigit()]
    order = order_of([draft.headers[index] for index in dated], "")
    found = [(index, period) for index in dated if (period := order.convert(draft.headers[index]))]
    grains = Counter(_grain(period) for _, period in found)
    if not grains:
        return ()
    usual = grains.most_common(1)[0][0]
    return tuple(Across(index, period) for index, period in found if _grain(period) == usual)


def is_period(header: str) -> bool:
    """Whether a header is a period; a bare number only where it is a year of our time."""
    return read(header) is not None and (not header.isdigit() or _EARLIEST <= header[:4] <= _LATEST)


def _grain(period: str) -> str:
    """The kind of a period: its form, but for the digits."""
    return "".join("0" if sign.isdigit() else sign for sign in period)


def period(draft: Draft) -> Period | None:
    """The column of periods: as said, else by its header, else the only one that holds nothing but dates."""
    if (index := draft.said.period) is not None:
        order = _order(draft, index)
        if order.unread:
            raise hints.no_period(draft.survey, index, order.unread, draft.path)
        return _noted(draft, index, order)
    candidates = [index for kind in _FINEST_FIRST for index in draft.of_kind(kind)]
    found = _joined(draft, candidates) or _single(draft, candidates)
    if found:
        draft.taken |= set(found.columns)
        draft.taken |= {
            index for index in candidates if index not in draft.taken and _follows(draft, found, index)
        }
        return found
    dates = [(index, told) for index in draft.free() if not candidates and (told := _dates(draft, index))]
    if len(dates) != 1:
        return None
    draft.taken.add(dates[0][0])
    return _noted(draft, *dates[0])


def _joined(draft: Draft, candidates: list[int]) -> Period | None:
    """A year and its part in two columns, unless a finer column says it all."""
    finer = [index for index in candidates if draft.kinds[index] in {"day", "period"}]
    year = [index for index in candidates if draft.kinds[index] == "year"]
    if not year or any(not _order(draft, index).unread for index in finer):
        return None
    for index in candidates:
        kind = draft.kinds[index]
        if kind in {"week", "month", "quarter"} and _parts_of_years(draft, year[0], index, kind):
            return Period((year[0], index), lambda one, two, kind=kind: joined(one, two, kind))
    return None


def _single(draft: Draft, candidates: list[int]) -> Period | None:
    for index in candidates:
        order = _order(draft, index)
        if not order.unread:
            return _noted(draft, index, order)
        if not draft.column(index).is_empty:
            draft.notes.append(
                f"the column “{draft.headers[index]}” is read as a label, not as periods: {order.unread}"
            )
    return None


def _order(draft: Draft, index: int) -> Order:
    column = draft.column(index)
    values = _but_sums(column, column.values) or _but_sums(column, _numbers(draft, index))
    return order_of(values, draft.kinds[index] or "")


def _but_sums(column: Column, values: Collection[str]) -> Collection[str]:
    """Those of a column's values that are not the word of a row of sums."""
    sums = set(summing(values)) if column.totals else ()
    return [value for value in values if value not in sums] if sums else values


def _follows(draft: Draft, found: Period, index: int) -> bool:
    """Whether a column says nothing that the period does not say: the year beside the date."""
    told: dict[tuple[str, ...], str] = {}
    for cells, *columns in draft.survey.cells(index, *found.columns):
        for cell, *key in dict.fromkeys(zip(cells, *columns, strict=True)):
            if told.setdefault(tuple(key), cell) != cell:
                return False
    return True


def _noted(draft: Draft, index: int, order: Order) -> Period:
    if order.assumed:
        draft.notes.append(f"the column “{draft.headers[index]}” is {order.assumed}")
    return Period((index,), order.convert)


def _numbers(draft: Draft, index: int) -> list[str]:
    """The different values of a column of whole numbers, such as years: a survey does not keep these."""
    found: dict[str, None] = {}
    for (cells,) in draft.survey.cells(index):
        found.update(dict.fromkeys(cells))
    found.pop("", None)
    return list(found)


def _parts_of_years(draft: Draft, year: int, part: int, kind: str) -> bool:
    """Whether nearly all rows have a year and a part of it; an odd one is told where it stands."""
    times: Counter[tuple[str, str]] = Counter()
    for years, parts in draft.survey.cells(year, part):
        times.update(zip(years, parts, strict=True))
    pairs = [pair for pair in times if not any(map(says_sums, pair))]
    rows = sum(times[pair] for pair in pairs)
    return sum(times[one, two] for one, two in pairs if joined(one, two, kind) is not None) * 5 > rows * 4


def _dates(draft: Draft, index: int) -> Order | None:
    """How a column without a telling header is read, if it holds nothing but days and months."""
    column = draft.column(index)
    if not column.is_text or column.wholes or column.numbers:
        return None
    values = _but_sums(column, column.values)
    if not values or not all(len(value) > 5 and read(value) for value in values):
        return None
    order = order_of(values, "")
    return None if order.unread else order
