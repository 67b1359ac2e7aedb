"""Several processes: the order of what they give, what becomes of those that end, and what one of them does."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from typing import Any

import pytest

from funneldx.processes import Lost, WorkerError, _serve, ordered

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork a process")


def squares(number: int) -> Iterator[int]:
    if number % 3 == 0:
        time.sleep(0.003)
    for _ in range(number % 7):
        yield number * number


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_in_the_order_of_the_tasks(jobs: int) -> None:
    expected = [(number, number * number) for number in range(60) for _ in range(number % 7)]
    assert list(ordered(squares, range(60), jobs)) == expected


def test_nothing_to_do() -> None:
    assert list(ordered(squares, (), 3)) == []


def test_tasks_are_not_asked_for_far_ahead() -> None:
    asked: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    given = ordered(squares, tasks(), 2)
    next(given)
    assert len(asked) < 20
    given.close()  # type: ignore[attr-defined]  # it is a generator


def _fatal(number: int) -> Iterator[int]:
    yield number
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        os._exit(7)
    yield -number


def test_a_process_that_is_killed_costs_its_own_task_alone() -> None:
    found = list(ordered(_fatal, range(8), 2))
    assert [one for one in found if one[0] not in {3, 5}] == [
        one for number in (0, 1, 2, 4, 6, 7) for one in ((number, number), (number, -number))
    ]
    assert found[6:8] == [(3, 3), (3, Lost("killed by signal 9"))]
    assert found[10:12] == [(5, 5), (5, Lost("ended with code 7"))]


def test_a_defect_is_raised_here() -> None:
    def crash(_: int) -> Iterator[int]:
        yield 1
        raise ValueError("out of order")

    with pytest.raises(WorkerError, match="ValueError: out of order"):
        list(ordered(crash, range(3), 2))


def test_more_is_not_taken_than_can_be_written() -> None:
    """A process whose turn has not come waits with what it has, rather than fill the memory of the parent."""

    def many(number: int) -> Iterator[bytes]:
        if number == 0:
            time.sleep(0.05)
        for _ in range(30):
            yield bytes(200_000)

    assert sum(len(result) for _, result in ordered(many, range(4), 2)) == 4 * 30 * 200_000


def test_what_one_of_them_does(monkeypatch: pytest.MonkeyPatch) -> None:
    heeded: list[int] = []
    monkeypatch.setattr(signal, "signal", lambda number, _: heeded.append(number))

    def act(number: int) -> Iterator[int]:
        yield number
        yield 10 // number

    ours, theirs = Pipe()
    for number in (5, 0):
        ours.send(number)
    spare, other = Pipe()
    spare.close()
    ours_closed = False
    try:
        said: list[Any] = []
        ours.send(2)
        import threading  # noqa: PLC0415  (to close the way while it is waited for)

        server = threading.Thread(target=_serve, args=(act, theirs, other))
        server.start()
        while len(said) < 8:
            said.append(ours.recv())
        ours.close()
        ours_closed = True
        server.join()
    finally:
        if not ours_closed:
            ours.close()
    assert [(kind.name, result) for kind, result in said] == [
        ("GIVEN", 5),
        ("GIVEN", 2),
        ("ENDED", None),
        ("GIVEN", 0),
        ("FAILED", "ZeroDivisionError: integer division or modulo by zero"),
        ("GIVEN", 2),
        ("GIVEN", 5),
        ("ENDED", None),
    ]
    assert other.closed
    assert heeded == [signal.SIGINT]
