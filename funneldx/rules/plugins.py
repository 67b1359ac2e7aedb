"""Rules of other packages: the entry points of the group `funneldx.rules`.

An entry point names a rule, several of them in a list, or a module that has `rule` or `rules`. Asking
`importlib.metadata` for them takes a fifth of a short command's time, so the group's name is looked for in the files
where installers write entry points, and only then taken apart.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from funneldx.diagnosis import Defect
from funneldx.rules.rule import Rule

GROUP = "funneldx.rules"
FAMILY = "plugins"


def plugins(taken: Iterable[Rule]) -> tuple[tuple[Rule, ...], tuple[Defect, ...]]:
    """Return the rules of installed plugins, and what is wrong with those that cannot be used.

    `taken` are the rules that there are: a plugin's code or name must be none of theirs.
    """
    rules: list[Rule] = []
    defects: list[Defect] = []
    known = {word.casefold() for rule in taken for word in (rule.code, rule.name, rule.family)}
    for name, target in _entry_points():
        try:
            found = list(_loaded(target))
        except Exception as error:  # noqa: BLE001  (a plugin may fail in any way, and must cost nothing but itself)
            defects.append(
                Defect(name, name, f"the plugin cannot be loaded: {type(error).__name__}: {error}")
            )
            continue
        for rule in found:
            if clash := {rule.code.casefold(), rule.name.casefold()} & known:
                defects.append(Defect(rule.code, name, f"another rule is called {min(clash)} already"))
                continue
            known |= {rule.code.casefold(), rule.name.casefold()}
            rule.plugin = name
            rule.family = rule.family or FAMILY
            rules.append(rule)
    return tuple(rules), tuple(defects)


def _loaded(target: str) -> Iterator[Rule]:
    """The rules behind `package.module:attribute`."""
    name, _, attribute = target.partition(":")
    module = import_module(name.strip())
    value: Any = module
    for part in filter(None, attribute.strip().split(".")):
        value = getattr(value, part)
    if isinstance(value, ModuleType):
        value = value.rules if hasattr(value, "rules") else value.rule
    for rule in [value] if isinstance(value, Rule) else value:
        if not isinstance(rule, Rule):
            raise TypeError(f"{target} gives {type(rule).__name__}; a rule was expected")
        rule.manual = rule.manual or module.__doc__ or ""
        yield rule


def _entry_points() -> Iterator[tuple[str, str]]:
    """Name and target of each entry point of the group, in a stable order."""
    header = f"[{GROUP}]".encode()
    for folder in dict.fromkeys(sys.path):
        try:
            names = sorted(
                name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))
            )
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                    text = file.read()
            except OSError:
                continue
            if header in text:
                yield from _of_group(text.decode("utf-8", errors="replace"))


def _of_group(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line:
            name, _, target = line.partition("=")
            yield name.strip(), target.strip()
