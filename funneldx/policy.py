"""What becomes of findings: which rules are reported, which are left out by the funnel's own wish, what fails."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from funneldx.config import Settings
from funneldx.configured import Configured, expired
from funneldx.diagnosis import Defect, Diagnosis, FunnelReport, Notice, RunReport, Suppressed
from funneldx.engine import Judgement, judge, report
from funneldx.errors import Problem, UsageError
from funneldx.model import Funnel, Suppression
from funneldx.naming import named, names_of, unknown_rule
from funneldx.rules.rule import Rule
from funneldx.thresholds import settled

if TYPE_CHECKING:
    from funneldx.baseline.comparing import Baseline


class Judged(NamedTuple):
    """A funnel under the policy: its report, or why it could not be judged."""

    report: FunnelReport | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    defects: tuple[Defect, ...] = ()


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
        thresholds = self.set.thresholds(funnel) if self.set.any else {}
        problems: list[Problem] = []
        suppressions: dict[str, Suppression] = {}
        if self.settings.inline:
            suppressions, problems = self._suppressions(funnel)
            if funnel.thresholds:
                find = funnel.places.find
                own, wrong = settled(funnel.thresholds, self.rules, self.names, find, thresholds)
                thresholds = {**thresholds, **own}
                problems = [*wrong, *problems]
        if problems:
            return Judged(problems=tuple(problems))
        judgement = judge(funnel, self.rules, self.settings.level, {**thresholds, **self.set.forced})
        return self._applied(judgement, suppressions)

    def unused(self) -> Iterable[Notice]:
        """Tell of what the configuration leaves out without need, and of the baseline, once the run has ended."""
        yield from self.set.unused()
        if self.baseline is not None:
            yield from self.baseline.notices()

    def _applied(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Judged:
        general = self.set.suppressions(judgement.context.funnel)
        active = general | {
            code: one
            for code, one in suppressions.items()
            if one.until is None or one.until >= self.settings.as_of
        }
        kept = [d for d in judgement.diagnoses if d.code in self.codes and d.code not in active]
        silenced = dict.fromkeys(
            d.code for d in judgement.diagnoses if d.code in self.codes and d.code in active
        )
        self.set.used.update(active[code].field for code in silenced if active[code] is general.get(code))
        codes = self.codes
        if self.set.any:
            kept = [self.set.with_severity(one) for one in kept]
        held: tuple[str, ...] = ()
        if self.baseline is not None:
            kept, held = _fresh(self.baseline, judgement, kept, codes)
        whole = report(judgement, kept)
        return Judged(
            report=whole._replace(
                passed=tuple(one for one in whole.passed if one.code in codes),
                skipped=tuple(
                    one._replace(codes=left)
                    for one in whole.skipped
                    if (left := tuple(code for code in one.codes if code in codes))
                ),
                suppressed=(
                    *(Suppressed(code, active[code].reason, active[code].until) for code in silenced),
                    *(Suppressed(code, "in the baseline", None, in_baseline=True) for code in held),
                ),
            ),
            notices=tuple(self._stale(judgement, suppressions)),
            defects=judgement.defects,
        )

    def _stale(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Iterable[Notice]:
        """Tell of each `ignore` of the funnel that has expired, or that has nothing to leave out."""
        found = {diagnosis.code for diagnosis in judgement.diagnoses}
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
        problems = []
        for one in funnel.ignore:
            codes = self.named(one.rule)
            if not codes:
                problems.append(Problem(*funnel.places.find(one.field), *unknown_rule(one.rule, self.names)))
            by_code |= {code: one for code in codes if code not in by_code}
        return by_code, problems


def _fresh(
    baseline: Baseline, judgement: Judgement, kept: list[Diagnosis], codes: Container[str]
) -> tuple[list[Diagnosis], tuple[str, ...]]:
    """Leave out what the baseline holds back, and say which rules these are of; what has become worse says so."""
    from funneldx.baseline.entries import found_of  # noqa: PLC0415  (few runs have a baseline)

    passed = (one.code for one in judgement.passed if one.code in codes)
    fresh = baseline.fresh(judgement.context.funnel, map(found_of, kept), passed)
    if fresh is None:
        return kept, ()
    left = [
        kept[index]._replace(message=f"{kept[index].message} {past}") if past else kept[index]
        for index, past in fresh.kept
    ]
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
