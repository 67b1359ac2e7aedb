"""What the rules know of a funnel: which stage stands for which role, what rises, what makes two funnels of one kind."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from funneldx.model import Role
from funneldx.rates import Level, Rate, Share
from funneldx.rules.context import Clash, Context, Kind, declared_key, kind_key
from tests.judging import funnel

LEVEL = Level.of(0.95)


def context(data: dict[str, Any] | str, level: Level | None = LEVEL) -> Context:
    return Context(funnel(data), level, {})


PLAIN: dict[str, Any] = {"stages": {"contacted": 9, "interested": 3}}
ALIKE: tuple[tuple[dict[str, Any], ...], ...] = (
    (
        PLAIN,
        {"stages": {"contacted": 900, "interested": 1}},
        {**PLAIN, "channel": "events"},
        {**PLAIN, "channel": "post"},
        {**PLAIN, "forecast": {}},
        {**PLAIN, "market": "b2b", "deal_value": 5, "team": ["seller"], "name": "another"},
    ),
    ({**PLAIN, "channel": "cold-calls"}, {**PLAIN, "channel": "Cold calls"}, {**PLAIN, "channel": "COLD_CALLS"}),
    ({**PLAIN, "channel": "cold-email"}, {**PLAIN, "channel": "cold email"}),
    ({**PLAIN, "approach": "active"},),
    ({**PLAIN, "approach": "passive"},),
    ({**PLAIN, "customers": {"hot": 1}}, {**PLAIN, "customers": {"hot": 0}}),
    ({**PLAIN, "customers": {"warm": 1}}, {**PLAIN, "customers": {"warm": 2}}),
    ({**PLAIN, "customers": {"cold": 1}},),
    ({**PLAIN, "customers": {"hot": 1, "warm": 1}},),
    ({**PLAIN, "customers": {"hot": 1, "cold": 1}},),
    ({**PLAIN, "customers": {"hot": 1, "warm": 1, "cold": 1}},),
    ({**PLAIN, "cold_calls": {"dialed_by": "own-team"}},),
    ({**PLAIN, "cold_calls": {"dialed_by": "call-centre"}},),
    ({**PLAIN, "forecast": {"reserve": "10%"}}, {**PLAIN, "forecast": {"reserve": "20%"}}),
    ({"stages": {"contacted": 9, "interested": None}},),
    ({"stages": {"contacted": None, "interested": 3}},),
    ({"stages": {"contacted": None, "interested": None}},),
    ({"stages": {"interested": 9, "contacted": 9}},),
    ({"stages": {"contacted": 9}},),
    ({"stages": [{"name": "contacted", "count": 9, "role": "contacted"}, {"name": "interested", "count": 3}]},),
    ({"stages": [{"name": "contacted", "count": 9, "role": "prospects"}, {"name": "interested", "count": 3}]},),
    ({"stages": {"contacted": 9, "Interested!": 3}},),
)  # fmt: skip


def test_funnels_of_one_kind() -> None:
    kinds = [{kind_key(funnel(data)) for data in group} for group in ALIKE]
    assert [len(keys) for keys in kinds] == [1] * len(kinds)
    for one, other in combinations(range(len(kinds)), 2):
        assert kinds[one] != kinds[other], (ALIKE[one], ALIKE[other])
    assert kind_key(funnel(PLAIN)._replace(stages=())) == kind_key(funnel(PLAIN)._replace(stages=()))


def test_what_fields_are_in_a_funnel() -> None:
    described = funnel({**PLAIN, "market": "b2b", "team": ["seller"]})
    assert declared_key(("market",))(described) == "b2b"
    assert declared_key(("market", "team"))(described) == ("b2b", ("seller",))
    stages = declared_key(("stages",))(described)
    assert declared_key(("stages", "market"))(described) == ("b2b", stages)
    more = funnel({**PLAIN, "stages": {"contacted": 8, "interested": 2}})
    assert declared_key(("stages",))(more) == stages, "their counts aside"
    assert declared_key(("stages",))(funnel({"stages": {"contacted": 8, "interested": None}})) != stages
    forecasts = [
        declared_key(("forecast",))(funnel({**PLAIN, **data}))
        for data in (
            {},
            {"forecast": {"reserve": "10%"}},
            {"forecast": {"reserve": "20%"}},
            {"forecast": {"reserve": "10%", "channels": {"post": {"expected": 3}}}},
            {"forecast": {"reserve": "10%", "channels": {"post": {"expected": 4, "actual": 1}}}},
            {"forecast": {"reserve": "10%", "period": "1 month"}},
        )
    ]
    assert [forecasts.index(one) for one in forecasts] == [0, 1, 2, 3, 3, 5], "the numbers of channels aside"


@pytest.mark.parametrize(
    ("data", "calls"),
    [
        (PLAIN, False),
        ({**PLAIN, "channel": "events"}, False),
        ({**PLAIN, "channel": "cold-email"}, False),
        ({**PLAIN, "channel": "Cold Calls"}, True),
        ({"stages": {"dialed": 9, "contacted": 3}}, True),
        ({"stages": {"contacted": 9, "listened": 3}}, True),
        ({"stages": {"contacted": 9, "attended": 3}}, False),
    ],
)
def test_who_is_rung_expecting_no_call(data: dict[str, Any], calls: bool) -> None:
    assert context(data).cold_calling is calls


def test_through_which_channel() -> None:
    assert context({**PLAIN, "channel": "Cold_Email"}).through("cold-email")
    assert not context({**PLAIN, "channel": "Cold_Email"}).through("cold-calls")
    assert not context(PLAIN).through("cold-calls")


def test_stages_that_are_known_and_rise() -> None:
    where = context(
        "stages: {prospects: 9, dialed: 20, contacted: , interested: 3, price_discussed: 4, lost: 50, purchased: 5}"
    )
    names = [stage.name for stage in where.funnel.stages]
    assert where.known == (0, 1, 3, 4, 6), "one whose count is unknown, and those who left, are no step"
    assert where.pairs == ((0, 1), (1, 3), (3, 4), (4, 6))
    assert where.rises == ((3, 4), (4, 6)), "attempts after people are exempt"
    assert [(a.name, b.name) for a, b in where.rising] == [
        ("interested", "price_discussed"),
        ("price_discussed", "purchased"),
    ]
    assert where.counts == [9, 20, None, 3, 4, 50, 5]
    assert where.kind.index == {name: number for number, name in enumerate(names)}
    for first, last, found in (
        (3, 6, ("interested", "price_discussed")),
        (6, 3, ("interested", "price_discussed")),
        (4, 6, ("price_discussed", "purchased")),
        (3, 4, ("interested", "price_discussed")),
        (0, 3, None),
        (4, 5, None),
        (0, 6, ("interested", "price_discussed")),
    ):
        within = where.rise_within(first, last)
        assert (within and tuple(stage.name for stage in within)) == found
    assert context(PLAIN).rise_within(0, 1) is None
    claimed = context("stages: {Contacted: 9, Proposal: 5, Reached: 4}")
    assert claimed.contested == {Role.CONTACTED}
    assert claimed.count(Role.CONTACTED) is None
    assert claimed.stage(Role.CONTACTED) is not None
    assert context("stages: {contacted: 9, interested: 9}").rises == ()
    dialled = context("stages: {dialed: 3, prospects: 9}")
    assert dialled.rises == ((0, 1),), "people after attempts are not"
    assert context("stages: {prospects: 3, contacted: 9}").rises == ((0, 1),)


def test_which_stage_stands_for_a_role() -> None:
    where = context("stages: {contacted: 9, interested: , purchased: 2}")
    stage = where.stage(Role.PURCHASED)
    assert stage is not None
    assert stage.name == "purchased"
    assert where.stage(Role.DIALED) is None
    assert (where.count(Role.CONTACTED), where.count(Role.INTERESTED), where.count(Role.DIALED)) == (
        9,
        None,
        None,
    )
    assert where.has(Role.DIALED, Role.CONTACTED)
    assert not where.has(Role.DIALED, Role.LISTENED)
    assert where.purchased == 2
    of_customers = context({"stages": {"contacted": 9}, "customers": {"hot": 1, "warm": 2, "cold": 4}})
    assert of_customers.purchased == 7
    assert context(PLAIN).purchased is None
    both = context({"stages": {"purchased": 3}, "customers": {"hot": 1, "warm": 2, "cold": 4}})
    assert both.purchased == 3


def roles(*stages: tuple[str, str | None, bool]) -> Context:
    """Stages of a name each, with a role that the file gives, or the vocabulary."""
    from funneldx.model import Stage  # noqa: PLC0415

    made = tuple(Stage(name, Role(role) if role else None, 9, given) for name, role, given in stages)
    return Context(funnel(PLAIN)._replace(stages=made), LEVEL, {})


def test_stages_that_share_a_role() -> None:
    together = roles(
        ("lead", "interested", False), ("qualified", "interested", False), ("won", "purchased", False)
    )
    assert together.standing == {Role.INTERESTED: 0, Role.PURCHASED: 2}
    assert together.clashes == ()
    assert together.contested == frozenset()
    stated = roles(
        ("lead", "interested", False), ("x", "contacted", False), ("qualified", "interested", True)
    )
    assert stated.standing[Role.INTERESTED] == 2
    assert stated.clashes == ()
    twice = roles(("a", "interested", True), ("b", "interested", False), ("c", "interested", True))
    assert twice.clashes == (Clash(Role.INTERESTED, twice.funnel.stages[0], twice.funnel.stages[2], True),)
    assert twice.contested == {Role.INTERESTED}
    assert twice.count(Role.INTERESTED) is None
    apart = roles(
        ("a", "contacted", False),
        ("b", "price_discussed", False),
        ("c", "contacted", False),
        ("d", "contacted", False),
    )
    assert apart.clashes == (Clash(Role.CONTACTED, apart.funnel.stages[0], apart.funnel.stages[2], False),)
    later = roles(
        ("a", "contacted", False),
        ("b", "contacted", False),
        ("c", "price_discussed", False),
        ("d", "contacted", False),
    )
    assert later.clashes == (Clash(Role.CONTACTED, later.funnel.stages[1], later.funnel.stages[3], False),)
    for between in ("interested", "agreed", "attended", None, "contacted"):
        loose = roles(("a", "contacted", False), ("b", between, False), ("c", "contacted", False))
        assert loose.clashes == (), between
    mixed = roles(
        ("a", "contacted", False),
        ("b", "agreed", False),
        ("x", "price_discussed", False),
        ("c", "contacted", False),
    )
    assert len(mixed.clashes) == 1


def test_whether_evidence_settles_a_share() -> None:
    share = Share.parse("1:5")
    assert share
    assert context(PLAIN).settled(Rate(100, 1000), share)
    assert not context(PLAIN).settled(Rate(1, 10), share)
    assert context(PLAIN, None).settled(Rate(1, 10), share)


def test_at_first_nothing_has_been_judged() -> None:
    where = context(PLAIN)
    assert (where.skipped, where.outside, where.rate_judged) == ([], set(), False)
    unknown = Context(funnel(PLAIN), LEVEL, {}, Kind(funnel(PLAIN), LEVEL))
    assert unknown.known == where.known


def test_the_square_of_the_quantile() -> None:
    assert Kind(funnel(PLAIN), LEVEL).zz == LEVEL.z**2
    assert Kind(funnel(PLAIN), None).zz is None
