"""Problems without end: of one file only the first are kept and told, since there may be as many as it has rows."""

from __future__ import annotations

from collections.abc import Iterable

from funneldx.errors import Problem

MOST = 1000
"""Problems of one file that are told one by one."""


class Crowd:
    """The problems of a run, in order: all of them, but for those of a file that has more than can be of use."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._of: dict[str, int] = {}
        """How many there are of each file that has any."""

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, problems: Iterable[Problem]) -> None:
        """Take in those that were met next."""
        for problem in problems:
            many = self._of[problem.path] = self._of.get(problem.path, 0) + 1
            if many <= MOST:
                self._kept.append(problem)

    def told(self) -> tuple[Problem, ...]:
        """Those that are told, and of how many of a file nothing more is said."""
        left = {path: many - MOST for path, many in self._of.items() if many > MOST}
        return (*self._kept, *(_more(path, many) for path, many in left.items()))


def _more(path: str, many: int) -> Problem:
    what = "1 more thing is" if many == 1 else f"{many:,} more things are"
    return Problem(
        path,
        None,
        None,
        f"{what} wrong in this file; the first {MOST:,} are told",
        "mend what is wrong with all of them alike, and check the file again",
    )
