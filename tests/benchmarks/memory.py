"""The most memory that is resident at once: it does not grow with the input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.lab import Lab, NotMeasuredError, Peak, ending, processors
from tests.benchmarks.lines import Line, mebibytes

_MOST = 250
"""MiB of all processes together."""
_MIB = 1 << 20
_GROWTH = 1.2
_BYTES_A_FILE = 100
"""What a file may take where that is more than the growth: each has a path, which is kept for the order."""


def lines(lab: Lab) -> Iterator[Line]:
    """Tables and folders ten and a hundred times as large, by the overview, in two processes."""
    rows = (100_000, 1_000_000) if lab.quick else (100_000, 1_000_000, 10_000_000)
    yield from _compared(lab, rows, lab.table, "a CSV of {:,} funnels", spare=0)
    files = (2_000, 20_000) if lab.quick else (10_000, 100_000)
    yield from _compared(lab, files, lab.funnels, "{:,} YAML files of 1 KB", spare=_BYTES_A_FILE)


def _compared(
    lab: Lab, sizes: tuple[int, ...], written: Callable[[int], Path], what: str, spare: int
) -> Iterator[Line]:
    """Of each size what it takes, and how much more that is than the first takes.

    What is `spare`, in bytes for each funnel, may come on top of that where it is more than the growth that is allowed.
    """
    jobs = min(2, processors())
    first = 0
    for size in sizes:
        name = f"memory, scan {what.format(size)}, --jobs {jobs}"
        peak = _peak(lab, written(size), size, jobs)
        whole = peak.together
        parts = f"process {mebibytes(peak.process)}"
        if peak.children:
            parts += f", children {' + '.join(map(mebibytes, peak.children))}"
        yield Line(name, parts, "", whole / _MIB, _MOST, unit=" MiB")
        if first:
            limit = max(_GROWTH, 1 + spare * (size - sizes[0]) / first)
            beside = f"{what.format(sizes[0])} {mebibytes(first)}"
            yield Line(name, mebibytes(whole), beside, whole / first, limit)
        first = first or whole


def _peak(lab: Lab, path: Path, funnels: int, jobs: int) -> Peak:
    """Raises NotMeasuredError where the report is not whole."""
    out = lab.folder / "memory.txt"
    peak = lab.peak("scan", str(path), "--top", "50", "--jobs", str(jobs), out=out)
    if f"{funnels:,} funnels: " not in ending(out):
        raise NotMeasuredError(f"not all of {funnels:,} funnels were judged: {ending(out)[-200:]}")
    return peak
