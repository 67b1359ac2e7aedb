"""Everything that can be wrong with what a person gave us.

    FunneldxError          a message and a hint: what is wrong, what to do
    ├── UsageError         the command line, or a path on it
    ├── ConfigurationError the configuration, or a baseline; carries a `Problem` for everything that is wrong with it
    └── UnreadableError    a file that cannot be read any further; carries its `Problem`

A mistake inside a file is data rather than an exception: a `Problem`, so that all those of a file can be
reported at once and the other files are still checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from funneldx.tuples import NamedTuple


class Problem(NamedTuple):
    """One thing wrong at one place of a file: where, what is wrong and what was expected, what to do."""

    path: str
    line: int | None
    column: int | None
    message: str
    hint: str

    @property
    def where(self) -> str:
        """`path:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


def crash(error: BaseException) -> str:
    """Say what crashed, and where in funneldx, for whoever is to mend it."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "funneldx" in code.co_filename:
            place = f" in {os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}: {error}"


class FunneldxError(Exception):
    """Something a person can put right: `message` says what is wrong, `hint` what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}; {hint}")
        self.message = message
        self.hint = hint

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Everything there is to tell, each as a message and a hint."""
        return ((self.message, self.hint),)


class UsageError(FunneldxError):
    """The command line asks for something that does not exist or does not fit together."""


class ConfigurationError(FunneldxError):
    """The configuration or a baseline is wrong, at all the places of `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message, self.problems[0].hint)

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Each problem with its place."""
        return tuple((f"{problem.where}: {problem.message}", problem.hint) for problem in self.problems)


class UnreadableError(FunneldxError):
    """A file that cannot be read at all, or not beyond `problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message, problem.hint)
        self.problem = problem


_LONGEST_WORD = 200
"""Characters of a word that may be a misspelt one; to compare a longer one takes long."""


def nearest(word: str, words: Iterable[str]) -> str:
    """Return `; did you mean "…"?` for the word most like `word`, or nothing."""
    if len(word) > _LONGEST_WORD:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415  (only a mistake needs it)

    known = list(words)
    part = word.casefold()
    close = get_close_matches(part, known, n=1, cutoff=0.7) or [
        one for one in known if part in one and len(part) > 2
    ]
    return f'; did you mean "{close[0]}"?' if close else ""
