"""Paths to files: folders in order, what is left out of them, and paths that give nothing."""

from __future__ import annotations

import os
import pickle
import random
import socket
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from funneldx import opening
from funneldx.batch import Run
from funneldx.config import Settings, TableSettings
from funneldx.errors import Problem
from funneldx.folders import Walk
from funneldx.policy import Policy
from funneldx.rules import catalogue
from funneldx.sources import Emptied, File, Folders, NotAFileError, Source, refused, shown, sources
from tests.judging import TODAY

FUNNEL = "stages: {contacted: 900, interested: 300}"
posix = pytest.mark.skipif(os.name != "posix", reason="needs the links, pipes and names of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        *("b/z.yaml", "b/a.yml", "a.json", "c.csv", "d.tsv", "b-2/x.yaml", "notes.txt", ".hidden.yaml"),
        *(
            ".git/x.yaml",
            "node_modules/x.yaml",
            "venv/x.yaml",
            "env/x.yaml",
            "mine/pyvenv.cfg",
            "mine/x.yaml",
            "conda/conda-meta/history",
            "conda/x.yaml",
            "UPPER.YAML",
        ),
    ):
        path = tmp_path / "top" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FUNNEL, encoding="utf-8")
    return tmp_path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str, text: str = FUNNEL) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def paths(*given: str, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> list[str]:
    found = sources(list(given), None, Folders(include, exclude))
    return [source.path for source in found if not isinstance(source, Emptied)]


def wrong(*given: str) -> Problem:
    (problem,) = sources(list(given), None)
    assert isinstance(problem, Problem)
    return problem


@pytest.mark.usefixtures("folder")
def test_a_folder_in_sorted_order() -> None:
    assert paths("top") == [
        *(
            "top/UPPER.YAML",
            "top/a.json",
            "top/b/a.yml",
            "top/b/z.yaml",
            "top/b-2/x.yaml",
            "top/c.csv",
            "top/d.tsv",
            "top/env/x.yaml",
        )
    ]
    assert paths("top/venv", "top/mine") == ["top/venv/x.yaml", "top/mine/x.yaml"], "named, they are meant"


@pytest.mark.usefixtures("folder")
def test_a_source_of_a_folder_is_made_like_any_other(folder: Path) -> None:
    for source in sources([str(folder)], None):
        assert isinstance(source, Source)
        assert isinstance(source.read, File)
        assert source == Source(source.path, File(source.read.path), in_folder=True)


def test_a_file_named_directly_is_taken_whatever_its_name() -> None:
    assert paths("top/notes.txt", "top/.hidden.yaml") == ["top/notes.txt", "top/.hidden.yaml"]


def test_paths_are_shown_relative_where_they_can_be(folder: Path) -> None:
    assert paths(str(folder / "top" / "c.csv")) == ["top/c.csv"]
    assert shown("/elsewhere/x.yaml") == "/elsewhere/x.yaml"
    assert shown(os.fsdecode(b"caf\xe9.yaml")) == "caf\\xe9.yaml"


def test_what_is_missing() -> None:
    problem = wrong("no/such.yaml")
    assert "no such file" in problem.message
    assert problem.path == "no/such.yaml"


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "secret.yaml")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.os.lstat", refuse)
    assert "permission denied" in wrong("secret.yaml").message


def test_a_path_on_another_drive_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_drive(_: str) -> str:
        raise ValueError("path is on mount 'D:'")

    monkeypatch.setattr("funneldx.sources.os.path.relpath", another_drive)
    assert shown(os.path.abspath("x.yaml")) == Path("x.yaml").absolute().as_posix()


def test_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("large.yaml").write_text(FUNNEL, encoding="utf-8")
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 10)
    monkeypatch.setattr("funneldx.readers.LARGEST_IN_MEMORY", 20)
    run = Run(sources(["large.yaml"], None), Policy(catalogue(), Settings(as_of=TODAY)), ["large.yaml"])
    assert list(run) == []
    (problem,) = run.account.errors
    assert problem.message.startswith("the file is over 0 MiB")
    assert problem.hint == "split it, or use CSV"


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 10)
    monkeypatch.setattr("funneldx.sources.os.read", lambda *_: pytest.fail("it is read whole"))
    Path("in").mkdir()
    Path("in/blank.csv").write_text(" \n" * 20, encoding="utf-8")
    Path("in/other.json").write_text('{"name": "no funnel"}', encoding="utf-8")
    Path("in/report.json").write_text('{"schema": "funneldx-report/1", "funnels": []}', encoding="utf-8")
    Path("in/table.csv").write_text("stage,count\nLeads,9\nWon,2\n", encoding="utf-8")
    Path("in/funnel.yaml").write_text(FUNNEL, encoding="utf-8")
    run = Run(sources(["in"], None), Policy(catalogue(), Settings(as_of=TODAY)), ["in"])
    assert [report.location.path for report in run] == ["in/funnel.yaml", "in/table.csv"]
    assert run.account.errors == ()
    assert [notice.message[:7] for notice in run.account.notices] == ["2 files"]


def test_a_large_file_of_a_folder_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 10)
    Path("in").mkdir()
    Path("in/a.csv").write_text("name,Leads,Won\nN,9,2\n", encoding="utf-8")
    (source,) = sources(["in"], None)
    assert isinstance(source, Source)
    opened = source.read()
    Path("in/a.csv").write_text("name,Leads,Won\nN,9,2\nM,9,2\n", encoding="utf-8")
    run = Run([source._replace(read=lambda: opened)], Policy(catalogue(), Settings(as_of=TODAY)), ["in"])
    assert list(run) == []
    assert [problem.message for problem in run.account.errors] == ["the file changed while it was being read"]


def test_a_large_file_that_vanishes_or_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 10)
    text = "name,Leads,Won\n" + "N,9,2\n" * 9
    for change in (Path.unlink, Path.touch, lambda path: path.write_text(text + "N,9,2\n", encoding="utf-8")):
        for before in (True, False):
            path = Path("a.csv")
            path.write_text(text, encoding="utf-8")
            os.utime(path, (1, 1))
            (source,) = sources(["a.csv"], None)
            assert isinstance(source, Source)
            opened = source.read()
            source = source._replace(read=lambda opened=opened: opened)
            run = Run([source], Policy(catalogue(), Settings(as_of=TODAY)), ["a.csv"])
            if before:
                change(path)
                assert list(run) == []
            else:
                assert isinstance(source, Source)
                before_it = opening.opened(source, TableSettings(), strict=False, in_blocks=True)
                change(path)

                def meanwhile(*given: Any, items: Any = before_it, in_blocks: bool, strict: bool) -> Any:
                    return items if in_blocks else opening.opened(*given, in_blocks=False, strict=strict)

                monkeypatch.setattr("funneldx.work.opened", meanwhile)
                assert list(run) == []
                monkeypatch.setattr("funneldx.work.opened", opening.opened)
            (problem,) = run.account.errors
            assert problem.message in {
                "there is no such file or folder",
                "the file changed while it was being read",
            }


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gone.yaml").write_text(FUNNEL, encoding="utf-8")
    found = list(sources(["gone.yaml"], None))
    Path("gone.yaml").unlink()
    run = Run(found, Policy(catalogue(), Settings(as_of=TODAY)), ["gone.yaml"])
    assert list(run) == []
    (problem,) = run.account.errors
    assert "no such file" in problem.message


def test_standard_input_has_a_name() -> None:
    assert paths("-") == ["<stdin>"]
    (source,) = sources(["-"], "north.csv")
    assert isinstance(source, Source)
    assert source.path == "north.csv"


# One file, one reading.


@pytest.mark.usefixtures("folder")
def test_a_path_given_twice() -> None:
    assert paths("top/b", "./top/b", "top/b/../b/") == ["top/b/a.yml", "top/b/z.yaml"]
    assert paths("-", "-") == ["<stdin>"]


@pytest.mark.usefixtures("folder")
def test_a_file_named_directly_is_read_where_it_is_named_and_not_as_one_of_a_folder() -> None:
    for given, expected in (
        (("top/b", "top/b/a.yml"), [("top/b/z.yaml", True), ("top/b/a.yml", False)]),
        (("top/b/./a.yml", "top/b"), [("top/b/a.yml", False), ("top/b/z.yaml", True)]),
    ):
        found = [source for source in sources(list(given), None) if isinstance(source, Source)]
        assert [(source.path, source.in_folder) for source in found] == expected


@pytest.mark.usefixtures("folder")
def test_folders_that_overlap() -> None:
    assert paths("top/b", "top")[:3] == ["top/b/a.yml", "top/b/z.yaml", "top/UPPER.YAML"]
    assert len(paths("top/b", "top")) == len(paths("top")) == len(paths("top", "top/b"))


@posix
def test_a_link_and_what_it_leads_to(here: Path) -> None:
    write("a/x.yaml", "b/y.yaml")
    (here / "b" / "x.yaml").symlink_to(here / "a" / "x.yaml")
    (here / "c").symlink_to(here / "a")
    assert paths("b/x.yaml", "a") == ["b/x.yaml"]
    assert paths("a", "c", "c/x.yaml") == ["c/x.yaml"]


# Links in a folder.


@posix
def test_links_that_leave_the_folder_are_not_followed(here: Path) -> None:
    write("outside/x.yaml", "top/own.yaml", "top-2/x.yaml")
    (here / "top" / "away.yaml").symlink_to(here / "outside" / "x.yaml")
    (here / "top" / "beside.yaml").symlink_to(here / "top-2" / "x.yaml")
    (here / "top" / "gone-outside.yaml").symlink_to(here / "nothing.yaml")
    (here / "top" / "folder").symlink_to(here / "outside")
    (here / "top" / "up").symlink_to("..")
    (here / "top" / "notes.txt").symlink_to(here / "outside" / "x.yaml")
    assert paths("top") == ["top/own.yaml"]


@posix
def test_a_link_to_a_file_of_the_folder_does_not_make_it_two(here: Path) -> None:
    write("top/z.yaml", "top/.data/x.yaml")
    for name, target in (("a.yaml", "z.yaml"), ("b.yaml", ".data/x.yaml"), ("c.yaml", ".data/x.yaml")):
        (here / "top" / name).symlink_to(target)
    assert paths("top") == ["top/b.yaml", "top/z.yaml"]
    (here / "link").symlink_to("top")
    assert paths("link") == ["link/b.yaml", "link/z.yaml"], "the folder given may itself be a link"


@posix
def test_a_link_to_a_folder_is_followed_to_what_is_not_found_without_it(here: Path) -> None:
    write("top/.data/2026/x.yaml", "top/.data/2026/y.csv", "top/b/x.yaml", "top/node_modules/x.yaml")
    for name, target in (
        *(("z", ".data/2026"), ("a", ".data"), ("c", "b"), ("modules", "node_modules")),
        *(("loop", "."), ("b/loop", ".."), (".data/loop", "2026"), (".data/2026/loop", "../../a")),
    ):
        (here / "top" / name).symlink_to(target)
    expected = ["top/a/2026/x.yaml", "top/a/2026/y.csv", "top/b/x.yaml"]
    assert paths("top") == expected
    assert paths("top", exclude=("a",)) == ["top/b/x.yaml", "top/z/x.yaml", "top/z/y.csv"]


@posix
def test_loops_are_not_followed_and_what_leads_nowhere_is_told(here: Path) -> None:
    write("own.yaml")
    for name, target in (
        *(("self.yaml", "self.yaml"), ("ping.yaml", "pong.yaml"), ("pong.yaml", "ping.yaml")),
        *(("gone.yaml", "nothing.yaml"), ("long.yaml", "x" * 300)),
    ):
        (here / name).symlink_to(target)
    found = list(sources(["."], None))
    assert [(type(item), item.path) for item in found if not isinstance(item, Emptied)] == [
        (Problem, "gone.yaml"),
        (Problem, "long.yaml"),
        (Source, "own.yaml"),
    ]
    assert "too many levels" in wrong("self.yaml").message


# Other things a folder may hold.


@posix
def test_regular_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.yaml")
    Path("to-pipe.yaml").symlink_to("pipe.yaml")
    write("records.csv", "folder.yaml/x.yaml")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.yaml")
        assert paths(".") == ["folder.yaml/x.yaml", "records.csv"]
        for name in ("pipe.yaml", "socket.yaml"):
            assert "not a regular file" in wrong(name).message


@posix
@pytest.mark.usefixtures("here")
def test_names_of_any_bytes() -> None:
    names = ["new\nline.yaml", " .yaml", "[a].yaml", "-x.yaml", "ёж.yaml", "$(x).yaml"]
    if sys.platform == "linux":
        names += [os.fsdecode(b"caf\xe9.yaml"), os.fsdecode(b"\xff\xfe/x.csv")]
    write(*names)
    assert sorted(paths(".")) == sorted(
        name.replace("\udce9", "\\xe9").replace("\udcff\udcfe", "\\xff\\xfe") for name in names
    )
    assert all(
        isinstance(source, Source) and source.read() == FUNNEL.encode() for source in sources(["."], None)
    )
    assert set(paths(".", include=("new?line.yaml", "caf?.yaml"))) <= {"new\nline.yaml", "caf\\xe9.yaml"}


@posix
def test_very_deep_folders(here: Path) -> None:
    depth = 1500
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    write("x.yaml")
    os.chdir(here)
    try:
        assert paths("d") == ["d/" * depth + "x.yaml"]
        assert paths("d", include=("d/**/x.yaml",), exclude=("y/",)) == ["d/" * depth + "x.yaml"]
    finally:  # pytest would recurse to remove it
        for _ in range(depth):
            os.chdir("d")
        os.unlink("x.yaml")
        for _ in range(depth):
            os.chdir("..")
            os.rmdir("d")


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_told_and_the_rest_is_read(here: Path) -> None:
    write("a/x.yaml", "b/x.yaml")
    (here / "a").chmod(0)
    try:
        found = list(sources(["."], None))
    finally:
        (here / "a").chmod(0o700)
    assert [type(item) for item in found] == [Source, Problem]
    assert found[1].path == "a"  # type: ignore[union-attr]


@pytest.mark.usefixtures("here")
def test_a_folder_that_cannot_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/x.yaml", "b/x.yaml")
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    source, problem = sources(["."], None)
    assert isinstance(source, Source)
    assert isinstance(problem, Problem)
    assert (source.path, problem.path) == ("b/x.yaml", "a")
    assert "permission denied" in problem.message


@posix
@pytest.mark.usefixtures("folder")
def test_the_order_is_that_of_the_names_whatever_the_file_system_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("top/.data/2026/y.csv")
    for name, target in (
        ("z", ".data/2026"),
        ("k", ".data"),
        ("a", ".data/2026"),
        ("o", "b"),
        ("p", ".data"),
    ):
        Path("top", name).symlink_to(target)
    expected = paths("top")
    assert "top/a/y.csv" in expected
    scan = os.scandir
    chance = random.Random(7)  # noqa: S311

    @contextmanager
    def shuffled(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scan(path) as entries:
            listed = list(entries)
        chance.shuffle(listed)
        yield iter(listed)

    monkeypatch.setattr(os, "scandir", shuffled)
    for _ in range(20):
        assert paths("top") == expected


@pytest.mark.usefixtures("here")
def test_a_large_folder_takes_little_memory() -> None:
    many = 2000
    os.mkdir("folder")
    for number in range(many):
        Path("folder", f"leads-{number}.csv").touch()
    tracemalloc.start()
    try:
        walk = Walk("folder", None)
        assert sum(files.length for files in walk.to_read()) == many
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 30 * many


# Patterns.


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.txt"], [], ["notes.txt"]),
        (["*.txt", "*.csv"], [], ["c.csv", "notes.txt"]),
        (["b/*.yaml"], [], ["b/z.yaml"]),
        (["z.yaml"], [], ["b/z.yaml"]),
        (["b"], [], ["b/a.yml", "b/z.yaml"]),
        (["b/"], ["z.yaml"], ["b/a.yml"]),
        (["*"], ["*.yaml", "*.y*ml", "conda"], ["UPPER.YAML", "a.json", "c.csv", "d.tsv", "notes.txt"]),
        ([], ["b", "env/", "/*.?sv"], ["UPPER.YAML", "a.json", "b-2/x.yaml"]),
        ([], ["*/"], ["UPPER.YAML", "a.json", "c.csv", "d.tsv"]),
        (
            [],
            ["top", "top/b", "*.txt", ".*", "e*", "D.TSV"],
            ["UPPER.YAML", "a.json", "b/a.yml", "b/z.yaml", "b-2/x.yaml", "c.csv", "d.tsv"],
        ),
        ([".*", ".git/", "node_modules/", "*.tsv"], [], ["d.tsv"]),
    ],
)
def test_patterns(include: list[str], exclude: list[str], expected: list[str]) -> None:
    found = paths("top", include=tuple(include), exclude=tuple(exclude))
    assert found == [f"top/{name}" for name in expected]


@pytest.mark.usefixtures("folder")
def test_files_named_directly_are_read_whatever_the_patterns_say() -> None:
    assert paths("top/c.csv", include=("*.txt",), exclude=("*.csv",)) == ["top/c.csv"]
    assert paths("top/b", "top/b/z.yaml", exclude=("*.yaml",)) == ["top/b/a.yml", "top/b/z.yaml"]


def test_patterns_hold_below_each_folder_given(here: Path) -> None:
    write("a/x/1.yaml", "b/x/2.yaml", "b/y/x/3.yaml")
    assert paths("a", str(here / "b"), exclude=("/x",)) == ["b/y/x/3.yaml"]


@pytest.mark.usefixtures("folder")
def test_excluded_folders_are_not_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir
    entered = []

    def watched(path: str) -> object:
        entered.append(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", watched)
    assert "top/b/z.yaml" not in paths("top", exclude=("b",))
    assert sorted(entered) == ["top", "top/b-2", "top/env"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("include", "exclude", "emptied"),
    [
        (["*.doc"], [], (8, 0)),
        ([], ["*"], (4, 3)),
        (["notes.txt"], ["*.txt", "b*/", "/env/"], (5, 3)),
    ],
)
def test_how_much_the_patterns_left_out_is_told_where_they_leave_nothing(
    include: list[str], exclude: list[str], emptied: tuple[int, int]
) -> None:
    assert list(sources(["top"], None, Folders(tuple(include), tuple(exclude)))) == [Emptied(*emptied)]


@pytest.mark.usefixtures("here")
def test_a_folder_that_is_empty_without_patterns_too() -> None:
    os.mkdir("top")
    assert list(sources(["top"], None, Folders(exclude=("*.csv",)))) == []
    assert list(sources(["top"], None, Folders(include=("*.csv",)))) == [Emptied(0, 0)]


# Records that a description counts from.

RECORDS = "lead,stage\n1,won\n"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("source: {files: leads.csv}", ["data/deals.csv", "data/old/leads.csv", "more.json"]),
        ("source: {files: [leads.csv, ./data/deals.csv]}", ["data/old/leads.csv", "more.json"]),
        ('source: {files: "*.csv"}', ["data/deals.csv", "data/old/leads.csv", "more.json"]),
        ("source: {files: data/*.csv}", ["data/old/leads.csv", "leads.csv", "more.json"]),
        ("source: {files: './/data//d*.csv'}", ["data/old/leads.csv", "leads.csv", "more.json"]),
        ('source: {files: "**/leads.csv"}', ["data/deals.csv", "more.json"]),
        ("source: {files: data/../leads.csv}", ["data/deals.csv", "data/old/leads.csv", "more.json"]),
        (
            "source: {files: leads.csv, join: {files: data/deals.csv, on: lead}}",
            ["data/old/leads.csv", "more.json"],
        ),
        (
            "source:\n  files: leads.csv\n  join:\n  - {files: data/deals.csv}\n  - {files: [more.json]}\n",
            ["data/old/leads.csv"],
        ),
        (
            "funnels:\n- source: {files: leads.csv}\n- {name: b, source: {files: more.json}}\n",
            ["data/deals.csv", "data/old/leads.csv"],
        ),
        (
            "source: {files: leads.csv}\n---\nsource: {files: more.json}\n---\nsource: {files: [\n",
            ["data/deals.csv", "data/old/leads.csv"],
        ),
    ],
)
def test_files_that_a_source_names_are_not_read(source: str, left: list[str]) -> None:
    write("leads.csv", "data/deals.csv", "data/old/leads.csv", "more.json", text=RECORDS)
    write("won.yaml", text=source)
    assert paths(".") == sorted([*left, "won.yaml"])


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "source",
    [
        "source: our 2025 average, in files",
        "source: {files: nothing.csv}",
        "source: {files: }",
        "source: {files: {a: leads.csv}}",
        "source: {files: [[leads.csv]]}",
        "source: [files, leads.csv]",
        "source: {files: '../top/leads.csv'}\nstages: {a: 1}",
        "source: {files: ../a.csv}",
        "source: {files: '../*.csv'}",
        "source: {files: 'leads[.csv'}",
        "source: {files: '/*.csv'}",
        'source: {files: "a\\0b"}',
        "- source: {files: leads.csv}",
        "source: !!python/name:os {files: leads.csv}",
        "# source and files\nstages: {a: 1}",
        "sources: {files: leads.csv}",
        f"source: {{files: [{'a/' * 5000}]}}",
        "source: {files: &a [*a, leads.csv]}",
    ],
)
def test_what_names_no_file_below_the_description(source: str) -> None:
    write("top/leads.csv", "a.csv", text=RECORDS)
    write("top/won.yaml", text=source)
    expected = ["a.csv", "top/leads.csv", "top/won.yaml"]
    if "'../top/leads.csv'" in source:  # it leads out and in again
        expected.remove("top/leads.csv")
    assert paths(".") == expected


@pytest.mark.usefixtures("here")
def test_descriptions_are_nobodys_records() -> None:
    write("a.json", text='{"source": {"files": "*.json"}}')
    write("b.json", text='{"source": {"files": ["a.json", "b.json", "c.json"]}}')
    write("c.json", "d.json", text="[]")
    write("broken.json", text='{"source": {"files": "d.json"}')
    assert paths(".") == ["a.json", "b.json"]


@pytest.mark.usefixtures("here")
def test_a_description_in_another_encoding_and_one_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.csv", "b.csv", "c.csv", text=RECORDS)
    Path("wide.yaml").write_bytes("source: {files: a.csv}".encode("utf-16"))
    Path("bad.yaml").write_bytes(b"source: {files: b.csv} # \xff")
    Path("large.yaml").write_text("source: {files: c.csv}" + " " * 100, encoding="utf-8")
    monkeypatch.setattr("funneldx.record_files.LARGEST", 100)
    assert paths(".") == ["b.csv", "bad.yaml", "c.csv", "large.yaml", "wide.yaml"]


@pytest.mark.usefixtures("here")
def test_a_description_left_out_by_a_pattern_still_names_its_records() -> None:
    write("leads.csv", text=RECORDS)
    write("won.yaml", text="source: {files: leads.csv}")
    write("funnel.csv")
    assert paths(".", include=("*.csv",)) == paths(".", exclude=("*.yaml",)) == ["funnel.csv"]
    assert paths("leads.csv", ".") == ["leads.csv", "funnel.csv", "won.yaml"], "named directly, it is meant"


@posix
def test_records_behind_links(here: Path) -> None:
    write(".store/leads.csv", ".store/deals.csv", "2026/calls.csv", text=RECORDS)
    write("outside.csv", "top/x.csv", text=RECORDS)
    (here / "leads.csv").symlink_to(".store/leads.csv")
    (here / "store").symlink_to(".store")
    (here / "now").symlink_to("2026")
    (here / "top" / "out.csv").symlink_to(here / "outside.csv")
    write("won.yaml", text="source: {files: [leads.csv, store/deals.csv, now/calls.csv]}")
    write("top/won.yaml", text="source: {files: [out.csv, x.csv]}")
    assert paths(".") == ["outside.csv", "top/won.yaml", "won.yaml"]


@posix
def test_a_description_behind_a_link_that_a_pattern_leaves_out(here: Path) -> None:
    write("leads.csv", "funnel.csv", text=RECORDS)
    write(".data/won.yaml", text="source: {files: leads.csv}")
    (here / "won.yaml").symlink_to(".data/won.yaml")
    assert paths(".") == ["funnel.csv", "won.yaml"]
    assert paths(".", exclude=("won.yaml",)) == ["funnel.csv"]


@posix
def test_a_description_that_is_no_regular_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("a.yaml").symlink_to("pipe")
    Path("b.yaml").symlink_to("nothing")
    write("leads.csv", text=RECORDS)
    assert paths(".") == ["b.yaml", "leads.csv"]


@pytest.mark.usefixtures("here")
def test_only_the_first_patterns_of_a_description_are_heeded() -> None:
    write("leads.csv", "z.csv", text=RECORDS)
    names = ", ".join(f"a{number:03}*" for number in range(100))
    write("won.yaml", text=f"source: {{files: [{names}, z*.csv, leads.csv]}}")
    assert paths(".") == ["won.yaml", "z.csv"]


@pytest.mark.usefixtures("here")
def test_descriptions_are_not_looked_into_where_there_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/won.yaml", "b/won.yaml", text="source: {files: leads.csv}")
    monkeypatch.setattr("funneldx.record_files._names", pytest.fail)
    assert paths(".") == ["a/won.yaml", "b/won.yaml"]
    write("c/leads.csv")
    assert paths(".") == ["a/won.yaml", "b/won.yaml", "c/leads.csv"]


# What is kept and done for each of very many files.


@pytest.mark.usefixtures("folder")
def test_how_many_there_are_is_known() -> None:
    def counted(*given: str, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> tuple[int, int]:
        found = sources(list(given), None, Folders(include, exclude))
        return len(found), sum(isinstance(item, Source) for item in found)

    assert counted("top") == (8, 8)
    assert counted("top/b", "top", "missing.yaml", "top/notes.txt", "-") == (10, 10)
    assert counted("top", "top/a.json", exclude=("b", "*.csv")) == (5, 5)
    assert counted("top", include=("*.doc",)) == (0, 0)


@pytest.mark.usefixtures("folder")
def test_a_walk_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sources(["top"], None)
    first = list(found)
    monkeypatch.setattr(os, "scandir", pytest.fail)
    assert list(found) == first
    assert len(found) == len(first)


@posix
def test_overlapping_folders_and_links_between_them(here: Path) -> None:
    write("top/a/x.yaml", "top/a/y.yaml", "top/b/z.yaml", "top/.data/1.csv", "top/.data/2.csv")
    for name, target in (
        ("a/1.csv", "../.data/1.csv"),
        ("b/1.csv", "../.data/1.csv"),
        ("b/2.csv", "../.data/2.csv"),
        ("c/y.yaml", "../a/y.yaml"),
    ):
        (here / "top" / name).parent.mkdir(exist_ok=True)
        (here / "top" / name).symlink_to(target)
    assert paths("top") == ["top/a/1.csv", "top/a/x.yaml", "top/a/y.yaml", "top/b/2.csv", "top/b/z.yaml"]
    assert paths("top/a", "top/b", "top") == [
        "top/a/x.yaml",
        "top/a/y.yaml",
        "top/b/z.yaml",
        "top/a/1.csv",
        "top/b/2.csv",
    ]
    assert paths("top/a/y.yaml", "top/.data", "top") == [
        *("top/a/y.yaml", "top/.data/1.csv", "top/.data/2.csv", "top/a/x.yaml", "top/b/z.yaml")
    ]
    assert paths("top", "top/.data") == [*paths("top")]


@pytest.mark.usefixtures("here")
def test_a_source_of_a_file_is_small_to_send() -> None:
    write("in/funnel.yaml")
    (source,) = sources(["in"], None)
    assert isinstance(source, Source)
    sent = pickle.dumps([source] * 1000)
    assert len(sent) < 10_000
    assert all(copy == source and copy.read() == FUNNEL.encode() for copy in pickle.loads(sent))  # noqa: S301
    assert len(pickle.dumps(source)) < 200


@pytest.mark.usefixtures("here")
def test_the_size_is_known_of_files_that_are_named() -> None:
    write("in/funnel.yaml")
    sizes = [
        source.size for source in sources(["in", "in/../in/funnel.yaml"], None) if isinstance(source, Source)
    ]
    assert sizes == [len(FUNNEL)]
    assert [source.size for source in sources(["in", "-"], None) if isinstance(source, Source)] == [0, 0]


@posix
@pytest.mark.usefixtures("here")
def test_what_is_no_file_by_the_time_it_is_read() -> None:
    names = ("folder.yaml", "pipe.yaml", "socket.yaml")
    write(*names, "in/funnel.yaml")
    found = [source for source in sources([*names, "in"], None) if isinstance(source, Source)]
    for name in (*names, "in/funnel.yaml"):
        os.unlink(name)
    os.mkdir("folder.yaml")
    os.mkfifo("pipe.yaml")
    os.mkfifo("in/funnel.yaml")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.yaml")
        for source in found:
            with pytest.raises(NotAFileError) as caught:
                source.read()
            assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
            problem = refused(source)
            assert (problem is None) is source.in_folder
            assert problem is None or problem.message == "this is not a regular file"
        run = Run(found, Policy(catalogue(), Settings(as_of=TODAY)), ["."])
        assert list(run) == []
        assert [problem.path for problem in run.account.errors] == list(names)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("said", [0, 5, 1 << 20])
def test_a_file_is_read_to_its_end_whatever_length_it_was_said_to_have(
    monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    write("a.yaml")
    (source,) = sources(["a.yaml"], None)
    assert isinstance(source, Source)
    status, read = os.fstat, os.read

    def another(opened: int) -> os.stat_result:
        return os.stat_result((*status(opened)[:6], said, *status(opened)[7:]))

    monkeypatch.setattr("funneldx.sources.os.fstat", another)
    monkeypatch.setattr("funneldx.sources.os.read", lambda opened, most: read(opened, min(most, 7)))
    assert source.read() == FUNNEL.encode()


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs files that have no length")
def test_a_file_of_the_system_that_has_no_length() -> None:
    (source,) = sources(["/proc/self/status"], None)
    assert isinstance(source, Source)
    assert source.size == 0
    data = source.read()
    assert isinstance(data, bytes)
    assert data.startswith(b"Name:")


@pytest.mark.usefixtures("here")
def test_each_file_of_a_folder_is_opened_once_and_looked_at_no_other_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"in/funnel-{number}.yaml" for number in range(20)]
    write(*names)
    opened = []
    system = os.open

    def watched(path: str, flags: int) -> int:
        opened.append(path)
        return system(path, flags)

    monkeypatch.setattr("funneldx.sources.os.open", watched)
    for call in ("stat", "lstat"):
        whole = getattr(os, call)

        def looked(path: str, *given: object, whole: Any = whole, **named: object) -> object:
            assert ".yaml" not in str(path)
            return whole(path, *given, **named)

        monkeypatch.setattr(os, call, looked)
    for source in sources(["in"], None):
        assert isinstance(source, Source)
        source.read()
    assert opened == sorted(names)


@posix
@pytest.mark.usefixtures("here")
def test_paths_named_from_elsewhere_are_shown_as_ever(tmp_path: Path) -> None:
    write("in/a.yaml", "in/..b.yaml", ".c.yaml", "in/ё.yaml")
    os.symlink("a.yaml", "in/link.yaml")
    given = {
        f"{tmp_path}/in/a.yaml": "in/a.yaml",
        f"{tmp_path}/in/../in//ё.yaml": "in/ё.yaml",
        "./in/./..b.yaml": "in/..b.yaml",
        f"{tmp_path}/.c.yaml": ".c.yaml",
    }
    assert paths(*given) == list(given.values())
    assert paths(f"{tmp_path}/in/link.yaml", "in/a.yaml") == ["in/link.yaml"]
