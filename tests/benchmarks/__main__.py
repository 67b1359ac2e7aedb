"""`python -m tests.benchmarks [PYTHON]`: start-up and reading beside a peer on the same file.

PYTHON is the interpreter of an environment with funneldx (installed, not editable) and yamllint; by default the
one that runs this. Commands are interleaved, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

from funneldx.readers import read

SAMPLE = Path(__file__).parents[2] / "sample_funnels" / "ailing" / "never-heard-of-us.yaml"
LIMITS = {"json": 1.25, "piped text": 1.25, "coloured text": 1.65, "reading": 1.0}


def medians(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each job, all of them run once a round."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            begin = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - begin)
    return {name: median(taken) for name, taken in times.items()}


def startup(python: str, rounds: int = 30) -> dict[str, float]:
    """Whole commands, against `yamllint` on the same file."""
    scripts = Path(python).parent if python != sys.executable else Path(sysconfig.get_path("scripts"))
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "NO_COLOR"}}

    def command(*words: str) -> Callable[[], object]:
        line = [str(scripts / words[0]), *words[1:], str(SAMPLE)]
        return lambda: subprocess.run(
            line, stdout=subprocess.DEVNULL, check=False, env=environment, cwd=SAMPLE.parent
        )

    taken = medians(
        {
            "yamllint": command("yamllint", "-d", "relaxed"),
            "json": command("funneldx", "check", "--format", "json"),
            "piped text": command("funneldx", "check"),
            "coloured text": command("funneldx", "check", "--color", "always"),
        },
        rounds,
    )
    return {name: seconds / taken["yamllint"] for name, seconds in taken.items() if name != "yamllint"}


def reading(rounds: int = 3000) -> dict[str, float]:
    """A file's bytes to a funnel with locations, against PyYAML's `yaml.load` with its C loader."""
    data = SAMPLE.read_bytes()

    def ours() -> None:
        (funnel,) = read(data, str(SAMPLE)) or [None]
        for stage in funnel.stages:  # type: ignore[union-attr]
            funnel.places.find(stage.field)  # type: ignore[union-attr]

    taken = medians({"peer": lambda: yaml.load(data, Loader=yaml.CSafeLoader), "ours": ours}, rounds)
    return {"reading": taken["ours"] / taken["peer"]}


def main() -> int:
    """Print the ratios and whether each keeps its limit."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    ratios = {**startup(python), **reading()}
    for name, ratio in ratios.items():
        peer = "yaml.load with CSafeLoader" if name == "reading" else "yamllint"
        kept = "kept" if ratio <= LIMITS[name] else "EXCEEDED"
        print(f"{name:14} {ratio:5.2f} times {peer:27} limit {LIMITS[name]:.2f} {kept}")
    return int(any(ratio > LIMITS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
