"""The same run in several processes: which task each of them is given, and what becomes of a task that kills one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from funneldx.errors import Problem
from funneldx.policy import Policy
from funneldx.processes import Lost, ordered
from funneldx.sources import Source
from funneldx.work import Batch, Given, Worker

if TYPE_CHECKING:
    from funneldx.documents.table import Block
    from funneldx.readers.table.plan import TablePlan

Join = Callable[[list[Any]], Any]
"""Makes one of what was made of some funnels and of those that follow, since less is handed over more quickly."""

_TOGETHER = 64
"""Sources of a task: enough of them that handing it over takes no time beside them."""


class Crew:
    """Several processes that read and judge under one policy."""

    def __init__(self, worker: Worker, policy: Policy, jobs: int, join: Join | None) -> None:
        self._worker = worker
        self._policy = policy
        self._jobs = jobs
        self._join = join

    def batches(self, given: Iterator[Given]) -> Iterator[Batch]:
        """Go through all sources; whatever follows a large table comes after it has been dealt with."""
        for task, batch in ordered(self._files, _tasks(given), self._jobs):
            if isinstance(batch, Lost):
                yield from self._one_by_one(task)
                continue
            yield batch
            if batch.large is not None:
                yield from self._rest(task[int(batch.sources) + 1 :])

    def blocks(self, plan: TablePlan) -> Iterator[Batch]:
        """Go through the blocks of a table."""
        act = partial(self._block, plan)
        for block, first in ordered(act, plan.blocks or (), self._jobs):
            again = ordered(act, (block,), 1) if isinstance(first, Lost) else ()
            batch = next((other for _, other in again), first)
            yield _lost(plan.path, block.line, batch) if isinstance(batch, Lost) else batch

    def _one_by_one(self, task: tuple[Given, ...]) -> Iterator[Batch]:
        """Each source of a task that ended a process in a process of its own, so that only the one at fault is lost."""
        for source in task:
            for (one,), batch in ordered(self._files, ((source,),), 1):
                if isinstance(batch, Batch):
                    yield batch
                else:
                    assert isinstance(one, Source)
                    yield _lost(one.path, None, batch)

    def _rest(self, sources: tuple[Given, ...]) -> Iterator[Batch]:
        """The sources of a task behind a large table."""
        for source in sources:
            yield from self._worker.batches((source,))

    def _files(self, task: tuple[Given, ...]) -> Batch:
        return self._whole(lambda: self._worker.batches(iter(task)))

    def _block(self, plan: TablePlan, block: Block) -> Batch:
        return self._whole(lambda: self._worker.block(plan, block))

    def _whole(self, work: Callable[[], Iterable[Batch]]) -> Batch:
        """All of a task, with what it has used of what the parent has to know."""
        self._policy.begin_part()
        whole = Batch()
        for batch in work():
            whole.add(batch)
            whole.large = batch.large
            whole.told = batch.told
        if self._join is not None and whole.made:
            whole.made = [self._join(whole.made)]
        whole.part = self._policy.part()
        return whole


def _tasks(given: Iterator[Given]) -> Iterator[tuple[Given, ...]]:
    while task := tuple(islice(given, _TOGETHER)):
        yield task


def _lost(path: str, line: int | None, lost: Lost) -> Batch:
    batch = Batch()
    batch.errors.append(
        Problem(
            path,
            line,
            None,
            f"the process that read this was {lost.how}",
            "the system may have run out of memory: split the file, or check it alone with --jobs 1",
        )
    )
    batch.sources = 1
    return batch
