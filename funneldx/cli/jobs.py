"""How many processes go through the sources of a run."""

from __future__ import annotations

import os

from funneldx.errors import UsageError
from funneldx.sources import File, Source, Sources

_MANY = 400
"""Files from which on several processes win over one; below that, making them takes longer than they save."""
_LARGE = 1 << 23
"""Bytes of a table from which on they do so too, a block each."""
_MOST = 256


def processes(asked: str, found: Sources) -> int:
    """Read `--jobs`; raises UsageError for what is no number of processes.

    By itself a run takes as many as there are processors, where there is enough to do. Where the system cannot fork a
    process, there is one.
    """
    if asked != "auto" and not (asked.isascii() and asked.isdigit() and 0 < int(asked[:4]) <= _MOST):
        raise UsageError(f"--jobs {asked} is no number of processes", f"give one from 1 to {_MOST}, or: auto")
    if not hasattr(os, "fork"):
        return 1
    if asked != "auto":
        return int(asked)
    return _processors() if len(found) >= _MANY or any(map(_is_large, found)) else 1


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_large(source: object) -> bool:
    return isinstance(source, Source) and (source.size or _size(source)) >= _LARGE


def _size(source: Source) -> int:
    """Of a file found in a folder: nobody has looked yet."""
    if not isinstance(source.read, File):
        return 0
    try:
        return os.stat(source.read.path).st_size
    except OSError:
        return 0
