"""Which of very many names say that they are of sums or averages, found out without a look at each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from unicodedata import normalize

_NOT_LETTERS = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ua000-\uabff\ufb1e\ufe00-\ufe2f\U00010000-\U0010ffff]"
)
"""Scripts whose letters come with marks, which a word does not end at."""


def may_sum_up(names: Iterable[str], languages: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of the names that have a word of sums in one of the languages, or among `others`: few, if any."""
    names = list(names)
    words = _words(tuple(languages)) | set(others)
    text = "\n".join(names)
    if text.isascii():
        found = words.intersection(text.translate(_NOT_LETTERS).lower().split())
        return [name for name in names if any(word in name.lower() for word in found)] if found else []
    text = normalize("NFKC", text).casefold().replace("i\u0307", "i")
    if _MARKED.search(text):
        return names
    found = words.intersection(_WORD.findall(text))
    lines = text.split("\n")
    if not found or len(lines) > len(names):  # a name has several lines
        return names if found else []
    return [name for name, line in zip(names, lines, strict=True) if any(word in line for word in found)]


@cache
def _words(languages: tuple[str, ...]) -> frozenset[str]:
    """The words of all names of sums; asking for them does not make the languages known."""
    modules = [import_module(f"funneldx.stage_names.{language}") for language in languages]
    names = (name for module in modules for name in (*module.TOTALS, *module.SUMS, *module.SUMMARIES))
    return frozenset(word for name in names for word in _WORD.findall(name))
