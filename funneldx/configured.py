"""What the configuration and the command line say of rules, held against the rules that there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from funneldx.config import Settings
from funneldx.diagnosis import Notice, Severity
from funneldx.errors import ConfigurationError, Problem, UsageError
from funneldx.model import Funnel, Location, Suppression
from funneldx.naming import Names, named, unknown_rule
from funneldx.rules.rule import Finding, Rule
from funneldx.stage_names import normal
from funneldx.thresholds import MOST_TOLD, Settled, settled

if TYPE_CHECKING:
    from funneldx.declared import When


class Configured:
    """The settings of a run that concern rules, resolved to codes."""

    def __init__(self, rules: tuple[Rule, ...], names: Names, settings: Settings) -> None:
        self._settings = settings
        self.any = bool(
            settings.thresholds
            or settings.overrides
            or settings.severities
            or settings.suppressions
            or settings.file_ignores
        )
        """Whether the configuration says anything at all."""
        self.used: set[str] = set()
        """The fields of what has left something out so far."""
        self._names = names
        self._rules = rules
        self.base: Settled = {}
        """The thresholds of the configuration that are for every funnel."""
        self._overrides: list[tuple[When, Settled]] = []
        self._severities: dict[str, Severity] = {}
        self._general: dict[str, Suppression] = {}
        self._by_file: list[tuple[Callable[[str], bool], dict[str, Suppression]]] = []
        if self.any:
            self._resolve()
        self.forced = self._forced() if settings.forced else {}
        """The thresholds of the command line."""

    def _resolve(self) -> None:
        """Raise ConfigurationError with everything that names no rule, or no threshold it has."""
        settings = self._settings
        assert settings.places
        find = settings.places.find
        self.base, problems = settled(settings.thresholds, self._rules, self._names, find, {})
        for override in settings.overrides:
            own, wrong = settled(override.thresholds, self._rules, self._names, find, self.base)
            problems += wrong
            self._overrides.append((override.when, own))
        loud = [
            (self._codes(word, f"severity.{word}", problems), severity)
            for word, severity in settings.severities.items()
        ]
        for codes, severity in sorted(loud, key=lambda one: -len(one[0])):  # what names fewer rules wins
            self._severities |= dict.fromkeys(codes, severity)
        for one in settings.suppressions:
            codes = self._codes(one.rule, one.field, problems)
            if one.until is None or one.until >= settings.as_of:
                self._general |= {code: one for code in codes if code not in self._general}
        for ignored in settings.file_ignores:
            if len(problems) >= MOST_TOLD:
                break
            found: dict[str, Suppression] = {}
            for word in ignored.rules:
                codes = self._codes(word, ignored.field, problems)
                reason = f"left out for {ignored.pattern} by the configuration"
                found |= dict.fromkeys(codes, Suppression(word, reason, None, ignored.field))
            self._by_file.append((self._fits(ignored.pattern, problems), found))
        if problems:
            raise ConfigurationError(problems)

    def _codes(self, word: str, field: str, problems: list[Problem]) -> frozenset[str]:
        codes = named(word, self._names)
        if not codes:
            assert self._settings.places
            place = self._settings.places.find(field)
            problems.append(Problem(*place, *unknown_rule(word, self._names)))
        return codes

    def _fits(self, pattern: str, problems: list[Problem]) -> Callable[[str], bool]:
        """Whether a path, as reports show it, is meant by a pattern of the configuration's folder."""
        from funneldx import patterns  # noqa: PLC0415  (few configurations have any)

        folder = self._settings.folder
        try:
            meant = patterns.pattern(pattern)
        except UsageError as error:
            assert self._settings.places
            place = self._settings.places.find(f"per_file_ignores.{pattern}")
            problems.append(Problem(*place, f"the pattern {error.message}", error.hint))
            return lambda _: False

        def fits(path: str) -> bool:
            below = os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")
            names = below.split("/")
            folders = ("/".join(names[:end]) for end in range(1, len(names)))
            return meant.fits(below, folder=False) or any(meant.fits(one, folder=True) for one in folders)

        return fits

    def _forced(self) -> Settled:
        """Raise UsageError for a threshold of the command line that no rule has."""
        asked = self._settings.forced
        found, problems = settled(
            asked, self._rules, self._names, lambda field: Location(field, 0, 0), self.base
        )
        if problems:
            option = problems[0].path.removeprefix("thresholds.")
            raise UsageError(f"--threshold {option}: {problems[0].message}", problems[0].hint)
        return found

    def thresholds(self, funnel: Funnel) -> Settled:
        """Those of the configuration for a funnel: its own, then each override that is for it."""
        found = dict(self.base)
        for when, own in self._overrides:
            if _is_for(when, funnel):
                found.update(own)
        return found

    def suppressions(self, funnel: Funnel) -> dict[str, Suppression]:
        """What the configuration leaves out for a funnel, by code."""
        found = dict(self._general)
        if self._by_file:
            path = funnel.places.find("").path
            for fits, of_file in self._by_file:
                if fits(path):
                    found |= of_file
        return found

    def with_severity(self, code: str, finding: Finding) -> Finding:
        """The finding of a rule as loud as the configuration wants it; a suspected one a step less."""
        severity = self._severities.get(code)
        if severity is None:
            return finding
        if finding.confidence == "suspected":
            severity = Severity(max(severity - 1, min(Severity)))
        return finding._replace(severity=severity)

    def unused(self) -> Iterable[Notice]:
        """Tell of each `ignore` of the configuration that has expired, or had nothing to leave out in this run."""
        for one in self._settings.suppressions:
            assert self._settings.places
            path, line, column = self._settings.places.find(one.field)
            if one.until is not None and one.until < self._settings.as_of:
                yield Notice(path, line, column, expired(one))
            elif one.field not in self.used:
                yield Notice(
                    path, line, column, f"`ignore` of {one.rule} is not needed: it finds nothing here"
                )


def expired(one: Suppression) -> str:
    """What to say of an `ignore` whose time is over."""
    return f"`ignore` of {one.rule} expired on {one.until}: what it finds is reported again"


def _is_for(when: When, funnel: Funnel) -> bool:
    labels = funnel.labels or {}
    return (
        (when.market is None or when.market == funnel.market)
        and (when.approach is None or when.approach == funnel.approach)
        and (when.channel is None or normal(when.channel) == normal(funnel.channel or ""))
        and all(labels.get(key) == value for key, value in when.labels.items())
    )
