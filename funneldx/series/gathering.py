"""What a file holds, as it is read, to the same with its series formed; one that holds a single funnel passes through.

Only the funnels of a file that share their name are a series, so that everything before a name that comes again can
be a part of one: what a file holds is kept until it has been read. From `MOST` funnels on, only the funnels of one name
that stand together are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from funneldx.diagnosis import Defect, Notice
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.periods import Grain
from funneldx.rates import Level
from funneldx.tuples import NamedTuple

Item = Funnel | Problem | Notice | Defect
MOST = 100_000
"""Funnels of a file that are kept until all of it has been read."""


class Arrangement(NamedTuple):
    """What to sum over before anything is judged; nothing, as it stands."""

    by: tuple[str, ...] | None = None
    """The labels to keep, in any case; all others are summed over. None keeps all."""
    grain: Grain | None = None
    """The periods to sum finer ones to."""

    @property
    def sums(self) -> bool:
        """Whether there is anything to sum over."""
        return self.by is not None or self.grain is not None


AS_THEY_STAND = Arrangement()


class Gatherer:
    """Gathers what files hold, one file after the other."""

    def __init__(self, as_of: date, level: Level | None, arrangement: Arrangement) -> None:
        """Take the day of the report, the confidence level (None for none) and what to sum over."""
        self._as_of = as_of.toordinal()
        self._level = level
        self._arrangement = arrangement

    def gathered(self, items: Iterable[Item]) -> Iterable[Item]:
        """Give on what a file holds."""
        if isinstance(items, list) and len(items) == 1 and not self._arrangement.sums:
            return items  # as nearly all files of a folder
        return self._gathered(items)

    def _gathered(self, items: Iterable[Item]) -> Iterator[Item]:
        held: list[Item] = []
        reading = iter(items)
        funnels = 0
        for item in reading:
            held.append(item)
            funnels += isinstance(item, Funnel)
            if funnels > MOST:
                yield from self._in_runs(held, reading)
                return
        if funnels > 1 or (funnels and self._arrangement.sums):
            yield from self._formed(held)
        else:
            yield from held

    def _in_runs(self, held: list[Item], reading: Iterator[Item]) -> Iterator[Item]:
        """Form series of the funnels of one name that stand together, as long as no name comes again later."""
        gone: set[int] = set()
        run: list[Item] = []
        name: object = gone  # no funnel is called so
        many = 0
        items = chain(held, reading)
        for item in items:
            if isinstance(item, Funnel):
                if item.name != name:
                    yield from self._formed(run)
                    gone.add(hash(name) if name is not gone else 0)
                    run, many, name = [], 0, item.name
                    if hash(name) in gone:
                        yield too_many(*item.places.find(""), f"the rows of “{name}” do not stand together")
                        break
                many += 1
                if many > MOST:
                    yield too_many(*item.places.find(""), f"more than {MOST:,} of them share a name")
                    break
            run.append(item)
        else:
            yield from self._formed(run)
            return
        yield from run
        yield item
        yield from items

    def _formed(self, held: list[Item]) -> Iterator[Item]:
        from funneldx.series.forming import formed  # noqa: PLC0415  (most files hold one funnel)

        return formed(held, self._as_of, self._level, self._arrangement)


def too_many(path: str, line: int | None = None, column: int | None = None, why: str = "") -> Notice:
    """Say that the funnels of a file are not held against each other, from a line on or at all."""
    here = "from here on " if line else ""
    message = (
        f"{here}what changed (FDX6) is skipped: this file has more than {MOST:,} funnels, and "
        f"{why or 'the rows of one name do not stand together'}; sort its rows by name, or split it"
    )
    return Notice(path, line, column, message)
