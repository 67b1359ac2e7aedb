"""How long folders of small YAML files take: a few, where several processes only cost, and many, where they pay."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator

from tests.benchmarks.lab import Lab, NotMeasuredError, ending, processors
from tests.benchmarks.lines import Line, seconds
from tests.benchmarks.measuring import Rounds, interleaved

_FEW = 200

_LOOP = """
import glob, sys, yaml
for path in sorted(glob.glob(sys.argv[1] + "/**/*.yaml", recursive=True)):
    with open(path, "rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""


def few(lab: Lab) -> Iterator[Line]:
    """A folder as one team has it."""
    lab.needs_two_processors()
    folder = str(lab.funnels(_FEW))
    jobs = {
        name: lab.job(lab.funneldx("scan", folder, "--jobs", name), out=lab.folder / f"few-{name}.txt")
        for name in ("1", "2", "auto")
    }
    jobs["yamllint"] = lab.job(lab.tool("yamllint", "-d", "relaxed", folder))
    taken = interleaved(jobs, 10 if lab.quick else 30, least=3, most=21)
    one = f"--jobs 1 {seconds(taken.seconds('1', 'wall'))}"
    auto, two = (seconds(taken.seconds(name, "wall")) for name in ("auto", "2"))
    yield Line(f"scan {_FEW} YAML files, --jobs auto", auto, one, taken.ratio("auto", "1", "wall"), 1.1)
    yield Line(f"scan {_FEW} YAML files, --jobs 2", two, one, taken.ratio("2", "1", "wall"), None)
    yield Line(
        f"scan {_FEW} YAML files, --jobs 1",
        seconds(taken.seconds("1", "wall")),
        f"yamllint {seconds(taken.seconds('yamllint', 'wall'))}",
        taken.ratio("1", "yamllint", "CPU"),
        1.0,
    )


def many(lab: Lab) -> Iterator[Line]:
    """Thousands of files into lines of JSON, beside a loop that only loads them; yamllint has a part of them."""
    files, part = (5_000, 250) if lab.quick else (20_000, 500)
    taken = _rounds(lab, files, part)
    what = f"scan {files:,} YAML files of 1 KB, jsonl, --jobs "
    loop = "yaml.load, CSafeLoader"
    ours = taken.seconds("1", "CPU")
    beside = f"{loop} {seconds(taken.seconds('loop', 'CPU'))}"
    yield Line(f"{what}1", seconds(ours), beside, taken.ratio("1", "loop", "CPU"), 1.0)
    slower = taken.ratio("yamllint", "1", "CPU") * files / part
    beside = f"yamllint {seconds(taken.seconds('yamllint', 'CPU') / part)} a file"
    yield Line(
        f"{what}1", f"{seconds(ours / files)} a file", beside, slower, 20.0, least=True, unit="× as fast"
    )
    lab.needs_two_processors()
    beside = f"{loop} {seconds(taken.seconds('loop', 'wall'))}"
    yield Line(f"{what}2", seconds(taken.seconds("2", "wall")), beside, taken.ratio("2", "loop", "wall"), 0.6)


def _rounds(lab: Lab, files: int, part: int) -> Rounds:
    """Raises NotMeasuredError where a report is not whole, or not the same one in several processes."""
    folder, linted = str(lab.funnels(files)), str(lab.funnels(part))
    outs = {name: lab.folder / f"many-{name}.jsonl" for name in ("1", "2")[: processors()]}
    jobs = {
        name: lab.job(lab.funneldx("scan", folder, "--format", "jsonl", "--jobs", name), out=out)
        for name, out in outs.items()
    }
    jobs["loop"] = lab.job(lab.loop(_LOOP, folder), codes=(0,))
    jobs["yamllint"] = lab.job(lab.tool("yamllint", "-d", "relaxed", linted))
    taken = interleaved(jobs, 40 if lab.quick else 150, most=7)
    for out in outs.values():
        if f'"funnels": {files}, "errors": 0' not in ending(out):
            raise NotMeasuredError(f"not all of {files:,} files were judged: {ending(out)[-200:]}")
        if not filecmp.cmp(outs["1"], out, shallow=False):
            raise NotMeasuredError("the reports of --jobs 1 and --jobs 2 differ")
    return taken
