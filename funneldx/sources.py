"""From the paths of a command line to the files behind them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from funneldx.errors import Problem
from funneldx.readers import FORMATS, suffix

LARGEST_TABLE = 1 << 30
_LEFT_OUT = frozenset(("node_modules", "venv", "env", "__pycache__", "site-packages"))


class Source(NamedTuple):
    """Something to read funnels from."""

    path: str
    """As it is shown: as given, with `/`, relative to the working folder where it lies under it."""
    read: Callable[[], bytes]
    in_folder: bool = False


def sources(paths: list[str], stdin_name: str | None) -> Iterator[Source | Problem]:
    """Yield each file of the paths, folders in sorted order, and what is wrong with paths that give none."""
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            yield Source(stdin_name or "<stdin>", sys.stdin.buffer.read)
            continue
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        if os.path.isdir(path):
            yield from _folder(path)
        else:
            yield _file(path, in_folder=False) or Problem(
                shown(path),
                None,
                None,
                "this is not a regular file",
                "give a file, a folder, or - for standard input",
            )


def shown(path: str) -> str:
    r"""A path as reports write it; bytes that are no text of the file system's encoding as `\xNN`."""
    if os.path.isabs(path):
        try:
            relative = os.path.relpath(path)
        except ValueError:  # another drive
            relative = os.pardir
        if not relative.startswith(os.pardir):
            path = relative
    text = PurePath(path).as_posix()
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _file(path: str, *, in_folder: bool) -> Source | Problem | None:
    """The source behind a path; None for what is no regular file (a device, a pipe)."""
    name = shown(path)
    try:
        status = os.stat(path)
    except OSError as error:
        return _unreachable(name, error)
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size > LARGEST_TABLE:
        return Problem(name, None, None, "the file is over 1 GiB", "split it")
    return Source(name, lambda: _read(path), in_folder)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(LARGEST_TABLE + 1)


def _unreachable(name: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(
            name, None, None, "there is no such file or folder", "check the path; - reads standard input"
        )
    reason = (error.strerror or str(error)).lower()
    hint = (
        "check its permissions"
        if isinstance(error, PermissionError)
        else "check the path, and what it points to"
    )
    return Problem(name, None, None, f"it cannot be read: {reason}", hint)


def unreadable(source: Source, error: OSError) -> Problem:
    """What to tell when a file that was there cannot be read after all."""
    return _unreachable(source.path, error)


def _folder(top: str) -> Iterator[Source | Problem]:
    root = os.path.realpath(top)
    found = []
    wrong: list[Problem] = []
    for folder, folders, files in os.walk(
        top, onerror=lambda error: wrong.append(_unreachable(shown(error.filename), error))
    ):
        folders[:] = sorted(name for name in folders if _entered(os.path.join(folder, name), name))
        for name in files:
            path = os.path.join(folder, name)
            if not name.startswith(".") and suffix(name) in FORMATS and _inside(path, root):
                found.append(path)
    for path in sorted(found, key=lambda path: path.split(os.sep)):
        if source := _file(path, in_folder=True):
            yield source
    yield from wrong


def _entered(path: str, name: str) -> bool:
    virtual = os.path.exists(os.path.join(path, "pyvenv.cfg"))
    return not name.startswith(".") and name not in _LEFT_OUT and not virtual


def _inside(path: str, root: str) -> bool:
    """Whether a file, should it be a link, stays in the folder."""
    return not os.path.islink(path) or os.path.realpath(path).startswith(root + os.sep)
