"""Own rules, declared between any two stages: how `explain` describes them."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.cards import Article
from funneldx.config import Settings
from funneldx.declared import OwnRule
from funneldx.diagnosis import FunnelReport, Severity
from funneldx.policy import Policy
from funneldx.rates import Share
from funneldx.rules.gap_rule import GapRule, as_role
from tests.judging import TODAY, funnel

KEPT: dict[str, Any] = {
    "code": "OWN1",
    "name": "trial-gap",
    "of": "Trial {week}",
    "reached": "purchased",
    "floor": Share(1, 5),
    "typical": None,
    "basis": "stated",
    "severity": Severity.WARNING,
    "cause": None,
    "actions": (),
    "source": None,
    "field": "rules.0",
}


def own(**said: Any) -> GapRule:
    return GapRule(OwnRule(**{**KEPT, **said}), ".funneldx.yaml")


def test_a_card() -> None:
    card = own().card()
    assert card.headline == "Too few of those at “Trial {week}” reach purchased."
    assert card.summary == "purchased of “Trial {week}”"
    assert (card.why, card.says, card.differs) == (
        "A rule of your own, declared in the configuration.",
        "",
        "",
    )
    assert card.healthy == 'stages: {"Trial {week}": 10000, purchased: 2400}'
    assert card.ailing == 'stages: {"Trial {week}": 10000, purchased: 1000}'
    assert card.cause == "Too few of those at “Trial {week}” go on; the rule is your own and names no cause."
    assert card.actions == ("Find out from five of those who stopped what kept them from purchased.",)
    assert card.articles == (Article(".funneldx.yaml", "your own source", None),)
    assert card.severities == (Severity.NOTE, Severity.WARNING)
    assert [*card.thresholds] == ["floor"]
    assert card.keys == ("floor", "typical")


def test_what_is_said_of_it_wins() -> None:
    rule = own(
        of="interested", floor=Share(1, 5), typical=Share(9, 10), cause="so", actions=("do",), source="us"
    )
    card = rule.card()
    assert (card.cause, card.actions, card.articles[0].id) == ("so", ("do",), "us")
    assert card.headline == "Too few of those at interested reach purchased."
    assert card.healthy == "stages: {interested: 10000, purchased: 10000}"
    assert card.ailing == "stages: {interested: 10000, purchased: 1000}"


@pytest.mark.parametrize(
    ("what", "role"),
    [
        ("Price discussed", "price_discussed"),
        (" price-discussed ", "price_discussed"),
        ("PURCHASED", "purchased"),
        ("Trial week", "Trial week"),
    ],
)
def test_a_role_however_it_is_written(what: str, role: str) -> None:
    assert as_role(what) == role


def test_names_in_other_letters_stand_as_they_are() -> None:
    assert own(of="Заявка").card().healthy.startswith('stages: {"Заявка": 10000, purchased: ')


def test_how_many_would_settle_it_is_counted_at_its_stage() -> None:
    rule = own(of="Trial", reached="Sale", floor=Share(1, 5), typical=None)
    policy = Policy((rule,), Settings(as_of=TODAY))

    def told(data: dict[str, Any]) -> FunnelReport:
        report = policy.judged(funnel(data)).report
        assert report is not None
        return report

    (found,) = told({"stages": {"Trial": 50, "Sale": 8}}).diagnoses
    assert found.confidence == "suspected"
    assert found.message == (
        "8 of 50 at “Trial” reached “Sale”: 1:6.3. That looks under 1:5, but too few were counted to tell (95 % interval "
        "8.3–28.5 %); 385 at “Trial” at this rate would settle it."
    )
    (same,) = (one.reason for one in told({"stages": {"Sale": 50, "Trial": 8}}).skipped)
    assert same == "“Sale” does not stand after “Trial” here"
    itself = Policy((own(of="Trial", reached="trial!", floor=Share(1, 5)),), Settings(as_of=TODAY))
    report = itself.judged(funnel({"stages": {"Trial": 50, "Sale": 8}})).report
    assert report is not None
    assert [one.reason for one in report.skipped] == ["“Trial” does not stand after “Trial” here"]
    assert report.diagnoses == ()
