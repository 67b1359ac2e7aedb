"""What is known of leads beside their stages: labels, the day, how warm they are. Asked for, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from funneldx.records.conditions import stated
from funneldx.records.results import Group
from funneldx.records.survey import Found, Survey


def shown_label(survey: Survey, found: Found) -> str:
    """A label in a form that has a smallest one."""
    return survey.dialect.text(found.sql) if found.kind in {"flag", "other"} else found.sql


def temperatures(survey: Survey) -> list[tuple[str, str]]:
    """How warm a lead is, as far as the description tells: 1 or 0, each as a name and SQL; raises RecordsError."""
    records = survey.records
    return [
        (name, f"CASE WHEN {stated(survey, condition)} THEN 1 ELSE 0 END")
        for name, condition in (("hot", records.hot), ("warm", records.warm), ("cold", records.cold))
        if condition
    ]


def group(
    known: Mapping[str, Any], labels: int, reached: tuple[bool, ...], leads: int, worth: Sequence[Any]
) -> Group:
    """The leads of a row of the answer.

    `known` are their facts by name: as many labels `g1`, `g2`, …, the `day`, temperatures. `worth` is what they are worth
    together and how many of them have a worth, or nothing.
    """
    day = known.get("day")
    return Group(
        by=tuple(known[f"g{number + 1}"] for number in range(labels)),
        day=day
        if isinstance(day, date)
        else None,  # DuckDB has days before the year 1, and gives them as texts
        reached=reached,
        leads=leads,
        temperature=(_flag(known, "hot"), _flag(known, "warm"), _flag(known, "cold")),
        worth=float(worth[0] or 0) if worth else 0.0,
        worthy=worth[1] if worth else 0,
    )


def _flag(known: Mapping[str, Any], name: str) -> bool | None:
    return bool(known[name]) if name in known else None
