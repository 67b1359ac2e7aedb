"""What is settled of a funnel before its counts are looked at: worked out once for all funnels of a kind."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable
from typing import Protocol

from funneldx.diagnosis import Evidence, Passed, Skipped
from funneldx.rates import Level
from funneldx.rules.context import OF_A_KIND, Context, Kind, declared_key
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Weighed
from funneldx.tuples import maker

_made_passed = maker(Passed)


class Sorted(Protocol):
    """Where how rules ended is put."""

    found: list[tuple[Rule, Finding]]
    passed: list[tuple[Rule, Pass]]
    skipped: list[tuple[str, str]]
    outside: set[str]


class Common:
    """What is the same for many kinds of funnels, held once, so that what thousands of them need stays small."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.order = {rule.code: index for index, rule in enumerate(rules)}
        self.of_series = tuple(rule for rule in rules if rule.of_series)
        self.plain: dict[tuple[str, bool, int], Passed] = {}
        """Rules that passed without a rate, by code, whether unsure, and identity of the thresholds that they hold."""
        self.skipped: dict[tuple[Skipped, ...], tuple[Skipped, ...]] = {}
        """Rules that are skipped together, by themselves."""


class Ends:
    """How rules that look at no count end, for all funnels that are equal in what these look at."""

    def __init__(self) -> None:
        self.found: list[tuple[Rule, Finding]] = []
        self.passed: list[tuple[Rule, Pass]] = []
        self.skipped: list[tuple[str, str]] = []
        self.outside: set[str] = set()
        self.live: list[Rule] = []
        """Those that do look at counts, and those that crashed, which is told for each funnel."""

    @classmethod
    def of(cls, rules: Iterable[Rule], context: Context) -> Ends:
        """Settle what can be settled."""
        ends = cls()
        for rule in rules:
            outcomes = _settled(rule, context)
            if outcomes is None:
                ends.live.append(rule)
            else:
                sort(rule, outcomes, ends)
        return ends

    def key(self) -> Hashable:
        """What it is equal by to other ends of the same rules."""
        return (*self.found, *self.passed), (*self.skipped,), (*self.live,), frozenset(self.outside)


class Alike:
    """Rules that look at the same fields, which many funnels have in common that differ in others."""

    _MOST = 2048

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.rules: list[Rule] = []
        self.key = declared_key(fields)
        """What these fields are in a funnel."""
        self.known: dict[Hashable, Ends] = {}
        """How the rules end, by that key, and by the thresholds where any are set."""
        self._equal: dict[Hashable, Ends] = {}

    def new(self, key: Hashable, context: Context) -> Ends:
        """How the rules end for a key that is not known; where that is the same for different keys, the same object."""
        if len(self.known) >= self._MOST:
            self.known.clear()
            self._equal.clear()
        ends = Ends.of(self.rules, context)
        ends = self.known[key] = self._equal.setdefault(ends.key(), ends)
        return ends


def alike(rules: Iterable[Rule]) -> tuple[tuple[Rule, ...], tuple[Alike, ...]]:
    """Part the rules: those that are settled with the kind of a funnel, or by its counts, and groups of the others."""
    of_kind: list[Rule] = []
    groups: dict[tuple[str, ...], Alike] = {}
    for rule in rules:
        if rule.counts or OF_A_KIND.issuperset(rule.looks_at):
            of_kind.append(rule)
        else:
            groups.setdefault(rule.looks_at, Alike(rule.looks_at)).rules.append(rule)
    return tuple(of_kind), tuple(groups.values())


class Kin:
    """What is settled of a funnel before its counts: by its kind, and by each group of fields that rules look at."""

    def __init__(self, kind: Kind, common: Common, context: Context, ends: Iterable[Ends]) -> None:
        self.kind = kind
        self.found: list[tuple[Rule, Finding]] = []
        self.passed: list[tuple[Rule, Pass]] = []
        self.skipped: list[tuple[str, str]] = []
        self.outside: set[str] = set()
        live: list[Rule] = []
        for one in ends:
            self.found += one.found
            self.passed += one.passed
            self.skipped += one.skipped
            self.outside |= one.outside
            live += one.live
        order = common.order
        self.found.sort(key=lambda ended: order[ended[0].code])
        self.passed.sort(key=lambda ended: order[ended[0].code])
        self.skipped.sort(key=lambda ended: order[ended[0]])
        self.live = tuple(sorted(live, key=lambda rule: order[rule.code]))
        """The rules that look at the counts, those that look at the others last."""
        self.of_series = common.of_series
        """The rules that look at several funnels at once: settled for one that stands alone, live for any other."""
        self._common = common
        self._names = tuple(stage.name for stage in context.funnel.stages)
        self._roles = tuple(stage.role for stage in context.funnel.stages)
        self._without_figure: tuple[set[str] | None, tuple[tuple[str, str], ...]] = (None, ())
        self._grouped: tuple[list[tuple[str, str]], Container[str], tuple[Skipped, ...]] = ([], (), ())
        self._context = context
        self._settled: tuple[Container[str] | None, tuple[Passed, ...]] = (None, ())
        self._rates: tuple[tuple[Passed, ...] | None, int] = (None, 0)
        self.press: object = None
        """What `pressed` has put into text for all of these funnels."""

    def settled(self, codes: Container[str]) -> tuple[Passed, ...]:
        """The rules among `codes` that pass for every funnel of the kind."""
        of, through = self._settled
        if of is not codes:
            level = self._context.level
            through = tuple(
                passed(self._context, rule, one, evidence(one, level) if one.evidence else None)
                if one.evidence or one.stage
                else self.plain(rule, one)
                for rule, one in self.passed
                if rule.code in codes
            )
            self._settled = (codes, through)
        return through

    def settled_rates(self, codes: Container[str]) -> int:
        """How many rates these judged."""
        through = self.settled(codes)
        if self._rates[0] is not through:
            self._rates = (through, sum(one.evidence is not None for one in through))
        return self._rates[1]

    def plain(self, rule: Rule, one: Pass) -> Passed:
        """A rule that passed without a rate or a stage, which is the same for all funnels of the kind."""
        limits = rule.in_force(self._context)
        key = (rule.code, one.unsure, id(limits))
        plain = self._common.plain
        found = plain.get(key)
        if found is None:
            found = plain[key] = Passed(rule.code, rule.name, one.unsure, None, None, limits)
        return found

    def without_figure(self, outside: set[str]) -> tuple[tuple[str, str], ...]:
        """The steps between stages with roles that no rule, but for those `outside`, has a figure for."""
        of, steps = self._without_figure
        if of != outside:
            related = {
                pair for rule in self._common.rules if rule.code not in outside for pair in rule.relates
            }
            steps = tuple(
                (self._names[a], self._names[b])
                for a, b in self.kind.pairs
                if None not in (roles := (self._roles[a], self._roles[b])) and roles not in related
            )
            self._without_figure = ({*outside}, steps)
        return steps

    def grouped(self, skipped: list[tuple[str, str]], codes: Container[str]) -> tuple[Skipped, ...]:
        """Rules skipped for the same reason, together; mostly the same ones as for the last funnel of the kind."""
        last, of, groups = self._grouped
        if of is not codes or last != skipped:
            by_reason: dict[str, list[str]] = {}
            for code, reason in skipped:
                if code in codes:
                    by_reason.setdefault(reason, []).append(code)
            groups = tuple(Skipped(tuple(of_reason), reason) for reason, of_reason in by_reason.items())
            groups = self._common.skipped.setdefault(groups, groups)
            self._grouped = (skipped, codes, groups)
        return groups


def _settled(rule: Rule, context: Context) -> tuple[Outcome, ...] | None:
    try:
        return rule.settle(context)
    except Exception:  # noqa: BLE001  (told for each funnel, when it is judged)
        return None


def sort(rule: Rule, outcomes: Iterable[Outcome], into: Sorted) -> None:
    """Put how a rule ended where it belongs."""
    for outcome in outcomes:
        kind = type(outcome)
        if kind is Pass:
            into.passed.append((rule, outcome))  # type: ignore[arg-type]
        elif kind is Finding:
            into.found.append((rule, outcome))  # type: ignore[arg-type]
        else:
            into.skipped.append((rule.code, outcome.reason))  # type: ignore[union-attr]
            if outcome.outside:  # type: ignore[union-attr]
                into.outside.add(rule.code)


def evidence(ended: Finding | Pass, level: Level | None) -> Evidence:
    """The evidence for how a rule ended, which has some."""
    given = ended.evidence
    return given.evidence(level) if type(given) is Weighed else given  # type: ignore[return-value]  # asked of what has some


def passed(context: Context, rule: Rule, one: Pass, evidence: Evidence | None) -> Passed:
    """A rule that passed, as reports have it."""
    stage = one.stage
    return _made_passed(
        (rule.code, rule.name, one.unsure, evidence, stage.name if stage else None, rule.in_force(context))
    )
