"""How far a long run is, on standard error: a bar with the rate and the time left, gone before anything is reported.

It is drawn by whoever calls `advance`, never by a thread of its own, so that a run may fork processes meanwhile.
Rich is imported only when there is something to draw.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.7
"""Seconds after which a bar is drawn: what ends before needs none."""
_EVERY = 0.1
"""Seconds from one drawing to the next."""


class Bar:
    """How far a run is; it costs next to nothing until it is drawn."""

    def __init__(self, total: int | None, stream: TextIO | None, *, color: bool = True) -> None:
        """Of `total` in all (None where that is not known), drawn on `stream`; never where that is None."""
        self._total = total
        self._stream = stream
        self._color = color
        self._begun = time.monotonic()
        self._due = float("inf") if stream is None else self._begun + _PATIENCE
        self._done = 0.0
        self._funnels = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    @property
    def draws(self) -> bool:
        """Whether there is anything to draw on."""
        return self._stream is not None

    def advance(self, amount: float, funnels: int = 0) -> None:
        """Tell that `amount` of the total is done, and that many funnels; worth calling with 0 just to be seen."""
        self._done += amount
        self._funnels += funnels
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _EVERY
            self._draw(now)

    def show(self) -> None:
        """Draw it now: what comes takes long, and `advance` will not be called meanwhile."""
        if self._stream is not None:
            self._due = 0
            self.advance(0)

    def clear(self) -> None:
        """Take the bar away, leaving no trace of it."""
        self._due = float("inf")
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _draw(self, now: float) -> None:
        if self._progress is None:
            self._progress = _progress(self._stream, color=self._color)
            self._task = self._progress.add_task("", total=self._total, told="", left="")
            self._progress.start()
        assert self._task is not None
        seconds = now - self._begun
        self._progress.update(
            self._task, completed=self._done, told=self._told(seconds), left=self._left(seconds)
        )
        self._progress.refresh()

    def _told(self, seconds: float) -> str:
        if not self._funnels:
            return "reading"
        return f"{self._funnels:,} funnels, {self._funnels / seconds:,.0f}/s"

    def _left(self, seconds: float) -> str:
        if not self._total or not 0 < self._done < self._total:
            return ""
        minutes, left = divmod(round(seconds * (self._total - self._done) / self._done), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{left:02d} left" if hours else f"{minutes}:{left:02d} left"


def _progress(stream: TextIO | None, *, color: bool) -> "Progress":
    from rich.console import Console  # noqa: PLC0415  (few runs are so long)
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415

    return Progress(
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        TextColumn("{task.fields[left]}", markup=False),
        console=Console(file=stream, no_color=not color or None),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


@contextmanager
def progress(total: int | None, enabled: bool, *, color: bool = True) -> Iterator[Bar]:
    """Show how far a run is while the context lasts; `total` counts whatever is advanced by, such as bytes or files.

    Nothing is shown unless standard error is a terminal that can take lines back. The bar is gone when the context is
    left, in whatever way.
    """
    bar = Bar(total, sys.stderr if enabled and shows(sys.stderr) else None, color=color)
    try:
        yield bar
    finally:
        bar.clear()


def shows(stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a bar can be shown there."""
    return stream is not None and stream.isatty() and environ.get("TERM") not in {"dumb", "unknown"}
