"""A command in a process of its own, with what it took of processor and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

CHILD = """
import atexit, sys
peak = sys.argv.pop(1)
def tell():
    with open("/proc/self/status") as status, open(peak, "w") as file:
        file.write(next(line.split()[1] for line in status if line.startswith("VmHWM")))
atexit.register(tell)
from funneldx.__main__ import run
run()
"""


class Ended(NamedTuple):
    """What a command left behind, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    """Of processor time, start-up included."""
    mib: float
    """Resident at most; 0 where the system does not tell."""


def attacked(
    *arguments: str,
    folder: Path,
    before: Callable[[], None] | None = None,
    environ: Mapping[str, str] = MappingProxyType({}),
) -> Ended:
    """Run `funneldx ARGUMENTS` in a folder; `before` is done in the child first."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.NamedTemporaryFile() as peak,
    ):
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, peak.name, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={**bare, **environ},
            preexec_fn=before,  # noqa: PLW1509  (no threads here)
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        told = peak.read()
    return Ended(process.returncode, texts[0], texts[1], used.ru_utime + used.ru_stime, int(told or 0) / 1024)
