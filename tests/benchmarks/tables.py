"""How long a wide table takes, beside a loop over it with `csv.reader` that does nothing else."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.lab import Lab, NotMeasuredError, ending, processors
from tests.benchmarks.lines import Line, seconds
from tests.benchmarks.measuring import Clock, Job, Rounds, Taken, interleaved

_LOOP = """
import csv, sys, time
wall, cpu = time.perf_counter(), time.process_time()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file):
        pass
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
"""Tells itself what it took: the start of its interpreter is a fifth of a hundred thousand rows."""
_PROMISED = {"text": 60.0, "jsonl": 200.0}
_AIMS = {"text": 30, "jsonl": 100}


def lines(lab: Lab) -> Iterator[Line]:
    """A million rows (a hundred thousand if quick), a funnel each: the overview, and a line of JSON for each."""
    rows = 100_000 if lab.quick else 1_000_000
    taken = _rounds(lab, rows)
    loop = f"csv.reader {seconds(taken.seconds('loop', 'CPU'))}"
    for way, limit in _PROMISED.items():
        measured = _measured(taken, f"{way} 1", rows, "CPU")
        ratio = taken.ratio(f"{way} 1", "loop", "CPU")
        yield Line(
            f"scan a CSV of {rows:,} funnels, {way}, --jobs 1", measured, loop, ratio, limit, aim=_AIMS[way]
        )
    lab.needs_two_processors()
    for way in _PROMISED:
        measured = _measured(taken, f"{way} 2", rows, "wall")
        one = f"--jobs 1 {seconds(taken.seconds(f'{way} 1', 'wall'))}"
        ratio = taken.ratio(f"{way} 1", f"{way} 2", "wall")
        what = f"scan a CSV of {rows:,} funnels, {way}, --jobs 2"
        yield Line(what, measured, one, ratio, 1.6, least=True, unit="× as fast")


def _loop(lab: Lab, table: str) -> Taken:
    out = lab.folder / "loop.txt"
    lab.run(lab.loop(_LOOP, table), out=out, codes=(0,))
    wall, cpu = map(float, out.read_text().split())
    return Taken(wall, cpu)


def _measured(taken: Rounds, name: str, rows: int, clock: Clock) -> str:
    took = taken.seconds(name, clock)
    return f"{seconds(took)}, {rows / took:,.0f} rows/s"


def _rounds(lab: Lab, rows: int) -> Rounds:
    """Raises NotMeasuredError where a report is not whole, or not the same one in several processes."""
    table = str(lab.table(rows))
    numbers = ("1", "2")[: processors()]
    outs = {f"text {jobs}": lab.folder / f"table-{jobs}.txt" for jobs in numbers}
    jobs: dict[str, Job] = {"loop": lambda: _loop(lab, table)}
    for number in numbers:
        line = lab.funneldx("scan", table, "--jobs", number)
        jobs[f"text {number}"] = lab.job([*line, "--top", "50"], out=outs[f"text {number}"])
        jobs[f"jsonl {number}"] = lab.job([*line, "--format", "jsonl"], out=Path(os.devnull))
    taken = interleaved(jobs, 40 if lab.quick else 200, most=5)
    for out in outs.values():
        if f"{rows:,} funnels: " not in ending(out):
            raise NotMeasuredError(f"not all of {rows:,} rows were judged: {ending(out)[-200:]}")
        if not filecmp.cmp(outs["text 1"], out, shallow=False):
            raise NotMeasuredError("the reports of --jobs 1 and --jobs 2 differ")
    return taken
