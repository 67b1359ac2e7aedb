"""Writing a report to a file: the old content or the new, never half of it."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable

from funneldx.errors import UsageError
from funneldx.readers import FORMATS, suffix

_REPORTS = (b'"schema": "funneldx-report/', b'"schema": "funneldx-plan/', b'"schema": "funneldx-baseline/')


def file_out(path: str, inputs: Iterable[str]) -> FileOut:
    """Open `path` for a report; raises UsageError where nothing can be written, or an input would be lost."""
    target = os.path.realpath(path)
    if os.path.isdir(target):
        raise UsageError(f"--output {path} is a folder", "name a file in it")
    if any(os.path.realpath(given) == target for given in inputs):
        raise UsageError(f"--output {path} is one of the files to read", "name another file for the report")
    if _is_found_in(target, inputs):
        raise UsageError(
            f"--output {path} is a file of the folder to check, and no report",
            "name another file for the report, or remove this one first",
        )
    try:
        return FileOut(target)
    except OSError as error:
        raise UsageError(
            f"--output {path}: nothing can be written in {os.path.dirname(target)}: {(error.strerror or '').lower()}",
            "name a file in a folder that exists and is yours",
        ) from None


def _is_found_in(target: str, inputs: Iterable[str]) -> bool:
    """Whether a file lies below a folder that is checked, and may be one of its funnels: a report is none."""
    below = any(target.startswith(os.path.join(os.path.realpath(given), "")) for given in inputs)
    if not below or suffix(target) not in FORMATS or not os.path.isfile(target):
        return False
    with open(target, "rb") as file:
        beginning = file.read(80)
    return bool(beginning.strip()) and not any(mark in beginning for mark in _REPORTS)


class FileOut:
    """A file written beside its place and moved there when it is complete; a device or a pipe is written as it is."""

    def __init__(self, target: str) -> None:
        """Open it; raises OSError where that is not possible."""
        self._target = target
        self._mode = _mode(target)
        if self._mode is not None and not stat.S_ISREG(self._mode):
            self._beside = None
            self._file = open(target, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
        else:
            handle, self._beside = tempfile.mkstemp(prefix=".funneldx-", dir=os.path.dirname(target))
            self._file = open(handle, "w", encoding="utf-8", newline="\n")  # noqa: SIM115

    def write(self, text: str) -> None:
        """Write a piece of the report."""
        self._file.write(text)

    def close(self, *, keep: bool) -> None:
        """Move the file into its place, or forget it."""
        try:
            self._file.close()
        except OSError:
            keep = False
            raise
        finally:
            if self._beside is not None:
                if keep:
                    os.chmod(self._beside, _new_mode() if self._mode is None else stat.S_IMODE(self._mode))
                    os.replace(self._beside, self._target)
                else:
                    os.unlink(self._beside)


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
