"""What stages are called, and which role each name means.

One data file a language, each with `ROLES` (names by role), `NO_ROLE` (stages that are known and have none),
`EXITS` (where a pipeline keeps those who left), `HEADERS` (words that head the columns of a table) and `TOTALS` (words for a row of sums), all in the normal
form of `normal`. A lookup is exact: nothing is ever guessed, an unknown name has no role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from unicodedata import category, normalize

from funneldx.model import Role

LANGUAGES = ("english", "russian")
"""In the order in which they are asked."""

_NUMBERING = re.compile(r"\s*(?:[0-9]{1,3}\s*[.):]|[^\W\d_][.)])\s+|\s*[0-9]{1,3}\s+[-–—]\s+")
_ASCII_RUNS = re.compile(r"[^a-z0-9]+")

_roles: dict[str, Role] = {}
_no_role: set[str] = set()
_exits: set[str] = set()
_headers: dict[str, str] = {}
_totals: set[str] = set()
_loaded: list[str] = []


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """`1. Closed–Won ` → `closed won`: NFKC, case folded, numbering dropped, punctuation and spaces squeezed."""
    name = normalize("NFKC", name).casefold()
    numbering = _NUMBERING.match(name)
    if numbering and numbering.end() < len(name):
        name = name[numbering.end() :]
    if name.isascii():
        return _ASCII_RUNS.sub(" ", name).strip()
    return " ".join("".join(sign if category(sign)[0] in "LMN" else " " for sign in name).split())


def role_of(name: str) -> Role | None:
    """The role that a stage of this name has in any language; None where it has none or nobody knows."""
    if name in _roles:
        return _roles[name]
    key = normal(name)
    if key in _roles:
        return _roles[key]
    return next((_roles[key] for _ in _load_more() if key in _roles), None)


def is_known(name: str) -> bool:
    """Whether the name means something, if only a stage without a role (a visit, a cart)."""
    return role_of(name) is not None or normal(name) in _no_role


def is_exit(name: str) -> bool:
    """Whether those who left the funnel are kept there: no step of it, however many they are."""
    return is_known(name) and normal(name) in _exits


def header_of(name: str) -> str | None:
    """What a column of this header holds: `stage`, `count`, `funnel`, `period`; None for another."""
    key = normal(name)
    if key in _headers:
        return _headers[key]
    return next((_headers[key] for _ in _load_more() if key in _headers), None)


def is_total(name: str) -> bool:
    """Whether a row of this name holds sums of the others."""
    _load_all()
    return normal(name) in _totals


def similar(name: str) -> tuple[tuple[str, Role], ...]:
    """Up to three known names most like an unknown one, each with its role."""
    from difflib import get_close_matches  # noqa: PLC0415  (only an unknown name needs it)

    _load_all()
    close = get_close_matches(normal(name), list(_roles), n=3, cutoff=0.78)
    best: dict[Role, str] = {}
    for one in close:
        best.setdefault(_roles[one], one)
    return tuple((one, role) for role, one in best.items())


def _load_more() -> Iterator[None]:
    """Load one language after the other, for as long as somebody goes on asking."""
    while len(_loaded) < len(LANGUAGES):
        language = LANGUAGES[len(_loaded)]
        _loaded.append(language)
        _take(import_module(f"{__name__}.{language}"))
        yield


def _load_all() -> None:
    list(_load_more())


def _take(words: ModuleType) -> None:
    for role, names in words.ROLES.items():
        for name in names:
            _roles.setdefault(name, role)
    _no_role.update(words.NO_ROLE | words.EXITS)
    _exits.update(words.EXITS)
    _totals.update(words.TOTALS)
    for kind, names in words.HEADERS.items():
        for name in names:
            _headers.setdefault(name, kind)
