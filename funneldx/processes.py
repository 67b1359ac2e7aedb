"""Several processes that do the same to many tasks; what they give comes in the order of the tasks.

They are forked, so that they have everything that the parent has made ready: only tasks and results are handed over.
One that is killed costs nothing but the task that it was at, which is told.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import Enum
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from funneldx.tuples import NamedTuple

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 4
"""Tasks for each process that may be begun before the one whose turn it is has ended."""
_WAITING = 4
"""Results of a task whose turn has not come that are taken; its process waits with the others."""


class Lost(NamedTuple):
    """Instead of a result: the process ended on the way."""

    how: str
    """In words: `killed by signal 9`."""


class WorkerError(Exception):
    """A process met what it could not do, which is a defect of ours."""


def ordered(
    act: Callable[[Task], Iterable[Result]], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Result | Lost]]:
    """Yield what `act` gives for each task, one after the other, each done by one of so many processes.

    The last that comes of a task whose process ended on the way is a `Lost`. Raises WorkerError where `act` raises
    anything.
    """
    crew: _Crew[Task, Result] = _Crew(act)
    waiting = iter(tasks)
    begun = turn = 0
    more = True
    try:
        while more or turn < begun:
            while more and len(crew.busy) < jobs and begun - turn < jobs * _AHEAD:
                following = next(waiting, crew)
                if following is crew:
                    more = False
                else:
                    crew.begin(begun, following)  # type: ignore[arg-type]  # the crew itself is no task
                    begun += 1
            if turn < begun:
                crew.listen(turn)
                yield from crew.given(turn)
                turn += crew.is_over(turn)
    finally:
        crew.end()


class _Member:
    """One process, and the way to it."""

    def __init__(self, process: Any, way: Connection) -> None:
        self.process = process
        self.way = way


class _Progress(Generic[Task, Result]):
    """What has come of a task so far."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.results: deque[Result | Lost] = deque()
        self.ended = False


class _Crew(Generic[Task, Result]):
    def __init__(self, act: Callable[[Task], Iterable[Result]]) -> None:
        self._act = act
        self._context = get_context("fork")
        self._idle: list[_Member] = []
        self._tasks: dict[int, _Progress[Task, Result]] = {}
        self.busy: dict[Connection, tuple[_Member, int]] = {}

    def begin(self, number: int, task: Task) -> None:
        """Give a task to a process that has none, or to a new one."""
        member = self._idle.pop() if self._idle else self._new()
        self._tasks[number] = _Progress(task)
        self.busy[member.way] = (member, number)
        with suppress(OSError):  # it has ended, which shows when its result is asked for
            member.way.send(task)

    def listen(self, turn: int) -> None:
        """Wait until something comes, unless something of the task whose turn it is has come already."""
        if self._tasks[turn].results or self._tasks[turn].ended:
            return
        ways = [
            way
            for way, (_, number) in self.busy.items()
            if number == turn or len(self._tasks[number].results) < _WAITING
        ]
        for way in wait(ways):
            assert isinstance(way, Connection)
            self._hear(way)

    def _hear(self, way: Connection) -> None:
        member, number = self.busy[way]
        progress = self._tasks[number]
        try:
            kind, result = way.recv()
        except (EOFError, OSError):
            del self.busy[way]
            progress.results.append(Lost(_ended(member)))
            progress.ended = True
            return
        if kind is _Said.FAILED:
            raise WorkerError(result)
        if kind is _Said.ENDED:
            del self.busy[way]
            self._idle.append(member)
            progress.ended = True
        else:
            progress.results.append(result)

    def given(self, turn: int) -> Iterator[tuple[Task, Result | Lost]]:
        """What has come of the task whose turn it is."""
        progress = self._tasks[turn]
        while progress.results:
            yield progress.task, progress.results.popleft()

    def is_over(self, turn: int) -> bool:
        """Whether nothing more will come of that task, which then is forgotten."""
        over = self._tasks[turn].ended
        if over:
            del self._tasks[turn]
        return over

    def end(self) -> None:
        """End all of them, whatever they are at."""
        members = [*self._idle, *(member for member, _ in self.busy.values())]
        for member in members:
            member.way.close()
            member.process.terminate()
        for member in members:
            member.process.join()
        self._idle, self.busy = [], {}

    def _new(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(self._act, theirs, ours), daemon=True)
        process.start()
        theirs.close()
        return _Member(process, ours)


class _Said(Enum):
    """What a process says of a task."""

    GIVEN = 0
    ENDED = 1
    FAILED = 2


def _ended(member: _Member) -> str:
    member.way.close()
    member.process.join()
    code = member.process.exitcode
    return f"killed by signal {-code}" if code < 0 else f"ended with code {code}"


def _serve(act: Callable[[Any], Iterable[Any]], way: Connection, other: Connection) -> None:
    """Do one task after the other until nobody gives any more."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the parent means the parent
    with suppress(EOFError, OSError):
        while True:
            task = way.recv()
            try:
                for result in act(task):
                    way.send((_Said.GIVEN, result))
            except Exception as error:  # noqa: BLE001  (told by the parent, as a defect)
                way.send((_Said.FAILED, f"{type(error).__name__}: {error}"))
            else:
                way.send((_Said.ENDED, None))
