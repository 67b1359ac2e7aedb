"""A value, or a list of such: most people have one."""

from __future__ import annotations

from typing import Any

from funneldx.documents.nodes import Node, Sequence
from funneldx.documents.reading import Reading, Schema, Shape
from funneldx.documents.shapes import Listing


class OneOrMore(Shape):
    """A value of a shape, or a list of them; kept as a tuple."""

    def __init__(self, one: Shape) -> None:
        """Of values of this shape."""
        self._one = one
        self._many = Listing(one)

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        """Return the values, or tell what is wrong."""
        if isinstance(node, Sequence):
            return self._many.read(node, reading, field)
        one = self._one.read(node, reading, field)
        return () if one is None else (one,)

    def schema(self) -> Schema:
        """Either of the two."""
        return {"anyOf": [self._one.schema(), self._many.schema()]}

    @property
    def form(self) -> str:
        """How a list looks."""
        return "[first, second]"
