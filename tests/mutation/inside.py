"""Trying mutants in forks of one session of pytest, which has imported, collected and timed the tests before.

A function is given the code of its mutant in place, a rule the attributes of its own, and the tests that call it are
run, the fastest first. Nothing is imported again: where what is changed works while modules are imported, the rules are
declared once more. What cannot be put in place (defaults of parameters, slots, fields) is for `trying`.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import ceil, inf
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple

import libcst as cst
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.mutation.mutants import HERE, JUDGING, Mutant, declaration, module_of

_CASES = ("tests/rules/test_cases.py", "tests/rules/test_golden.py", "tests/rules/test_catalogue.py")
"""Where most of what rules do is told."""
_MOST_SECONDS_OF_MODULES = 8.0
"""The same, of those that call anything of a module."""
_PATIENCE = 4
"""How much longer than without a change tests may take, and two seconds, before a mutant is taken to never end.

Of the processor's time: a process may be stopped for as long as one likes.
"""
KILLED, SURVIVED, NOT_SEEN = range(3)
_FILES = {str(HERE / path): path for path in JUDGING}
_IMPORTING = ""


class Inside:
    """A plugin that runs all tests once, to learn which calls what, and then those that tell of each mutant."""

    def __init__(self, mutants: Sequence[Mutant], at_once: int, most_seconds: float) -> None:
        self.mutants, self.at_once, self.most_seconds = mutants, at_once, most_seconds
        self.ends: list[tuple[Mutant, int]] = []
        self.callers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.caches: list[Any] = []
        self._now = _IMPORTING

    def run(self, tests: Sequence[str]) -> bool:
        """Try them; return whether the tests pass without any change."""
        settings.register_profile(
            "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
        )
        options = (
            "-q",
            "--tb=native",
            "--assert=plain",
            "--hypothesis-profile=mutants",
            "-p",
            "no:cacheprovider",
        )
        sys.setprofile(self._called)
        try:
            return pytest.main([*options, *tests], plugins=[self]) == pytest.ExitCode.OK
        finally:
            sys.setprofile(None)

    def _called(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and (path := _FILES.get(code.co_filename)):
            self.callers[path, code.co_qualname.partition(".<locals>")[0]].add(self._now)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.caches = _caches()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            for (
                cache
            ) in self.caches:  # else only the first of several tests would be known to call what they hold
                cache.cache_clear()
            self._now, began = item.nodeid, time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.seconds[item.nodeid] = time.process_time() - began
        sys.setprofile(None)
        if not session.testsfailed:
            by_name = {item.nodeid: item for item in session.items}
            self.caches = _caches()
            gc.freeze()  # a fork that is collected would copy all that it shares with this process
            self.ends += self._try_all(by_name)
        return True

    def _try_all(self, items: dict[str, pytest.Item]) -> Iterator[tuple[Mutant, int]]:
        running: dict[int, Mutant] = {}
        for count, mutant in enumerate(self.mutants):
            if count % 100 == 0:
                print(f"{count} of {len(self.mutants)} tried", file=sys.stderr, flush=True)
            tests = self._tests_of(mutant, items)
            if not tests:
                yield mutant, NOT_SEEN
                continue
            if len(running) >= self.at_once:
                yield _told(*_ended(running))
            running[self._started(mutant, tests)] = mutant
        while running:
            yield _told(*_ended(running))

    def _tests_of(self, mutant: Mutant, items: dict[str, pytest.Item]) -> list[pytest.Item]:
        """The tests that call what is changed: first its own, then the cases of rules, then the fastest of the others.

        The slowest of those that call what most rules do are left out.
        """
        code = mutant.code_of_rule
        own = code or f"/test_{Path(mutant.path).stem}.py"
        if isinstance(mutant.part, cst.FunctionDef):
            names = {*self.callers.get((mutant.path, mutant.where), ())}
        else:
            calling = (callers for (path, _), callers in self.callers.items() if path == mutant.path)
            names = {name for callers in calling for name in callers}
            names.update(name for name in items if code and code in name)
        if self._while_importing(mutant):
            names.update(name for name in items if name.startswith(_CASES))
        names -= {_IMPORTING}
        others = [name for name in names if own not in name]
        cases = [name for name in others if name.startswith(_CASES)]
        rest = [name for name in others if not name.startswith(_CASES)]
        chosen = self._fastest([name for name in names if own in name], inf)
        chosen += self._fastest(cases, self.most_seconds) + self._fastest(rest, self.most_seconds)
        return [items[name] for name in chosen]

    def _while_importing(self, mutant: Mutant) -> bool:
        """Whether what is changed is called while modules are imported, where the rules are declared."""
        callers = self.callers.get((mutant.path, mutant.where), ())
        return isinstance(mutant.part, cst.FunctionDef) and _IMPORTING in callers

    def _may_be_seen_elsewhere(self, mutant: Mutant) -> bool:
        """Whether no test calls it, or other modules may have taken it over while they were imported."""
        if not isinstance(mutant.part, cst.FunctionDef):
            return mutant.where != "rule"
        return self.callers[mutant.path, mutant.where] == {_IMPORTING}

    def of_modules(self) -> dict[str, list[str]]:
        """The tests that call anything of a module, by its path: the fastest first, for so many seconds."""
        names: dict[str, set[str]] = defaultdict(set)
        for (path, _), callers in self.callers.items():
            names[path] |= callers - {_IMPORTING}
        return {path: self._fastest(of_module, _MOST_SECONDS_OF_MODULES) for path, of_module in names.items()}

    def _fastest(self, names: Iterable[str], seconds: float) -> list[str]:
        fastest_first = sorted(names, key=lambda name: (self.seconds[name], name))
        times = accumulate(self.seconds[name] for name in fastest_first)
        return [name for name, until in zip(fastest_first, times, strict=True) if until < seconds]

    def _started(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> int:
        pid = os.fork()
        if pid:
            return pid
        end = KILLED
        try:
            most = 2 + ceil(_PATIENCE * sum(self.seconds[item.nodeid] for item in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in range(3):
                os.dup2(nowhere, descriptor)
            try:
                _put_in_place(mutant)
                if self._while_importing(mutant):
                    _declare_rules_again()
            except _CannotBeSeenError:
                end = NOT_SEEN
            else:
                for cache in self.caches:
                    cache.cache_clear()
                if all(_passes(item) for item in tests):
                    end = NOT_SEEN if self._may_be_seen_elsewhere(mutant) else SURVIVED
        finally:
            os._exit(end)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, int]:
    pid, status = os.wait()
    return running.pop(pid), os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED


def _told(mutant: Mutant, end: int) -> tuple[Mutant, int]:
    """Say at once what survives, so that it can be looked at while others are tried."""
    if end == SURVIVED:
        print(f"{mutant.name}: {' | '.join(mutant.lines)}", file=sys.stderr, flush=True)
    return mutant, end


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


class _CannotBeSeenError(Exception):
    """The change cannot be made in place."""


def _put_in_place(mutant: Mutant) -> None:
    module = sys.modules[mutant.module]
    if not isinstance(mutant.part, cst.FunctionDef):
        _change_what_is_declared(mutant, module)
        return
    function = _function(module, mutant.where.split("."))
    code = _code(compile(mutant.source, mutant.path, "exec", dont_inherit=True), mutant.where.split("."))
    if mutant.is_when_defined:
        raise _CannotBeSeenError
    try:
        function.__code__ = code
    except ValueError as error:  # another number of variables from around it
        raise _CannotBeSeenError from error


def _function(module: ModuleType, names: Sequence[str]) -> FunctionType:
    found: Any = module
    for name in names:
        found = vars(found)[name]
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    found = getattr(found, "__wrapped__", found)
    if not isinstance(found, FunctionType):
        raise _CannotBeSeenError
    return found


def _code(whole: CodeType, names: Sequence[str]) -> CodeType:
    for name in names:
        whole = next(one for one in whole.co_consts if isinstance(one, CodeType) and one.co_name == name)
    return whole


def _change_what_is_declared(mutant: Mutant, module: ModuleType) -> None:
    """Declare it again, changed, and the module's rule, which may have been made of it."""
    if mutant.where == "rule":
        _change_rule(mutant.statement, mutant.path, module)
        return
    owner, _, name = mutant.where.rpartition(".")
    if owner:  # of a class only what is looked up at its attribute
        if name.startswith("__") or hasattr(getattr(module, owner), "_fields"):
            raise _CannotBeSeenError
        names = dict(vars(module))
        exec(compile(mutant.statement, mutant.path, "exec"), names)  # noqa: S102  (our own)
        setattr(getattr(module, owner), name, names[name])
        return
    exec(compile(mutant.statement, mutant.path, "exec"), vars(module))  # noqa: S102  (our own)
    if statement := declaration(mutant.path, "rule"):
        _change_rule(statement, mutant.path, module)


def _change_rule(statement: str, path: str, module: ModuleType) -> None:
    """Give a rule what its changed declaration makes of it, but for what the catalogue has stamped on it."""
    old: Any = module.__dict__["rule"]
    names = dict(vars(module))
    exec(compile(statement, path, "exec"), names)  # noqa: S102  (our own)
    new: Any = names["rule"]
    if type(new) is not type(old):
        raise _CannotBeSeenError
    stamped = {name: getattr(old, name) for name in ("family", "manual", "plugin")}
    vars(old).update(vars(new) | stamped)


def _declare_rules_again() -> None:
    """Let what is called while the rules are declared do its work once more, changed."""
    for path in JUDGING:
        if statement := declaration(path, "rule"):
            _change_rule(statement, path, sys.modules[module_of(path)])


def _caches() -> list[Any]:
    """What remembers results of ours, which may have come from the code as it was.

    A command that was run in a test may have frozen all that there was, which the collector then no longer shows.
    """
    gc.unfreeze()
    known = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    return [one for one in known if str(one.__module__).startswith("funneldx")]


class Seen(NamedTuple):
    """What came of trying mutants, and which tests would tell of others."""

    ends: dict[str, int]
    """How each ended, by name."""
    tests: dict[str, list[str]]
    """Those that call anything of a module, by its path, the fastest first."""


def try_inside(
    mutants: Sequence[Mutant], tests: Sequence[str], at_once: int, most_seconds: float
) -> Seen | None:
    """Return how each ended, by tests for so many seconds; None where the tests fail without any change.

    In a process of its own, so that this one goes on without the package being imported.
    """
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            plugin = Inside(mutants, at_once, most_seconds)
            if plugin.run(tests):
                with os.fdopen(into, "w", encoding="utf-8") as pipe:
                    json.dump(({mutant.name: end for mutant, end in plugin.ends}, plugin.of_modules()), pipe)
                code = 0
        finally:
            os._exit(code)
    os.close(into)
    with os.fdopen(out, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return Seen(*json.loads(text)) if text else None
