"""The configuration: found, read, applied, shown; what is wrong with it is told with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from funneldx import stage_names
from funneldx.stage_names import languages
from tests.cli.conftest import Ended, Run

FUNNEL = "stages: {contacted: 1000, interested: 150, Demo: 100, Trial: 20, purchased: 5}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with a funnel in it; names that a test teaches are forgotten again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    (tmp_path / ".git").mkdir()
    (tmp_path / "funnel.yaml").write_text(FUNNEL, encoding="utf-8")
    yield tmp_path
    for store in ("roles", "exits", "header_kinds", "totals", "months", "measures", "counting"):
        getattr(languages, store).clear()
    stage_names._forget()


@pytest.fixture
def check(run: Run, folder: Path) -> Any:
    def checked(
        configuration: str, *options: str, name: str = ".funneldx.yaml", file: str = "funnel.yaml"
    ) -> Any:
        (folder / name).write_text(configuration, encoding="utf-8")
        ended: Ended = run("check", file, "--format", "json", *options)
        assert ended.out, ended.err
        return json.loads(ended.out)

    return checked


def found(report: Any, code: str) -> list[tuple[str, str]]:
    return [
        (one["severity"], one["message"])
        for funnel in report["funnels"]
        for one in funnel["diagnoses"]
        if one["code"] == code
    ]


class TestWhere:
    """Which file is found."""

    @pytest.mark.parametrize("name", [".funneldx.yaml", "pyproject.toml"])
    def test_upward_from_the_working_folder(
        self,
        run: Run,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
    ) -> None:
        text = "select: [FDX102]\n" if name.endswith("yaml") else '[tool.funneldx]\nselect = ["FDX102"]\n'
        (folder / name).write_text(text, encoding="utf-8")
        (folder / "a" / "b").mkdir(parents=True)
        monkeypatch.chdir(folder / "a" / "b")
        report = json.loads(run("check", "../../funnel.yaml", "--format", "json").out)
        assert {one["code"] for one in report["funnels"][0]["diagnoses"]} == {"FDX102"}

    def test_not_beyond_the_repository(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / ".funneldx.yaml").write_text("select: [FDX102]\n", encoding="utf-8")
        (folder / "own" / ".git").mkdir(parents=True)
        (folder / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
        monkeypatch.chdir(folder / "own")
        assert "no configuration file" in run("config").out

    def test_not_beyond_home(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / ".funneldx.yaml").write_text("select: [FDX102]\n", encoding="utf-8")
        home = folder / "home"
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.chdir(home)
        assert "no configuration file" in run("config").out

    def test_as_named_or_none(self, check: Any, folder: Path) -> None:
        (folder / "other.yaml").write_text("ignore: [steps]\n", encoding="utf-8")
        assert found(check("select: [FDX102]\n", "--config", "other.yaml"), "FDX102") == []
        assert found(check("ignore: [steps]\n", "--isolated"), "FDX102")

    def test_one_that_is_not_there(self, run: Run) -> None:
        ended = run("check", "funnel.yaml", "--config", "none.yaml")
        assert ended.code == 2
        assert "--config none.yaml is no file" in ended.err

    def test_an_empty_one_says_nothing(self, check: Any) -> None:
        assert found(check("# nothing yet\n"), "FDX102")
        assert found(check(" \n"), "FDX102")

    def test_the_other_ending(self, check: Any) -> None:
        assert found(check("ignore: [steps]\n", name=".funneldx.yml"), "FDX102") == []

    def test_one_named_and_none_at_all(self, run: Run, folder: Path) -> None:
        (folder / "other.yaml").write_text("", encoding="utf-8")
        ended = run("config", "--config", "other.yaml", "--isolated")
        assert ended.code == 2
        assert "exclude each other" in ended.err


class TestWhat:
    """What each key does."""

    def test_select_and_ignore(self, check: Any) -> None:
        report = check("select: steps\nignore: [price-gap]\n")
        assert {one["code"] for one in report["funnels"][0]["diagnoses"]} == {"FDX102"}
        assert found(check("select: [FDX102]\n", "--select", "FDX003"), "FDX102") == [], (
            "the command line wins"
        )

    def test_fail_on(self, run: Run, check: Any) -> None:
        check("fail_on: never\n")
        assert run("check", "funnel.yaml").code == 0
        assert run("check", "funnel.yaml", "--fail-on", "note").code == 1

    @pytest.mark.parametrize(("said", "interval"), [("0.99", True), ("literal", False), ("95%", True)])
    def test_confidence(self, check: Any, said: str, interval: bool) -> None:
        step = check(f"confidence: {said}\n")["funnels"][0]["steps"][0]
        assert (step["interval"] is not None) is interval
        assert (
            check(f"confidence: {said}\n", "--confidence", "literal")["funnels"][0]["steps"][0]["interval"]
            is None
        )

    def test_thresholds_from_the_weakest_to_the_strongest(self, check: Any, folder: Path) -> None:
        configuration = "thresholds: {interest-ratio: {floor: 1:10}}\n"
        ((severity, message),) = found(check(configuration), "FDX102")
        assert severity == "warning"
        assert "below the usual 1:3" in message
        override = (
            configuration + "overrides:\n  - {when: {market: b2b}, thresholds: {FDX102: {floor: 1:4}}}\n"
        )
        assert found(check(override), "FDX102")[0][0] == "warning", "the funnel names no market"
        (folder / "funnel.yaml").write_text("market: b2b\n" + FUNNEL, encoding="utf-8")
        assert found(check(override), "FDX102")[0][0] == "error"
        own = "market: b2b\nthresholds: {interest-ratio: {floor: 1:12}}\n" + FUNNEL
        (folder / "funnel.yaml").write_text(own, encoding="utf-8")
        assert found(check(override), "FDX102")[0][0] == "warning"
        assert found(check(override, "--no-inline"), "FDX102")[0][0] == "error"
        assert found(check(override, "--threshold", "interest-ratio.floor=1:4"), "FDX102")[0][0] == "error"

    @pytest.mark.parametrize(
        ("when", "applies"),
        [
            ("{labels: {region: riga}}", True),
            ("{labels: {region: riga, team: B}}", False),
            ("{channel: Cold_Email}", True),
            ("{approach: active, market: b2c}", False),
            ("{approach: active}", True),
        ],
    )
    def test_overrides_are_for_funnels_that_have_all_of_it(
        self, check: Any, folder: Path, when: str, applies: bool
    ) -> None:
        described = "labels: {region: riga}\nchannel: cold-email\napproach: active\nmarket: b2b\n"
        (folder / "funnel.yaml").write_text(described + FUNNEL, encoding="utf-8")
        text = f"overrides: [{{when: {when}, thresholds: {{price-gap: {{floor: 1:100, typical: 1:50}}}}}}]\n"
        stage = "stage_names: {price_discussed: [Trial]}\n"
        assert bool(found(check(text + stage), "FDX103")) is not applies

    def test_severity(self, check: Any, folder: Path) -> None:
        assert found(check("severity: {interest-ratio: note}\n"), "FDX102")[0][0] == "note"
        (folder / "funnel.yaml").write_text("stages: {contacted: 10, interested: 1}\n", encoding="utf-8")
        assert found(check("severity: {interest-ratio: error}\n"), "FDX102")[0][0] == "warning", (
            "it is suspected"
        )
        assert found(check("severity: {interest-ratio: note}\n"), "FDX102")[0][0] == "note"

    def test_the_narrower_word_has_the_last_say_on_severity(self, check: Any) -> None:
        for text in ("{interest-ratio: error, FDX1: note}", "{FDX1: note, interest-ratio: error}"):
            assert found(check(f"severity: {text}\n"), "FDX102")[0][0] == "error"

    def test_a_threshold_for_several_rules_is_for_those_that_have_one(self, check: Any) -> None:
        assert found(check("thresholds: {FDX1: {floor: 1:9}}\n"), "FDX102")[0][0] == "warning"

    def test_names_of_stages(self, check: Any) -> None:
        report = check("stage_names: {price_discussed: [Trial], agreed: [DEMO]}\n")
        roles = {stage["name"]: stage["role"] for stage in report["funnels"][0]["stages"]}
        assert (roles["Trial"], roles["Demo"]) == ("price_discussed", "agreed")

    def test_names_of_ours_can_be_given_another_meaning(self, check: Any, folder: Path) -> None:
        (folder / "funnel.yaml").write_text("stages: {Leads: 10, Closed Lost: 4, MQL: 2}\n", encoding="utf-8")
        report = check("stage_names: {contacted: [Closed lost], interested: [MQL]}\n")
        assert [stage["role"] for stage in report["funnels"][0]["stages"]] == [
            "prospects",
            "contacted",
            "interested",
        ]

    def test_columns(self, check: Any, folder: Path) -> None:
        (folder / "a.csv").write_text(
            "what,n,who,unit\nLeads,9,N,x\nWon,2,N,x\nLeads,8,S,x\nWon,1,S,x\n", encoding="utf-8"
        )
        report = check("columns: {stage: what, count: n, labels: [who, unit]}\n", file="a.csv")
        assert [funnel["labels"] for funnel in report["funnels"]] == [
            {"who": "N", "unit": "x"},
            {"who": "S", "unit": "x"},
            {},
        ]

    def test_tables_without_these_columns_are_read_by_their_own_headers(
        self, check: Any, folder: Path
    ) -> None:
        (folder / "t").mkdir()
        (folder / "t" / "a.csv").write_text("what,n\nLeads,9\nWon,2\n", encoding="utf-8")
        (folder / "t" / "b.csv").write_text("name,leads,won\nA,8,1\n", encoding="utf-8")
        (folder / "t" / "c.csv").write_text("Leads,7\nWon,3\n", encoding="utf-8")
        report = check("columns: {stage: what, count: n}\n", file="t")
        assert report["errors"] == []
        assert [[stage["count"] for stage in one["stages"]] for one in report["funnels"]] == [
            [9, 2],
            [8, 1],
            [7, 3],
        ]

    def test_files_of_folders(self, check: Any, folder: Path) -> None:
        (folder / "old").mkdir()
        (folder / "old" / "a.yaml").write_text(FUNNEL, encoding="utf-8")
        (folder / "b.txt").write_text("Leads,9\nWon,2\n", encoding="utf-8")
        report = check("include: ['*.yaml', '*.txt']\nexclude: old\n", file=".")
        assert [funnel["location"]["path"] for funnel in report["funnels"]] == ["b.txt", "funnel.yaml"]

    def test_ignore_with_a_reason(self, check: Any) -> None:
        text = "ignore: [{rule: interest-ratio, reason: launch, until: 2026-12-31}]\n"
        report = check(text, "--as-of", "2026-12-31")
        assert found(report, "FDX102") == []
        assert report["funnels"][0]["suppressed"] == [
            {"code": "FDX102", "reason": "launch", "until": "2026-12-31"}
        ]
        assert report["notices"] == []
        report = check(text, "--as-of", "2027-01-01")
        assert found(report, "FDX102")
        assert report["notices"] == [
            {
                "path": ".funneldx.yaml",
                "line": 1,
                "column": 17,
                "message": "`ignore` of interest-ratio expired on 2026-12-31: what it finds is reported again",
            }
        ]

    def test_ignore_that_is_not_needed(self, check: Any) -> None:
        report = check("ignore: [{rule: FDX104, reason: why}, {rule: interest-ratio, reason: launch}]\n")
        assert [one["message"] for one in report["notices"]] == [
            "`ignore` of FDX104 is not needed: it finds nothing here"
        ]

    def test_a_funnel_has_the_last_word_on_its_reason(self, check: Any, folder: Path) -> None:
        own = FUNNEL + "ignore: [{rule: FDX102, reason: of its own}]\n"
        (folder / "funnel.yaml").write_text(own, encoding="utf-8")
        report = check("ignore: [{rule: interest-ratio, reason: launch}]\n")
        assert report["funnels"][0]["suppressed"][0]["reason"] == "of its own"

    @pytest.mark.parametrize("pattern", ["funnel.yaml", "clients/", "*.yaml", "clients/**/*.yaml"])
    def test_rules_left_out_for_files(self, check: Any, folder: Path, pattern: str) -> None:
        (folder / "clients" / "a").mkdir(parents=True)
        (folder / "clients" / "a" / "funnel.yaml").write_text(FUNNEL, encoding="utf-8")
        (folder / "other.csv").write_text("contacted,1000\ninterested,150\n", encoding="utf-8")
        text = f"per_file_ignores: {{'{pattern}': [FDX102]}}\n"
        report = check(text, file="clients")
        assert found(report, "FDX102") == []
        (left_out,) = report["funnels"][0]["suppressed"]
        assert left_out["reason"] == f"left out for {pattern} by the configuration"
        assert found(check(text, file="other.csv"), "FDX102")


OWN = """
rules:
  - code: ACME001
    name: demo-trial
    from: Demo
    to: trial
    floor: 30%
    typical: 45%
    cause: They do not see what it is for.
    actions: [Call them the day after.]
    source: our 2025 average
  - {code: ACME002, name: won-gap, from: interested, to: purchased, typical: 20%, severity: note}
"""


class TestOwnRules:
    """Rules without Python."""

    def test_by_the_names_of_stages(self, check: Any) -> None:
        report = check(OWN)
        assert found(report, "ACME001") == [
            ("error", "20 of 100 at “Demo” reached “trial”: 1:5, under 3:10 (95 % interval 13.3–28.9 %).")
        ]
        (one,) = [one for one in report["funnels"][0]["diagnoses"] if one["code"] == "ACME001"]
        assert one["family"] == "own"
        assert one["actions"] == ["Call them the day after."]
        assert one["sources"] == ["our 2025 average"]
        assert one["location"]["column"] == FUNNEL.index("20") + 1
        assert one["stake"]["purchases"] == pytest.approx(5 * (0.45 / 0.2 - 1))

    def test_by_roles_as_loud_as_declared(self, check: Any) -> None:
        report = check(OWN)
        ((severity, message),) = found(report, "ACME002")
        assert severity == "note"
        assert message.startswith("5 of 150 interested reached purchased: 1:30, below the usual 1:5")
        (one,) = [one for one in report["funnels"][0]["diagnoses"] if one["code"] == "ACME002"]
        assert one["sources"] == [".funneldx.yaml"]

    @pytest.mark.parametrize(
        ("stages", "reason"),
        [
            ("{Demo: 100, Won: 20}", "needs a stage called “trial”"),
            ("{Trial: 100, Demo: 20}", "“Trial” does not stand after “Demo” here"),
            ("{Demo: 0, Trial: 0}", "nobody stands at “Demo”"),
            ("{Demo: 10, Trial: }", "the count of “Trial” is not given"),
        ],
    )
    def test_skipped_with_the_reason(self, check: Any, folder: Path, stages: str, reason: str) -> None:
        (folder / "funnel.yaml").write_text(f"stages: {stages}\n", encoding="utf-8")
        skipped = check(OWN)["funnels"][0]["skipped"]
        assert reason in [one["reason"] for one in skipped if "ACME001" in one["codes"]]

    def test_skipped_for_a_role(self, check: Any, folder: Path) -> None:
        (folder / "funnel.yaml").write_text("stages: {contacted: 10, interested: 4}\n", encoding="utf-8")
        skipped = check(OWN)["funnels"][0]["skipped"]
        assert "needs a stage with the role `purchased`" in [one["reason"] for one in skipped]
        twice = "stages: [{name: a, role: interested, count: 9}, {name: b, role: interested, count: 8}, {name: purchased, count: 1}]\n"
        (folder / "funnel.yaml").write_text(twice, encoding="utf-8")
        skipped = check(OWN)["funnels"][0]["skipped"]
        assert "several stages claim the role `interested` (FDX007)" in [
            one["reason"] for one in skipped if "ACME002" in one["codes"]
        ]

    def test_no_stake_behind_the_purchase(self, check: Any, folder: Path) -> None:
        (folder / "funnel.yaml").write_text(
            "stages: {Demo: 100, purchased: 50, Trial: 5}\n", encoding="utf-8"
        )
        (one,) = [one for one in check(OWN)["funnels"][0]["diagnoses"] if one["code"] == "ACME001"]
        assert one["stake"] is None

    def test_listed_explained_selected_and_set_like_any_other(self, run: Run, check: Any) -> None:
        report = check(OWN, "--select", "own", "--threshold", "demo-trial.floor=10%")
        assert [one["severity"] for one in report["funnels"][0]["diagnoses"]] == ["warning", "note"]
        listed = json.loads(run("rules", "--format", "json").out)
        assert [one["code"] for one in listed][-2:] == ["ACME001", "ACME002"]
        assert "own: rules of your own" in run("rules").out
        page = run("explain", "demo-trial").out
        assert "declared in the configuration" in page
        assert "5,400 of 10,000" not in page
        assert "1,500 of 10,000 at “Demo” reached “trial”" in page, "half of the floor ails"
        assert run("explain", "ACME002", "--isolated").code == 2

    @pytest.mark.parametrize("role", ["price discussed", "Price-Discussed", "price_discussed"])
    def test_a_role_however_it_is_written(self, check: Any, folder: Path, role: str) -> None:
        (folder / "funnel.yaml").write_text("stages: {interested: 100, Offer: 10}\n", encoding="utf-8")
        report = check(f"rules: [{{code: A1, name: a-b, from: Interested, to: {role}, floor: 30%}}]\n")
        assert found(report, "A1")[0][1].startswith("10 of 100 interested reached price discussed")

    def test_what_stands_in_a_rule_is_never_obeyed(self, run: Run, folder: Path) -> None:
        rule = {
            "code": "A1",
            "name": "a-b",
            "from": "a\x1b[31m",
            "to": "b|c",
            "floor": "30%",
            "source": "\x1b[1m",
        }
        (folder / ".funneldx.yaml").write_text(json.dumps({"rules": [rule]}), encoding="utf-8")
        for words in (("explain", "A1"), ("rules",), ("rules", "--format", "markdown"), ("config",)):
            ended = run(*words)
            assert ended.code == 0, ended.err
            assert "\x1b" not in ended.out

    def test_braces_in_names_are_names(self, check: Any, folder: Path) -> None:
        (folder / "funnel.yaml").write_text('stages: {"{k}": 100, "{n": 20}\n', encoding="utf-8")
        report = check('rules: [{code: A1, name: a-b, from: "{k}", to: "{n", floor: 30%}]\n')
        assert found(report, "A1")[0][1].startswith("20 of 100 at “{k}” reached “{n”")


class TestShown:
    """`funneldx config`."""

    def test_where_each_comes_from(self, run: Run, check: Any) -> None:
        check(
            OWN
            + "fail_on: note\nconfidence: literal\nseverity: {hot-share: note}\nignore: [FDX003, {rule: FDX104, reason: why, until: 2030-01-01}]\n"
            "thresholds: {interest-ratio: {floor: 1:8}, one-off: {floor: 1:20}}\ncolumns: {stage: what}\ninclude: '*.yaml'\n"
            "stage_names: {agreed: [Test drive]}\nper_file_ignores: {old/: [steps]}\n"
            "overrides: [{when: {market: b2c, labels: {region: riga}}, thresholds: {hot-share: {high: 20%}}}]\n"
        )
        data = json.loads(run("config", "--format", "json").out)
        assert data["path"] == ".funneldx.yaml"
        by_key = {one["key"]: (one["value"], one["from"]) for one in data["settings"]}
        assert by_key["fail_on"] == ("note", ".funneldx.yaml:13:10")
        assert by_key["confidence"][0] == "literal"
        assert by_key["thresholds.interest-ratio.floor"] == ("1:8", ".funneldx.yaml:17:38")
        assert by_key["thresholds.interest-ratio.typical"] == ("1:3", "default")
        assert by_key["thresholds.one-off.floor"][0] == "1:20"
        assert by_key["thresholds.demo-trial.floor"] == ("3:10", ".funneldx.yaml:7:12")
        assert by_key["thresholds.hot-share.high for market b2c, region riga"][0] == "1:5"
        assert by_key["ignore FDX104"][0] == "why, until 2030-01-01"
        assert by_key["rule ACME001"] == ("demo-trial: “trial” of “Demo”", ".funneldx.yaml:3:11")
        assert by_key["stage_names.agreed"][0] == "Test drive"
        assert by_key["select"] == ("all rules", "default")
        text = run("config").out
        assert "thresholds.interest-ratio.floor" in text
        assert ".funneldx.yaml:17:38" in text

    def test_without_one(self, run: Run) -> None:
        data = json.loads(run("config", "--format", "json").out)
        assert data["path"] is None
        assert {one["from"] for one in data["settings"]} == {"default"}


class TestSchema:
    """`funneldx schema config` knows what is read."""

    @pytest.mark.parametrize(
        ("text", "valid"),
        [
            (OWN, True),
            (
                "select: steps\nignore: [FDX1, {rule: x, reason: y, until: 2030-01-01}]\nconfidence: 0.9\n",
                True,
            ),
            ("thresholds: {interest-ratio: {floor: '1:8'}}\nstage_names: {agreed: [Yes]}\n", True),
            ("columns: {stage: what, labels: [a, b]}\nper_file_ignores: {old/: [steps]}\n", True),
            ("overrides: [{when: {market: b2b}, thresholds: {FDX102: {floor: '1:4'}}}]\n", True),
            ("fail_at: error\n", False),
            ("rules: [{code: 'A 1', name: a-b, from: a, to: b}]\n", False),
            ("ignore: [[a]]\n", False),
        ],
    )
    def test_it_agrees_with_the_reader(self, run: Run, text: str, valid: bool) -> None:
        schema = json.loads(run("schema", "config").out)
        jsonschema.Draft202012Validator.check_schema(schema)
        data = json.loads(json.dumps(yaml.safe_load(text), default=str))
        assert jsonschema.Draft202012Validator(schema).is_valid(data) is valid

    def test_what_is_no_list_of_rules(self, run: Run, folder: Path) -> None:
        (folder / ".funneldx.yaml").write_text("ignore: hot-share\nselect: {}\n", encoding="utf-8")
        told = run("check", "funnel.yaml").err
        assert "write it as [{rule: hot-share, reason: …}], or [] for none" in told
        (folder / ".funneldx.yaml").write_text("columns: stage\n", encoding="utf-8")
        assert "write it as {stage: [first, second]}" in run("check", "funnel.yaml").err


class TestWrong:
    """What is wrong is told with its place, all of it at once."""

    @pytest.mark.parametrize(
        ("text", "place", "words"),
        [
            ("fail_at: error\n", "1:1", 'unknown key "fail_at"; did you mean "fail_on"?'),
            ("fail_on: loud\n", "1:10", "one of error, warning, note, never was expected"),
            ("confidence: 2\n", "1:13", "a confidence level was expected"),
            (
                "select: [interest-rato]\n",
                None,
                'there is no rule “interest-rato”; did you mean "interest-ratio"?',
            ),
            ("severity: {interest-rato: note}\n", "1:27", "there is no rule “interest-rato”"),
            ("ignore: [{rule: interest-rato, reason: x}]\n", "1:17", "there is no rule “interest-rato”"),
            ("per_file_ignores: {a: [interest-rato]}\n", "1:23", "there is no rule “interest-rato”"),
            ("per_file_ignores: {'[a': [steps]}\n", "1:26", "the pattern “[a”"),
            ("thresholds: {interest-rato: {floor: 1:8}}\n", "1:37", "there is no rule “interest-rato”"),
            ("thresholds: {interest-ratio: {flor: 1:8}}\n", "1:37", 'did you mean "floor"?'),
            ("thresholds: {interest-ratio: {floor: 1:2}}\n", "1:38", "is above the typical value"),
            (
                "overrides: [{when: {}, thresholds: {hot-share: {low: 20%}}}]\n",
                "1:54",
                "is above the high value",
            ),
            (
                "stage_names: {agred: [Yes]}\n",
                "1:15",
                'unknown key "agred" in `stage_names`; did you mean "agreed"?',
            ),
            ("rules: [{code: FDX999, name: a-b, from: a, to: b, floor: 1:2}]\n", "1:16", "begins as ours do"),
            ("rules: [{code: A1, name: a-b, from: a, to: b}]\n", "1:16", "`floor` or `typical` was expected"),
            (
                "rules: [{code: A1, name: a-b, from: a, to: b, floor: 1:2, typical: 1:3}]\n",
                "1:16",
                "is above its typical",
            ),
            (
                "rules: [{code: A1, name: a-b, from: a, to: b, floor: 0}]\n",
                "1:16",
                "a share above 0 was expected",
            ),
            (
                "rules: [{code: 'A 1', name: a-b, from: a, to: b, floor: 1:2}]\n",
                "1:16",
                "a code was expected",
            ),
            ("rules: [{code: A1, from: a, to: b, floor: 1:2}]\n", "1:9", "`rules[0]` has no `name`"),
            (
                "rules: [{code: A1, name: one-off, from: a, to: b, floor: 1:2}]\n",
                "1:26",
                "another rule is called one-off",
            ),
            ("baseline: x.json\n", "1:11", "the baseline x.json does not exist"),
            ("baseline: [x]\n", "1:11", "a text was expected"),
            ("fail_on: note\n---\nfail_on: error\n", "3:1", "a second document begins here"),
            ("fail_on: [\n", "2:1", "this is not valid YAML"),
            ("- a\n", "1:1", "this is a list; settings, each as a key and its value, were expected"),
            ("rules:\n", "1:7", "a list was expected"),
            (
                "rules: [{code: A1, name: a-b, from: Demo, to: demo, floor: 1:2}]\n",
                "1:16",
                "goes from “Demo” to itself",
            ),
            (
                "stage_names: {interested: [Go], agreed: [x, GO]}\n",
                "1:45",
                "is given to the role `interested` too",
            ),
        ],
    )
    def test_yaml(self, run: Run, folder: Path, text: str, place: str | None, words: str) -> None:
        (folder / ".funneldx.yaml").write_text(text, encoding="utf-8")
        ended = run("check", "funnel.yaml")
        assert ended.code == 2
        assert words in ended.err
        if place:
            assert f".funneldx.yaml:{place}: " in ended.err
        assert "→" in ended.err

    def test_everything_at_once(self, run: Run, folder: Path) -> None:
        (folder / ".funneldx.yaml").write_text("fail_on: loud\nselekt: x\nconfidence: 7\n", encoding="utf-8")
        assert run("check", "funnel.yaml").err.count(".funneldx.yaml:") == 3

    @pytest.mark.parametrize(
        ("text", "place", "words"),
        [
            ('[tool.funneldx]\nfail_at = "error"\n', "2:1", 'unknown key "fail_at"'),
            ('[tool.funneldx]\nfail_on = "loud"\n', "2:1", "one of error"),
            (
                '[tool.other]\nfloor = 1\n[tool.funneldx.thresholds.interest-rato]\n\nfloor = "1:8"\n',
                "5:1",
                "there is no rule “interest-rato”",
            ),
            (
                '[tool.funneldx]\nthresholds = { interest-rato = { floor = "1:8" } }\n',
                "2:34",
                "there is no rule",
            ),
            ("[tool.funneldx]\nfail_on = \n", "2:11", "this is not valid TOML: Invalid value"),
            ('[tool]\nfunneldx = "x"\n# [tool.funneldx\n', None, "there is no table [tool.funneldx]"),
            (
                '[[tool.funneldx.rules]]\ncode = "A1"\nname = "a-b"\nfrom = "a"\nto = "b"\n',
                "2:1",
                "`floor` or",
            ),
            (
                '[[tool.funneldx.rules]]\ncode = "A1"\nname = "a-b"\nfrom = "a"\nto = "b"\nfloor = "1:5"\n'
                '[[tool.funneldx.rules]]\ncode = "A2"\nfrom = "a"\nto = "b"\nfloor = "1:5"\n',
                "7:1",
                "has no `name`",
            ),
            (
                '[[tool.funneldx.overrides]]\nwhen = { market = "b2b" }\nthresholds = {}\n'
                '[[tool.funneldx.overrides]]\n[tool.funneldx.overrides.when]\nmarket = "b2d"\n',
                "6:1",
                "one of b2b, b2c",
            ),
            (
                '[tool.funneldx]\nfail_on = "error"\nignore = [{ rule = "FDX104", reason = "x" }, { reason = "y" }]\n',
                "3:1",
                "has no `rule`",
            ),
        ],
    )
    def test_toml(self, run: Run, folder: Path, text: str, place: str | None, words: str) -> None:
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")
        ended = run("check", "funnel.yaml")
        assert ended.code == 2
        assert words in ended.err
        assert f"pyproject.toml:{place}: " in ended.err if place else "pyproject.toml: " in ended.err

    @pytest.mark.parametrize(
        "key",
        [
            f"{'a.' * 10}b = 1",
            f"[{'a . ' * 10}b]",
            f"[[{'a.' * 10}'b']]",
            f"x = {{ y = 1, {'a.' * 10}b = 1 }}",
        ],
    )
    def test_keys_of_very_many_parts(self, run: Run, folder: Path, key: str) -> None:
        (folder / "pyproject.toml").write_text(f"[tool.funneldx]\n[tool.x]\n{key}\n", encoding="utf-8")
        assert "are deeper, than is read of TOML" in run("check", "funnel.yaml").err
        shorter = key.replace("a", "", 1).replace(".", "", 1)
        (folder / "pyproject.toml").write_text(f"[tool.funneldx]\n[tool.x]\n{shorter}\n", encoding="utf-8")
        assert "of TOML" not in run("check", "funnel.yaml").err

    def test_values_with_very_many_points(self, run: Run, folder: Path) -> None:
        text = f'[tool.funneldx]\n[tool.x]\nmodule = "{"a." * 30}b"\nmore = ["{"a." * 30}b", "c"]\n# {"a." * 30}b\n'
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")
        assert run("check", "funnel.yaml").err == ""

    def test_toml_values(self, check: Any) -> None:
        report = check(
            '[tool.funneldx]\nconfidence = 0.9\nselect = ["steps", "own"]\n[tool.funneldx.thresholds]\n'
            'interest-ratio = { floor = 0.1, typical = "20%" }\n[[tool.funneldx.rules]]\ncode = "A1"\nname = "a-b"\n'
            'from = "Demo"\nto = "Trial"\nfloor = 0.3\n[[tool.funneldx.ignore]]\nrule = "FDX104"\nreason = "x"\n'
            "until = 2030-01-01\n",
            name="pyproject.toml",
        )
        assert {one["code"] for one in report["funnels"][0]["diagnoses"]} == {"FDX102", "A1"}

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("interest-ratio=1:8", "cannot be read"),
            ("interest-ratio.floor=x", "cannot be read"),
            ("interest-rato.floor=1:8", "--threshold interest-rato.floor: there is no rule"),
            ("interest-ratio.floor=1:2", "is above the typical value"),
        ],
    )
    def test_threshold_of_the_command_line(self, run: Run, value: str, words: str) -> None:
        ended = run("check", "funnel.yaml", "--threshold", value)
        assert ended.code == 2
        assert words in ended.err

    def test_a_project_file_that_cannot_be_read_is_none_of_ours(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "pyproject.toml").write_text("[tool.funneldx]\n", encoding="utf-8")

        def refuse(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr("builtins.open", refuse)
        from funneldx.configuration import found as find  # noqa: PLC0415

        assert find() is None
