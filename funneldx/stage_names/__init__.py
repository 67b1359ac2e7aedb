"""What stages are called, which role each name means, and what the words of a table's header mean.

One data file a language, each with `ROLES` (names by role), `NO_ROLE` (stages that are known and have none),
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
from collections.abc import Callable, Iterable, Iterator, Mapping
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

PERIODS = frozenset(("period", "day", "week", "month", "quarter", "year"))
"""The kinds of header that say when, the finer ones with their grain."""

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
_REMARK = r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*"
_UNIT = (
    r"[(\[]\s*(?:k|m|mm|mln|mio|tsd|тыс|млн|['’]?000s?)\.?\s*[)\]]"
    r"|\b(?:in (?:thousands|millions|tausend)|в (?:тысячах|тыс|млн)|en (?:miles|milliers)|em milhares|in migliaia)\b"
    r"|\bper (?:day|week|month|quarter|year|lead|rep|manager)\b|\u2206|(?<![\u0370-\u03ff])[Δδ](?![\u0370-\u03ff])"
)
"""Numbers cut short, rates and differences. Like the patterns below, compiled only when a table has to be read."""
_INTO = r"\s*(?:->|=>|[→⇒➔➜⟶])\s*|[\s_-]+(?:to|2)[\s_-]+|(?<=[a-z])2(?=[a-z])"
_DONE = r".*(?:ed|came|spoke|spoken|met|sent|sold|won|bought|paid|lost)"
"""A stage that is called by what was done: `Invited to demo` is one, not how many of the invited had a demo."""
_LONGEST = 200
"""No longer header is taken apart."""

_FOREIGN_TOTALS = frozenset(
    ("razem", "suma", "celkem", "totalt", "totaal", "разом", "усього", "합계", "총계", "σ")
)
"""Of languages without a file of their own."""

_ALIKE = 0.78
"""How much of two names, as `difflib` measures it, must be the same for one to be meant by the other."""

_roles: dict[str, Role | None] = {}
"""Every known stage."""
_exits: set[str] = set()
_headers: dict[str, str] = {}
_totals: set[str] = set()
_sums: set[str] = set()
_summaries: set[str] = set()
_turning: set[str] = set()
_turning_parts: set[str] = set()
"""Those of languages that do not part words."""
_months: dict[str, int] = {}
_measures: dict[str, frozenset[str]] = {}
_last_measures: dict[str, frozenset[str]] = {}
_lone_measures: dict[str, frozenset[str]] = {}
_counting: dict[str, dict[str, tuple[str, ...]]] = {}
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


def role_of(name: str) -> Role | None:
    """The role that a stage of this name has in any language; None where it has none or nobody knows."""
    if name in _roles:
        return _roles[name]
    key = _known(name)
    return _roles[key] if key else None


def learn(names: Mapping[str, Role]) -> None:
    """Know more names, for as long as the program runs; they win over those of the languages."""
    for language in LANGUAGES:
        if language not in _measures:
            _load(language)
    for name, role in names.items():
        _roles[normal(name)] = role
        _exits.discard(normal(name))
    _forget()


def _forget() -> None:
    """Drop what was looked up before."""
    for lookup in (header_of, month_of, is_measure, sums_up, is_summary, counted, similar, _known):
        lookup.cache_clear()
    for forget in _dependents:
        forget()


_dependents: list[Callable[[], None]] = []


def also_forget(forget: Callable[[], None]) -> None:
    """Have `forget` drop what else rests on which names are known, whenever that changes."""
    _dependents.append(forget)


def is_known(name: str) -> bool:
    """Whether the name means something, if only a stage without a role (a visit, a cart)."""
    return name in _roles or _known(name) is not None


def is_exit(name: str) -> bool:
    """Whether those who left the funnel are kept there: no step of it, however many they are."""
    return _known(name) in _exits


@lru_cache(maxsize=4096)
def header_of(name: str) -> str | None:
    """What a column of this header holds: `stage`, `count`, `funnel` or one of `PERIODS`; None for another."""
    key = normal(name)
    for _ in _languages(key):
        if key in _headers or key in _roles:
            return _headers.get(key)
    return None


def is_total(name: str) -> bool:
    """Whether a row of this name holds sums of the others."""
    return not name.isdecimal() and _is_total(name)


@lru_cache(maxsize=4096)
def sums_up(name: str) -> bool:
    """Whether the name says by a word at its beginning or end that it is of sums: `North Total`, `Total 2026`.

    Where the rest is a stage (`Total leads`), all of those in the stage are meant, and not all of the rows.
    """
    if is_total(name):
        return True
    words = normal(name).split()
    if len(words) < 2 or is_known(name) or is_known(counted(name)):
        return False
    for _ in _languages(" ".join(words)):
        if words[0] in _sums:
            return not is_known(" ".join(words[1:]))
        if words[-1] in _sums:
            return not is_known(" ".join(words[:-1]))
    return False


@lru_cache(maxsize=4096)
def is_summary(name: str) -> bool:
    """Whether a row of this name is no funnel of its own, but an average, a plan or an earlier period."""
    key = normal(name)
    return any(key in _summaries for _ in _languages(key))


def summing(names: Iterable[str]) -> list[str]:
    """Those of many names that are of sums, or of no funnel of their own."""
    from funneldx.stage_names.among_many import may_sum_up  # noqa: PLC0415  (only a large table needs it)

    some = may_sum_up(names, LANGUAGES, _FOREIGN_TOTALS)
    return [name for name in some if sums_up(name) or is_summary(name)]


@lru_cache(maxsize=4096)
def month_of(name: str) -> int | None:
    """The number of the month of this name (`Sept` → 9); None for another name."""
    key = normal(name)
    return next((_months[key] for _ in _languages(key) if key in _months), None)


@lru_cache(maxsize=4096)
def is_measure(header: str) -> bool:
    """Whether a column of this header holds money, rates, times, ids or plans, and counts no stage."""
    if _has_unit(header):
        return True
    if is_known(header) or is_known(counted(header)) or header_of(header):
        return False
    return _is_rate(header) or _has_measure(header)


def _has_measure(header: str) -> bool:
    key = normal(header)
    plain = [word.rstrip("0123456789") for word in key.split()]  # CR1, CPL2
    whole, words, last = {key, " ".join(plain)}, {key, *key.split(), *plain}, {key, *plain[-1:]}
    for language in _languages(key):
        measures = _measures[language]
        if not whole.isdisjoint(_lone_measures[language]):
            return True
        if "han" not in LANGUAGES[language]:
            if not (words.isdisjoint(measures) and last.isdisjoint(_last_measures[language])):
                return True
        elif any(part in key for part in measures) or key.endswith(tuple(_last_measures[language])):
            return True
    return False


def _is_rate(header: str) -> bool:
    """Whether known stages stand there on the way from one to the next: `Lead to MQL`, `Leads → MQL`, `Sales/Leads`."""
    name = normalize("NFKC", header).casefold()
    if len(name) > _LONGEST:
        return False
    over = name.split("/")
    if len(over) == 2:
        roles = {role_of(part) for part in over}
        return len(roles) == 2 and None not in roles
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
    if len(header) > _LONGEST or _has_unit(header):
        return header
    for language in _languages(key):
        if key in _roles or key in _measures[language]:
            return header
        before, after = _counting[language]["before"], _counting[language]["after"]
        if start := max(filter(key.startswith, before), key=len, default=""):
            return _ending(header, key[len(start) :])
        if end := max(filter(key.endswith, after), key=len, default=""):
            return _beginning(header, key[: -len(end)]) if end != key else header
    return header


@lru_cache(maxsize=1024)
def similar(name: str) -> tuple[tuple[str, Role], ...]:
    """Up to three known names most like an unknown one, each with its role."""
    from difflib import get_close_matches  # noqa: PLC0415  (only an unknown name needs it)

    key = normal(name)
    for _ in _languages(key):
        pass
    letters = set(key)
    # A letter that only one of two names has is missing in the other: this spares nearly all of the comparisons.
    names = [
        known
        for known, role in _roles.items()
        if (role or known in _exits)
        and len(letters.symmetric_difference(known)) <= (1 - _ALIKE) * (len(key) + len(known))
    ]
    best: dict[Role, str] = {}
    turned = _turned(key)
    for one in get_close_matches(key, names, n=3, cutoff=_ALIKE):
        role = _roles[one]
        if role is None:  # those who left are meant, rather than any stage less like the name
            break
        if turned <= _turned(one):
            best.setdefault(role, one)
    return tuple((one, role) for role, one in best.items())


@lru_cache(maxsize=4096)
def _known(name: str) -> str | None:
    """The normal form of a stage that is known; None for an unknown one, which is remembered too."""
    key = normal(name)
    if any(key in _roles for _ in _languages(key)):
        return key
    return _without_remark(name)


def _without_remark(name: str) -> str | None:
    """The stage before a remark in brackets (`Closed Won (Sales Pipeline)`) that does not make it something else."""
    split = None if len(name) > _LONGEST else re.fullmatch(_REMARK, normalize("NFKC", name))
    if split is None or _has_unit(name):
        return None
    stage, remark = split.groups()
    key = _known(stage)
    if key is None or _turned(normal(remark)) or _has_measure(remark):
        return None
    inner = _known(remark)
    return key if inner is None or (_roles[key] is not None and _roles[inner] is _roles[key]) else None


def _turned(key: str) -> set[str]:
    """The words of a name that turn it into another: negations, losses, what is yet to be."""
    for _ in _languages(key):
        pass
    return _turning.intersection(key.split()) | {part for part in _turning_parts if part in key}


@lru_cache(maxsize=4096)
def _is_total(name: str) -> bool:
    key = normal(name)
    if key in _FOREIGN_TOTALS:
        return True
    for _ in _languages(key):
        if key in _totals or key in _roles:
            return key in _totals
    return False


def _languages(key: str) -> Iterator[str]:
    """The languages that can have the word, one after the other: loaded for as long as somebody goes on asking."""
    scripts = _scripts(key)
    for language, own in LANGUAGES.items():
        if not scripts.isdisjoint(own):
            if language not in _measures:
                _load(language)
            yield language


def _scripts(key: str) -> frozenset[str]:
    if key.isascii():
        return _LATIN if key.islower() else _NONE
    return frozenset(script for sign in key for script, first, last in _BLOCKS if first <= ord(sign) <= last)


def _load(language: str) -> None:
    words = import_module(f"{__name__}.{language}")
    for role, names in words.ROLES.items():
        _roles.update(dict.fromkeys(names, role))
    _roles.update(dict.fromkeys(words.NO_ROLE | words.EXITS))
    _exits.update(words.EXITS)
    for kind, names in words.HEADERS.items():
        _headers.update(dict.fromkeys(names, kind))
    _totals.update(words.TOTALS)
    _sums.update(words.SUMS)
    _summaries.update(words.SUMMARIES)
    (_turning_parts if "han" in LANGUAGES[language] else _turning).update(words.TURNING)
    for number, names in enumerate(words.MONTHS, 1):
        _months.update(dict.fromkeys(names, number))
    _last_measures[language] = words.LAST_MEASURES
    _lone_measures[language] = words.LONE_MEASURES
    _measures[language] = words.MEASURES
    _counting[language] = words.COUNTING


def _has_unit(header: str) -> bool:
    """Whether a sign of money, of a percentage or of numbering stands there, or the numbers are cut short (`(k)`)."""
    return re.search(_UNIT, header.casefold()) is not None or any(
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
