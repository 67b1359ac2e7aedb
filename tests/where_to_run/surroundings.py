"""What the tests of this folder share: the README's recipes, a checkout of this repository, what is there to run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def recipes() -> dict[str, str]:
    """The blocks of the README's section `Where to run it`, by the file that their first line names."""
    section = (ROOT / "README.md").read_text("utf-8").split("\n## Where to run it\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```\w+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return {name[1]: block for block in blocks if (name := re.search(r"^# (\S+)", block))}


def recipe(name: str) -> str:
    """The block that is meant for the file of this name."""
    return recipes()[name]


def checkout(folder: Path) -> Path:
    """What of this repository an installation needs, copied into a folder."""
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "funneldx", folder / "funneldx", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / ".github", folder / ".github")
    return folder


@cache
def package_index() -> str | None:
    """Why nothing can be installed here; None where it can: what the build of funneldx needs is there for pip."""
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "hatchling"],
            capture_output=True,
            check=False,
        )
    return None if ended.returncode == 0 else "pip finds no package index here"
