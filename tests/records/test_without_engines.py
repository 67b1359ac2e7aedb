"""What does not count records imports no engine; without one, the error says how to install it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)

ENGINES = ("duckdb", "psycopg", "clickhouse_connect", "chdb", "pyspark", "python_calamine", "pandas", "numpy")
_ASK = """
import sys
import funneldx
from funneldx.cli import main
code = main({arguments!r})
assert code == 0, code
print([name for name in {names!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--version"], ["check", "funnel.yaml"], ["scan", "funnel.yaml"], ["check", "--help"]]
)
def test_no_engine_is_imported(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "funnel.yaml").write_text("stages: {contacted: 900, interested: 400}\n", encoding="utf-8")
    names = [*ENGINES, "funneldx.records", "funneldx.recorded"]
    ended = subprocess.run(
        [sys.executable, "-c", _ASK.format(arguments=arguments, names=names)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr.strip() == "[]", ended.stderr


@pytest.mark.parametrize(
    ("module", "source", "said"),
    [
        ("duckdb", "files: a.csv", "pip install 'funneldx[records]'"),
        ("python_calamine", "files: a.xlsx", "pip install 'funneldx[excel]'"),
        ("psycopg", "table: a, connection: pg", "pip install 'funneldx[postgresql]'"),
        ("clickhouse_connect", "table: a, connection: ch", "pip install 'funneldx[clickhouse]'"),
        ("pyspark.errors", "table: a, connection: sp", "pip install 'funneldx[spark]'"),
    ],
)
def test_without_an_engine(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,  # noqa: F811
    module: str,
    source: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "a.xlsx"):
        Path(name).write_text("won\n1\n", encoding="utf-8")
    for name, address in (("PG", "postgresql://x"), ("CH", "clickhouse://x"), ("SP", "spark://x:1")):
        monkeypatch.setenv(f"FUNNELDX_CONNECTION_{name}", address)
    monkeypatch.setitem(sys.modules, module, None)
    Path("funnel.yaml").write_text(
        f"source: {{{source}, shape: milestones}}\nstages: [{{name: a}}]\n", encoding="utf-8"
    )
    allowed = [text for name in ("pg", "ch", "sp") for text in ("--allow-connection", name)]
    ended = run("count", "funnel.yaml", *allowed)
    assert ended.code == 2
    assert said in ended.err
    ended = run("check", "--count", "funnel.yaml", *allowed)
    assert ended.code == 2
    assert said in ended.out
