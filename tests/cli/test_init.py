"""`funneldx init`: every template is a funnel that can be judged, and says of the rules what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from funneldx.cli import init
from funneldx.model import Role
from funneldx.rules import catalogue
from tests.cli.conftest import Run
from tests.judging import funnel, reported

TEMPLATES = sorted(path.stem for path in init._FOLDER.glob("*.yaml"))
CODES = {rule.code: rule.name for rule in catalogue()}
FAMILIES = {code[:4] for code in CODES}


def text(template: str) -> str:
    return (init._FOLDER / f"{template}.yaml").read_text("utf-8")


def test_the_templates() -> None:
    assert TEMPLATES == ["active", "basic", "cold-calls", "online-shop", "passive"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_judged_and_found_healthy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("init", template, "our funnel.yaml")
    assert (ended.code, ended.err) == (0, "")
    assert "funneldx check 'our funnel.yaml'" in ended.out
    assert all(other in ended.out for other in TEMPLATES if other != template)
    written = (tmp_path / "our funnel.yaml").read_text("utf-8")
    assert "#     funneldx check 'our funnel.yaml'\n" in written
    assert "# yaml-language-server: $schema=funnel.schema.json\n" in written
    report = json.loads(run("check", "our funnel.yaml", "--format", "json").out)
    found = [one["code"] for one in report["funnels"][0]["diagnoses"]]
    # cold calls are judged by rules of their own alone
    assert found == (["FDX005"] if template == "cold-calls" and "FDX3" not in FAMILIES else [])


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_a_template_says_of_rules(template: str) -> None:
    named = re.findall(r"([a-z-]+)[\s#]+\((FDX\d{3})\b", text(template))
    assert len(named) >= (3 if template != "basic" else 0)
    assert {name for name, code in named if code[:4] in FAMILIES and CODES.get(code) != name} == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_keys_that_a_template_leaves_open_can_be_used(template: str) -> None:
    offered = re.findall(r"^# ((?:thresholds|ignore): .*)$", text(template), re.MULTILINE)
    assert offered
    rules = re.findall(r"rule: ([a-z-]+)|\{([a-z-]+): \{", " ".join(offered))
    if {one or two for one, two in rules} <= set(CODES.values()):
        assert reported(text(template) + "\n".join(offered)).funnel.ignore


def roles(template: str) -> list[Role | None]:
    return [stage.role for stage in funnel(text(template)).stages]


def test_each_way_of_selling_has_its_stages() -> None:
    assert roles("cold-calls") == [
        *(Role.DIALED, Role.CONTACTED, Role.LISTENED, Role.AGREED, Role.ATTENDED, Role.PURCHASED)
    ]
    assert roles("active") == [
        *(Role.PROSPECTS, Role.CONTACTED, Role.INTERESTED, Role.ATTENDED),
        *(Role.PRICE_DISCUSSED, Role.PURCHASED, Role.REPEAT),
    ]
    assert roles("passive") == [
        *(Role.CONTACTED, Role.INTERESTED, Role.PRICE_DISCUSSED, Role.PURCHASED, Role.REPEAT)
    ]
    assert roles("online-shop") == [None, None, None, None, Role.PURCHASED, Role.REPEAT]


def test_help_names_the_templates(run: Run) -> None:
    shown = run("init", "--help").out
    assert all(template in shown for template in TEMPLATES)


def test_a_mistake_lists_the_templates(run: Run) -> None:
    ended = run("init", "cold-cals")
    assert (ended.code, ended.out) == (2, "")
    assert 'did you mean "cold-calls"?' in ended.err
    assert f"there are {', '.join(TEMPLATES)}" in ended.err
