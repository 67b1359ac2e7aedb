"""Where the fields of a table stand in its file, which is not kept: a block is read again when somebody asks."""

from __future__ import annotations

from bisect import bisect_right

from funneldx.documents.nodes import At, Node, Scalar
from funneldx.documents.table import Block, Delimited
from funneldx.errors import UnreadableError
from funneldx.model import Region


class WrittenTable:
    """The blocks of a table that was looked through (see `nodes.Written`)."""

    def __init__(self, table: Delimited, blocks: tuple[Block, ...]) -> None:
        self._table = table
        self._blocks = blocks
        self._begins = [block.line for block in blocks]
        self._last: tuple[int, object] = (-1, None)

    def region(self, node: Node) -> Region:
        """Return the characters of a field, whose mark holds the row's line and the number of the field.

        Those of its line's beginning for a file that can no longer be read.
        """
        from funneldx.documents.extents import Lines, of_field  # noqa: PLC0415  (most reports need no ends)

        line = node.mark.line + 1
        number = max(0, bisect_right(self._begins, line) - 1)
        if self._last[0] != number:
            block = self._blocks[number]
            try:
                text = self._table.text_of(block)
            except (OSError, UnreadableError):
                return Region(line, 1, 2)
            self._last = number, Lines(text, "table", block.line - 1)
        lines = self._last[1]
        assert isinstance(lines, Lines)
        mended = "\t" if line in self._table.mended else ""
        return of_field(lines, node, self._table.delimiter + mended)

    def at(self, line: int, column: int) -> Region:
        """Return the characters of the field of this number in the row that begins on a line, both from 1 on."""
        return self.region(Scalar("", True, At(line - 1, column - 1)))
