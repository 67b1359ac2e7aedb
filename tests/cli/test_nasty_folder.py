"""A folder of a thousand funnels among everything that cannot be read: all of them are judged, the others are told."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the links, pipes and names of POSIX")

FUNNEL = "name: {}\nstages: {{contacted: 900, interested: 300}}\n"
GOOD = 1000
BAD = Path("many", "client-5")
VANISHING = Path("many", "client-3", "vanishing.yaml")
LATIN, SHOWN = (
    (os.fsdecode(b"caf\xe9.yaml"), "caf\\xe9.yaml") if sys.platform == "linux" else ("caf.yaml", "caf.yaml")
)
"""A name that is no UTF-8, where there can be one."""
NUL = "this is a binary file, or UTF-16 without its mark (it holds NUL bytes)"
GONE = "there is no such file or folder"
TOLD = {
    BAD / "binary.csv": NUL,
    BAD / "binary.yaml": NUL,
    BAD / SHOWN: "this is not valid YAML: did not find expected node content (while parsing a flow node)",
    BAD / "dangling.csv": GONE,
    BAD / "dangling.yaml": GONE,
    BAD / "huge.csv": NUL,
    BAD / "huge.yaml": "the file is over 1,024 MiB, more than is read of one",
    VANISHING: GONE,
}
if hasattr(os, "geteuid") and os.geteuid() != 0:  # root may read everything
    TOLD[BAD / "closed.yaml"] = "it cannot be read: permission denied"
EMPTY = {BAD / name: "the file is empty" for name in ("empty.csv", "empty.yaml")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What holds the folder; made once, since nothing here changes it but what vanishes."""
    top = tmp_path_factory.mktemp("nasty")
    many, bad = top / "many", top / BAD
    for number in range(GOOD):
        path = many / f"client-{number % 10}" / f"funnel-{number:04}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FUNNEL.format(number), encoding="utf-8")
    (bad / "binary.yaml").write_bytes(b"\x00\x01\x02stages: {a: 1}" * 9)
    (bad / "binary.csv").write_bytes(b"stage,count\nLeads,9\x00\nWon,2\n")
    (bad / "empty.yaml").touch()
    (bad / "empty.csv").touch()
    for name, begin in (("huge.yaml", b"stages: {a: 1}\n"), ("huge.csv", b"stage,count\nLeads,9\n")):
        (bad / name).write_bytes(begin)
        os.truncate(bad / name, (1 << 30) + 4096)
    (bad / "closed.yaml").write_text(FUNNEL.format("closed"), encoding="utf-8")
    (bad / "closed.yaml").chmod(0)
    for name, target in (
        ("self.yaml", "self.yaml"),
        ("ping.yaml", "pong.yaml"),
        ("pong.yaml", "ping.yaml"),
        ("round", ".."),
        ("dangling.yaml", "nothing.yaml"),
        ("dangling.csv", "nothing.csv"),
    ):
        (bad / name).symlink_to(target)
    os.mkfifo(bad / "pipe.yaml")
    (bad / LATIN).write_text("stages: [\n", encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as bound:
        before = Path.cwd()
        os.chdir(bad)  # the path of a socket may not be long
        bound.bind("socket.yaml")
        os.chdir(before)
        yield top


@pytest.fixture
def vanishing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is gone between the listing of its folder and its being read."""
    monkeypatch.chdir(folder)
    VANISHING.write_text(FUNNEL.format("vanishing"), encoding="utf-8")
    system = os.open

    def opened(path: str, *given: int, **named: int) -> int:
        if path == str(VANISHING):
            VANISHING.unlink()
        return system(path, *given, **named)

    monkeypatch.setattr(os, "open", opened)


@pytest.mark.usefixtures("vanishing")
@pytest.mark.parametrize("command", ["check", "scan"])
@pytest.mark.parametrize("strict", [False, True])
def test_the_good_are_judged_and_each_bad_one_is_told_once(run: Run, command: str, strict: bool) -> None:
    ended = run(command, "many", "--format", "json", *(["--strict-folder"] if strict else []))
    assert ended.code == 2
    assert not ended.err
    report = json.loads(ended.out)
    names = [funnel["name"] for funnel in report["funnels"] if funnel["name"] != "closed"]
    assert names == [str(number) for last in range(10) for number in range(last, GOOD, 10)]
    told = [(Path(error["path"]), error["message"]) for error in report["errors"]]
    assert sorted(told) == sorted((TOLD | (EMPTY if strict else {})).items())
    assert not VANISHING.exists()
    passed_over = [notice["message"] for notice in report["notices"]]
    assert passed_over == (
        []
        if strict
        else ["2 files show nothing of a funnel and were passed over; --strict-folder tells which"]
    )


@pytest.mark.usefixtures("vanishing")
def test_in_a_pipe_each_is_told_on_a_line_of_its_own(run: Run) -> None:
    ended = run("scan", "many", "-q")
    assert ended.code == 2
    for path, message in TOLD.items():
        assert sum(path.as_posix() in line and message in line for line in ended.out.splitlines()) == 1
