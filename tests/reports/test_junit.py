"""JUnit: as the XSD of Jenkins has it, and with what GitLab shows."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from funneldx.diagnosis import Severity
from funneldx.reports.junit import escaped
from tests.reports.formats import cases, crashing, text_of
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import HOSTILE, described
from tests.shared_data import schema

HOSTILE_FILES = {f"{text}.yaml": described(text) for text in HOSTILE}


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(schema("junit-10.xsd")))


@pytest.mark.parametrize(
    "files",
    [FILES, {"a.yaml": FILES["healthy.yaml"]}, {}, {"empty.yaml": ""}, HOSTILE_FILES],
    ids=["all", "clean", "nothing", "empty", "hostile"],
)
@pytest.mark.parametrize("fail_on", [*Severity, None])
def test_it_is_as_the_schema_says(
    files: dict[str, str], fail_on: Severity | None, xsd: etree.XMLSchema
) -> None:
    for rules in ((), (crashing(),)):
        text = text_of("junit", files, rules, fail_on)
        xsd.assertValid(etree.fromstring(text.encode()))


def suites(files: dict[str, str], fail_on: Severity | None = Severity.ERROR) -> list[ET.Element]:
    return list(ET.fromstring(text_of("junit", files, (), fail_on).encode()))  # noqa: S314  (our own)


@pytest.mark.parametrize(
    ("fail_on", "failures"), [(Severity.ERROR, 5), (Severity.WARNING, 9), (Severity.NOTE, 19), (None, 0)]
)
def test_what_makes_the_run_fail_is_a_failure(fail_on: Severity | None, failures: int) -> None:
    found = suites(FILES, fail_on)
    assert sum(len(list(suite.iter("failure"))) for suite in found) == failures
    for suite in found:
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
        assert int(suite.attrib["errors"]) == len(list(suite.iter("error")))


def test_a_failure_tells_all_in_its_element() -> None:
    ((case, hot),) = (tuple(suite) for suite in suites({"a/baltics.yaml": FILES["baltics.yaml"]})[:1])
    assert case.attrib == {
        "classname": "a/baltics.yaml",
        "name": "FDX102 interest-ratio: interested (Outbound, Baltics · 2026-09 · region: baltics)",
    }
    (failure,) = case
    assert failure.attrib["type"] == "error"
    assert failure.attrib["message"].startswith("90 of 1,000 contacted")
    told = (failure.text or "").splitlines()
    assert told[0] == f"error at a/baltics.yaml:7:56: {failure.attrib['message']}"
    assert [line.partition(":")[0] for line in told[1:]] == ["Cause", "Do 1", "Do 2", "Do 3", "Stake"]
    (below,) = hot
    assert below.tag == "system-out"
    assert (below.text or "").startswith("suspected note at a/baltics.yaml:8:18: 1 of 24")


def test_a_clean_funnel_is_a_case_that_passes() -> None:
    (suite,) = suites({"healthy.yaml": FILES["healthy.yaml"]})
    (case,) = suite
    assert case.attrib == {"classname": "healthy.yaml", "name": "nothing found (Documents)"}
    assert len(case) == 0


def test_a_funnel_without_a_name_is_not_named_twice() -> None:
    (suite,) = suites({"dry.yaml": FILES["dry.yaml"]})
    assert suite.attrib["name"] == "dry"
    assert suite[0].attrib["name"] == "FDX002 empty-stage: purchased"


def test_what_could_not_be_read_is_an_error() -> None:
    (suite,) = suites({"broken.yaml": FILES["broken.yaml"]})
    assert suite.attrib["name"] == "funneldx"
    assert [case.attrib["classname"] for case in suite] == ["broken.yaml"] * 3
    (error,) = suite[2]
    assert error.attrib["type"] == "unreadable"
    assert (error.text or "").startswith(
        'broken.yaml:2: unknown key "markt"; did you mean "market"?; known here: name'
    )


def test_notices_are_output_of_the_whole_run() -> None:
    last = suites({"long.csv": FILES["long.csv"]})[-1]
    assert (last.attrib["tests"], last[-1].tag) == ("0", "system-out")
    assert "long.csv:8: the row “Total” is left out" in (last[-1].text or "")


def test_a_defect_is_an_error_of_no_file() -> None:
    case = cases(text_of("junit", {"a.yaml": FILES["healthy.yaml"]}, [crashing()]))[-1]
    assert case.attrib["classname"] == "funneldx"
    assert case[0].attrib["type"] == "defect"


def test_no_two_cases_are_called_the_same() -> None:
    twins = "---\n".join([FILES["baltics.yaml"], FILES["dry.yaml"]] * 3)
    channel = "{stages: {purchased: 9}, forecast: {channels: {a: {expected: 9, actual: 99}, b: {expected: 9, actual: 99}}}}"
    found = cases(text_of("junit", {**FILES, "twins.yaml": twins, "c.yaml": channel}))
    names = Counter((case.attrib["classname"], case.attrib["name"]) for case in found)
    assert set(names.values()) == {1}
    assert ("twins.yaml", "FDX002 empty-stage: purchased #3") in names


@given(st.text())
def test_any_text_is_legal_in_xml(text: str) -> None:
    read = ET.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')  # noqa: S314  (our own)
    kept = "".join(
        sign
        for sign in text
        if sign == "\n" or "\x20" <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    )
    assert (read.text or "") == kept
    assert read.attrib["b"] == kept.replace("\n", " ")


@pytest.mark.parametrize("text", ["]]>", "<![CDATA[", "</failure><testcase/>", "&amp;", "\x00\ufffe\ud800"])
def test_text_cannot_leave_its_element(text: str) -> None:
    assert "<" not in escaped(text)
    assert ">" not in escaped(text)
