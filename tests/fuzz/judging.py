"""Bytes of a file through a whole run, as the command goes about it, and what must hold of every report of it."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from funneldx.batch import Run
from funneldx.cli.reporting import Wanted, report_for
from funneldx.cli.writing import written
from funneldx.config import Settings
from funneldx.errors import Problem
from funneldx.policy import Policy
from funneldx.reports import FORMATS
from funneldx.reports.overview_order import Listing
from funneldx.rules import catalogue
from funneldx.rules.rule import Rule
from funneldx.sources import Source
from tests.judging import TODAY
from tests.reports.formats import READ_BACK
from tests.reports.test_formats import OBEYED
from tests.reports.test_json_report import check as check_schema

SELDOM = 64
"""One of so many inputs is held against the schema, which takes longer than all the rest."""
OVERVIEW = "overview"
"""The text of a scan, beside the formats by name."""
ALL = (*FORMATS, OVERVIEW)
PLAIN = Settings(as_of=TODAY)


class Kept:
    """A sink that keeps what is written."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, *texts: str | bytes) -> None:
        self.parts += [text.decode() if isinstance(text, bytes) else text for text in texts]

    def finish(self) -> None:
        """Nothing stays open."""

    keep = discard = finish


class Ended(NamedTuple):
    """What came of a run."""

    code: int
    texts: dict[str, str]
    """By the name of the format."""

    @property
    def report(self) -> Any:
        """The JSON report."""
        return json.loads(self.texts["json"])


def judged(
    read: Callable[[], bytes],
    path: str,
    policy: Policy | None = None,
    *,
    in_folder: bool = False,
    rules: tuple[Rule, ...] = catalogue(),
    formats: Sequence[str] = ALL,
) -> Ended:
    """Judge a file and write reports of it, JSON among them; fails where one of them is not as it has to be."""
    policy = policy or Policy(rules, PLAIN)
    run = Run([Source(path, read, in_folder=in_folder)], policy, [path], allow_empty=in_folder)
    wanted = Wanted(rules, color="never")
    reports = {name: report_for(name, wanted, to_file=True) for name in {"json", *formats} - {OVERVIEW}}
    if OVERVIEW in formats:
        reports[OVERVIEW] = report_for("text", wanted._replace(listing=Listing()), to_file=True)
    sinks = {name: Kept() for name in reports}
    code = written(run, [(reports[name], sinks[name]) for name in reports], policy.settings)
    ended = Ended(code, {name: "".join(sink.parts) for name, sink in sinks.items()})
    check(ended, path)
    return ended


def check(ended: Ended, path: str) -> None:
    """What holds of the reports of any run over one file."""
    report = ended.report
    assert report["defects"] == []
    assert ended.code == 2 if report["errors"] else ended.code in {0, 1}, ended.code
    assert all(error["path"] == path and error["message"] and error["hint"] for error in report["errors"])
    found = sorted(READ_BACK["json"](ended.texts["json"]))
    for name, text in ended.texts.items():
        assert not OBEYED.search(text.removeprefix("\ufeff")), (name, "something would be obeyed")
        text.encode()
        if name in READ_BACK:
            told = sorted(READ_BACK[name](text))
            cut = name == "markdown" and re.search("and [0-9,]+ more|left out, since", text)
            assert Counter(told) <= Counter(found) if cut else told == found, (name, "tells something else")
    if zlib.crc32(ended.texts["json"].encode()) % SELDOM == 0:
        check_schema(report)
    for funnel in report["funnels"]:
        check_figures(funnel)


def check_figures(funnel: Any) -> None:
    """Shares and intervals that can be, stakes in order."""
    for one in [*funnel["steps"], *filter(None, (said["evidence"] for said in funnel["diagnoses"]))]:
        if one["interval"] is not None and one["rate"] is not None:
            low, high = one["interval"]
            assert low <= one["rate"] <= high, one
    for said in funnel["diagnoses"]:
        if stake := said["stake"]:
            assert 0 <= stake["low"] <= stake["purchases"] <= stake["high"], stake


def check_places(problems: Iterable[Problem], text: str) -> None:
    """A place that is told lies within the text."""
    lines = len(re.findall("\r\n|[\r\n\x85\u2028\u2029]", text)) + 1
    for problem in problems:
        assert problem.line is None or 1 <= problem.line <= lines + 1, problem
        assert problem.column is None or problem.column >= 1, problem
