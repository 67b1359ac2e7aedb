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
_MOST = 1024
"""Funnels of which is handed over together what was made."""


class Crew:
    """Several processes that read and judge under one policy."""

    def __init__(self, worker: Worker, policy: Policy, jobs: int, join: Join | None) -> None:
        self._worker = worker
        self._policy = policy
        self._jobs = jobs
        self._join = join

    def batches(self, given: Iterator[Given]) -> Iterator[Batch]:
        """Go through all sources; whatever follows a large table comes after it has been dealt with."""
        at: tuple[Given, ...] = ()
        gone = 0
        heard = False
        for task, batch in ordered(self._files, _tasks(given), self._jobs):
            if task is not at:
                at, gone, heard = task, 0, False
            if isinstance(batch, Lost):
                yield from self._one_by_one(task[gone:], batch if heard else None)
                continue
            yield batch
            gone += batch.given
            heard = True
            if batch.large is not None:
                yield from self._rest(task[gone + 1 :])

    def blocks(self, plan: TablePlan) -> Iterator[Batch]:
        """Go through the blocks of a table."""
        act = partial(self._block, plan)
        heard: Block | None = None
        for block, batch in ordered(act, plan.blocks or (), self._jobs):
            if not isinstance(batch, Lost):
                heard = block
                yield batch
            elif heard is block:
                yield _lost(plan.path, block.line, batch)
            else:
                for _, again in ordered(act, (block,), 1):
                    yield _lost(plan.path, block.line, again) if isinstance(again, Lost) else again

    def alone(self, source: Source) -> Iterator[Batch]:
        """Go through a large table in one piece, in a process of its own; once more where that ends with nothing done."""
        heard = False
        for _, batch in ordered(self._whole, (source,), 1):
            if not isinstance(batch, Lost):
                heard = True
                yield batch
            elif heard:
                yield _lost(source.path, None, batch)
            else:
                for _, again in ordered(self._whole, (source,), 1):
                    yield _lost(source.path, None, again) if isinstance(again, Lost) else again

    def _one_by_one(self, task: tuple[Given, ...], lost: Lost | None) -> Iterator[Batch]:
        """Each source of a task that ended a process in a process of its own, so that only the one at fault is lost.

        The first one is that if part of it is reported already.
        """
        for source in task:
            if lost is not None:
                yield _lost(_path(source), None, lost)
                lost = None
                continue
            for _, batch in ordered(self._files, ((source,),), 1):
                yield _lost(_path(source), None, batch) if isinstance(batch, Lost) else batch

    def _rest(self, sources: tuple[Given, ...]) -> Iterator[Batch]:
        """The sources of a task behind a large table."""
        for source in sources:
            yield from self._worker.batches((source,))

    def _files(self, task: tuple[Given, ...]) -> Iterator[Batch]:
        return self._handed_over(self._worker.batches(iter(task)))

    def _whole(self, source: Source) -> Iterator[Batch]:
        return self._handed_over(self._worker.batches((source,), in_blocks=False))

    def _block(self, plan: TablePlan, block: Block) -> Iterator[Batch]:
        return self._handed_over(self._worker.block(plan, block))

    def _handed_over(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Many batches as a few, each with what its part of the run has met that the parent has to know."""
        self._policy.begin_part()
        whole = Batch()
        for batch in batches:
            whole.add(batch)
            whole.large, whole.told = batch.large, batch.told
            if whole.funnels >= _MOST:
                yield self._ready(whole)
                self._policy.begin_part()
                whole = Batch()
        yield self._ready(whole)

    def _ready(self, whole: Batch) -> Batch:
        if self._join is not None and whole.made:
            whole.made = [self._join(whole.made)]
        whole.part = self._policy.part()
        return whole


def _tasks(given: Iterator[Given]) -> Iterator[tuple[Given, ...]]:
    while task := tuple(islice(given, _TOGETHER)):
        yield task


def _path(source: Given) -> str:
    return source.path if isinstance(source, (Source, Problem)) else ""


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
    batch.given = batch.sources = 1
    return batch
