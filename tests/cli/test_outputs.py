"""Several reports of one run: where each goes, and that files have their old content or the new, never half of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from funneldx import batch
from funneldx.cli.output import files_out
from funneldx.reports import FORMATS, csv_report
from tests.cli.conftest import Run
from tests.judging import interrupt_after_one
from tests.reports.formats import READ_BACK
from tests.reports.shared_run import FILES

AILING = FILES["baltics.yaml"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and devices")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ailing.yaml").write_text(AILING, encoding="utf-8")
    (tmp_path / "healthy.yaml").write_text(FILES["healthy.yaml"], encoding="utf-8")
    return tmp_path


def hidden(folder: Path) -> list[str]:
    """What was left beside the reports."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def in_shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S602
        line,
        shell=True,
        executable="/bin/bash",
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_all_formats_in_one_run(run: Run, folder: Path) -> None:
    machine = [name for name in FORMATS if name != "text"]
    options = [word for name in machine for word in ("--output", f"{name}=report.{name}")]
    ended = run("check", "ailing.yaml", "healthy.yaml", "missing.yaml", *options)
    assert (ended.code, ended.err) == (2, "")
    assert ended.out.startswith("▌Outbound, Baltics"), "the report of --format goes where it always goes"
    told = {}
    for name in machine:
        text = (folder / f"report.{name}").read_text("utf-8")
        told[name] = sorted(READ_BACK[name](text))
        assert run("check", "ailing.yaml", "healthy.yaml", "missing.yaml", "--format", name).out == text
    assert all(found == told["json"] for found in told.values())
    assert len(told["json"]) == 3
    assert hidden(folder) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_defect_a_bad_file_and_a_finding_end_alike_in_all(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", "ailing.yaml", "--format", name).code == 1
    assert run("check", "ailing.yaml", "missing.yaml", "--format", name).code == 2
    assert run("check", "healthy.yaml", "--format", name).code == 0
    monkeypatch.setattr("funneldx.telling._steps", lambda *_: 1 / 0)
    assert run("check", "ailing.yaml", "--format", name).code == 3


def test_a_file_alone_is_for_the_report_of_format(run: Run, folder: Path) -> None:
    ended = run("check", "ailing.yaml", "--format", "csv", "--output", "a.csv", "--output", "json=a.json")
    assert (ended.code, ended.out, ended.err) == (1, "", "")
    assert (folder / "a.csv").read_text("utf-8").startswith("\ufeffseverity,")
    assert json.loads((folder / "a.json").read_text("utf-8"))["summary"]["funnels"] == 1


def test_a_text_file_is_never_coloured_unless_asked(run: Run, folder: Path) -> None:
    run("check", "ailing.yaml", "--format", "json", "--output", "text=plain.txt")
    assert "\x1b" not in (folder / "plain.txt").read_text("utf-8")
    run("check", "ailing.yaml", "--color", "always", "--output", "text=colour.txt")
    assert "\x1b[" in (folder / "colour.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ("--format", "sarf"),
            '--format: there is no format “sarf”; did you mean "sarif"?',
            "known: text, json, jsonl",
        ),
        (("--format", "SARIF"), 'did you mean "sarif"?', "known: text"),
        (("--format", "pdf"), "--format: there is no format “pdf”\n", "known: text"),
        (
            ("--output", "sarf=a.json"),
            'there is no format “sarf”; did you mean "sarif"?',
            "write ./sarf=a.json for a file",
        ),
        (("--output", "sarif="), "--output sarif= names no file", "write --output sarif=FILE"),
        (("--output", "-"), "--output - names no file", "standard output by itself"),
        (("--output", "csv=-"), "--output - names no file", "standard output by itself"),
        (("--output", "csv=."), "--output . is a folder", "name a file in it"),
        (
            ("--output", "csv=no/a.csv"),
            "--output no/a.csv: nothing can be written in",
            "a folder that exists",
        ),
        (
            ("--output", "csv=ailing.yaml"),
            "--output ailing.yaml is one of the files to read",
            "another file",
        ),
        (
            ("--output", "csv=a", "--output", "json=a"),
            "two reports cannot both be written to a",
            "a file for each",
        ),
        (
            ("--output", "csv=a", "--output", "./a"),
            "cannot both be written to ./a, which is a again",
            "for each",
        ),
    ],
)
def test_says_what_is_wrong(
    run: Run, folder: Path, options: tuple[str, ...], message: str, hint: str
) -> None:
    before = sorted(folder.iterdir())
    ended = run("check", "ailing.yaml", "--output", "json=first.json", *options)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert hint in ended.err
    assert sorted(folder.iterdir()) == before, "nothing was written"


@pytest.mark.parametrize("name", ["./sarf=a.json", "a.b=c", "out/x=y"])
def test_a_file_may_have_an_equals_sign_in_its_name(run: Run, folder: Path, name: str) -> None:
    (folder / "out").mkdir()
    assert run("check", "ailing.yaml", "--format", "jsonl", "--output", name).out == ""
    assert (folder / name).read_text("utf-8").startswith('{"type": "funnel"')


@posix
def test_two_ways_to_the_same_file_are_one_file(run: Run, folder: Path) -> None:
    (folder / "a").write_text("old", encoding="utf-8")
    os.link(folder / "a", folder / "hard")
    (folder / "soft").symlink_to("a")
    for other in ("hard", "soft"):
        ended = run("check", "ailing.yaml", "--output", "csv=a", "--output", f"json={other}")
        assert ended.code == 2
        assert f"cannot both be written to {other}" in ended.err
    os.link(folder / "ailing.yaml", folder / "twin")
    assert "is one of the files to read" in run("check", "ailing.yaml", "--output", "csv=twin").err
    assert (folder / "a").read_text("utf-8") == "old"


@posix
def test_a_device_may_take_several(run: Run) -> None:
    assert run("check", "ailing.yaml", "--output", "csv=/dev/null", "--output", "json=/dev/null").code == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("full", ["csv=/dev/full", "markdown=/dev/full"])
def test_what_cannot_be_written_leaves_the_others_as_they_were(run: Run, folder: Path, full: str) -> None:
    (folder / "old.json").write_text("old", encoding="utf-8")
    ended = run(
        "check", "ailing.yaml", "--output", "json=old.json", "--output", full, "--output", "sarif=new.sarif"
    )
    assert ended.code == 2
    assert "no space left on device" in ended.err
    assert (folder / "old.json").read_text("utf-8") == "old"
    assert not (folder / "new.sarif").exists()
    assert hidden(folder) == []


def test_a_move_that_fails_leaves_the_rest_as_it_was(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []

    def once(source: str, target: str) -> None:
        if moved:
            raise PermissionError(13, "Permission denied", target)
        moved.append(target)
        os.rename(source, target)

    monkeypatch.setattr(os, "replace", once)
    for name in ("a.json", "b.csv", "c.md"):
        (folder / name).write_text("old", encoding="utf-8")
    options = ("--output", "json=a.json", "--output", "csv=b.csv", "--output", "markdown=c.md")
    ended = run("check", "ailing.yaml", *options)
    assert ended.code == 2
    assert "b.csv: permission denied" in ended.err
    assert [(folder / name).read_text("utf-8") == "old" for name in ("a.json", "b.csv", "c.md")] == [
        False,
        True,
        True,
    ]
    assert hidden(folder) == []


@pytest.mark.parametrize("where", ["made", "account"])
def test_a_crash_of_ours_leaves_all_as_they_were(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    crash: Any = property(lambda _: 1 / 0) if where == "account" else (lambda *_: 1 / 0)
    monkeypatch.setattr(batch.Run, where, crash)
    (folder / "a.json").write_text("old", encoding="utf-8")
    ended = run("check", "ailing.yaml", "--output", "json=a.json", "--output", "csv=b.csv")
    assert ended.code == 3
    assert (folder / "a.json").read_text("utf-8") == "old"
    assert not (folder / "b.csv").exists()
    assert hidden(folder) == []


def test_a_crash_of_one_report_is_told_as_a_defect(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_report, "_row", lambda _: 1 / 0)
    ended = run("check", "ailing.yaml", "--output", "csv=b.csv")
    assert ended.code == 3
    assert "defect of funneldx" in ended.err
    assert not (folder / "b.csv").exists()


def test_interrupted_every_report_holds_what_was_done(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_after_one(monkeypatch)
    options = ("--format", "jsonl", "--output", "sarif=a.sarif", "--output", "json=a.json")
    ended = run("check", "ailing.yaml", "healthy.yaml", *options)
    assert ended.code == 130
    assert json.loads(ended.out.splitlines()[-1])["funnels"] == 1
    assert json.loads((folder / "a.json").read_text("utf-8"))["summary"]["funnels"] == 1
    assert len(json.loads((folder / "a.sarif").read_text("utf-8"))["runs"][0]["results"]) == 2


@posix
@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_a_reader_that_goes_away_does_not_spoil_the_files(folder: Path, form: str) -> None:
    (folder / "many.yaml").write_text("---\n".join([AILING] * 300), encoding="utf-8")
    command = (
        f'"{sys.executable}" -m funneldx check many.yaml --format {form} --output json=a.json | head -c 1'
    )
    line = f"{command}; exit ${{PIPESTATUS[0]}}"
    ended = in_shell(line, folder)
    assert ended.stderr == b""
    assert ended.returncode == 1
    assert json.loads((folder / "a.json").read_text("utf-8"))["summary"]["funnels"] == 300


@posix
def test_a_pipe_that_nobody_reads_any_more_spoils_nothing_either(folder: Path) -> None:
    (folder / "many.yaml").write_text("---\n".join([AILING] * 300), encoding="utf-8")
    script = (
        'pipe="$PWD/pipe"; mkfifo "$pipe"; head -c 1 "$pipe" >/dev/null & '
        f'"{sys.executable}" -m funneldx check many.yaml --output jsonl="$pipe" --output csv=a.csv'
    )
    ended = in_shell(script, folder)
    assert ended.stderr == b""
    assert ended.returncode == 1
    assert ended.stdout.endswith(b"300 funnels: 300 errors and 300 notes\n")
    assert len((folder / "a.csv").read_text("utf-8").splitlines()) > 600


NAMES = {
    "json": "report.json",
    "jsonl": "lines.json",
    "csv": "report.csv",
    "sarif": "sarif.json",
    "gitlab": "gl-code-quality-report.json",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("funnel", [AILING, FILES["healthy.yaml"]], ids=["ailing", "healthy"])
def test_a_report_among_the_funnels_is_renewed_and_never_read(
    run: Run, folder: Path, name: str, funnel: str
) -> None:
    (folder / "funnels").mkdir()
    (folder / "funnels" / "a.yaml").write_text(funnel, encoding="utf-8")
    path = f"funnels/{NAMES[name]}"
    texts = []
    for _ in range(2):
        ended = run("check", "funnels", "--strict-folder", "--format", "json", "--output", f"{name}={path}")
        found = json.loads(ended.out)
        assert (found["errors"], found["summary"]["funnels"]) == ([], 1)
        assert not any("passed over" in notice["message"] for notice in found["notices"])
        texts.append((folder / path).read_bytes())
    assert texts[0] == texts[1]
    assert "this is a report of funneldx, not a funnel" in run("check", path).out


def test_a_funnel_that_happens_to_be_there_is_not_lost(run: Run, folder: Path) -> None:
    (folder / "table.csv").write_text("stage,count\ncontacted,9\n", encoding="utf-8")
    ended = run("check", ".", "--output", "csv=table.csv")
    assert ended.code == 2
    assert "--output table.csv is a file of the folder to check, and no report" in ended.err


@pytest.mark.parametrize("name", FORMATS)
def test_only_what_a_format_needs_is_imported(name: str) -> None:
    """Start-up shows in the time of every run: other formats, and what they need, stay out of it."""
    others = {
        f"funneldx.reports.{module}"
        for module in ("csv_report", "sarif", "junit", "github", "gitlab", "markdown", "page")
    } | {"jinja2"}
    code = (
        "import sys; from funneldx.cli import main; "
        f"main(['check', '-', '--isolated', '--format', {name!r}]); print(*sys.modules, file=sys.stderr)"
    )
    bare = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        input=AILING.encode(),
        capture_output=True,
        check=False,
        timeout=60,
        env=bare,
    )
    modules = set(ended.stderr.decode().split())
    own = {f"funneldx.reports.{ {'csv': 'csv_report', 'html': 'page'}.get(name, name) }"}
    beside = {"sarif": {"funneldx.reports.markdown"}, "html": {"jinja2"}}.get(name, set())
    assert modules & others == (own | beside) & others
    assert not {"rich", "xml", "multiprocessing"} & modules
    assert name == "html" or "tempfile" not in modules
    assert name == "csv" or "csv" not in modules
    assert name not in {"text", "json", "jsonl"} or not {"hashlib", "funneldx.documents.extents"} & modules


@pytest.fixture
def undisturbed() -> Iterator[None]:
    """Ends this process by signals as usual, before and after."""
    known = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in known.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("undisturbed")
@pytest.mark.parametrize("ours", [True, False])
def test_a_process_that_is_ended_tidies_what_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    ended: list[tuple[int, int, Any]] = []
    monkeypatch.setattr(
        os, "kill", lambda process, number: ended.append((process, number, signal.getsignal(number)))
    )
    (out,) = files_out([str(tmp_path / "report.json")], [])
    out.write("half of it")
    handler = signal.getsignal(signal.SIGTERM)
    assert callable(handler)
    assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL
    process = os.getpid() if ours else 1
    monkeypatch.setattr(os, "getpid", lambda: process)
    handler(signal.SIGTERM, None)
    assert ended == [(process, signal.SIGTERM, signal.SIG_DFL)]
    assert len([*tmp_path.glob(".funneldx-*")]) == (0 if ours else 1)
    out.discard()


@pytest.mark.usefixtures("undisturbed")
def test_signals_are_left_to_whoever_handles_them(tmp_path: Path) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nohup

    def elsewhere() -> None:
        files_out([str(tmp_path / "a.json")], [])[0].discard()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    files_out([str(tmp_path / "b.json")], [])[0].discard()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
