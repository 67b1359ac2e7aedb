"""What comes of counting: for each segment and period how many reached each stage, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from funneldx.model import Customers, Funnel, Money, Role
from funneldx.recorded import Band, Every, Recorded
from funneldx.records.texts import as_text, mapped
from funneldx.tuples import NamedTuple

EMPTY = "(empty)"
"""The label of records without a value."""


class Group(NamedTuple):
    """Some leads, with what they share."""

    by: tuple[Any, ...]
    day: date | None
    reached: tuple[bool, ...]
    leads: int
    temperature: tuple[bool | None, bool | None, bool | None] = (None, None, None)
    """Whether they are hot, warm, cold, where the description tells."""
    worth: float = 0.0
    """What those with a known worth are worth together."""
    worthy: int = 0
    """How many these are."""


class Accounting(NamedTuple):
    """What became of every row."""

    rows: int
    parts: Mapping[str, int] | Mapping[str, int | dict[str, int]]

    @property
    def adds_up(self) -> bool:
        """Whether the parts make up the rows."""
        return self.rows == sum(
            part if isinstance(part, int) else sum(part.values()) for part in self.parts.values()
        )

    def as_json(self) -> dict[str, Any]:
        """As the report has it."""
        return {
            "rows": self.rows,
            **{key: part if isinstance(part, int) else dict(part) for key, part in self.parts.items()},
        }


class Counted(NamedTuple):
    """Funnels of one description."""

    funnels: tuple[Funnel, ...]
    accounting: Accounting
    notices: tuple[str, ...]
    sql: str
    """The query, with its values below it."""


class _Sum:
    def __init__(self, stages: int) -> None:
        self.counts = [0] * stages
        self.temperature: list[int | None] = [None, None, None]
        self.worth = 0.0
        self.worthy = 0


def target(recorded: Recorded) -> int:
    """The stage at which a deal is worth something: of those purchased, else the last."""
    roles = [stage.role for stage in recorded.funnel.stages]
    return roles.index(Role.PURCHASED) if Role.PURCHASED in roles else len(roles) - 1


def funnels(recorded: Recorded, groups: list[Group], by: tuple[str, ...]) -> tuple[list[Funnel], int]:
    """Return a funnel for each segment and period, and how many leads have no date to be in one."""
    records = recorded.records
    goal = target(recorded)
    sums: dict[tuple[tuple[str, ...], str | None], _Sum] = {}
    undated = 0
    if not by and records.period is None:
        sums[(), None] = _Sum(len(recorded.tests))
    for group in groups:
        period = None
        if records.period is not None:
            if group.day is None:
                undated += group.leads if any(group.reached) else 0
                continue
            period = _period(group.day, records.period.every)
        labels = tuple(_label(recorded, column, value) for column, value in zip(by, group.by, strict=True))
        if not any(group.reached):
            continue
        one = sums.setdefault((labels, period), _Sum(len(recorded.tests)))
        for number, reached in enumerate(group.reached):
            one.counts[number] += group.leads * reached
        if group.reached[goal]:
            one.worth += group.worth
            one.worthy += group.worthy
            for number, yes in enumerate(group.temperature):
                if yes is not None:
                    one.temperature[number] = (one.temperature[number] or 0) + group.leads * yes
    ordered = sorted(sums.items(), key=lambda item: (item[0][1] or "", item[0][0]))
    return [_funnel(recorded, by, key, one) for key, one in ordered], undated


def _funnel(
    recorded: Recorded, by: tuple[str, ...], key: tuple[tuple[str, ...], str | None], one: _Sum
) -> Funnel:
    labels, period = key
    template, records = recorded.funnel, recorded.records
    asked = (records.hot, records.warm, records.cold)
    customers = [
        (counted or 0) if condition else kept
        for condition, counted, kept in zip(asked, one.temperature, template.customers, strict=True)
    ]
    worth = template.deal_value
    if records.worth and one.worthy and (mean := round(one.worth / one.worthy, 2)) > 0:
        worth = Money(mean, records.worth.currency or (worth.currency if worth else None))
    return template._replace(
        stages=tuple(
            stage._replace(count=count) for stage, count in zip(template.stages, one.counts, strict=True)
        ),
        labels={**template.labels, **dict(zip(by, labels, strict=True))},
        period=period or template.period,
        customers=Customers(*customers),
        deal_value=worth,
    )


def _label(recorded: Recorded, column: str, value: Any) -> str:
    text = as_text(value) if value is not None else ""
    if bands := recorded.records.bands.get(column):
        text = _banded(bands, text)
    if values := recorded.records.values.get(column):
        text = mapped(values, text or EMPTY)
    return text or EMPTY


def _banded(bands: tuple[Band, ...], text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    for band in bands:
        if band.low <= number and (band.high is None or number <= band.high):
            return band.label
    return "other"


def _period(day: date, every: Every) -> str:
    """The period that a day is in, as the funnel format writes it."""
    match every:
        case "day":
            return day.isoformat()
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year:04}"
