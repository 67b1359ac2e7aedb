"""Which column of a table holds what: as the user says, else as the headers and the values tell.

Long: a stage and its count a row; or a stage a row and a period a column. Wide: a funnel a row, a stage a column.
Raises UnreadableError where it cannot be told: no number is taken on suspicion.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from types import MappingProxyType

from funneldx.documents.numbers import MISSING
from funneldx.model import Role
from funneldx.readers.table import dated, hints, stage_columns
from funneldx.readers.table.dated import Across, Period
from funneldx.readers.table.draft import Draft
from funneldx.readers.table.given import KEYS, TEMPERATURES, Said, Stages
from funneldx.readers.table.survey import Column, Survey, says_sums
from funneldx.stage_names import normal
from funneldx.stage_names.headers import PERIODS, counted, is_measure
from funneldx.stage_names.sums import is_total
from funneldx.tuples import NamedTuple

_LONGEST_LABEL = 200
_ROLES = frozenset(Role)
_ALLOWED = {"market": {"b2b", "b2c"}, "approach": {"active", "passive", "mixed"}}
"""The words that some keys of a funnel may have; a column of other ones is a label."""
_ORDERS = frozenset(("order", "position", "step number", "sort order", "stage order", "rank"))
"""Headers of numbers that say which stage it is, not how many."""
_WEAK = frozenset(
    (
        *("value", "total", "n", "no", "nr", "num", "number", "numero", "número", "qty", "people", "users"),
        *(
            "szám",
            "say",
            "значение",
            "всего",
            "итого",
            "люди",
            "человек",
            "пользователи",
            "personas",
            "usuarios",
        ),
    )
)
"""Words that head counts only where nothing else may: they head money, ids and shares of other things too."""
_ALSO_COUNTS = frozenset(("cumulative", "cumulated", "reached", "kumuliert", "нарастающим итогом"))
"""Headers of another way of counting the same."""
_POSTHOG = {"name", "action_id", "count"}
"""The headers by which a funnel table of PostHog is known; its steps stand under `name`."""


class Columns(NamedTuple):
    """What each column holds, by index."""

    stage: int | None = None
    """In a long table."""
    counts: tuple[Across, ...] = ()
    order: int | None = None
    """In a long table: the column that numbers the stages."""
    role: int | None = None
    """In a long table: the column that states their roles."""
    stages: Stages = ()
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


def settled(survey: Survey, path: str, said: Said) -> Columns:
    """Say what each column holds."""
    draft = Draft(survey, path, said)
    keys, temperatures = _keys(draft), _temperatures(draft)
    columns = (
        Columns(stages=stage_columns.as_said(draft))
        if said.stages
        else _long(draft) or Columns(stages=stage_columns.recognised(draft))
    )
    draft.taken |= {index for index, _, _ in columns.stages}
    draft.taken |= {across.column for across in columns.counts}
    draft.taken |= {index for index in (columns.stage, columns.order) if index is not None}
    if "name" not in keys and (named := draft.of_kind("funnel") or _corner(draft)):
        keys["name"] = named[0]
        draft.taken.add(named[0])
    period = dated.period(draft)
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


def _keys(draft: Draft) -> dict[str, int]:
    keys = dict(draft.said.keys)
    for index in draft.free():
        name = draft.headers[index].casefold()
        allowed = _ALLOWED.get(name)
        if name in KEYS and name not in keys and (allowed is None or _are_of(draft.column(index), allowed)):
            keys[name] = index
    draft.taken |= set(keys.values())
    return keys


def _are_of(column: Column, allowed: set[str]) -> bool:
    """Whether a column holds no other words than these, but for those of rows of sums among them."""
    values = {value.casefold() for value in column.values} - MISSING
    others = values - allowed
    return not others or (others < values and all(map(says_sums, others)))


def _corner(draft: Draft) -> list[int]:
    """The first column, if it holds words and nothing stands above them, as spreadsheets have it."""
    return [0] if not draft.headers[0] and 0 in draft.free() and draft.column(0).is_text else []


def _temperatures(draft: Draft) -> dict[str, int]:
    found = dict(draft.said.temperatures)
    for index in draft.free():
        name = draft.headers[index].casefold()
        if name in TEMPERATURES and name not in found and not draft.column(index).is_text:
            found[name] = index
    draft.taken |= set(found.values())
    return found


def _long(draft: Draft) -> Columns | None:
    """The columns of a table with a stage a row; None for one without a column of stages."""
    said = draft.said
    stage, order, numbered = _stage(draft)
    if stage is None:
        if said.number is not None:
            raise hints.no_stage(draft.survey, draft.path)
        return None
    draft.taken |= {index for index in (stage, order) if index is not None}
    if order is None:
        order = _steps(draft)
    found = Columns(stage=stage, order=order, role=_role(draft), numbered=numbered)
    if said.number is not None:
        return found._replace(counts=(Across(said.number),))
    counts = _counts(draft, stage)
    if len(counts) > 1:
        raise hints.several(draft.survey, "count", counts, draft.path)
    across = tuple(Across(index) for index in counts) or dated.across(draft)
    if not across:
        raise hints.no_count(draft.survey, stage, draft.path)
    if len({one.period for one in across}) < len(across):
        raise hints.same_period(draft.survey, [one.column for one in across], draft.path)
    return found._replace(counts=across)


def _steps(draft: Draft) -> int | None:
    """A column that numbers the stages, by its header, or by counting up from one beside another that may count.

    No other header than that of a count, or one that says nothing, may count; and a column headed as a count numbers
    nothing unless another is headed so, too.
    """
    wholes = [index for index in draft.free() if draft.column(index).is_whole]
    may_count = [index for index in wholes if draft.kinds[index] in {None, "count"}]
    for index in wholes:
        column, kind = draft.column(index), draft.kinds[index]
        beside = [other for other in may_count if other != index and kind in {draft.kinds[other], None}]
        if beside and (normal(column.header) in _ORDERS or column.counts_up):
            draft.taken.add(index)
            return index
    return None


def _stage(draft: Draft) -> tuple[int | None, int | None, bool]:
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
    texts = [index for index in draft.free() if draft.column(index).is_text and index not in found]
    if found and not words and len(texts) == 1:
        return texts[0], found[0], False
    return (found[0] if found else _by_values(draft)), None, False


def _role(draft: Draft) -> int | None:
    """A column headed `role` that holds nothing but roles."""
    for index in draft.free():
        values = draft.column(index).values
        if draft.headers[index].casefold() == "role" and values and values.keys() <= _ROLES:
            draft.taken.add(index)
            return index
    return None


def _by_values(draft: Draft) -> int | None:
    """The only column whose values are names of stages, where the rest of a long table is plain to see."""
    found = [index for index in draft.free() if hints.holds_stages(draft.column(index))]
    counts = [index for index in draft.of_kind("count") if draft.column(index).is_whole]
    if (
        len(found) != 1
        or stage_columns.known_columns(draft)
        or (len(counts) != 1 and not dated.across(draft))
    ):
        return None
    name = draft.headers[found[0]] or f"column {found[0] + 1}"
    draft.notes.append(f"the column “{name}” is read as the stages, since its values are names of stages")
    return found[0]


def _counts(draft: Draft, stage: int) -> list[int]:
    """Columns that may hold the counts: by a word for them, or a header that ends in one (`rides_count`)."""
    found = draft.of_kind("count")
    if all(is_total(draft.headers[index]) for index in found) and len(dated.across(draft)) > 1:
        return []
    wholes = [
        index
        for index in draft.free()
        if index not in found
        and draft.column(index).is_whole
        and draft.kinds[index] is None
        and draft.headers[index]
        and not is_measure(draft.headers[index])
    ]
    others = [index for index in wholes if counted(draft.headers[index]) != draft.headers[index]]
    if not found and len(others) != 1 and hints.are_records(draft.survey, stage):
        return []
    weak = len(found) == 1 and normal(draft.headers[found[0]]) in _WEAK
    more = [index for index in wholes if weak or normal(draft.headers[index]) in _ALSO_COUNTS]
    return sorted({*found, *others, *(more if found else ())})


def _rest(draft: Draft) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Columns of words, which may be labels, and those that nothing is known of."""
    texts: list[int] = []
    unread: list[int] = []
    for index in draft.free():
        column = draft.column(index)
        label = column.is_text or (draft.kinds[index] in PERIODS and not column.is_empty)
        label = label and draft.headers[index] != ""
        (texts if label and column.longest <= _LONGEST_LABEL else unread).append(index)
    return tuple(texts), tuple(index for index in unread if not draft.column(index).is_empty)
