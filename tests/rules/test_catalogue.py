"""Every rule of the catalogue is complete: named, explained with two funnels that show it, and sourced."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from funneldx.cards import RuleCard
from funneldx.rates import Level
from funneldx.reports.manual_page import own_thresholds
from funneldx.rules import FAMILIES, catalogue
from funneldx.rules.articles import ARTICLES
from funneldx.rules.context import Context
from funneldx.rules.manual import manual
from funneldx.rules.rule import Rule, Skip
from tests.judging import funnel, judged, series
from tests.rules.test_cases import CASES, ended

every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)


def test_codes_and_names_are_unique() -> None:
    rules = catalogue()
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)


def test_catalogue_is_in_the_order_of_the_codes() -> None:
    codes = [rule.code for rule in catalogue()]
    assert codes == sorted(codes)


def test_families_share_no_prefix() -> None:
    assert len(set(FAMILIES.values())) == len(FAMILIES)
    assert {rule.family for rule in catalogue()} == set(FAMILIES)


@every_rule
def test_code_and_name(rule: Rule) -> None:
    assert re.fullmatch(r"FDX[0-9]{3}", rule.code)
    assert rule.code.startswith(FAMILIES[rule.family])
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@every_rule
def test_texts(rule: Rule) -> None:
    assert rule.summary
    assert rule.cause.endswith(".")
    assert rule.actions
    assert all(action.endswith(".") for action in rule.actions)


@every_rule
def test_sources_are_known(rule: Rule) -> None:
    assert rule.sources
    assert set(rule.sources) <= set(ARTICLES)


@every_rule
def test_manual_is_whole(rule: Rule) -> None:
    text = manual(rule.manual)
    assert text.summary
    assert text.why
    assert text.healthy
    assert text.ailing
    assert text.says or rule.sources == ("funneldx",), "it cites an article, but not what that says"


SECTIONS = ("Why", "Healthy", "Ailing", "Says", "Differs")


@every_rule
def test_every_line_of_the_manual_is_read(rule: Rule) -> None:
    """A section of another name, or a line that is not indented, would be lost without a word."""
    _, *lines = rule.manual.strip().splitlines()
    for line in lines:
        assert not line or line.startswith("  ") or line.split(" ", 1)[0] in SECTIONS, line
    words = sum(len(line.split()) for line in lines)
    text = manual(rule.manual)
    headed = [part for part in text[1:] if part]
    assert words == sum(len(part.split()) for part in headed) + len(headed)


@every_rule
def test_what_an_article_says_is_told_of_each(rule: Rule) -> None:
    said = " ".join(manual(rule.manual)[-2:])
    for source in set(rule.sources) - {"funneldx"}:
        assert re.search(rf"(?<![\w-]){source}(?![\w-])", said), source


@every_rule
def test_its_thresholds_can_be_set_as_explained(rule: Rule) -> None:
    card = rule.card()
    if card.keys:
        written = {(one.rule, one.key): one.value for one in funnel(described_as(card)).thresholds}
        assert written == {(rule.name, key): limit.share for key, limit in card.thresholds.items()}
        assert judged(described_as(card)).problems == ()


def described_as(card: RuleCard) -> str:
    """A funnel that sets each threshold to what it is."""
    return f"stages: {{contacted: 9, purchased: 3}}\n{own_thresholds(card)}"


@every_rule
def test_healthy_example_passes(rule: Rule) -> None:
    ends = [ended(report, rule.code) for report in series(manual(rule.manual).healthy)]
    assert any("passed" in end for end in ends), ends
    assert not any("found" in end for end in ends), ends


@every_rule
def test_ailing_example_is_diagnosed(rule: Rule) -> None:
    ends = [ended(report, rule.code) for report in series(manual(rule.manual).ailing)]
    assert any("found" in end for end in ends), ends


@every_rule
def test_declared_severities_are_those_of_the_cases(rule: Rule) -> None:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{rule.code}.yaml").read_text(encoding="utf-8"))
    found = {
        one["severity"] for case in cases for one in case["expect"].get("found", ()) if "severity" in one
    }
    assert found == {severity.label for severity in rule.severities}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_case_ids_are_unique(path: Any) -> None:
    assert path.stem in {rule.code for rule in catalogue()}
    ids = [case["id"] for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("FDX302", {("contacted", "listened"), ("contacted", "interested")}),
        ("FDX306", {("contacted", "purchased"), ("dialed", "purchased")}),
        ("FDX102", {("contacted", "interested")}),
        ("FDX601", set()),
    ],
)
def test_for_which_steps_there_is_a_figure(code: str, steps: set[tuple[str, str]]) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    assert {(str(first), str(last)) for first, last in rule.relates} == steps


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("FDX003", ("stages",)),
        ("FDX006", ("stages",)),
        ("FDX007", ("stages",)),
        ("FDX501", ("approach", "product", "forecast")),
        ("FDX502", ("approach", "product", "forecast")),
        ("FDX504", ("approach", "product", "forecast")),
        ("FDX401", ("approach", "product")),
        ("FDX402", ("approach", "promotion")),
        ("FDX403", ("approach", "team")),
        ("FDX404", ("approach", "pay")),
        ("FDX405", ("approach", "response")),
        ("FDX406", ("stages", "approach")),
    ],
)
def test_what_looks_at_no_count_is_settled_once(code: str, fields: tuple[str, ...]) -> None:
    """For all funnels that are equal in these fields: it is what makes scans of thousands fast."""
    (rule,) = (one for one in catalogue() if one.code == code)
    assert rule.counts is False
    assert rule.looks_at == fields


@pytest.mark.parametrize(("code", "whole"), [("FDX602", True), ("FDX603", False)])
def test_what_is_about_other_funnels_leaves_nothing_out(code: str, whole: bool) -> None:
    """The sum is no segment and a segment no sum: neither is told to lack anything."""
    (rule,) = (one for one in catalogue() if one.code == code)
    segment = {"stages": {"contacted": 1000, "interested": 400}}
    data = {"funnels": [{"period": "2026-01", "labels": {"by": name}, **segment} for name in "ab"]}
    places = [report.funnel.place for report in series(data)]  # type: ignore[attr-defined]  # all are of one series
    skipped = [rule._not_here(place) for place in places if place.whole is whole]  # type: ignore[attr-defined]
    assert skipped
    assert all(skip.outside is True for skip in skipped)


@pytest.mark.parametrize(
    ("code", "key", "value", "basis"),
    [
        ("FDX101", "typical", "1:2", "interpretation"),
        ("FDX103", "typical", "1:2", "interpretation"),
        ("FDX104", "typical", "1:10", "interpretation"),
        ("FDX102", "floor", "1:5", "stated"),
        ("FDX301", "floor", "1:20", "interpretation"),
        ("FDX303", "typical", "3:4", "example"),
    ],
)
def test_where_a_threshold_comes_from(code: str, key: str, value: str, basis: str) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    assert (str(rule.thresholds[key].share), rule.thresholds[key].basis) == (value, basis)


@pytest.mark.parametrize(
    ("code", "passes", "fails"),
    [
        ("FDX001", {"contacted": 9, "interested": 3}, {"contacted": 3, "interested": 9}),
        ("FDX002", {"contacted": 9, "interested": 3}, {"contacted": 9, "interested": 0}),
    ],
)
def test_what_plainly_passes_says_so_at_once(
    code: str, passes: dict[str, int], fails: dict[str, int]
) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    assert rule.passes is not None
    level = Level.of(0.95)
    assert rule.passes(Context(funnel({"stages": passes}), level, {})) is True
    assert rule.passes(Context(funnel({"stages": fails}), level, {})) is False


@pytest.mark.parametrize("code", ["FDX005"])
def test_once_a_rate_was_judged_something_was_checked(code: str) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    where = Context(funnel({"stages": {"contacted": 9}}), Level.of(0.95), {})
    assert rule.passes is not None
    assert rule.passes(where) is False
    where.rate_judged = True
    assert rule.passes(where) is True


@pytest.mark.parametrize("code", ["FDX601", "FDX602", "FDX603", "FDX604"])
def test_a_funnel_that_stands_alone_lacks_no_series(code: str) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    ends = rule.settle(Context(funnel({"stages": {"contacted": 9}}), Level.of(0.95), {}))
    assert ends is not None
    assert [(type(end), end.outside) for end in ends] == [(Skip, True)]  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["FDX003"])
def test_the_roles_are_told(code: str) -> None:
    (rule,) = (one for one in catalogue() if one.code == code)
    assert rule.actions[1].startswith("The roles are prospects, dialed, contacted, ")
