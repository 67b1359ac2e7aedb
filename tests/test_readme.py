"""The README says what is so. FUNNELDX_GOLDEN=write renews its rule table and its plan."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from funneldx import batch
from funneldx.cli import COMMANDS
from funneldx.config import Settings
from funneldx.plan import Goal
from funneldx.planning import plan
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.reports import FORMATS, overview, plan_text
from funneldx.reports.layout import UNICODE_SIGNS
from funneldx.reports.rule_table import as_markdown
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import catalogue
from funneldx.sources import Source, sources
from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)
from tests.judging import TODAY, funnel, items, reported
from tests.reports.shared_run import written

README = Path(__file__).parent.parent / "README.md"
_BEGIN, _END = "<!-- rules: begin -->\n", "<!-- rules: end -->"
_SCAN_BEGIN, _SCAN_END = "<!-- scan: begin -->\n", "<!-- scan: end -->\n"
_PLAN_BEGIN, _PLAN_END = "<!-- plan: begin -->\n", "<!-- plan: end -->"


def text() -> str:
    return README.read_text(encoding="utf-8")


def test_the_rule_table_is_the_catalogue() -> None:
    table = as_markdown(rule.card() for rule in catalogue())
    before, rest = text().split(_BEGIN)
    shown, after = rest.split(_END)
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        README.write_text(before + _BEGIN + table + _END + after, encoding="utf-8", newline="\n")
        shown = table
    assert shown == table


def test_the_scan_is_what_the_command_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(README.parent)
    ((path, label, top),) = re.findall(
        r"^funneldx scan (\S+) --group-by (\S+) --top (\d+)$", text(), re.MULTILINE
    )
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    report = overview.Report(
        lambda: TerminalCanvas(width=88, unicode=True, color=False),
        overview.Overview(
            overview.Listing(top=int(top), group_by=label), {rule.code: rule.family for rule in policy.rules}
        ),
        {rule.code: (rule.name, rule.family) for rule in policy.rules},
    )
    block = f"```\n{written(report, batch.Run(sources([path], None), policy, [path]))}```\n"
    before, rest = text().split(_SCAN_BEGIN)
    shown, after = rest.split(_SCAN_END)
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        README.write_text(before + _SCAN_BEGIN + block + _SCAN_END + after, encoding="utf-8", newline="\n")
        shown = block
    assert shown == block


def test_the_change_is_what_the_command_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(README.parent)
    (path,) = re.findall(r"^funneldx scan (\S+) --at-least error$", text(), re.MULTILINE)
    policy = Policy(catalogue(), Settings(as_of=TODAY))
    report = overview.Report(
        lambda: TerminalCanvas(width=100, unicode=True, color=False),
        overview.Overview(overview.Listing(at_least=3), {rule.code: rule.family for rule in policy.rules}),
        {rule.code: (rule.name, rule.family) for rule in policy.rules},
    )
    printed = written(report, batch.Run(sources([path], None), policy, [path]))
    (part,) = (one for one in printed.split("\n\n") if "What changed, and where" in one)
    block = f"```\n{part}\n```\n"
    before, rest = text().split("<!-- change: begin -->\n")
    shown, after = rest.split("<!-- change: end -->\n")
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        whole = f"{before}<!-- change: begin -->\n{block}<!-- change: end -->\n{after}"
        README.write_text(whole, encoding="utf-8", newline="\n")
        shown = block
    assert shown == block


def test_the_plan_is_what_the_command_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(README.parent)
    (path, target) = re.findall(r"^funneldx plan (\S+) --target (\d+)$", text(), re.MULTILINE)[0]
    report = plan_text.Report(TerminalCanvas(width=88, unicode=True, color=False), Level.of(0.95))
    (judged,) = batch.Run(
        [Source(path, Path(path).read_bytes)], Policy(catalogue(), Settings(as_of=TODAY)), [path]
    )
    block = f"```\n{report.plan(plan(judged, Goal(int(target)), Level.of(0.95)))}```\n"
    before, rest = text().split(_PLAN_BEGIN)
    shown, after = rest.split(_PLAN_END)
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        README.write_text(before + _PLAN_BEGIN + block + _PLAN_END + after, encoding="utf-8", newline="\n")
        shown = block
    assert shown == block


def test_it_names_every_format() -> None:
    _, _, section = text().partition("\n## Formats\n")
    rows = re.findall(r"^\| `(\w+)` \| \S.* \|$", section.partition("\n## ")[0], re.MULTILINE)
    assert tuple(rows) == FORMATS


@pytest.mark.parametrize(
    "block", re.findall(r"```yaml\n(.*?)```", text().split("\n## Where to run it\n")[0], re.DOTALL)
)
def test_its_funnels_can_be_read_and_judged(block: str) -> None:
    if block.startswith("source:"):
        assert type(items(block)[0]).__name__ == "Recorded"  # its records are in no file here
        return
    assert funnel(block).stages
    assert reported(block).steps


def test_its_options_and_commands_exist(run: Run) -> None:  # noqa: F811
    offered = " ".join(run(command, "--help").out for command in COMMANDS)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text())) - {"--version"}
    assert {option for option in named if option not in offered} == set()
    assert {
        word for word in re.findall(r"(?:`|^)funneldx ([a-z]+)", text(), re.MULTILINE) if word not in COMMANDS
    } == set()


def test_its_signs_are_those_of_the_report() -> None:
    for sign in ("error", "warning", "note", "suspected", "passed", "unsure", "first", "skipped"):
        assert f"`{UNICODE_SIGNS[sign]}`" in text()


def test_its_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", text()):
        assert (README.parent / target).exists(), target
