"""A description is data from strangers: what it may open, and what it never gets to tell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from funneldx.errors import UnreadableError
from funneldx.records import Access, counted
from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)
from tests.records.describing import count, described

pytest.importorskip("duckdb", reason="funneldx[records] is not installed")

STAGES = "stages: [{name: Lead, role: prospects}, {name: Won, role: purchased, column: won}]\n"
SECRET = "root:x:0:0:secret"  # noqa: S105  (it is to be kept, and is none)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is checked, and what lies beside it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "passwd.csv").write_text(f"won\n{SECRET}\n", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "leads.csv").write_text("won\n1\n0\n", encoding="utf-8")
    (inside / "link.csv").symlink_to(outside / "passwd.csv")
    (inside / "folder").symlink_to(outside)
    monkeypatch.chdir(inside)
    return inside


def problem(name: str, *allowed: str, **more: str) -> str:
    """What is said of a description that names such files."""
    keys = "".join(f", {key}: {value}" for key, value in more.items())
    (recorded,) = described(f"source: {{files: {name!r}, shape: milestones{keys}}}\n{STAGES}", "funnel.yaml")
    with pytest.raises(UnreadableError) as error:
        counted(recorded, Access(paths=allowed))
    assert SECRET not in str(error.value)
    assert error.value.problem.path == "funnel.yaml"
    assert error.value.problem.line == 1
    return error.value.problem.message


@pytest.mark.parametrize(
    "name",
    [
        "../outside/passwd.csv",
        "../outside/missing.csv",
        "../outside/*.csv",
        "/etc/passwd",
        "/etc/*.csv",
        "link.csv",
        "folder/passwd.csv",
        "folder",
        "folder/*.csv",
        "leads/../../outside/passwd.csv",
    ],
)
def test_records_elsewhere_are_refused(tree: Path, name: str) -> None:
    del tree
    assert problem(name) == (
        "records lie outside the folder of the file that names them; they were expected beside it or below"
    )


@pytest.mark.parametrize(
    "name", ["s3://bucket/leads.csv", "https://x.org/a.csv", "file:///etc/passwd", "hf://a/b.csv"]
)
def test_remote_addresses_are_refused(tree: Path, name: str) -> None:
    del tree
    assert "is a remote address" in problem(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.csv", "there is no file “missing.csv”"),
        ("*.jsonl", "no file fits “*.jsonl”"),
        ("funnel.exe", "there is no file “funnel.exe”"),
        ("notes.md", "“notes.md” is of a kind that is not read"),
        ("pipe.csv", "“pipe.csv” is not a regular file"),
        ("empty", "the folder “empty” holds no records"),
        ("broken.parquet", "broken.parquet: it is not of the form that its name says"),
        ("broken.xlsx", "broken.xlsx: this is no workbook that can be read"),
        ("empty.csv", "empty.csv: the file is empty"),
        ("binary.csv", "binary.csv: this is a binary file"),
    ],
)
def test_files_that_cannot_be_read(tree: Path, name: str, said: str) -> None:
    (tree / "notes.md").write_text("x", encoding="utf-8")
    os.mkfifo(tree / "pipe.csv")
    (tree / "empty").mkdir()
    (tree / "broken.parquet").write_text(SECRET, encoding="utf-8")
    (tree / "broken.xlsx").write_text(SECRET, encoding="utf-8")
    (tree / "empty.csv").write_text("", encoding="utf-8")
    (tree / "binary.csv").write_bytes(b"a\0b")
    assert problem(name).startswith(said)


def test_a_folder_can_be_allowed(tree: Path) -> None:
    text = "source: {files: link.csv, shape: milestones}\n" + STAGES
    (recorded,) = described(text, "funnel.yaml")
    found = counted(recorded, Access(paths=(str(tree.parent / "outside"),)))
    assert [stage.count for stage in found.funnels[0].stages] == [1, 1]


def test_names_that_a_pattern_would_be_made_of(tree: Path) -> None:
    """A file whose own name holds signs of patterns is that file alone."""
    (tree / "a[1]*.csv").write_text("won\n1\n", encoding="utf-8")
    (recorded,) = described("source: {files: 'a[1]*.csv', shape: milestones}\n" + STAGES, "funnel.yaml")
    assert count(recorded).accounting.rows == 1


def test_identifiers_and_values_are_never_obeyed(tree: Path) -> None:
    column = 'won"; DROP TABLE records; --'
    (tree / "odd.csv").write_text(
        '"won""; DROP TABLE records; --",b\n"\'; SELECT 1; --",x\nyes,y\n', encoding="utf-8"
    )
    (recorded,) = described(
        f"source: {{files: odd.csv, shape: milestones, by: [{column!r}]}}\n"
        f'stages: [{{name: all}}, {{name: won, column: {column!r}, is: "\'; select 1; --"}}]\n',
        "funnel.yaml",
    )
    found = count(recorded)
    assert {one.labels[column]: [stage.count for stage in one.stages] for one in found.funnels} == {
        "'; SELECT 1; --": [1, 1],
        "yes": [1, 0],
    }
    assert "'; SELECT 1" not in found.sql.partition(";\n")[0]


def test_the_engine_is_closed(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    import duckdb  # noqa: PLC0415

    from funneldx.records.duckdb_engine import DuckEngine  # noqa: PLC0415

    engine = DuckEngine([str(tree / "leads.csv")], str(tmp_path_factory.mktemp("spill")))
    for sql in (
        f"SELECT * FROM read_csv('{tree.parent}/outside/passwd.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        f"COPY (SELECT 1) TO '{tree}/out.csv'",
        "ATTACH 'x.db'",
    ):
        with pytest.raises(duckdb.Error):
            engine._connection.execute(sql)
    engine.close()


def test_nothing_is_opened_unless_it_is_asked_for(tree: Path, run: Run) -> None:  # noqa: F811
    (tree / "funnel.yaml").write_text(
        "source: {files: leads.csv, shape: milestones}\n" + STAGES, encoding="utf-8"
    )
    os.chmod(tree / "leads.csv", 0)
    for command in ("check", "scan", "plan", "baseline"):
        ended = run(command, "funnel.yaml", *(("--target", "5") if command == "plan" else ()))
        assert ended.code == 2
        assert "says where records are (`source:`)" in ended.out + ended.err
        assert "--count" in ended.out + ended.err
    os.chmod(tree / "leads.csv", 0o644)
    assert run("check", "--count", "funnel.yaml").code in {0, 1}
    assert run("check", "--count", "funnel.yaml", "--allow-path", ".").code in {0, 1}
    assert "are about records" in run("check", "funnel.yaml", "--allow-path", ".").err
    assert "is no folder" in run("check", "--count", "funnel.yaml", "--allow-path", "nowhere").err
    assert "--engine fast is unknown" in run("check", "--count", "funnel.yaml", "--engine", "fast").err


def test_connections_are_the_users_own(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tree.parent / "config"))
    text = "source: {table: deals, connection: crm, shape: milestones}\n" + STAGES
    (recorded,) = described(text, "funnel.yaml")

    def said(access: Access) -> str:
        with pytest.raises(UnreadableError) as error:
            counted(recorded, access)
        return str(error.value)

    assert "asks for the connection “crm”, which is not allowed" in said(Access())
    allowed = Access(connections=("crm",))
    assert "no connection of yours is called “crm”" in said(allowed)
    monkeypatch.setenv("FUNNELDX_CONNECTION_CRM", "mysql://root:hunter2@host/db")
    assert "is of no warehouse that is known" in said(allowed)
    assert "hunter2" not in said(allowed)
    monkeypatch.delenv("FUNNELDX_CONNECTION_CRM")
    place = tree.parent / "config" / "funneldx"
    place.mkdir(parents=True)
    (place / "connections.yaml").write_text("crm: oracle://scott:tiger@host\n", encoding="utf-8")
    assert "is of no warehouse that is known" in said(allowed)
    assert "tiger" not in said(allowed)
    (place / "connections.yaml").write_text("crm: postgresql://scott:tiger@127.0.0.1:1/x\n", encoding="utf-8")
    pytest.importorskip("psycopg")
    assert "PostgreSQL gives no connection" in said(allowed)
    assert "tiger" not in said(allowed)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("table: deals", "`source` has no `connection`"),
        ("connection: crm", "`source` has no `table`"),
        ("table: deals, connection: crm, files: leads.csv", "names files and a table"),
        ("by: [x]", "`source` names no files"),
        ("files: leads.csv, join: {on: won}", "`join` names no files"),
        ("files: leads.csv, join: {files: leads.csv, on: {won: x}}", "no column of leads.csv is headed “x”"),
        ("files: [leads.csv, b.parquet]", "the files are of different kinds"),
    ],
)
def test_what_a_source_lacks(tree: Path, keys: str, said: str) -> None:
    (tree / "b.parquet").write_text("x", encoding="utf-8")
    (recorded,) = described(f"source: {{shape: milestones, {keys}}}\n{STAGES}", "funnel.yaml")
    with pytest.raises(UnreadableError, match=said.replace("(", r"\(")):
        counted(recorded, Access(connections=("crm",)))
