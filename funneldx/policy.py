"""What becomes of findings: which rules are reported, which are left out by the funnel's own wish, what fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from funneldx.config import Settings
from funneldx.diagnosis import Defect, FunnelReport, Notice, RunReport, Suppressed
from funneldx.engine import Judgement, judge, report
from funneldx.errors import Problem, UsageError, nearest
from funneldx.figures import listing
from funneldx.model import Funnel, Location, Suppression, ThresholdSetting
from funneldx.rates import Share
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Rule

_SHORTEST_PREFIX = 3


class Judged(NamedTuple):
    """A funnel under the policy: its report, or why it could not be judged."""

    report: FunnelReport | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    defects: tuple[Defect, ...] = ()


class Policy:
    """The rules of a run, under its settings."""

    def __init__(self, rules: tuple[Rule, ...], settings: Settings) -> None:
        """Resolve the settings; raises UsageError where they name a rule that does not exist."""
        self.rules = rules
        self.settings = settings
        self.names = _names(rules)
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
        thresholds, problems = self._thresholds(funnel) if self.settings.inline else ({}, [])
        suppressions, more = self._suppressions(funnel) if self.settings.inline else ({}, [])
        if problems or more:
            return Judged(problems=(*problems, *more))
        judgement = judge(funnel, self.rules, self.settings.level, thresholds)
        return self._applied(judgement, suppressions)

    def _applied(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Judged:
        active = {
            code: one
            for code, one in suppressions.items()
            if one.until is None or one.until >= self.settings.as_of
        }
        kept = [d for d in judgement.diagnoses if d.code in self.codes and d.code not in active]
        silenced = dict.fromkeys(
            d.code for d in judgement.diagnoses if d.code in self.codes and d.code in active
        )
        whole = report(judgement, kept)
        codes = self.codes
        return Judged(
            report=whole._replace(
                passed=tuple(one for one in whole.passed if one.code in codes),
                skipped=tuple(
                    one._replace(codes=left)
                    for one in whole.skipped
                    if (left := tuple(code for code in one.codes if code in codes))
                ),
                suppressed=tuple(
                    Suppressed(code, active[code].reason, active[code].until) for code in silenced
                ),
            ),
            notices=tuple(self._stale(judgement, suppressions)),
            defects=judgement.defects,
        )

    def _stale(self, judgement: Judgement, suppressions: Mapping[str, Suppression]) -> Iterable[Notice]:
        """Tell of each `ignore` that has expired, or that has nothing to leave out."""
        found = {diagnosis.code for diagnosis in judgement.diagnoses}
        skipped = {code for code, _ in judgement.skipped}
        told: set[str] = set()
        for one in suppressions.values():
            if one.field in told:
                continue
            told.add(one.field)
            path, line, column = judgement.context.funnel.places.find(one.field)
            if one.until is not None and one.until < self.settings.as_of:
                text = f"`ignore` of {one.rule} expired on {one.until}: what it finds is reported again"
                yield Notice(path, line, column, text)
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

    def _thresholds(self, funnel: Funnel) -> tuple[Thresholds, list[Problem]]:
        """Settle what the funnel sets for itself, or say what is wrong with it."""
        settled: dict[tuple[str, str], Share] = {}
        problems = []
        places: dict[str, Location] = {}
        for setting in funnel.thresholds:
            place = funnel.places.find(setting.field)
            codes = self.named(setting.rule)
            concerned = [rule for rule in self.rules if rule.code in codes]
            fitting = [rule for rule in concerned if setting.key in rule.keys]
            if not concerned:
                problems.append(Problem(*place, *unknown_rule(setting.rule, self.names)))
            elif not fitting:
                problems.append(Problem(*place, *_unknown_key(setting, concerned)))
            elif wrong := _out_of_bounds(setting, fitting):
                problems.append(Problem(*place, *wrong))
            else:
                settled.update({(rule.code, setting.key): setting.value for rule in fitting})
                for rule in fitting:
                    places[rule.code] = place
        problems += [
            Problem(*places[rule.code], *wrong)
            for rule in self.rules
            if rule.code in places and (wrong := _crossed(rule, settled))
        ]
        return settled, problems


def _crossed(rule: Rule, settled: Mapping[tuple[str, str], Share]) -> tuple[str, str] | None:
    """What is wrong where the lower of two thresholds was set above the higher one."""
    for lower, higher in _LOWER_AND_HIGHER:
        below, above = (
            settled.get((rule.code, key)) or (rule.thresholds[key].share if key in rule.thresholds else None)
            for key in (lower, higher)
        )
        if below and above and below.exceeds(above):
            return (
                f"for {rule.name} the {lower} value, {below}, is above the {higher} value, {above}",
                f"set both, the {lower} value at or below the {higher} one",
            )
    return None


_LOWER_AND_HIGHER = (("floor", "typical"), ("low", "high"), ("warning", "error"), ("relative", "error"))


def _out_of_bounds(setting: ThresholdSetting, rules: Iterable[Rule]) -> tuple[str, str] | None:
    """What is wrong with a value that a threshold cannot have, by what it counts."""
    top, bottom = setting.value
    units = {limit.unit for rule in rules if (limit := rule.thresholds.get(setting.key))}
    if unit := next(filter(None, units), ""):
        if top and bottom == 1:
            return None
        return (
            f"the threshold {setting.rule}.{setting.key} is {setting.value}; a whole number of {unit} was expected",
            "write it as a number from 1 on",
        )
    if top and not setting.value.exceeds(Share(1, 1)):
        return None
    whole = bottom == 1 and top
    written = str(top) if bottom == 1 else str(setting.value)
    return (
        f"the threshold {setting.rule}.{setting.key} is {written}; a share above 0 and at most 1 was expected",
        f"write {written}% if per cent are meant" if whole else "write it as 1:5, 20% or 0.2",
    )


def _unknown_key(setting: ThresholdSetting, rules: Iterable[Rule]) -> tuple[str, str]:
    keys = sorted({key for rule in rules for key in rule.keys})
    if not keys:
        return f"{setting.rule} has no thresholds", "remove this line"
    return (
        f"{setting.rule} has no threshold “{setting.key}”{nearest(setting.key, keys)}",
        f"set {listing(keys, 'or')}",
    )


def _names(rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """Every code, name and family, with the codes it means."""
    names: dict[str, set[str]] = {}
    for rule in rules:
        for word in (rule.code.casefold(), rule.name, rule.family):
            names.setdefault(word, set()).add(rule.code)
    return {word: frozenset(codes) for word, codes in names.items()}


def named(word: str, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The codes that a code, a name, a prefix of codes or a family means; none for an unknown word."""
    key = word.strip().casefold()
    if key in names:
        return names[key]
    if len(key) < _SHORTEST_PREFIX:
        return frozenset()
    return frozenset(code for codes in names.values() for code in codes if code.casefold().startswith(key))


def unknown_rule(word: str, names: Iterable[str]) -> tuple[str, str]:
    """Message and hint for a rule that does not exist."""
    like = nearest(word, names).replace("fdx", "FDX")
    hint = "`funneldx rules` lists them: give a code, a name, a prefix such as FDX1 or a family"
    return f"there is no rule “{word}”{like}", hint


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
