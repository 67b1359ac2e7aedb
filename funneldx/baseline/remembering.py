"""The findings of a run to what is remembered of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from funneldx.baseline.entries import Entry, Who, below, entry_of, found_of, labels_of
from funneldx.diagnosis import FunnelReport, Severity
from funneldx.periods import last_day
from funneldx.tuples import NamedTuple


class Piece(NamedTuple):
    """What is remembered of one funnel, before it is known which funnels are beside it."""

    who: Who
    period: str | None
    entries: tuple[Entry, ...]


class Remembering:
    """Entries in the making: a `piece` of each funnel (in any process), then `write` each, in the order of the files."""

    def __init__(self, folder: str) -> None:
        """Paths are taken relative to the absolute `folder`."""
        self.funnels = 0
        """How many there were."""
        self.ailing = 0
        """How many of them have findings."""
        self._folder = folder
        self._done: list[Entry] = []
        self._path = ""
        self._open: list[Entry] = []
        """Those of the file at hand, of which it is not known yet whether a later period follows."""
        self._met: Counter[tuple[Who, str | None]] = Counter()
        self._latest: dict[Who, str] = {}

    def piece(self, report: FunnelReport) -> Piece:
        """Return what there is to remember of a funnel; pure."""
        funnel = report.funnel
        who = (below(report.location.path, self._folder), funnel.name, labels_of(funnel))
        entries = tuple(entry_of(found_of(one), who, funnel.period) for one in report.diagnoses)
        return Piece(who, funnel.period, entries)

    def write(self, piece: Piece) -> None:
        """Take a funnel; those of one file come one after the other."""
        if piece.who[0] != self._path:
            self._close()
            self._path = piece.who[0]
        self.funnels += 1
        self.ailing += bool(piece.entries)
        self._met[piece.who, piece.period] += 1
        ordinal = self._met[piece.who, piece.period]
        self._open += [entry._replace(ordinal=ordinal) for entry in piece.entries]
        if piece.period is not None:
            latest = self._latest.get(piece.who)
            if latest is None or last_day(latest) < last_day(piece.period):
                self._latest[piece.who] = piece.period

    def entries(self) -> list[Entry]:
        """All entries, in the order in which they are kept."""
        self._close()
        return sorted(self._done, key=order)

    def _close(self) -> None:
        """End a file: what is remembered of the latest period of a funnel holds from then on."""
        for entry in self._open:
            latest = entry.period is not None and self._latest[entry.who] == entry.period
            self._done.append(entry._replace(period=None, since=entry.period) if latest else entry)
        self._open.clear()
        self._met.clear()
        self._latest.clear()


class Changes(NamedTuple):
    """What became of the entries of an old file."""

    added: int
    dropped: int
    kept: int
    changed: int
    """How many of those kept have other figures now."""


def changes(old: Iterable[Entry], new: Iterable[Entry]) -> Changes:
    """Hold new entries against old ones; `since` moves on, so it tells none apart."""
    before, after = Counter(map(_same, old)), Counter(map(_same, new))
    whole_before, whole_after = Counter(map(_whole, old)), Counter(map(_whole, new))
    kept = (before & after).total()
    return Changes(
        added=after.total() - kept,
        dropped=before.total() - kept,
        kept=kept,
        changed=kept - (whole_before & whole_after).total(),
    )


def counts(entries: Iterable[Entry]) -> dict[Severity, int]:
    """How many entries there are of each severity, the loudest first."""
    found = Counter(entry.severity for entry in entries)
    return {severity: found[severity] for severity in reversed(Severity)}


def order(entry: Entry) -> tuple[object, ...]:
    """Where an entry stands among others: by file, funnel, rule and place, whatever the order of the files was."""
    return (
        entry.path,
        entry.name or "",
        entry.labels,
        entry.period or entry.since or "",
        entry.ordinal,
        entry.rule,
        entry.stage or "",
        entry.field or "",
        entry.over,
        -entry.severity,
        entry.confidence,
        entry.rate or (),
    )


def _same(entry: Entry) -> tuple[object, ...]:
    return entry.who, entry.period, entry.ordinal, entry.spot


def _whole(entry: Entry) -> tuple[object, ...]:
    return *_same(entry), entry.severity, entry.confidence, entry.rate
