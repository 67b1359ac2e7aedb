"""Several processes that do the same to many tasks; what they give comes in the order of the tasks.

They are forked, so that they have everything that the parent has made ready: only tasks and results are handed over.
One that is killed costs nothing but the task that it was at, which is told.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 4
"""Tasks for each process that may be done before the one whose turn it is."""


class Lost(NamedTuple):
    """Instead of a result: the process ended on the way."""

    how: str
    """In words: `killed by signal 9`."""


class WorkerError(Exception):
    """A process met what it could not do, which is a defect of ours."""


def can_fork() -> bool:
    """Whether the system makes processes that are like their parent."""
    return "fork" in get_all_start_methods() and os.name == "posix"


def ordered(
    act: Callable[[Task], Result], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Result | Lost]]:
    """Do `act` to each task in one of so many processes; raises WorkerError where it raises anything."""
    crew: _Crew[Task, Result] = _Crew(act)
    waiting = iter(enumerate(tasks))
    done: dict[int, tuple[Task, Result | Lost]] = {}
    turn = 0
    more = True
    try:
        while more or crew.busy or done:
            while more and crew.size - len(crew.idle) < jobs and crew.ahead_of(turn) < jobs * _AHEAD:
                following = next(waiting, None)
                if following is None:
                    more = False
                else:
                    crew.begin(*following)
            if turn not in done and crew.busy:
                done.update(crew.finished())
            while turn in done:
                yield done.pop(turn)
                turn += 1
    finally:
        crew.end()


class _Member:
    """One process, and the way to it."""

    def __init__(self, process: Any, way: Connection) -> None:
        self.process = process
        self.way = way


class _Crew(Generic[Task, Result]):
    def __init__(self, act: Callable[[Task], Result]) -> None:
        self._act = act
        self._context = get_context("fork")
        self._latest = -1
        self.idle: list[_Member] = []
        self.busy: dict[Connection, tuple[_Member, int, Task]] = {}

    @property
    def size(self) -> int:
        """How many processes there are."""
        return len(self.idle) + len(self.busy)

    def ahead_of(self, turn: int) -> int:
        """How far the latest task is ahead of the one whose turn it is."""
        return self._latest - turn

    def begin(self, number: int, task: Task) -> None:
        """Give a task to a process that has none, or to a new one."""
        member = self.idle.pop() if self.idle else self._new()
        self._latest = number
        self.busy[member.way] = (member, number, task)
        with suppress(OSError):  # it has ended, which shows when its result is asked for
            member.way.send(task)

    def finished(self) -> Iterator[tuple[int, tuple[Task, Result | Lost]]]:
        """Wait until there is a result, and return all that there are."""
        for way in wait(list(self.busy)):
            assert isinstance(way, Connection)
            member, number, task = self.busy.pop(way)
            try:
                fine, result = way.recv()
            except (EOFError, OSError):
                yield number, (task, Lost(_ended(member)))
                continue
            if not fine:
                raise WorkerError(result)
            self.idle.append(member)
            yield number, (task, result)

    def end(self) -> None:
        """End all of them, whatever they are at."""
        members = [*self.idle, *(member for member, _, _ in self.busy.values())]
        for member in members:
            member.way.close()
            member.process.terminate()
        for member in members:
            member.process.join()
        self.idle, self.busy = [], {}

    def _new(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(self._act, theirs, ours), daemon=True)
        process.start()
        theirs.close()
        return _Member(process, ours)


def _ended(member: _Member) -> str:
    member.way.close()
    member.process.join()
    code = member.process.exitcode
    return f"killed by signal {-code}" if code < 0 else f"ended with code {code}"


def _serve(
    act: Callable[[Any], Any], way: Connection, other: Connection
) -> None:  # pragma: no cover - in a child
    """Do one task after the other until nobody gives any more."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the parent means the parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, OSError):
        while True:
            task = way.recv()
            try:
                result = True, act(task)
            except Exception as error:  # noqa: BLE001  (told by the parent, as a defect)
                result = False, f"{type(error).__name__}: {error}"
            way.send(result)
