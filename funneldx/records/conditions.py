"""What a description asks of a column, in SQL: one of some texts, a bound, a value at all, a flag that is set."""

from __future__ import annotations

from datetime import date
from typing import Any

from funneldx.recorded import Bound, Condition
from funneldx.records.survey import Found, Survey

_NO = (
    *("0", "0.0", "0,0", "no", "No", "NO", "n", "N", "false", "False", "FALSE", "f", "F", "-", "–", "—"),
    *(
        "null",
        "NULL",
        "None",
        "none",
        "nan",
        "NaN",
        "n/a",
        "N/A",
        "NA",
        "нет",
        "Нет",
        "НЕТ",
        "non",
        "Non",
        "nein",
        "Nein",
    ),
)
"""Texts of a flag that is not set."""


def required(survey: Survey) -> list[str]:
    """What every record has to fulfil to be counted at all."""
    return [stated(survey, condition) for condition in survey.records.where]


def stated(survey: Survey, condition: Condition) -> str:
    """A condition on the column that it names itself; raises RecordsError."""
    return fulfilled(survey, condition, survey.find(condition.column or "", condition.field))


def fulfilled(survey: Survey, condition: Condition, found: Found) -> str:
    """A condition on a column; raises RecordsError."""
    parts = []
    if condition.among:
        right = survey.raw(found, condition.among)
        parts.append(f"{found.sql} IN ({_listed(survey, right)})" if right else "1 = 0")
    if wrong := survey.raw(found, condition.not_among) if condition.not_among else []:
        parts.append(f"({found.sql} IS NULL OR {found.sql} NOT IN ({_listed(survey, wrong)}))")
    for sign, bound in condition.bounds:
        parts.append(_bound(survey, found, sign, bound))
    if condition.filled is not None:
        parts.append(f"NOT {survey.empty(found)}" if condition.filled else survey.empty(found))
    if condition.bare:
        parts.append(_set(survey, found))
    return " AND ".join(parts) or "1 = 1"


def _listed(survey: Survey, values: list[Any]) -> str:
    return ", ".join(map(survey.bind, values))


def _bound(survey: Survey, found: Found, sign: str, bound: Bound) -> str:
    if isinstance(bound, date):
        return f"{survey.day(found)} {sign} {survey.dialect.date(survey.bind(bound.isoformat()))}"
    return f"{survey.number(found)} {sign} {survey.bind(bound)}"


def _set(survey: Survey, found: Found) -> str:
    """Whether a milestone was reached: a flag that is set, a number but 0, a date."""
    if found.kind == "text":
        words = ", ".join(f"'{word}'" for word in _NO)
        return f"(NOT {survey.empty(found)} AND trim({found.sql}) NOT IN ({words}))"
    if found.kind == "number":
        return f"{found.sql} <> 0"
    return found.sql if found.kind == "flag" else f"{found.sql} IS NOT NULL"
