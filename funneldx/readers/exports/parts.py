"""What the exports of all vendors are taken apart with, and what their funnels are put together from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from funneldx.diagnosis import Notice
from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import described, named, quoted
from funneldx.errors import Problem
from funneldx.readers.funnel_format import Stages
from funneldx.tuples import NamedTuple

Item = Node | Notice | Problem

NONE = "(none)"
"""The label of a segment whose value is empty, since a label may not be."""
AGAIN = "export the funnel again, or write its counts under `stages:`"

_LONGEST = 200
_ROOM = 20
"""For what tells stages of the same name apart."""


class Step(NamedTuple):
    """A step as an export has it: what it is called and how many reached it, each at its place."""

    name: Scalar
    reached: Node


def field(node: Node | None, *keys: str) -> Node | None:
    """The value of the first of these keys that a mapping has; None where there is no key or no mapping."""
    if isinstance(node, Mapping):
        for wanted in keys:
            for key, value in node.pairs:
                if key.value == wanted:
                    return value
    return None


def listed(node: Node | None) -> list[Node]:
    """The items of a list; none where there is no list."""
    return node.items if isinstance(node, Sequence) else []


def text(node: Node | None) -> Scalar | None:
    """A single value that says something; None for nothing, an empty text, a list or a mapping."""
    if isinstance(node, Scalar) and not node.absent and not node.value[:_LONGEST].isspace() and node.value:
        return node
    return None


def shortened(value: str, most: int = _LONGEST) -> str:
    """A value cut in its middle where it is longer than is read: of an address, the end tells as much."""
    return value if len(value) <= most else f"{value[: most // 2]}…{value[len(value) + 1 - most // 2 :]}"


def scalar(value: str, at: Node, *, most: int = _LONGEST) -> Scalar:
    """A text of ours that stands where `at` does."""
    return Scalar(shortened(value, most).strip(), False, at.mark)


def problem(path: str, node: Node, message: str, hint: str = AGAIN) -> Problem:
    """What is wrong with `node`."""
    return Problem(path, node.mark.line + 1, node.mark.column + 1, message, hint)


def notice(path: str, node: Node, message: str) -> Notice:
    """What to know of `node`."""
    return Notice(path, node.mark.line + 1, node.mark.column + 1, message)


def repeated(root: Node, path: str) -> list[Problem]:
    """Each key that stands twice in its mapping: nobody can tell which of its values is meant."""
    found: dict[Problem, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(listed(node))
        if isinstance(node, Mapping):
            first: dict[str, Scalar] = {}
            for key, value in node.pairs:
                waiting.append(value)
                if (known := first.setdefault(key.value, key)) is not key:
                    line = known.mark.line + 1
                    what = f"{named(key.value)} stands here a second time, first on line {line}"
                    found[problem(path, key, what, "keep one of the two")] = None
    return sorted(found, key=lambda one: (one.line or 0, one.column or 0))


def steps(items: list[Node], at: Node, names: tuple[str, ...], path: str) -> tuple[list[Step], list[Problem]]:
    """The steps of a list, each called by the first of the keys `names` that says something; what is wrong with it."""
    found: list[Step] = []
    wrong: list[Problem] = []
    if len(items) > Stages.MOST:
        what = f"there are {len(items):,} steps; at most {Stages.MOST} are read"
        return found, [problem(path, at, what, "export one funnel, not the people or events in it")]
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            what = f"step {number} is {described(item)}; a step with its name and `count` was expected"
            wrong.append(problem(path, item, what))
            continue
        name = next(filter(None, (text(field(item, key)) for key in names)), None)
        count = field(item, "count")
        if name is None:
            wrong.append(
                problem(path, item, f"step {number} has no name; a text under `{names[-1]}` was expected")
            )
        elif count is None or (isinstance(count, Scalar) and count.absent):
            what = (
                f"the step {quoted(name.value)} has no count; how many reached it was expected under `count`"
            )
            wrong.append(problem(path, item if count is None else count, what))
        else:
            found.append(Step(name, count))
    if not found and not wrong:
        wrong.append(problem(path, at, "the list of steps is empty; at least two steps were expected"))
    return found, wrong


def funnel(
    at: Node,
    stages: list[Step],
    *,
    name: Node | None = None,
    period: Scalar | None = None,
    labels: Iterable[tuple[str, Node]] = (),
) -> Mapping:
    """The tree of a funnel, as a file of our own would give it."""
    root = Mapping(at.mark)
    if (title := text(name)) is not None:
        root.pairs.append((scalar("name", title), scalar(title.value, title)))
    if period is not None:
        root.pairs.append((scalar("period", period), period))
    inner = Mapping(at.mark)
    inner.pairs = [(scalar(key, value), value) for key, value in labels]
    if inner.pairs:
        root.pairs.append((scalar("labels", at), inner))
    counts = Mapping(at.mark)
    names = _told_apart([step.name for step in stages])
    counts.pairs = [(name, step.reached) for name, step in zip(names, stages, strict=True)]
    root.pairs.append((scalar("stages", at), counts))
    return root


def _told_apart(names: list[Scalar]) -> list[Scalar]:
    """The names of a funnel's stages; those that occur more than once with the number of their step.

    Once more where a name so made is already that of another stage.
    """
    names = [scalar(name.value, name, most=_LONGEST - _ROOM) for name in names]
    while len(often := Counter(name.value.casefold() for name in names)) < len(names):
        names = [
            Scalar(f"{name.value} (step {number})", False, name.mark)
            if often[name.value.casefold()] > 1
            else name
            for number, name in enumerate(names, 1)
        ]
    return names
