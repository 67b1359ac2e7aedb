"""What the engine settles once for a kind of funnel: the same as judging each funnel by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx import policy as policies
from funneldx.cards import Article
from funneldx.config import Settings
from funneldx.diagnosis import Defect, Evidence, FunnelReport, Severity, Step
from funneldx.engine import Engine
from funneldx.kinds import Alike
from funneldx.model import Funnel, Role
from funneldx.policy import Policy
from funneldx.rates import Level, Rate, Share, Threshold
from funneldx.rules import catalogue
from funneldx.rules.articles import ARTICLES
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Skip
from tests.judging import TODAY, funnel

LEVEL = Level.of(0.95)
ROLES = tuple(Role)


def made(code: str, check: Any, **how: Any) -> Rule:
    return Rule(
        code=code, name=code.lower(), summary="", cause="why", actions=("do",), sources=(), check=check, **how
    )


def report_of(rules: tuple[Rule, ...], data: dict[str, Any], **how: Any) -> FunnelReport:
    found = Policy(rules, Settings(as_of=TODAY, **how)).judged(funnel(data)).report
    assert found is not None
    return found


COUNTS = st.one_of(st.none(), st.integers(0, 5), st.integers(0, 2000))
FUNNELS = st.fixed_dictionaries(
    {
        "stages": st.lists(st.sampled_from([*ROLES, "Mystery", "visits", "closed lost"]), min_size=1, max_size=7, unique=True).flatmap(
            lambda names: st.fixed_dictionaries({str(name): COUNTS for name in names})
        )
    },
    optional={
        "market": st.sampled_from(["b2b", "b2c"]),
        "approach": st.sampled_from(["active", "passive", "mixed"]),
        "channel": st.sampled_from(["events", "cold-calls"]),
        "deal_value": st.integers(1, 900),
        "customers": st.fixed_dictionaries(dict.fromkeys(("hot", "warm", "cold"), COUNTS)),
        "cold_calls": st.just({"dialed_by": "own-team"}),
        "team": st.sampled_from([[], ["seller"], ["marketing-analyst", "seller"]]),
        "product": st.sampled_from([{"goods": True}, {"kind": "commodity", "competition": "high"}]),
        "forecast": st.fixed_dictionaries(
            {"reserve": st.just("10%"), "channels": st.dictionaries(st.sampled_from("ab"), st.fixed_dictionaries({"expected": COUNTS, "actual": COUNTS}))}
        ),
        "thresholds": st.just({"interest-ratio": {"floor": "1:8", "typical": "30%"}}),
    },
)  # fmt: skip


def told(report: FunnelReport) -> tuple[Any, ...]:
    return (*report[2:], report.location, report.ended)


@settings(deadline=None)
@given(st.lists(FUNNELS, min_size=1, max_size=4), st.sampled_from([None, Level.of(0.8), LEVEL]))
def test_a_funnel_ends_alike_after_whatever_others(funnels: list[Any], level: Level | None) -> None:
    """A policy that has met other kinds, and other funnels of the same kind, says what a new one says."""
    rules = catalogue()
    after = Policy(rules, Settings(as_of=TODAY, level=level))
    for data in (*funnels, *funnels):
        found = after.judged(funnel(data)).report
        assert found is not None
        assert told(found) == told(report_of(rules, data, level=level))


OTHERS: tuple[dict[str, Any], ...] = (
    {},
    {"channel": "cold-calls"},
    {"channel": "cold-email"},
    {"channel": "events"},
    {"approach": "passive"},
    {"market": "b2c"},
    {"stages": {"contacted": 1000, "purchased": 90}},
    {"stages": {"contacted": 1000, "interested": None, "purchased": 9}},
    {"stages": {"contacted": 1000, "interested": 0, "purchased": 0}},
    {"stages": {"Wurst": 1000, "Käse": 90}},
    {
        "stages": [
            {"name": "contacted", "role": "prospects", "count": 1000},
            {"name": "interested", "count": 90},
        ]
    },
    {"customers": {"hot": 1}},
    {"customers": {"hot": 1, "warm": 2, "cold": 3}},
    {"cold_calls": {"dialed_by": "own-team"}},
    {"forecast": {"reserve": "10%"}},
    {"forecast": {"channels": {"web": {"expected": 100, "actual": 10}}}},
    {"forecast": {"period": "1 quarter"}},
    {"thresholds": {"interest-ratio": {"floor": "1:50"}}},
    {"thresholds": {"interest-ratio": {"floor": "1:50", "typical": "1:40"}}},
)


@pytest.mark.parametrize("level", [None, LEVEL])
def test_what_sets_two_funnels_apart_is_seen_in_each(level: Level | None) -> None:
    """Whatever was judged just before it, by the same policy."""
    alone = {"stages": {"contacted": 1000, "interested": 90, "purchased": 9}}
    after = Policy(catalogue(), Settings(as_of=TODAY, level=level))
    for other in OTHERS:
        for data in (alone, {**alone, **other}):
            found = after.judged(funnel(data)).report
            assert found is not None
            assert told(found) == told(report_of(catalogue(), data, level=level)), data


@settings(deadline=None)
@given(FUNNELS, st.data())
def test_what_looks_at_no_count_ends_alike_whatever_the_counts(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    counts = {
        name: count if count is None else draw.draw(st.integers(0, 3000))
        for name, count in data["stages"].items()
    }
    one, other = funnel(data), funnel({**data, "stages": counts})
    for rule in catalogue():
        if rule.of_series:  # which judges no funnel that stands alone
            continue
        ends = [tuple(rule.judge(Context(each, LEVEL, {}))) for each in (one, other)]
        if not rule.counts:
            assert _texts(ends[0]) == _texts(ends[1]), rule.code
        elif rule.settle(Context(one, LEVEL, {})):
            assert ends[0] == ends[1], rule.code


@given(FUNNELS, st.booleans())
def test_a_rule_that_says_at_once_that_it_passes_finds_nothing(data: dict[str, Any], judged: bool) -> None:
    for rule in catalogue():
        context = Context(funnel(data), LEVEL, {})
        context.rate_judged = judged
        if rule.passes and rule.passes(context):
            assert rule._check
            assert rule.passed == (rule, *(tuple(rule._check(context, rule)) or (Pass(),)))
            assert rule.judge(context) == (Pass(),)


def _texts(outcomes: tuple[Outcome, ...]) -> list[Any]:
    """How a rule ended, but for the counts of the stages that it points to."""
    found: list[Any] = []
    for one in outcomes:
        if isinstance(one, Finding):
            found.append(one._replace(stage=None, came_from=None))
            found.append((one.stage and one.stage.name, one.came_from and one.came_from.name))
        else:
            found.append(one)
    return found


def test_kinds_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "_MOST_KINDS", 2)
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    for name in "abcab":
        data = {"stages": {"contacted": 100, name: 5, "interested": 9}}
        found = policy.judged(funnel(data)).report
        assert found is not None
        assert told(found) == told(report_of(catalogue(), data))
        assert len(policy._engine._kinds) <= 2


def test_what_is_settled_for_equal_fields_is_forgotten_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "_MOST_KINDS", 2)
    monkeypatch.setattr(Alike, "_MOST", 2)
    monkeypatch.setattr(policies, "_MOST_SETTLED", 2)
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    for share in (4, 8, 12, 30, 4):
        for approach in ("active", "passive"):
            floor = {"interest-ratio": {"floor": f"1:{share}", "typical": "1:2"}}
            data = {"stages": {"contacted": 100, "interested": 9}, "approach": approach}
            for kind in (data, {**data, "pay": {"commission": f"{share}%"}}, {**data, "thresholds": floor}):
                found = policy.judged(funnel(kind)).report
                assert found is not None
                assert told(found) == told(report_of(catalogue(), kind))
                sizes = [len(policy._engine._kins), len(policy._settled)]
                assert max(*sizes, *[len(group.known) for group in policy._engine._alike]) <= 2


class Watched:
    """A funnel that remembers what it was asked for."""

    def __init__(self, described: Funnel) -> None:
        self.described = described
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.described, name)


@settings(deadline=None)
@given(FUNNELS)
def test_rules_look_at_nothing_but_what_they_say(data: dict[str, Any]) -> None:
    """Else what is settled for one funnel would be told of another one."""
    for rule in catalogue():
        if not rule.counts:
            context = Context(funnel(data), LEVEL, {})
            watched: Any = Watched(context.funnel)
            context.funnel = watched
            rule.judge(context)
            assert watched.asked <= {*rule.looks_at}, rule.code


def test_a_rule_that_crashes_before_it_has_seen_a_count_is_a_defect_of_each_funnel() -> None:
    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        if context.funnel.name:
            raise RuntimeError(context.funnel.name)
        yield Pass()

    policy = Policy((made("ACME1", check, counts=False),), Settings(as_of=TODAY))
    for name in ("one", "two"):
        judged = policy.judged(funnel({"name": name, "stages": {"a": 1}}))
        assert [one.message for one in judged.defects] == [f"RuntimeError: {name}"]
        assert judged.report is not None
        assert judged.report.passed == ()


def test_a_settled_pass_may_name_a_stage_and_rest_on_evidence() -> None:
    evidence = Evidence(Rate(1, 3), "1:3", None)

    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Pass(unsure=True, evidence=evidence, stage=context.funnel.stages[1])

    def plainly(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Pass(stage=context.funnel.stages[0])

    rules = (made("ACME1", check, counts=False), made("ACME2", plainly), made("ACME3", plainly, counts=False))
    report = report_of(rules, {"stages": {"a": 9, "b": 3}})
    assert [(one.code, one.unsure, one.evidence, one.stage) for one in report.passed] == [
        ("ACME1", True, evidence, "b"),
        ("ACME2", False, None, "a"),
        ("ACME3", False, None, "a"),
    ]
    left = report_of(rules, {"stages": {"a": 9, "b": 3}}, ignore=("ACME1", "ACME2"))
    assert [one.code for one in left.passed] == ["ACME3"]


def test_an_aim_beside_evidence_without_an_interval_has_a_range_all_the_same() -> None:
    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        first, last = context.funnel.stages
        evidence = Evidence(Rate(10, 100), "1:10", None)
        aim = Threshold.of("1:5", "stated")
        yield Finding(Severity.ERROR, "few", last, first, evidence=evidence, aim=aim)

    rules = (made("ACME1", check),)
    data = {"stages": {"contacted": 100, "purchased": 10}}
    stake = report_of(rules, data).diagnoses[0].stake
    literal = report_of(rules, data, level=None).diagnoses[0].stake
    assert stake is not None
    assert literal is not None
    assert stake.high is not None
    assert stake.low < stake.purchases == literal.purchases == 10 < stake.high
    assert (literal.low, literal.high) == (10, 10)


def test_thresholds_in_force() -> None:
    """The rule's own, one set in place of its, and one for which it has none; each knows what it is."""
    rule = next(one for one in catalogue() if one.code == "FDX302")
    where = Context(funnel({"stages": {"a": 1}}), LEVEL, {("FDX302", "floor"): Share(1, 60)})
    floor, typical = (rule.in_force(where)[key] for key in ("floor", "typical"))
    assert (floor.share, floor.basis, floor.own, floor.default) == (Share(1, 60), "stated", True, None)
    assert typical == rule.thresholds["typical"]
    own = Context(funnel({"stages": {"a": 1}}), LEVEL, {("FDX302", "typical"): Share(1, 9)})
    assert [*rule.in_force(own)] == ["typical"]
    changed = rule.in_force(own)["typical"]
    assert (changed.share, changed.basis, changed.own) == (Share(1, 9), typical.basis, True)
    assert rule.in_force(own) is rule.in_force(own), "settled once for the kind"
    assert rule.in_force(Context(funnel({"stages": {"a": 1}}), LEVEL, {})) is rule.thresholds


def test_a_rule_describes_itself() -> None:
    rule = made("ACME1", lambda *_: (), thresholds={"floor": Threshold.of("1:5", "stated")})
    rule.family = "acme"
    rule.manual = "It is so.\n\nWhy      Since.\nHealthy  stages: {a: 1}\nAiling   stages: {a: 2}\n"
    rule.sources = ("titov", "a book of ours")
    card = rule.card()
    assert (card.code, card.name, card.family, card.summary) == ("ACME1", "acme1", "acme", "")
    assert (card.headline, card.why) == ("It is so.", "Since.")
    assert (card.says, card.differs) == ("", "")
    assert (card.healthy, card.ailing) == ("stages: {a: 1}", "stages: {a: 2}")
    assert (card.thresholds, card.keys, card.cause, card.actions) == (
        rule.thresholds,
        rule.keys,
        "why",
        ("do",),
    )
    known, own = card.articles
    assert known == ARTICLES["titov"]
    assert known.title != "titov"
    assert own == Article("a book of ours", "a book of ours", None)


def test_a_rule_settles_once_whether_it_applies() -> None:
    asked: list[Context] = []

    def unless(context: Context) -> Skip | None:
        asked.append(context)
        return Skip("elsewhere") if context.funnel.market == "b2b" else None

    rule = made("ACME1", lambda *_: (), unless=unless)
    where = Context(funnel({"stages": {"a": 1}}), LEVEL, {})
    assert rule.settle(where) is None
    assert rule.judge(where) == (Pass(),)
    assert asked == [where], "asked once for all funnels of the kind"
    elsewhere = Context(funnel({"stages": {"a": 1}, "market": "b2b"}), LEVEL, {})
    assert rule.settle(elsewhere) == (Skip("elsewhere"),)
    assert rule.judge(elsewhere) == (Skip("elsewhere"),)
    plain = made("ACME2", lambda *_: (), counts=False)
    assert plain.settle(where) == (Pass(),)
    rule.plugin = "acme"
    assert rule.settle(elsewhere) is None, "a plugin's rule may look at what it likes"


def test_what_is_asked_of_cold_calls_is_about_other_funnels() -> None:
    (rule,) = [one for one in catalogue() if one.code == "FDX201"]
    (skip,) = rule.judge(Context(funnel({"stages": {"dialed": 9}, "customers": {"hot": 1}}), LEVEL, {}))
    assert isinstance(skip, Skip)
    assert skip.outside is True
    (skip,) = rule.judge(Context(funnel({"stages": {"contacted": 9}}), LEVEL, {}))
    assert isinstance(skip, Skip)
    assert skip.outside is False


def test_a_rule_judged_by_itself_asks_whether_it_applies() -> None:
    where = Context(funnel({"stages": {"a": 1}}), LEVEL, {})
    rule = made("ACME1", lambda *_: (), unless=lambda _: Skip("not here"))
    assert rule.judge(where) == (Skip("not here"),)
    rate = next(one for one in catalogue() if isinstance(one, RateRule))
    (skip,) = rate.judge(where)
    assert isinstance(skip, Skip)


def test_a_rule_of_a_plugin_is_asked_at_every_funnel_whether_it_applies() -> None:
    def small(context: Context) -> Skip | None:
        return Skip("too small") if (context.counts[0] or 0) < 10 else None

    rule = made("ACME1", lambda *_: (), unless=small)
    rule.plugin = "acme"
    policy = Policy((rule,), Settings(as_of=TODAY))
    ends = []
    for count in (50, 5, 60):
        report = policy.judged(funnel({"stages": {"a": count}})).report
        assert report is not None
        ends.append([one.reason for one in report.skipped] or [one.code for one in report.passed])
    assert ends == [["ACME1"], ["too small"], ["ACME1"]]


def test_what_is_made_quickly_is_made_whole() -> None:
    data = {"stages": {"contacted": 1000, "interested": 90, "purchased": 20}, "customers": {"hot": 0}}
    report = report_of(catalogue(), {**data, "market": "b2c", "deal_value": "5 EUR"})
    parts: list[Any] = [
        report,
        *report.steps,
        *report.diagnoses,
        *report.passed,
        report.overall,
        report.location,
    ]
    parts += [one.evidence for one in report.ended] + [one.stake for one in report.diagnoses]
    for one in parts:
        if one is not None:
            assert type(one)(*one) == one
            assert type(one)._make(one) == one  # which counts them
    assert {type(one) for one in report.steps} == {Step}


def test_in_which_order_rules_are_told() -> None:
    """Findings by code, what is skipped in the order of the rules; those that look at the others see it so, too."""
    seen: list[list[str]] = []

    def found(context: Context, rule: Rule) -> Iterator[Outcome]:
        yield Finding(Severity.NOTE, f"{rule.code} of {context.counts[0]}", context.funnel.stages[0])

    def skipped(context: Context, rule: Rule) -> Iterator[Outcome]:
        yield Skip(f"{rule.code} of {context.counts[0]}", outside=rule.code == "ACME3")

    def early(_: Context, rule: Rule) -> Iterator[Outcome]:
        yield Skip(f"{rule.code} of any")

    def last(context: Context, _: Rule) -> Iterator[Outcome]:
        seen.append([code for code, _ in context.skipped])
        yield Skip("ACME1 comes last")

    rules = (
        made("ACME1", last, comes_last=True),
        made("ACME9", found),
        made("ACME8", skipped),
        made("ACME7", found),
        made("ACME6", early, counts=False),
        made("ACME5", found),
        made("ACME3", skipped),
        made("ACME4", early, counts=False),
    )
    engine = Engine(rules, LEVEL)
    for _ in range(2):
        judgement = engine.judge(funnel({"stages": {"a": 9, "b": 3}}), {})
        assert [rule.code for rule, _ in judgement.found] == ["ACME5", "ACME7", "ACME9"]
        assert [code for code, _ in judgement.skipped] == [
            "ACME8",
            "ACME6",
            "ACME3",
            "ACME4",
            "ACME1",
        ]
        assert judgement.outside == {"ACME3"}
        assert judgement.defects == []
    assert seen == [["ACME8", "ACME6", "ACME3", "ACME4"]] * 2
    two = Engine((rules[1], rules[3]), LEVEL).judge(funnel({"stages": {"a": 9}}), {})
    assert [rule.code for rule, _ in two.found] == ["ACME7", "ACME9"]


def test_thresholds_of_a_funnel_hold_for_it_alone() -> None:
    """Also those of rules that look at no count, and are settled once for all funnels with equal fields."""
    engine = Engine(catalogue(), LEVEL)
    data = {
        "stages": {"contacted": 100},
        "approach": "active",
        "pay": {"commission": "8%", "fixed_share": "30%"},
    }
    described = funnel(data)
    low, longer = ("FDX404", "low"), ("FDX404", "high")
    ways: list[dict[tuple[str, str], Share]] = [{}, {low: Share(1, 11)}, {}, {low: Share(1, 50)}]
    ways += [{longer: Share(1, 20)}, {low: Share(1, 11)}, {}]
    ends = []
    for thresholds in ways:
        judged, alone = (one.judge(described, thresholds) for one in (engine, Engine(catalogue(), LEVEL)))
        ends.append([(rule.code, found.severity) for rule, found in judged.found])
        assert ends[-1] == [(rule.code, found.severity) for rule, found in alone.found]
        assert judged.kin.settled({"FDX404"}) == alone.kin.settled({"FDX404"})
    assert ends[0] == ends[2] == ends[6]
    assert ends[0] != ends[1] == ends[5]


def test_a_rule_that_crashes_costs_no_other_and_names_its_plugin() -> None:
    def crash(context: Context, _: Rule) -> Iterator[Outcome]:
        if context.counts[0]:
            raise RuntimeError(f"at {context.counts[0]}")
        yield Pass()

    def found(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Finding(Severity.NOTE, "found", context.funnel.stages[0])

    rules = (made("ACME1", crash), made("ACME2", found))
    rules[0].plugin = "acme"
    judgement = Engine(rules, LEVEL).judge(funnel({"stages": {"a": 9, "b": 3}}), {})
    assert judgement.defects == [Defect("ACME1", "acme", "RuntimeError: at 9")]
    assert [rule.code for rule, _ in judgement.found] == ["ACME2"]


def test_what_is_settled_is_settled_once() -> None:
    asked: list[tuple[str, bool, Level | None, int]] = []

    def of_kind(context: Context, rule: Rule) -> Iterator[Outcome]:
        asked.append((rule.code, bool(context.thresholds), context.level, id(context.kind)))
        yield Pass()

    rules = (
        made("ACME1", of_kind, counts=False, looks_at=("stages",)),
        made("ACME2", of_kind, counts=False, looks_at=("team",)),
    )
    engine = Engine(rules, LEVEL)
    own = {("ACME3", "floor"): Share(1, 2)}
    for thresholds in ({}, own, {}, own):
        for count in (9, 8, 7):
            for team in ([], ["seller"]):
                engine.judge(funnel({"stages": {"a": count, "b": 3}, "team": team}), thresholds)
    assert [one[:3] for one in asked] == [
        (code, thresholds, LEVEL)
        for thresholds in (False, True)
        for code in ("ACME1", "ACME2", "ACME2")
    ]  # fmt: skip
    assert len({one[3] for one in asked}) == 2, "of one kind, by the thresholds that it was settled under"
    assert len(engine._kinds) == 2
    assert len(engine._kins) == 2, "teams that end alike are one"
