"""Today's findings held against those that are remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from funneldx import figures
from funneldx.baseline.entries import Entry, Found, Spot, Who, below, labels_of
from funneldx.diagnosis import Notice
from funneldx.model import Funnel
from funneldx.periods import last_day
from funneldx.rates import Level, Rate, Share
from funneldx.tuples import NamedTuple

_MOST_TOLD = 5
"""Entries that are told of one by one."""


class Fresh(NamedTuple):
    """What is left of the findings of a funnel of which something is remembered."""

    kept: tuple[tuple[int, str], ...]
    """The index of each finding that is new or worse, and what the baseline has in place of a worse one, else nothing."""
    held: tuple[str, ...]
    """The rules of the findings held back, each once."""


class Seen:
    """What became of the entries so far, as their numbers: to be pickled, and merged with that of other processes."""

    __slots__ = ("held", "judged", "used")

    def __init__(self) -> None:
        self.used: set[int] = set()
        """Those that were found again."""
        self.judged: set[int] = set()
        """Those whose funnel was read and whose rule was judged there."""
        self.held = 0
        """How many findings were held back."""

    def merge(self, other: Seen) -> None:
        """Take over what another process saw of other funnels."""
        self.used |= other.used
        self.judged |= other.judged
        self.held += other.held


class _Known:
    """What is remembered of one funnel: numbers of entries, by the periods that they hold for and the ordinal."""

    __slots__ = ("numbers", "since")

    def __init__(self) -> None:
        self.numbers: dict[tuple[str | None, str | None, int], list[int]] = {}
        self.since: set[str] = set()

    def of(self, period: str | None, ordinal: int) -> list[int]:
        """The entries for a period: its own, else those since the latest one up to it, else those without one.

        A funnel that has lost its period is as it is now, so that what holds until today holds for it.
        """
        if own := self.numbers.get((period, None, ordinal)):
            return own
        day = None if period is None else last_day(period)
        for since in sorted(self.since, key=last_day, reverse=True):
            if day is None or last_day(since) <= day:
                return self.numbers.get((None, since, ordinal), [])
        return self.numbers.get((None, None, ordinal), [])


class Baseline:
    """The entries of a file. Everything but `seen` and the count of the funnels of one file stays as it is.

    The funnels of one file have to come one after the other, from the first one on, and in their order: only so is it
    known which of several equal ones each is.
    """

    def __init__(self, path: str, folder: str, entries: Sequence[Entry], level: Level | None) -> None:
        """Take the entries of the file `path` (as it is shown) in an absolute `folder`.

        `level` is that of the interval that tells whether a rate has become lower; None for any lower rate.
        """
        self.path = path
        self.seen = Seen()
        self._folder = folder
        self._level = level
        self._entries = entries
        self._known: dict[Who, _Known] = {}
        for number, entry in enumerate(entries):
            known = self._known.get(entry.who)
            if known is None:
                known = self._known[entry.who] = _Known()
            known.numbers.setdefault((entry.period, entry.since, entry.ordinal), []).append(number)
            if entry.since is not None:
                known.since.add(entry.since)
        self._at: tuple[str, str] = ("", "")
        """The file at hand: its path as it is shown, and below the folder."""
        self._met: Counter[tuple[Who, str | None]] = Counter()
        """How often each funnel that is remembered has come in the file at hand."""

    def fresh(self, funnel: Funnel, findings: Iterable[Found], passed: Iterable[str]) -> Fresh | None:
        """Say which findings of a funnel are new or worse; None where nothing is remembered of it, so that all are.

        `passed` are the rules, among those selected, that found nothing. Neither is looked at unless it is needed.
        """
        path = funnel.places.find("").path
        if path != self._at[0]:
            self._at = (path, below(path, self._folder))
            self._met.clear()
        who = (self._at[1], funnel.name, labels_of(funnel))
        known = self._known.get(who)
        if known is None:
            return None
        self._met[who, funnel.period] += 1
        numbers = known.of(funnel.period, self._met[who, funnel.period])
        if not numbers:
            return None
        all_found = tuple(findings)
        codes = {one.spot[0] for one in all_found}.union(passed)
        self.seen.judged.update(number for number in numbers if self._entries[number].rule in codes)
        return self._left(all_found, numbers)

    def notices(self) -> Iterator[Notice]:
        """Tell how many findings are held back, and which entries are not found any more, once a run has ended."""
        if held := self.seen.held:
            what = "1 finding is" if held == 1 else f"{figures.count(held)} findings are"
            text = f"{what} held back: in the baseline, and no worse than there"
            yield Notice(self.path, None, None, text)
        stale = [self._entries[number] for number in sorted(self.seen.judged - self.seen.used)]
        anew = "`funneldx baseline` writes the file anew"
        if len(stale) <= _MOST_TOLD:
            for entry in stale:
                yield Notice(self.path, None, None, f"{_described(entry)} is not found any more; {anew}")
        else:
            rules = sorted(Counter(entry.rule for entry in stale).items())
            of_each = figures.listing(f"{figures.count(number)} of {rule}" for rule, number in rules)
            text = f"{figures.count(len(stale))} findings in it are not found any more ({of_each}); {anew}"
            yield Notice(self.path, None, None, text)

    def _left(self, findings: Sequence[Found], numbers: list[int]) -> Fresh:
        """Pair findings with entries: each with the mildest that it is no worse than, only then with a milder one."""
        remembered: dict[Spot, list[int]] = {}
        for number in numbers:
            remembered.setdefault(self._entries[number].spot, []).append(number)
        indexes: Iterable[int] = range(len(findings))
        if len(remembered) < len(numbers):  # few rules find several things at one place
            for same in remembered.values():
                same.sort(key=lambda number: _loudness(self._entries[number]))
            indexes = sorted(indexes, key=lambda index: _loudness(findings[index]), reverse=True)
        held = {index for index in indexes if self._holds(findings[index], remembered)}
        kept = []
        for index, one in enumerate(findings):
            if index in held:
                continue
            past = ""
            if same := remembered.get(one.spot, []):
                number = same.pop()
                self.seen.used.add(number)
                past = _past(self._entries[number])
            kept.append((index, past))
        self.seen.held += len(held)
        return Fresh(tuple(kept), tuple(dict.fromkeys(findings[index].spot[0] for index in sorted(held))))

    def _holds(self, one: Found, remembered: dict[Spot, list[int]]) -> bool:
        """Whether some entry has a finding as bad as this one; if so, it is used up."""
        same = remembered.get(one.spot, [])
        for at, number in enumerate(same):
            if not self._is_worse(one, self._entries[number]):
                self.seen.used.add(same.pop(at))
                return True
        return False

    def _is_worse(self, one: Found, entry: Entry) -> bool:
        """Whether a finding is louder or surer than the entry, or its rate clearly further from what it should be."""
        if one.severity > entry.severity:
            return True
        if one.confidence == "confirmed" and entry.confidence == "suspected":
            return True
        if one.rate is None or entry.rate is None:
            return False
        then = Share(*entry.rate)
        further = one.rate.over(then) if entry.over else one.rate.under(then)
        return further and one.rate.clear_of(then, self._level)


def _loudness(one: Found | Entry) -> tuple[int, bool]:
    return one.severity, one.confidence == "confirmed"


def _past(entry: Entry) -> str:
    """What the baseline has in place of a finding that has become worse, as a sentence."""
    suspected = "suspected " if entry.confidence == "suspected" else ""
    how = f"{suspected}{entry.severity.label}"
    rate = f", at {_written(entry.rate)}" if entry.rate else ""
    article = "an" if how[0] in "aeiou" else "a"
    return f"Worse than in the baseline, which has it as {article} {how}{rate}."


def _written(rate: Rate) -> str:
    return f"{figures.count(rate.k)} of {figures.count(rate.n)} ({figures.percent(rate.value)})"


def _described(entry: Entry) -> str:
    """Rule, stage and funnel of an entry."""
    at = f" at “{entry.stage}”" if entry.stage else f" at `{entry.field}`" if entry.field else ""
    who = (entry.name, entry.period or entry.since, *(f"{key}: {value}" for key, value in entry.labels))
    parts = ", ".join(part for part in who if part)
    number = f", number {entry.ordinal} of its kind" if entry.ordinal > 1 else ""
    return f"{entry.rule}{at} in {entry.path}{f' ({parts}{number})' if parts or number else ''}"
