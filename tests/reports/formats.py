"""Every format of a check, made the way the command makes it, and read back into findings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from funneldx.batch import Run
from funneldx.cli.reporting import Wanted, report_for
from funneldx.config import Settings
from funneldx.diagnosis import Severity
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rule import Outcome, Rule
from funneldx.sources import Source
from tests.judging import TODAY
from tests.reports.page import parsed
from tests.reports.shared_run import FILES, written


class Found(NamedTuple):
    """A finding, or something else that a run has to tell, as far as every format says it."""

    code: str
    severity: str
    path: str


def run_over(files: dict[str, str], rules: Iterable[Rule] = ()) -> Run:
    """A run over files that need not be there, by the catalogue and more rules."""
    sources = [Source(name, text.encode) for name, text in files.items()]
    return Run(sources, Policy((*catalogue(), *rules), Settings(as_of=TODAY)), files)


def text_of(
    name: str,
    files: dict[str, str] | None = None,
    rules: Iterable[Rule] = (),
    fail_on: Severity | None = Severity.ERROR,
) -> str:
    """The report of a run, by default of the one that all reports are tried on."""
    rules = tuple(rules)
    wanted = Wanted((*catalogue(), *rules), fail_on=fail_on, color="never", level=Level.of(0.95))
    return written(report_for(name, wanted, to_file=True), run_over(FILES if files is None else files, rules))


def crashing(message: str = "nobody expected this") -> Rule:
    """A rule that crashes."""

    def crash(_: Context, __: Rule) -> Iterable[Outcome]:
        raise RuntimeError(message)

    return Rule(code="ACME999", name="broken", summary="", cause="", actions=(), sources=(), check=crash)


def of_json(text: str) -> list[Found]:
    whole = json.loads(text)
    return [
        *_of_funnels(whole["funnels"]),
        *(Found("unreadable", "", one["path"]) for one in whole["errors"]),
    ]


def of_jsonl(text: str) -> list[Found]:
    lines = [json.loads(line) for line in text.splitlines()]
    errors = (Found("unreadable", "", one["path"]) for one in lines if one["type"] == "error")
    return [*_of_funnels(one for one in lines if one["type"] == "funnel"), *errors]


def _of_funnels(funnels: Iterable[Any]) -> Iterator[Found]:
    for one in funnels:
        for found in one["diagnoses"]:
            yield Found(found["code"], found["severity"], found["location"]["path"])


def rows(text: str) -> list[dict[str, str]]:
    """The rows of the CSV report."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def of_csv(text: str) -> list[Found]:
    told = [one for one in rows(text) if one["severity"] not in {"notice", "defect"}]
    return [
        Found("unreadable", "", one["path"])
        if one["severity"] == "unreadable"
        else Found(one["code"], one["severity"], one["path"])
        for one in told
    ]


def of_sarif(text: str) -> list[Found]:
    (run,) = json.loads(text)["runs"]
    errors = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in run["invocations"][0]["toolExecutionNotifications"]
        if one["descriptor"]["id"] == "unreadable"
    ]
    found = [
        Found(one["ruleId"], one["level"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for one in run["results"]
    ]
    return [*found, *(Found("unreadable", "", path) for path in errors)]


def cases(text: str) -> list[ET.Element]:
    """The test cases of a JUnit report."""
    return list(ET.fromstring(text.encode()).iter("testcase"))  # noqa: S314  (our own)


def of_junit(text: str) -> list[Found]:
    found = []
    for case in cases(text):
        path = case.attrib["classname"]
        if (error := case.find("error")) is not None:
            if error.attrib["type"] == "unreadable":
                found.append(Found("unreadable", "", path))
        elif len(case):
            said = re.match(r"(?:suspected )?(\w+) at ", case[0].text or "")
            assert said
            found.append(Found(case.attrib["name"].split()[0], said[1], path))
    return found


def of_github(text: str) -> list[Found]:
    found = []
    for kind, path, title in re.findall(r"^::(\w+) file=(.*?),.*?title=(.*?)::", text, re.MULTILINE):
        words = title.removeprefix("suspected ").split()
        if words == ["unreadable"]:
            found.append(Found("unreadable", "", path))
        else:
            assert {"notice": "note"}.get(kind, kind) == words[0]
            found.append(Found(words[1], words[0], path))
    return found


def of_gitlab(text: str) -> list[Found]:
    severities = {"major": "error", "minor": "warning", "info": "note", "critical": ""}
    return [
        Found(one["check_name"], severities[one["severity"]], one["location"]["path"])
        for one in json.loads(text)
        if one["check_name"] not in {"notice", "defect"}
    ]


def of_markdown(text: str) -> list[Found]:
    found = [
        Found(code, severity, path)
        for severity, code, path in re.findall(
            r"^- . \*\*(?:suspected )?(\w+)\*\* `(\S+) [\w-]+` at `(.*?):\d+:\d+`", text, re.MULTILINE
        )
    ]
    _, _, unread = text.partition("### Could not be read\n")
    errors = re.findall(r"^- `(.*?)(?::\d+)?`: ", unread.partition("\n###")[0], re.MULTILINE)
    return [*found, *(Found("unreadable", "", path) for path in errors)]


def of_html(text: str) -> list[Found]:
    page = parsed(text)
    found = [
        Found(one.get("data-code", ""), one.get("data-severity", ""), one.get("data-path", ""))
        for one in page.iterfind(".//p[@data-code]")
    ]
    unread = page.iterfind(".//section[@class='said unreadable']//li[@data-path]")
    return [*found, *(Found("unreadable", "", one.get("data-path", "")) for one in unread)]


READ_BACK: dict[str, Callable[[str], list[Found]]] = {
    "json": of_json,
    "jsonl": of_jsonl,
    "csv": of_csv,
    "sarif": of_sarif,
    "junit": of_junit,
    "github": of_github,
    "gitlab": of_gitlab,
    "markdown": of_markdown,
    "html": of_html,
}
