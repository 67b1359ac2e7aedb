"""Counting records: beside the bare query in DuckDB, pandas as somebody would write it, and Spark; and how it grows."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.lab import Lab, NotMeasuredError, ending
from tests.benchmarks.lines import Line, mebibytes, seconds
from tests.benchmarks.measuring import interleaved

_STAGES = ("Lead", "Called", "Met", "Offer", "Won")
_RATIO, _MEMORY, _GROWTH = 1.15, 1.3, 1.3
_DATA = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
rows, path = int(sys.argv[1]), sys.argv[2]
duckdb.sql(f'''COPY (SELECT 'L' || (hash(range) % {rows // 5}) AS lead_id,
  ['Lead', 'Lead', 'Lead', 'Called', 'Called', 'Met', 'Met', 'Offer', 'Won', 'Mail'][range % 10 + 1] AS stage,
  TIMESTAMP '2026-01-01' + INTERVAL (hash(range * 7) % 31536000) SECOND AS at FROM range({rows})) TO '{path}' (FORMAT parquet)''')
"""
_BARE = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
path, stages = sys.argv[1], sys.argv[2:]
parts = [f"s1 AS (SELECT e.lead_id, min(e.at) AS t FROM '{path}' AS e WHERE e.stage = '{stages[0]}' GROUP BY e.lead_id)"]
parts += [f"s{n} AS (SELECT e.lead_id, min(e.at) AS t FROM '{path}' AS e JOIN s{n - 1} AS s ON e.lead_id = s.lead_id AND e.at >= s.t WHERE e.stage = '{name}' GROUP BY e.lead_id)" for n, name in enumerate(stages[1:], 2)]
counts = " UNION ALL ".join(f"SELECT {n}, count(*) FROM s{n}" for n in range(1, len(stages) + 1))
for _, count in sorted(duckdb.sql("WITH " + ", ".join(parts) + " " + counts).fetchall()):
    print(count)
"""
_PANDAS = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
path, stages = sys.argv[1], sys.argv[2:]
events = duckdb.sql(f"SELECT * FROM '{path}'").df()
before = None
for stage in stages:
    these = events[events["stage"] == stage]
    if before is not None:
        these = these.join(before, on="lead_id", how="inner")
        these = these[these["at"] >= these["before"]]
    before = these.groupby("lead_id")["at"].min().rename("before")
    print(len(before))
"""


def lines(lab: Lab) -> Iterator[Line]:
    """Two and twenty million events in Parquet; a fifth of that where it has to be quick."""
    large = 4_000_000 if lab.quick else 20_000_000
    small = large // 10
    folder = lab.folder / "records"
    folder.mkdir(exist_ok=True)
    paths = {size: _events(lab, folder, size) for size in (small, large)}
    out = folder / "counts.txt"
    jobs = {
        "ours": lab.job(lab.funneldx("count", str(folder / f"{large}.yaml")), out=out),
        "small": lab.job(lab.funneldx("count", str(folder / f"{small}.yaml"))),
        "bare": lab.job(lab.loop(_BARE, str(paths[large]), *_STAGES), out=folder / "bare.txt"),
    }
    if _has(lab, "pandas"):
        jobs["pandas"] = lab.job(lab.loop(_PANDAS, str(paths[large]), *_STAGES), out=folder / "pandas.txt")
    if _has(lab, "pyspark"):
        line = lab.funneldx("count", str(folder / f"{large}.yaml"), "--engine", "spark")
        jobs["spark"] = lab.job(line, out=folder / "spark.txt")
    rounds = interleaved(jobs, 40 if lab.quick else 150, most=5)
    _compare(folder, out)
    what = f"count {large:,} events in Parquet"
    ours = seconds(rounds.seconds("ours", "CPU"))
    bare = f"the bare query {seconds(rounds.seconds('bare', 'CPU'))}"
    yield Line(f"{what}, CPU", ours, bare, rounds.ratio("ours", "bare", "CPU"), _RATIO)
    grown = rounds.ratio("ours", "small", "CPU") * small / large
    yield Line(
        f"{what}, cost a row", ours, f"{small:,} {seconds(rounds.seconds('small', 'CPU'))}", grown, _GROWTH
    )
    for name in ("pandas", "spark"):
        if name in jobs:
            taken = f"{name} {seconds(rounds.seconds(name, 'wall'))}"
            yield Line(
                f"{what}, wall",
                seconds(rounds.seconds("ours", "wall")),
                taken,
                rounds.ratio("ours", name, "wall"),
                None,
            )
    peak = lab.peak("count", str(folder / f"{large}.yaml"), out=out).process
    peer = _peak(lab, paths[large])
    yield Line(f"{what}, memory", mebibytes(peak), f"the bare query {mebibytes(peer)}", peak / peer, _MEMORY)


def _events(lab: Lab, folder: Path, size: int) -> Path:
    path = folder / f"{size}.parquet"
    try:
        lab.run(lab.loop(_DATA, str(size), str(path)))
    except NotMeasuredError:
        raise NotMeasuredError("DuckDB is not installed there: pip install 'funneldx[records]'") from None
    stages = ", ".join(f"{{name: {name}}}" for name in _STAGES)
    source = f"source: {{files: {path.name}, shape: events, id: lead_id, stage: stage, time: at}}"
    (folder / f"{size}.yaml").write_text(f"{source}\nstages: [{stages}]\n", encoding="utf-8")
    return path


def _has(lab: Lab, module: str) -> bool:
    return (
        subprocess.run([lab.python, "-c", f"import {module}"], capture_output=True, check=False).returncode
        == 0
    )


def _compare(folder: Path, out: Path) -> None:
    """Raise NotMeasuredError unless all have counted the same."""
    ours = out.read_text("utf-8")
    for name in ("bare", "pandas"):
        if (folder / f"{name}.txt").is_file():
            counts = [f"{int(line):,}" for line in (folder / f"{name}.txt").read_text("utf-8").split()]
            if not all(count in ours for count in counts):
                raise NotMeasuredError(f"the counts are not those of {name}: {ending(out)}")
    if (folder / "spark.txt").is_file() and (folder / "spark.txt").read_text("utf-8") != ours:
        raise NotMeasuredError("the counts are not those of Spark")


def _peak(lab: Lab, path: Path) -> int:
    """The most memory that the bare query takes, in bytes."""
    code = f"{_BARE}\nimport resource\nprint('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    ended = subprocess.run(lab.loop(code, str(path), *_STAGES), capture_output=True, text=True, check=True)
    return int(ended.stdout.split("peak ")[1]) << 10
