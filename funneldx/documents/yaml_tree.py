"""YAML into trees, from the events of the C parser with an explicit stack.

Never composed or constructed: those recurse, so that 100 KB of nested `[` crash the process, and a few
aliases grow into billions of nodes. Here depth and nodes (aliases counted as expanded) are bounded, tags are
refused, and reading stops at the first excess. Only plain scalars, sequences, mappings and aliases remain.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from funneldx.documents.nodes import At, Mapping, Mark, Node, Scalar, Sequence
from funneldx.errors import Problem, UnreadableError

try:
    from yaml.cyaml import CParser as Parser
except ImportError:  # pragma: no cover - PyYAML built without libyaml: slower, and the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

DEPTH = 50
NODES = 100_000


def documents(text: str, path: str) -> Iterator[Node]:
    """Yield the tree of each document of `text`.

    Raises UnreadableError at the first thing that is not YAML or is over a bound; trees before it have
    already been yielded.
    """
    try:
        yield from _Trees(text, path)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark or At(0, 0)
        raise unreadable(path, mark, _explained(error), "correct the YAML at this place") from None
    except yaml.reader.ReaderError as error:
        mark = _mark_of_byte(text, error.position)
        raise unreadable(
            path,
            mark,
            f"the character U+{error.character:04X} may not stand in a YAML file",
            "remove it; if the file is no text at all, export it as YAML or CSV",
        ) from None


def unreadable(path: str, mark: Mark, message: str, hint: str) -> UnreadableError:
    """The error for a file that cannot be read beyond `mark`."""
    return UnreadableError(Problem(path, mark.line + 1, mark.column + 1, message, hint))


class _Trees:
    """The documents of one text; an iterator so that a large file is read one document at a time."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.nodes = 0
        self.anchors: dict[str, Node] = {}

    def __iter__(self) -> Iterator[Node]:
        parser = Parser(self.text)
        next_event = parser.get_event
        root: Node | None = None
        stack: list[Mapping | Sequence] = []
        keys: list[Scalar | None] = []
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                if event.tag is not None:
                    raise self.refused_tag(event)
                node: Node = Scalar(event.value, event.implicit[0], event.start_mark)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.tag is not None:
                    raise self.refused_tag(event)
                node = Mapping(event.start_mark) if kind is MappingStartEvent else Sequence(event.start_mark)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = stack.pop()
                keys.pop()
                if stack:
                    stack[-1].size += closed.size
                continue
            elif kind is AliasEvent:
                node = self.anchored(event, stack)
            else:
                if kind is DocumentEndEvent and root is not None:
                    yield root
                    root = None
                    self.nodes = 0
                    self.anchors = {}
                continue

            self.nodes += node.size
            if self.nodes > NODES:
                raise unreadable(
                    self.path,
                    event.start_mark,
                    f"more than {NODES:,} values in one document (aliases counted as often as they are used)",
                    "split it into several documents or files, or use CSV",
                )
            if event.anchor is not None and kind is not AliasEvent:
                self.anchors[event.anchor] = node

            if not stack:
                root = node
            else:
                parent = stack[-1]
                if type(parent) is Sequence:
                    parent.items.append(node)
                elif (key := keys[-1]) is None:
                    keys[-1] = self.key(node)
                else:
                    parent.pairs.append((key, node))  # type: ignore[union-attr]
                    keys[-1] = None
                if kind is ScalarEvent or kind is AliasEvent:
                    parent.size += node.size

            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append(node)  # type: ignore[arg-type]
                keys.append(None)
                if len(stack) > DEPTH:
                    raise unreadable(
                        self.path,
                        node.mark,
                        f"values are nested more than {DEPTH} levels deep",
                        "a funnel needs five: check for brackets that are never closed",
                    )

    def refused_tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> UnreadableError:
        return unreadable(
            self.path, event.start_mark, f"the tag {event.tag} is not read here", "write the value without a tag"
        )

    def anchored(self, event: AliasEvent, stack: list[Mapping | Sequence]) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise unreadable(
                self.path,
                event.start_mark,
                f"*{event.anchor} refers to an anchor that is not defined above",
                f"define it with &{event.anchor}, or write the value out",
            )
        if any(node is outer for outer in stack):
            raise unreadable(
                self.path, event.start_mark, f"*{event.anchor} contains itself", "write the value out"
            )
        return node

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        raise unreadable(
            self.path,
            node.mark,
            "a key is a list or a mapping; a single name was expected",
            "write `key: value`, the name first",
        )


def _explained(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it cannot be parsed"
    context = f" ({error.context})" if error.context else ""
    if "character that cannot start any token" in problem and "%" not in problem:
        problem += ": put the text in quotes (a tab may not be used to indent)"
    return f"this is not valid YAML: {problem}{context}"


def _mark_of_byte(text: str, position: int) -> At:
    """Libyaml counts bytes of UTF-8; people count lines and characters."""
    before = text.encode()[:position].decode(errors="ignore")
    return At(before.count("\n"), len(before) - before.rfind("\n") - 1)
