"""Code quality of GitLab: every finding with a fingerprint that is its own and stays when lines move."""

from __future__ import annotations

import json
from typing import Any

from tests.reports.formats import crashing, text_of
from tests.reports.shared_run import FILES


def issues(files: dict[str, str] | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text_of("gitlab", files))
    return found


def test_an_issue_has_what_gitlab_asks_for() -> None:
    for issue in issues():
        assert list(issue) == ["check_name", "description", "severity", "location", "fingerprint"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(issue["location"]["lines"]["begin"], int)
        assert not issue["location"]["path"].startswith(("./", "/"))
        assert issue["description"]


def test_severities() -> None:
    (defect,) = (
        one for one in json.loads(text_of("gitlab", FILES, [crashing()])) if one["check_name"] == "defect"
    )
    assert (defect["severity"], defect["location"]["path"]) == ("blocker", ".")
    severities = {(one["check_name"], one["severity"]) for one in issues()}
    assert severities >= {
        ("FDX102", "major"),
        ("FDX102", "minor"),
        ("FDX003", "info"),
        ("unreadable", "critical"),
        ("notice", "info"),
    }


def test_a_suspicion_is_told_as_one() -> None:
    (small,) = (one for one in issues() if one["location"]["path"] == "small.yaml")
    assert small["description"].startswith("suspected: FDX102 interest-ratio: small: 1 of 10")


def test_fingerprints_are_unique_even_among_twins() -> None:
    twin = FILES["baltics.yaml"]
    twins = f"{twin}---\n{twin}---\n{twin}"
    found = issues({**FILES, "twins.yaml": twins, "again.yaml": twins})
    prints = [one["fingerprint"] for one in found]
    assert len(set(prints)) == len(prints)


def test_fingerprints_stay_when_lines_and_counts_change() -> None:
    before = issues({"a.yaml": FILES["baltics.yaml"]})
    moved = "# more\n\n" + FILES["baltics.yaml"].replace("interested: 90", "interested: 80")
    after = issues({"a.yaml": moved})
    assert [one["fingerprint"] for one in before[:2]] == [one["fingerprint"] for one in after[:2]]
    assert before[0]["location"] != after[0]["location"]
    assert before[0]["description"] != after[0]["description"]


def test_fingerprints_tell_files_funnels_and_stages_apart() -> None:
    text = FILES["baltics.yaml"]
    texts = (text, text.replace("2026-09", "2026-10"), text.replace("region: baltics", "region: north"))
    prints = {issues({"a.yaml": text})[0]["fingerprint"] for text in (*texts, text.replace("Outbound", "x"))}
    assert len(prints | {issues({"b.yaml": text})[0]["fingerprint"]}) == 5


def test_nothing_found_is_an_empty_list() -> None:
    assert text_of("gitlab", {"a.yaml": FILES["healthy.yaml"]}) == "[]\n"
