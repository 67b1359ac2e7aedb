"""A funnel and the rules to how each of them ends; the crash of one costs the others nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from operator import attrgetter
from typing import Any

from funneldx.diagnosis import Defect
from funneldx.kinds import Common, Ends, Kin, alike, sort
from funneldx.model import Funnel, Member
from funneldx.rates import Level
from funneldx.rules.context import DECLARED, Context, Kind, Thresholds, kind_key
from funneldx.rules.rule import Finding, Pass, Rule

_declared = attrgetter(*(field for field in DECLARED if field != "stages"))


class Judgement:
    """How each rule ended for a funnel, before anything is selected or left out, and before it is put into words."""

    __slots__ = ("context", "defects", "found", "kin", "outside", "passed", "skipped")

    def __init__(self, context: Context, kin: Kin) -> None:
        self.context = context
        self.kin = kin
        self.found: list[tuple[Rule, Finding]] = [*kin.found]
        """By code, those of one rule in its own order."""
        self.passed: list[tuple[Rule, Pass]] = []
        """In the order of the rules; those that pass for every funnel of the kind aside."""
        self.skipped: list[tuple[str, str]] = context.skipped
        """Code and reason of each."""
        self.outside = context.outside
        """Codes of the rules that are about funnels of another kind."""
        self.defects: list[Defect] = []


class Engine:
    """The rules of a run, bound to a confidence level.

    What depends on nothing but the kind of a funnel is worked out once for each kind.
    """

    _MOST_KINDS = 1152

    def __init__(self, rules: Iterable[Rule], level: Level | None) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.comes_last))
        self.level = level
        self.order = {rule.code: index for index, rule in enumerate(self.rules)}
        self._of_series = {rule.code: rule for rule in self.rules if rule.of_series}
        self._of_kind, self._alike = alike(self.rules)
        self._kinds: dict[Hashable, tuple[Kind, Ends]] = {}
        self._kins: dict[tuple[Ends, ...], Kin] = {}
        self._last: tuple[tuple[Ends, tuple[Any, ...]] | None, Kin | None] = (None, None)
        """What the last funnel was settled by, since in tables the next one mostly is, too."""
        self._common = Common(self.rules)

    def judge(self, funnel: Funnel, thresholds: Thresholds) -> Judgement:
        """Judge one funnel by every rule, those that look at the others last."""
        known = self._settled(funnel, thresholds)
        context = Context(funnel, self.level, thresholds, known.kind)
        context.skipped = [*known.skipped]
        if known.outside:
            context.outside = {*known.outside}
        judgement = Judgement(context, known)
        passed = judgement.passed
        live = self._live_in_series(known, context) if type(funnel) is Member else known.live
        settled = len(context.skipped)
        for rule in live:
            if rule.comes_last and len(context.skipped) > settled:
                context.skipped.sort(key=lambda one: self.order[one[0]])
            try:
                if rule.passes is not None and rule.passes(context):
                    passed.append(rule.passed)
                    continue
                outcomes = rule.judge(context)
            except Exception as error:  # noqa: BLE001  (a defect of one rule must not cost the others)
                judgement.defects.append(Defect(rule.code, rule.plugin, f"{type(error).__name__}: {error}"))
                continue
            if len(outcomes) > 1:
                sort(rule, outcomes, judgement)
                continue
            outcome = outcomes[0]
            kind_of_end = type(outcome)
            if kind_of_end is Pass:
                passed.append((rule, outcome))  # type: ignore[arg-type]
            elif kind_of_end is Finding:
                judgement.found.append((rule, outcome))  # type: ignore[arg-type]
            else:
                sort(rule, outcomes, judgement)
        if len(judgement.found) > 1:
            judgement.found.sort(key=_code)
        if len(context.skipped) > settled:
            context.skipped.sort(key=lambda one: self.order[one[0]])
        return judgement

    def _settled(self, funnel: Funnel, thresholds: Thresholds) -> Kin:
        """What is settled of a funnel before its counts are looked at, worked out for the first one of its kin."""
        limits = tuple(thresholds.items()) if thresholds else None
        key = (kind_key(funnel), limits)
        kind, ends = self._kinds.get(key) or self._new_kind(key, funnel, thresholds)
        declared = _declared(funnel)
        last, known = self._last
        if last is None or last[0] is not ends or last[1] != declared:
            known = self._kin(ends, funnel, thresholds, limits, kind)
            self._last = (ends, declared), known
        assert known is not None
        return known

    def _live_in_series(self, known: Kin, context: Context) -> tuple[Rule, ...]:
        """The rules that have something to look at in a funnel that is one of a series."""
        context.skipped[:] = [one for one in known.skipped if one[0] not in self._of_series]
        return (*self._of_series.values(), *known.live)

    def _new_kind(self, key: Hashable, funnel: Funnel, thresholds: Thresholds) -> tuple[Kind, Ends]:
        if len(self._kinds) >= self._MOST_KINDS:
            self._kinds.clear()
            self._kins.clear()
            self._common = Common(self.rules)
        kind = Kind(funnel, self.level)
        known = (kind, Ends.of(self._of_kind, Context(funnel, self.level, thresholds, kind)))
        self._kinds[key] = known
        return known

    def _kin(self, ends: Ends, funnel: Funnel, thresholds: Thresholds, limits: Hashable, kind: Kind) -> Kin:
        """What is settled of a funnel, by its kind, which `ends` are of, and by the fields that rules look at."""
        parts = [ends]
        for group in self._alike:
            key = group.key(funnel) if limits is None else (group.key(funnel), limits)
            of_group = group.known.get(key)
            if of_group is None:
                of_group = group.new(key, Context(funnel, self.level, thresholds, kind))
            parts.append(of_group)
        together = tuple(parts)
        known = self._kins.get(together)
        if known is None:
            if len(self._kins) >= self._MOST_KINDS:
                self._kins.clear()
            known = Kin(kind, self._common, Context(funnel, self.level, thresholds, kind), together)
            self._kins[together] = known
        return known


def _code(ended: tuple[Rule, Finding | Pass]) -> str:
    return ended[0].code
