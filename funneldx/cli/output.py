"""Writing reports to files: each has its old content or the new, never half of it."""

from __future__ import annotations

import atexit
import os
import signal
import stat
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from funneldx.cli.terminal import encoded
from funneldx.documents.text import is_report
from funneldx.errors import UsageError
from funneldx.readers import FORMATS, suffix

if TYPE_CHECKING:
    from types import FrameType

_BEGINNING = 1000
"""Bytes by which a report of ours is known."""


def files_out(paths: Sequence[str], inputs: Iterable[str]) -> list[FileOut]:
    """Open a file for each report, all of them or none.

    Raises UsageError where nothing can be written, an input would be lost, or two reports would be one file.
    """
    inputs = tuple(inputs)
    if "-" in paths:
        raise UsageError(
            "--output - names no file",
            "leave it out: the report of --format goes to standard output by itself",
        )
    _refuse_twice(paths)
    _tidy_when_ended()
    opened: list[FileOut] = []
    try:
        opened.extend(_file_out(path, inputs) for path in paths)
    except BaseException:
        for one in opened:
            one.discard()
        raise
    return opened


def _refuse_twice(paths: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        target = os.path.realpath(path)
        first = next((given for known, given in seen.items() if _are_one(known, target)), None)
        if first is not None:
            same = "" if path == first else f", which is {first} again"
            raise UsageError(
                f"--output: two reports cannot both be written to {path}{same}", "name a file for each"
            )
        seen[target] = path


def _are_one(path: str, other: str) -> bool:
    """Whether two paths lead to the same file; a device or a pipe may be written by several."""
    if os.path.exists(path) and os.path.exists(other):
        return os.path.isfile(path) and os.path.samefile(path, other)
    return os.path.normcase(path) == os.path.normcase(other)


def _file_out(path: str, inputs: Sequence[str]) -> FileOut:
    target = os.path.realpath(path)
    if os.path.isdir(target):
        raise UsageError(f"--output {path} is a folder", "name a file in it")
    if any(given != "-" and _are_one(os.path.realpath(given), target) for given in inputs):
        raise UsageError(f"--output {path} is one of the files to read", "name another file for the report")
    if _is_found_in(target, inputs):
        raise UsageError(
            f"--output {path} is a file of the folder to check, and no report",
            "name another file for the report, or remove this one first",
        )
    try:
        return FileOut(target)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise UsageError(
            f"--output {path}: nothing can be written in {os.path.dirname(target)}: {reason}",
            "name a file in a folder that exists and is yours",
        ) from None


def _is_found_in(target: str, inputs: Iterable[str]) -> bool:
    """Whether a file lies below a folder that is checked, and may be one of its funnels: a report is none."""
    below = any(target.startswith(os.path.join(os.path.realpath(given), "")) for given in inputs)
    if not below or suffix(target) not in FORMATS or not os.path.isfile(target):
        return False
    with open(target, "rb") as file:
        beginning = file.read(_BEGINNING)
    return bool(beginning.strip()) and not is_report(beginning)


_unfinished: set[str] = set()
"""Files beside reports that are not in their places: an interruption may come between any two steps of a command."""


@atexit.register
def tidy() -> None:
    """Remove what was left of reports that were never finished."""
    while _unfinished:
        with suppress(OSError):
            os.unlink(_unfinished.pop())


def _tidy_when_ended() -> None:
    """Tidy where the process is ended from outside (`kill`, a terminal that vanishes), which ends it all the same."""
    if threading.current_thread() is not threading.main_thread():
        return
    owner = os.getpid()

    def end(number: int, _: FrameType | None) -> None:
        if os.getpid() == owner:  # else it is a process that works for the one that writes
            tidy()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has each of them
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


class FileOut:
    """A file written beside its place and moved there when it is kept; a device or a pipe is written as it is."""

    def __init__(self, target: str) -> None:
        """Open it; raises OSError where that is not possible."""
        self._target = target
        self._mode = _mode(target)
        if self._mode is not None and not stat.S_ISREG(self._mode):
            self._beside = None
            self._file = open(target, "wb")  # noqa: SIM115
        else:
            self._beside = os.path.join(os.path.dirname(target), f".funneldx-{os.urandom(8).hex()}")
            _unfinished.add(self._beside)
            handle = os.open(
                self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
            )
            self._file = open(handle, "wb")  # noqa: SIM115

    def write(self, *texts: str | bytes) -> None:
        """Write pieces of the report."""
        self._file.write(encoded(texts))

    def finish(self) -> None:
        """All has been written: what can still fail fails now."""
        self._file.close()

    def keep(self) -> None:
        """Move the finished file into its place."""
        if self._beside is not None:
            os.chmod(self._beside, _new_mode() if self._mode is None else stat.S_IMODE(self._mode))
            os.replace(self._beside, self._target)
            _unfinished.discard(self._beside)
            self._beside = None

    def discard(self) -> None:
        """Forget what was written; nothing happens to a file that was kept."""
        with suppress(OSError):  # what waits to be written cannot be, and is not wanted
            self._file.close()
        if self._beside is not None:
            with suppress(FileNotFoundError):  # somebody else has cleared it away
                os.unlink(self._beside)
            _unfinished.discard(self._beside)
            self._beside = None


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _new_mode() -> int:
    """The permissions of a new file; a temporary one may be read by its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
