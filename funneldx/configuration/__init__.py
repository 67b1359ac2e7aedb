"""The user's own settings: found from the working folder upward, in `.funneldx.yaml` or `[tool.funneldx]`.

The search ends at the root of a repository (a `.git`) or at the home folder, whichever comes first. Reading one is
left to `loading`, which is only imported where there is one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from funneldx.errors import UsageError

if TYPE_CHECKING:
    from funneldx.configuration.loading import Configuration

OWN_FILE = ".funneldx.yaml"
_OWN_FILES = (OWN_FILE, ".funneldx.yml")
_PROJECT_FILE = "pyproject.toml"
_LARGEST_PROJECT = 1 << 20
"""Bytes of it that are looked through for settings of ours."""


def found(path: str | None = None, *, isolated: bool = False) -> Configuration | None:
    """Return the configuration in `path`, else the nearest one; None where there is none, or none is wanted.

    Raises UsageError for a path that leads nowhere, ConfigurationError for a file that cannot be understood.
    """
    if path is not None and isolated:
        raise UsageError("--config and --isolated exclude each other", "give one of the two")
    if isolated:
        return None
    if path is not None and not os.path.isfile(path):
        raise UsageError(
            f"--config {path} is no file", "name a file such as .funneldx.yaml, or pyproject.toml"
        )
    if path is None and (path := _nearest()) is None:
        return None
    from funneldx.configuration.loading import loaded  # noqa: PLC0415  (few folders have a configuration)

    return loaded(path)


def _nearest() -> str | None:
    home = os.path.expanduser("~")
    folder = os.getcwd()
    while True:
        project = os.path.join(folder, _PROJECT_FILE)
        for own in (os.path.join(folder, name) for name in _OWN_FILES):
            if os.path.isfile(own):
                return own
        if os.path.isfile(project) and _speaks_of_us(project):
            return project
        above = os.path.dirname(folder)
        if folder in {home, above} or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"[tool.funneldx" in file.read(_LARGEST_PROJECT)
    except OSError:
        return False
