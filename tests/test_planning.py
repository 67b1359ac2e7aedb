"""How many are needed at each stage: reached exactly, never one too many, and plainly refused where nothing is known."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.model import Money
from funneldx.plan import Goal, Needed, Plan, Revenue, Setting, Yield
from funneldx.planning import needed, needed_range, plan
from funneldx.rates import Level, Rate, Share
from tests.judging import reported

L95 = Level.of(0.95)
LARGEST = 2**53 - 1
FORTY = Goal(40)
BALTICS: dict[str, Any] = {
    "deal_value": "1200 EUR",
    "stages": {
        "prospects": 1500,
        "contacted": 1000,
        "interested": 90,
        "price_discussed": 60,
        "purchased": 24,
    },
}


def planned(
    data: dict[str, Any] | str, goal: Goal = FORTY, level: Level | None = L95, **settings: Any
) -> Plan:
    return plan(reported(data, **settings), goal, level)


def needs(made: Plan) -> dict[str, Needed | None]:
    assert made.unplanned is None, made.unplanned
    return {one.stage.name: one.needed for one in made.stages}


def column(made: Plan, name: str) -> list[int | None]:
    return [getattr(one, name) if one else None for one in needs(made).values()]


def trying(*settings: tuple[str, str], sales: int | None = None) -> Goal:
    shares = [(word, Share.parse(share)) for word, share in settings]
    return Goal(sales, None, tuple(Setting(word, share) for word, share in shares if share))


def falling(counts: list[int]) -> list[int]:
    return sorted(counts, reverse=True)


COUNTS = st.lists(st.integers(1, LARGEST) | st.integers(1, 2000), min_size=2, max_size=8).map(falling)
TARGETS = st.integers(1, 500) | st.integers(1, LARGEST)
LEVELS = st.sampled_from([Level.of(0.5), L95, Level.of(0.999)])
SHARES = st.integers(1, 100).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


def of(counts: list[int]) -> dict[str, Any]:
    """A funnel whose last stage is the purchase."""
    names = [*(f"s{at}" for at in range(len(counts) - 1)), "purchased"]
    return {"stages": dict(zip(names, counts, strict=True))}


@given(TARGETS, SHARES)
def test_needed_reaches_the_target_and_one_fewer_does_not(target: int, share: tuple[int, int]) -> None:
    rate = Fraction(*share)
    many = needed(target, rate)
    assert many * rate >= target > (many - 1) * rate


@given(COUNTS, TARGETS)
def test_every_stage_reaches_the_target_at_todays_rates(counts: list[int], target: int) -> None:
    many = column(planned(of(counts), Goal(target)), "today")
    for number, count in zip(many, counts, strict=True):
        assert number is not None
        assert number * counts[-1] >= target * count > (number - 1) * counts[-1]
    assert many == sorted(many, reverse=True), "nobody is needed twice"  # type: ignore[type-var]
    assert many[-1] == target


@given(COUNTS, TARGETS, LEVELS)
def test_ranges_contain_the_number_and_only_grow_with_distance(
    counts: list[int], target: int, level: Level
) -> None:
    made = planned(of(counts), Goal(target), level)
    for one in needs(made).values():
        assert one
        assert one.low is not None
        assert one.high is not None
        assert target <= one.low <= one.today <= one.high
    for name in ("low", "high"):
        numbers = [number for number in column(made, name) if number is not None]
        assert numbers == sorted(numbers, reverse=True)


@given(COUNTS, TARGETS, st.integers(1, 1000))
def test_more_sales_never_need_fewer(counts: list[int], target: int, more: int) -> None:
    fewer, many = (planned(of(counts), Goal(number)) for number in (target, target + more))
    for name in ("low", "today", "high"):
        pairs = zip(column(fewer, name), column(many, name), strict=True)
        assert all(a is not None and b is not None and a <= b for a, b in pairs)


@given(st.integers(1, 10**6), st.integers(0, 10**6), TARGETS, LEVELS)
def test_the_range_is_where_the_score_test_draws_the_line(
    k: int, lost: int, target: int, level: Level
) -> None:
    """Asked in fractions and without an interval: how far is target/number from k/n, in standard errors."""
    n = k + lost
    rate, zz = Fraction(k, n), Fraction(level.z) ** 2

    def beyond(number: int) -> int:
        """Whether that takes more than the best rate (1), no more than the worst (-1), or something between."""
        p = Fraction(target, number)
        apart, error = (rate - p) ** 2, zz * p * (1 - p) / n
        return 1 if p > rate and apart > error else -1 if p < rate and apart >= error else 0

    low, high = needed_range(target, Rate(k, n), level)
    assert beyond(low) < 1
    assert low == target or beyond(low - 1) == 1
    assert beyond(high) == -1
    assert beyond(high - 1) > -1


@pytest.mark.parametrize(("k", "n"), [(24, 1500), (24, 60), (1, 1), (7, 7), (199, 1000)])
def test_the_range_agrees_with_the_interval(k: int, n: int) -> None:
    low, high = Rate(k, n).interval(L95)
    assert needed_range(1000, Rate(k, n), L95) == (ceil(1000 / high), ceil(1000 / low))


@given(COUNTS, TARGETS, SHARES, st.data())
def test_a_rate_that_is_set(
    counts: list[int], target: int, share: tuple[int, int], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(counts) - 1))
    name = "purchased" if at == len(counts) - 1 else f"s{at}"
    setting = Setting(name, Share(*share))
    made = planned(of(counts), Goal(target, None, (setting,)))
    today, changed = column(made, "today"), column(made, "changed")
    assert changed[at:] == today[at:], "what comes later stays as it is"
    better = Fraction(*share) >= Fraction(counts[at], counts[at - 1])
    for then, now in zip(changed[:at], today[:at], strict=True):
        assert then is not None
        assert now is not None
        assert then <= now if better else then >= now
    assert made.changed
    assert made.stages[-1].expected == made.changed.sales
    assert made.changed.sales == Fraction(
        counts[0] * share[0] * counts[at - 1] * counts[-1], share[1] * counts[0] * counts[at]
    )


def test_the_worked_example() -> None:
    made = planned(BALTICS, trying(("interested", "25%"), sales=40))
    assert needs(made) == {
        "prospects": Needed(2500, 1688, 3713, 675, 900),
        "contacted": Needed(1667, 1128, 2473, 450, 600),
        "interested": Needed(150, 110, 215, 150, 150),
        "price_discussed": Needed(100, 76, 141, 100, 100),
        "purchased": Needed(40, 40, 40, 40, 40),
    }
    assert [(aim.code, str(aim.typical.share), aim.typical.basis) for aim in made.aims] == [
        ("FDX102", "1:3", "stated")
    ]
    assert made.today == Yield(Fraction(24), Fraction(28_800))
    assert made.typical == Yield(Fraction(800, 9), Fraction(320_000, 3))
    assert made.changed == Yield(Fraction(200, 3), Fraction(80_000))
    assert made.sold


def test_literal_evidence_has_no_range() -> None:
    assert column(planned(BALTICS, level=None), "high") == [None] * 5


def test_a_typical_value_may_be_the_funnels_own_unless_that_is_not_heeded() -> None:
    own = {**BALTICS, "thresholds": {"interest-ratio": {"typical": "50%"}}}
    assert [(aim.typical.own, str(aim.typical.share)) for aim in planned(own).aims] == [(True, "1:2")]
    assert [(aim.typical.own, str(aim.typical.share)) for aim in planned(own, inline=False).aims] == [
        (False, "1:3")
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"channel": "cold-calls"},
        {"ignore": [{"rule": "interest-ratio", "reason": "we know"}]},
        {"stages": {**BALTICS["stages"], "interested": 400}},
    ],
    ids=["does not apply", "ignored", "better than typical"],
)
def test_no_aim(more: dict[str, Any]) -> None:
    made = planned({**BALTICS, **more})
    assert "FDX102" not in {aim.code for aim in made.aims}
    if not made.aims:
        assert made.typical is None
        assert column(made, "typical") == column(made, "today")


def test_an_example_is_never_an_aim() -> None:
    report = reported(BALTICS)
    (one,) = (diagnosis for diagnosis in report.diagnoses if diagnosis.code == "FDX102")
    limits = {key: limit._replace(basis="example") for key, limit in one.thresholds.items()}
    example = report._replace(diagnoses=(one._replace(thresholds=limits),))
    assert plan(example, Goal(40), L95).aims == ()


def test_a_rule_across_several_steps_says_nothing_of_the_stages_between() -> None:
    made = planned({"stages": {"Contacted": 1000, "Warmed thru": 500, "Interested": 90, "Won": 30}})
    assert [(aim.came_from, aim.to) for aim in made.aims] == [("Contacted", "Interested")]
    assert column(made, "typical") == [360, None, 120, 40]


def test_of_overlapping_aims_the_shorter_counts() -> None:
    report = reported(BALTICS)
    (one,) = (diagnosis for diagnosis in report.diagnoses if diagnosis.code == "FDX102")
    assert one.evidence
    wide = one._replace(
        code="FDX000", came_from="prospects", evidence=one.evidence._replace(rate=Rate(90, 1500))
    )
    backwards = one._replace(code="FDX000", came_from="purchased")
    beyond = one._replace(code="FDX000", stage="repeat")
    both = report._replace(diagnoses=(wide, one, backwards, beyond))
    assert [aim.code for aim in plan(both, Goal(40), L95).aims] == ["FDX102"]


def test_stages_that_are_not_counted_are_passed_over() -> None:
    made = planned(
        {
            "stages": {
                "prospects": None,
                "contacted": 1000,
                "Demo": None,
                "interested": 400,
                "Closed lost": 300,
                "purchased": 40,
                "repeat": 9,
            }
        }
    )
    assert list(needs(made)) == ["prospects", "contacted", "Demo", "interested", "Closed lost", "purchased"]
    assert column(made, "today") == [None, 1000, None, 400, None, 40]


def test_calls_after_people_are_no_rise() -> None:
    made = planned(
        {"stages": {"prospects": 1000, "dialed": 1500, "contacted": 1000, "listened": 30, "purchased": 5}},
        Goal(10),
    )
    assert column(made, "today") == [2000, 3000, 2000, 60, 10]


def test_without_a_purchase_the_last_stage_counts() -> None:
    made = planned({"stages": {"Visits": 1000, "Sign-ups": 50}})
    assert not made.sold
    assert column(made, "today") == [800, 40]
    assert made.today == Yield(Fraction(50), None)


@pytest.mark.parametrize(
    ("revenue", "value", "sales"),
    [
        (Revenue(Fraction(50_000), "EUR"), "1200 EUR", 42),
        (Revenue(Fraction(50_400), "eur"), "1200 EUR", 42),
        (Revenue(Fraction(50_401), None), "1200 EUR", 43),
        (Revenue(Fraction(3, 10), None), "0.1", 3),
    ],
)
def test_money_is_rounded_up_to_whole_sales(revenue: Revenue, value: str, sales: int) -> None:
    made = planned({**BALTICS, "deal_value": value}, Goal(None, revenue))
    assert made.target
    assert made.target.sales == sales


def test_amounts_are_read_as_they_are_written() -> None:
    report = reported(BALTICS)
    tenth = report._replace(funnel=report.funnel._replace(deal_value=Money(0.1, "EUR")))
    made = plan(tenth, Goal(None, Revenue(Fraction(7, 10), "EUR")), L95)
    assert made.target
    assert made.target.sales == 7


STAGES = BALTICS["stages"]
MONEY = Goal(None, Revenue(Fraction(50_000), "EUR"))


@pytest.mark.parametrize(
    ("data", "goal", "reason"),
    [
        (
            {"stages": {"contacted": 90, "interested": 100, "purchased": 5}},
            Goal(4),
            "“interested” holds more than",
        ),
        (
            {"stages": {"contacted": 90, "interested": 0, "purchased": 0}},
            Goal(4),
            "nobody reached “purchased”",
        ),
        ({"stages": {"contacted": 0, "purchased": 0}}, Goal(4), "nobody reached “purchased”"),
        ({"stages": {"contacted": 90, "purchased": None}}, Goal(4), "the count of “purchased” is not given"),
        ({"stages": {"contacted": None, "purchased": 4}}, Goal(4), "no stage of known count stands before"),
        ({"stages": {"purchased": 9, "repeat": 4}}, Goal(4), "no stage of known count stands before"),
        ({"stages": {"contacted": None, "interested": None}}, Goal(4), "no stage has a known count"),
        (
            {"stages": {"prospects": 50, "dialed": 300, "purchased": 60}},
            Goal(4),
            "the stages are out of order",
        ),
        (
            {"stages": {"Won": 9, "contacted": 8, "Sold": 4}},
            Goal(4),
            "several stages claim the role `purchased`",
        ),
        (
            {"stages": {"contacted": 90, "interested": 30}, "customers": {"hot": 1, "warm": 2, "cold": 3}},
            Goal(4),
            "6 customers, but no stage is the purchase",
        ),
        ({"stages": {"contacted": 90, "interested": 30}}, MONEY, "no stage is the purchase"),
        ({"stages": STAGES}, MONEY, "there is no `deal_value`"),
        ({"stages": STAGES, "deal_value": 1200}, MONEY, "the target is in EUR, `deal_value` in no currency"),
        ({"stages": STAGES, "deal_value": "1200 USD"}, MONEY, "the target is in EUR, `deal_value` in USD"),
        (BALTICS, trying(("intrested", "1:4")), 'no stage or role here; did you mean "interested"?'),
        (BALTICS, trying(("listened", "1:4")), "no stage or role here"),
        (BALTICS, trying(("Prospects", "1:4")), "the first stage"),
        (BALTICS, trying(("interested", "1:4"), ("Interested", "1:5")), "are the same stage here"),
        ({"stages": {**STAGES, "repeat": 3}}, trying(("repeat", "1:4")), "comes after the target"),
        (
            {"stages": {"contacted": 9, "interested": None, "purchased": 2}},
            trying(("interested", "1:4")),
            "is not counted",
        ),
        (
            {"stages": {"Offer": 90, "Demo booked": 60, "contacted": 50, "Proposal": 40, "Won": 4}},
            trying(("price_discussed", "1:4")),
            "a role that several stages claim",
        ),
    ],
)
def test_says_why_it_cannot_be_planned(data: dict[str, Any], goal: Goal, reason: str) -> None:
    made = planned(data, goal)
    assert made.unplanned
    assert reason in made.unplanned.reason
    assert made.unplanned.hint
    assert (made.stages, made.target, made.today) == ((), None, None)


@pytest.mark.parametrize("word", ["price_discussed", "Price discussed", "Proposal sent", "proposal  SENT"])
def test_a_stage_may_be_named_by_its_name_or_its_role(word: str) -> None:
    made = planned({"stages": {"Contacted": 100, "Proposal sent": 20, "Won": 10}}, trying((word, "0.5")))
    assert [(one.came_from, one.to) for one in made.changes] == [("Contacted", "Proposal sent")]
    assert made.changed == Yield(Fraction(25), None)
    assert column(made, "today") == [None] * 3
    assert [one.expected for one in made.stages] == [100, 50, 25]


COUNT = st.none() | st.integers(0, 3) | st.integers(0, LARGEST)
NAMES = st.sampled_from(
    ["Leads", "dialed", "Contacted", "Won", "Sold", "Interested", "Lost", "x", "Proposal", "repeat"]
)


@given(
    st.dictionaries(NAMES, COUNT, min_size=1),
    st.sampled_from([Goal(7), MONEY, trying(("Won", "1:4")), trying(("interested", "90%"), sales=3)]),
    st.sampled_from([None, L95]),
)
def test_any_funnel_is_planned_or_refused(
    stages: dict[str, int | None], goal: Goal, level: Level | None
) -> None:
    made = planned({"deal_value": "7 EUR", "stages": stages}, goal, level)
    if made.unplanned:
        return
    assert [one.stage.name for one in made.stages] == list(stages)[: len(made.stages)]
    for one in made.stages:
        assert (one.needed is not None) == (
            one.stage.count is not None and one.stage.name != "Lost" and made.target is not None
        )
