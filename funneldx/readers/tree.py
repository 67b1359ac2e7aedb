"""YAML and JSON files: one funnel a document, or several under `funnels:`; else an export of another program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import cast

from funneldx.diagnosis import Notice
from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written, WrittenTree
from funneldx.documents.shapes import Reading, described
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel
from funneldx.readers.funnel_format import DEFAULTS, MARKS_OF_A_FUNNEL, read_funnel, with_defaults

_TOLD = (Problem, Notice)
_REPORT = r'\s*\{\s*"schema": "funneldx-(?:report|plan)/'
_MARK = rf"""(?:^|[\s{{,"'])(?:{"|".join(MARKS_OF_A_FUNNEL)})["']?\s*:"""


def shows_a_funnel(text: str) -> bool:
    """Whether a key that marks a funnel stands anywhere in the text, or in JSON what marks an export of one."""
    if re.search(_MARK, text):
        return re.match(_REPORT, text) is None
    return re.match(r"\s*[{\[]", text) is not None and bool(_exports().shown(text))


@cache
def _exports() -> ModuleType:
    """Most runs meet nothing but funnels of our own."""
    return import_module("funneldx.readers.exports")


@cache
def _parser(module: str) -> Callable[[str, str], Iterator[Node]]:
    """Only one of the two is needed in most runs, and PyYAML takes long to import."""
    return cast(
        "Callable[[str, str], Iterator[Node]]", import_module(f"funneldx.documents.{module}").documents
    )


def _documents(text: str, path: str) -> tuple[Iterator[Node], Written]:
    """The trees of a text: as the file's ending says, else as JSON if it is that."""
    ending = path[-5:].lower()
    if ending == ".json":
        return _parser("json_tree")(text, path), WrittenTree(text, "json")
    if text[:1] in {"{", "["} and not ending.endswith((".yaml", ".yml")):
        try:
            return iter(list(_parser("json_tree")(text, path))), WrittenTree(text, "json")
        except UnreadableError:
            pass  # YAML is more lenient
    return _parser("yaml_tree")(text, path), WrittenTree(text, "yaml")


def read(text: str, path: str) -> Iterator[Funnel | Problem | Notice]:
    """Yield the funnels of a YAML or JSON text, what is wrong with those that cannot be read and what to know."""
    if text[:1] == "{" and re.match(_REPORT, text):
        yield Problem(
            path, 1, 1, "this is a report of funneldx, not a funnel", "give the file that it was made from"
        )
        return
    told: set[Problem] = set()
    empty = True
    try:
        roots, written = _documents(text, path)
        for root in roots:
            if isinstance(root, Scalar) and root.absent:
                continue
            empty = False
            for node in _funnels(root, path, told):
                if isinstance(node, _TOLD):
                    yield node
                    continue
                funnel = read_funnel(node, path, written)
                if isinstance(funnel, Funnel):
                    yield funnel
                else:
                    yield from (problem for problem in funnel if problem not in told)
                    told.update(funnel)
    except UnreadableError as error:
        yield error.problem
    else:
        if empty:
            yield Problem(
                path, None, None, "the file holds nothing but comments", "write `stages:` and a line for each"
            )


def _funnels(root: Node, path: str, told: set[Problem]) -> Iterator[Node | Problem | Notice]:
    """The mapping of each funnel of a document, with the document's defaults."""
    names = {key.value for key, _ in root.pairs} if isinstance(root, Mapping) else set()
    foreign = names.isdisjoint(MARKS_OF_A_FUNNEL) and not isinstance(root, Scalar)
    if foreign and (exported := _exports().funnels(root, path)) is not None:
        yield from exported
        return
    if "funnels" not in names:
        yield root
        return
    assert isinstance(root, Mapping)
    funnels = next(value for key, value in root.pairs if key.value == "funnels")
    defaults = [pair for pair in root.pairs if pair[0].value not in {"funnels", "stages"}]
    wrong = _wrong_beside(root, funnels, defaults, path)
    told.update(wrong)
    yield from wrong
    if isinstance(funnels, Sequence) and not wrong:
        for item in funnels.items:
            yield with_defaults(item, defaults)


def _wrong_beside(
    root: Mapping, funnels: Node, defaults: list[tuple[Scalar, Node]], path: str
) -> tuple[Problem, ...]:
    """What is wrong with the list of funnels or the defaults for each, whether or not a funnel needs them."""
    reading = Reading(path)
    if not isinstance(funnels, Sequence) or not funnels.items:
        what = "an empty list" if isinstance(funnels, Sequence) else described(funnels)
        reading.refuse(
            funnels, f"`funnels` is {what}; a list of funnels was expected", "write `- stages: {…}` for each"
        )
    for key, _ in root.pairs:
        if key.value == "stages":
            reading.refuse(
                key,
                "`stages` stands beside `funnels`; the stages of each funnel were expected inside it",
                "move it into the funnel it belongs to",
            )
    if [key.value for key, _ in root.pairs].count("funnels") > 1:
        reading.refuse(funnels, "`funnels` stands here a second time", "make one list of the two")
    beside = Mapping(root.mark)
    beside.pairs = defaults
    DEFAULTS.values(beside, reading, "")
    return tuple(reading.problems)
