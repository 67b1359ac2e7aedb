"""Sources to batches of judged funnels: what one process does of a run.

All funnels of a batch are read, then all are judged, then all are written about. That keeps what the processor runs
in its caches, and takes a fifth less time than going through everything with each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from funneldx.diagnosis import Defect, Notice
from funneldx.errors import Problem, UnreadableError, crash
from funneldx.model import Funnel, Member
from funneldx.opening import PASSED_OVER, Item, LargeTable, opened
from funneldx.policy import Judged, Part, Policy
from funneldx.sources import Emptied, Source, unreachable

if TYPE_CHECKING:
    from funneldx.documents.table import Block
    from funneldx.filters import Wanted
    from funneldx.readers.table.plan import TablePlan
    from funneldx.readers.table.told import Told
    from funneldx.records import Access

Read = Funnel | Problem | Notice | Defect
"""What is left of what a source holds once its records are counted."""
Given = Source | Problem | Emptied
Make = Callable[[list[Judged]], Any]
"""Makes of judged funnels what is handed over of them."""
Form = Callable[[Iterable[Read]], Iterable[Read]]
"""Forms the series among what a file holds."""

_COMMON = (Funnel, Problem, Notice, Defect)
AT_ONCE = 16
"""Funnels of a batch: more of them would no longer fit into the caches with all that is made of them."""


class Batch:
    """What became of some sources. It can be handed to another process if what was made of the funnels can be."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        """What was made of the funnels, so many together at a time."""
        self.funnels = 0
        self.unwanted = 0
        self.errors: list[Problem] = []
        self.notices: list[Notice] = []
        self.defects: dict[Defect, None] = {}
        self.severities = [0, 0, 0, 0]
        """Diagnoses by the number of their severity."""
        self.rules: dict[str, int] = {}
        self.passed_over = 0
        self.emptied: list[Emptied] = []
        self.given = 0
        """How many of what was given have been gone through."""
        self.sources = 0.0
        """How many sources have been gone through; a part of one for a block of a table."""
        self.length = 0
        """Of a block of a table, how many bytes it has."""
        self.large: LargeTable | None = None
        """A table that was met, and has still to be read; whatever follows it has not been looked at."""
        self.told: Told | None = None
        """What is told once for a table, as far as this piece of it says."""
        self.part: Part | None = None
        """What another process has to be told of what the policy met."""
        self.interrupted = False

    def add(self, other: Batch) -> None:
        """Take over what became of the sources that follow."""
        self.made += other.made
        self.funnels += other.funnels
        self.unwanted += other.unwanted
        self.errors += other.errors
        self.notices += other.notices
        self.defects |= other.defects
        self.severities = [a + b for a, b in zip(self.severities, other.severities, strict=True)]
        for code, number in other.rules.items():
            self.rules[code] = self.rules.get(code, 0) + number
        self.passed_over += other.passed_over
        self.emptied += other.emptied
        self.given += other.given
        self.length += other.length
        self.sources += other.sources


class Worker:
    """Reads and judges under one policy."""

    def __init__(
        self,
        policy: Policy,
        make: Make,
        *,
        strict: bool,
        wanted: Wanted | None,
        form: Form | None = None,
        access: Access | None = None,
    ) -> None:
        """Hand over what `make` makes of the funnels that are `wanted`; `strict` as in `sources.Folders`.

        What a file holds goes through `form` first, but for a table that is read in blocks. Records are counted where
        there is `access` to them.
        """
        self._policy = policy
        self._form = form
        self._make = make
        self._strict = strict
        self._wanted = wanted
        self._access = access

    def batches(self, sources: Iterable[Given], *, in_blocks: bool = True) -> Iterator[Batch]:
        """Go through sources, batch by batch.

        The iteration ends with a large table that is to be read `in_blocks` (see `Batch.large`).

        Where it is interrupted, what was done until then is the last batch.
        """
        part = _Part()
        try:
            for source in sources:
                items = self._items(source, part.batch, in_blocks=in_blocks)
                if isinstance(items, LargeTable):
                    part.batch.large = items
                    break
                for item in items:
                    part.add(item, self._wanted)
                    if len(part.funnels) >= AT_ONCE:
                        yield self._judged(part)
                        part = _Part()
                part.batch.given += 1
                part.batch.sources += isinstance(source, Source)
        except KeyboardInterrupt:
            part.batch.interrupted = True
        yield self._judged(part)

    def block(self, plan: TablePlan, block: Block) -> Iterator[Batch]:
        """Go through one block of a table; the last batch tells what there is to say of all of it."""
        part = _Part()
        try:
            reading = plan.funnels(block)
            for item in reading:
                part.add(item, self._wanted)
                if len(part.funnels) >= AT_ONCE:
                    yield self._judged(part)
                    part = _Part()
            part.batch.told = reading.told
            part.batch.length = block.length
        except UnreadableError as error:
            part.batch.errors.append(error.problem)
        except OSError as error:
            part.batch.errors.append(unreachable(plan.path, error))
        except Exception as error:  # noqa: BLE001  (as above)
            part.add(crashed(plan.path, error), None)
        except KeyboardInterrupt:
            part.batch.interrupted = True
        yield self._judged(part)

    def items(self, items: Iterable[Read]) -> Batch:
        """What there is to say of a table as a whole."""
        part = _Part()
        for item in items:
            part.add(item, self._wanted)
        return self._judged(part)

    def _items(self, source: Given, batch: Batch, *, in_blocks: bool) -> Iterable[Read] | LargeTable:
        if isinstance(source, Problem):
            return (source,)
        if isinstance(source, Emptied):
            batch.emptied.append(source)
            return ()
        try:
            items = opened(source, self._policy.settings.tables, strict=self._strict, in_blocks=in_blocks)
            if items is PASSED_OVER:
                batch.passed_over += 1
                return ()
            if isinstance(items, LargeTable):
                return items
            if not isinstance(items, list):  # a list holds funnels and nothing else
                items = self._counted(_guarded(items, source.path))  # type: ignore[arg-type]  # one object is not told from others
            if self._form is not None:
                items = self._form(items)
        except Exception as error:  # noqa: BLE001  (a defect of what reads one file must not cost the others)
            return (crashed(source.path, error),)
        return items if isinstance(items, list) else _guarded(items, source.path)

    def _counted(self, items: Iterable[Item]) -> Iterator[Read]:
        """The items, with what comes of counting a description's records in place of that."""
        for item in items:
            if isinstance(item, _COMMON):
                yield item
                continue
            from funneldx.counting import items as counted  # noqa: PLC0415  (few funnels are counted)

            yield from counted(item, self._access)

    def _judged(self, part: _Part) -> Batch:
        """Judge what was read, and make of it what is handed over.

        An interruption ends the judging. One that comes later is raised before anything has been counted: the same
        part, asked again, begins with what it has.
        """
        batch = part.batch
        try:
            for funnel, errors, notices in part.funnels[len(part.judged) :]:
                part.judged.append((self._policy.judged(funnel), errors, notices))
        except KeyboardInterrupt:
            batch.interrupted = True
        done = [judged for judged, _, _ in part.judged if judged.judgement is not None]
        if done:
            made = self._make(done)
            _count(done, batch)
            batch.made = [made]
        if len(done) < len(part.judged) or any(one.notices or one.defects for one in done):
            _tell(part.judged, batch)
        return batch


def _guarded(items: Iterable[Any], path: str) -> Iterator[Any]:
    """What a file holds, until what reads it crashes."""
    try:
        yield from items
    except Exception as error:  # noqa: BLE001  (as above)
        yield crashed(path, error)


def crashed(path: str, error: Exception) -> Defect:
    """A defect of what reads a file."""
    return Defect(None, None, crash(error), path)


class _Part:
    """A batch before its funnels are judged."""

    def __init__(self) -> None:
        self.batch = Batch()
        self.funnels: list[tuple[Funnel, int, int]] = []
        """Each with how many problems and notices stand before it."""
        self.judged: list[tuple[Judged, int, int]] = []
        """The first of them, judged."""

    def add(self, item: Read, wanted: Wanted | None) -> None:
        """Put what was read where it belongs."""
        batch = self.batch
        if isinstance(item, Funnel):
            if wanted is None or wanted(item):
                self.funnels.append((item, len(batch.errors), len(batch.notices)))
            elif not (isinstance(item, Member) and item.place.whole):
                batch.unwanted += 1
        elif isinstance(item, Problem):
            batch.errors.append(item)
        elif isinstance(item, Notice):
            batch.notices.append(item)
        else:
            batch.defects[item] = None


def _tell(judged: Iterable[tuple[Judged, int, int]], batch: Batch) -> None:
    """Put what was met in judging among what was met in reading, in the order of the sources."""
    errors: list[Problem] = []
    notices: list[Notice] = []
    told = heard = 0
    for one, before, earlier in judged:
        errors += [*batch.errors[told:before], *one.problems]
        notices += [*batch.notices[heard:earlier], *one.notices]
        told, heard = before, earlier
        batch.defects.update(dict.fromkeys(one.defects))
    batch.errors = errors + batch.errors[told:]
    batch.notices = notices + batch.notices[heard:]


def _count(done: Sequence[Judged], batch: Batch) -> None:
    severities, rules = [0, 0, 0, 0], dict[str, int]()
    for judged in done:
        for rule, finding in judged.found:
            severities[finding.severity] += 1
            code = rule.code
            rules[code] = rules.get(code, 0) + 1
    batch.funnels, batch.severities, batch.rules = len(done), severities, rules
