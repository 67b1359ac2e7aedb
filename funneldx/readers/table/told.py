"""What is said once for a whole table, however many of its rows it is about, and in however many pieces they are read."""

from __future__ import annotations

from collections.abc import Iterator

from funneldx.diagnosis import Notice
from funneldx.errors import Problem
from funneldx.readers.tally import Lines
from funneldx.stage_names.sums import sums_up
from funneldx.tuples import NamedTuple

_MOST_WORDS = 20
"""Words for sums whose rows are told of one by one."""


class Told(NamedTuple):
    """What there is to say of rows once all of them have been read. It may be handed from process to process."""

    unclear: Problem | None = None
    """The first number that has two readings."""
    more: int = 0
    """The others."""
    sums: tuple[tuple[str, Lines], ...] = ()
    """The rows left out, by the words that gave them away."""
    remarks: Lines = Lines()
    unread: Lines = Lines()
    """The rows that have not been looked at, since too much was wrong with others."""
    ended: bool = False
    """Whether a second table begins among the rows, so that nothing below it is read."""

    def then(self, later: Told) -> Told:
        """What there is to say of these rows and of those that follow; of none below a second table."""
        if self.ended:
            return self
        sums = dict(self.sums)
        for word, lines in later.sums:
            sums[word] = sums.get(word, Lines()).and_(*lines)
        return Told(
            self.unclear or later.unclear,
            self.more + later.more + (self.unclear is not None and later.unclear is not None),
            tuple(sums.items()),
            self.remarks.and_(*later.remarks) if later.remarks.many else self.remarks,
            self.unread.and_(*later.unread) if later.unread.many else self.unread,
            later.ended,
        )

    def items(self, path: str) -> Iterator[Problem | Notice]:
        """Say it."""
        if self.unclear:
            more = f", and so with {self.more:,} more" if self.more else ""
            yield self.unclear._replace(
                message=f"{self.unclear.message}{more}: nothing else in the table tells which"
            )
        for word, lines in self.sums[:_MOST_WORDS]:
            yield Notice(path, lines.first, None, _left_out(word, lines.many))
        if others := self.sums[_MOST_WORDS:]:
            first, lines = others[0]
            many = sum(one.many for _, one in others)
            rest = (
                f"one more row is left out likewise, “{first}”"
                if many == 1
                else f"{many:,} more rows are left out likewise, the first of them “{first}”"
            )
            yield Notice(path, lines.first, None, rest)
        if self.remarks.many:
            which = (
                "this row is a remark" if self.remarks.many == 1 else f"{self.remarks.many} rows are remarks"
            )
            yield Notice(path, self.remarks.first, None, f"{which} and left out")
        if self.unread.many:
            which = "this row is" if self.unread.many == 1 else f"from here on {self.unread.many:,} rows are"
            message = f"{which} left out without a closer look, since so much is wrong with those above"
            yield Notice(path, self.unread.first, None, message)


def _left_out(word: str, many: int) -> str:
    one, several = (
        ("it holds sums", "they hold sums") if sums_up(word) else ("it is none of its own", "they are none")
    )
    if many == 1:
        return f"the row “{word}” is left out: the word says that {one}"
    return f"{many} rows “{word}” are left out: the word says that {several}"
