"""Judgements straight to JSON: the same to the byte as from their reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.config import Settings
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Funnel
from funneldx.policy import Policy
from funneldx.pressed import funnel_json
from funneldx.rates import Level, Rate, Threshold
from funneldx.reports import json_funnel
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed
from tests.judging import TODAY, funnel, items
from tests.reports.shared_run import FILES
from tests.test_engine import FUNNELS, made


def agree(policy: Policy, described: Funnel) -> bool:
    """Whether the judgement of a funnel is written directly; fail where its report would be written otherwise."""
    judged = policy.judged(described)
    if judged.report is None:
        return False
    data = funnel_json(judged, "{", "\n")
    assert data is None or data.decode() == json_funnel.funnel_text(judged.report) + "\n"
    return data is not None


@settings(deadline=None)
@given(st.lists(FUNNELS, min_size=1, max_size=4), st.text(max_size=9), st.booleans())
def test_it_is_what_is_written_from_the_report(funnels: list[Any], name: str, some: bool) -> None:
    policy = Policy(catalogue(), Settings(as_of=TODAY, ignore=("FDX004", "FDX401") if some else ()))
    for data in (*funnels, *funnels):
        described = funnel(data)._replace(name=name, labels={name: "##[x", "a": "b"}, period=None)
        assert agree(policy, described) or some


@pytest.mark.parametrize("path", [path for path in FILES if path.endswith((".yaml", ".csv"))])
def test_it_is_for_what_the_reports_are_shown_with(path: str) -> None:
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    for one in items(FILES[path], path):
        if isinstance(one, Funnel):
            agree(policy, one)


def test_what_takes_evidence_literally_or_leaves_something_out_is_written_from_the_report() -> None:
    data = {"stages": {"contacted": 1000, "interested": 90}}
    assert agree(Policy(catalogue(), Settings(as_of=TODAY)), funnel(data))
    assert not agree(Policy(catalogue(), Settings(as_of=TODAY, level=None)), funnel(data))
    assert not agree(Policy(catalogue(), Settings(as_of=TODAY, ignore=("FDX102",))), funnel(data))
    left_out = {**data, "ignore": [{"rule": "FDX102", "reason": "later"}]}
    assert not agree(Policy(catalogue(), Settings(as_of=TODAY)), funnel(left_out))


EVIDENCE = Evidence(Rate(1, 3), "1:3", None)
LIMIT = Threshold.of("1:2", "stated")
UNSETTLED = Weighed(Rate(1, 3), (LIMIT.share,), LIMIT)


@pytest.mark.parametrize(
    ("outcomes", "counts", "directly"),
    [
        ([Finding(Severity.NOTE, "so")], True, True),
        ([Finding(Severity.NOTE, lambda _: "so")], False, True),
        ([Finding(Severity.NOTE, lambda _: "so")], True, True),
        ([Finding(Severity.NOTE, "so", evidence=Weighed(Rate(1, 3), ()))], False, True),
        ([Finding(Severity.NOTE, "so", evidence=EVIDENCE)], True, False),
        ([Pass(evidence=EVIDENCE)], True, False),
        ([Pass(evidence=EVIDENCE)], False, False),
        ([Pass(evidence=UNSETTLED)], True, False),
        ([Pass(), Pass()], True, False),
        ([Pass(), Pass()], False, False),
        ([Pass(evidence=Weighed(Rate(1, 3), ())), Pass(evidence=Weighed(Rate(1, 3), ()))], True, False),
    ],
)
def test_rules_may_end_in_ways_that_are_left_to_the_report(
    outcomes: list[Outcome], counts: bool, directly: bool
) -> None:
    def check(_: Context, __: Rule) -> Iterator[Outcome]:
        yield from outcomes

    policy = Policy((made("ACME1", check, counts=counts),), Settings(as_of=TODAY, level=Level.of(0.8)))
    for _ in range(2):
        assert agree(policy, funnel({"stages": {"a": 9, "b": 3}})) is directly


def test_what_is_ignored_by_name_is_not_written() -> None:
    def plainly(_: Context, __: Rule) -> Iterator[Outcome]:
        yield Pass(evidence=Weighed(Rate(1, 3), ()))

    rules = (made("ACME1", plainly), made("ACME2", lambda *_: ()), made("ACME3", lambda *_: ()))
    assert agree(
        Policy(rules, Settings(as_of=TODAY, ignore=("ACME1", "ACME2"))), funnel({"stages": {"a": 9}})
    )


def test_many_ways_to_be_skipped_are_not_all_remembered() -> None:
    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        from funneldx.rules.rule import Skip  # noqa: PLC0415

        yield Skip(f"for {context.counts[0]}")

    policy = Policy((made("ACME1", check),), Settings(as_of=TODAY))
    for count in range(70):
        assert agree(policy, funnel({"stages": {"a": count}}))


def test_several_findings_have_stakes_of_their_own() -> None:
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    for more in range(
        20
    ):  # the second leak costs most, so that nothing holds what the first costs any longer
        stages = {
            "prospects": 1230 + more,
            "contacted": 590,
            "interested": 171,
            "price_discussed": 75,
            "purchased": 43,
        }
        described = funnel({"stages": stages, "deal_value": "900 EUR"})
        assert sum(one.stake is not None for one in policy.judged(described).words.diagnoses) == 3
        assert agree(policy, described)
