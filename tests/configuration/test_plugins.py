"""Rules of other packages: the example is built and installed, and its broken parts cost nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from funneldx.rules import catalogue
from funneldx.rules.plugins import plugins
from tests.cli.conftest import Run

EXAMPLE = Path(__file__).parent.parent / "example_plugin"
FUNNEL = "stages: {contacted: 1000, agreed: 100, attended: 20}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example installed in it, without a network."""
    target = tmp_path_factory.mktemp("site")
    options = ["--no-index", "--no-build-isolation", "--no-deps", "--disable-pip-version-check", "-q"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(EXAMPLE)]
    subprocess.run(command, check=True)
    return target


@pytest.fixture
def installed(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "funnel.yaml").write_text(FUNNEL, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("installed")
def test_its_rule_is_one_of_the_others(run: Run) -> None:
    ended = run("check", "funnel.yaml", "--format", "json")
    report = json.loads(ended.out)
    (one,) = [one for one in report["funnels"][0]["diagnoses"] if one["code"] == "ACME100"]
    assert (one["family"], one["severity"]) == ("plugins", "error")
    assert one["message"].startswith("20 of 100 who agreed came: 1:5, under 1:2")
    assert "ACME100" in run("rules").out
    assert "ACME 2025" in run("explain", "empty-room").out
    assert "plugin acme" in run("config").out


@pytest.mark.usefixtures("installed")
def test_what_is_broken_is_named_and_stops_nothing_else(run: Run) -> None:
    ended = run("check", "funnel.yaml", "--format", "json")
    assert ended.code == 3
    defects = {one["plugin"]: (one["rule"], one["message"]) for one in json.loads(ended.out)["defects"]}
    assert defects == {
        "acme-broken": ("acme-broken", "the plugin cannot be loaded: ImportError: a library is missing"),
        "acme-clash": ("FDX102", "another rule is called fdx102 already"),
        "acme-crash": ("ACME101", "RuntimeError: out of order"),
        "acme-odd": (
            "acme-odd",
            "the plugin cannot be loaded: TypeError: acme_funnel_rules:odd gives str; a rule was expected",
        ),
    }


def test_without_any() -> None:
    assert plugins(catalogue()) == ((), ())


def test_folders_that_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.dist-info").mkdir()
    (tmp_path / "b.dist-info").mkdir()
    (tmp_path / "b.dist-info" / "entry_points.txt").write_text(
        "[console_scripts]\na = b:c\n", encoding="utf-8"
    )
    (tmp_path / "c.dist-info").mkdir()
    (tmp_path / "c.dist-info" / "entry_points.txt").write_text(
        "[funneldx.rules]\n# none\n\n", encoding="utf-8"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "none"), str(tmp_path)])
    assert plugins(()) == ((), ())


def test_a_list_of_a_plugin_that_is_no_utf_8_costs_nothing_but_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.dist-info").mkdir()
    (tmp_path / "a.dist-info" / "entry_points.txt").write_bytes(b"[funneldx.rules]\n\xe9 = nothing.such\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    rules, (defect,) = plugins(())
    assert rules == ()
    assert "cannot be loaded: ModuleNotFoundError" in defect.message


RULE = """
from funneldx.rules.rule import Pass, Rule

def made(code, **how):
    return Rule(code=code, name="rule-" + code.lower(), summary="", cause="", actions=(), sources=(),
                check=lambda context, rule: iter((Pass(),)), **how)
"""


def test_where_rules_are_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a module's `rule` or `rules`, behind a path of attributes, in eggs, wheels and the working folder."""
    modules = {
        "plug_common": RULE,
        "plug_one": '"""Why one."""\nfrom plug_common import made\nrule = made("P1")\n',
        "plug_many": 'from plug_common import made\nrules = [made("P2"), made("P3")]\nrules[1].manual = "own"\n',
        "plug_deep": '"""Deep."""\nfrom plug_common import made\nclass Holder:\n    class inner:\n        it = made("P4")\n',
        "plug_clash": (
            'from plug_common import made\nrules = (made("P5"), made("FDX102"), made("p5"), made("P6"))\n'
            'rules[3].family = "theirs"\n'
        ),
        "plug_here": 'from plug_common import made\nrules = [made("P7")]\n',
        "plug_late": 'from plug_common import made\nrule = made("P8")\n',
    }
    lists = {
        "site/a_nothing.dist-info": None,
        "site/b_one.dist-info": "[console_scripts]\nx = nothing:at.all\n[funneldx.rules]\none = plug_one\n"
        "deep = plug_deep : Holder.inner.it\n\n[others]\ny = nothing.at:all\n",
        "site/c_many.egg-info": "# a list\nz = before.any:group\n[funneldx.rules]\nmany=plug_many\nclash = plug_clash:rules\n",
        "site/d_odd.dist-info": "[funneldx.rules]\neq = plug_one:rule = 1\nnothing at all\n",
        "site/e_ignored.other": "[funneldx.rules]\nignored = plug_one\n",
        "f_here.dist-info": "[funneldx.rules]\nhere = plug_here:rules\n",
        "later/g_late.dist-info": "[funneldx.rules]\nlate = plug_late:rule\n",
    }
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "later").mkdir()
    for name, text in modules.items():
        (site / f"{name}.py").write_text(text, encoding="utf-8")
    for name, listed in lists.items():
        (tmp_path / name).mkdir()
        if listed is not None:
            (tmp_path / name / "entry_points.txt").write_text(listed, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    later = str(tmp_path / "later")
    monkeypatch.setattr(sys, "path", ["", str(site), str(tmp_path / "none"), later, *sys.path])
    rules, defects = plugins(catalogue())
    assert [(rule.code, rule.plugin, rule.family, rule.manual) for rule in rules] == [
        ("P7", "here", "plugins", ""),
        ("P1", "one", "plugins", "Why one."),
        ("P4", "deep", "plugins", "Deep."),
        ("P2", "many", "plugins", ""),
        ("P3", "many", "plugins", "own"),
        ("P5", "clash", "plugins", ""),
        ("P6", "clash", "theirs", ""),
        ("P8", "late", "plugins", ""),
    ]
    assert [(one.rule, one.plugin) for one in defects] == [
        ("FDX102", "clash"),
        ("p5", "clash"),
        ("eq", "eq"),
    ]
    assert defects[0].message == "another rule is called fdx102 already"
    assert defects[2].message.startswith("the plugin cannot be loaded: AttributeError")
    for name in modules:
        sys.modules.pop(name, None)
