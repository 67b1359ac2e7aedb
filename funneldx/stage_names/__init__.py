"""What stages are called, and which role each name means.

What the words of a table's header mean is in `headers`, which names are of sums in `sums`. One data file a language, each with `ROLES` (names by role), `NO_ROLE` (stages that are known and have none),
`EXITS` (where a pipeline keeps those who left), `HEADERS` (words that head the columns of a table), `MEASURES`
(words of columns that count no stage: money, rates, times, ids), `LAST_MEASURES` (those that say so only as the
last word) and `LONE_MEASURES` (only as the whole header), `COUNTING` (wording that makes a header of a stage:
“number of …”), `TOTALS` (names of a row of sums), `SUMS` (words that make any name one of sums), `SUMMARIES` (names
of rows that are no funnel of their own: averages, plans), `TURNING` (words that turn a name into another: not,
lost, potential) and `MONTHS`, all in the normal form of `normal`.

A lookup is exact: nothing is ever guessed, an unknown name has no role. No name means two things, in whatever
languages: so it does not matter which of them are loaded, and only those are that can have the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from funneldx.model import Role
from funneldx.stage_names.languages import (
    LANGUAGES,
    exits,
    languages_of,
    load_all,
    normal,
    roles,
    turning,
    turning_parts,
    until_known,
)

if TYPE_CHECKING:
    from funneldx.stage_names.alike import Names

__all__ = [
    "LANGUAGES",
    "LONGEST",
    "also_forget",
    "is_exit",
    "is_known",
    "learn",
    "normal",
    "role_of",
    "similar",
]

_REMARK = r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*"
_ALIKE = 0.78
"""How much of two names, as `difflib` measures it, must be the same for one to be meant by the other."""
LONGEST = 200
"""No longer name is taken apart."""


def role_of(name: str) -> Role | None:
    """The role that a stage of this name has in any language; None where it has none or nobody knows."""
    if name in roles:
        return roles[name]
    key = _known(name)
    return roles[key] if key else None


def learn(names: Mapping[str, Role]) -> None:
    """Know more names, for as long as the program runs; they win over those of the languages."""
    load_all()
    for name, role in names.items():
        roles[normal(name)] = role
        exits.discard(normal(name))
    _forget()


def _forget() -> None:
    """Drop what was looked up before."""
    for lookup in (similar, _names, _known):
        lookup.cache_clear()
    for forget in _dependents:
        forget()


_dependents: list[Callable[[], None]] = []


def also_forget(forget: Callable[[], None]) -> None:
    """Have `forget` drop what else rests on which names are known, whenever that changes."""
    _dependents.append(forget)


def is_known(name: str) -> bool:
    """Whether the name means something, if only a stage without a role (a visit, a cart)."""
    return name in roles or _known(name) is not None


def is_exit(name: str) -> bool:
    """Whether those who left the funnel are kept there: no step of it, however many they are."""
    return _known(name) in exits


@lru_cache(maxsize=1024)
def similar(name: str) -> tuple[tuple[str, Role], ...]:
    """Up to three known names most like an unknown one, each with its role."""
    from difflib import get_close_matches  # noqa: PLC0415  (only an unknown name needs it)

    key = normal(name)
    for _ in languages_of(key):
        pass
    best: dict[Role, str] = {}
    turned = _turned(key)
    for one in get_close_matches(key, _names(len(roles)).near(key), n=3, cutoff=_ALIKE):
        role = roles[one]
        if role is None:  # those who left are meant, rather than any stage less like the name
            break
        if turned <= _turned(one):
            best.setdefault(role, one)
    return tuple((one, role) for role, one in best.items())


@lru_cache(maxsize=1)
def _names(_: int) -> Names:
    """The names that an unknown one may be like, of so many that there are of those languages that are loaded."""
    from funneldx.stage_names.alike import Names  # noqa: PLC0415  (only an unknown name needs it)

    return Names((name for name, role in roles.items() if role or name in exits), _ALIKE)


@lru_cache(maxsize=4096)
def _known(name: str) -> str | None:
    """The normal form of a stage that is known; None for an unknown one, which is remembered too."""
    key = normal(name)
    for _ in until_known(key):
        if key in roles:
            return key
    return _without_remark(name)


def _without_remark(name: str) -> str | None:
    """The stage before a remark in brackets (`Closed Won (Sales Pipeline)`) that does not make it something else."""
    if name.isascii() and not name.rstrip().endswith((")", "]")):
        return None
    split = None if len(name) > LONGEST else re.fullmatch(_REMARK, normalize("NFKC", name))
    if split is None:
        return None
    from funneldx.stage_names.headers import has_measure, has_unit  # noqa: PLC0415  (few names have a remark)

    if has_unit(name):
        return None
    stage, remark = split.groups()
    key = _known(stage)
    if key is None or _turned(normal(remark)) or has_measure(remark):
        return None
    inner = _known(remark)
    return key if inner is None or (roles[key] is not None and roles[inner] is roles[key]) else None


def _turned(key: str) -> set[str]:
    """The words of a name that turn it into another: negations, losses, what is yet to be."""
    for _ in languages_of(key):
        pass
    return turning.intersection(key.split()) | {part for part in turning_parts if part in key}
