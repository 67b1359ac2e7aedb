"""Several funnels as one: their counts added up, and of the rest what all of them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from funneldx.model import Customers, Forecast, Funnel, Stage

_AS_ALL_SAY = (
    "market",
    "channel",
    "approach",
    "product",
    "deal_value",
    "cold_calls",
    "promotion",
    "team",
    "pay",
    "response",
    "thresholds",
    "ignore",
)


def summed(funnels: Sequence[Funnel], labels: Mapping[str, str], period: str | None) -> Funnel:
    """Add funnels up; a count that is not known in each of them is not known of the sum.

    It stands where the first of them does.
    """
    first = funnels[0]
    said = {field: _said_by_all(funnels, field) for field in _AS_ALL_SAY}
    cycles = [funnel.sales_cycle for funnel in funnels if funnel.sales_cycle is not None]
    return Funnel(
        stages=stages_of(funnels),
        places=first.places,
        name=first.name,
        period=period,
        labels=labels,
        sales_cycle=max(cycles, default=None),
        customers=Customers(
            _sum(funnels, lambda one: one.customers.hot),
            _sum(funnels, lambda one: one.customers.warm),
            _sum(funnels, lambda one: one.customers.cold),
        ),
        forecast=_forecast(funnels),
        **{field: value for field, value in said.items() if value is not None},
    )


def stages_of(funnels: Sequence[Funnel]) -> tuple[Stage, ...]:
    """The stages of all of them, in the order of the first; others after those that they follow elsewhere."""
    if all(len(one.stages) == len(funnels[0].stages) for one in funnels):
        columns = zip(*(one.stages for one in funnels), strict=True)
        alike = [stages for stages in columns if all(stage[0] == stages[0][0] for stage in stages)]
        if len(alike) == len(funnels[0].stages):
            return tuple(
                stages[0]._replace(count=added([stage.count for stage in stages])) for stages in alike
            )
    order: list[str] = []
    known: dict[str, list[Stage]] = {}
    for funnel in funnels:
        last = -1
        for stage in funnel.stages:
            if stage.name not in known:
                order.insert(last + 1, stage.name)
            known.setdefault(stage.name, []).append(stage)
            last = order.index(stage.name)
    return tuple(
        known[name][0]._replace(
            count=added([stage.count for stage in known[name]]) if len(known[name]) == len(funnels) else None
        )
        for name in order
    )


def added(counts: Sequence[int | None]) -> int | None:
    """The sum of counts; None where any of them is not known."""
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _sum(funnels: Sequence[Funnel], count: Callable[[Funnel], int | None]) -> int | None:
    return added([count(funnel) for funnel in funnels])


def _said_by_all(funnels: Sequence[Funnel], field: str) -> Any:
    """What all of them say; None where they differ."""
    first = getattr(funnels[0], field)
    return first if all(getattr(one, field) == first for one in funnels) else None


def _forecast(funnels: Sequence[Funnel]) -> Forecast | None:
    """That there is one, where each has its own: what each channel was expected to sell is judged there."""
    forecasts = [funnel.forecast for funnel in funnels]
    if None in forecasts:
        return None
    periods = {one.period for one in forecasts if one}
    return Forecast(period=periods.pop() if len(periods) == 1 else None)
