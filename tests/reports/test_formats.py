"""What holds for the formats of a check together: they look as they should, and tell the same.

The golden files are the reports themselves; look at them. FUNNELDX_GOLDEN=write renews them.
"""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter

import pytest

from funneldx import __version__
from funneldx.cli.reporting import Wanted, report_for
from funneldx.documents.text import is_report
from funneldx.reports import FORMATS
from funneldx.rules import catalogue
from tests.reports.formats import READ_BACK, Found, crashing, run_over, text_of
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import HOSTILE, described
from tests.reports.test_text import compared

GOLDEN = {
    "jsonl": "check.jsonl",
    "csv": "check.csv",
    "markdown": "check.md",
    "html": "check.html",
    "sarif": "check.sarif",
    "junit": "check.junit.xml",
    "github": "check.github.txt",
    "gitlab": "check.gitlab.json",
}
MACHINE = sorted(READ_BACK)
CLEAN = {"clean.yaml": "stages: {contacted: 900, interested: 600, price_discussed: 500}"}


def test_there_is_a_test_for_each() -> None:
    assert {*GOLDEN, "text", "json"} == set(FORMATS)
    assert {*READ_BACK, "text"} == set(FORMATS)


@pytest.mark.parametrize("name", GOLDEN)
def test_looks_as_it_should(name: str) -> None:
    scrubbed = text_of(name).replace(f'"semanticVersion": "{__version__}"', '"semanticVersion": "0.0.0"')
    scrubbed = scrubbed.replace(f"funneldx {__version__}", "funneldx 0.0.0")
    compared(GOLDEN[name], without_code(scrubbed) if name == "html" else scrubbed)


@pytest.mark.parametrize("name", FORMATS)
def test_two_runs_are_equal(name: str) -> None:
    assert text_of(name) == text_of(name)


@pytest.mark.parametrize("name", MACHINE)
def test_all_tell_the_same(name: str) -> None:
    found = Counter(READ_BACK[name](text_of(name)))
    assert found == Counter(READ_BACK["json"](text_of("json")))
    assert {severity for _, severity, _ in found} == {"error", "warning", "note", ""}
    assert found[Found("unreadable", "", "broken.yaml")] == 3


@pytest.mark.parametrize("name", MACHINE)
def test_all_count_the_severities_alike(name: str) -> None:
    severities = Counter(severity for _, severity, _ in READ_BACK[name](text_of(name)))
    summary = json.loads(text_of("json"))["summary"]
    assert severities.pop("") == summary["errors"]
    assert severities == summary["diagnoses"]


@pytest.mark.parametrize("name", MACHINE)
def test_a_clean_run_tells_of_nothing(name: str) -> None:
    text = text_of(name, CLEAN)
    assert READ_BACK[name](text) == []
    assert text.endswith("\n")


@pytest.mark.parametrize("name", MACHINE)
def test_an_empty_run_stands_in_each(name: str) -> None:
    text = text_of(name, {"empty.yaml": ""})
    ((code, _, path),) = READ_BACK[name](text)
    assert (code, path) == ("unreadable", "empty.yaml")
    assert "the file is empty" in text
    assert "funneldx init" in text, "what to do stands there too"


@pytest.mark.parametrize("name", MACHINE)
def test_a_defect_stands_in_each(name: str) -> None:
    text = text_of(name, CLEAN, [crashing()])
    assert "ACME999" in text
    assert "RuntimeError: nobody expected this" in text
    assert READ_BACK[name](text) == []


@pytest.mark.parametrize("name", MACHINE)
def test_notices_stand_in_each(name: str) -> None:
    text = text_of(name)
    assert "the row “Total” is left out" in text
    assert "expired on 2026-01-01" in text


@pytest.mark.parametrize("name", FORMATS)
def test_pieces_are_cheap_to_hand_over(name: str) -> None:
    """Funnels may be judged in other processes: a piece is texts and numbers, and equal wherever it is made."""
    wanted = Wanted(catalogue(), color="never")
    here, there = report_for(name, wanted, to_file=True), report_for(name, wanted, to_file=True)
    for funnel in run_over(FILES):
        piece = here.piece(funnel)
        assert pickle.loads(pickle.dumps(piece)) == piece == there.piece(funnel)  # noqa: S301  (our own)
        assert plain(piece)
        here.write(piece)


def plain(piece: object) -> bool:
    return all(map(plain, piece)) if type(piece) is tuple else isinstance(piece, str | bytes | int | float)


@pytest.mark.parametrize("name", MACHINE)
def test_what_may_lie_among_funnels_is_known_as_a_report(name: str) -> None:
    told_apart = name not in {
        "github",
        "junit",
        "markdown",
        "html",
    }  # no file of their endings is read from a folder
    for files in (FILES, CLEAN):
        assert is_report(text_of(name, files).encode()) is told_apart
    assert not is_report(b"")


@pytest.mark.parametrize(
    "text", ["stages: {a: 1}", '{"stages": {"a": 1}}', "severity,count\nhigh,1\n", "[]", '{"$schema": "x"}']
)
def test_what_is_no_report(text: str) -> None:
    assert not is_report(text.encode())


OBEYED = re.compile(
    "##\\[|##vso\\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]",
    re.IGNORECASE,
)
OWN_BEGINNINGS = {
    "json": r'[{}\]" ]',
    "jsonl": r'\{"type"',
    "csv": r"\ufeff?(severity|error|warning|note|unreadable|defect|notice),",
    "sarif": r'[{}\]" ]',
    "gitlab": r"\[|\]| \{",
    "junit": r"\s*<|error at |suspected \w+ at |warning at |note at |Cause: |Possible cause: |Do \d|Consider \d|If so \d|Stake: |hostile|a\\|b\\|\S+\.(yaml|csv): |\S+:\d+: ",
    "github": r"::(error|warning|notice) (file|title)=|::notice::|funneldx: ",
    "html": r"<|$",
    "markdown": r"## funneldx|\||###? |- |  - |    \d\. |$|\d+ funnel|and \d",
}


def without_code(page: str) -> str:
    """A page without its own style and script, and without what these are known by."""
    return re.sub(r"(?s)<(style|script)>.*?</\1>|sha256-[\w+/=]*", "", page)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", MACHINE)
def test_nothing_of_a_file_is_obeyed(name: str, text: str) -> None:
    path = "f.yaml"
    broken = json.dumps({"stages": {f"{text}x": -1}, text: 1})
    report = text_of(name, {path: described(text), f"{text}.yaml": broken}, [crashing(text)])
    assert not OBEYED.search(report.removeprefix("\ufeff"))
    for line in (without_code(report) if name == "html" else report).splitlines():
        assert re.match(OWN_BEGINNINGS[name], line), line
    found = READ_BACK[name](report)
    assert {code for code, _, where in found if where == path} == {"FDX002", "FDX003", "FDX005"}
