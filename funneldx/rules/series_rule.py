"""Rules about several periods or segments of one funnel: each looks at a whole series, once, and not at a funnel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from funneldx.model import Member
from funneldx.rules.context import Context, Thresholds
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Skip

if TYPE_CHECKING:
    from funneldx.rules.cells import Cell
    from funneldx.rules.compared import Compared

CheckSeries = Callable[["Compared", Thresholds], Iterable[tuple["Cell", Finding]]]
"""Yields what is found, and in which funnel of the series."""
NotHere = Callable[["Cell"], Skip | None]
"""Says why a funnel of a series cannot be judged, once the series has been looked at."""

NO_PERIODS = Skip("needs several periods of this funnel in one file: then it tells what changed, and when")
_ALONE = (
    Skip(
        "needs several periods of this funnel, or several segments (`labels`), in one file: then it tells what "
        "changed, and where",
        outside=True,
    ),
)
_PASSED = (Pass(),)


class SeriesRule(Rule):
    """A rule that says of each funnel of a series what it found there."""

    of_series = True

    def __init__(self, *, check_series: CheckSeries, not_here: NotHere, **declared: Any) -> None:
        """Declare the rule; the rest as for any rule."""
        super().__init__(**declared)
        self._check_series = check_series
        self._not_here = not_here

    def settle(self, context: Context) -> tuple[Outcome, ...]:  # noqa: ARG002  (whatever its kind)
        """A funnel that stands alone skips it."""
        return _ALONE

    def judge(self, context: Context) -> tuple[Outcome, ...]:
        """Return how the rule ends for one funnel of a series."""
        assert isinstance(context.funnel, Member)
        cell = cast("Cell", context.funnel.place)
        thresholds = context.thresholds
        key = (self.code, _of_series(thresholds) if thresholds else ())
        found = cell.series.ended(key, partial(self._check_series, cell.series, thresholds), cell)
        if cell.tested:
            context.rate_judged = True
        if found:
            return found
        skip = self._not_here(cell)
        return (skip,) if skip else _PASSED


def _of_series(thresholds: Thresholds) -> tuple[Any, ...]:
    """The thresholds that rules about series may look at."""
    return tuple(sorted(item for item in thresholds.items() if item[0][0].startswith("FDX6")))
