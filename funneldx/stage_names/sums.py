"""Which names are of sums, or of what is no funnel of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from funneldx.stage_names import also_forget, is_known
from funneldx.stage_names.headers import counted
from funneldx.stage_names.languages import (
    LANGUAGES,
    normal,
    roles,
    sum_words,
    summaries,
    totals,
    until_known,
)

_FOREIGN_TOTALS = frozenset(
    ("razem", "suma", "celkem", "totalt", "totaal", "разом", "усього", "합계", "총계", "σ")
)
"""Of languages without a file of their own."""
_MOST = 1 << 16
"""Names of which it is remembered: few, but for tables with thousands of sums, which are gone through several times."""


def is_total(name: str) -> bool:
    """Whether a row of this name holds sums of the others."""
    return not name.isdecimal() and _is_total(name)


@lru_cache(maxsize=_MOST)
def sums_up(name: str) -> bool:
    """Whether the name says by a word at its beginning or end that it is of sums: `North Total`, `Total 2026`.

    Where the rest is a stage (`Total leads`), all of those in the stage are meant, and not all of the rows.
    """
    if is_total(name):
        return True
    words = normal(name).split()
    if len(words) < 2:
        return False
    for _ in until_known(" ".join(words)):
        if words[0] in sum_words or words[-1] in sum_words:
            rest = words[1:] if words[0] in sum_words else words[:-1]
            return not (is_known(name) or is_known(counted(name)) or is_known(" ".join(rest)))
    return False


@lru_cache(maxsize=_MOST)
def is_summary(name: str) -> bool:
    """Whether a row of this name is no funnel of its own, but an average, a plan or an earlier period."""
    key = normal(name)
    return any(key in summaries for _ in until_known(key))


def summing(names: Iterable[str]) -> list[str]:
    """Those of many names that are of sums, or of no funnel of their own."""
    from funneldx.stage_names.among_many import may_sum_up  # noqa: PLC0415  (only a large table needs it)

    some = may_sum_up(names, LANGUAGES, _FOREIGN_TOTALS)
    return [name for name in some if sums_up(name) or is_summary(name)]


@lru_cache(maxsize=4096)
def _is_total(name: str) -> bool:
    key = normal(name)
    if key in _FOREIGN_TOTALS:
        return True
    for _ in until_known(key):
        if key in totals or key in roles:
            return key in totals
    return False


for _lookup in (sums_up, is_summary, _is_total):
    also_forget(_lookup.cache_clear)
