"""`funneldx check`: what it reads, what it says, with which code it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from funneldx import rules
from funneldx.diagnosis import Severity
from funneldx.policy import Policy
from funneldx.reports import FORMATS
from funneldx.rules.rule import Rule
from tests.cli.conftest import Run
from tests.judging import interrupt_after_one

AILING = (
    "name: Baltics\nstages:\n  contacted: 1000\n  interested: 90\n  price_discussed: 60\n  purchased: 24\n"
)
HEALTHY = "stages: {contacted: 900, interested: 400, price_discussed: 300}\n"
USUAL = "stages: {contacted: 1000, interested: 250}\n"
NOTED = "stages: {contacted: 900, interested: 400, Warmed thru: 300}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a file of each kind."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("ailing", AILING), ("healthy", HEALTHY), ("usual", USUAL), ("noted", NOTED)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def report(run: Run, *arguments: str, code: int | None = None) -> Any:
    ended = run("check", "--format", "json", *arguments)
    assert ended.err == ""
    if code is not None:
        assert ended.code == code
    return json.loads(ended.out)


@pytest.mark.parametrize(
    ("file", "fail_on", "code"),
    [
        ("healthy", "note", 0),
        ("noted", "note", 1),
        ("noted", "warning", 0),
        ("usual", "warning", 1),
        ("usual", "error", 0),
        ("ailing", "error", 1),
        ("ailing", "never", 0),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_exit_code_is_the_same_in_every_format(
    run: Run, file: str, fail_on: str, code: int, form: str
) -> None:
    assert run("check", f"{file}.yaml", "--fail-on", fail_on, "--format", form).code == code


def test_the_default_fails_on_errors_alone(run: Run) -> None:
    assert (run("check", "usual.yaml").code, run("check", "ailing.yaml").code) == (0, 1)


def test_a_bad_file_stops_nothing_and_outranks_a_finding(run: Run) -> None:
    ended = run("check", "--format", "json", "missing.yaml", "ailing.yaml")
    found = json.loads(ended.out)
    assert ended.code == 2
    assert [error["path"] for error in found["errors"]] == ["missing.yaml"]
    assert [funnel["name"] for funnel in found["funnels"]] == ["Baltics"]


def test_a_defect_outranks_everything_and_the_other_rules_still_run(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("nobody expected this")

    broken = Rule(code="FDX999", name="broken", summary="", cause="", actions=(), sources=(), check=crash)  # type: ignore[arg-type]
    monkeypatch.setattr("funneldx.cli.configured.catalogue", lambda: (*rules.catalogue(), broken))
    found = report(run, "missing.yaml", "ailing.yaml", "healthy.yaml", code=3)
    assert found["defects"] == [
        {"rule": "FDX999", "plugin": None, "message": "RuntimeError: nobody expected this", "path": None}
    ]
    assert found["summary"]["by_rule"]["FDX102"] == 1
    assert "defect of funneldx in FDX999" in run("check", "ailing.yaml").out


def test_a_crash_of_ours_is_told_as_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Policy, "judged", lambda *_: 1 / 0)
    ended = run("check", "ailing.yaml")
    assert ended.code == 3
    assert "defect of funneldx" in ended.err
    assert "Traceback" not in ended.err


def test_interrupted_reports_what_was_done(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_after_one(monkeypatch)
    ended = run("check", "ailing.yaml", "healthy.yaml", "--format", "json")
    assert ended.code == 130
    assert "interrupted: the report holds what was done until then" in ended.err
    found = json.loads(ended.out)
    assert found["summary"]["funnels"] == len(found["funnels"]) == 1


def test_nothing_found_is_an_error_unless_allowed(run: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "notes.yaml").write_text("a: 1", encoding="utf-8")
    ended = run("check", "empty")
    assert ended.code == 2
    assert "no funnel was found" in ended.out
    assert "1 file shows nothing of a funnel" in ended.out
    assert run("check", "empty", "--allow-empty").code == 0


def test_standard_input(run: Run) -> None:
    assert "FDX102" in run("check", "-", stdin=AILING).out
    table = "stage,count\ncontacted,1000\ninterested,90\n"
    ended = run("check", "-", "--stdin-name", "north.csv", "--format", "json", stdin=table)
    (funnel,) = json.loads(ended.out)["funnels"]
    assert funnel["stages"][1]["location"] == {"path": "north.csv", "line": 3, "column": 2}
    assert "FDX102" in run("check", "-", stdin=table).out, "a table is known by its looks"


def test_json_is_known_by_its_looks(run: Run) -> None:
    assert "🚀 Leads" in run("check", "-", stdin='{"stages": {"\\ud83d\\ude80 Leads": 5, "Won": 1}}').out
    assert run("check", "-", stdin="{stages: {contacted: 900, interested: 400}} # YAML after all").code == 0


def test_a_hint_that_holds_for_several_mistakes_is_given_once(run: Run) -> None:
    out = run("check", "-", stdin=HEALTHY + "foo: 1\nbar: 2\n").out
    assert out.count("unknown key") == 2
    assert out.count("known here:") == 1


def test_select_and_ignore(run: Run) -> None:
    def codes(*arguments: str) -> set[str]:
        (funnel,) = report(run, "ailing.yaml", *arguments)["funnels"]
        ended = funnel["diagnoses"] + funnel["passed"]
        return {one["code"] for one in ended} | {code for one in funnel["skipped"] for code in one["codes"]}

    assert codes("--select", "FDX102") == codes("--select", "interest-ratio") == {"FDX102"}
    assert codes("--select", "steps") == codes("--select", "fdx1") == {"FDX101", "FDX102", "FDX103", "FDX104"}
    assert codes("--select", "steps", "--ignore", "FDX101,FDX102", "--ignore", "one-off") == {"FDX103"}
    assert "FDX102" not in codes("--ignore", "interest-ratio")
    (funnel,) = report(run, "ailing.yaml", "--ignore", "interest-ratio", code=0)["funnels"]
    assert funnel["bottleneck"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--select", "interest-rato"), ("no rule", "interest-ratio", "funneldx rules")),
        (("--ignore", "FDX9"), ("no rule “FDX9”",)),
        (("--ignore", "F"), ("no rule “F”",)),
        (("--confidence", "95"), ("no confidence level", "0.95")),
        (("--confidence", "sure"), ("no confidence level",)),
        (("--as-of", "tomorrow"), ("--as-of tomorrow", "2027-03-01")),
        (("--output", "."), ("--output . is a folder",)),
        (("--output", "nowhere/report.txt"), ("nothing can be written",)),
    ],
)
def test_wrong_options_end_with_2_and_a_way_out(
    run: Run, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    ended = run("check", "ailing.yaml", *arguments)
    assert ended.code == 2
    assert ended.out == ""
    for word in words:
        assert word in ended.err


def test_confidence(run: Run) -> None:
    (certain,) = report(run, "usual.yaml", "--confidence", "literal")["funnels"]
    assert certain["steps"][0]["interval"] is None
    assert certain["diagnoses"][0]["confidence"] == "confirmed"
    ends = [
        report(run, "usual.yaml", "--confidence", level)["funnels"][0]["steps"][0]["interval"]
        for level in ("80%", "0.99")
    ]
    assert ends[1][0] < ends[0][0] < 0.25 < ends[0][1] < ends[1][1]
    assert "80 % interval" in run("check", "usual.yaml", "--confidence", "0.8").out


def test_output_goes_to_the_file_whole_or_not_at_all(run: Run, folder: Path) -> None:
    target = folder / "report.json"
    target.write_text("old", encoding="utf-8")
    ended = run("check", "ailing.yaml", "--format", "json", "--output", "report.json")
    assert (ended.code, ended.out) == (1, "")
    assert json.loads(target.read_text("utf-8"))["summary"]["funnels"] == 1
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert target.stat().st_mode & 0o777 == 0o666 & ~mask
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_output_is_left_alone_when_we_crash(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "report.txt").write_text("old", encoding="utf-8")
    monkeypatch.setattr(Policy, "judged", lambda *_: 1 / 0)
    assert run("check", "ailing.yaml", "--output", "report.txt").code == 3
    assert (folder / "report.txt").read_text("utf-8") == "old"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_quiet_and_verbose(run: Run) -> None:
    quiet = run("check", "ailing.yaml", "-q").out.splitlines()
    assert len(quiet) == 1
    assert quiet[0].startswith(
        "✗ ailing.yaml:4:15: error FDX102 interest-ratio: Baltics: 90 of 1,000 contacted"
    )
    verbose = run("check", "ailing.yaml", "-v").out
    assert "FDX103 price-gap passed: 60 of 90" in verbose
    assert "FDX101 skipped: needs a stage with the role `prospects`" in verbose
    assert "(-v says why)" not in verbose


def test_the_funnels_own_thresholds_and_ignores(run: Run, folder: Path) -> None:
    own = (
        AILING + "thresholds: {interest-ratio: {floor: 1:20, typical: 1:12}}\n"
        "ignore:\n"
        "- {rule: price-gap, reason: no longer, until: 2026-01-31}\n"
        "- {rule: steps, reason: new market, until: 2027-01-31}\n"
    )
    (folder / "own.yaml").write_text(own.replace("interested: 90", "interested: 70"), encoding="utf-8")
    found = report(run, "own.yaml", "--as-of", "2026-11-22", code=0)
    (funnel,) = found["funnels"]
    assert funnel["suppressed"] == [{"code": "FDX102", "reason": "new market", "until": "2027-01-31"}]
    assert [notice["message"] for notice in found["notices"]] == [
        "`ignore` of price-gap expired on 2026-01-31: what it finds is reported again"
    ]
    assert (
        "FDX102 is ignored by the file: new market, until 2027-01-31"
        in run("check", "own.yaml", "--as-of", "2027-01-31").out
    )

    later = report(run, "own.yaml", "--as-of", "2027-02-01")
    (diagnosis,) = later["funnels"][0]["diagnoses"]
    assert (diagnosis["severity"], diagnosis["thresholds"]["floor"]) == (
        "note",
        {"value": "1:20", "basis": "stated", "default": False},
    )
    assert len(later["notices"]) == 2

    (strict,) = report(run, "own.yaml", "--no-inline", code=1)["funnels"]
    assert strict["suppressed"] == []
    assert strict["diagnoses"][0]["thresholds"]["floor"]["default"] is True


def test_an_ignore_that_is_not_needed_is_told(run: Run, folder: Path) -> None:
    (folder / "own.yaml").write_text(
        HEALTHY + "ignore: [{rule: interest-ratio, reason: why not}]\n", encoding="utf-8"
    )
    (notice,) = report(run, "own.yaml")["notices"]
    assert notice["message"] == "`ignore` of interest-ratio is not needed: it finds nothing here"
    assert (notice["line"], notice["column"]) == (2, 17)


@pytest.mark.parametrize(
    ("extra", "column", "words"),
    [
        (
            "thresholds: {interest-rato: {floor: 1:8}}",
            37,
            'no rule “interest-rato”; did you mean "interest-ratio"?',
        ),
        ("thresholds: {FDX102: {flor: 1:8}}", 29, 'has no threshold “flor”; did you mean "floor"?'),
        ("thresholds: {rising-stage: {floor: 1:8}}", 36, "rising-stage has no thresholds"),
        ("thresholds: {FDX102: {floor: 3}}", 30, "is 3; a share above 0 and at most 1 was expected"),
        ("thresholds: {FDX102: {floor: 0}}", 30, "a share above 0"),
        ("thresholds: {FDX102: {floor: 1:2}}", 30, "the floor value, 1:2, is above the typical value, 1:3"),
        ("thresholds: {FDX307: {dials: 0}}", 30, "is 0:1; a whole number of dials was expected"),
        ("thresholds: {FDX307: {dials: 20%}}", 30, "is 1:5; a whole number of dials was expected"),
        ("thresholds: {FDX306: {yield: 2}}", 30, "is 2; a share above 0 and at most 1 was expected"),
        ("thresholds: {FDX301: {floor: 3:4}}", 30, "the floor value, 3:4, is above the typical value, 2:3"),
        ("thresholds: {hot-share: {low: 20%}}", 31, "the low value, 1:5, is above the high value, 3:20"),
        ("ignore: [{rule: hot-shar, reason: x}]", 17, "no rule “hot-shar”"),
    ],
)
def test_wrong_settings_in_a_funnel_are_problems_of_the_file(
    run: Run, folder: Path, extra: str, column: int, words: str
) -> None:
    (folder / "own.yaml").write_text(HEALTHY + extra, encoding="utf-8")
    found = report(run, "own.yaml", code=2)
    assert found["funnels"] == []
    (error,) = found["errors"]
    assert words in error["message"]
    assert (error["line"], error["column"]) == (2, column)
    assert report(run, "own.yaml", "--no-inline", code=0)["errors"] == []


@pytest.mark.parametrize("rule", rules.catalogue(), ids=lambda rule: rule.code)
def test_a_threshold_may_be_set_for_one_run_as_explained(run: Run, rule: Rule) -> None:
    options = re.findall(r"--threshold \S+", run("explain", rule.code).out)
    assert len(options) == bool(rule.keys)
    for option in options:
        assert run("check", "healthy.yaml", *option.split()).code == 0


def test_a_threshold_may_be_set_for_a_whole_family(run: Run, folder: Path) -> None:
    (folder / "own.yaml").write_text(
        USUAL + "thresholds: {steps: {floor: 1:10, typical: 1:4}}", encoding="utf-8"
    )
    assert report(run, "own.yaml")["funnels"][0]["diagnoses"] == []


def test_severity_is_told_in_words_too(run: Run) -> None:
    text = run("check", "ailing.yaml", "usual.yaml").out
    assert {severity.label for severity in Severity if severity.label in text} == {"error", "warning"}
    assert text.rstrip().endswith("2 funnels: 1 error and 1 warning")


def test_output_never_costs_an_input(run: Run, folder: Path) -> None:
    for name in ("ailing.yaml", "./ailing.yaml", str(folder / "ailing.yaml")):
        ended = run("check", "ailing.yaml", "--output", name)
        assert ended.code == 2
        assert "is one of the files to read" in ended.err
    assert (folder / "ailing.yaml").read_text("utf-8") == AILING


@pytest.mark.skipif(os.name != "posix", reason="needs links and permissions")
def test_output_keeps_links_and_permissions(run: Run, folder: Path) -> None:
    target = folder / "kept.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    (folder / "link.txt").symlink_to(target)
    assert run("check", "ailing.yaml", "--output", "link.txt").code == 1
    assert (folder / "link.txt").is_symlink()
    assert "FDX102" in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/null and /dev/full")
def test_output_to_a_device_writes_to_the_device(run: Run) -> None:
    assert run("check", "ailing.yaml", "--output", "/dev/null").code == 1
    ended = run("check", "ailing.yaml", "--output", "/dev/full")
    assert ended.code == 2
    assert "no space left on device" in ended.err
    for device in ("/dev/null", "/dev/full"):
        assert not os.path.isfile(device)


def test_our_own_reports_are_no_funnels(run: Run, folder: Path) -> None:
    (folder / "funnels").mkdir()
    (folder / "funnels" / "a.yaml").write_text(HEALTHY, encoding="utf-8")
    for _ in range(2):
        assert run("check", "funnels", "--format", "json", "--output", "funnels/report.json").code == 0
    ended = run("check", "funnels/report.json")
    assert ended.code == 2
    assert "this is a report of funneldx, not a funnel" in ended.out


def test_a_file_given_twice_is_read_once(run: Run) -> None:
    assert report(run, "healthy.yaml", "./healthy.yaml")["summary"]["funnels"] == 1


def test_a_selection_that_judges_nothing_is_not_called_healthy(run: Run) -> None:
    out = run("check", "healthy.yaml", "--select", "FDX101").out
    assert "Unknown    no rate was judged by the rules selected" in out
    assert "Healthy" not in out


def test_an_ignore_of_a_rule_that_was_skipped_is_told_as_that(run: Run, folder: Path) -> None:
    (folder / "own.yaml").write_text(HEALTHY + "ignore: [{rule: one-off, reason: new}]", encoding="utf-8")
    (notice,) = report(run, "own.yaml")["notices"]
    assert notice["message"] == "`ignore` of one-off is not needed: it was skipped here"


@pytest.mark.parametrize("channel", ["cold-calls", "Cold calls", "COLD_CALLS"])
def test_a_channel_is_known_however_it_is_written(run: Run, channel: str) -> None:
    ended = run("check", "-", "-v", stdin=AILING + f"channel: {channel}")
    assert "FDX102 skipped: in cold calling" in ended.out


def test_closed_output_is_no_crash(folder: Path) -> None:
    for command in ("check ailing.yaml --format json", "check ailing.yaml", "rules", "init basic new.yaml"):
        line = f'"{sys.executable}" -m funneldx {command} >&-'
        ended = subprocess.run(line, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602
        assert ended.returncode in {0, 1}, ended.stderr
        assert b"defect" not in ended.stderr


# Folders.


@pytest.fixture
def mixed(folder: Path) -> None:
    """A folder of funnels and other files."""
    (folder / "mixed" / "clients").mkdir(parents=True)
    for name, text in (
        ("clients/ailing.yaml", AILING),
        ("healthy.yaml", HEALTHY),
        ("notes.yaml", "a: 1"),
        ("package.json", '{"name": "x"}'),
        ("prices.csv", "article,price\nA,5\n"),
        ("table.txt", "stage,count\ncontacted,1000\ninterested,90\n"),
        ("empty.yaml", "\n"),
    ):
        (folder / "mixed" / name).write_text(text, encoding="utf-8")


def funnels(report: Any) -> list[str]:
    return [funnel["location"]["path"] for funnel in report["funnels"]]


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["clients/ailing.yaml", "healthy.yaml"]),
        (("--exclude", "clients"), ["healthy.yaml"]),
        (("--exclude", "clients/", "--exclude", "n*.yaml"), ["healthy.yaml"]),
        (("--include", "clients/*.yaml"), ["clients/ailing.yaml"]),
        (("--include", "*.txt"), ["table.txt"]),
        (("--include", "*.txt", "--include", "h*.yaml", "--exclude", "*.yaml"), ["table.txt"]),
    ],
)
def test_patterns_choose_the_files_of_a_folder(
    run: Run, options: tuple[str, ...], expected: list[str]
) -> None:
    found = report(run, "mixed", "--fail-on", "never", *options, code=0)
    assert funnels(found) == [f"mixed/{name}" for name in expected]
    assert funnels(report(run, "usual.yaml", *options)) == ["usual.yaml"], "named directly"


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--exclude", "*"), "leave nothing to read (5 files and 1 folder left out)"),
        (
            ("--exclude", "clients/", "--exclude", "*.?*"),
            "leave nothing to read (5 files and 1 folder left out)",
        ),
        (("--include", "*.doc"), "leave nothing to read (6 files left out)"),
    ],
)
def test_patterns_that_leave_nothing(run: Run, options: tuple[str, ...], words: str) -> None:
    (error,) = report(run, "mixed", *options, code=2)["errors"]
    assert error["path"] == "mixed"
    assert error["message"] == f"no funnel was found here: the patterns to include and exclude {words}"
    assert "paths below the folder given" in error["hint"]
    assert report(run, "mixed", "--allow-empty", *options, code=0)["errors"] == []


def test_patterns_that_fit_nothing(run: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    (error,) = report(run, "empty", "--include", "*.txt", code=2)["errors"]
    assert error["message"].endswith("the patterns to include and exclude fit no file")
    (error,) = report(run, "empty", "--exclude", "*.txt", code=2)["errors"]
    assert error["message"] == "no funnel was found here"
    (folder / "empty" / "notes.yaml").write_text("a: 1", encoding="utf-8")
    (error,) = report(run, "empty", "--exclude", "*.txt", code=2)["errors"]
    assert error["message"] == "no funnel was found here", "the patterns are not to blame"


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("pattern", "words"),
    [("", "is empty"), ("//", "nothing but slashes"), ("[a", "not closed"), ("[z-a]", "z-a")],
)
@pytest.mark.parametrize("option", ["--include", "--exclude"])
def test_a_broken_pattern_is_wrong_usage(
    run: Run, folder: Path, option: str, pattern: str, words: str
) -> None:
    ended = run("check", "mixed", option, pattern, "--output", "report.txt")
    assert (ended.code, ended.out) == (2, "")
    assert option in ended.err
    assert words in ended.err
    assert not (folder / "report.txt").exists()


@pytest.mark.usefixtures("mixed")
def test_what_is_no_funnel_is_counted_or_with_strict_folder_an_error(run: Run) -> None:
    (notice,) = report(run, "mixed", code=1)["notices"]
    assert notice["message"] == (
        "4 files show nothing of a funnel and were passed over; --strict-folder tells which"
    )
    strict = report(run, "mixed", "--strict-folder", code=2)
    assert strict["notices"] == []
    assert [(error["path"], error["message"]) for error in strict["errors"]] == [
        ("mixed/empty.yaml", "the file is empty"),
        (
            "mixed/notes.yaml",
            "this YAML file shows no key of a funnel; a description with `stages:` was expected",
        ),
        (
            "mixed/package.json",
            "this JSON file shows no key of a funnel; a description with `stages:` was expected",
        ),
        (
            "mixed/prices.csv",
            "no funnel is recognised in the columns “article” and “price”",
        ),
    ]
    assert "if every row is one lead or deal" in strict["errors"][3]["hint"]
    assert "leave it out with --exclude" in strict["errors"][1]["hint"]
    assert "without --strict-folder" in strict["errors"][1]["hint"]
    assert funnels(strict) == funnels(report(run, "mixed"))
    options = [
        word for name in ("notes.*", "package.json", "prices.csv", "empty*") for word in ("--exclude", name)
    ]
    assert report(run, "mixed", "--strict-folder", *options, code=1)["errors"] == []


def test_strict_folder_tells_of_any_file_that_is_included(run: Run, folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "read.me").write_text("Dear all,\n", encoding="utf-8")
    (error,) = report(run, "notes", "--strict-folder", "--include", "*", code=2)["errors"]
    assert error["message"] == (
        "this file shows no funnel; a column of stages and one of counts was expected, or `stages:`"
    )


def test_strict_folder_passes_over_reports_and_records(run: Run, folder: Path) -> None:
    (folder / "funnels").mkdir()
    (folder / "funnels" / "a.yaml").write_text(HEALTHY, encoding="utf-8")
    (folder / "funnels" / "leads.csv").write_text("lead,stage\n1,won\n", encoding="utf-8")
    (folder / "funnels" / "records.yaml").write_text("source: {files: leads.csv}", encoding="utf-8")
    options = ("check", "funnels", "--strict-folder", "--exclude", "records.yaml")
    for _ in range(2):
        assert run(*options, "--format", "json", "--output", "funnels/report.json").code == 0
    found = report(run, *options[1:], code=0)
    assert (found["notices"], found["errors"]) == ([], [])


def test_a_file_named_directly_is_no_file_of_a_folder(run: Run, folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "a.yaml").write_text("a: 1", encoding="utf-8")
    (error,) = report(run, "notes", "notes/a.yaml", code=2)["errors"]
    assert error["path"] == "notes/a.yaml"
    assert "this is no funnel" in error["message"]


def test_a_report_never_replaces_a_funnel_of_the_folder(run: Run, folder: Path) -> None:
    before = (folder / "ailing.yaml").read_bytes()
    ended = run("check", ".", "--format", "json", "--output", "ailing.yaml")
    assert ended.code == 2
    assert "--output ailing.yaml is a file of the folder to check, and no report" in ended.err
    assert (folder / "ailing.yaml").read_bytes() == before
    (folder / "report.json").write_text("", encoding="utf-8")
    for name in ("report.json", "report.json", "report.txt"):
        assert run("check", ".", "--format", "json", "--output", name).code == 1, "a report may be renewed"
