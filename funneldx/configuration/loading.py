"""Reading a configuration file into a `Configuration`, with the checks that no shape of one value can make."""

from __future__ import annotations

import os
from typing import Any

from funneldx.configuration.file_format import FORMAT
from funneldx.configuration.toml_nodes import table
from funneldx.crowded import Crowd
from funneldx.declared import FileIgnore, Override, OwnRule
from funneldx.diagnosis import Severity
from funneldx.documents import yaml_tree
from funneldx.documents.nodes import At, Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import Reading, described
from funneldx.documents.text import decode
from funneldx.errors import ConfigurationError, Problem, UnreadableError
from funneldx.model import Places, Role, Suppression, ThresholdSetting
from funneldx.rates import Level
from funneldx.readers.funnel_format import Found
from funneldx.sources import shown
from funneldx.stage_names import normal
from funneldx.tuples import NamedTuple

_TABLE = "tool.funneldx"
LARGEST = 3 << 17
"""Bytes of a configuration; one written by hand has a few thousand."""


class Configuration(NamedTuple):
    """What a configuration file says; None or empty where it says nothing."""

    path: str
    """As it is shown to people."""
    folder: str
    """The folder it stands in, which its patterns are relative to."""
    places: Places
    keys: tuple[str, ...]
    """Those that are there, in the order of the file."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    """Rules left out without a word."""
    suppressions: tuple[Suppression, ...] = ()
    """Rules left out with a reason."""
    severity: dict[str, Severity] = {}  # noqa: RUF012  (of a named tuple: never changed)
    fail_on: str | None = None
    confidence: Level | str | None = None
    """A level; `literal` for none; None where nothing is said."""
    thresholds: tuple[ThresholdSetting, ...] = ()
    stage_names: dict[str, Role] = {}  # noqa: RUF012
    columns: tuple[tuple[str, str], ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    per_file_ignores: tuple[FileIgnore, ...] = ()
    overrides: tuple[Override, ...] = ()
    baseline: str | None = None
    """As written, relative to the folder."""


def loaded(path: str) -> Configuration:
    """Read a configuration file; raises ConfigurationError with everything that is wrong with it."""
    name = shown(path)
    root = _root(path, name)
    reading = Reading(name)
    if not isinstance(root, Mapping):
        reading.refuse(
            root,
            f"this is {described(root)}; settings, each as a key and its value, were expected",
            "write a line for each, such as fail_on: warning",
        )
        raise ConfigurationError(reading.problems)
    values = FORMAT.values(root, reading, "")
    _check_rules(values.get("rules") or (), root, reading)
    _check_names(values.get("stage_names") or {}, reading)
    if reading.problems:
        crowd = Crowd()
        crowd.add(reading.problems)
        raise ConfigurationError(crowd.told())
    return Configuration(
        path=name,
        folder=os.path.dirname(os.path.abspath(path)),
        places=Found(name, root, reading.places),
        keys=tuple(key.value for key, _ in root.pairs),
        **_made(values),
    )


def _root(path: str, name: str) -> Node:
    try:
        with open(path, "rb") as file:
            data = _bounded(file.read(LARGEST + 1), name)
        text = decode(data, name) if data.strip() else ""
        if path.endswith(".toml"):
            return table(text, name, _TABLE)
        roots = [
            root for root in yaml_tree.documents(text, name) if not (isinstance(root, Scalar) and root.absent)
        ]
    except UnreadableError as error:
        raise ConfigurationError((error.problem,)) from None
    if len(roots) > 1:
        problem = Problem(name, roots[1].mark.line + 1, 1, "a second document begins here", "keep one")
        raise ConfigurationError((problem,))
    return roots[0] if roots else Mapping(At(0, 0))


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST:
        what = f"the configuration is over {LARGEST >> 10} KiB"
        raise UnreadableError(Problem(name, None, None, what, "leave out what no setting needs"))
    return data


def _made(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the file as the fields of a `Configuration`."""
    ignored = list(enumerate(values.pop("ignore", ())))
    made = {
        "ignore": tuple(one for _, one in ignored if isinstance(one, str)),
        "suppressions": tuple(
            Suppression(one["rule"], one["reason"], one.get("until"), f"ignore[{number}].rule")
            for number, one in ignored
            if not isinstance(one, str)
        ),
        "severity": {rule: Severity[word.upper()] for rule, word in values.pop("severity", {}).items()},
        "thresholds": _settings(values.pop("thresholds", {}), "thresholds"),
        "stage_names": {
            name: Role(role) for role, names in values.pop("stage_names", {}).items() for name in names
        },
        "columns": tuple(
            (key, header) for key, headers in values.pop("columns", {}).items() for header in headers
        ),
        "rules": tuple(_rule(one, number) for number, one in enumerate(values.pop("rules", ()))),
        "per_file_ignores": tuple(
            FileIgnore(pattern, rules, f"per_file_ignores.{pattern}")
            for pattern, rules in values.pop("per_file_ignores", {}).items()
        ),
        "overrides": tuple(
            Override(
                one["when"],
                _settings(one["thresholds"], f"overrides[{number}].thresholds"),
                f"overrides[{number}]",
            )
            for number, one in enumerate(values.pop("overrides", ()))
        ),
    }
    return {**values, **made}


def _settings(rules: dict[str, dict[str, Any]], within: str) -> tuple[ThresholdSetting, ...]:
    return tuple(
        ThresholdSetting(rule, key, share, within)
        for rule, keys in rules.items()
        for key, share in keys.items()
    )


def _rule(values: dict[str, Any], number: int) -> OwnRule:
    severity = values.pop("severity", "error")
    return OwnRule(
        of=values.pop("from"),
        reached=values.pop("to"),
        field=f"rules[{number}]",
        severity=Severity[severity.upper()],
        **values,
    )


def _check_names(roles: dict[str, Any], reading: Reading) -> None:
    """Refuse a name that is given to two roles."""
    seen: dict[str, str] = {}
    for role, names in roles.items():
        for number, name in enumerate(names or ()):
            first = seen.setdefault(normal(name or ""), role)
            if first != role:
                node = reading.places[f"stage_names.{role}"]
                at = node.items[number] if isinstance(node, Sequence) else node
                reading.refuse(at, f"“{name}” is given to the role `{first}` too", "keep it under one role")


def _check_rules(rules: Any, root: Node, reading: Reading) -> None:
    """Refuse own rules that have no threshold, or whose floor is above what is typical."""
    for number, rule in enumerate(rules):
        if not isinstance(rule, dict) or not {"code", "name", "from", "to"} <= rule.keys():
            continue
        node = reading.places.get(f"rules[{number}].code", root)
        floor, typical = rule.get("floor"), rule.get("typical")
        if normal(rule["from"] or "") == normal(rule["to"] or ""):
            reading.refuse(
                node,
                f"the rule {rule['code']} goes from “{rule['from']}” to itself; two stages were expected",
                "name the stage before in `from`, the one reached in `to`",
            )
        if floor is None and typical is None:
            reading.refuse(
                node,
                f"the rule {rule['code']} has no threshold; `floor` or `typical` was expected",
                "add floor: 30%, say",
            )
        elif floor and typical and floor.exceeds(typical):
            reading.refuse(
                node,
                f"the floor of {rule['code']}, {floor}, is above its typical value, {typical}",
                "set the floor at or below the typical value",
            )
        for key in ("floor", "typical"):
            if key in rule and rule[key] is not None and not rule[key].numerator:
                reading.refuse(
                    node,
                    f"the {key} of {rule['code']} is 0; a share above 0 was expected",
                    "write 1:5 or 20%",
                )
        if rule["code"].casefold().startswith("fdx"):
            reading.refuse(
                node,
                f"the code {rule['code']} begins as ours do",
                "choose letters of your own, such as ACME001",
            )
