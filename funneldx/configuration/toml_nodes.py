"""A table of a TOML file as the same tree that a YAML file gives.

The standard library's parser keeps no places, so a key is looked for where its table begins: good enough to lead a
person there.
"""

from __future__ import annotations

import json
import re
import tomllib
from itertools import islice
from typing import Any

from funneldx.documents.nodes import At, Mapping, Node, Scalar, Sequence
from funneldx.errors import ConfigurationError, Problem

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = rf"(?m:^[ \t]*+\[{{0,2}}|[{{,])[ \t]*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{10}}"
"""A dotted key of more parts than anybody writes: what the parser takes for one grows with their square."""


def table(text: str, path: str, name: str) -> Mapping:
    """Return the table `name` (`tool.funneldx`); raises ConfigurationError where the text is no TOML or lacks it."""
    if re.search(_DEEP_KEY, text):
        raise _too_much(path)
    try:
        value: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = re.search(r"\(at line (\d+), column (\d+)\)", said)
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        what = said.partition(" (at ")[0]
        problem = Problem(
            path, line, column, f"this is not valid TOML: {what}", "correct the TOML at this place"
        )
        raise ConfigurationError((problem,)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; hundreds of brackets
        raise _too_much(path) from None
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        raise ConfigurationError(
            (
                Problem(
                    path,
                    None,
                    None,
                    f"there is no table [{name}]",
                    f"write [{name}] and the settings below it",
                ),
            )
        )
    places = _Places(text)
    node = _node(value, places, (name,), places.of((name,), At(0, 0)))
    assert isinstance(node, Mapping)
    return node


def _too_much(path: str) -> ConfigurationError:
    what = "a number in it is longer, or its lists and tables are deeper, than is read of TOML"
    return ConfigurationError((Problem(path, None, None, what, "shorten it"),))


_MOST = 200
"""Keys that are looked for, and headers of tables that are looked at: no more are written by hand."""
_MOST_LINES = 50_000
"""Lines that are looked at for the places of all keys together."""
_LONGEST = 200
"""Letters of a key that is looked for."""


_Path = tuple[str | int, ...]
"""The keys that lead to a value, and its number within a list."""


class _Places:
    """Where keys stand in a text."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        headers = (
            at for at, line in enumerate(self._lines) if line.lstrip().startswith("[") and "funneldx" in line
        )
        self._headers = [*islice(headers, _MOST)]
        self._keys = 0
        self._left = _MOST_LINES

    def of(self, path: _Path, otherwise: At) -> At:
        """The place of the last key of a path, or of the header of a table in a list; at `otherwise` after `_MOST`."""
        self._keys += 1
        if self._keys > _MOST:
            return otherwise
        key = path[-1]
        line, own = self._table(path)
        if isinstance(key, int):
            return At(line, 0) if own else otherwise
        if len(key) > _LONGEST:
            return At(line, 0)
        written = re.compile(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*=""")
        for number in range(line, len(self._lines)):
            self._left -= 1
            if self._left < 0 or (number > line and self._lines[number].lstrip().startswith("[")):
                break
            if key in self._lines[number] and (found := written.search(self._lines[number])):
                return At(number, found.start())
        return At(line, 0)

    def _table(self, path: _Path) -> tuple[int, bool]:
        """The line of the innermost table of the path that has a header of its own; whether that is the last one."""
        line, own = 0, False
        names: list[str] = []
        for part in path:
            if isinstance(part, str):
                if len(part) > _LONGEST:
                    return line, False
                names.append(part)
            name = re.escape(".".join(names)).replace(r"\.", r"\s*\.\s*")
            header = re.compile(rf"\s*\[+\s*{name}\s*\]")
            below = [
                number for number in self._headers if number >= line and header.match(self._lines[number])
            ]
            which = part if isinstance(part, int) else 0
            own = which < len(below)
            if own:
                line = below[which]
        return line, own


def _node(value: Any, places: _Places, path: _Path, at: At) -> Node:
    if isinstance(value, dict):
        mapping = Mapping(at)
        for key, one in value.items():
            inner = (*path, key)
            place = places.of(inner, at)
            mapping.pairs.append((Scalar(key, False, place), _node(one, places, inner, place)))
        return mapping
    if isinstance(value, list):
        sequence = Sequence(at)
        for number, one in enumerate(value):
            inner = (*path, number)
            place = places.of(inner, at) if isinstance(one, dict) else at
            sequence.items.append(_node(one, places, inner, place))
        return sequence
    if isinstance(value, str):
        return Scalar(value, False, at)
    if type(value) is int:
        return Scalar(str(value), True, at)
    return Scalar(json.dumps(value, default=str).strip('"'), True, at)
