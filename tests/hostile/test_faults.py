"""Whatever goes wrong around a command: one message or none, the code that is documented, the old report or the new."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from funneldx.reports import FORMATS
from tests.hostile.running import attacked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals, pipes and links of POSIX")

FUNNELS = 120
OLD = '{"old": true}\n'
INTERRUPTED = 130
MACHINE = [name for name in FORMATS if name != "text"]


@pytest.fixture(scope="module")
def funnels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ailing funnels; nothing here changes it."""
    folder = tmp_path_factory.mktemp("faults") / "funnels"
    folder.mkdir()
    for number in range(FUNNELS):
        text = f"name: client {number}\nstages: {{contacted: {900 + number}, interested: {number}, purchased: {number // 9}}}\n"
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where reports are written, with one that is there already."""
    (tmp_path / "report.json").write_text(OLD, encoding="utf-8")
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "funneldx", *arguments]


def started(place: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A command at work, whose interruption is heeded wherever these tests are run from."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.Popen(
        command(*arguments),
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=bare,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads here)
    )


def left(place: Path) -> list[str]:
    """What was left beside the report."""
    return sorted(path.name for path in place.iterdir() if path.name != "report.json")


def whole(place: Path) -> bool:
    """Whether the report is the old one, to the byte, or a new one, to its end."""
    text = (place / "report.json").read_text(encoding="utf-8")
    return text == OLD or (text.endswith("}\n") and json.loads(text)["schema"].startswith("funneldx-report/"))


def limited(size: int) -> None:
    """No file may grow beyond so many bytes: what a full disk does, on any disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class TestFullDisk:
    """Nothing can be written any more, from some byte on."""

    @pytest.mark.parametrize("size", [0, 1, 1000, 8192, 70_000])
    @pytest.mark.parametrize("name", ["json", "csv", "sarif"])
    def test_the_old_report_stays(self, funnels: Path, place: Path, size: int, name: str) -> None:
        ended = attacked(
            "check", str(funnels), "--output", f"{name}=report.json", folder=place, before=partial(limited, size), environ={"PYTHONDONTWRITEBYTECODE": "1"}
        )  # fmt: skip
        assert ended.code == 2
        assert "Traceback" not in ended.err
        assert "defect" not in ended.err
        assert (place / "report.json").read_text(encoding="utf-8") == OLD
        assert left(place) == []

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts disks")
    @pytest.mark.parametrize("kept", [0, 9000])
    def test_on_a_disk_that_is_full(self, funnels: Path, tmp_path: Path, kept: int) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)]
        mounted = subprocess.run(mount, check=False, capture_output=True)
        if mounted.returncode:
            pytest.skip("a disk cannot be mounted here")
        try:
            (disk / "report.json").write_text(OLD, encoding="utf-8")
            (disk / "ballast").write_bytes(bytes((15 << 12) - 4096 * (kept // 4096)))
            ended = attacked("check", str(funnels), "--output", "json=report.json", folder=disk)
            assert (ended.code, "no space left on device" in ended.err) == (2, True)
            assert (disk / "report.json").read_text(encoding="utf-8") == OLD
            assert left(disk) == ["ballast"]
        finally:
            subprocess.run(["umount", disk], check=True)  # noqa: S607

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    @pytest.mark.parametrize(
        "words", [("check", "FUNNELS"), ("scan", "FUNNELS"), ("rules",), ("explain", "FDX102"), ("schema",)]
    )
    def test_standard_output(self, funnels: Path, place: Path, words: tuple[str, ...]) -> None:
        with open("/dev/full", "wb") as full:
            ended = subprocess.run(
                command(*(str(funnels) if word == "FUNNELS" else word for word in words)), cwd=place, stdout=full, stderr=subprocess.PIPE, check=False, timeout=600
            )  # fmt: skip
        assert ended.returncode == 2
        assert b"no space left on device" in ended.stderr
        assert b"Traceback" not in ended.stderr


class TestReadOnly:
    """A place where nothing can be written."""

    @pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which nobody may write")
    @pytest.mark.parametrize(
        "words",
        [
            ("check", "--output", "json=/proc/r.json"),
            ("baseline", "--output", "/proc/b.json"),
            ("scan", "--output", "csv=/proc/r.csv"),
        ],
    )
    def test_is_told(self, funnels: Path, place: Path, words: tuple[str, ...]) -> None:
        ended = attacked(words[0], str(funnels), *words[1:], folder=place)
        assert ended.code == 2
        assert "/proc" in ended.err
        assert "→" in ended.err
        assert "Traceback" not in ended.err
        assert left(place) == []


class TestBrokenPipe:
    """The reader goes away after any number of bytes."""

    @pytest.mark.parametrize("name", FORMATS)
    def test_at_any_point(self, funnels: Path, place: Path, name: str) -> None:
        for size in (0, 1, 4096, 30_000, 66_000):
            with started(
                place, "check", str(funnels), "--format", name, "--output", "json=report.json"
            ) as process:
                assert process.stdout
                assert process.stderr
                process.stdout.read(size)
                process.stdout.close()
                assert process.stderr.read() == b""
            assert process.returncode in {0, 1}
            assert whole(place)
            assert left(place) == []

    @pytest.mark.parametrize(
        "words",
        [("rules",), ("explain", "FDX102"), ("schema",), ("scan", "FUNNELS", "--jobs", "2"), ("config",)],
    )
    def test_of_any_command(self, funnels: Path, place: Path, words: tuple[str, ...]) -> None:
        with started(place, *(str(funnels) if word == "FUNNELS" else word for word in words)) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode in {0, 1}


class TestInterruption:
    """Somebody presses Ctrl-C, or ends the process, at any time."""

    @pytest.mark.parametrize("words", [("check",), ("scan", "--jobs", "2")])
    def test_a_few_times(self, funnels: Path, place: Path, words: tuple[str, ...]) -> None:
        interrupted_often(funnels, place, words, times=6)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "words", [("check",), ("scan",), ("scan", "--jobs", "2"), ("check", "--format", "sarif")]
    )
    def test_many_times(self, funnels: Path, place: Path, words: tuple[str, ...]) -> None:
        interrupted_often(funnels, place, words, times=30)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_killed(self, funnels: Path, place: Path, jobs: str) -> None:
        pick = Random(7)  # noqa: S311
        for _ in range(8):
            with started(
                place, "scan", str(funnels), "--jobs", jobs, "--output", "json=report.json"
            ) as process:
                time.sleep(pick.uniform(0.05, 0.6))
                process.kill()
            assert whole(place)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_ended_politely(self, funnels: Path, place: Path, jobs: str, number: signal.Signals) -> None:
        pick = Random(8)  # noqa: S311
        for _ in range(5):
            with started(
                place, "scan", str(funnels), "--jobs", jobs, "--output", "json=report.json"
            ) as process:
                time.sleep(pick.uniform(0.05, 0.5))
                process.send_signal(number)
                _, said = process.communicate()
            assert process.returncode in {0, 1, -number}
            assert b"Traceback" not in said
            assert whole(place)
            assert left(place) == []


def interrupted_often(funnels: Path, place: Path, words: tuple[str, ...], times: int) -> None:
    """Interrupt a command at as many times, from its start to beyond its end."""
    for number in range(times):
        (place / "report.json").write_text(OLD, encoding="utf-8")
        with started(place, words[0], str(funnels), *words[1:], "--output", "json=report.json") as process:
            time.sleep(0.1 + 0.5 * number / times)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate()
        # Before the command is at work it is the interpreter that ends, and may say so.
        assert process.returncode in {1, INTERRUPTED, -signal.SIGINT}
        assert b"funneldx/cli" not in said, said
        assert b"defect" not in said
        assert whole(place)
        assert left(place) == []


def places() -> Iterator[tuple[str, dict[str, str]]]:
    """Surroundings in which a command may find itself."""
    yield "no home", {"HOME": ""}
    yield "a home that is none", {"HOME": "/nowhere/at/all"}
    yield "a bare locale", {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    yield "a code page", {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    yield "a locale that is none", {"LC_ALL": "xx_XX.nothing"}
    yield "one column", {"COLUMNS": "1", "LINES": "1"}
    yield "no column at all", {"COLUMNS": "0"}
    yield "a width that is no number", {"COLUMNS": "wide"}
    yield "another time zone", {"TZ": "Nowhere/Else"}
    yield "a terminal that is none", {"TERM": "\x1b[31m"}


@pytest.mark.parametrize(
    ("name", "environ"), [*places()], ids=lambda one: one if isinstance(one, str) else ""
)
def test_any_surroundings(funnels: Path, place: Path, name: str, environ: dict[str, str]) -> None:
    assert name
    (place / "Лиды.yaml").write_text("name: Лиды\nstages: {Лиды: 900, Продажа: 30}\n", encoding="utf-8")
    ended = attacked(
        "check",
        "Лиды.yaml",
        str(funnels / "001.yaml"),
        "--output",
        "json=new.json",
        "--output",
        "text=new.txt",
        folder=place,
        environ=environ,
    )
    assert (ended.code, ended.err) == (1, "")
    report = json.loads((place / "new.json").read_text(encoding="utf-8"))
    assert [funnel["name"] for funnel in report["funnels"]] == ["Лиды", "client 1"]


def test_without_a_home_of_any_kind(funnels: Path, place: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "LD_LIBRARY_PATH"}}
    ended = subprocess.run(
        command("check", str(funnels)), cwd=place, env=bare, capture_output=True, check=False, timeout=600
    )
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    ended = attacked("check", "funnel.yaml", folder=gone, before=gone.rmdir)
    assert ended.code == 2
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_with_streams_that_are_closed(funnels: Path, place: Path, closed: str) -> None:
    line = f'"{sys.executable}" -m funneldx check "{funnels}" --output json=report.json {closed}'
    ended = subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, check=False, timeout=600)  # noqa: S607
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert json.loads((place / "report.json").read_text(encoding="utf-8"))["summary"]["funnels"] == FUNNELS
