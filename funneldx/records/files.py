"""Which files a description's records are in: beside it, and never anywhere else unless that is allowed."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Sequence

from funneldx.records.engine import RecordsError, refusal

READ = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
}
"""How files of each ending are read."""
_MOST = 10_000


def found(
    names: Sequence[str], path: str, place: tuple[int, int] | None, allowed: Iterable[str]
) -> list[str]:
    """Return where the files really are that a description at `path` names, in the order of their names.

    Each is a path, a pattern as of a shell, or a folder, relative to the description's own folder; after symbolic
    links they have to lie in that folder, or in one of those `allowed`. Raises RecordsError.
    """
    search = _Search(path, place, allowed)
    files: dict[str, None] = {}
    for name in names:
        for one in search.fitting(name):
            files[one] = None
            if len(files) > _MOST:
                raise refusal(path, place, f"over {_MOST:,} files are named", "name fewer")
    return list(files)


class _Search:
    """Looks for the files that one description names."""

    def __init__(self, path: str, place: tuple[int, int] | None, allowed: Iterable[str]) -> None:
        self._path = path
        self._place = place
        self._folder = os.path.realpath(os.path.dirname(path) or ".")
        self._roots = [self._folder, *(os.path.realpath(root) for root in allowed)]

    def fitting(self, name: str) -> list[str]:
        """Where the files really are that a path, a pattern or a folder means; at least one."""
        if "://" in name or "\0" in name or re.match(r"^[a-z0-9]{2,}:", name, re.IGNORECASE):
            raise self._refuse(
                f"“{name[:60]}” is a remote address; a file was expected", "download it, and name that"
            )
        given = os.path.join(self._folder, name)
        magic = glob.has_magic(name) and not os.path.lexists(given)
        if ".." in name.replace("\\", "/").split("/") or os.path.isabs(name):
            self._inside(os.path.normpath(re.split(r"[*?\[]", given, maxsplit=1)[0] if magic else given))
        if magic:
            return self._of_pattern(name)
        real = self._inside(given)
        return self._of_folder(name, real) if os.path.isdir(real) else [self._alone(name, real)]

    def _of_pattern(self, name: str) -> list[str]:
        fitting = sorted(glob.glob(name, root_dir=self._folder, recursive=True))
        candidates = [os.path.join(self._folder, one) for one in fitting if _suffix(one) in READ]
        real = [one for one in map(self._inside, candidates) if os.path.isfile(one)]
        if not real:
            raise self._refuse(f"no file fits “{name}”", "check the pattern: it is relative to this file")
        return real

    def _of_folder(self, name: str, real: str) -> list[str]:
        inside = sorted(os.path.join(real, one) for one in os.listdir(real) if _suffix(one) in READ)
        if not inside:
            raise self._refuse(f"the folder “{name}” holds no records", f"it may hold {', '.join(READ)}")
        return [self._inside(one) for one in inside]

    def _alone(self, name: str, real: str) -> str:
        try:
            regular = stat.S_ISREG(os.stat(real).st_mode)
        except OSError:
            raise self._refuse(
                f"there is no file “{name}”", "check the name: it is relative to this file"
            ) from None
        if not regular:
            raise self._refuse(f"“{name}” is not a regular file", "name a file, a folder or a pattern")
        if _suffix(name) not in READ:
            raise self._refuse(
                f"“{name}” is of a kind that is not read", f"records may be in {', '.join(READ)}"
            )
        return real

    def _inside(self, name: str) -> str:
        """Where a file really is, if that is allowed; nothing is said of one elsewhere, not even whether it exists."""
        real = os.path.realpath(name)
        if any(real == root or real.startswith(os.path.join(root, "")) for root in self._roots):
            return real
        raise self._refuse(
            "records lie outside the folder of the file that names them; they were expected beside it or below",
            "move them there, or allow their folder: --allow-path FOLDER",
        )

    def _refuse(self, message: str, hint: str) -> RecordsError:
        return refusal(self._path, self._place, message, hint)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def kind(path: str) -> str:
    """How a file is read."""
    return READ[_suffix(path)]
