"""SARIF: as its schema has it, and as GitHub code scanning asks for beyond that."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft7Validator

from funneldx import __version__
from funneldx.declared import OwnRule
from funneldx.diagnosis import Severity
from funneldx.rates import Share
from funneldx.reports import sarif
from funneldx.reports.sarif import plain
from funneldx.rules import catalogue
from funneldx.rules.gap_rule import GapRule
from funneldx.rules.rule import Rule
from tests.reports.formats import crashing, text_of
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import HOSTILE, described
from tests.shared_data import schema

CLEAN = {"clean.yaml": FILES["healthy.yaml"]}


def log_of(files: dict[str, str] | None = None, *rules: Rule) -> Any:
    return json.loads(text_of("sarif", files, rules))


def run_of(files: dict[str, str] | None = None, *rules: Rule) -> Any:
    (run,) = log_of(files, *rules)["runs"]
    return run


def own(**said: Any) -> GapRule:
    """A rule of one's own, with the texts given."""
    floor = Share(1, 2)
    kept = {"code": "OWN001", "name": "own", "of": "contacted", "reached": "interested", "floor": floor}
    return GapRule(OwnRule(**{**kept, "field": "rules.0", **said}), ".funneldx.yaml")


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(json.loads(schema("sarif-schema-2.1.0.json")))


@pytest.mark.parametrize(
    "files", [FILES, CLEAN, {}, {"empty.yaml": ""}, {text: described(text) for text in HOSTILE}], ids=len
)
def test_it_is_as_the_schema_says(files: dict[str, str], validator: Draft7Validator) -> None:
    validator.validate(log_of(files))
    validator.validate(log_of(files, crashing()))


def test_it_says_what_it_is() -> None:
    log = log_of()
    assert list(log) == ["$schema", "version", "runs"]
    assert (log["$schema"], log["version"]) == (sarif.SCHEMA, "2.1.0")
    run = run_of()
    assert run["tool"]["driver"]["name"] == "funneldx"
    assert run["tool"]["driver"]["semanticVersion"] == __version__
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"]["id"].endswith("/")


def test_each_rule_is_described() -> None:
    rules = run_of()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in catalogue()]
    for rule in rules:
        for text in (rule["shortDescription"], rule["fullDescription"], rule["help"]):
            assert text["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["markdown"].startswith("**Looks at** ")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert re.fullmatch("https://[a-z0-9./-]+", rule.get("helpUri", "https://none"))
    (interest,) = (rule for rule in rules if rule["id"] == "FDX102")
    assert interest["helpUri"].startswith("https://titovsergei.ru/")
    assert "floor 1:5 (stated), typical 1:3 (stated)" in interest["help"]["text"]
    assert "\nDo 1: " in interest["help"]["text"]


def test_a_rule_that_says_little_of_itself_is_described_all_the_same(validator: Draft7Validator) -> None:
    little = Rule(
        code="ACME1", name="little", summary="", cause="", actions=(), sources=("us",), check=lambda *_: ()
    )
    log = log_of(CLEAN, little)
    validator.validate(log)
    rule = log["runs"][0]["tool"]["driver"]["rules"][-1]
    assert rule["shortDescription"]["text"] == rule["fullDescription"]["text"] == "little"
    assert rule["defaultConfiguration"]["level"] == "warning"
    assert rule["properties"]["tags"] == ["rules"]
    assert "helpUri" not in rule
    assert rule["help"]["text"] == "Looks at: \nSource: us"


def test_what_a_rule_of_ones_own_says_is_not_obeyed() -> None:
    text = "see [us](http://x) @team <b>"
    rule = run_of(CLEAN, own(cause=text, actions=(text,)))["tool"]["driver"]["rules"][-1]
    assert f"**Cause** `{text}`" in rule["help"]["markdown"]
    assert "Cause: see \\[us\\](http://x)" in rule["help"]["text"]


def test_texts_are_cut_where_they_are_too_long() -> None:
    card = own().card()._replace(why="x" * 3000)
    run = json.loads(sarif.Report([card]).begin() + "]}]}")["runs"][0]
    text = run["tool"]["driver"]["rules"][0]["fullDescription"]["text"]
    assert (len(text), text[-1]) == (1024, "…")


def test_a_result() -> None:
    first = run_of({"a/b.yaml": FILES["baltics.yaml"]})["results"][0]
    rules = run_of()["tool"]["driver"]["rules"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "FDX102"
    assert first["level"] == "error"
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a/b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7, "startColumn": 56, "endLine": 7, "endColumn": 58},
    }
    assert FILES["baltics.yaml"].splitlines()[6][55:57] == "90"
    assert list(first["partialFingerprints"]) == [sarif.FINGERPRINT]
    assert first["properties"] == {"confidence": "confirmed", "stage": "interested"}
    message = first["message"]["text"].splitlines()
    assert message[0].startswith("Outbound, Baltics · 2026-09 · region: baltics: 90 of 1,000 contacted")
    assert [line.partition(":")[0] for line in message[1:]] == ["Cause", "Do 1", "Do 2", "Do 3", "Stake"]


@pytest.mark.parametrize("name", FILES)
def test_regions_are_characters_of_the_file_for_tables_too(name: str) -> None:
    lines = FILES[name].splitlines()
    for result in run_of({name: FILES[name]})["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert list(region) == ["startLine", "startColumn", "endLine", "endColumn"]
        assert region["startLine"] == region["endLine"]
        taken = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert taken
        if result["ruleId"] in {"FDX003", "FDX101", "FDX102", "FDX001", "FDX002"}:
            assert taken.isdigit()


def test_fingerprints_are_unique_and_stay() -> None:
    twins = FILES["baltics.yaml"] + "---\n" + FILES["baltics.yaml"]
    prints = [
        one["partialFingerprints"][sarif.FINGERPRINT] for one in run_of({**FILES, "t.yaml": twins})["results"]
    ]
    assert len(set(prints)) == len(prints)
    moved = run_of({"baltics.yaml": "\n\n" + FILES["baltics.yaml"]})["results"][0]
    assert moved["partialFingerprints"][sarif.FINGERPRINT] == prints[0]


def test_nothing_found_is_an_empty_list_of_results() -> None:
    run = run_of(CLEAN)
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_what_could_not_be_read_defects_and_notices_are_notifications() -> None:
    files = {"broken.yaml": FILES["broken.yaml"], "long.csv": FILES["long.csv"], "gone.yaml": ""}
    (invocation,) = run_of(files, crashing())["invocations"]
    assert invocation["executionSuccessful"] is False
    told = invocation["toolExecutionNotifications"]
    assert [one["descriptor"]["id"] for one in told] == ["defect", *["unreadable"] * 4, *["notice"] * 2]
    assert [one["level"] for one in told] == [*["error"] * 5, *["note"] * 2]
    assert told[0]["properties"] == {"rule": "ACME999"}
    assert "locations" not in told[0]
    (location,) = told[1]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 1}
    (whole,) = told[4]["locations"]
    assert whole == {"physicalLocation": {"artifactLocation": {"uri": "gone.yaml", "uriBaseId": "%SRCROOT%"}}}


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("a b/ü.yaml", {"uri": "a%20b/%C3%BC.yaml", "uriBaseId": "%SRCROOT%"}),
        ("http://x.yaml", {"uri": "http%3A//x.yaml", "uriBaseId": "%SRCROOT%"}),
        ("100%.yaml", {"uri": "100%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../other/a.yaml", {"uri": "../other/a.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a b.yaml", {"uri": "file:///srv/a%20b.yaml"}),
        ("C:/a.yaml", {"uri": "file:///C:/a.yaml"}),
    ],
)
def test_addresses(path: str, artifact: dict[str, str]) -> None:
    result = run_of({path: FILES["dry.yaml"]})["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("[a](b)", "\\[a\\](b)"),
        ("\\[a]", "\\\\\\[a\\]"),
        ("a\\b", "a\\b"),
        ("\\\\]", "\\\\\\\\\\]"),
        ("{0}", "{0}"),
    ],
)
def test_nothing_in_a_message_is_a_link(text: str, safe: str) -> None:
    assert plain(text) == safe
    assert re.sub(r"\\([\\\[\]])", r"\1", plain(text)) == text or "\\b" in text


def test_levels_are_those_of_the_severities() -> None:
    levels = {one["level"] for one in run_of()["results"]}
    assert levels == {severity.label for severity in Severity}
