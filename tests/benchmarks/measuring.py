"""Jobs run in turn, and what their times say of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from typing import Literal, NamedTuple

Clock = Literal["wall", "CPU"]
"""What a ratio is of: CPU where one process computes, which neighbours disturb least; else the time that passes."""


class Taken(NamedTuple):
    """What a job took, in seconds."""

    wall: float
    cpu: float
    """Of all its processes together."""

    def by(self, clock: Clock) -> float:
        """The seconds of that clock."""
        return self.wall if clock == "wall" else self.cpu


Job = Callable[[], Taken]


class Rounds(NamedTuple):
    """What every job took, round by round."""

    taken: tuple[Mapping[str, Taken], ...]

    def seconds(self, name: str, clock: Clock) -> float:
        """Median of a job."""
        return median(one[name].by(clock) for one in self.taken)

    def ratio(self, name: str, peer: str, clock: Clock) -> float:
        """Median of how many times as long a job took as its peer in the same round."""
        return median(one[name].by(clock) / one[peer].by(clock) for one in self.taken)


def interleaved(jobs: Mapping[str, Job], budget: float, *, most: int = 31, least: int = 1) -> Rounds:
    """Run all jobs once a round, so that whatever else the machine does falls on all of them alike.

    Every other round runs backwards, since a job may leave the machine warmer or colder for the next. There are as
    many rounds as fit into `budget` seconds of wall time, but `least` to `most` of them.
    """
    rounds: list[dict[str, Taken]] = []
    spent = 0.0
    while len(rounds) < most:
        names = list(jobs) if len(rounds) % 2 == 0 else list(jobs)[::-1]
        rounds.append({name: jobs[name]() for name in names})
        last = sum(taken.wall for taken in rounds[-1].values())
        spent += last
        if len(rounds) >= least and spent + last > budget:
            break
    return Rounds(tuple(rounds))
