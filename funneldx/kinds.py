"""What is settled of a funnel before its counts are looked at: worked out once for all funnels of a kind."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Protocol

from funneldx.diagnosis import Evidence, Passed, Skipped
from funneldx.rates import Level
from funneldx.rules.context import Context, Kind
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
        self.plain: dict[tuple[str, bool, int], Passed] = {}
        """Rules that passed without a rate, by code, whether unsure, and identity of the thresholds that they hold."""
        self.skipped: dict[tuple[Skipped, ...], tuple[Skipped, ...]] = {}
        """Rules that are skipped together, by themselves."""


class Kin:
    """What is the same for all funnels of a kind, beside what the context knows: how some rules end."""

    def __init__(self, kind: Kind, common: Common, context: Context) -> None:
        self.kind = kind
        rules = common.rules
        self.found: list[tuple[Rule, Finding]] = []
        self.passed: list[tuple[Rule, Pass]] = []
        self.skipped: list[tuple[str, str]] = []
        self.outside: set[str] = set()
        live = []
        for rule in rules:
            outcomes = _settled(rule, context)
            if outcomes is None:
                live.append(rule)
            else:
                sort(rule, outcomes, self)
        self.live = tuple(live)
        """The rules that look at the counts, those that look at the others last."""
        self._common = common
        self._names = tuple(stage.name for stage in context.funnel.stages)
        self._roles = tuple(stage.role for stage in context.funnel.stages)
        self._without_figure: tuple[set[str] | None, tuple[tuple[str, str], ...]] = (None, ())
        self._grouped: tuple[list[tuple[str, str]], Container[str], tuple[Skipped, ...]] = ([], (), ())
        self._context = context
        self._settled: tuple[Container[str] | None, tuple[Passed, ...]] = (None, ())
        self._rates: tuple[tuple[Passed, ...] | None, int] = (None, 0)

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
