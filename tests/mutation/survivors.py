"""The mutants that are known to survive, with the reason: `survivors.yaml`.

    - why: a reason
      mutants:
        - in: funneldx.rates Rate.interval
          was: the lines that are changed
          now: what they become

Lines, not numbers, name a mutant, so that it is known again when others come before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.mutation.mutants import Mutant

KEPT = Path(__file__).with_name("survivors.yaml")


class Lines(NamedTuple):
    """What names a mutant."""

    place: str
    was: str
    now: str

    @classmethod
    def of(cls, mutant: Mutant) -> Lines:
        """Return those of a mutant."""
        return cls(f"{mutant.module} {mutant.where}", *mutant.lines)


class Explained:
    """What is known of survivors."""

    def __init__(self, reasons: Sequence[tuple[str, Sequence[Lines]]]) -> None:
        self._reasons = {lines: why for why, mutants in reasons for lines in mutants}

    def why(self, mutant: Mutant) -> str | None:
        """Return the reason why it survives."""
        return self._reasons.get(Lines.of(mutant))

    def by_reason(self, survivors: Iterable[Mutant]) -> Iterator[tuple[str, list[Mutant]]]:
        """Yield each reason with those of the survivors that it is for."""
        of_them: dict[str, list[Mutant]] = {}
        for one in survivors:
            if why := self.why(one):
                of_them.setdefault(why, []).append(one)
        yield from of_them.items()

    def not_among(self, survivors: Iterable[Mutant]) -> Iterator[str]:
        """Yield what is explained and does not survive."""
        alive = {Lines.of(one) for one in survivors}
        yield from (f"{one.place}: {one.now}" for one in self._reasons if one not in alive)


def explained() -> Explained:
    """Read the file."""
    kept = yaml.safe_load(KEPT.read_text(encoding="utf-8")) or []
    return Explained(
        [
            (one["why"], [Lines(each["in"], each["was"], each["now"]) for each in one["mutants"]])
            for one in kept
        ]
    )


def yaml_of(survivors: Iterable[Mutant]) -> str:
    """Return them as the file has them, without a reason."""
    mutants = [dict(zip(("in", "was", "now"), Lines.of(one), strict=True)) for one in survivors]
    return yaml.safe_dump([{"why": "?", "mutants": mutants}], sort_keys=False, allow_unicode=True, width=1000)
