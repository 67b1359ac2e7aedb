"""On what, and of what, the figures are: the processor, the system and the versions that were compared."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.lab import Lab, processors

_VERSIONS = """
import importlib.metadata, json, platform
import funneldx
known = {}
for name in ("PyYAML", "yamllint", "check-jsonschema"):
    try:
        known[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps([funneldx.__file__, platform.python_version(), {"funneldx": funneldx.__version__, **known}]))
"""


class About(NamedTuple):
    """What was measured, and where."""

    where: str
    """The funneldx and where it lies: for whoever runs this, not for a page."""
    python: str
    versions: dict[str, str]

    def told(self, *, quick: bool) -> str:
        """A paragraph for a page."""
        versions = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        rounds = (
            "few interleaved rounds, with less data than for a release" if quick else "interleaved rounds"
        )
        return (
            f"Measured by `python -m tests.benchmarks`, medians of {rounds}, on {_processor()} "
            f"({processors()} processors), {platform.system()}, Python {self.python}: {versions}. A ratio (×) is one "
            "of processor seconds where one process works, else, and for the first four rows, of the time that passes."
        )


def about(lab: Lab) -> About:
    """Ask the environment; raises OSError or CalledProcessError where it has no Python, or no funneldx."""
    line = lab.loop(_VERSIONS)
    told = subprocess.run(line, check=True, capture_output=True, env=lab.environment(), cwd=lab.folder)
    where, python, versions = json.loads(told.stdout)
    return About(f"funneldx {versions['funneldx']} in {os.path.dirname(where)}", python, versions)


def _processor() -> str:
    """As the system calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
