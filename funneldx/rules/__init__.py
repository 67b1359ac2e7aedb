"""The catalogue: one folder a family, one file a rule; the module's docstring is the rule's manual."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from funneldx.rules.rule import Rule

FAMILIES = {
    "data": "FDX0",
    "steps": "FDX1",
    "temperature": "FDX2",
    "cold_calls": "FDX3",
    "approach": "FDX4",
    "forecast": "FDX5",
    "change": "FDX6",
}
"""Folder of each family and what its codes begin with."""


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(sorted(_rules(), key=lambda rule: rule.code))


def _rules() -> Iterator[Rule]:
    for family, prefix in FAMILIES.items():
        package = import_module(f"{__name__}.{family}")
        for file in sorted(os.listdir(package.__path__[0])):
            name, _, ending = file.partition(".")
            if ending != "py" or name == "__init__":
                continue
            module = import_module(f"{package.__name__}.{name}")
            rule: Rule = module.rule
            assert rule.code.startswith(prefix)
            rule.family = family
            rule.manual = module.__doc__ or ""
            yield rule
