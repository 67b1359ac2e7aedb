"""Writing the reports of a run as they come, to standard output and to files."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from funneldx.batch import Run
from funneldx.cli.guard import INTERRUPTED, forget_output
from funneldx.cli.reporting import Output
from funneldx.cli.terminal import Out, complain
from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.policy import Judged, exit_code
from funneldx.pressed import funnel_json
from funneldx.reports import Framed, Report, Summing

_AT_EASE = 100_000
"""Objects from which on rubbish is looked for: hardly any is in cycles, and looking takes a tenth of the time."""


def collect_at_ease() -> None:
    """Have rubbish looked for from now on, among what comes, and seldom."""
    gc.freeze()
    gc.set_threshold(_AT_EASE)
    gc.enable()


def written(
    run: Run, outputs: Sequence[Output], settings: Settings, *, done: Callable[[], None] = lambda: None
) -> int:
    """Write all reports of the run as it goes; whatever ends it early, what was done is reported whole.

    Files are only put into their places when all of them are complete. A reader of one output that goes away costs
    the others nothing. `done` is called when nothing more will be read. Returns the exit code.
    """
    interrupted = False
    pieces = Pieces([report for report, _ in outputs])
    open_ones = _Open(outputs)
    try:
        open_ones.begin()
        try:
            for made in run.made(pieces, pieces.joined):
                open_ones.add(made)
                if not open_ones.left:
                    break
        except KeyboardInterrupt:
            interrupted = True
            complain("interrupted: the report holds what was done until then")
        done()
        open_ones.end(run.account)
    except BaseException:
        for _, sink in outputs:
            sink.discard()
        raise
    return INTERRUPTED if interrupted else exit_code(run.account, settings.fail_on)


class Pieces:
    """What the reports of a run need of funnels; pure, as each of them is."""

    def __init__(self, reports: Sequence[Report[Any]]) -> None:
        self._reports = [(report, report if isinstance(report, Summing) else None) for report in reports]
        self._frames = [report.frame if isinstance(report, Framed) else None for report in reports]

    def __call__(self, judged: Sequence[Judged]) -> tuple[list[Any], ...]:
        """Return the pieces of each report, in the order of the reports.

        Nothing is put into words for reports that need no more than a glance, and no report is made of a funnel for
        those that can do without.
        """
        told: list[FunnelReport] = []
        made: list[list[Any]] = []
        for (report, summing), frame in zip(self._reports, self._frames, strict=True):
            if summing:
                made.append([summing.glance(one.glance) for one in judged])
            elif frame:
                made.append([funnel_json(one, *frame) or report.piece(one.words) for one in judged])
            else:
                told = told or [one.words for one in judged]
                made.append([*map(report.piece, told)])
        return tuple(made)

    def joined(self, made: Sequence[tuple[list[Any], ...]]) -> tuple[Any, ...]:
        """The pieces of some funnels and of those that follow, summed up where only their sums are of use."""
        return tuple(
            summing.summed(chain.from_iterable(lists)) if summing else [*chain.from_iterable(lists)]
            for (_, summing), lists in zip(self._reports, zip(*made, strict=True), strict=True)
        )


class _Open:
    """The outputs of a run, less those that nobody reads any more."""

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._outputs = tuple(outputs)
        self.left = len(outputs)
        self._gone: set[int] = set()

    def begin(self) -> None:
        for number, (report, _) in enumerate(self._outputs):
            self._write(number, report.begin())

    def add(self, made: tuple[Any, ...]) -> None:
        for number, ((report, _), pieces) in enumerate(zip(self._outputs, made, strict=True)):
            if isinstance(pieces, list):
                self._write(number, *map(report.write, pieces))
            else:
                assert isinstance(report, Summing)
                report.merge(pieces)

    def end(self, account: RunReport) -> None:
        """Write what comes last, and put the files into their places only when nothing has failed."""
        for number, (report, _) in enumerate(self._outputs):
            self._write(number, report.end(account))
        for number, (_, sink) in enumerate(self._outputs):
            self._try(number, sink.finish)
        for number, (_, sink) in enumerate(self._outputs):
            if number not in self._gone:
                sink.keep()

    def _write(self, number: int, *texts: str | bytes) -> None:
        if any(texts) and number not in self._gone:
            self._try(number, partial(self._outputs[number][1].write, *texts))

    def _try(self, number: int, act: Callable[[], None]) -> None:
        try:
            act()
        except BrokenPipeError:
            _, sink = self._outputs[number]
            self._gone.add(number)
            self.left -= 1
            if isinstance(sink, Out):
                forget_output()
            sink.discard()
