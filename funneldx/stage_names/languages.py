"""The words of the languages, loaded as somebody asks for words that they can have, and the form they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from unicodedata import category, normalize

from funneldx.model import Role

LANGUAGES = {
    "russian": ("cyrillic",),
    "bengali": ("bengali",),
    "chinese": ("han",),
    "japanese": ("han", "kana"),
    "english": ("latin",),
    "spanish": ("latin",),
    "german": ("latin",),
    "portuguese": ("latin",),
    "french": ("latin",),
    "italian": ("latin",),
    "hungarian": ("latin",),
    "azerbaijani": ("latin",),
}
"""The scripts of each, in the order in which they are asked: words in Latin letters stand among all the others too."""

_BLOCKS = (
    ("latin", 0x61, 0x24F),
    ("latin", 0x250, 0x2AF),
    ("cyrillic", 0x400, 0x52F),
    ("bengali", 0x980, 0x9FF),
    ("latin", 0x1E00, 0x1EFF),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
)
"""The code points of each script; signs of others occur in no name."""
_LATIN = frozenset(("latin",))
_NONE: frozenset[str] = frozenset()

_NUMBERING = re.compile(r"\s*(?:[0-9]{1,3}\s*[.):]|[^\W\d_][.)])\s+|\s*[0-9]{1,3}\s+[-–—]\s+")
_ASCII_RUNS = re.compile(r"[^a-z0-9]+")

roles: dict[str, Role | None] = {}
"""Every known stage."""
exits: set[str] = set()
header_kinds: dict[str, str] = {}
totals: set[str] = set()
sum_words: set[str] = set()
summaries: set[str] = set()
turning: set[str] = set()
turning_parts: set[str] = set()
"""Those of languages that do not part words."""
months: dict[str, int] = {}
measures: dict[str, frozenset[str]] = {}
last_measures: dict[str, frozenset[str]] = {}
lone_measures: dict[str, frozenset[str]] = {}
counting: dict[str, dict[str, tuple[str, ...]]] = {}
"""This and those of measures by language: for them it matters whether words stand apart."""


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """`1. Closed–Won ` → `closed won`: NFKC, case folded, numbering dropped, punctuation and spaces squeezed."""
    name = normalize("NFKC", name).casefold()
    numbering = _NUMBERING.match(name)
    if numbering and numbering.end() < len(name):
        name = name[numbering.end() :]
    if name.isascii():
        return _ASCII_RUNS.sub(" ", name).strip()
    name = name.replace("i\u0307", "i")  # what a Turkic İ folds to
    return " ".join("".join(sign if category(sign)[0] in "LMN" else " " for sign in name).split())


def languages_of(key: str) -> Iterator[str]:
    """The languages that can have the word, one after the other: loaded for as long as somebody goes on asking."""
    scripts = _scripts(key)
    for language, own in LANGUAGES.items():
        if not scripts.isdisjoint(own):
            if language not in measures:
                _load(language)
            yield language


def until_known(key: str) -> Iterator[None]:
    """Go on as long as somebody asks for more words: those loaded so far, then each other language that can have it."""
    scripts = _scripts(key)
    if not scripts:
        return
    yield
    if len(measures) < len(LANGUAGES):
        for language, own in LANGUAGES.items():
            if language not in measures and not scripts.isdisjoint(own):
                _load(language)
                yield


def _scripts(key: str) -> frozenset[str]:
    if key.isascii():
        return _LATIN if key.islower() else _NONE
    return frozenset(map(_script_of, key)) - {""}


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str:
    """The script of a sign; empty for one that occurs in no name."""
    return next((script for script, first, last in _BLOCKS if first <= ord(sign) <= last), "")


def load_all() -> None:
    """Load all that are not loaded yet."""
    for language in LANGUAGES:
        if language not in measures:
            _load(language)


def _load(language: str) -> None:
    words = import_module(f"{__package__}.{language}")
    for role, names in words.ROLES.items():
        roles.update(dict.fromkeys(names, role))
    roles.update(dict.fromkeys(words.NO_ROLE | words.EXITS))
    exits.update(words.EXITS)
    for kind, names in words.HEADERS.items():
        header_kinds.update(dict.fromkeys(names, kind))
    totals.update(words.TOTALS)
    sum_words.update(words.SUMS)
    summaries.update(words.SUMMARIES)
    (turning_parts if "han" in LANGUAGES[language] else turning).update(words.TURNING)
    for number, names in enumerate(words.MONTHS, 1):
        months.update(dict.fromkeys(names, number))
    last_measures[language] = words.LAST_MEASURES
    lone_measures[language] = words.LONE_MEASURES
    measures[language] = words.MEASURES
    counting[language] = words.COUNTING
