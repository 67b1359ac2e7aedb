"""The summary in Markdown: the worst first, within its room, and with text of files in code spans alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from funneldx.declared import OwnRule
from funneldx.diagnosis import Severity
from funneldx.rates import Share
from funneldx.reports import markdown
from funneldx.reports.markdown import code, written
from funneldx.reports.safe_text import shown
from funneldx.rules.gap_rule import GapRule
from funneldx.rules.rule import Finding, Outcome, Rule
from tests.reports.formats import crashing, of_markdown, text_of
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import HOSTILE, described

READER = MarkdownIt("commonmark").enable("table")
MARK = "EVIL"


def tokens(text: str) -> list[Token]:
    """The inline parts of a text, as a renderer sees them."""
    return [part for token in READER.parse(text) for part in token.children or ()]


def cells(text: str) -> list[list[str]]:
    """The rows of the table below its head, each with the source of its cells."""
    found: list[list[str]] = []
    inside = False
    for token in READER.parse(text):
        inside = {"tbody_open": True, "tbody_close": False}.get(token.type, inside)
        if inside and token.type == "tr_open":
            found.append([])
        elif inside and token.type == "inline":
            found[-1].append(token.content)
    return found


def test_totals_come_first() -> None:
    first = text_of("markdown").splitlines()[0]
    assert first == "## funneldx: 9 funnels: 5 errors, 4 warnings and 10 notes; 3 problems in what was given"


def test_the_worst_funnels_come_first_and_each_has_a_row() -> None:
    rows = cells(text_of("markdown"))
    assert [row[0].split()[-1] for row in rows] == [*["error"] * 4, *["warning"] * 3, "✓", "✓"]
    assert rows[0][1:] == [
        "`Outbound, Baltics · 2026-09 · region: baltics`",
        "1 error and 1 note",
        "`contacted` → `interested`",
        "about 65 more purchases (49–84), `77,867 EUR`",
        "`baltics.yaml`",
    ]
    headings = re.findall("^### `(.*)`$", text_of("markdown"), re.MULTILINE)
    assert [f"`{title}`" for title in headings] == [row[1] for row in rows[:7]], "details in the same order"


def test_a_confirmed_finding_is_worse_than_a_suspected_one() -> None:
    text = text_of("markdown")
    assert text.index("### `dry`") < text.index("### `small`")
    assert "? **suspected warning** `FDX102 interest-ratio` at `small.yaml:1:37`" in text
    assert "  - Possible cause: " in text


def test_findings_alike_share_their_advice() -> None:
    text = text_of("markdown", {"scripts.csv": FILES["scripts.csv"]})
    assert text.count("FDX003 unknown-stage") == 4
    assert text.count("The name is your own, or misspelt.") == 1
    assert "`role`, or with --columns" in text, "a code span of our own stays one"


def test_a_funnel_of_many_findings_is_cut() -> None:
    stages = ", ".join(f"own {n}: {90 - n}" for n in range(30))
    text = text_of("markdown", {"f.yaml": f"stages: {{{stages}}}"})
    assert len(of_markdown(text)) == 10
    assert "- and 21 more of this funnel\n" in text


def test_a_clean_run() -> None:
    text = text_of("markdown", {"healthy.yaml": FILES["healthy.yaml"]})
    assert text.startswith("## funneldx: 1 funnel: nothing diagnosed\n")
    assert cells(text) == [["✓", "`Documents`", "nothing found", "", "", "`healthy.yaml`"]]
    assert "###" not in text


def test_what_else_there_is_to_tell_has_its_heading() -> None:
    text = text_of("markdown", FILES, [crashing()])
    headings = re.findall("^### ([^`\n]*)$", text, re.MULTILINE)
    assert headings == ["Defects of funneldx", "Could not be read", "Good to know"]
    assert text_of("markdown", {"empty.yaml": ""}).count("|") == 0, "no table without a funnel"


@pytest.mark.parametrize("name", ["worst", "mildest"])
def test_it_stays_under_1_mib_and_leaves_out_the_mildest(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    ailing = FILES["baltics.yaml"].replace("Outbound", "ﷺ" * 150 if name == "worst" else "Outbound")
    many = "---\n".join([FILES["healthy.yaml"], ailing, FILES["small.yaml"]] * 300)
    if name == "mildest":
        monkeypatch.setattr(markdown, "ROOM", 100_000)
    text = text_of("markdown", {"many.yaml": many, **FILES})
    assert len(text.encode()) < 1024 * 1024
    rows = cells(text)
    (left_out,) = re.findall("^([\\d,]+) funnels with less to tell left out", text, re.MULTILINE)
    assert int(left_out) + len(rows) == 909
    assert rows[0][0] == "✗ error"
    assert not any(row[0] == "✓" for row in rows), "those are the first to go"
    assert text.startswith("## funneldx: 909 funnels: ")


def test_one_large_funnel_takes_no_more_than_its_room() -> None:
    stages = ", ".join(f"{'ﷺ' * 190}{n}: {90 - n}" for n in range(40))
    assert len(text_of("markdown", {"f.yaml": f"stages: {{{stages}}}"}).encode()) < 100_000


def test_so_does_everything_that_is_not_a_funnel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "ROOM_BESIDE", 2000)
    text = text_of("markdown", {f"{n}.yaml": "stages: 5" for n in range(50)})
    told = len(of_markdown(text))
    (left_out,) = re.findall(r"^and (\d+) more, for which there is no room\.$", text, re.MULTILINE)
    assert told + int(left_out) == 50
    assert len(text) < 2300


def test_a_rule_without_advice_leaves_no_empty_list() -> None:
    def check(*_: object) -> Iterable[Outcome]:
        return (Finding(Severity.NOTE, "seen"),)

    rule = Rule(code="ACME1", name="seen", summary="", cause="why", actions=(), sources=("us",), check=check)
    text = text_of("markdown", {"a.yaml": FILES["healthy.yaml"]}, [rule])
    assert text.endswith("- ● **note** `ACME1 seen` at `a.yaml:2:1`\n  - `seen`\n  - Cause: why\n")


# Text of files is shown, never obeyed.

MARKDOWN = [
    "EVIL @team #12 https://x.y",
    "[EVIL](http://x)",
    "![EVIL](http://x)",
    "<img src=x onerror=EVIL>",
    "<!-- EVIL",
    "**EVIL**",
    "`EVIL` <b>",
    "``EVIL",
    "EVIL`",
    "`",
    "a|EVIL|b",
    "a\\|EVIL",
    "\\`EVIL",
    "\\",
    "| EVIL",
    "# EVIL",
    "- EVIL",
    "EVIL\n\n# x",
    "$EVIL$",
    ":EVIL:",
    "&EVIL;",
]


@pytest.mark.parametrize("text", [*MARKDOWN, *HOSTILE], ids=ascii)
def test_text_of_files_stands_in_code_spans_alone(text: str) -> None:
    marked = text if MARK in text else f"{text}EVIL"
    files = {f"{marked}.yaml": described(marked), "b.yaml": json.dumps({marked: 1, "stages": {marked: -1}})}
    report = text_of("markdown", files, [crashing(marked)])
    for token in tokens(report):
        if MARK in token.content:
            assert token.type == "code_inline"
        assert token.type not in {"link_open", "image", "html_inline"}
    assert all(token.type != "html_block" for token in READER.parse(report))
    assert all(len(row) == 6 for row in cells(report))
    assert sum(MARK in token.content for token in tokens(report)) > 10


@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("`|\\ \n"), min_size=1, max_size=40)
)
def test_a_code_span_shows_its_text(text: str) -> None:
    found = tokens(f"x {code(text)} y")
    assert [token.type for token in found] == ["text", "code_inline", "text"]
    safe = shown(text)
    assert found[1].content in {safe, f" {safe} "}


def test_a_long_text_is_cut() -> None:
    assert code("x" * 501) == f"`{'x' * 499}…`"
    assert code("x" * 500) == f"`{'x' * 500}`"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a_b *c* [d] <e> & f|g", "a\\_b \\*c\\* \\[d\\] &lt;e&gt; &amp; f\\|g"),
        ("`a_b` c_d", "`a_b` c\\_d"),
        ("one ` alone", "one \\` alone"),
        ("# \\ ~", "\\# \\\\ \\~"),
    ],
)
def test_our_own_text_is_shown_as_it_is(text: str, safe: str) -> None:
    assert written(text) == safe
    assert "".join(token.content for token in tokens(f"x{safe}")) == "x" + text.replace("`a_b`", "a_b")


def test_what_rules_of_ones_own_say_stands_in_code_spans_too() -> None:
    text = "[EVIL](http://x) @team"
    said = OwnRule(
        code="OWN001",
        name="own",
        of="contacted",
        reached="interested",
        floor=Share(1, 2),
        cause=text,
        actions=(text,),
        field="rules.0",
    )
    report = text_of(
        "markdown", {"a.yaml": "stages: {contacted: 900, interested: 300}"}, [GapRule(said, "x")]
    )
    found = [token.type for token in tokens(report) if MARK in token.content]
    assert found == ["code_inline"] * 2
