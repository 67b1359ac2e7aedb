"""How the rules ended, put into words; and the same at a glance, with nothing put into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from funneldx import figures
from funneldx.config import Settings
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Location
from funneldx.policy import Judged, Policy
from funneldx.rates import Level, Rate, Threshold
from funneldx.reports import overview
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed
from funneldx.telling import glance, message_of, overall_rate, report
from tests.judging import TODAY, funnel, judged
from tests.test_engine import made, report_of

LEVEL = Level.of(0.95)
FUNNELS = (
    "stages: {contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}",
    "stages: {prospects: 9000, contacted: 1000, interested: 90, price_discussed: 10, purchased: 5}",
    "stages: {contacted: 300, interested: 100, price_discussed: 0, purchased: 0}",
    "stages: {contacted: 300, interested: 0, purchased: 2}",
    "stages: {contacted: 900, interested: 400}",
    "stages: {Alpha: 900, Beta: 300}",
    "stages: {Alpha: 900}",
    "{customers: {hot: 3, warm: 30, cold: 60}, stages: {contacted: 1000, interested: 90, purchased: 93}}",
    "{channel: cold-calls, stages: {dialed: 1000, contacted: 300, interested: 90, invited: 9, purchased: 1}}",
)


@pytest.mark.parametrize("level", [LEVEL, None])
@pytest.mark.parametrize("text", FUNNELS)
def test_a_glance_sees_what_the_report_says(text: str, level: Level | None) -> None:
    one = judged(text, level=level)
    assert one.report is not None
    assert one.glance == overview.glance_of(one.report)
    said = [(each.code, each.severity, each.confidence) for each in one.report.diagnoses]
    assert [*one.glance.found] == said
    assert one.glance.rates == sum(each.evidence is not None for each in one.report.ended)
    assert one.glance.bottleneck == one.report.bottleneck
    assert one.glance.overall == (one.report.overall.rate if one.report.overall else None)


@pytest.mark.parametrize("text", FUNNELS)
def test_only_what_is_kept_is_seen(text: str) -> None:
    """A rule that is left out judges no rate that is counted; what it found is nowhere."""
    one = judged(text)
    assert one.judgement is not None
    for codes in ((), {"FDX101", "FDX102"}, {"FDX102", "FDX103", "FDX104", "FDX201"}):
        kept = [(rule, finding) for rule, finding in one.judgement.found if rule.code in codes]
        seen, whole = glance(one.judgement, kept, codes), report(one.judgement, kept, codes)
        assert seen == overview.glance_of(whole)
        assert {each.code for each in whole.ended} <= {*codes}
        assert seen.rates == sum(each.evidence is not None for each in whole.ended)


def test_how_many_rates_were_judged() -> None:
    """Of findings, of what passed, and of what passes for all funnels of a kind."""
    evidence = Evidence(Rate(1, 3), "1:3", None)

    def found(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Finding(Severity.NOTE, "few", context.funnel.stages[0], evidence=evidence)
        yield Finding(Severity.NOTE, "fewer", context.funnel.stages[0], evidence=evidence)
        yield Finding(Severity.NOTE, f"none of {context.counts[0]}", context.funnel.stages[0])

    def passed(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Pass(evidence=evidence, stage=context.funnel.stages[context.counts[0] is None])

    def plainly(context: Context, _: Rule) -> Iterator[Outcome]:
        yield Pass(unsure=context.counts[0] is None)

    rules = (
        made("ACME1", found),
        made("ACME2", passed),
        made("ACME3", passed),
        made("ACME4", plainly),
        made("ACME5", lambda _, __: iter((Pass(evidence=Weighed(Rate(1, 3), ())),)), counts=False),
    )
    one = Policy(rules, Settings(as_of=TODAY)).judged(funnel({"stages": {"a": 9, "b": 3}}))
    judgement = one.judgement
    assert judgement is not None
    assert one.glance.rates == 5
    assert glance(judgement, judgement.found[:1], {"ACME1", "ACME3", "ACME4"}).rates == 2
    assert glance(judgement, [], {"ACME4", "ACME5"}).rates == 1
    assert glance(judgement, [], ()).rates == 0
    whole = report(judgement, [], {"ACME3", "ACME5", "ACME4"})
    assert [each.code for each in whole.passed] == ["ACME3", "ACME4", "ACME5"]
    assert whole.passed[2].evidence == Evidence(Rate(1, 3), "1:3", Rate(1, 3).interval(LEVEL), None)


def test_what_a_finding_says() -> None:
    """Whether it is a text, or made of the evidence with its interval."""
    one = judged("stages: {contacted: 900, interested: 90, Warmed thru: 9}")
    assert one.judgement is not None
    said = [message_of(one.judgement, finding) for _, finding in one.found]
    whole = report(one.judgement, one.found, {rule.code for rule in catalogue()})
    assert said == [diagnosis.message for diagnosis in whole.diagnoses]
    assert any("95 % interval" in text for text in said)
    assert any(isinstance(finding.message, str) for _, finding in one.found)
    assert any(not isinstance(finding.message, str) for _, finding in one.found)


@pytest.mark.parametrize("level", [LEVEL, Level.of(0.8), None])
def test_each_step_has_its_rate(level: Level | None) -> None:
    """Of stages that no rule knows too; without an interval where more came than there were, or nobody was there."""
    counts = [10, 10, 1, 1, 0, 0, 7, 9, 3]
    data = {"stages": {f"step {number}": count for number, count in enumerate(counts)}}
    steps = report_of(catalogue(), data, level=level).steps
    assert len(steps) == 8
    for number, (step, n, k) in enumerate(zip(steps, counts, counts[1:], strict=False)):
        assert (step.came_from, step.to) == (f"step {number}", f"step {number + 1}")
        rate = Rate(k, n)
        interval = rate.interval(level) if level and n and k <= n else None
        assert step.evidence == (rate, figures.ratio(k, n), interval, None)


def test_a_step_is_written_as_the_rule_writes_it_that_judged_it() -> None:
    data = {"stages": {"contacted": 1000, "interested": 199, "price_discussed": 50}}
    whole = report_of(catalogue(), data)
    (found,) = [one for one in whole.diagnoses if one.code == "FDX102"]
    assert found.evidence is not None
    assert found.evidence.ratio == "1:5.03"
    assert whole.steps[0].evidence is found.evidence


def test_a_step_is_written_as_the_last_rule_says_that_judged_its_rate() -> None:
    def said(evidence: Evidence, reached: int) -> Any:
        def check(context: Context, _: Rule) -> Iterator[Outcome]:
            assert context.counts
            yield Pass(evidence=evidence, stage=context.funnel.stages[reached])

        return check

    one, other = Evidence(Rate(3, 9), "one", None), Evidence(Rate(3, 9), "other", None)
    elsewhere, another = Evidence(Rate(3, 9), "elsewhere", None), Evidence(Rate(2, 9), "another rate", None)
    rules = (
        made("ACME1", said(one, 1)),
        made("ACME2", said(other, 1)),
        made("ACME3", said(elsewhere, 0)),
        made("ACME4", said(another, 1)),
        made("ACME5", said(Evidence(Rate(3, 9), None, None), 1)),
    )
    (step,) = report_of(rules, {"stages": {"a": 9, "b": 3}}).steps
    assert step.evidence is other


def test_where_a_finding_points() -> None:
    """To its field, else to its stage, else to where the funnel begins."""

    def check(context: Context, _: Rule) -> Iterator[Outcome]:
        stage = context.funnel.stages[1]
        yield Finding(Severity.NOTE, f"{context.counts}", stage)
        yield Finding(Severity.NOTE, "", stage, field="market")
        yield Finding(Severity.NOTE, "")
        yield Finding(Severity.NOTE, "", stage, cause="because", actions=("now",), urgent=False)

    text = "name: one\nmarket: b2b\nstages:\n  a: 9\n  b: 3\n"
    one: Judged = Policy((made("ACME1", check),), Settings(as_of=TODAY)).judged(funnel(text))
    assert one.report is not None
    assert [(each.field, each.location) for each in one.report.diagnoses] == [
        ("stages.b", Location("funnel.yaml", 5, 6)),
        ("market", Location("funnel.yaml", 2, 9)),
        (None, Location("funnel.yaml", 1, 1)),
        ("stages.b", Location("funnel.yaml", 5, 6)),
    ]
    assert one.report.location == Location("funnel.yaml", 1, 1)
    assert [(each.cause, each.actions, each.urgent) for each in one.report.diagnoses[2:]] == [
        ("why", ("do",), True),
        ("because", ("now",), False),
    ]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("stages: {a: 9, b: 3}", Rate(3, 9)),
        ("stages: {a: , b: 9, c: 3, d: }", Rate(3, 9)),
        ("stages: {a: 9, b: 5, c: 3}", Rate(3, 9)),
        ("stages: {contacted: 90, purchased: 3, repeat: 2}", Rate(3, 90)),
        ("stages: {contacted: 90, interested: 30, purchased: }", Rate(30, 90)),
        ("stages: {contacted: 90, interested: 90}", Rate(90, 90)),
        ("stages: {contacted: 90, interested: 91}", None),
        ("stages: {contacted: 90, interested: 0}", Rate(0, 90)),
        ("stages: {contacted: 0, interested: 0}", None),
        ("stages: {contacted: 90}", None),
        ("stages: {contacted: , interested: }", None),
        ("stages: {purchased: 90, repeat: 3}", None),
    ],
)
def test_how_many_of_the_first_stage_bought(text: str, rate: Rate | None) -> None:
    assert overall_rate(Context(funnel(text), LEVEL, {})) == rate
    for level in (LEVEL, None):
        overall = judged(text, level=level).report.overall  # type: ignore[union-attr]
        if rate is None:
            assert overall is None
        else:
            interval = rate.interval(level) if level else None
            assert overall == (rate, figures.ratio(*rate), interval, None)


def test_thresholds_stand_beside_the_diagnosis() -> None:
    (one,) = [each for each in judged(FUNNELS[0]).report.diagnoses if each.code == "FDX102"]  # type: ignore[union-attr]
    assert isinstance(one.thresholds["floor"], Threshold)
    assert one.sources
    assert (one.name, one.family, one.stage, one.came_from) == (
        "interest-ratio",
        "steps",
        "interested",
        "contacted",
    )
