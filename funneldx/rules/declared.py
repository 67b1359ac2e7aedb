"""Why a rule about the way of selling cannot be judged, in the same words for every rule that it holds for.

Reports put rules that were skipped for the same reason on one line: a funnel that says nothing of how it sells
costs its reader one line, not ten.
"""

from __future__ import annotations

from funneldx.model import Approach, Forecast
from funneldx.rules.context import EMPTY_FORECAST, Context
from funneldx.rules.rule import Skip

NO_APPROACH = Skip(
    "needs `approach:` (active, passive or mixed): whether sellers go to buyers or buyers come"
)
NO_FORECAST = Skip("needs `forecast:` with `period`, `reserve` and `channels`")

_ELSE = {
    "active": "it is about buyers who come by themselves",
    "mixed": "give the active and the passive side a funnel each",
}


def other_approach(context: Context, *meant: Approach) -> Skip | None:
    """Why a rule that is `meant` for some ways of selling does not concern this funnel; None where it does."""
    approach = context.funnel.approach
    if approach is None:
        return NO_APPROACH
    if approach in meant:
        return None
    return Skip(f"does not apply to `approach: {approach}`: {_ELSE[approach]}")


def forecast_of(context: Context) -> Forecast | Skip:
    """The forecast, or why there is none to look at; an empty one says that there is none."""
    forecast = context.funnel.forecast
    return NO_FORECAST if forecast is None or forecast == EMPTY_FORECAST else forecast
