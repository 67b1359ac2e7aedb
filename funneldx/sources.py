"""From the paths of a command line to the files behind them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from funneldx.errors import Problem
from funneldx.tuples import NamedTuple, maker

if TYPE_CHECKING:
    from funneldx.documents.content import Raw
    from funneldx.folders.files import Files
    from funneldx.patterns import Choice

LARGEST_TABLE = 1 << 30
"""Bytes after which a file that grows while it is read is left."""
LARGEST_AT_ONCE = 1 << 20
"""Bytes up to which a file is read at once; a larger one is read piece by piece."""
_FLAGS = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):  # not every system has each of them
    _FLAGS |= getattr(os, _flag, 0)


class NotAFileError(OSError):
    """What stands at a path is no regular file: a folder, a pipe, a socket or a device."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, "this is not a regular file", path)

    def __reduce__(self) -> tuple[type[NotAFileError], tuple[str]]:
        return NotAFileError, (self.filename,)


class File(NamedTuple):
    """Reads a file when it is called. Small, and can be sent to other processes, since it is but the path."""

    path: str

    def __call__(self) -> bytes | Raw:
        """Return its bytes; of a large file what reads them piece by piece, of any length.

        It is opened once, and never waited for: what looked like a file in its folder may be a pipe by now. Raises
        NotAFileError for what is no regular file, else OSError as the system does.
        """
        try:
            opened = os.open(self.path, _FLAGS)
        except OSError:
            if os.path.exists(self.path) and not os.path.isfile(self.path):  # a socket cannot even be opened
                raise NotAFileError(self.path) from None
            raise
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                raise NotAFileError(self.path)
            size = status.st_size
            if size <= LARGEST_AT_ONCE:
                data = os.read(opened, size + 1)
                return data if len(data) == size else data + _rest(opened, len(data))
        finally:
            os.close(opened)
        from funneldx.documents.content import FileBytes  # noqa: PLC0415  (few files are large)

        return FileBytes(self.path, shown(self.path), size, status.st_mtime_ns)


def _rest(opened: int, read: int) -> bytes:
    """What follows in a file that is not as long as was said: one that grows, or one of the system's own."""
    parts = [b""]
    while read <= LARGEST_TABLE and (part := os.read(opened, LARGEST_AT_ONCE)):
        parts.append(part)
        read += len(part)
    return b"".join(parts)


class Reads(Protocol):
    """Gives the bytes of a source."""

    def __call__(self) -> bytes | Raw:
        """Return all of them, or what reads them piece by piece."""


class Source(NamedTuple):
    """Something to read funnels from."""

    path: str
    """As it is shown: as given, with `/`, relative to the working folder where it lies under it."""
    read: Reads
    """Opens it and returns its bytes, or what reads them piece by piece if it is large; raises OSError, and
    NotAFileError for what `refused` has a word on. Of a file it is a `File`."""
    in_folder: bool = False
    size: int = 0
    """In bytes, of a file that is named directly; 0 where nobody has looked: in a folder, and standard input."""


_new_source = maker(Source)


def refused(source: Source) -> Problem | None:
    """What to tell of a source that is no regular file; None for one found in a folder, which is passed over."""
    return None if source.in_folder else _no_file(source.path)


def _no_file(path: str) -> Problem:
    return Problem(
        path,
        None,
        None,
        "this is not a regular file",
        "give a file, a folder, or - for standard input",
    )


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


def sources(paths: Iterable[str], stdin_name: str | None, folders: Folders = WHOLE) -> Sources:
    """Return each file of the paths, once, and what is wrong with paths that give none.

    Folders are read in sorted order, less the files that are named directly: those are read where they are named.
    Raises UsageError for a pattern that is broken.
    """
    choice = None
    if folders.include or folders.exclude:
        from funneldx import patterns  # noqa: PLC0415  (few runs have any)

        choice = patterns.choice(folders.include, folders.exclude)
    return Sources(paths, stdin_name, choice)


class Sources:
    """What there is to read, looked for when it is first asked for; the same whenever it is iterated over."""

    def __init__(self, paths: Iterable[str], stdin_name: str | None, choice: Choice | None) -> None:
        """Of the `paths`, with such a name for standard input, and what the patterns choose of folders."""
        self._paths = paths
        self._stdin_name = stdin_name
        self._choice = choice
        self._found: list[Source | Problem | Emptied | Files] | None = None

    def __iter__(self) -> Iterator[Source | Problem | Emptied]:
        for item in self._all():
            if isinstance(item, (Source, Problem, Emptied)):
                yield item
            else:
                yield from _each(item)

    def __len__(self) -> int:
        """How many sources there are; problems and emptied folders are not counted."""
        return sum(
            isinstance(item, Source) if isinstance(item, (Source, Problem, Emptied)) else item.length
            for item in self._all()
        )

    def _all(self) -> list[Source | Problem | Emptied | Files]:
        """What was found; of the files of folders little more than their names, since there may be very many."""
        if self._found is None:
            self._found = list(_found(self._paths, self._stdin_name, self._choice))
        return self._found


def _each(files: Files) -> Iterator[Source]:
    before = os.path.join(files.folder, "")
    ahead = _ahead(files.folder)
    as_found = ahead == before and files.names.isascii()
    for name in files.names.split("/"):
        path = before + name
        yield _new_source((path if as_found else ahead + _text(name), File(path), True, 0))


def _found(
    paths: Iterable[str], stdin_name: str | None, choice: Choice | None
) -> Iterator[Source | Problem | Emptied | Files]:
    look = _Look()
    given: dict[str, tuple[str, Source | Problem | None]] = {}
    for path in paths:
        if path == "-":
            given.setdefault(path, (path, Source(stdin_name or "<stdin>", sys.stdin.buffer.read)))
        else:
            real, item = look.at(path)
            given.setdefault(real, (path, item))
    walked: Walked | None = None
    for path, item in given.values():
        if item is not None:
            yield item
            continue
        if walked is None:
            from funneldx.folders import Walked  # noqa: PLC0415  (a run on files needs no walk)

            walked = Walked(choice, (real for real, (_, item) in given.items() if item is not None))
        yield from walked.folder(path)


class _Look:
    """Looks at paths that are named, and once at the folder of those that share one."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[str, str]] = {}
        """Where each really is, and how it is shown, as what stands before the name of a file."""

    def at(self, path: str) -> tuple[str, Source | Problem | None]:
        """Return where a path really leads, and what it gives; None for a folder."""
        try:
            status = os.lstat(path)
            is_link = stat.S_ISLNK(status.st_mode)
            if is_link or os.name != "posix":  # elsewhere not only links stand for something else
                status = os.stat(path)
        except OSError as error:
            return os.path.realpath(path), unreachable(shown(path), error)
        folder, name = os.path.split(path)
        if is_link or not name or name.startswith(".") or os.name != "posix":
            real, name = os.path.realpath(path), shown(path)
        else:
            before, ahead = self._folders.get(folder) or self._beside(folder)
            real, name = before + name, ahead + _text(name)
        if stat.S_ISDIR(status.st_mode):
            return real, None
        if stat.S_ISREG(status.st_mode):
            return real, Source(name, File(path), size=status.st_size)
        return real, _no_file(name)

    def _beside(self, folder: str) -> tuple[str, str]:
        pair = self._folders[folder] = (os.path.join(os.path.realpath(folder), ""), _ahead(folder))
        return pair


def shown(path: str) -> str:
    r"""A path as reports write it; bytes that are no text of the file system's encoding as `\xNN`."""
    if os.path.isabs(path):
        try:
            relative = os.path.relpath(path)
        except ValueError:  # another drive
            relative = os.pardir
        if not relative.startswith(os.pardir):
            path = relative
    return _text(PurePath(path).as_posix())


def _ahead(folder: str) -> str:
    """What stands before the names of a folder's files as they are shown."""
    text = shown(folder)
    return "" if text == "." else text if text.endswith("/") else f"{text}/"


def _text(path: str) -> str:
    if path.isascii():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
