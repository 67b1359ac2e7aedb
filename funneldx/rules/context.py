"""One funnel as the rules see it: roles found, rising pairs known, thresholds settled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from funneldx import stage_names
from funneldx.model import Forecast, Funnel, Role, Stage
from funneldx.rates import Level, Rate, Share, Threshold
from funneldx.tuples import NamedTuple

Thresholds = Mapping[tuple[str, str], Share]
"""What was set in place of a default, by rule code and key."""

_NOT_BETWEEN = frozenset((Role.INTERESTED, Role.AGREED, Role.ATTENDED))
"""Roles whose place among the others is loose: one of them between two equal roles keeps these together."""

EMPTY_FORECAST = Forecast()
"""One that says nothing, which is as good as none."""

_OF_COLD_CALLS = (Role.DIALED, Role.LISTENED)
_COLD_CALLS = stage_names.normal("cold-calls")
_CHANNELS = frozenset((_COLD_CALLS, stage_names.normal("cold-email")))
"""Those that are looked at to tell whether a rule applies."""


class Clash(NamedTuple):
    """Two stages that both claim a role."""

    role: Role
    first: Stage
    second: Stage
    both_given: bool


class Kind:
    """What a funnel is apart from its numbers, and what follows from that alone.

    Funnels of one kind have the same stages and roles, the same of them without a count, the same channel and way of
    selling, and the same blocks without which a rule does not apply. So what is worked out here is worked out once for
    the thousands of funnels of one table or one agency.
    """

    def __init__(self, funnel: Funnel, level: Level | None) -> None:
        self.zz = level.z * level.z if level else None
        """The square of the level's quantile."""
        stages = funnel.stages
        self.known = tuple(
            index
            for index, stage in enumerate(stages)
            if stage.count is not None and (stage.role or not stage_names.is_exit(stage.name))
        )
        self.pairs = tuple(pairwise(self.known))
        self.may_rise = tuple(
            (a, b)
            for a, b in self.pairs
            if not (stages[a].role is Role.PROSPECTS and stages[b].role is Role.DIALED)
        )
        """The pairs of which the later must not hold more: attempts after people are exempt."""
        self.standing, self.clashes = _standing(stages)
        self.contested = frozenset(clash.role for clash in self.clashes)
        self.roles = frozenset(stage.role for stage in stages)
        self.index = {stage.name: index for index, stage in enumerate(stages)}
        self.channel = _channel_key(funnel.channel)
        """If it is one of those that a rule asks for before it looks at counts."""
        self.cold_calling = self.channel == _COLD_CALLS or not self.roles.isdisjoint(_OF_COLD_CALLS)
        self.limits: dict[str, Mapping[str, Threshold]] = {}
        """The thresholds in force, by rule code."""
        self.bound: dict[str, object] = {}
        """What each rule has worked out for funnels of this kind, by its code."""


def kind_key(funnel: Funnel) -> Hashable:
    """What funnels of one kind have in common (see `Kind`); level and thresholds aside."""
    hot, warm, cold = funnel.customers
    forecast = funnel.forecast
    return (
        _stages_key(funnel),
        _channel_key(funnel.channel),
        funnel.approach,
        (hot is None, warm is None, cold is None),
        funnel.cold_calls,
        forecast is None or forecast == EMPTY_FORECAST,
    )


@lru_cache(4096)
def _channel_key(channel: str | None) -> str | None:
    """A channel that is a kind of its own; None for all others."""
    name = stage_names.normal(channel) if channel is not None else None
    return name if name in _CHANNELS else None


def _stages_key(funnel: Funnel) -> Hashable:
    """The stages, but for their counts."""
    names, roles, counts, given = zip(*funnel.stages, strict=True) if funnel.stages else ((), (), (), ())
    return names, roles, given, tuple([count is None for count in counts]) if None in counts else None


def _forecast_key(funnel: Funnel) -> Hashable:
    """The forecast, but for its channels' numbers."""
    forecast = funnel.forecast
    return forecast and (forecast.period, forecast.reserve, not forecast.channels)


_KEYS: dict[str, Callable[[Funnel], Hashable]] = {"stages": _stages_key, "forecast": _forecast_key}

DECLARED = (
    *("stages", "market", "channel", "approach", "product", "sales_cycle", "cold_calls", "promotion", "team"),
    *("pay", "response", "forecast"),
)
"""What a funnel says of itself apart from numbers, name, period, labels and deal value."""

OF_A_KIND = frozenset(("stages", "approach", "cold_calls"))
"""What of it is the same for all funnels of a kind."""


def declared_key(fields: tuple[str, ...]) -> Callable[[Funnel], Hashable]:
    """Return what gives the values of some `DECLARED` fields of a funnel, to be compared with those of others."""
    plain = [field for field in fields if field not in _KEYS]
    parts: list[Callable[[Funnel], Hashable]] = [attrgetter(*plain)] if plain else []
    parts += [_KEYS[field] for field in fields if field in _KEYS]
    if len(parts) == 1:
        return parts[0]
    return lambda funnel: tuple([part(funnel) for part in parts])


class Context:
    """What a rule may ask about the funnel it judges."""

    def __init__(
        self, funnel: Funnel, level: Level | None, thresholds: Thresholds, kind: Kind | None = None
    ) -> None:
        """Take the funnel; `kind` where that is known already."""
        self.funnel = funnel
        self.level = level
        """The confidence level; None where evidence is taken literally."""
        self.thresholds = thresholds
        self.kind = kind = kind or Kind(funnel, level)
        self.rate_judged = False
        """Whether any rate could be judged so far."""
        self.skipped: list[tuple[str, str]] = []
        """Code and reason of the rules skipped so far."""
        self.outside: set[str] = set()
        """Codes of those that are about funnels of another kind."""
        self.known = kind.known
        """Indexes of the stages of known count; where those who left are kept is no step of the funnel."""
        self.pairs = kind.pairs
        self.standing = kind.standing
        """The index of the stage that stands for each role."""
        self.clashes = kind.clashes
        """The roles that several stages claim."""
        self.contested = kind.contested
        """Roles that cannot be judged, since several stages claim them (FDX007)."""
        self.cold_calling = kind.cold_calling
        """Whether buyers are rung who expect no call."""
        self.counts = counts = [stage.count for stage in funnel.stages]
        """How many reached each stage."""
        self.rises = tuple([pair for pair in kind.may_rise if counts[pair[1]] > counts[pair[0]]])  # type: ignore[operator]  # both are known
        """Neighbours of which the later holds more, by index; attempts after people are exempt."""

    def stage(self, role: Role) -> Stage | None:
        """The stage that stands for a role."""
        index = self.standing.get(role)
        return None if index is None else self.funnel.stages[index]

    def count(self, role: Role) -> int | None:
        """How many reached it; None where that is not known, or several stages claim the role (FDX007)."""
        stage = None if role in self.contested else self.stage(role)
        return stage.count if stage else None

    def has(self, *roles: Role) -> bool:
        """Whether any stage has one of the roles."""
        return not self.kind.roles.isdisjoint(roles)

    @property
    def rising(self) -> tuple[tuple[Stage, Stage], ...]:
        """The stages of `rises`."""
        stages = self.funnel.stages
        return tuple((stages[a], stages[b]) for a, b in self.rises)

    def rise_within(self, first: int, last: int) -> tuple[Stage, Stage] | None:
        """The first rising pair between two stages, whichever stands first."""
        if not self.rises:
            return None
        low, high = sorted((first, last))
        stages = self.funnel.stages
        return next(((stages[a], stages[b]) for a, b in self.rises if low <= a and b <= high), None)

    def through(self, channel: str) -> bool:
        """Whether the funnel names this channel, in whatever case and with whatever between its words."""
        own = self.funnel.channel
        return own is not None and stage_names.normal(own) == stage_names.normal(channel)

    @property
    def purchased(self) -> int | None:
        """Purchases: the stage's count, else the sum of hot, warm and cold customers."""
        count = self.count(Role.PURCHASED)
        return self.funnel.customers.total if count is None else count

    def settled(self, rate: Rate, share: Share) -> bool:
        """Whether the evidence for `rate` lies wholly on its side of `share`."""
        return rate.clear_of(share, self.level)


def _standing(stages: tuple[Stage, ...]) -> tuple[dict[Role, int], tuple[Clash, ...]]:
    """Which stage stands for each role.

    The one whose role the file states; else the first, if those that share the role stand together (lead and
    qualified lead, proposal and negotiation). Otherwise nobody can say which is meant: a clash.
    """
    standing: dict[Role, int] = {}
    again: dict[Role, list[int]] = {}
    for index, stage in enumerate(stages):
        if stage.role is None:
            continue
        if stage.role in standing:
            again.setdefault(stage.role, [standing[stage.role]]).append(index)
        else:
            standing[stage.role] = index
    clashes = []
    for role, indexes in again.items():
        given = [index for index in indexes if stages[index].role_given]
        if len(given) == 1:
            standing[role] = given[0]
        elif given:
            clashes.append(Clash(role, stages[given[0]], stages[given[1]], both_given=True))
        elif apart := _apart(role, indexes, stages):
            clashes.append(Clash(role, stages[apart[0]], stages[apart[1]], both_given=False))
    return standing, tuple(clashes)


def _apart(role: Role, indexes: list[int], stages: tuple[Stage, ...]) -> tuple[int, int] | None:
    for first, second in pairwise(indexes):
        between = {stage.role for stage in stages[first + 1 : second]} - {None, role} - _NOT_BETWEEN
        if between:
            return first, second
    return None
