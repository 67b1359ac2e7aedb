"""How long a file's bytes take to become a funnel that knows where its parts stand, beside PyYAML's C loader."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import yaml

from funneldx.readers import read
from tests.benchmarks.lab import SAMPLE, Lab
from tests.benchmarks.lines import Line, seconds
from tests.benchmarks.measuring import Job, Taken, interleaved

_AT_ONCE = 20
"""Readings in a row, which one reading of the clock is nothing beside."""


def lines(lab: Lab) -> Iterator[Line]:
    """One file, over and over, in this process."""
    data = SAMPLE.read_bytes()

    def ours() -> None:
        (funnel,) = read(data, str(SAMPLE)) or ()
        for stage in funnel.stages:  # type: ignore[union-attr]
            funnel.places.find(stage.field)  # type: ignore[union-attr]

    jobs = {"ours": _timed(ours), "peer": _timed(lambda: yaml.load(data, Loader=yaml.CSafeLoader))}
    taken = interleaved(jobs, 2 if lab.quick else 6, most=301)
    yield Line(
        "read one file, in a process that runs",
        seconds(taken.seconds("ours", "CPU") / _AT_ONCE),
        f"yaml.load, CSafeLoader {seconds(taken.seconds('peer', 'CPU') / _AT_ONCE)}",
        taken.ratio("ours", "peer", "CPU"),
        1.0,
    )


def _timed(act: Callable[[], object]) -> Job:
    def job() -> Taken:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(_AT_ONCE):
            act()
        return Taken(time.perf_counter() - wall, time.process_time() - cpu)

    return job
