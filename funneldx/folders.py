"""What a folder holds: the files to read, in sorted order, with links and what is no funnel's kept apart."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from funneldx.errors import Problem
from funneldx.readers import FORMATS, suffix
from funneldx.sources import shown, unreachable

if TYPE_CHECKING:
    from funneldx.patterns import Choice

DESCRIPTIONS = frozenset(kind for kind, module in FORMATS.items() if module == "tree")
"""The endings of files that describe a funnel, or where its records are."""
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


class Found(NamedTuple):
    """A file of a folder. The strings of folders are shared, since there may be very many files."""

    folder: Folder
    name: str
    target: str | None = None
    """Where it really is, should it be a link."""

    @property
    def path(self) -> str:
        """Where it was found."""
        return os.path.join(self.folder.path, self.name)

    @property
    def real(self) -> str:
        """Where it really is."""
        return self.target or os.path.join(self.folder.real, self.name)


class Walk:
    """One folder, walked when this is made.

    Hidden entries, `node_modules` and virtual environments are left out whatever the patterns say. A link is
    followed where it stays in the folder and leads to what is not found without it: everything is found once.
    """

    def __init__(self, top: str, choice: Choice | None) -> None:
        real = os.path.realpath(top)
        self.files: list[Found] = []
        """The files that are chosen, record files among them."""
        self.aside: list[Found] = []
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
            self.files.sort(key=lambda file: file.path.split(os.sep))
        self._once()

    def to_read(self) -> list[Found]:
        """The files less those that a description names as its records."""
        tables = [file.real for file in self.files if suffix(file.name) not in {".yaml", ".yml"}]
        if not tables:
            return self.files
        from funneldx.record_files import named_by  # noqa: PLC0415  (not every folder holds tables)

        records = named_by((*self.files, *self.aside), tables)
        return [file for file in self.files if file.real not in records] if records else self.files

    def _walk(self, top: Folder) -> None:
        """Find what is below: a folder's content stands where the folder does, all of it in the order of names."""
        ahead: list[Folder | Found] = [top]
        while ahead:
            item = ahead.pop()
            if isinstance(item, Found):
                self.files.append(item)
            elif item.linked:
                self._links.append(item._replace(linked=False))
            elif item.real not in self._entered:
                self._entered.add(item.real)
                ahead.extend(self._held(item))

    def _held(self, folder: Folder) -> list[Folder | Found]:
        """What to look at of one folder, the last first."""
        held: list[tuple[str, Folder | Found]] = []
        try:
            with os.scandir(folder.path) as entries:
                held.extend(
                    (entry.name, item)
                    for entry in entries
                    if not entry.name.startswith(".") and (item := self._item(entry, folder))
                )
        except OSError as error:
            self.wrong.append(unreachable(shown(folder.path), error))
        held.sort(reverse=True)
        return [item for _, item in held]

    def _item(self, entry: os.DirEntry[str], folder: Folder) -> Folder | Found | None:
        """The file or folder behind an entry, if it is to be looked at."""
        try:
            is_folder = entry.is_dir()
            link = entry.is_symlink() or (is_folder and _is_junction(entry))
            is_file = link or entry.is_file()  # a link that leads nowhere is told when it is read
        except OSError as error:
            if error.errno == errno.ELOOP:
                return None
            is_folder, link, is_file = False, entry.is_symlink(), True
        if is_folder:
            return self._folder(entry, folder, link=link)
        return self._file(entry, folder, link=link) if is_file else None

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

    def _file(self, entry: os.DirEntry[str], folder: Folder, *, link: bool) -> Found | None:
        usual = chosen = suffix(entry.name) in FORMATS
        taken = usual
        if self._choice is not None:
            below = folder.below + entry.name
            by_ending = usual and (folder.wanted or not self._choice.include)
            chosen = by_ending or self._choice.includes(below, folder=False)
            taken = chosen and not self._choice.excludes(below, folder=False)
        if not (usual or chosen):
            return None
        target = os.path.realpath(entry.path) if link else None
        if target is not None and not target.startswith(self._inside):
            return None
        found = Found(folder, entry.name, target)
        if taken:
            return found
        self.left_out += 1
        if suffix(entry.name) in DESCRIPTIONS:
            self.aside.append(found)
        return None

    def _once(self) -> None:
        """Drop links to what stands in the list itself, and all but the first to the same file."""
        if all(file.target is None for file in self.files):
            return
        listed = {file.real for file in self.files if file.target is None}
        kept = []
        for file in self.files:
            if file.target is not None:
                if file.target in listed:
                    continue
                listed.add(file.target)
            kept.append(file)
        self.files = kept
