"""Reports: one file a format. Each offers a `Report`, which turns a run into text piece by piece.

- `begin()`: what stands before the first funnel,
- `piece(report)`: what the report needs of one funnel. Pure, since funnels may be judged in several processes,
  and cheap to hand over: a text where that is possible, else small tuples of texts and numbers,
- `write(piece)`: the text to write now, piece by piece in the order of the funnels. State is kept only here,
- `end(account)`: what follows the last one.

Nothing here writes anywhere; the texts joined are the report.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from funneldx.diagnosis import FunnelReport, RunReport

FORMATS = ("text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github", "gitlab")
"""What `--format` and `--output` know by name; `cli.reporting` says which module makes each."""

Piece = TypeVar("Piece")


class Report(Protocol[Piece]):
    """What each module of this package offers."""

    def begin(self) -> str: ...
    def piece(self, report: FunnelReport) -> Piece: ...
    def write(self, piece: Piece) -> str: ...
    def end(self, account: RunReport) -> str: ...
