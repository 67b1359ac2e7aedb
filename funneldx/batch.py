"""Many sources to a stream of what is made of their funnels, in a stable order, and what there is to say at the end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from funneldx.crowded import Crowd
from funneldx.diagnosis import Defect, FunnelReport, Notice, RunReport, Severity, Summary
from funneldx.errors import Problem, UnreadableError
from funneldx.figures import listing
from funneldx.opening import LargeTable
from funneldx.policy import Policy
from funneldx.readers import table_plan
from funneldx.series.gathering import AS_THEY_STAND, MOST, Arrangement, Gatherer, too_many
from funneldx.sources import Emptied, shown
from funneldx.work import Batch, Form, Given, Make, Worker, crashed

if TYPE_CHECKING:
    from types import FrameType

    from funneldx.filters import Wanted
    from funneldx.parallel import Crew, Join
    from funneldx.readers.table.plan import TablePlan
    from funneldx.readers.table.told import Told
    from funneldx.records import Access

Follow = Callable[[float, int], None]
"""Is told how many sources have been gone through since the last time, and how many funnels were in them."""


class Run:
    """One run: iterate over what is made of its funnels, or over their reports, then ask for the `account` of it.

    Interrupting the iteration leaves an account of what was done so far.
    """

    def __init__(  # noqa: PLR0913  (each says something else of the run)
        self,
        sources: Iterable[Given],
        policy: Policy,
        paths: Iterable[str],
        *,
        allow_empty: bool = False,
        defects: Iterable[Defect] = (),
        strict: bool = False,
        wanted: Wanted | None = None,
        jobs: int = 1,
        follow: Follow | None = None,
        access: Access | None = None,
        series: Arrangement | None = AS_THEY_STAND,
    ) -> None:
        """Take what `sources` gives of the paths; `strict` as in `sources.Folders`.

        Funnels that are not `wanted` are neither judged nor counted, beside a notice of how many they are. With more
        than one of `jobs`, so many processes go through the sources. With `series`, the funnels of a file that are
        periods and segments of one are held against each other, and summed up, if any rule about them is selected.
        Descriptions that say where their records are need `access` to these.
        """
        self._sources = sources
        self._where = ", ".join(shown(path) for path in paths)
        self._policy = policy
        self._allow_empty = allow_empty
        self._strict = strict
        self._wanted = wanted
        self._jobs = jobs
        self._follow = follow
        self._access = access
        self._form = self._formed_by(series)
        self._found_nothing = False
        self._problems = Crowd()
        self._sum = Batch()
        self._sum.defects = dict.fromkeys(defects)

    def __iter__(self) -> Iterator[FunnelReport]:
        for reports in self.made(lambda judged: [one.report for one in judged]):
            yield from reports

    def made(self, make: Make, join: Join | None = None) -> Iterator[Any]:
        """Yield what `make` makes of judged funnels, so many at a time; several processes `join` what they have made."""
        worker = Worker(
            self._policy,
            make,
            strict=self._strict,
            wanted=self._wanted,
            form=self._form,
            access=self._access,
        )
        crew = None
        if self._jobs > 1:
            from funneldx.parallel import Crew  # noqa: PLC0415  (most runs are over before processes are there)

            crew = Crew(worker, self._policy, self._jobs, join)
        with _Interruptions() as interruptions:
            for batch in self._batches(worker, crew):
                with interruptions.put_off():
                    yield from self._taken(batch)
                if batch.interrupted:
                    raise KeyboardInterrupt
        whole = self._sum
        if not whole.funnels and not self._problems and not self._allow_empty:
            self._found_nothing = True
            self._problems.add((Problem(self._where, None, None, *self._nothing()),))

    def _formed_by(self, series: Arrangement | None) -> Form | None:
        if series is None or not (series.sums or self._policy.looks_at_series):
            return None
        settings = self._policy.settings
        return Gatherer(settings.as_of, settings.level, series).gathered

    def _taken(self, batch: Batch) -> list[Any]:
        made, batch.made = batch.made, []
        self._problems.add(batch.errors)
        batch.errors = []
        self._sum.add(batch)
        if batch.part is not None:
            self._policy.merge(batch.part)
        if self._follow is not None:
            self._follow(batch.sources, batch.funnels)
        return made

    def _batches(self, worker: Worker, crew: Crew | None) -> Iterator[Batch]:
        given = iter(self._sources)
        more = True
        while more:
            more = False
            for batch in crew.batches(given) if crew else worker.batches(given):
                yield batch
                if batch.large is not None:
                    yield from self._table(batch.large, worker, crew)
                    more = crew is None  # the iteration has ended with it

    def _table(self, table: LargeTable, worker: Worker, crew: Crew | None) -> Iterator[Batch]:
        """Read a large table, block by block if its rows can be read on their own."""
        source, raw = table
        try:
            found = table_plan(raw, source.path, self._policy.settings.tables)
        except (UnreadableError, OSError):
            found = None
        except Exception as error:  # noqa: BLE001  (a defect of what reads one file must not cost the others)
            yield worker.items([crashed(source.path, error)])
            return
        if found is None or found[0].blocks is None or self._policy.baseline is not None:
            yield from worker.batches([source], in_blocks=False)
            return
        plan, notice = found
        if self._form is not None and (again := plan.names_come_again(MOST)) != "never":
            if plan.rows <= MOST or again == "together":
                yield from crew.alone(source) if crew else worker.batches([source], in_blocks=False)
                return
            yield worker.items([too_many(plan.path)])
        yield worker.items([*([notice] if notice else ()), *plan.before()])
        told: list[Told] = []
        for batch in self._blocks(plan, worker, crew):
            batch.sources = batch.length / raw.size
            yield batch
            if batch.told is not None:
                told.append(batch.told)
                if batch.told.ended:
                    break
        yield worker.items(plan.after(told))

    def _blocks(self, plan: TablePlan, worker: Worker, crew: Crew | None) -> Iterator[Batch]:
        if crew is not None:
            yield from crew.blocks(plan)
            return
        for block in plan.blocks or ():
            yield from worker.block(plan, block)

    def _nothing(self) -> tuple[str, str]:
        """Say that there was no funnel, or none of those asked for."""
        if not self._sum.unwanted or self._wanted is None:
            return _nothing(self._sum.emptied)
        found = (
            "the only funnel found is"
            if self._sum.unwanted == 1
            else f"none of {self._sum.unwanted:,} funnels found is"
        )
        return (
            f"{found}{' not' if self._sum.unwanted == 1 else ''} one that {self._wanted.asked} asks for",
            "mend it: `funneldx scan --group-by LABEL` shows the values of a label; --allow-empty lets this pass",
        )

    @property
    def account(self) -> RunReport:
        """What is known of the run so far, beside the funnels themselves."""
        notices = [*self._sum.notices, *(self._policy.unused() if self._sum.funnels else ())]
        if self._sum.unwanted and not self._found_nothing and self._wanted is not None:
            left_out = f"{self._sum.unwanted:,} of {self._sum.unwanted + self._sum.funnels:,} funnels are"
            notices.append(Notice(self._where, None, None, f"{left_out} left out by {self._wanted.asked}"))
        if self._sum.passed_over:
            files = (
                "1 file shows nothing of a funnel and was"
                if self._sum.passed_over == 1
                else f"{self._sum.passed_over:,} files show nothing of a funnel and were"
            )
            notices.append(
                Notice(self._where, None, None, f"{files} passed over; --strict-folder tells which")
            )
        errors = self._problems.told()
        return RunReport(
            errors=errors,
            notices=tuple(notices),
            defects=tuple(self._sum.defects),
            summary=Summary(
                funnels=self._sum.funnels,
                errors=len(errors),
                diagnoses={one: self._sum.severities[one] for one in reversed(Severity)},
                by_rule=dict(sorted(self._sum.rules.items())),
            ),
        )


class _Interruptions:
    """Handles interruptions of a run, if they are handled as usual so far, and by this thread.

    The handler is set once for all batches, since setting it takes as long as judging a row of a table.
    """

    def __init__(self) -> None:
        self._waits = False
        self._came = False
        self._ours = False

    def __enter__(self) -> Self:
        if (
            signal.getsignal(signal.SIGINT) is signal.default_int_handler
            and threading.current_thread() is threading.main_thread()
        ):
            signal.signal(signal.SIGINT, self._interrupted)
            self._ours = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._came or not self._waits:
            signal.default_int_handler(number, frame)
        self._came = True

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """Put off an interruption until what is counted has been written too; a second one comes through at once."""
        self._waits = True
        try:
            yield
        finally:
            self._waits = False
        if self._came:
            self._came = False
            raise KeyboardInterrupt


def _nothing(emptied: list[Emptied]) -> tuple[str, str]:
    """Say that there was no funnel, and whether that is because the patterns left nothing."""
    message = "no funnel was found here"
    if not emptied:
        return message, "name a file with `stages:`, or a folder of them; --allow-empty lets this pass"
    files = sum(one.files for one in emptied)
    folders = sum(one.folders for one in emptied)
    left_out = [f"{n:,} {what}{'s' * (n != 1)}" for n, what in ((files, "file"), (folders, "folder")) if n]
    why = f"leave nothing to read ({listing(left_out)} left out)" if left_out else "fit no file"
    return (
        f"{message}: the patterns to include and exclude {why}",
        "mend them: they are held against paths below the folder given; --allow-empty lets this pass",
    )
