"""Reports: one file a format. Each offers a `Report`, which turns a run into text piece by piece.

- `begin()`: what stands before the first funnel,
- `piece(report)`: what the report needs of one funnel. Pure, since funnels may be judged in several processes,
  and cheap to hand over: a text where that is possible, else small tuples of texts and numbers,
- `write(piece)`: the text to write now, or its bytes in UTF-8, piece by piece in the order of the funnels. State is
  kept only here,
- `end(account)`: what follows the last one.

Nothing here writes anywhere; the texts joined are the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar, runtime_checkable

from funneldx.diagnosis import FunnelReport, Glance, RunReport

FORMATS = ("text", "json", "jsonl", "csv", "markdown", "html", "sarif", "junit", "github", "gitlab")
"""What `--format` and `--output` know by name; `cli.reporting` says which module makes each."""

Piece = TypeVar("Piece")


class Report(Protocol[Piece]):
    """What each module of this package offers."""

    def begin(self) -> str: ...
    def piece(self, report: FunnelReport) -> Piece: ...
    def write(self, piece: Piece) -> str | bytes: ...
    def end(self, account: RunReport) -> str: ...


@runtime_checkable
class Framed(Protocol):
    """What a `Report` offers beside that if its piece is the JSON of a funnel, which can be written without a report.

    It takes such pieces as bytes in UTF-8, too.
    """

    frame: tuple[str, str]
    """What opens the JSON object, and what follows it."""


@runtime_checkable
class Summing(Protocol):
    """What a `Report` offers beside that if a glance at each funnel is enough for it, and sums are all it keeps."""

    def glance(self, glance: Glance) -> Any:
        """Return the piece of a funnel."""

    def summed(self, pieces: Iterable[Any]) -> Any:
        """Sum up pieces; pure, as `glance` is."""

    def merge(self, part: Any) -> None:
        """Take over what was summed up in another process."""
