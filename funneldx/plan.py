"""What is asked of a plan, and what a plan says: see `planning` for how it is worked out."""

from __future__ import annotations

from fractions import Fraction

from funneldx.diagnosis import FunnelReport
from funneldx.model import Stage
from funneldx.rates import Rate, Share, Threshold
from funneldx.tuples import NamedTuple


class Revenue(NamedTuple):
    """The money to be taken; without a currency, in that of each funnel's `deal_value`."""

    amount: Fraction
    currency: str | None


class Setting(NamedTuple):
    """A rate to try out: a role or the name of a stage, and its share of the stage before it."""

    word: str
    share: Share


class Goal(NamedTuple):
    """What to plan for: sales, or money, or neither where only settings are tried out."""

    sales: int | None = None
    revenue: Revenue | None = None
    settings: tuple[Setting, ...] = ()


class Unplanned(NamedTuple):
    """Why a funnel cannot be planned, and what to do about it."""

    reason: str
    hint: str


class Needed(NamedTuple):
    """How many have to stand at a stage for the target; each the least whole number that gives it."""

    today: int
    """At today's rates."""
    low: int | None
    """At the best rates that the evidence allows; None where that is taken literally."""
    high: int | None
    """At the worst."""
    typical: int | None
    """With the aims met; None for a stage inside the span of an aim, where nothing says how many are left."""
    changed: int | None
    """With the settings; None without any."""


class PlannedStage(NamedTuple):
    """A stage as far as the target's."""

    stage: Stage
    needed: Needed | None = None
    """None where the count is not known, those are kept who left, or there is no target."""
    expected: Fraction | None = None
    """How many the settings would bring here from today's first stage; None without settings."""


class Aim(NamedTuple):
    """A rate below the typical value of a rule, to be brought to that."""

    code: str
    name: str
    came_from: str
    to: str
    rate: Rate
    typical: Threshold
    suspected: bool = False
    """Whether too few were counted to be sure that the rate is below it."""


class Change(NamedTuple):
    """A step whose rate is set to another value."""

    came_from: str
    to: str
    rate: Rate
    share: Share


class Target(NamedTuple):
    """What is planned for."""

    sales: int
    """Whole: where money was asked for, the least number that brings it."""
    revenue: Revenue | None
    """The money asked for."""


class Yield(NamedTuple):
    """What today's first stage gives at some rates: on average, so that it need not be whole."""

    sales: Fraction
    amount: Fraction | None
    """In money; None without `deal_value`, or where no stage is a purchase."""


class Plan(NamedTuple):
    """The plan of one funnel; where it is `unplanned`, nothing but that and the report is given."""

    report: FunnelReport
    unplanned: Unplanned | None = None
    target: Target | None = None
    stages: tuple[PlannedStage, ...] = ()
    """From the first one to the one that the target counts."""
    sold: bool = True
    """Whether the target counts purchases; else those at the last stage of known count, since none is a purchase."""
    aims: tuple[Aim, ...] = ()
    changes: tuple[Change, ...] = ()
    today: Yield | None = None
    typical: Yield | None = None
    """With the aims met; None without any."""
    changed: Yield | None = None
    """With the settings; None without any."""
