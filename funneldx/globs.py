"""Patterns among the paths of a command line (`'clients/**/*.yaml'`), where no shell has put the files in their place.

What is found is what a folder would give: sorted, without hidden files, `node_modules` and virtual environments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from funneldx.errors import Problem
from funneldx.sources import shown

_MAGIC = re.compile("[*?[]")


def expanded(paths: Iterable[str]) -> Iterator[str | Problem]:
    """Return the paths with the files that fit in place of each pattern, and a problem for one that none fits.

    A path that exists is itself, whatever signs it has. Raises UsageError for a pattern that is broken.
    """
    for path in paths:
        if path == "-" or not _MAGIC.search(path) or os.path.lexists(path):
            yield path
        else:
            yield from _found(path)


def _found(path: str) -> Iterator[str | Problem]:
    from funneldx.folders import Walk  # noqa: PLC0415  (few runs have patterns)
    from funneldx.patterns import Choice, pattern  # noqa: PLC0415

    top, rest = _parted(path if os.sep == "/" else path.replace(os.sep, "/"))
    fitting = Choice((pattern(rest, begins_here=True),), ())
    if not os.path.isdir(top or os.curdir):
        yield Problem(
            shown(path),
            None,
            None,
            f"there is no folder {shown(top)} to look in",
            "check the path before the *",
        )
        return
    walk = Walk(top or os.curdir, fitting)
    files = walk.to_read()
    yield from walk.wrong
    if not files:
        yield Problem(
            shown(path),
            None,
            None,
            "no file fits this pattern",
            "* and ? stay within one name; **/ is any number of folders: 'clients/**/*.yaml'",
        )
    for some in files:
        yield from some.paths if top else map(os.path.normpath, some.paths)


def _parted(path: str) -> tuple[str, str]:
    """The folder before the first name with a sign of a pattern, and the pattern from there on."""
    names = path.split("/")
    at = next(number for number, name in enumerate(names) if _MAGIC.search(name))
    top = "/".join(names[:at])
    return top or ("/" if at else ""), "/".join(names[at:])
