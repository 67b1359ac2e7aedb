"""The overview of many funnels: as it looks at every width, that it obeys nothing, and what it sums up.

The golden files are the report itself; look at them. FUNNELDX_GOLDEN=write renews them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import Defect, FunnelReport
from funneldx.errors import Problem
from funneldx.policy import Policy
from funneldx.reports import overview
from funneldx.reports.layout import Canvas, PlainCanvas
from funneldx.reports.overview import Listing, Overview, Row, glance_of, row_of
from funneldx.reports.overview_columns import Column, at_end, at_start, fit, in_the_middle
from funneldx.reports.overview_rows import title
from funneldx.reports.overview_table import spark
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import catalogue
from funneldx.sources import Source
from tests.judging import TODAY, reported
from tests.reports.shared_run import FILES, written
from tests.reports.test_text import ESCAPE, compared

MORE = {
    "clients/tokyo.yaml": "name: 東京オフィス向けのとても長い名前のファネルでして、まだ続きます\nperiod: 2026-01-01/2026-06-30\n"
    "labels: {region: アジア}\ndeal_value: 90000 JPY\n"
    "stages: {prospects: 90000, contacted: 20000, interested: 5000, price_discussed: 2000, purchased: 800}\n",
    "clients/rocket.yaml": "name: 🚀 Launch\nlabels: {region: baltics}\ndeal_value: 250\n"
    "stages: {contacted: 1000, interested: 180, price_discussed: 100, purchased: 40}\n",
    "clients/many.yaml": "name: Every step\nstages: {prospects: 128, a: 64, b: 32, c: 16, contacted: 8, d: 4, e: 2, "
    "interested: 2, f: 1, purchased: 1}\n",
    "clients/paper.yaml": "name: Paper\nlabels: {region: north}\napproach: passive\nproduct: {kind: commodity}\n"
    "stages: {interested: 100, price_discussed: 60, purchased: 20}\n",
    "clients/data.yaml": "stages: {contacted: 1000, interested: 90, price_discussed: 60, purchased: 24, repeat: 30}\n",
    "a/deep/folder/that/is/long/enough/to/be/cut/at/its/beginning/noted.yaml": "name: Noted\nlabels: {region: north}\n"
    "stages: {contacted: 900, interested: 400, Warmed thru: 300, purchased: 100}\n",
}
RULES = catalogue()
NAMES = {rule.code: (rule.name, rule.family) for rule in RULES}
FAMILIES = {rule.code: rule.family for rule in RULES}
USUAL = Listing()
GROUPED = Listing(top=None, group_by="region")

CANVASES: dict[str, Callable[[], Canvas]] = {
    "overview-piped.txt": lambda: PlainCanvas(unicode=True),
    "overview-piped-ascii.txt": lambda: PlainCanvas(unicode=False),
    "overview-60.txt": lambda: TerminalCanvas(width=60, unicode=True, color=False),
    "overview-80.txt": lambda: TerminalCanvas(width=80, unicode=True, color=False),
    "overview-140.txt": lambda: TerminalCanvas(width=140, unicode=True, color=False),
}


def run_over(texts: dict[str, str], **settings: Any) -> Run:
    sources = [Source(name, text.encode) for name, text in texts.items()]
    return Run(sources, Policy(RULES, Settings(as_of=TODAY, **settings)), texts)


def text_of(canvas: Canvas, listing: Listing = GROUPED, run: Run | None = None, *, verbosity: int = 0) -> str:
    report = overview.Report(lambda: canvas, Overview(listing, FAMILIES), NAMES, verbosity=verbosity)
    return written(report, run or run_over({**FILES, **MORE}))


def piped(texts: dict[str, str], listing: Listing = USUAL, *, verbosity: int = 0, **settings: Any) -> str:
    return text_of(PlainCanvas(unicode=True), listing, run_over(texts, **settings), verbosity=verbosity)


@pytest.mark.parametrize("name", CANVASES)
def test_looks_as_it_should(name: str) -> None:
    compared(name, text_of(CANVASES[name]()))


@pytest.mark.parametrize(("name", "verbosity"), [("overview-quiet.txt", -1), ("overview-verbose.txt", 1)])
def test_says_as_much_as_asked(name: str, verbosity: int) -> None:
    canvas = TerminalCanvas(width=80, unicode=True, color=False)
    compared(name, text_of(canvas, Listing(top=6), verbosity=verbosity))


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("name", CANVASES)
def test_nothing_of_a_file_is_obeyed(name: str, verbosity: int) -> None:
    text = text_of(CANVASES[name](), verbosity=verbosity)
    assert not ESCAPE.search(text)
    assert "##[" not in text
    assert "##vso[" not in text
    for line in text.splitlines():
        assert not line or line[0] in "▌│✗●|=xi", line


@pytest.mark.parametrize("verbosity", [-1, 1])
@pytest.mark.parametrize("width", [48, 60, 71, 72, 80, 99, 100, 140])
def test_fits_the_terminal_and_its_columns_stay_aligned(width: int, verbosity: int) -> None:
    text = text_of(TerminalCanvas(width=width, unicode=True, color=False), verbosity=verbosity)
    assert not [line for line in text.splitlines() if cell_len(line) > width]
    rows = [line for line in text.splitlines() if re.search(r" [▁-█·…]{3,} ", line)]
    ends = {cell_len(line[: re.search(r"[\d·] [\d·] [\d·]", line).end()]) for line in rows}  # type: ignore[union-attr]
    assert len(rows) == 15
    assert len(ends) == 1


def test_colour_changes_nothing_but_colour() -> None:
    colored = text_of(TerminalCanvas(width=80, unicode=True, color=True))
    plain = text_of(TerminalCanvas(width=80, unicode=True, color=False))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain != colored
    assert set(re.findall("\x1b(.)", colored)) == {"["}


def test_colour_without_a_terminal_is_not_wrapped() -> None:
    colored = text_of(TerminalCanvas(width=100, unicode=True, color=True, wraps=False))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == text_of(PlainCanvas(unicode=True))


def listed(text: str) -> list[str]:
    """The titles of the rows, in order."""
    return [
        re.split(r"\s{2,}", line[4:])[0]
        for line in text.split("\n\n", maxsplit=1)[0].splitlines()
        if line[:3] in {"│ ✗", "│ ▲", "│ ●", "│ ?", "│ ✓", "│ –"}
    ]


ORDERED = {
    "b.yaml": "name: Ailing\ndeal_value: 10 EUR\nstages: {contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}\n",
    "a.yaml": "name: Dear\ndeal_value: 9000 EUR\nstages: {contacted: 600, interested: 60, price_discussed: 40, purchased: 3}\n",
    "c.yaml": "name: usual\ndeal_value: 10 EUR\nstages: {contacted: 4000, interested: 1000, price_discussed: 600, purchased: 200}\n",
    "d.yaml": "name: Healthy\nstages: {contacted: 900, interested: 400, price_discussed: 300, purchased: 250}\n",
    "e.yaml": "name: Unknown\nstages: {contacted: , interested: }\n",
}


@pytest.mark.parametrize(
    ("sort", "reverse", "titles"),
    [
        ("severity", False, "Dear Ailing Unknown usual Healthy"),
        ("severity", True, "Healthy usual Ailing Dear Unknown"),
        ("stake", False, "Dear usual Ailing Healthy Unknown"),
        ("stake", True, "Ailing usual Dear Healthy Unknown"),
        ("name", False, "Ailing Dear Healthy Unknown usual"),
        ("name", True, "usual Unknown Healthy Dear Ailing"),
        ("path", False, "Dear Ailing usual Healthy Unknown"),
        ("path", True, "Unknown Healthy usual Ailing Dear"),
        ("funnel-size", False, "usual Ailing Healthy Dear Unknown"),
        ("funnel-size", True, "Dear Healthy Ailing usual Unknown"),
        ("conversion", False, "Dear Ailing usual Healthy Unknown"),
        ("conversion", True, "Healthy usual Ailing Dear Unknown"),
    ],
)
@pytest.mark.parametrize("top", [None, 3])
def test_in_the_order_asked_for(sort: str, reverse: bool, titles: str, top: int | None) -> None:
    text = piped(ORDERED, Listing(sort=sort, reverse=reverse, top=top))
    assert listed(text) == titles.split()[:top]
    assert ("and 2 more (--top all lists every one)" in text) == (top == 3)


def test_where_currencies_differ_purchases_decide() -> None:
    assert "money at stake" in piped(ORDERED)
    mixed = {**ORDERED, "b.yaml": ORDERED["b.yaml"].replace("EUR", "USD")}
    text = piped(mixed, Listing(sort="stake"))
    assert "purchases at stake" in text
    assert listed(text) == ["usual", "Ailing", "Dear", "Healthy", "Unknown"]
    assert "EUR and" in text.splitlines()[-2] or "USD" in text.splitlines()[-2]


def test_where_nothing_is_at_stake_none_is_spoken_of() -> None:
    heading, *_ = piped({"d.yaml": ORDERED["d.yaml"]}).splitlines()
    assert heading == "▌The worst first: by severity"


def test_only_as_bad_as_asked_for_and_sums_of_all() -> None:
    text = piped(ORDERED, Listing(at_least=3))
    assert listed(text) == ["Dear", "Ailing", "Unknown"]
    assert "2 funnels without any error are not listed (--at-least error)" in text
    assert "5 funnels: 3 errors and 1 warning" in text
    assert "1 funnel without any warning or worse is not listed" in piped(ORDERED, Listing(at_least=2))
    clean = {"d.yaml": ORDERED["d.yaml"]}
    text = piped(clean, Listing(at_least=1))
    assert listed(text) == []
    assert "1 funnel without any finding is not listed (--at-least note)" in text


def test_says_plainly_that_nothing_is_wrong() -> None:
    text = piped({"d.yaml": ORDERED["d.yaml"], "e.yaml": ORDERED["d.yaml"]})
    assert text.endswith("▌2 funnels: nothing found to fix, 4 rates judged\n")
    assert listed(text) == ["Healthy", "Healthy"]


def test_what_was_not_judged_is_not_called_clean() -> None:
    text = piped(ORDERED, select=("FDX201",))
    assert text.endswith("▌5 funnels: nothing found to fix, 0 rates judged; no rate was judged in 5\n")
    assert "│ – Healthy" in text
    text = piped(ORDERED, select=("FDX005",))
    assert "1 with errors, 4 without any rate judged" in text


def test_no_funnel_at_all() -> None:
    text = piped({"e.yaml": "stages: 7"}, GROUPED)
    assert text.splitlines()[-1] == "▌No funnel was judged; 1 problem in what was given"
    assert "▌The worst" not in text


def test_wrong_numbers_come_before_the_step_they_are_about() -> None:
    text = piped(MORE)
    assert "FDX001, then contacted → interested" in text
    assert "FDX401 passive-misfit" in text.split("by rule")[0]


def test_a_rule_that_nobody_told_of_still_has_its_code() -> None:
    report = overview.Report(lambda: PlainCanvas(unicode=True), Overview(Listing(), {}), {})
    text = written(report, run_over({"a.yaml": MORE["clients/paper.yaml"]}))
    assert "FDX401  clients" not in text
    assert re.search(r"FDX401 +a.yaml:1", text)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"b.yaml": ORDERED["b.yaml"]}, "the bottleneck is worth about 65 more purchases, 649 EUR, if its rate were at its aim"),
        ({"a.yaml": ORDERED["a.yaml"], "c.yaml": ORDERED["c.yaml"].replace("deal_value: 10 EUR\n", "")}, "about 74 more purchases, 63,000 EUR (1 without a deal value)"),
        ({"r.yaml": MORE["clients/rocket.yaml"]}, "8,519 in deal value"),
        ({"c.yaml": ORDERED["c.yaml"].replace("deal_value: 10 EUR\n", "")}, "the bottleneck is worth about 67 more purchases, if its rate"),
        ({f"{n}.yaml": ORDERED["b.yaml"].replace("EUR", n) for n in ("AAA", "BBB", "CCC", "DDD")}, "649 AAA, 649 BBB, 649 CCC and other currencies"),
    ],
)  # fmt: skip
def test_what_all_of_it_is_worth(texts: dict[str, str], words: str) -> None:
    assert words in piped(texts)


def test_many_problems_and_notices_leave_the_list_in_sight() -> None:
    texts = {**ORDERED, **{f"x{n}.yaml": "stages: {contacted: -1}" for n in range(25)}}
    text = piped(texts)
    assert text.count("below zero") == 20
    assert "and 5 more problems (--top all tells each)" in text
    assert piped(texts, Listing(top=None)).count("below zero") == 25
    noticed = {f"{n}.csv": "stage,count,note\nLeads,9,b\nWon,4,c\n" for n in range(21)}
    assert "and 1 more notice (--top all tells each)" in piped(noticed)


def test_defects_and_places_unknown_are_told() -> None:
    report = overview.Report(lambda: PlainCanvas(unicode=True), Overview(Listing(), FAMILIES), NAMES)
    run = run_over(ORDERED)
    for one in run:
        report.write(report.piece(one))
    account = run.account._replace(
        defects=(Defect("FDX999", None, "RuntimeError: x"),), errors=(Problem("p", None, None, "m", "h"),)
    )
    text = report.end(account)
    assert "defect of funneldx in FDX999" in text
    assert "✗ p: m" in text


def test_groups_with_the_worst_first() -> None:
    text = piped({**FILES, **MORE}, GROUPED).split("by region")[1].split("\n\n")[0]
    assert re.findall(r"^│ (\w+|without region) +\d", text, re.MULTILINE) == [
        "south", "アジア", "baltics", "north", "without region",
    ]  # fmt: skip
    assert "65 more, 77,867 EUR" not in text, "one of the two of the Baltics has another currency"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("regoin", "no funnel has “regoin” to be grouped by; there are: region, team; period,"),
        ("period", "2026-09"),
        ("market", "b2b"),
        ("approach", "passive"),
        ("channel", "no funnel has “channel”"),
    ],
)
def test_grouped_by_what_a_funnel_says(key: str, words: str) -> None:
    assert words in piped({**FILES, **MORE}, Listing(group_by=key))


def test_groups_where_there_are_no_labels_and_more_than_are_listed() -> None:
    assert "there are no labels" in piped(ORDERED, Listing(group_by="x"))
    texts = {f"{n}.yaml": f"labels: {{team: t{n}}}\n{ORDERED['d.yaml']}" for n in range(4)}
    text = piped(texts, Listing(group_by="team", top=2))
    assert text.count("and 2 more (--top all lists every one)") == 2


def test_groups_beyond_a_number_are_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.reports.overview_totals.MOST_GROUPS", 2)
    texts = {f"{n}.yaml": f"labels: {{team: t{n}}}\n{ORDERED['b.yaml']}" for n in range(4)}
    text = piped(texts, Listing(group_by="team"))
    assert re.search(r"all others, beyond 2 values +2 +2 ", text)


def test_the_next_step_can_be_typed_as_it_is() -> None:
    assert "funneldx check b.yaml tells" in piped({"b.yaml": ORDERED["b.yaml"]})
    for name in ("b c.yaml", "-b.yaml", "$(b).yaml", "ы.yaml"):
        assert "funneldx check FILE tells" in piped({name: ORDERED["b.yaml"]})
    narrow = TerminalCanvas(width=60, unicode=True, color=False)
    assert "check FILE" in text_of(narrow, Listing(), run_over({"b" * 40: ORDERED["b.yaml"]}))


@pytest.mark.parametrize(
    ("name", "period", "labels", "words"),
    [
        ("N", None, {}, "N"),
        (None, None, {}, "funnel"),
        (None, "2026-09", {}, "funnel · 2026-09"),
        (None, "2026-09", {"a": "x", "b": "y"}, "2026-09 · x · y"),
        ("N", "2026-01-01/2026-06-30", {"a": "x"}, "N · 2026-01/06 · x"),
        ("N", "2026-02-01/2026-02-28", {}, "N · 2026-02/02"),
        ("N", "2026-01-01/2026-06-29", {}, "N · 2026-01-01/2026-06-29"),
        ("N", "2026-01-02/2026-06-30", {}, "N · 2026-01-02/2026-06-30"),
        ("N", "2025-01-01/2026-06-30", {}, "N · 2025-01-01/2026-06-30"),
        ("N", "9999-01-01/9999-12-31", {}, "N · 9999-01-01/9999-12-31"),
        ("N", "2026-01-01/2026-x", {}, "N · 2026-01-01/2026-x"),
    ],
)
def test_titles(name: str | None, period: str | None, labels: dict[str, str], words: str) -> None:
    assert title(row(0, name=name, period=period, labels=tuple(labels.items()))) == words


@pytest.mark.parametrize(
    ("counts", "blocks", "in_ascii"),
    [
        ((128, 64, 32, 16, 8, 4, 2, 1), "█▇▆▅▄▃▂▁", "#*+=:-._"),
        ((1000, 1, 0), "█▁·", "#_0"),
        ((0, 0), "··", "00"),
        ((10, 20), "▇█", "*#"),
        ((), "", ""),
        ((9,) * 9, "███████…", "######.."),
    ],
)
def test_stages_as_blocks(counts: tuple[int, ...], blocks: str, in_ascii: str) -> None:
    assert (spark(counts, unicode=True), spark(counts, unicode=False)) == (blocks, in_ascii)


@given(
    st.text(st.sampled_from("ab ·/东🚀é\u0301→"), max_size=40),
    st.integers(4, 30),
    st.sampled_from(["…", ".."]),
)
def test_whatever_is_cut_keeps_its_width(text: str, width: int, more: str) -> None:
    for cut in (at_end, at_start, in_the_middle):
        assert cell_len(cut(text, width, more)) == width
        if cell_len(text) <= width:
            assert cut(text, width, more).rstrip() == text.rstrip()


def test_a_very_long_name_is_cut_in_no_time() -> None:
    assert cell_len(in_the_middle("東" * 100_000, 20, "…")) == 20
    assert at_end("a" + "\u0301" * 1000, 5, "…").rstrip()[-1] == "…"
    assert at_start("x" * 1000 + "end", 5, "…") == "…xend"


_odd = st.text(st.sampled_from("a1 ·→/\x1b\u202e\n#[]:東🚀\u0301=%"), min_size=1, max_size=30).filter(
    str.strip
)


@given(
    st.dictionaries(_odd | st.sampled_from(["contacted", "interested", "price_discussed", "purchased"]),
                    st.none() | st.integers(0, 2**53 - 1), min_size=1, max_size=12),
    st.none() | _odd,
    st.dictionaries(_odd, _odd, max_size=2),
    st.none() | st.sampled_from(["1 EUR", "999999999999999 EUR", "7", "0.01 ЄЄЄЄЄЄЄЄЄЄЄЄ"]),
    st.sampled_from([48, 60, 80, 100, 140]),
    st.booleans(),
)  # fmt: skip
def test_whatever_a_file_holds_is_harmless_and_fits(
    stages: dict[str, int | None],
    name: str | None,
    labels: dict[str, str],
    value: str | None,
    width: int,
    unicode: bool,
) -> None:
    described = {"stages": stages, "name": name, "labels": labels, "deal_value": value}
    text = json.dumps({key: one for key, one in described.items() if one})
    canvas = TerminalCanvas(width=width, unicode=unicode, color=False)
    listing = Listing(group_by=next(iter(labels), "x").casefold())
    made = text_of(canvas, listing, run_over({"f.yaml": text, "g.yaml": text}), verbosity=1)
    assert not ESCAPE.search(made)
    assert "##[" not in made
    assert not [line for line in made.splitlines() if cell_len(line) > width]


def test_columns_that_cannot_shrink_give_way_last() -> None:
    name = Column("funnel", ["a name that is long"], "name", cut=at_end)
    number = Column("", ["1,234,567,890"], "count", right=True)
    spare = Column("", ["extra"], "count", spare=True)
    fit([name, number, spare], 24, {})
    assert (name.width, number.width, spare.width) == (11, 11, 0)
    assert number.drawn("1,234,567,890", "…") == "1,234,567,…"


def row(number: int, **fields: Any) -> Row:
    """A row at a place of its own."""
    usual: dict[str, Any] = {
        "path": "funnel.yaml", "line": number, "column": 1, "name": "N", "period": None, "labels": (), "counts": (9, 3),
        "overall": (3, 9), "worst": 0, "suspected": False, "errors": 0, "warnings": 0, "notes": 0, "found": (), "rates": 2,
    }  # fmt: skip
    return Row(**{**usual, **fields})


def test_a_row_of_a_funnel() -> None:
    report: FunnelReport = reported(FILES["baltics.yaml"])
    made = row_of(glance_of(report), "region")
    assert made[:8] == (
        "funnel.yaml", 2, 1, "Outbound, Baltics", "2026-09", (("region", "baltics"),), (1500, 1000, 90, 60, 24), (24, 1500),
    )  # fmt: skip
    assert (made.worst, made.suspected, made.errors, made.warnings, made.notes) == (3, False, 1, 0, 1)
    assert made.found == (("FDX102", 1, 0, 0), ("FDX201", 0, 0, 1))
    assert (made.code, made.came_from, made.to, made.currency, made.group) == (
        "FDX102", "contacted", "interested", "EUR", "baltics",
    )  # fmt: skip
    assert made.purchases is not None
    assert made.low is not None
    assert made.high is not None
    assert made.low < made.purchases < made.high
    assert row_of(glance_of(report)).group is None


def test_a_row_that_is_only_suspected() -> None:
    made = row_of(glance_of(reported(FILES["small.yaml"])))
    assert (made.worst, made.suspected, made.overall, made.purchases) == (2, True, (1, 10), None)


def test_a_row_of_a_funnel_that_runs_dry() -> None:
    made = row_of(glance_of(reported(FILES["dry.yaml"])))
    assert (made.code, made.purchases, made.to) == ("FDX002", None, "purchased")
