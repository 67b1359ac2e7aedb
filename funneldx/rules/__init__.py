"""The catalogue: one folder a family, one file a rule; the module's docstring is the rule's manual."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from funneldx.rules.rule import Rule

FAMILIES = {
    "data": "FDX0",
    "steps": "FDX1",
    "temperature": "FDX2",
    "cold_calls": "FDX3",
    "approach": "FDX4",
    "forecast": "FDX5",
}
"""Folder of each family and what its codes begin with."""


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(sorted(_rules(), key=lambda rule: rule.code))


def _rules() -> Iterator[Rule]:
    for family, prefix in FAMILIES.items():
        package = import_module(f"{__name__}.{family}")
        for found in iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            rule: Rule = module.rule
            assert rule.code.startswith(prefix)
            rule.family = family
            rule.manual = module.__doc__ or ""
            yield rule
