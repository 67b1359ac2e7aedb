"""What a rule is, and what judging by it yields.

A rule knows no files, colours or exit codes. It is declared with its texts and yields, for one funnel, any
number of `Finding`s, or one `Pass`, or one `Skip` with a reason a person can act on; the engine adds code,
place, thresholds and stake, so that a rule cannot get them wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from funneldx import figures
from funneldx.diagnosis import Confidence, Evidence, Severity
from funneldx.model import Role, Stage
from funneldx.rates import Level, Rate, Share, Threshold
from funneldx.rules.context import DECLARED, Context
from funneldx.tuples import NamedTuple, maker

if TYPE_CHECKING:
    from funneldx.cards import RuleCard


class Weighed(NamedTuple):
    """A rate and the lines it is held against: what evidence is made of, should anybody ask for it."""

    rate: Rate
    lines: tuple[Share, ...]
    """Beside which it is written."""
    unsettled: Threshold | None = None
    """The line that the interval does not keep clear of, where that is to be told."""

    def evidence(self, level: Level | None) -> Evidence:
        """The rate as it is written beside its lines, with its interval."""
        rate, lines, unsettled = self
        k, n = rate
        if level is None:
            return made_evidence((rate, figures.ratio(k, n, lines), None, None))
        needed = rate.needed(unsettled.share, level) if unsettled else None
        return made_evidence((rate, figures.ratio(k, n, lines), rate.interval(level), needed))


Telling = Callable[[Evidence], str]
"""Puts a finding into words, when somebody reads it: most findings of a large run are only counted."""


class Finding(NamedTuple):
    """Something is wrong."""

    severity: Severity
    message: str | Telling
    stage: Stage | None = None
    """The stage it is about, the one reached."""
    came_from: Stage | None = None
    field: str | None = None
    """Where to point, when it is about no stage: `customers.hot`."""
    confidence: Confidence = "confirmed"
    against: str | None = None
    evidence: Evidence | Weighed | None = None
    aim: Threshold | None = None
    """What to bring the rate to, where that would give purchases."""
    cause: str | None = None
    actions: tuple[str, ...] | None = None
    """Where they depend on what was found; otherwise the rule's own."""
    urgent: bool = True


class Pass(NamedTuple):
    """Nothing is wrong, as far as the evidence goes."""

    unsure: bool = False
    evidence: Evidence | Weighed | None = None
    stage: Stage | None = None


class Skip(NamedTuple):
    """The rule cannot be judged."""

    reason: str
    outside: bool = False
    """Whether it is about funnels of another kind, so that nothing is missing."""


Outcome = Finding | Pass | Skip
_PASSED = (Pass(),)
made_evidence = maker(Evidence)
made_finding = maker(Finding)
made_pass = maker(Pass)
made_weighed = maker(Weighed)
_APPLIES = object()
"""For a rule of which `unless` is known to say nothing for funnels of a kind."""
Unless = Callable[[Context], Skip | None]
"""Says why a rule does not apply to funnels of a kind; looks at no count, but for whether there is one."""
Check = Callable[[Context, "Rule"], Iterable[Outcome]]
Passes = Callable[[Context], bool]
"""Says at little cost whether a rule plainly passes, as most do: then it is not asked any further."""


class Rule:
    """A rule with logic: `check(context, rule)` yields findings, or a `Skip`; yielding nothing is a pass."""

    of_series = False
    """Whether it looks at several periods or segments at once (see `series_rule`)."""

    def __init__(
        self,
        *,
        code: str,
        name: str,
        summary: str,
        cause: str,
        actions: tuple[str, ...],
        sources: tuple[str, ...],
        check: Check | None = None,
        passes: Passes | None = None,
        thresholds: Mapping[str, Threshold] | None = None,
        severities: tuple[Severity, ...] = (),
        relates: tuple[tuple[Role, Role], ...] = (),
        comes_last: bool = False,
        counts: bool = True,
        looks_at: tuple[str, ...] = DECLARED,
        unless: Unless | None = None,
    ) -> None:
        """Declare the rule.

        `counts` tells whether it looks at any count. One that does not ends alike for all funnels that are equal in the
        fields that it `looks_at`, if it looks at nothing else. One that `unless` says does not apply ends alike for all
        funnels of a kind, since that looks at nothing but what these have in common.
        """
        self.code = code
        self.name = name
        self.summary = summary
        """What it looks at, in one line."""
        self.cause = cause
        self.actions = actions
        self.sources = sources
        self.thresholds = thresholds or {}
        self.keys = tuple(self.thresholds)
        """The thresholds that may be set, whether or not the catalogue has them."""
        self.severities = severities
        """What its findings can be, mildest first."""
        self.relates = relates
        """The pairs of roles whose rate it has a figure for."""
        self.counts = counts
        self.looks_at = looks_at
        self.comes_last = comes_last
        """Whether it looks at how the other rules ended."""
        self._check = check
        self.passes = passes
        self.passed = (self, _PASSED[0])
        """How it has ended where it plainly passes."""
        self.unless = unless
        self.family = ""
        self.manual = ""
        """Both stamped by the catalogue, from where the rule stands and its module's docstring."""
        self.plugin: str | None = None
        """The plugin it comes from, if any."""

    def settle(self, context: Context) -> tuple[Outcome, ...] | None:
        """Return how the rule ends for every funnel alike to that of `context`; None where that depends on its counts.

        Rules of plugins may look at what they like before they say that they do not apply.
        """
        if not self.counts:
            return tuple(self.judge(context))
        if self.plugin is not None:
            return None
        skip = self.unless(context) if self.unless else None
        if skip:
            return (skip,)
        context.kind.bound[self.code] = _APPLIES
        return None

    def judge(self, context: Context) -> tuple[Outcome, ...]:
        """Return how the rule ends for the funnel of `context`: findings, or one pass, or one skip."""
        assert self._check is not None
        if (
            self.unless
            and context.kind.bound.get(self.code) is not _APPLIES
            and (skip := self.unless(context))
        ):
            return (skip,)
        if self.passes and self.passes(context):
            return _PASSED
        return tuple(self._check(context, self)) or _PASSED

    def in_force(self, context: Context) -> Mapping[str, Threshold]:
        """The thresholds that the funnel is judged by: the catalogue's, or what was set in their place."""
        limits = context.kind.limits.get(self.code)
        if limits is None:
            limits = context.kind.limits[self.code] = self._in_force(context)
        return limits

    def _in_force(self, context: Context) -> Mapping[str, Threshold]:
        if not context.thresholds:
            return self.thresholds
        limits: dict[str, Threshold] = {}
        for key in self.keys:
            default, share = self.thresholds.get(key), context.thresholds.get((self.code, key))
            if share is not None:
                limits[key] = default.set_to(share) if default else Threshold(share, "stated", own=True)
            elif default is not None:
                limits[key] = default
        return limits

    def card(self) -> RuleCard:
        """Describe the rule for a report, its manual taken apart; raises KeyError where the manual lacks a section."""
        from funneldx.cards import Article, RuleCard  # noqa: PLC0415  (judging needs none of these)
        from funneldx.rules.articles import ARTICLES  # noqa: PLC0415
        from funneldx.rules.manual import manual  # noqa: PLC0415

        text = manual(self.manual)
        return RuleCard(
            code=self.code,
            name=self.name,
            family=self.family,
            summary=self.summary,
            headline=text.summary,
            why=text.why,
            healthy=text.healthy,
            ailing=text.ailing,
            says=text.says,
            differs=text.differs,
            severities=self.severities,
            thresholds=self.thresholds,
            keys=self.keys,
            cause=self.cause,
            actions=self.actions,
            articles=tuple(ARTICLES.get(one) or Article(one, one, None) for one in self.sources),
        )
