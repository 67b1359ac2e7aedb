"""YAML and JSON files: one funnel a document, or several under `funnels:`; else an export of another program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

from funneldx.diagnosis import Notice
from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written, WrittenTree
from funneldx.documents.reading import Reading, described
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel
from funneldx.readers.description import read_description, with_defaults
from funneldx.readers.funnel_format import DEFAULTS, MARKS_OF_A_FUNNEL
from funneldx.readers.tally import Tally

if TYPE_CHECKING:
    from funneldx.recorded import Recorded

_TOLD = (Problem, Notice)
_REPORT = r'\s*\{\s*"schema": "funneldx-(report|plan|baseline)/'
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


def read(
    text: str, path: str, *, in_folder: bool = False
) -> Iterable[Funnel | Recorded | Problem | Notice] | None:
    """Return the funnels of a YAML or JSON text, what is wrong with those that cannot be read and what to know.

    None for a file found in a folder that is no funnel at all; a list where there are funnels and nothing else.
    """
    ending = path[-5:].lower()
    if ending.endswith((".yaml", ".yml")):
        quick = _quick()(text, path)
        if quick is not None:
            return quick
    if in_folder and not shows_a_funnel(text):
        return None
    return _read(text, path)


@cache
def _quick() -> Callable[[str, str], list[Funnel] | None]:
    """Not every run meets YAML."""
    from funneldx.readers.quick_funnel import funnels  # noqa: PLC0415

    return funnels


def _read(text: str, path: str) -> Iterator[Funnel | Recorded | Problem | Notice]:
    """Yield the funnels of a YAML or JSON text, what is wrong with those that cannot be read and what to know."""
    if text[:1] == "{" and (ours := re.match(_REPORT, text)):
        what = "baseline" if ours[1] == "baseline" else "report"
        hint = "name it with --baseline" if what == "baseline" else "give the file that it was made from"
        yield Problem(path, 1, 1, f"this is a {what} of funneldx, not a funnel", hint)
        return
    told: set[Problem] = set()
    empty = True
    tally = Tally()
    try:
        roots, written = _documents(text, path)
        for root in roots:
            if isinstance(root, Scalar) and root.absent:
                continue
            empty = False
            if tally.lost:
                message = "nothing is read from here on, since so much is wrong with what stands above"
                yield Notice(path, root.mark.line + 1, None, message)
                return
            for node in _funnels(root, path, told):
                if isinstance(node, _TOLD):
                    tally.note(node)
                    yield node
                    continue
                found = read_description(node, path, written)
                if type(found) is tuple:  # of problems; a funnel is a tuple of its own kind
                    problems = cast("tuple[Problem, ...]", found)
                    yield from (problem for problem in problems if problem not in told)
                    told.update(problems)
                    tally.wrong += len(problems)
                else:
                    tally.right += 1
                    yield cast("Funnel | Recorded", found)
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
