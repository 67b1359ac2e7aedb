"""Rules that are data: a rate between two roles, held against a floor and a typical value.

How a rate is judged:

    k/n                          interval on its side of the threshold   interval reaches the threshold
    under the floor              error, confirmed                        warning, suspected
    floor or above, not typical  warning, confirmed                      note, suspected
    typical or above             passed                                  passed, unsure

Without a floor nothing exceeds a warning. A threshold that only stands in a worked example never makes more
than a note, and then only when confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from funneldx import figures
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Role, Stage
from funneldx.rates import Rate, Share, Threshold, made_rate
from funneldx.rules.context import Context
from funneldx.rules.rule import (
    Finding,
    Outcome,
    Pass,
    Rule,
    Skip,
    Unless,
    Weighed,
    made_finding,
    made_pass,
    made_weighed,
)
from funneldx.rules.wording import worded
from funneldx.tuples import NamedTuple

Instead = Callable[[Context], tuple[Role, str] | None]


class _Bound(NamedTuple):
    """How the rule is judged for funnels of one kind."""

    first: int
    last: int
    sentence: str
    told: dict[str, tuple[str, str]]
    """By key of the thresholds, what is said of each (see `_told`)."""
    order: tuple[tuple[str, Threshold, int, int], ...]
    """The thresholds in force, the floor first, and the two numbers of each."""
    lines: tuple[Share, ...]
    own: bool
    """Whether somebody set one of them."""
    aim: Threshold | None
    """What to bring the rate to: the typical value, else the floor; never a mere example."""


class Span(NamedTuple):
    """Two stages whose rate can be judged, and the rate."""

    before: Stage
    after: Stage
    rate: Rate


def span(context: Context, of: Role, reached: Role) -> Span | Skip:
    """Find the stages of a rate between two roles, or say why it cannot be judged."""
    found = ends(context, of, reached)
    return found if isinstance(found, Skip) else between(context, *found)


def ends(context: Context, of: Role, reached: Role) -> tuple[int, int] | Skip:
    """Find the stages that two roles stand for, by index, or say why they are not there."""
    roles = (of, reached)
    if missing := [f"`{role}`" for role in roles if role not in context.standing]:
        which = "a stage with the role" if len(missing) == 1 else "stages with the roles"
        return Skip(f"needs {which} {figures.listing(missing)}")
    if contested := [role for role in roles if role in context.contested]:
        return Skip(f"several stages claim the role `{contested[0]}` (FDX007)")
    return context.standing[of], context.standing[reached]


def between(context: Context, first: int, last: int) -> Span | Skip:
    """The rate between two stages, or why it cannot be judged."""
    if uncounted := _uncounted(context, first, last):
        return uncounted
    before, after = context.funnel.stages[first], context.funnel.stages[last]
    assert before.count is not None
    assert after.count is not None
    if before.count == 0:
        return Skip(f"nobody stands at “{before.title}”")
    if rise := context.rise_within(first, last):
        return Skip(f"“{rise[1].title}” holds more than “{rise[0].title}” before it (FDX001)")
    if after.count > before.count:
        return Skip(f"“{after.title}” holds more than “{before.title}”: the stages are out of order")
    return Span(before, after, Rate(after.count, before.count))


def _uncounted(context: Context, first: int, last: int) -> Skip | None:
    for index in (first, last):
        if context.counts[index] is None:
            return Skip(f"the count of “{context.funnel.stages[index].title}” is not given")
    return None


class RateRule(Rule):
    """`reached` of `of`, against a floor, a typical value, or both."""

    def __init__(
        self,
        *,
        code: str,
        name: str,
        summary: str,
        of: Role | None,
        reached: Role | None,
        sentence: str,
        counted: str,
        cause: str,
        actions: tuple[str, ...],
        sources: tuple[str, ...],
        floor: Threshold | None = None,
        typical: Threshold | None = None,
        at_most: Severity = Severity.ERROR,
        has_stake: bool = True,
        unless: Unless | None = None,
        instead: Instead | None = None,
        passes_by: tuple[Role, Threshold] | None = None,
        relates: tuple[tuple[Role, Role], ...] = (),
    ) -> None:
        """Declare the rule.

        `sentence` puts the rate into words (`{k} of {n} contacted are interested`), `counted` names those who
        would have to be observed to settle a suspicion; `unless` returns why the rule does not apply; `instead`
        returns the role that stands in for `reached`, and its sentence, where it does; `passes_by` is another
        role and the share of it that is enough in any case.
        """
        given = (("floor", floor), ("typical", typical))
        super().__init__(
            code=code,
            name=name,
            summary=summary,
            cause=cause,
            actions=actions,
            sources=sources,
            thresholds={key: threshold for key, threshold in given if threshold is not None},
            severities=_severities(floor, typical, at_most),
            relates=((of, reached), *relates) if of and reached else relates,
            unless=unless,
        )
        self.keys = ("floor", "typical")
        self.of = of
        self.reached = reached
        self.sentence = sentence
        self.counted = counted
        self.at_most = at_most
        self.has_stake = has_stake
        self.instead = instead
        self.passes_by = passes_by

    def settle(self, context: Context) -> tuple[Outcome, ...] | None:
        """Return how the rule ends for every funnel of a kind: skipped, unless there is a rate to judge.

        Rules of plugins may look at what they like before they say that they do not apply.
        """
        if self.plugin is not None:
            return None
        bound = self._bound(context)
        return (bound,) if isinstance(bound, Skip) else None

    def judge(self, context: Context) -> tuple[Outcome, ...]:
        """Return the one outcome for the funnel of `context`."""
        bound = self._bound(context) if self.plugin is not None else context.kind.bound.get(self.code)
        if bound is None:
            bound = self._bound(context)
        if isinstance(bound, Skip):
            return (bound,)
        assert isinstance(bound, _Bound)
        n, k = context.counts[bound.first], context.counts[bound.last]
        if not n or k is None or k > n or context.rises:
            found = between(context, bound.first, bound.last)
            if isinstance(found, Skip):
                return (found,)
        assert n is not None
        assert k is not None
        return (self._judged(k, n, bound, context),)

    def _bound(self, context: Context) -> _Bound | Skip:
        """What can be said of the rule for all funnels of the kind: how it is to be judged, or why it cannot be."""
        bound = self._worked_out(context)
        context.kind.bound[self.code] = bound
        return bound

    def _worked_out(self, context: Context) -> _Bound | Skip:
        if self.unless and (reason := self.unless(context)):
            return reason
        instead = self.instead(context) if self.instead else None
        reached, sentence = instead or (self.reached, self.sentence)
        stand = self._ends(context, reached)
        if isinstance(stand, Skip):
            return stand
        if uncounted := _uncounted(context, *stand):
            return uncounted
        return _bound(*stand, sentence, tuple(self.in_force(context).items()))

    def _ends(self, context: Context, reached: Role | None) -> tuple[int, int] | Skip:
        """Find the stage that the rate is of and the one reached, by index, or say why they are not there."""
        assert self.of
        assert reached
        return ends(context, self.of, reached)

    def _judged(self, k: int, n: int, bound: _Bound, context: Context) -> Outcome:
        """Judge the rate. Most pass, so that it is weighed here without a call, as `Rate.clear_of` does it."""
        context.rate_judged = True
        after = context.funnel.stages[bound.last]
        zz = context.kind.zz
        unsure = under = False
        for key, limit, top, bottom in bound.order:
            distance = top * n - k * bottom
            settled = zz is None or distance * distance > zz * n * top * (bottom - top)
            if not settled:
                unsure = True
            if distance <= 0:
                continue
            if not under and self.passes_by and (passed := self._passed_otherwise(after, bound, context)):
                return passed
            under = True
            severity = self._severity(key, limit, settled)
            if severity is not None:
                return self._finding(made_rate((k, n)), bound, context, (key, limit, severity, settled))
        return made_pass((under or unsure, made_weighed((made_rate((k, n)), bound.lines, None)), after))

    def _finding(
        self, rate: Rate, bound: _Bound, context: Context, line: tuple[str, Threshold, Severity, bool]
    ) -> Finding:
        key, limit, severity, settled = line
        aim = bound.aim
        stages = context.funnel.stages
        return made_finding(
            (
                severity,
                partial(self._message, bound, key, settled, context),
                stages[bound.last],
                stages[bound.first],
                None,
                "confirmed" if settled else "suspected",
                key,
                made_weighed((rate, bound.lines, None if settled else limit)),
                aim if aim and self.has_stake and rate.under(aim.share) else None,
                None,
                None,
                key == "floor",
            )
        )

    def _passed_otherwise(self, after: Stage, bound: _Bound, context: Context) -> Pass | None:
        """Pass by the rate of another stage, where the rule has one; not where somebody set the line himself."""
        if self.passes_by is None or bound.own:
            return None
        assert self.reached
        role, enough = self.passes_by
        other = span(context, role, self.reached)
        if isinstance(other, Skip) or other.rate.under(enough.share):
            return None
        return Pass(
            not context.settled(other.rate, enough.share), Weighed(other.rate, (enough.share,)), after
        )

    def _severity(self, key: str, limit: Threshold, settled: bool) -> Severity | None:
        if limit.basis == "example":
            return Severity.NOTE if settled else None
        loudest = Severity.ERROR if key == "floor" else Severity.WARNING
        return min(self.at_most, loudest if settled else loudest.quieter)

    def _message(self, bound: _Bound, key: str, settled: bool, context: Context, evidence: Evidence) -> str:
        rate = evidence.rate
        sentence = bound.sentence.format(k=f"{rate.k:,}", n=f"{rate.n:,}")
        line, also = bound.told[key]
        if also and not settled:
            also = also if context.settled(rate, self.in_force(context)["typical"].share) else ""
        return worded(
            f"{sentence}: {evidence.ratio}" if evidence.ratio else sentence,
            line,
            evidence,
            context.level,
            settled=settled,
            counted=self.counted,
            also=also,
        )


@lru_cache(512)
def _bound(first: int, last: int, sentence: str, limits: tuple[tuple[str, Threshold], ...]) -> _Bound:
    """Much the same for most kinds of funnels; what they share stays close to the processor."""
    told = _told(dict(limits))
    aims = {key: limit for key, limit in limits if limit.basis != "example"}
    return _Bound(
        first,
        last,
        sentence,
        told,
        tuple((key, limit, *limit.share) for key, limit in limits),
        tuple(limit.share for _, limit in limits),
        any(limit.own for _, limit in limits),
        aims.get("typical") or aims.get("floor"),
    )


def _told(limits: Mapping[str, Threshold]) -> dict[str, tuple[str, str]]:
    """How each line is spoken of, and what is said beside it of a rate that is sure to be below the typical value."""
    usual = limits.get("typical")
    beside = f" It is below {_usual(usual)} in any case." if usual else ""
    return {
        key: (f"under {figures.in_force(limit)}", beside)
        if key == "floor"
        else (f"below {_usual(limit)}", "")
        for key, limit in limits.items()
    }


def _severities(
    floor: Threshold | None, typical: Threshold | None, at_most: Severity
) -> tuple[Severity, ...]:
    """What the findings of a rule with these thresholds can be."""
    if floor is None and typical is not None and typical.basis == "example":
        return (Severity.NOTE,)
    loudest = min(at_most, Severity.ERROR if floor else Severity.WARNING)
    return tuple(severity for severity in Severity if severity <= loudest)


def _usual(typical: Threshold) -> str:
    """What the documents call normal; of an example only that it stands there."""
    written = figures.in_force(typical)
    return f"the {written} of the source's example" if typical.basis == "example" else f"the usual {written}"
