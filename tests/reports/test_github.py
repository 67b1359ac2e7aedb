"""Workflow commands of GitHub: the worst first, escaped as the runner undoes it."""

from __future__ import annotations

import json
import re

import pytest

from funneldx.reports.github import command, data
from tests.reports.formats import crashing, text_of
from tests.reports.shared_run import FILES

COMMAND = re.compile(r"::(error|warning|notice) (?:[a-zA-Z]+=[^,:\r\n]+,?)+::[^\r\n]+|::notice::[^\r\n]+")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command as the runner reads it."""
    name, _, rest = line.removeprefix("::").partition(" ")
    properties, _, message = rest.partition("::")
    pairs = dict(part.split("=", 1) for part in properties.split(",") if "=" in part)
    return name, {key: unescaped(value) for key, value in pairs.items()}, unescaped(message)


def unescaped(text: str) -> str:
    for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_every_line_but_the_last_is_a_command() -> None:
    *commands, last = text_of("github").splitlines()
    assert all(COMMAND.fullmatch(line) for line in commands)
    assert last == "funneldx: 9 funnels: 5 errors, 4 warnings and 10 notes; 3 problems in what was given"


def test_the_worst_come_first() -> None:
    lines = [read(line) for line in text_of("github", FILES, [crashing()]).splitlines()[:-5]]
    titles = [properties["title"].split()[0] for _, properties, _ in lines]
    assert list(dict.fromkeys(titles)) == ["defect", "unreadable", "error", "warning", "suspected", "note"]
    first = next(message for _, properties, message in lines if properties["title"].startswith("error"))
    assert first.startswith("Outbound, Baltics"), "the largest stake of the errors"


def test_those_that_nobody_is_shown_go_without_advice() -> None:
    many = "---\n".join([FILES["baltics.yaml"], FILES["small.yaml"]] * 60)
    lines = [read(line) for line in text_of("github", {"many.yaml": many}).splitlines()]
    for kind in ("error", "warning", "notice"):
        advised = ["ause: " in message for name, title, message in lines if name == kind and "title" in title]
        assert advised == [True] * 50 + [False] * 10


def test_a_finding_has_its_place_in_characters() -> None:
    lines = [read(line) for line in text_of("github", {"long.csv": FILES["long.csv"]}).splitlines()[:2]]
    name, properties, message = lines[1]
    assert name == "error"
    assert properties == {
        "file": "long.csv",
        "line": "6",
        "endLine": "6",
        "col": "17",
        "endColumn": "19",
        "title": "error FDX101 contact-gap",
    }
    assert FILES["long.csv"].splitlines()[5][16:19] == "120"
    assert message.splitlines()[0].startswith("long · region: south: 120 of 500 prospects")
    assert "Cause: " in message
    assert "\nDo 1: " in message


@pytest.mark.parametrize("text", ["50 %", "%0A", "a\r\nb", "a,b:c", "::error::x", "100%25"])
def test_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(data(text)) == text
    assert not set("\r\n") & set(data(text))


@pytest.mark.parametrize("path", ["a,b.yaml", "a:b.yaml", "100%.yaml", "::.yaml"])
def test_a_path_cannot_begin_another_property(path: str) -> None:
    _, properties, _ = read(command("t", "error", path, 3) + "x")
    assert properties == {"file": path, "line": "3", "title": "t"}
    _, found, _ = read(text_of("github", {path: FILES["dry.yaml"]}).splitlines()[0])
    assert found["file"] == path


def test_a_name_cannot_begin_another_command() -> None:
    text = json.dumps({"name": "x\n::error::y", "stages": {"a\r::b": 5, "c": 0}})
    lines = text_of("github", {"f.yaml": text}).splitlines()
    assert all(line.startswith(("::", "funneldx: ")) for line in lines)
    assert "::error::y" not in lines


def test_a_notice_without_a_file() -> None:
    assert command("", "notice", "", None) == "::notice::"
