"""The files of one folder, kept as one text of their names, and which of many are left."""

from __future__ import annotations

import os
from collections.abc import Iterable

from funneldx.readers import FORMATS
from funneldx.tuples import NamedTuple

DESCRIPTIONS = frozenset(kind for kind, module in FORMATS.items() if module == "tree")
"""The endings of files that describe a funnel, or where its records are."""
_YAML = (".yaml", ".yml")


class Files(NamedTuple):
    """Files that follow each other in one folder; or a link to one, on its own.

    Of a file nothing is kept but its name, and that as a part of a longer text: there may be very many.
    """

    folder: str
    """As it was found."""
    real: str
    """Where that folder really is."""
    names: str
    """In sorted order, with a `/` between two, which no name has in it; never empty."""
    length: int
    """How many they are."""
    target: str | None = None
    """Where the file really is, should it be a link."""

    @property
    def paths(self) -> list[str]:
        """Where they were found."""
        before = os.path.join(self.folder, "")
        return [before + name for name in self.names.split("/")]

    @property
    def place(self) -> tuple[str, str]:
        """The folder they really are in, and their names there."""
        return (self.real, self.names) if self.target is None else os.path.split(self.target)

    def less(self, gone: set[str]) -> Files | None:
        """Return those that are not called so where they really are; None if none is left."""
        if self.target is not None:
            return None if self.place[1] in gone else self
        return self.so_called([name for name in self.names.split("/") if name not in gone])

    def so_called(self, names: list[str]) -> Files | None:
        """Return those of these names, which are some of theirs; None for no name."""
        if len(names) == self.length:
            return self
        return self._replace(names="/".join(names), length=len(names)) if names else None


def tables_of(files: Files) -> Files | None:
    """Those that may be records: tables, and JSON."""
    names = files.names.split("/")
    return files.so_called([name for name in names if not name.lower().endswith(_YAML)])


def by_folder(paths: Iterable[str]) -> dict[str, set[str]]:
    """Return the names of files in each folder."""
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, name = os.path.split(path)
        names.setdefault(folder, set()).add(name)
    return names


def without(files: list[Files], gone: dict[str, set[str]]) -> list[Files]:
    """The files but for those that are really in such a folder, by such a name."""
    if not gone:
        return files
    left = (one.less(gone.get(one.place[0], set())) for one in files)
    return [one for one in left if one is not None]
