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

from collections.abc import Callable, Iterator
from typing import NamedTuple

from funneldx import figures
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Role
from funneldx.rates import Rate, Threshold
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Pass, Rule, Skip
from funneldx.rules.wording import worded

Unless = Callable[[Context], str | None]


class Span(NamedTuple):
    """The two stages of a rate that can be judged, by index, and the rate."""

    first: int
    last: int
    rate: Rate


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
    ) -> None:
        """Declare the rule.

        `sentence` puts the rate into words (`{k} of {n} contacted are interested`), `counted` names those who
        would have to be observed to settle a suspicion; `unless` returns why the rule does not apply.
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
            severities=tuple(s for s in Severity if s <= at_most and (floor or s < Severity.ERROR)),
        )
        self.keys = ("floor", "typical")
        self.of = of
        self.reached = reached
        self.sentence = sentence
        self.counted = counted
        self.at_most = at_most
        self.has_stake = has_stake
        self.unless = unless

    def judge(self, context: Context) -> Iterator[Outcome]:
        """Yield the one outcome for the funnel of `context`."""
        span = self._span(context)
        yield span if isinstance(span, Skip) else self._judged(span, context)

    def _ends(self, context: Context) -> tuple[int, int] | Skip:
        """Find the stage that the rate is of and the one reached, by index, or say why they are not there."""
        assert self.of
        assert self.reached
        roles = (self.of, self.reached)
        if missing := [f"`{role}`" for role in roles if role not in context.standing]:
            which = "a stage with the role" if len(missing) == 1 else "stages with the roles"
            return Skip(f"needs {which} {figures.listing(missing)}")
        if contested := [role for role in roles if role in context.contested]:
            return Skip(f"several stages claim the role `{contested[0]}` (FDX007)")
        return context.standing[self.of], context.standing[self.reached]

    def _span(self, context: Context) -> Span | Skip:
        """Find the two stages, or say why they cannot be judged."""
        if self.unless and (reason := self.unless(context)):
            return Skip(reason)
        ends = self._ends(context)
        if isinstance(ends, Skip):
            return ends
        first, last = ends
        before, after = context.funnel.stages[first], context.funnel.stages[last]
        for stage in (before, after):
            if stage.count is None:
                return Skip(f"the count of “{stage.title}” is not given")
        assert before.count is not None
        assert after.count is not None
        if before.count == 0:
            return Skip(f"nobody stands at “{before.title}”")
        if rise := context.rise_within(first, last):
            return Skip(f"“{rise[1].title}” holds more than “{rise[0].title}” before it (FDX001)")
        if after.count > before.count:
            return Skip(f"“{after.title}” holds more than “{before.title}”: the stages are out of order")
        return Span(first, last, Rate(after.count, before.count))

    def _judged(self, span: Span, context: Context) -> Outcome:
        context.judged_rates += 1
        rate = span.rate
        limits = self.in_force(context)
        short = [(key, limit) for key, limit in limits.items() if rate.under(limit.share)]
        stage = context.funnel.stages[span.last]
        evidence = Evidence(
            rate,
            figures.ratio(*rate, (limit.share for limit in limits.values())),
            rate.interval(context.level) if context.level else None,
        )
        for key, limit in short:
            settled = context.settled(rate, limit.share)
            severity = self._severity(key, limit, settled)
            if severity is None:
                continue
            if context.level and not settled:
                evidence = evidence._replace(needed=rate.needed(limit.share, context.level))
            return Finding(
                severity=severity,
                message=self._message(key, limits, evidence, context),
                stage=stage,
                came_from=context.funnel.stages[span.first],
                confidence="confirmed" if settled else "suspected",
                against=key,
                evidence=evidence,
                aim=self._aim(limits, rate),
                urgent=key == "floor",
            )
        unsure = bool(short) or not all(context.settled(rate, limit.share) for limit in limits.values())
        return Pass(unsure, evidence, stage)

    def _severity(self, key: str, limit: Threshold, settled: bool) -> Severity | None:
        if limit.basis == "example":
            return Severity.NOTE if settled else None
        loudest = Severity.ERROR if key == "floor" else Severity.WARNING
        return min(self.at_most, loudest if settled else Severity(loudest - 1))

    def _aim(self, limits: dict[str, Threshold], rate: Rate) -> Threshold | None:
        """What to bring the rate to: the typical value, else the floor; never a mere example."""
        aims = [
            limits[key] for key in ("typical", "floor") if key in limits and limits[key].basis != "example"
        ]
        return aims[0] if aims and self.has_stake and rate.under(aims[0].share) else None

    def _message(self, key: str, limits: dict[str, Threshold], evidence: Evidence, context: Context) -> str:
        rate = evidence.rate
        sentence = self.sentence.format(k=figures.count(rate.k), n=figures.count(rate.n))
        usual = limits.get("typical")
        certain = key == "floor" and usual is not None and context.settled(rate, usual.share)
        return worded(
            f"{sentence}: {evidence.ratio}" if evidence.ratio else sentence,
            f"{'under' if key == 'floor' else 'below the usual'} {figures.in_force(limits[key])}",
            evidence,
            context.level,
            settled=context.settled(rate, limits[key].share),
            counted=self.counted,
            also=f" It is below the usual {figures.in_force(usual)} in any case."
            if usual and certain
            else "",
        )
