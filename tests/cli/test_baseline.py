"""`funneldx baseline`, and `funneldx check` held against what it wrote."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from funneldx import rules
from funneldx.policy import Policy
from funneldx.rules.rule import Rule
from tests.cli.conftest import Run

FILE = ".funneldx-baseline.json"
AILING = "name: North\nstages: {contacted: 1000, interested: 90}\n"
WORSE = AILING.replace("90", "20")
HEALTHY = "name: South\nstages: {contacted: 900, interested: 400}\n"
WITH_IT = f"With the same paths and options, `funneldx check --baseline {FILE}` reports only what is new or worse.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with an ailing funnel and a healthy one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "north.yaml").write_text(AILING, encoding="utf-8")
    (tmp_path / "clients" / "south.yaml").write_text(HEALTHY, encoding="utf-8")
    return tmp_path


def report(run: Run, *arguments: str) -> tuple[int, Any]:
    ended = run("check", "--format", "json", *arguments)
    assert ended.err == ""
    return ended.code, json.loads(ended.out)


def north(folder: Path, text: str) -> None:
    (folder / "clients" / "north.yaml").write_text(text, encoding="utf-8")


class TestWriting:
    """What is remembered, and when nothing is written."""

    def test_it_says_what_it_remembers_and_ends_well(self, run: Run, folder: Path) -> None:
        ended = run("baseline", "clients")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out == f"{FILE} remembers 1 finding (1 error) in 1 of 2 funnels.\n{WITH_IT}"
        assert (folder / FILE).read_bytes() == (
            b'{\n "schema": "funneldx-baseline/1",\n "findings": [\n'
            b'  {"path": "clients/north.yaml", "name": "North", "rule": "FDX102", "stage": "interested", '
            b'"severity": "error", "confidence": "confirmed", "k": 90, "n": 1000}\n ]\n}\n'
        )
        assert sorted(os.listdir(folder)) == sorted([FILE, ".git", "clients"])

    def test_it_says_what_changes(self, run: Run, folder: Path) -> None:
        run("baseline", "clients")
        first = (folder / FILE).read_bytes()
        assert "Against the old file: 0 added, 0 dropped, 1 kept.\n" in run("baseline", "clients").out
        assert (folder / FILE).read_bytes() == first
        north(folder, WORSE)
        (folder / "clients" / "east.yaml").write_text(AILING, encoding="utf-8")
        out = run("baseline", "clients").out
        assert "Against the old file: 1 added, 0 dropped, 1 kept (1 of them with other figures).\n" in out
        out = run("baseline", "clients/south.yaml").out
        assert f"{FILE} remembers no findings in 1 funnel.\n" in out
        assert "0 added, 2 dropped, 0 kept" in out
        assert (folder / FILE).read_text("utf-8").endswith('"findings": []\n}\n')

    def test_options_that_change_what_is_found(self, run: Run) -> None:
        for options in (
            ("--select", "FDX2"),
            ("--ignore", "FDX102"),
            ("--threshold", "interest-ratio.floor=1:20", "--threshold", "interest-ratio.typical=1:15"),
            ("--exclude", "north.yaml"),
        ):
            assert "no findings" in run("baseline", "clients", *options).out
        assert (
            "1 note"
            in run("baseline", "-", "--columns", "stage=what,count=n", stdin="what,n\nFoo,9\nLeads,9\n").out
        )

    def test_ignored_findings_are_not_remembered_unless_that_is_not_heeded(
        self, run: Run, folder: Path
    ) -> None:
        north(folder, AILING + "ignore: [{rule: FDX102, reason: known}]\n")
        assert "no findings" in run("baseline", "clients").out
        assert "1 error" in run("baseline", "clients", "--no-inline").out

    @pytest.mark.parametrize("before", [None, "old"])
    def test_where_something_cannot_be_read_nothing_is_written(
        self, run: Run, folder: Path, before: str | None
    ) -> None:
        if before:
            run("baseline", "clients")
        kept = (folder / FILE).read_bytes() if before else None
        (folder / "clients" / "west.yaml").write_text("stages: {contacted: x}\n", encoding="utf-8")
        ended = run("baseline", "clients", "missing.yaml")
        assert (ended.code, ended.out) == (2, "")
        assert "funneldx: clients/west.yaml:1:21: the count of “contacted” is" in ended.err
        assert "funneldx: missing.yaml: there is no such file" in ended.err
        assert f"{FILE} is not written: what could not be judged would be missing in it" in ended.err
        assert (folder / FILE).exists() is bool(before)
        assert not before or (folder / FILE).read_bytes() == kept
        assert run("baseline", "clients", "--exclude", "west.yaml").code == 0

    def test_nothing_found_is_an_error_unless_allowed(self, run: Run, folder: Path) -> None:
        (folder / "empty").mkdir()
        ended = run("baseline", "empty")
        assert ended.code == 2
        assert "no funnel was found here" in ended.err
        assert "remembers no findings in 0 funnels" in run("baseline", "empty", "--allow-empty").out

    def test_nor_where_a_rule_crashes(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def crash(*_: object) -> None:
            raise RuntimeError("nobody expected this")

        broken = Rule(
            code="FDX999",
            name="broken",
            summary="",
            cause="",
            actions=(),
            sources=(),
            check=crash,  # type: ignore[arg-type]
        )
        monkeypatch.setattr("funneldx.cli.configured.catalogue", lambda: (*rules.catalogue(), broken))
        ended = run("baseline", "clients")
        assert (ended.code, ended.out) == (3, "")
        assert "defect of funneldx in FDX999: RuntimeError: nobody expected this" in ended.err
        assert not (folder / FILE).exists()

    def test_nor_where_it_is_interrupted(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Policy, "judged", interrupt)
        assert run("baseline", "clients").code == 130
        assert sorted(os.listdir(folder)) == [".git", "clients"]

    def test_another_file_is_left_as_it_is(self, run: Run, folder: Path) -> None:
        for text in ("stages: {}\n", '{"schema": "funneldx-baseline/2", "findings": []}'):
            (folder / "other.json").write_text(text, encoding="utf-8")
            ended = run("baseline", "clients", "--output", "other.json")
            assert (ended.code, ended.out) == (2, "")
            assert (
                "other.json is a file, but no baseline that this version reads: it is left as it is"
                in ended.err
            )
            assert (folder / "other.json").read_text("utf-8") == text

    def test_a_broken_one_is_replaced(self, run: Run, folder: Path) -> None:
        run("baseline", "clients")
        whole = (folder / FILE).read_text("utf-8")
        (folder / FILE).write_text(f"{whole}<<<<<<< HEAD\n", encoding="utf-8")
        out = run("baseline", "clients").out
        assert f"What stood there before could not be read: {FILE}:7:1: two versions" in out
        assert (folder / FILE).read_text("utf-8") == whole

    def test_an_empty_file_is_filled(self, run: Run, folder: Path) -> None:
        (folder / "kept.json").write_text("\n", encoding="utf-8")
        out = run("baseline", "clients", "--output", "kept.json").out
        assert "Against" not in out
        assert "`funneldx check --baseline kept.json`" in out

    def test_where_nothing_can_be_written(self, run: Run) -> None:
        ended = run("baseline", "clients", "--output", "nowhere/kept.json")
        assert ended.code == 2
        assert "nothing can be written in" in ended.err


class TestHolding:
    """What check makes of it."""

    def test_only_what_is_new_or_worse(self, run: Run, folder: Path) -> None:
        assert run("check", "clients").code == 1
        run("baseline", "clients")
        code, found = report(run, "clients", "--baseline", FILE)
        assert code == 0
        assert found["summary"]["diagnoses"] == {"error": 0, "warning": 0, "note": 0}
        assert found["funnels"][0]["suppressed"] == [
            {"code": "FDX102", "reason": "in the baseline", "until": None}
        ]
        assert found["notices"] == [
            {
                "path": FILE,
                "line": None,
                "column": None,
                "message": "1 finding is held back: in the baseline, and no worse than there",
            }
        ]
        north(folder, WORSE)
        code, found = report(run, "clients", "--baseline", FILE)
        assert code == 1
        assert found["summary"]["by_rule"] == {"FDX102": 1}
        assert "at 90 of 1,000 (9.0 %)." in found["funnels"][0]["diagnoses"][0]["message"]

    def test_it_is_told_in_the_text(self, run: Run) -> None:
        run("baseline", "clients")
        out = run("check", "clients/north.yaml", "--baseline", FILE).out
        assert "│ Known      nothing that is new, or worse than in the baseline\n" in out
        assert "│ – no worse than in the baseline: FDX102\n" in out
        assert f"● {FILE}: 1 finding is held back: in the baseline, and no worse than there\n" in out
        assert "Healthy" not in out

    def test_from_wherever_it_is_run(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / ".funneldx.yaml").write_text("baseline: kept/known.json\n", encoding="utf-8")
        (folder / "kept").mkdir()
        out = run("baseline", "clients").out
        assert out.startswith("kept/known.json remembers 1 finding")
        assert out.endswith("`funneldx check` reports only what is new or worse.\n")
        assert '"path": "../clients/north.yaml"' in (folder / "kept" / "known.json").read_text("utf-8")
        assert run("check", "clients").code == 0
        monkeypatch.chdir(folder / "clients")
        assert run("check", ".").code == 0
        assert run("check", str(folder / "clients" / "north.yaml")).code == 0
        assert run("check", ".", "--no-baseline").code == 1
        assert run("check", ".", "--isolated").code == 1
        assert run("baseline", ".", "--isolated").code == 0
        assert (folder / "clients" / FILE).exists()

    def test_config_shows_it(self, run: Run, folder: Path) -> None:
        listed = json.loads(run("config", "--format", "json").out)["settings"]
        assert {"key": "baseline", "value": "none", "from": "default"} in listed
        (folder / ".funneldx.yaml").write_text("baseline: kept/known.json\n", encoding="utf-8")
        listed = json.loads(run("config", "--format", "json").out)["settings"]
        assert {"key": "baseline", "value": "kept/known.json", "from": ".funneldx.yaml:1:11"} in listed

    @pytest.mark.parametrize(
        ("arguments", "message", "hint"),
        [
            (
                ("--baseline", "old.json"),
                "--baseline old.json does not exist",
                "write it first: funneldx baseline PATH... --output FILE",
            ),
            (("--baseline", "clients"), "--baseline clients cannot be read: is a directory", "name a file"),
            (
                ("--baseline", FILE, "--no-baseline"),
                "--baseline and --no-baseline exclude each other",
                "give one of the two",
            ),
            (
                ("--baseline", "clients/north.yaml"),
                "clients/north.yaml:1:1: this is not valid JSON: expecting value",
                "correct the JSON at this place, or write the file anew with `funneldx baseline`",
            ),
        ],
    )
    def test_one_that_cannot_be_had(
        self, run: Run, arguments: tuple[str, ...], message: str, hint: str
    ) -> None:
        ended = run("check", "clients", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == f"funneldx: {message}\n  → {hint}\n"

    @pytest.mark.parametrize(
        ("name", "message", "hint"),
        [
            ("old.json", "the baseline old.json does not exist", "write it with `funneldx baseline`"),
            ("clients", "the baseline clients cannot be read: is a directory", "name a file"),
        ],
    )
    def test_a_configured_one_that_cannot_be_had(
        self, run: Run, folder: Path, name: str, message: str, hint: str
    ) -> None:
        (folder / ".funneldx.yaml").write_text(f"baseline: {name}\n", encoding="utf-8")
        ended = run("check", "clients")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == (
            f"funneldx: .funneldx.yaml:1:11: {message}\n  → {hint}, or leave it out this time with --no-baseline\n"
        )
        assert run("check", "clients", "--no-baseline").code == 1
        assert run("plan", "clients/north.yaml", "--set", "interested=20%").code in {0, 2}

    def test_in_a_folder_it_is_no_funnel(self, run: Run, folder: Path) -> None:
        run("baseline", "clients", "--output", "clients/known.json")
        text = (folder / "clients" / "known.json").read_text("utf-8")
        (folder / "clients" / "known.json").write_text(
            text.replace('"North"', '"stages: {}"'), encoding="utf-8"
        )
        code, found = report(run, "clients", "--strict-folder")
        assert (code, found["errors"], found["summary"]["funnels"]) == (1, [], 2)
        assert run("baseline", "clients", "--output", "clients/known.json").code == 0
        ended = run("check", "clients/known.json")
        assert ended.code == 2
        assert "this is a baseline of funneldx, not a funnel" in ended.out

    @pytest.mark.parametrize("named", [True, False])
    def test_no_report_is_written_over_it(self, run: Run, folder: Path, named: bool) -> None:
        run("baseline", "clients")
        kept = (folder / FILE).read_bytes()
        if not named:
            (folder / ".funneldx.yaml").write_text(f"baseline: {FILE}\n", encoding="utf-8")
        options = ("--baseline", FILE) if named else ()
        assert run("check", "clients", "--output", FILE, *options).code == 2
        assert (folder / FILE).read_bytes() == kept

    def test_names_are_shown_and_never_obeyed(self, run: Run, folder: Path) -> None:
        north(folder, 'name: "\\e[31m##[error] \\u202e"\nstages: {contacted: 1000, interested: 90}\n')
        run("baseline", "clients")
        north(folder, 'name: "\\e[31m##[error] \\u202e"\nstages: {contacted: 1000, interested: 400}\n')
        ended = run("check", "clients", "--baseline", FILE)
        assert "(\\x1b[31m\\u0023" in ended.out.replace("\\x23", "\\u0023")
        assert all(sign not in ended.out for sign in ("\x1b", "##[", "\u202e"))


def test_its_schema_is_printed(run: Run) -> None:
    schema = json.loads(run("schema", "baseline").out)
    Draft202012Validator.check_schema(schema)
    run("baseline", "clients")
    Draft202012Validator(schema).validate(json.loads(Path(FILE).read_text("utf-8")))


def test_nothing_of_it_is_imported_where_there_is_none() -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = (
        "import sys; from funneldx.cli import main; main(['check', 'clients/south.yaml']); "
        "sys.exit(str([name for name in sys.modules if name.startswith('funneldx.baseline')] or ''))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert ended.stderr.strip() == ""
