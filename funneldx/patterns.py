"""Patterns that choose files of a folder.

A pattern is held against a file's path below the folder, with `/` between the names.

- Without a slash it fits a name at any depth: `*.csv`, `drafts`. With one it begins at the folder: `clients/*.csv`.
- What fits a folder holds for everything below it. A slash at the end fits folders alone: `drafts/`.
- `*` and `?` stay within one name; `**` as a name of its own is any number of folders: `clients/**/won.csv`.
- `[abc]`, `[a-z]` and `[!a-z]` (or `[^a-z]`) are one character; a sign in brackets means itself: `[*]`.

Upper and lower case differ. A leading `./` or `/` says that the pattern begins at the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from funneldx.errors import UsageError
from funneldx.tuples import NamedTuple

_ANY_FOLDERS = "(?:[^/]+/)*"


class Pattern(NamedTuple):
    """One pattern, ready to be held against paths."""

    regex: re.Pattern[str]
    folders_only: bool

    def fits(self, path: str, *, folder: bool) -> bool:
        """Whether it fits this file or folder itself; what it means for those below is up to the asker."""
        return (folder or not self.folders_only) and self.regex.fullmatch(path) is not None


class Choice(NamedTuple):
    """Which files of a folder are read: those that `include` fits, if there is any, less what `exclude` fits."""

    include: tuple[Pattern, ...]
    exclude: tuple[Pattern, ...]

    def includes(self, path: str, *, folder: bool) -> bool:
        """Whether an `include` fits it."""
        return any(pattern.fits(path, folder=folder) for pattern in self.include)

    def excludes(self, path: str, *, folder: bool) -> bool:
        """Whether an `exclude` fits it."""
        return any(pattern.fits(path, folder=folder) for pattern in self.exclude)


def choice(include: Iterable[str], exclude: Iterable[str]) -> Choice:
    """Return what the two options say; raises UsageError for a pattern that is broken."""
    return Choice(
        tuple(_option("--include", text) for text in include),
        tuple(_option("--exclude", text) for text in exclude),
    )


def _option(option: str, text: str) -> Pattern:
    try:
        return pattern(text)
    except UsageError as error:
        raise UsageError(f"{option} {error.message}", error.hint) from None


def pattern(text: str, *, begins_here: bool = False) -> Pattern:
    """Read a pattern; raises UsageError where it is broken.

    With `begins_here` it begins at the folder even without a slash, as patterns do in a shell.
    """
    names = [name for name in text.split("/") if name not in {"", "."}]
    if not names:
        what = f"“{text}” has nothing but slashes and points" if text else "is empty"
        raise UsageError(
            f"{what}; a pattern was expected", "name a file or folder: '*.csv', drafts/, 'clients/*.csv'"
        )
    if ".." in names:
        raise UsageError(
            f"“{text}” leaves the folder by “..”",
            "write the path below the folder given, such as clients/old.csv",
        )
    if not begins_here and "/" not in text.rstrip("/"):
        names.insert(0, "**")
    return Pattern(re.compile(_path(names, text)), folders_only=text.endswith("/"))


def _path(names: list[str], text: str) -> str:
    """The expression of a whole path.

    Between two `**` the first place that fits is as good as any later one, so it is not given up again (`(?>`):
    trying them all would take very long.
    """
    if names[-1] == "**":
        names = [*names, "*"]
    first, *others = _parted(names, "**")
    begin = "".join(f"{_name(name, text)}/" for name in first)
    if not others:
        return begin.removesuffix("/")
    *middle, last = ("/".join(_name(name, text) for name in group) for group in others if group)
    return begin + "".join(f"(?>{_ANY_FOLDERS}?{group}/)" for group in middle) + _ANY_FOLDERS + last


def _name(name: str, text: str) -> str:
    """The expression of one name; each text between two `*` is found where it first stands, as above."""
    first, *others = _parted(_signs(name, text), "*")
    if not others:
        return "".join(first)
    *middle, last = ("".join(group) for group in others)
    return "".join(first) + "".join(f"(?>[^/]*?{group})" for group in middle if group) + f"[^/]*{last}"


def _parted(items: list[str], at: str) -> list[list[str]]:
    """The items between those that are `at`."""
    parts: list[list[str]] = [[]]
    for item in items:
        if item == at:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def _signs(name: str, text: str) -> list[str]:
    """An expression for each character that a name has to have; `*` stays what it is."""
    signs = []
    at = 0
    while at < len(name):
        sign = name[at]
        at += 1
        if sign == "[":
            negated = name[at : at + 1] in {"!", "^"}
            begin = at + negated
            end = name.find("]", begin + 1)
            if end < 0:
                raise UsageError(
                    f"“{text}” has a “[” that is not closed before the name ends",
                    "close it with “]”; a bracket that is meant as one is written [[]",
                )
            signs.append(_class(name[begin:end], text, negated=negated))
            at = end + 1
        else:
            signs.append({"*": "*", "?": "[^/]"}.get(sign) or re.escape(sign))
    return signs


def _class(inner: str, text: str, *, negated: bool) -> str:
    """The expression of what stands in brackets: characters and ranges of them, never a slash."""
    parts = []
    at = 0
    while at < len(inner):
        ranged = inner[at + 1 : at + 2] == "-" and at + 2 < len(inner)
        low, high = inner[at], inner[at + 2 if ranged else at]
        if high < low:
            raise UsageError(
                f"“{text}” has the range {low}-{high}, which runs backward", f"write {high}-{low}"
            )
        parts.append(f"{re.escape(low)}-{re.escape(high)}")
        at += 3 if ranged else 1
    return f"(?!/)[{'^' if negated else ''}{''.join(parts)}]"
