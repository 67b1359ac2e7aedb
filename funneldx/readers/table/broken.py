"""Which funnels of a long table lack a row, since one of too few or too many fields may be of them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence

from funneldx.documents.grid import Row
from funneldx.readers.table.grouping import Key

_NARROWED = 20
"""What rows that do not say which funnel they are of may say so that it is looked for what stands beside them."""


class Broken:
    """The funnels of a table by what their rows say of them."""

    def __init__(self, groups: Mapping[Key, list[Row]], columns: Sequence[int], stage: int) -> None:
        """Take the rows of each funnel, the columns that tell funnels apart, and that of the stages."""
        self._groups = groups
        self._columns = columns
        self._stage = stage
        self._stages: dict[Key, set[str]] = {}
        """The stages that funnels have, of those that were asked for."""
        self._by: dict[tuple[int, ...], dict[Key, list[Key]]] = {}
        """The funnels by what they say in some of the columns."""

    def by(self, rows: Iterable[Row]) -> set[Key]:
        """The funnels that these rows, of too few or too many fields, may be of.

        Those that lack its stage and have whatever else it says; where that leaves it open, those beside it, or after
        so many such rows all of them.
        """
        found: set[Key] = set()
        wide: set[tuple[tuple[int, ...], Key]] = set()
        narrowed: dict[tuple[tuple[int, ...], Key, str | None], list[tuple[int, Key]]] = {}
        for row in rows:
            there = tuple(place for place, index in enumerate(self._columns) if index < len(row.cells))
            said = tuple(row.cells[self._columns[place]] for place in there)
            stage = row.cells[self._stage] if self._stage < len(row.cells) else None
            if (there, said) in wide:
                continue
            candidates = self._saying(there, said)
            if len(there) == len(self._columns):
                found.update(key for key in candidates if self._lacks(key, stage))
            elif (there, said, stage) in narrowed or len(narrowed) < _NARROWED:
                if (there, said, stage) not in narrowed:
                    narrowed[there, said, stage] = self._lines(candidates, stage)
                found.update(_beside(narrowed[there, said, stage], row.line))
            else:
                wide.add((there, said))
                found.update(candidates)
        return found

    def _saying(self, there: tuple[int, ...], said: Key) -> list[Key]:
        """The funnels that say this in these of the columns."""
        if there not in self._by:
            known = self._by[there] = {}
            for key in self._groups:
                known.setdefault(tuple(key[place] for place in there), []).append(key)
        return self._by[there].get(said, [])

    def _lacks(self, key: Key, stage: str | None) -> bool:
        """Whether a funnel lacks a stage, if one is named."""
        if stage is None:
            return True
        if key not in self._stages:
            self._stages[key] = {one.cells[self._stage] for one in self._groups[key]}
        return stage not in self._stages[key]

    def _lines(self, candidates: Iterable[Key], stage: str | None) -> list[tuple[int, Key]]:
        """Where the rows stand of those funnels that lack a stage."""
        lacking = (key for key in candidates if self._lacks(key, stage))
        return sorted((row.line, key) for key in lacking for row in self._groups[key])


def _beside(lines: Sequence[tuple[int, Key]], line: int) -> list[Key]:
    """The funnels right above and below a line."""
    at = bisect(lines, line, key=lambda one: one[0])
    return [key for _, key in lines[max(0, at - 1) : at + 1]]
