"""Which files a description's records are in: beside it, and never anywhere else unless that is allowed."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Sequence

from funneldx.records.engine import refusal

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
    folder = os.path.realpath(os.path.dirname(path) or ".")
    roots = [folder, *(os.path.realpath(root) for root in allowed)]
    files: dict[str, None] = {}
    for name in names:
        if "://" in name or "\0" in name or re.match(r"^[a-z0-9]{2,}:", name, re.IGNORECASE):
            raise refusal(
                path,
                place,
                f"“{name[:60]}” is a remote address; a file was expected",
                "download it, and name that",
            )
        for one in _fitting(folder, name, path, place, roots):
            files[one] = None
            if len(files) > _MOST:
                raise refusal(path, place, f"over {_MOST:,} files are named", "name fewer")
    return list(files)


def _fitting(folder: str, name: str, path: str, place: tuple[int, int] | None, roots: list[str]) -> list[str]:
    given = os.path.join(folder, name)
    magic = glob.has_magic(name) and not os.path.lexists(given)
    if ".." in name.replace("\\", "/").split("/") or os.path.isabs(name):
        _inside(
            os.path.normpath(re.split(r"[*?\[]", given, maxsplit=1)[0] if magic else given),
            roots,
            path,
            place,
        )
    if magic:
        fitting = sorted(glob.glob(name, root_dir=folder, recursive=True))
        candidates = [os.path.join(folder, one) for one in fitting if _suffix(one) in READ]
        real = [_inside(one, roots, path, place) for one in candidates]
        real = [one for one in real if os.path.isfile(one)]
        if not real:
            raise refusal(
                path, place, f"no file fits “{name}”", "check the pattern: it is relative to this file"
            )
        return real
    real_path = _inside(given, roots, path, place)
    if os.path.isdir(real_path):
        inside = sorted(os.path.join(real_path, one) for one in os.listdir(real_path) if _suffix(one) in READ)
        if not inside:
            raise refusal(
                path, place, f"the folder “{name}” holds no records", f"it may hold {', '.join(READ)}"
            )
        return [_inside(one, roots, path, place) for one in inside]
    try:
        regular = stat.S_ISREG(os.stat(real_path).st_mode)
    except OSError:
        raise refusal(
            path, place, f"there is no file “{name}”", "check the name: it is relative to this file"
        ) from None
    if not regular:
        raise refusal(path, place, f"“{name}” is not a regular file", "name a file, a folder or a pattern")
    if _suffix(name) not in READ:
        raise refusal(
            path, place, f"“{name}” is of a kind that is not read", f"records may be in {', '.join(READ)}"
        )
    return [real_path]


def _inside(name: str, roots: list[str], path: str, place: tuple[int, int] | None) -> str:
    """Where a file really is, if that is allowed; nothing is said of one elsewhere, not even whether it exists."""
    real = os.path.realpath(name)
    if any(real == root or real.startswith(os.path.join(root, "")) for root in roots):
        return real
    raise refusal(
        path,
        place,
        "records lie outside the folder of the file that names them; they were expected beside it or below",
        "move them there, or allow their folder: --allow-path FOLDER",
    )


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def kind(path: str) -> str:
    """How a file is read."""
    return READ[_suffix(path)]
