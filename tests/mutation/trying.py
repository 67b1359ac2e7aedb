"""Trying mutants in processes of their own, in which the package is imported with the change in it.

That tells what a mutant of something does that happens while modules are imported, as the rules are declared there.
What takes long to import and is not ours is imported once, before the processes part.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest

from tests.mutation.mutants import HERE, Mutant

PROCESSOR_SECONDS = 90
"""After which a mutant is taken to never end. Of the processor: a process may be stopped for as long as one likes."""
_SLOW_TO_IMPORT = (
    "hypothesis",
    "jsonschema",
    "lxml.etree",
    "markdown_it",
    "rich.console",
    "scipy.stats",
    "statsmodels.stats.proportion",
    "typer",
    "yaml",
)
_IMPORTED = "ignore::pytest.PytestAssertRewriteWarning"
_QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", "-W", _IMPORTED)


class Tried(NamedTuple):
    """How a mutant ended."""

    mutant: Mutant
    killed: bool


def try_all(
    mutants: Iterable[Mutant], stages: Callable[[Mutant], Sequence[Sequence[str]]], at_once: int
) -> Iterator[Tried]:
    """Yield how each ends, in the order in which they do; `stages` are pytest's arguments, the fastest tests first."""
    for name in _SLOW_TO_IMPORT:
        importlib.import_module(name)
    running: dict[int, Mutant] = {}
    for mutant in mutants:
        if len(running) >= at_once:
            yield _ended(running)
        running[_started(mutant, stages(mutant))] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> Tried:
    pid, status = os.wait()
    return Tried(running.pop(pid), killed=status != 0)


def _started(mutant: Mutant, stages: Sequence[Sequence[str]]) -> int:
    source = mutant.source
    pid = os.fork()
    if pid:
        return pid
    survived = False
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nowhere, descriptor)
        os.chdir(HERE)
        sys.meta_path.insert(0, _Changed(mutant.module, source))
        survived = all(pytest.main([*_QUIET, *stage]) == pytest.ExitCode.OK for stage in stages)
    finally:
        os._exit(not survived)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module, with other code than its file has."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        real = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        assert real is not None
        return importlib.util.spec_from_file_location(
            fullname, real.origin, loader=self, submodule_search_locations=real.submodule_search_locations
        )

    def get_source(self, fullname: str) -> str:
        assert fullname == self.module
        return self.source

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_source(fullname), fullname)
