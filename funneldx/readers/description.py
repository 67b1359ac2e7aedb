"""A tree that describes a funnel, read by the funnel format: the funnel, or everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funneldx.documents.nodes import Mapping, Node, Scalar, Written
from funneldx.documents.reading import Reading, cut
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.readers.funnel_format import FIELDS, FUNNEL, FoundIn, finished

if TYPE_CHECKING:
    from funneldx.recorded import Recorded


def read_funnel(node: Node, path: str, written: Written) -> Funnel | tuple[Problem, ...]:
    """Return the funnel that `node`, read from `written`, describes, or everything that is wrong with it."""
    reading = Reading(path)
    if isinstance(node, Mapping) and (wrong := _another_kind(node)):
        reading.refuse(*wrong)
        return tuple(reading.problems)
    values = FUNNEL.values(node, reading, "")
    if reading.problems:
        return tuple(reading.problems)
    return finished(values, FoundIn(path, node, reading.places, written))


def read_description(node: Node, path: str, written: Written) -> Funnel | Recorded | tuple[Problem, ...]:
    """The same of a description that may say where its records are, instead of counts: that is still to be counted."""
    if isinstance(node, Mapping) and any(key.value == "source" for key, _ in node.pairs):
        from funneldx.readers.records_format import read_recorded  # noqa: PLC0415  (few funnels are counted)

        return read_recorded(node, path, written)
    return read_funnel(node, path, written)


def _another_kind(node: Mapping) -> tuple[Node, str, str] | None:
    """What to say of a mapping that is no description of stage counts at all."""
    names = {key.value for key, _ in node.pairs}
    if names and names.isdisjoint(FIELDS):
        return (
            node,
            f"this is no funnel: none of its keys ({_some(node)}) is one of a funnel's",
            "begin with `stages:` and a line for each; of other programs, the funnel exports of PostHog, Google "
            "Analytics, Mixpanel and Amplitude are read",
        )
    return None


def _some(node: Mapping) -> str:
    keys = [cut(key.value) for key, _ in node.pairs[:4]]
    return ", ".join(keys) + (", …" if len(node.pairs) > len(keys) else "")


def with_defaults(node: Node, defaults: list[tuple[Scalar, Node]]) -> Node:
    """The mapping with the keys it lacks taken from `defaults`, each where it stands."""
    if not isinstance(node, Mapping) or not defaults:
        return node
    merged = Mapping(node.mark)
    own = {key.value for key, _ in node.pairs}
    merged.pairs = node.pairs + [(key, value) for key, value in defaults if key.value not in own]
    return merged
