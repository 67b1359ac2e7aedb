"""Which columns are stages, in a table with a funnel a row."""

from __future__ import annotations

from operator import lt

from funneldx.documents.numbers import written
from funneldx.model import Role
from funneldx.readers.table import hints
from funneldx.readers.table.draft import Draft
from funneldx.readers.table.given import Stages, stage_name
from funneldx.stage_names import is_known, role_of
from funneldx.stage_names.headers import PERIODS, counted, is_measure

_MANY = 5
"""Rows from which on nothing but 0 and 1 in all stages is no chance."""


def recognised(draft: Draft) -> Stages:
    """The stages that the headers name; raises NoFunnelError or another UnreadableError where they name none."""
    known = known_columns(draft)
    if not known:
        raise hints.no_funnel(draft.survey, draft.path)
    if draft.survey.rows >= _MANY and all(draft.column(index).flags for index in known):
        raise hints.flags(draft.survey, known, draft.path)
    stages: dict[str, tuple[int, str, Role | None]] = {}
    found = _between(draft, known)
    for index in found:
        name = stage_name(draft.headers[index])
        if (first := stages.setdefault(name.casefold(), (index, name, None)))[0] != index:
            raise hints.twice(draft.survey, found, first[0], index, draft.path)
    return tuple(stages.values())


def as_said(draft: Draft) -> Stages:
    """The stages that the user names; where only roles are stated, beside those that are recognised anyway."""
    said = draft.said.stages
    if all(role for _, _, role in said) and (known := known_columns(draft)):
        named = {index: (index, name, role) for index, name, role in said}
        return tuple(
            named.get(index) or (index, stage_name(draft.headers[index]), None)
            for index in sorted({*_between(draft, [*known, *named]), *named})
        )
    return said


def known_columns(draft: Draft) -> list[int]:
    """Columns of numbers that are headed by known stages, if they make a funnel.

    Two roles do, and so does traffic that ends in leads or sales (`visits`, `orders`). One role alone does not: a
    column `interest` beside impressions may as well be what somebody is interested in.
    """
    known = [
        index
        for index in draft.free()
        if not (_is_all_text(draft, index) or draft.column(index).is_amount)
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


def _is_all_text(draft: Draft, index: int) -> bool:
    """Whether a column holds words; counts of which some are still to come (`tbd`) are none."""
    return draft.column(index).is_text and not draft.column(index).wholes


def _between(draft: Draft, known: list[int]) -> list[int]:
    """Known columns of stages, and those of whole numbers between them: stages without a role."""
    free = set(draft.free())
    inside = [index for index in range(min(known), max(known) + 1) if index in free and draft.headers[index]]
    return [
        index
        for index in inside
        if index in known
        or (
            _may_count(draft, index)
            and not _dips(draft, index, next(other for other in known if other > index))
        )
    ]


def _dips(draft: Draft, index: int, after: int) -> bool:
    """Whether a column mostly holds less than the stage after it: a rate in whole per cents, say."""
    lower = rows = 0
    for cells in draft.survey.cells(index, after):
        if all(map(_is_plain, cells)):
            rows += len(cells[0])
            lower += sum(map(lt, map(int, cells[0]), map(int, cells[1])))
            continue
        for one, two in zip(*(map(written, column) for column in cells), strict=True):
            if one and two:
                rows += 1
                lower += int(one.digits) < int(two.digits)
    return lower * 2 > rows


def _is_plain(cells: list[str]) -> bool:
    joined = "".join(cells)
    return joined.isascii() and joined.isdigit() and "" not in cells


def _may_count(draft: Draft, index: int) -> bool:
    column = draft.column(index)
    return (
        (column.is_whole or column.is_empty)
        and draft.kinds[index] not in PERIODS
        and not is_measure(column.header)
    )
