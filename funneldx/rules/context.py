"""One funnel as the rules see it: roles found, rising pairs known, thresholds settled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from funneldx import stage_names
from funneldx.model import Funnel, Role, Stage
from funneldx.rates import Level, Rate, Share

Thresholds = Mapping[tuple[str, str], Share]
"""What was set in place of a default, by rule code and key."""

_NOT_BETWEEN = frozenset((Role.INTERESTED, Role.AGREED, Role.ATTENDED))
"""Roles whose place among the others is loose: one of them between two equal roles keeps these together."""


class Clash(NamedTuple):
    """Two stages that both claim a role."""

    role: Role
    first: Stage
    second: Stage
    both_given: bool


class Context:
    """What a rule may ask about the funnel it judges."""

    def __init__(self, funnel: Funnel, level: Level | None, thresholds: Thresholds) -> None:
        self.funnel = funnel
        self.level = level
        """The confidence level; None where evidence is taken literally."""
        self.thresholds = thresholds
        self.judged_rates = 0
        """How many rate rules could be evaluated so far."""
        self.skipped: list[tuple[str, str]] = []
        """Code and reason of the rules skipped so far."""
        self.outside: set[str] = set()
        """Codes of those that are about funnels of another kind."""
        self.known = tuple(
            index
            for index, stage in enumerate(funnel.stages)
            if stage.count is not None and (stage.role or not stage_names.is_exit(stage.name))
        )
        """Indexes of the stages of known count; where those who left are kept is no step of the funnel."""
        self.pairs = tuple(pairwise(self.known))
        self.standing, self.clashes = _standing(funnel.stages)
        """The index of the stage that stands for each role, and the roles that several stages claim."""

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
        return any(stage.role in roles for stage in self.funnel.stages)

    @cached_property
    def contested(self) -> frozenset[Role]:
        """Roles that cannot be judged, since several stages claim them (FDX007)."""
        return frozenset(clash.role for clash in self.clashes)

    @cached_property
    def rising(self) -> tuple[tuple[Stage, Stage], ...]:
        """Neighbours of which the later holds more; attempts after people are exempt."""
        return tuple(
            (self.funnel.stages[a], self.funnel.stages[b]) for a, b in self.pairs if self._rises(a, b)
        )

    def rise_within(self, first: int, last: int) -> tuple[Stage, Stage] | None:
        """The first rising pair between two stages, whichever stands first."""
        low, high = sorted((first, last))
        stages = self.funnel.stages
        return next(
            ((stages[a], stages[b]) for a, b in self.pairs if low <= a and b <= high and self._rises(a, b)),
            None,
        )

    def _rises(self, a: int, b: int) -> bool:
        before, after = self.funnel.stages[a], self.funnel.stages[b]
        assert before.count is not None
        assert after.count is not None
        exempt = before.role is Role.PROSPECTS and after.role is Role.DIALED
        return after.count > before.count and not exempt

    @property
    def cold_calling(self) -> bool:
        """Whether buyers are rung who expect no call."""
        return self.through("cold-calls") or self.has(Role.DIALED, Role.LISTENED)

    def through(self, channel: str) -> bool:
        """Whether the funnel names this channel, in whatever case and with whatever between its words."""
        given = self.funnel.channel
        return given is not None and stage_names.normal(given) == stage_names.normal(channel)

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
