"""Writing a report to a file: the old content or the new, never half of it."""

from __future__ import annotations

import os
import tempfile

from funneldx.errors import UsageError


class FileOut:
    """A file written beside its place and moved there when it is complete."""

    def __init__(self, path: str) -> None:
        """Open it; raises UsageError where nothing can be written."""
        self._path = path
        folder = os.path.dirname(os.path.abspath(path))
        if os.path.isdir(path):
            raise UsageError(f"--output {path} is a folder", "name a file in it")
        try:
            handle, self._beside = tempfile.mkstemp(prefix=".funneldx-", dir=folder)
        except OSError as error:
            raise UsageError(
                f"--output {path}: nothing can be written in {folder}: {(error.strerror or '').lower()}",
                "name a file in a folder that exists and is yours",
            ) from None
        self._file = open(handle, "w", encoding="utf-8", newline="\n")  # noqa: SIM115

    def write(self, text: str) -> None:
        """Write a piece of the report."""
        self._file.write(text)

    def close(self, *, keep: bool) -> None:
        """Move the file into its place, or forget it."""
        try:
            self._file.close()
        finally:
            if keep:
                _as_new_file(self._beside)
                os.replace(self._beside, self._path)
            else:
                os.unlink(self._beside)


def _as_new_file(path: str) -> None:
    """Give a temporary file, which only its owner may read, the permissions of an ordinary one."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(path, 0o666 & ~mask)
