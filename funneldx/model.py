"""A funnel as it was described, whatever format it came in.

Named tuples rather than dataclasses: as frozen, a sixth of the time to define (it shows in the start-up of a
command) and less than half of the time to make.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, Protocol

from funneldx.rates import Share
from funneldx.tuples import NamedTuple

Market = Literal["b2b", "b2c"]
Approach = Literal["active", "passive", "mixed"]


class Role(StrEnum):
    """What a stage means, whatever it is called; in the order of a funnel."""

    PROSPECTS = "prospects"
    DIALED = "dialed"
    CONTACTED = "contacted"
    LISTENED = "listened"
    INTERESTED = "interested"
    AGREED = "agreed"
    ATTENDED = "attended"
    PRICE_DISCUSSED = "price_discussed"
    PURCHASED = "purchased"
    REPEAT = "repeat"


class Location(NamedTuple):
    """A place in a file: 1-based line and column (code points; for tables the number of the field)."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Region(NamedTuple):
    """A part of one line of a file, all in characters (code points), for tables too; counted from 1."""

    line: int
    column: int
    end: int
    """The column after its last character, always beyond `column`."""


class Places(Protocol):
    """Where the fields of a description stand in its file; looked up only when somebody has to be pointed there."""

    def find(self, field: str) -> Location:
        """Return the place of `field` (`stages.interested`, `customers.hot`), else of what it stands in."""


class Extents(Places, Protocol):
    """The same, and how far each field reaches."""

    def region(self, field: str) -> Region:
        """Return the characters of what `find` points to; those on its first line, where it takes several."""


class Stage(NamedTuple):
    """One step of the funnel and how many reached it."""

    name: str
    role: Role | None
    count: int | None  # type: ignore[assignment]  # a stage is no collection: nobody misses tuple.count
    """None where the file says that the stage exists but not how many reached it."""
    role_given: bool = False
    """Whether the file itself states the role, so that the vocabulary was not asked."""

    @property
    def field(self) -> str:
        """Where it stands in the description of the funnel."""
        return f"stages.{self.name}"

    @property
    def title(self) -> str:
        """The name as people read it: `price discussed` for the role's own name."""
        return self.name.replace("_", " ") if self.name == self.role else self.name


class Customers(NamedTuple):
    """New customers by how they came: by themselves (hot), knowing the product (warm), knowing nothing (cold)."""

    hot: int | None = None
    warm: int | None = None
    cold: int | None = None

    @property
    def total(self) -> int | None:
        """Their sum, if all three are known."""
        if self.hot is None or self.warm is None or self.cold is None:
            return None
        return self.hot + self.warm + self.cold


class Product(NamedTuple):
    """What is sold, as far as it decides how it can be sold."""

    kind: Literal["branded", "exclusive", "essential", "commodity"] | None = None
    competition: Literal["low", "high"] | None = None
    goods: bool | None = None


class Money(NamedTuple):
    """An amount in a currency, or in an unnamed one."""

    amount: float
    currency: str | None = None


class ColdCalls(NamedTuple):
    """How cold calling is organised."""

    dialed_by: Literal["own-team", "call-centre"] | None = None


class Pay(NamedTuple):
    """How sellers are paid: commission as a share of the deal, fixed part as a share of the pay."""

    commission: Share | None = None
    fixed_share: Share | None = None


class Response(NamedTuple):
    """How fast a question is answered, and how fast it should be."""

    answered_within: timedelta | None = None
    target: timedelta | None = None


class ChannelForecast(NamedTuple):
    """What one channel was expected to sell, and sold."""

    expected: int | None = None
    actual: int | None = None


class Forecast(NamedTuple):
    """What was expected of a period, by distribution channel."""

    period: timedelta | None = None
    reserve: Share | None = None
    channels: Mapping[str, ChannelForecast] = {}


class ThresholdSetting(NamedTuple):
    """One threshold that somebody sets: rule and key as written, value not yet bounded."""

    rule: str
    key: str
    value: Share
    within: str = "thresholds"
    """What it stands in."""

    @property
    def field(self) -> str:
        """Where it stands in the description of the funnel, or in the configuration."""
        return f"{self.within}.{self.rule}.{self.key}"


class Suppression(NamedTuple):
    """A rule that the funnel asks not to be judged by: why, and until when (inclusive)."""

    rule: str
    reason: str
    until: date | None
    field: str


class Funnel(NamedTuple):
    """One funnel of one period and one segment."""

    stages: tuple[Stage, ...]
    places: Extents
    name: str | None = None
    period: str | None = None
    labels: Mapping[str, str] = {}
    market: Market | None = None
    channel: str | None = None
    approach: Approach | None = None
    product: Product = Product()
    deal_value: Money | None = None
    sales_cycle: timedelta | None = None
    customers: Customers = Customers()
    cold_calls: ColdCalls = ColdCalls()
    promotion: tuple[str, ...] | None = None
    """Channels of promotion; empty where there is none, None where nothing is known."""
    team: tuple[str, ...] | None = None
    pay: Pay = Pay()
    response: Response = Response()
    forecast: Forecast | None = None
    thresholds: tuple[ThresholdSetting, ...] = ()
    ignore: tuple[Suppression, ...] = ()


StepName = tuple[str, str]
"""Two neighbouring stages of known count: the one left and the one reached."""


class Trend(NamedTuple):
    """How each rate of a funnel went over the periods of its series."""

    periods: tuple[str, ...]
    """In order."""
    rates: Mapping[StepName, tuple[float | None, ...]]
    """By step, one for each period; None where it is not known."""


class Place(Protocol):
    """Where in a series a funnel stands: which period of which segment it is."""

    @property
    def whole(self) -> bool:
        """Whether it is the sum of segments."""

    @property
    def latest(self) -> bool:
        """Whether no later period of its segment follows."""

    @property
    def title(self) -> str:
        """What to call the segment; empty where there is no other."""

    def trend(self) -> Trend | None:
        """How its rates went; None where there are no several periods."""

    def remember(self, found: Iterable[tuple[str, str | None]]) -> None:
        """Note which rules speak of which stages here, once that of the period before has been noted."""

    def since(self, code: str, stage: str | None) -> str | None:
        """The first of the periods without a break since which a rule speaks of a stage; None for this one alone."""


class Member(Funnel):
    """A funnel that is one period, or one segment, of a series, or the sum of segments."""

    place: Place

    @classmethod
    def of(cls, funnel: Funnel, place: Place) -> Member:
        """Return the same funnel with its place."""
        member = tuple.__new__(cls, funnel)
        member.place = place
        return member
