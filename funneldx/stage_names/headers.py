"""What the words of a table's header mean: a column's kind, a month, a stage that is counted, or none at all."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from funneldx.stage_names import LONGEST, also_forget, is_known, role_of
from funneldx.stage_names.languages import (
    LANGUAGES,
    counting,
    header_kinds,
    languages_of,
    last_measures,
    lone_measures,
    measures,
    months,
    normal,
    roles,
)

PERIODS = frozenset(("period", "day", "week", "month", "quarter", "year"))
"""The kinds of header that say when, the finer ones with their grain."""

_UNIT = (
    r"[(\[]\s*(?:k|m|mm|mln|mio|tsd|тыс|млн|['’]?000s?)\.?\s*[)\]]"
    r"|\b(?:in (?:thousands|millions|tausend)|в (?:тысячах|тыс|млн)|en (?:miles|milliers)|em milhares|in migliaia)\b"
    r"|\bper (?:day|week|month|quarter|year|lead|rep|manager)\b|\u2206|(?<![\u0370-\u03ff])[Δδ](?![\u0370-\u03ff])"
)
"""Numbers cut short, rates and differences. Like the patterns below, compiled only when a table has to be read."""
_INTO = r"\s*(?:->|=>|[→⇒➔➜⟶])\s*|[\s_-]+(?:to|2)[\s_-]+|(?<=[a-z])2(?=[a-z])"
_DONE = r".*(?:ed|came|spoke|spoken|met|sent|sold|won|bought|paid|lost)"
"""A stage that is called by what was done: `Invited to demo` is one, not how many of the invited had a demo."""


@lru_cache(maxsize=4096)
def header_of(name: str) -> str | None:
    """What a column of this header holds: `stage`, `count`, `funnel` or one of `PERIODS`; None for another."""
    key = normal(name)
    for _ in languages_of(key):
        if key in header_kinds or key in roles:
            return header_kinds.get(key)
    return None


@lru_cache(maxsize=4096)
def month_of(name: str) -> int | None:
    """The number of the month of this name (`Sept` → 9); None for another name."""
    key = normal(name)
    return next((months[key] for _ in languages_of(key) if key in months), None)


@lru_cache(maxsize=4096)
def is_measure(header: str) -> bool:
    """Whether a column of this header holds money, rates, times, ids or plans, and counts no stage."""
    if has_unit(header):
        return True
    if is_known(header) or is_known(counted(header)) or header_of(header):
        return False
    return _is_rate(header) or has_measure(header)


def has_measure(header: str) -> bool:
    """Whether a word of it is one of money, rates, times, ids or plans."""
    key = normal(header)
    plain = [word.rstrip("0123456789") for word in key.split()]  # CR1, CPL2
    whole, words, last = {key, " ".join(plain)}, {key, *key.split(), *plain}, {key, *plain[-1:]}
    for language in languages_of(key):
        own = measures[language]
        if not whole.isdisjoint(lone_measures[language]):
            return True
        if "han" not in LANGUAGES[language]:
            if not (words.isdisjoint(own) and last.isdisjoint(last_measures[language])):
                return True
        elif any(part in key for part in own) or key.endswith(tuple(last_measures[language])):
            return True
    return False


def _is_rate(header: str) -> bool:
    """Whether known stages stand there on the way from one to the next: `Lead to MQL`, `Leads → MQL`, `Sales/Leads`."""
    name = normalize("NFKC", header).casefold()
    if len(name) > LONGEST:
        return False
    over = name.split("/")
    if len(over) == 2:
        both = {role_of(part) for part in over}
        return len(both) == 2 and None not in both
    parts = re.split(_INTO, name)
    return (
        len(parts) > 1
        and all(map(is_known, parts))
        and (re.fullmatch(_DONE, parts[0]) is None or re.fullmatch(_DONE, parts[-1]) is not None)
    )


@lru_cache(maxsize=4096)
def counted(header: str) -> str:
    """The header without wording that says that it counts: `# of Website Clicks` → `Website Clicks`."""
    key = normal(header)
    if len(header) > LONGEST or has_unit(header):
        return header
    for language in languages_of(key):
        if key in roles or key in measures[language]:
            return header
        before, after = counting[language]["before"], counting[language]["after"]
        if key.startswith(before):
            start = max(filter(key.startswith, before), key=len)
            return _ending(header, key[len(start) :])
        if key.endswith(after):
            end = max(filter(key.endswith, after), key=len)
            return _beginning(header, key[: -len(end)]) if end != key else header
    return header


def has_unit(header: str) -> bool:
    """Whether a sign of money, of a percentage or of numbering stands there, or the numbers are cut short (`(k)`)."""
    if re.search(_UNIT, header.casefold()) is not None:
        return True
    if header.isascii() and "%" not in header and "$" not in header:
        return False
    return any(
        sign in "%‰№" or (category(sign) == "Sc" and not header[index + 1 : index + 2].isalpha())
        for index, sign in enumerate(header)
    )


def _ending(header: str, rest: str) -> str:
    """The end of the header that `rest` is the normal form of, in its own spelling where it has one there."""
    plain = normal.__wrapped__
    return next((header[at:] for at in range(len(header) - 1, 0, -1) if plain(header[at:]) == rest), rest)


def _beginning(header: str, rest: str) -> str:
    plain = normal.__wrapped__
    return next((header[:at] for at in range(1, len(header)) if plain(header[:at]) == rest), rest)


for _lookup in (header_of, month_of, is_measure, counted):
    also_forget(_lookup.cache_clear)
