"""What becomes of findings: which rules are reported, which are left out by the funnel's own wish, what fails."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from funneldx.config import Settings
from funneldx.configured import Configured, expired
from funneldx.diagnosis import Defect, FunnelReport, Glance, Notice, RunReport, Suppressed
from funneldx.engine import Engine, Judgement
from funneldx.errors import Problem, UsageError
from funneldx.model import Funnel, Member, Suppression, ThresholdSetting
from funneldx.naming import named, names_of, unknown_rule
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Finding, Rule
from funneldx.telling import glance, message_of, report
from funneldx.thresholds import MOST_TOLD, Settled, settled

if TYPE_CHECKING:
    from funneldx.baseline.comparing import Baseline, Seen


_MOST_SETTLED = 1024


class Judged:
    """A funnel under the policy: what was found and its report, or why it could not be judged."""

    def __init__(
        self,
        judgement: Judgement | None = None,
        found: Sequence[tuple[Rule, Finding]] = (),
        suppressed: tuple[Suppressed, ...] = (),
        codes: Container[str] = (),
        notices: tuple[Notice, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.judgement = judgement
        self.found = found
        """What is reported of it, as loud as it is to be, and not yet in words."""
        self.problems = problems
        self.notices = notices
        self.defects: Sequence[Defect] = judgement.defects if judgement else ()
        self.suppressed = suppressed
        self.codes = codes
        """Of the rules that are reported."""

    @property
    def report(self) -> FunnelReport | None:
        """The report, put into words at each asking; None for a funnel that could not be judged."""
        judgement = self.judgement
        if judgement is None:
            return None
        return report(judgement, self.found, self.codes, self.suppressed)

    @property
    def words(self) -> FunnelReport:
        """The same of a funnel that could be judged."""
        report = self.report
        assert report is not None
        return report

    @property
    def glance(self) -> Glance:
        """What a list of many needs of a funnel that could be judged."""
        assert self.judgement is not None
        seen = glance(self.judgement, self.found, self.codes)
        if isinstance(self.judgement.context.funnel, Member):
            from funneldx.changes import changed_in  # noqa: PLC0415  (most funnels stand alone)

            seen = seen._replace(changed=changed_in(self.judgement, self.found))
        return seen


Part = tuple[set[str], "Seen | None"]
"""What a policy met in a part of a run: the fields of the configuration that left something out, entries of the baseline."""


class Policy:
    """The rules of a run, under its settings."""

    def __init__(self, rules: tuple[Rule, ...], settings: Settings, baseline: Baseline | None = None) -> None:
        """Resolve the settings; what is in the baseline and no worse is left out of what is found.

        Raises UsageError where the command line names a rule that does not exist or a threshold it cannot have,
        ConfigurationError where the configuration does.
        """
        self.rules = rules
        self.settings = settings
        self.baseline = baseline
        self.names = names_of(rules)
        self.set = Configured(rules, self.names, settings)
        selected = self._resolved(settings.select) if settings.select else {rule.code for rule in rules}
        self.codes = selected - self._resolved(settings.ignore)
        self._all = self.codes >= {rule.code for rule in rules}
        self.looks_at_series = any(rule.of_series and rule.code in self.codes for rule in rules)
        """Whether any rule is selected that looks at several periods or segments at once."""
        self._plain = self._all and not self.set.any and not self.set.forced and baseline is None
        """Whether it lets everything be said of a funnel that sets nothing itself."""
        self._engine = Engine(rules, settings.level)
        self._settled: dict[tuple[tuple[ThresholdSetting, ...], tuple[Any, ...]], Settled] = {}

    def _resolved(self, words: Iterable[str]) -> set[str]:
        codes: set[str] = set()
        for word in words:
            found = self.named(word)
            if not found:
                raise UsageError(*unknown_rule(word, self.names))
            codes.update(found)
        return codes

    def named(self, word: str) -> frozenset[str]:
        """The codes that a code, a name, a prefix (`FDX1`) or a family means."""
        return named(word, self.names)

    def judged(self, funnel: Funnel) -> Judged:
        """Judge a funnel and apply the policy to what is found."""
        if self._plain and not (funnel.thresholds or funnel.ignore):
            judgement = self._engine.judge(funnel, {})
            judged = Judged(judgement, judgement.found, (), self.codes)
            return _remembered(judged, funnel) if type(funnel) is Member else judged
        thresholds = self.set.thresholds(funnel) if self.set.any else {}
        problems: list[Problem] = []
        suppressions: dict[str, Suppression] = {}
        if self.settings.inline:
            suppressions, problems = self._suppressions(funnel)
            if funnel.thresholds:
                thresholds, wrong = self._with_own(funnel, thresholds)
                problems = [*wrong, *problems]
        if problems:
            return Judged(problems=tuple(problems))
        judgement = self._engine.judge(funnel, {**thresholds, **self.set.forced})
        return _remembered(self._applied(judgement, suppressions), funnel)

    def thresholds_of(self, funnel: Funnel) -> Thresholds:
        """What is set for a funnel in place of the catalogue's thresholds; of its own as far as they can be."""
        thresholds = self.set.thresholds(funnel) if self.set.any else {}
        if self.settings.inline and funnel.thresholds:
            thresholds, _ = self._with_own(funnel, thresholds)
        return {**thresholds, **self.set.forced}

    def _with_own(self, funnel: Funnel, base: Settled) -> tuple[Settled, list[Problem]]:
        """The thresholds with those of the funnel itself; the same ones are settled once."""
        key = (funnel.thresholds, tuple(base.items()))
        known = self._settled.get(key)
        if known is not None:
            return known, []
        own, wrong = settled(funnel.thresholds, self.rules, self.names, funnel.places.find, base)
        together = {**base, **own}
        if not wrong:
            if len(self._settled) >= _MOST_SETTLED:
                self._settled.clear()
            self._settled[key] = together
        return together, wrong

    def unused(self) -> Iterable[Notice]:
        """Tell of what the configuration leaves out without need, and of the baseline, once the run has ended."""
        yield from self.set.unused()
        if self.baseline is not None:
            yield from self.baseline.notices()

    def begin_part(self) -> None:
        """Begin a part of the run that another process will be told of."""
        self.set.used = set()
        if self.baseline is not None:
            from funneldx.baseline.comparing import Seen  # noqa: PLC0415  (few runs have a baseline)

            self.baseline.seen = Seen()

    def part(self) -> Part:
        """What was met since the part began."""
        return self.set.used, None if self.baseline is None else self.baseline.seen

    def merge(self, part: Part) -> None:
        """Take over what was met in another process."""
        used, seen = part
        self.set.used |= used
        if self.baseline is not None and seen is not None:
            self.baseline.seen.merge(seen)

    def _applied(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Judged:
        found = judgement.found
        if self._plain and not suppressions:
            return Judged(judgement, found, (), self.codes)
        general = self.set.suppressions(judgement.context.funnel)
        active = general | {
            code: one
            for code, one in suppressions.items()
            if one.until is None or one.until >= self.settings.as_of
        }
        codes = self.codes
        kept = [one for one in found if one[0].code in codes and one[0].code not in active]
        silenced = dict.fromkeys(rule.code for rule, _ in found if rule.code in codes and rule.code in active)
        self.set.used.update(active[code].field for code in silenced if active[code] is general.get(code))
        if self.set.any:
            kept = [(rule, self.set.with_severity(rule.code, finding)) for rule, finding in kept]
        held: tuple[str, ...] = ()
        if self.baseline is not None:
            kept, held = _fresh(self.baseline, judgement, kept, codes)
        return Judged(
            judgement,
            kept,
            (
                *(Suppressed(code, active[code].reason, active[code].until) for code in silenced),
                *(Suppressed(code, "in the baseline", None, in_baseline=True) for code in held),
            ),
            codes,
            tuple(self._stale(judgement, suppressions)),
        )

    def _stale(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Iterable[Notice]:
        """Tell of each `ignore` of the funnel that has expired, or that has nothing to leave out."""
        found = {rule.code for rule, _ in judgement.found}
        skipped = {code for code, _ in judgement.skipped}
        told: set[str] = set()
        for one in suppressions.values():
            if one.field in told:
                continue
            told.add(one.field)
            path, line, column = judgement.context.funnel.places.find(one.field)
            if one.until is not None and one.until < self.settings.as_of:
                yield Notice(path, line, column, expired(one))
            elif not (codes := {code for code, other in suppressions.items() if other is one}) & found:
                why = "it was skipped here" if codes <= skipped else "it finds nothing here"
                yield Notice(path, line, column, f"`ignore` of {one.rule} is not needed: {why}")

    def _suppressions(self, funnel: Funnel) -> tuple[dict[str, Suppression], list[Problem]]:
        by_code: dict[str, Suppression] = {}
        problems: list[Problem] = []
        for one in funnel.ignore:
            codes = self.named(one.rule)
            if not codes and len(problems) < MOST_TOLD:
                problems.append(Problem(*funnel.places.find(one.field), *unknown_rule(one.rule, self.names)))
            by_code |= {code: one for code in codes if code not in by_code}
        return by_code, problems


def _remembered(judged: Judged, funnel: Funnel) -> Judged:
    """The same, once the series of the funnel, if it is one of any, has noted what was found."""
    if type(funnel) is Member:
        funnel.place.remember(
            (rule.code, one.stage.name if one.stage else None) for rule, one in judged.found
        )
    return judged


def _fresh(
    baseline: Baseline, judgement: Judgement, kept: list[tuple[Rule, Finding]], codes: Container[str]
) -> tuple[list[tuple[Rule, Finding]], tuple[str, ...]]:
    """Leave out what the baseline holds back, and say which rules these are of; what has become worse says so."""
    from funneldx.baseline.entries import found  # noqa: PLC0415  (few runs have a baseline)

    context = judgement.context
    findings = (
        found(
            rule.code,
            one.stage.name if one.stage else None,
            one.field,
            one.severity,
            one.confidence,
            one.evidence.rate if one.evidence else None,
            rule.in_force(context).values(),
        )
        for rule, one in kept
    )
    passed = (rule.code for rule, _ in (*judgement.kin.passed, *judgement.passed) if rule.code in codes)
    fresh = baseline.fresh(context.funnel, findings, passed)
    if fresh is None:
        return kept, ()
    left = []
    for index, past in fresh.kept:
        rule, one = kept[index]
        if past:
            one = one._replace(message=f"{message_of(judgement, one)} {past}")
        left.append((rule, one))
    return left, fresh.held


def exit_code(run: RunReport, fail_on: int | None) -> int:
    """3 for a defect of ours, else 2 for something unreadable, else 1 for a finding at or above `fail_on`, else 0."""
    if run.defects:
        return 3
    if run.errors:
        return 2
    found = fail_on is not None and any(
        number for severity, number in run.summary.diagnoses.items() if severity >= fail_on
    )
    return 1 if found else 0
