"""The file of a baseline: JSON, `funneldx-baseline/1`, one entry a line (see `baseline.schema.json`).

Entries are sorted and hold neither times nor absolute paths, so that the same findings give the same bytes and a
difference between two files is the difference between their findings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from funneldx.baseline.entries import Entry
from funneldx.diagnosis import Severity
from funneldx.documents.reading import cut
from funneldx.errors import ConfigurationError, Problem, nearest
from funneldx.rates import Rate
from funneldx.readers.values import PERIOD
from funneldx.reports.safe_text import json_escaped

SCHEMA = "funneldx-baseline/1"
_FAMILY = "funneldx-baseline/"
_MOST_TOLD = 10
_ANEW = "correct the entry, or write the file anew with `funneldx baseline`"
_SEVERITIES = {severity.label: severity for severity in Severity}


def text(entries: Iterable[Entry]) -> str:
    """Write entries, in the order given, as a whole file."""
    lines = [f"\n  {json_escaped(json.dumps(_written(entry), ensure_ascii=False))}" for entry in entries]
    findings = f"[{','.join(lines)}\n ]" if lines else "[]"
    return f'{{\n "schema": "{SCHEMA}",\n "findings": {findings}\n}}\n'


def read(data: bytes, name: str) -> list[Entry]:
    """Read the bytes of a file, called `name` in messages; raises ConfigurationError with what is wrong with it."""
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(name, None, None, "this is not text in UTF-8", _which()) from None
    root = _root(content, name)
    schema = root.get("schema") if isinstance(root, dict) else None
    if not isinstance(schema, str) or not schema.startswith(_FAMILY):
        raise _refusal(name, 1, 1, "this is not a baseline of funneldx", _which())
    if schema != SCHEMA:
        version = cut(schema.removeprefix(_FAMILY))
        message = f"this baseline is of version {version}; version 1 was expected"
        raise _refusal(name, 1, 1, message, "write it anew with `funneldx baseline`, or update funneldx")
    findings = root.get("findings")
    if not isinstance(findings, list) or root.keys() != {"schema", "findings"}:
        message = "a baseline holds `schema` and `findings`, a list, and nothing else; that was expected"
        raise _refusal(name, 1, 1, message, "write it anew with `funneldx baseline`")
    entries = []
    wrong: dict[int, str] = {}
    for number, raw in enumerate(findings):
        if (problem := _problem(raw)) is None:
            entries.append(_entry(raw))
        else:
            wrong[number] = problem
            if len(wrong) == _MOST_TOLD:
                break
    if wrong:
        raise ConfigurationError(
            Problem(name, line, column, wrong[number], _ANEW)
            for number, line, column in _places(content, wrong)
        )
    return entries


def _root(content: str, name: str) -> Any:
    """The value of a JSON text."""
    if not content.strip():
        raise _refusal(name, None, None, "the file is empty", "write it with `funneldx baseline`")
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        if (at := f"\n{content}".find("\n<<<<<<< ")) >= 0:
            message = "two versions of the file stand here beside each other, as a merge left them"
            hint = "keep the lines of both that hold, or write the file anew with `funneldx baseline`"
            raise _refusal(name, content.count("\n", 0, at) + 1, 1, message, hint) from None
        said = f"{error.msg[:1].lower()}{error.msg[1:]}"
        message = f"this is not valid JSON: {said}"
        hint = "correct the JSON at this place, or write the file anew with `funneldx baseline`"
        raise _refusal(name, error.lineno, error.colno, message, hint) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        raise _refusal(name, 1, 1, "this is not a baseline of funneldx", _which()) from None


def _which() -> str:
    return "name the file that `funneldx baseline` wrote"


def _refusal(name: str, line: int | None, column: int | None, message: str, hint: str) -> ConfigurationError:
    return ConfigurationError((Problem(name, line, column, message, hint),))


def _written(entry: Entry) -> dict[str, object]:
    """An entry as the file has it: what says nothing is left out."""
    found: dict[str, object] = {"path": entry.path}
    if entry.name is not None:
        found["name"] = entry.name
    if entry.labels:
        found["labels"] = dict(entry.labels)
    for key in ("period", "since"):
        if value := getattr(entry, key):
            found[key] = value
    if entry.ordinal > 1:
        found["ordinal"] = entry.ordinal
    found["rule"] = entry.rule
    for key in ("stage", "field"):
        if (value := getattr(entry, key)) is not None:
            found[key] = value
    if entry.over:
        found["over"] = True
    found |= {"severity": entry.severity.label, "confidence": entry.confidence}
    if entry.rate:
        found |= entry.rate._asdict()
    return found


def _entry(raw: dict[str, Any]) -> Entry:
    """The entry of an object in which nothing is wrong."""
    get = raw.get
    labels = get("labels")
    return Entry(
        raw["path"],
        get("name"),
        tuple(sorted(labels.items())) if labels else (),
        get("period"),
        get("since"),
        get("ordinal", 1),
        raw["rule"],
        get("stage"),
        get("field"),
        get("over", False),
        _SEVERITIES[raw["severity"]],
        raw["confidence"],
        Rate(raw["k"], raw["n"]) if "k" in raw else None,
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_count(value: Any, least: int) -> bool:
    return type(value) is int and value >= least  # a bool is an int too


def _are_labels(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


@lru_cache(maxsize=1024)
def _is_period(value: str) -> bool:
    return PERIOD.parse(value) is not None


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "path": (_is_text, "the path of a file"),
    "name": (_is_text, "the name of a funnel"),
    "labels": (_are_labels, "an object of texts"),
    "period": (lambda value: isinstance(value, str) and _is_period(value), "a period, such as 2026-09,"),
    "since": (lambda value: isinstance(value, str) and _is_period(value), "a period, such as 2026-09,"),
    "ordinal": (lambda value: _is_count(value, 1), "a whole number from 1 on"),
    "rule": (_is_text, "the code of a rule"),
    "stage": (_is_text, "the name of a stage"),
    "field": (_is_text, "the place of a field"),
    "over": (lambda value: isinstance(value, bool), "true or false"),
    "severity": (lambda value: isinstance(value, str) and value in _SEVERITIES, "error, warning or note"),
    "confidence": (lambda value: value in ("confirmed", "suspected"), "confirmed or suspected"),
    "k": (lambda value: _is_count(value, 0), "a whole number from 0 on"),
    "n": (lambda value: _is_count(value, 1), "a whole number from 1 on"),
}
_NEEDED = ("path", "rule", "severity", "confidence")
_APART = (("period", "since"), ("stage", "field"))


def _problem(raw: Any) -> str | None:
    """What is wrong with an entry, if anything."""
    if not isinstance(raw, dict):
        return f"an entry is {cut(json.dumps(raw))}; an object was expected"
    for key, value in raw.items():
        check = _CHECKS.get(key)
        if check is None:
            return f'unknown key "{cut(key)}" in an entry{nearest(key, _CHECKS)}'
        if not check[0](value):
            return f"`{key}` is {cut(json.dumps(value, ensure_ascii=False))}; {check[1]} was expected"
    return _problem_of_keys(raw)


def _problem_of_keys(raw: dict[str, Any]) -> str | None:
    """Which keys an entry lacks, or has beside each other, of those that are right in themselves."""
    for key in _NEEDED:
        if key not in raw:
            return f"an entry has no `{key}`; it was expected here"
    for one, other in _APART:
        if one in raw and other in raw:
            return f"an entry has both `{one}` and `{other}`; one of them was expected"
    if ("k" in raw) != ("n" in raw) or ("k" in raw and raw["k"] > raw["n"]):
        return "an entry has to have both `k` and `n`, or neither, and `k` of at most `n`"
    return None


def _places(content: str, numbers: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Number, line and column of entries, in their order: the parser of the standard library keeps no places."""
    wanted = set(numbers)
    decode = json.JSONDecoder().raw_decode
    at = content.index("[", content.index('"findings"')) + 1
    for number in range(max(wanted) + 1):
        while content[at] in " \t\r\n,":
            at += 1
        if number in wanted:
            yield number, content.count("\n", 0, at) + 1, at - content.rfind("\n", 0, at)
        _, at = decode(content, at)
