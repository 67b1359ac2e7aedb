"""The page that `explain` prints."""

from __future__ import annotations

from datetime import date

import pytest

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport
from funneldx.policy import Policy
from funneldx.reports.layout import Canvas, PlainCanvas
from funneldx.reports.manual_page import page
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import catalogue
from funneldx.rules.rule import Rule
from funneldx.sources import Source

every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)


def explained(rule: Rule, canvas: Canvas) -> str:
    card = rule.card()
    return page(card, _judged(card.healthy, rule.code), _judged(card.ailing, rule.code), canvas)


def _judged(example: str, code: str) -> FunnelReport:
    policy = Policy(catalogue(), Settings(as_of=date(2026, 11, 22), select=(code,)))
    *_, report = Run([Source("example.yaml", example.encode)], policy, ())
    return report


def lines(code: str) -> list[str]:
    (rule,) = (rule for rule in catalogue() if rule.code == code)
    return explained(rule, PlainCanvas(unicode=True)).splitlines()


@every_rule
@pytest.mark.parametrize("width", [60, 80, 140])
def test_fits_the_terminal(rule: Rule, width: int) -> None:
    text = explained(rule, TerminalCanvas(width=width, unicode=True, color=False))
    assert max(map(len, text.splitlines())) <= width


@every_rule
def test_every_article_is_told_of_where_it_stands(rule: Rule) -> None:
    text = explained(rule, PlainCanvas(unicode=True))
    for article in rule.card().articles:
        assert f"{article.id}: {article.title}" in text
    assert ("│ Articles    " in text) == (rule.sources != ("funneldx",))


def test_each_article_has_a_line_of_its_own() -> None:
    begins = [line[14:].split(":")[0] for line in lines("FDX101")]
    begin = begins.index("titov")
    assert begins[begin : begin + 3] == ["titov", "salers", "insales-ua"]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("FDX102", "Thresholds  floor 1:5: stated by titov"),
        ("FDX103", "floor 1:3: our reading of titov, which gives no number"),
        ("FDX104", "floor: it has none, but you may set one"),
        ("FDX201", "thresholds: {hot-share: {low: 10%, high: 15%}}"),
        ("FDX301", "typical 2:3: only in a worked example of titov, so it never makes more than a note"),
        ("FDX302", "thresholds: {listen-rate: {typical: 1:50}}"),
        ("FDX306", "Thresholds  yield 1:200: only in a worked example of titov"),
        ("FDX307", "Thresholds  300 dials: only in a worked example of titov"),
        ("FDX307", "thresholds: {in-house-dialling: {dials: 300}}"),
        ("FDX307", "--threshold in-house-dialling.dials=300"),
        ("FDX201", "--threshold hot-share.low=10%"),
    ],
)
def test_thresholds_tell_their_basis_and_how_to_set_them(code: str, line: str) -> None:
    assert any(found.endswith(line) for found in lines(code))


def test_a_rule_without_thresholds_or_articles_does_not_speak_of_them() -> None:
    text = "\n".join(lines("FDX001"))
    assert "Thresholds" not in text
    assert "Articles" not in text
    assert "Differs" not in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("FDX301", ("5.4 %", "2024", "9.9 %", "2025")),
        ("FDX302", ("one city", "58 %", "2025")),
        ("FDX303", ("4.8 %", "Cognism", "4.6 %", "Belkins")),
        ("FDX305", ("20 to 35 %",)),
        ("FDX102", ("13–22 %", "30–50 %", "FDX302")),
        ("FDX306", ("salers", "insales-ua")),
        ("FDX307", ("insales-ua",)),
        ("FDX201", ("passive-note", "kakzarabativat")),
    ],
)
def test_what_differs_is_told(code: str, words: tuple[str, ...]) -> None:
    (differs,) = (line for line in lines(code) if line.startswith("│ Differs"))
    for word in words:
        assert word in differs
