"""What a folder holds: the files to read, in sorted order, with links and what is no funnel's kept apart."""

from __future__ import annotations

import errno
import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from funneldx.errors import Problem
from funneldx.folders.files import DESCRIPTIONS, Files, by_folder, tables_of, without
from funneldx.readers import FORMATS, suffix
from funneldx.sources import Emptied, shown, unreachable
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.patterns import Choice

_ENDINGS = tuple(FORMATS)
_FILE = (False, False)
_LEFT_OUT = frozenset(("node_modules", "venv", "__pycache__", "site-packages"))
_ENVIRONMENTS = ("pyvenv.cfg", "conda-meta")
"""Of these, a virtual environment of Python has one."""

# Python 3.11 takes the junctions of Windows for folders.
_is_junction: Callable[[os.DirEntry[str]], bool] = getattr(os.DirEntry, "is_junction", lambda _: False)


class Folder(NamedTuple):
    """A folder on the way."""

    path: str
    """As given, and below that."""
    real: str
    below: str
    """Its path below the folder given, with `/`, one at the end too; empty for that folder."""
    wanted: bool = False
    """Whether an `include` fits it or one above it."""
    linked: bool = False
    """Whether it is a link still to be followed."""


class Walk:
    """One folder, walked when this is made.

    Hidden entries, `node_modules` and virtual environments are left out whatever the patterns say. A link is
    followed where it stays in the folder and leads to what is not found without it: everything is found once.
    """

    def __init__(self, top: str, choice: Choice | None) -> None:
        real = os.path.realpath(top)
        self.files: list[Files] = []
        """The files that are chosen, record files among them."""
        self.aside: list[Files] = []
        """Files left out by the patterns that may describe where records are all the same."""
        self.wrong: list[Problem] = []
        self.left_out = 0
        """How many files the patterns left out."""
        self.not_entered = 0
        """How many folders they did."""
        self._choice = choice
        self._inside = os.path.join(real, "")
        self._entered: set[str] = set()
        self._links: list[Folder] = []
        self._walk(Folder(top, real, ""))
        if self._links:
            for link in self._links:  # grows on the way
                self._walk(link)
            self.files.sort(key=lambda files: files.paths[0].split(os.sep))
        self._once()

    def to_read(self) -> list[Files]:
        """The files less those that a description names as its records."""
        tables = [tables for files in self.files if (tables := tables_of(files)) is not None]
        if not tables:
            return self.files
        from funneldx.record_files import named_by  # noqa: PLC0415  (not every folder holds tables)

        records = by_folder(named_by((*self.files, *self.aside), tables))
        return without(self.files, records) if records else self.files

    def _walk(self, top: Folder) -> None:
        """Find what is below: a folder's content stands where the folder does, all of it in the order of names."""
        ahead: list[Folder | Files] = [top]
        while ahead:
            item = ahead.pop()
            if isinstance(item, Files):
                self.files.append(item)
            elif item.linked:
                self._links.append(item._replace(linked=False))
            elif item.real not in self._entered:
                self._entered.add(item.real)
                ahead.extend(self._held(item))

    def _held(self, folder: Folder) -> list[Folder | Files]:
        """What to look at of one folder, the last first."""
        names: list[str] = []
        aside: list[str] = []
        others: dict[str, Folder | Files] = {}
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith(".") or (kind := _kind(entry)) is None:
                        continue
                    if kind is _FILE:
                        if (taken := self._taken(name, folder)) is not None:
                            (names if taken else aside).append(name)
                    elif other := self._folder_or_link(entry, folder, *kind):
                        others[name] = other
        except OSError as error:
            self.wrong.append(unreachable(shown(folder.path), error))
        self._leave_out(folder, aside)
        names.sort()
        held: list[Folder | Files] = []
        begin = 0
        for name in sorted(others):
            end = bisect_left(names, name, begin)
            held += (*_files(folder, names[begin:end]), others[name])
            begin = end
        held += _files(folder, names[begin:])
        held.reverse()
        return held

    def _taken(self, name: str, folder: Folder) -> bool | None:
        """Whether a file is read, or left out by the patterns; None for one that nothing asks for."""
        usual = name.lower().endswith(_ENDINGS)
        if self._choice is None:
            return True if usual else None
        below = folder.below + name
        by_ending = usual and (folder.wanted or not self._choice.include)
        if by_ending or self._choice.includes(below, folder=False):
            return not self._choice.excludes(below, folder=False)
        return False if usual else None

    def _leave_out(self, folder: Folder, names: list[str], target: str | None = None) -> None:
        self.left_out += len(names)
        describing = [name for name in names if suffix(name) in DESCRIPTIONS]
        self.aside += (files._replace(target=target) for files in _files(folder, describing))

    def _folder_or_link(
        self, entry: os.DirEntry[str], parent: Folder, is_folder: bool, link: bool
    ) -> Folder | Files | None:
        """The folder, or the linked file, behind an entry, if it is to be looked at."""
        if is_folder:
            return self._folder(entry, parent, link=link)
        taken = self._taken(entry.name, parent)
        if taken is None:
            return None
        target = os.path.realpath(entry.path)
        if not target.startswith(self._inside):
            return None
        if taken:
            return Files(parent.path, parent.real, entry.name, 1, target)
        self._leave_out(parent, [entry.name], target)
        return None

    def _folder(self, entry: os.DirEntry[str], parent: Folder, *, link: bool) -> Folder | None:
        real = os.path.realpath(entry.path) if link else os.path.join(parent.real, entry.name)
        if not real.startswith(self._inside) or not _LEFT_OUT.isdisjoint(
            (entry.name, os.path.basename(real))
        ):
            return None
        if any(os.path.exists(os.path.join(real, mark)) for mark in _ENVIRONMENTS):
            return None
        below = parent.below + entry.name
        wanted = parent.wanted
        if self._choice is not None:
            if self._choice.excludes(below, folder=True):
                self.not_entered += 1
                return None
            wanted = wanted or self._choice.includes(below, folder=True)
        return Folder(entry.path, real, f"{below}/", wanted, link)

    def _once(self) -> None:
        """Drop links to what stands in the list itself, and all but the first to the same file."""
        targets = by_folder(files.target for files in self.files if files.target is not None)
        if not targets:
            return
        listed: set[str] = set()
        for files in self.files:
            if files.target is None and (names := targets.get(files.real)):
                both = names.intersection(files.names.split("/"))
                listed.update(os.path.join(files.real, name) for name in both)
        kept = []
        for files in self.files:
            if files.target is not None:
                if files.target in listed:
                    continue
                listed.add(files.target)
            kept.append(files)
        self.files = kept


class Walked:
    """Folders, one after the other: no file is given that is named directly, or was given with another folder."""

    def __init__(self, choice: Choice | None, named: Iterable[str]) -> None:
        """With what the patterns choose, and where the files that are named directly really are."""
        self._choice = choice
        self._named = by_folder(named)
        self._given: dict[str, tuple[list[str], set[str]]] = {}
        """By folder, names as `Files` have them, and those that links led to."""

    def folder(self, top: str) -> Iterator[Files | Problem | Emptied]:
        """Walk one; return its files and what is wrong in it."""
        walk = Walk(top, self._choice)
        for files in without(walk.to_read(), self._named):
            if (fresh := self._fresh(files)) is not None:
                yield from (fresh,) if fresh.target is None else _behind_link(fresh)
        yield from walk.wrong
        choice = self._choice
        if choice is not None and not walk.files and (choice.include or walk.left_out or walk.not_entered):
            yield Emptied(walk.left_out, walk.not_entered)

    def _fresh(self, files: Files) -> Files | None:
        """Those of the files that were not given yet."""
        folder, names = files.place
        runs, links = self._given.setdefault(folder, ([], set()))
        if files.target is None:
            gone = links.union(*(run.split("/") for run in runs))
            runs.append(names)
            return files.less(gone) if gone else files
        if names in links or any(f"/{names}/" in f"/{run}/" for run in runs):
            return None
        links.add(names)
        return files


def _files(folder: Folder, names: list[str]) -> tuple[Files, ...]:
    """Some files of a folder, if there are any."""
    return (Files(folder.path, folder.real, "/".join(names), len(names)),) if names else ()


def _behind_link(link: Files) -> Iterator[Files | Problem]:
    """The link itself if it leads to a file, and a problem if it leads nowhere."""
    (path,) = link.paths
    try:
        status = os.stat(path)
    except OSError as error:
        yield unreachable(shown(path), error)
        return
    if stat.S_ISREG(status.st_mode):
        yield link


def _kind(entry: os.DirEntry[str]) -> tuple[bool, bool] | None:
    """Whether an entry is a folder, and whether it is a link; None for what is not read, such as a pipe."""
    try:
        if entry.is_file(follow_symlinks=False):
            return _FILE
        is_folder = entry.is_dir()
        link = entry.is_symlink() or (is_folder and _is_junction(entry))
    except OSError as error:  # what cannot be looked at is told when it is read, but for links in a circle
        return None if error.errno == errno.ELOOP else (False, entry.is_symlink())
    return (is_folder, link) if is_folder or link else None
