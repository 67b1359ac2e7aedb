"""Rounds of jobs, and what is made of their times."""

from __future__ import annotations

import pytest

from tests.benchmarks.measuring import Job, Rounds, Taken, interleaved


def job(name: str, ran: list[str], seconds: float = 1.0) -> Job:
    def act() -> Taken:
        ran.append(name)
        return Taken(seconds, seconds / 2)

    return act


def test_jobs_are_run_in_turn_and_every_other_round_backwards() -> None:
    ran: list[str] = []
    interleaved({name: job(name, ran) for name in "abc"}, budget=9, most=3)
    assert "".join(ran) == "abccbaabc"


@pytest.mark.parametrize(
    ("budget", "rounds"),
    [(0, 1), (2.5, 1), (4, 2), (5.9, 2), (6, 3), (1000, 7)],
)
def test_there_are_as_many_rounds_as_fit_into_the_budget(budget: float, rounds: int) -> None:
    ran: list[str] = []
    taken = interleaved({"a": job("a", ran), "b": job("b", ran)}, budget, most=7)
    assert len(taken.taken) == rounds
    assert len(ran) == 2 * rounds


def test_there_are_so_many_rounds_at_least() -> None:
    assert len(interleaved({"a": job("a", [])}, 0, least=5).taken) == 5


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """A disturbance that doubles all of a round says nothing; one of a single job is outvoted."""
    rounds = Rounds(
        (
            {"ours": Taken(1, 1), "peer": Taken(2, 1)},
            {"ours": Taken(2, 2), "peer": Taken(4, 4)},
            {"ours": Taken(9, 3), "peer": Taken(2, 2)},
        )
    )
    assert rounds.ratio("ours", "peer", "wall") == 0.5
    assert rounds.ratio("ours", "peer", "CPU") == 1
    assert rounds.seconds("ours", "wall") == 2
    assert rounds.seconds("peer", "CPU") == 2
