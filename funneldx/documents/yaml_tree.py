"""YAML into trees, from the events of the C parser with an explicit stack.

Never composed or constructed: those recurse, so that 100 KB of nested `[` crash the process, and a few
aliases grow into billions of nodes. Here depth and nodes (aliases counted as expanded) are bounded, tags are
refused, and reading stops at the first excess. Only plain scalars, sequences, mappings and aliases remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

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
from funneldx.documents.reading import cut
from funneldx.errors import Problem, UnreadableError

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML built without libyaml: slower, and the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

__all__ = ["DEPTH", "NODES", "Parser", "documents", "too_deep", "too_many", "unreadable"]

DEPTH = 50
NODES = 100_000
_DIRECTIVES = 100
"""Lines of this kind that are read: the parser holds each against all before it."""
_DIRECTIVE = r"(?m)^%TAG"


def documents(text: str, path: str) -> Iterator[Node]:
    """Yield the tree of each document of `text`.

    Raises UnreadableError at the first thing that is not YAML or is over a bound; trees before it have
    already been yielded.
    """
    if text.count("%TAG") > _DIRECTIVES and len(found := [*re.finditer(_DIRECTIVE, text)]) > _DIRECTIVES:
        mark = _mark_at(text, found[_DIRECTIVES].start())
        raise unreadable(
            path, mark, "a document begins with so many %TAG lines", "leave them out: no tag is read here"
        )
    try:
        yield from _Trees(text, path)
    except yaml.MarkedYAMLError as error:
        raise unreadable(path, *_explained(error, text)) from None
    except yaml.reader.ReaderError as error:
        mark = _mark_at(text if error.encoding == "unicode" else text.encode(), error.position)
        raise unreadable(
            path,
            mark,
            f"the character U+{error.character:04X} may not stand in a YAML file",
            "remove it; if the file is no text at all, export it as YAML or CSV",
        ) from None


def unreadable(path: str, mark: Mark, message: str, hint: str) -> UnreadableError:
    """The error for a file that cannot be read beyond `mark`."""
    return UnreadableError(Problem(path, mark.line + 1, mark.column + 1, message, hint))


def too_many(path: str, mark: Mark) -> UnreadableError:
    """The error for a document of more nodes than are read."""
    return unreadable(
        path,
        mark,
        f"more than {NODES:,} values in one document (aliases counted as often as they are used)",
        "split it into several documents or files, or use CSV",
    )


def too_deep(path: str, mark: Mark) -> UnreadableError:
    """The error for values nested deeper than are read."""
    return unreadable(
        path,
        mark,
        f"values are nested more than {DEPTH} levels deep",
        "a funnel needs five: check for brackets that are never closed",
    )


class _Trees:
    """The documents of one text; an iterator so that a large file is read one document at a time."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    def __iter__(self) -> Iterator[Node]:
        next_event: Callable[[], Any] = Parser(self.text).get_event  # no type has what each of the events has
        root: Node | None = None
        anchors: dict[str, Node] = {}
        nodes = 0
        # The collection being filled, and the key in it that waits for its value; below it the outer ones.
        parent: Mapping | Sequence | None = None
        key: Scalar | None = None
        outer: list[tuple[Mapping | Sequence | None, Scalar | None]] = []
        node: Node
        while (event := next_event()) is not None:
            kind = type(event)
            opens = False
            if kind is ScalarEvent:
                node = Scalar(event.value, event.implicit[0], event.start_mark)
                if parent is not None and nodes < NODES and event.tag is None and event.anchor is None:
                    # Nine events of ten come this way; below they would take twice the time.
                    nodes += 1
                    parent.size += 1
                    if key is not None:
                        parent.pairs.append((key, node))  # type: ignore[union-attr]  # only a mapping has a key
                        key = None
                    elif type(parent) is Mapping:
                        key = node
                    else:
                        parent.items.append(node)  # type: ignore[union-attr]  # what is no mapping
                    continue
            elif kind is MappingStartEvent:
                node = Mapping(event.start_mark)
                opens = True
            elif kind is SequenceStartEvent:
                node = Sequence(event.start_mark)
                opens = True
            elif kind is AliasEvent:
                node = self.anchored(event, anchors, (parent, *(one for one, _ in outer)))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = parent
                parent, key = outer.pop()
                if parent is not None and closed is not None:
                    parent.size += closed.size
                continue
            else:
                if kind is DocumentEndEvent and root is not None:
                    yield root
                    root, anchors, nodes = None, {}, 0
                continue

            nodes += node.size
            if nodes > NODES:
                raise too_many(self.path, event.start_mark)
            if kind is not AliasEvent:
                if event.tag is not None:
                    raise self.refused_tag(event)
                if event.anchor is not None:
                    anchors[event.anchor] = node

            if parent is None:
                root = node
            else:
                if not opens:
                    parent.size += node.size
                if isinstance(parent, Sequence):
                    parent.items.append(node)
                elif key is None:
                    if not isinstance(node, Scalar):
                        raise self.refused_key(event.start_mark)
                    key = node
                else:
                    parent.pairs.append((key, node))
                    key = None

            if opens:
                outer.append((parent, key))
                parent, key = node, None  # type: ignore[assignment]  # only a collection opens
                if len(outer) > DEPTH:
                    raise too_deep(self.path, node.mark)

    def refused_tag(self, event: Any) -> UnreadableError:
        return unreadable(
            self.path,
            event.start_mark,
            f"the tag {cut(event.tag)} is not read here",
            "write the value without a tag",
        )

    def anchored(
        self, event: Any, anchors: dict[str, Node], filling: Iterable[Mapping | Sequence | None]
    ) -> Node:
        node = anchors.get(event.anchor)
        if node is None:
            raise unreadable(
                self.path,
                event.start_mark,
                f"*{cut(event.anchor)} refers to an anchor that is not defined above",
                f"define it with &{cut(event.anchor)}, or write the value out",
            )
        if any(node is one for one in filling):
            raise unreadable(
                self.path, event.start_mark, f"*{cut(event.anchor)} contains itself", "write the value out"
            )
        return node

    def refused_key(self, mark: Mark) -> UnreadableError:
        return unreadable(
            self.path,
            mark,
            "a key is a list or a mapping; a single name was expected",
            "write `key: value`, the name first",
        )


def _explained(error: yaml.MarkedYAMLError, text: str) -> tuple[Mark, str, str]:
    """Place, message and hint for what is no YAML."""
    mark = error.problem_mark or error.context_mark or At(0, 0)
    problem = error.problem or "it cannot be parsed"
    if "unexpected end of stream" in problem and error.context_mark:
        return error.context_mark, "a quote that opens here is never closed", "close it"
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    if line[mark.column : mark.column + 1] == "\t":
        return mark, "a tab stands where only spaces may", "indent with spaces"
    for words, message, hint in _IN_OTHER_WORDS:
        if words in problem:
            opens = error.context_mark.line + 1 if error.context_mark else mark.line + 1
            sign = line[mark.column : mark.column + 1]
            return mark, f"this is not valid YAML: {message.format(opens=opens, sign=sign)}", hint
    context = f" ({error.context})" if error.context else ""
    return mark, f"this is not valid YAML: {problem}{context}", "correct the YAML at this place"


_IN_OTHER_WORDS = (
    (
        "mapping values are not allowed",
        "a colon stands where no value can begin",
        "begin the line where those beside it begin, end each name with a colon, or put a text that holds a colon "
        "in quotes",
    ),
    (
        "did not find expected key",
        "this belongs neither to the lines above it nor to what they are part of",
        "begin lines that belong together in the same column, and a new key on a line of its own",
    ),
    (
        "could not find expected ':'",
        "the line before this has no colon",
        "write a colon and a space between a name and its value",
    ),
    (
        "did not find expected ',' or '}'",
        "a comma or }} was expected, since the {{ on line {opens} is not closed yet",
        "close it, or put a comma between the values",
    ),
    (
        "did not find expected ',' or ']'",
        "a comma or ] was expected, since the [ on line {opens} is not closed yet",
        "close it, or put a comma between the values",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list above it",
        "begin every item with `- `, or end the list by indenting less",
    ),
    ("cannot start any token", "a value cannot begin with {sign}", "put the text in quotes"),
    (
        "unknown escape character",
        "a backslash stands before a character that it cannot change",
        "write it twice, or put the text in single quotes",
    ),
)
"""What the parser says, and the same as somebody who writes a funnel would say it."""


def _mark_at(text: str | bytes, position: int) -> At:
    """Where a position is; libyaml counts bytes of UTF-8, PyYAML's own parser characters."""
    before = text[:position]
    if isinstance(before, bytes):
        before = before.decode(errors="ignore")
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return At(len(lines) - 1, len(lines[-1]))
