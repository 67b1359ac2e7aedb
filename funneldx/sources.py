"""From the paths of a command line to the files behind them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from funneldx.errors import Problem

if TYPE_CHECKING:
    from funneldx.documents.content import Raw
    from funneldx.patterns import Choice

LARGEST_TABLE = 1 << 30
"""Bytes that are read at once at most: what is larger is read piece by piece, or not at all."""
LARGEST_AT_ONCE = 1 << 20
"""Bytes from which on a file is not read at once if it need not be."""


class Source(NamedTuple):
    """Something to read funnels from."""

    path: str
    """As it is shown: as given, with `/`, relative to the working folder where it lies under it."""
    read: Callable[[], bytes]
    """Read all of it at once; what is over a GiB only as far as that."""
    in_folder: bool = False
    pieces: Raw | None = None
    """A large file, to be read piece by piece; of any length, since only so much of it is ever in memory."""
    size: int = 0
    """In bytes; 0 for standard input."""


class Emptied(NamedTuple):
    """A folder of which the patterns left nothing to read."""

    files: int
    """Files left out that would have been read."""
    folders: int
    """Folders that were not entered."""


class Folders(NamedTuple):
    """What is read of the folders among the paths. A file that is named directly is read in any case."""

    include: tuple[str, ...] = ()
    """Patterns (see `patterns`) of what is read, in place of the known endings; empty for these."""
    exclude: tuple[str, ...] = ()
    """Patterns of what is left out, even where an `include` fits. Folders left out are not entered."""
    strict: bool = False
    """Whether a file that is no funnel is an error, rather than passed over."""


WHOLE = Folders()


def sources(
    paths: list[str], stdin_name: str | None, folders: Folders = WHOLE
) -> Iterator[Source | Problem | Emptied]:
    """Return each file of the paths, once, and what is wrong with paths that give none.

    Folders are read in sorted order, less the files that are named directly: those are read where they are named.
    Raises UsageError for a pattern that is broken.
    """
    choice = None
    if folders.include or folders.exclude:
        from funneldx import patterns  # noqa: PLC0415  (few runs have any)

        choice = patterns.choice(folders.include, folders.exclude)
    return _sources(paths, stdin_name, choice)


def _sources(
    paths: list[str], stdin_name: str | None, choice: Choice | None
) -> Iterator[Source | Problem | Emptied]:
    given: dict[str, str] = {}
    for path in paths:
        given.setdefault(path if path == "-" else os.path.realpath(path), path)
    tops = {real for real, path in given.items() if path != "-" and os.path.isdir(path)}
    seen = given.keys() - tops
    for real, path in given.items():
        if path == "-":
            yield Source(stdin_name or "<stdin>", sys.stdin.buffer.read)
        elif real in tops:
            yield from _folder(path, choice, seen, alone=len(tops) == 1)
        else:
            yield _file(path) or Problem(
                shown(path),
                None,
                None,
                "this is not a regular file",
                "give a file, a folder, or - for standard input",
            )


def _folder(
    top: str, choice: Choice | None, seen: set[str], *, alone: bool
) -> Iterator[Source | Problem | Emptied]:
    """The files of a folder that are not among those `seen`, which become so unless the folder is `alone`."""
    from funneldx.folders import Walk  # noqa: PLC0415  (a run on files needs no walk)

    walk = Walk(top, choice)
    for found in walk.to_read():
        if seen or not alone:
            if found.real in seen:
                continue
            if not alone:
                seen.add(found.real)
        if source := _file(found.path, in_folder=True):
            yield source
    yield from walk.wrong
    if choice is not None and not walk.files and (choice.include or walk.left_out or walk.not_entered):
        yield Emptied(walk.left_out, walk.not_entered)


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


def _file(path: str, *, in_folder: bool = False) -> Source | Problem | None:
    """The source behind a path; None for what is no regular file (a device, a pipe)."""
    name = shown(path)
    try:
        status = os.stat(path)
    except OSError as error:
        return unreachable(name, error)
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size <= LARGEST_AT_ONCE:
        return Source(name, partial(_read, path), in_folder, None, status.st_size)
    from funneldx.documents.content import FileBytes  # noqa: PLC0415  (few files are large)

    pieces = FileBytes(path, name, status.st_size, status.st_mtime_ns)
    return Source(name, partial(_read, path), in_folder, pieces, status.st_size)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(LARGEST_TABLE + 1)


def unreachable(name: str, error: OSError) -> Problem:
    """What to tell of a path that the system gives no access to."""
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
