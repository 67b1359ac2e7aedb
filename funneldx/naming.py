"""What a rule may be called: its code, its name, a prefix of codes, its family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from funneldx.errors import nearest
from funneldx.rules.rule import Rule

_SHORTEST_PREFIX = 3

Names = Mapping[str, frozenset[str]]
"""Every code, name and family, with the codes it means."""


def names_of(rules: Iterable[Rule]) -> Names:
    """Every code, name and family, with the codes it means."""
    names: dict[str, set[str]] = {}
    for rule in rules:
        for word in (rule.code.casefold(), rule.name, rule.family):
            names.setdefault(word, set()).add(rule.code)
    return {word: frozenset(codes) for word, codes in names.items()}


def named(word: str, names: Names) -> frozenset[str]:
    """The codes that a code, a name, a prefix of codes or a family means; none for an unknown word."""
    key = word.strip().casefold()
    if key in names:
        return names[key]
    if len(key) < _SHORTEST_PREFIX:
        return frozenset()
    return frozenset(code for codes in names.values() for code in codes if code.casefold().startswith(key))


def unknown_rule(word: str, names: Iterable[str]) -> tuple[str, str]:
    """Message and hint for a rule that does not exist."""
    like = nearest(word, names).replace("fdx", "FDX")
    hint = "`funneldx rules` lists them: give a code, a name, a prefix such as FDX1 or a family"
    return f"there is no rule “{word}”{like}", hint
