"""What subjects are measured with: the interpreter, its commands, a folder, and how commands are run and checked."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.funnel_files import write_funnels
from tests.benchmarks.measuring import Job, Taken
from tests.benchmarks.wide_table import write_table

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_funnels" / "ailing" / "never-heard-of-us.yaml"

_DISTURBING = ("PYTHON", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI", "GITHUB_ACTIONS")
"""How variables begin that a user does not have: PYTHONDONTWRITEBYTECODE alone doubles a start."""
_LONGEST = 1800.0
"""Seconds after which a command is taken to hang."""

_MEMORY = """
import atexit, os, resource, sys

figures = sys.argv.pop(1)
children = []

def waited(pid, options):
    pid, status, usage = os.wait4(pid, options)
    if pid:
        children.append(usage.ru_maxrss)
    return pid, status

def tell():
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if largest > max(children, default=0):
        children.append(largest)
    with open(figures, "w") as file:
        print(own, *children, file=file)

os.waitpid = waited
atexit.register(tell)
from funneldx.__main__ import run
run()
"""
"""Runs funneldx, and writes the most memory that it and each of its children had, in KiB.

Not from outside: what the system tells of a child that runs another program includes its parent's memory."""


def processors() -> int:
    """How many may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NotMeasuredError(Exception):
    """Why something could not be measured, in words."""


class Peak(NamedTuple):
    """The most memory that was resident at once, in bytes; shared pages count in each process that has them."""

    process: int
    children: tuple[int, ...]

    @property
    def together(self) -> int:
        """At most so much."""
        return self.process + sum(self.children)


class Lab(NamedTuple):
    """Where and how thoroughly to measure."""

    python: str
    """The interpreter of the environment that is measured."""
    folder: Path
    """For data and reports; whoever made it removes it."""
    quick: bool = False

    def funneldx(self, *words: str) -> list[str]:
        """The line of the command."""
        return self.tool("funneldx", *words)

    def tool(self, name: str, *words: str) -> list[str]:
        """The line of a command that is installed beside the interpreter; raises NotMeasuredError where it is not."""
        ours = self.python == sys.executable
        script = (Path(sysconfig.get_path("scripts")) if ours else Path(self.python).parent) / name
        if not script.exists():
            raise NotMeasuredError(f"{name} is not installed beside {self.python}; pip install {name}")
        return [str(script), *words]

    def job(self, line: list[str], *, out: Path | None = None, codes: Iterable[int] = (0, 1)) -> Job:
        """What runs a line and tells what it took."""
        return lambda: self.run(line, out=out, codes=codes)

    def run(self, line: list[str], *, out: Path | None = None, codes: Iterable[int] = (0, 1)) -> Taken:
        """Run a line in the folder, its output into `out` or nowhere; raises NotMeasuredError if it goes wrong."""
        told = self.folder / "told.txt"
        with open(out or os.devnull, "wb") as output, open(told, "wb") as errors:
            begin = time.perf_counter()
            process = subprocess.Popen(
                line,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env=self.environment(),
                cwd=self.folder,
            )
            with _ended_in_time(process):
                _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        said = told.read_text(encoding="utf-8", errors="replace").strip()
        if process.returncode not in codes or "Traceback" in said:
            last = said.splitlines()[-1] if said else "without a word"
            name = Path(line[0]).name
            raise NotMeasuredError(f"{name} {' '.join(line[1:4])} ended with {process.returncode}: {last}")
        return Taken(wall, usage.ru_utime + usage.ru_stime)

    def loop(self, code: str, *words: str) -> list[str]:
        """The line of a fresh interpreter that runs `code`."""
        return [self.python, "-c", code, *words]

    def peak(self, *words: str, out: Path) -> Peak:
        """The most memory of a run of funneldx."""
        figures = self.folder / "peak.txt"
        figures.unlink(missing_ok=True)
        self.run(self.loop(_MEMORY, str(figures), *words), out=out)
        if not figures.exists():
            raise NotMeasuredError(
                "the memory of a process can be measured only where there is /proc (Linux)"
            )
        own, *children = (int(figure) << 10 for figure in figures.read_text().split())
        return Peak(own, tuple(children))

    def needs_two_processors(self) -> None:
        """Raise NotMeasuredError where two processes would have to share one."""
        if processors() < 2:
            raise NotMeasuredError("two processes need two processors, and only one may be used here")

    def funnels(self, files: int) -> Path:
        """A folder with so many files of funnels, written when first asked for."""
        folder = self.folder / f"funnels-{files}"
        if not folder.exists():
            folder.mkdir()
            write_funnels(folder, files)
        return folder

    def table(self, rows: int) -> Path:
        """A CSV of so many funnels, written when first asked for."""
        path = self.folder / f"funnels-{rows}.csv"
        if not path.exists():
            write_table(path, rows)
        return path

    def environment(self) -> dict[str, str]:
        """This clone is measured where its own interpreter is, and what is installed where another one is named."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(_DISTURBING)}
        return kept | ({"PYTHONPATH": str(ROOT)} if self.python == sys.executable else {})


def ending(out: Path) -> str:
    """The last lines of a report, where it says what it was about."""
    with open(out, "rb") as file:
        file.seek(max(0, out.stat().st_size - 2_000))
        return file.read().decode(errors="replace").strip()


@contextmanager
def _ended_in_time(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process that hangs, or that nobody waits for any more."""
    watch = threading.Timer(_LONGEST, process.kill)
    watch.start()
    try:
        yield
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        watch.cancel()
