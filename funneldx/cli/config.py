"""`funneldx config`: the settings in force, and where each comes from."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import typer

from funneldx import figures, sources
from funneldx.cli.configured import ConfigOptions, Configured, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import Asked, Color
from funneldx.cli.terminal import Out, canvas
from funneldx.config import Settings
from funneldx.diagnosis import Defect
from funneldx.policy import Policy
from funneldx.rates import Threshold
from funneldx.reports.config_table import Setting, as_json, as_text
from funneldx.rules.gap_rule import GapRule
from funneldx.rules.rule import Rule

_DEFAULT = "default"


@guarded
def config_command(
    table_format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")
    ] = "text",
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
) -> int:
    """Show the settings in force and where each comes from."""
    whole = configured(configuration)
    settings = whole.settings(Asked(as_of=date.today()))  # noqa: DTZ011
    policy = Policy(whole.rules, settings)
    shown = list(_settings(whole, settings, policy))
    path = whole.said.path if whole.said else None
    if table_format == "json":
        Out(machine=True).write(as_json(shown, path))
    else:
        Out(machine=False).write(as_text(shown, path, canvas(color, sys.stdout)))
    return 0


def _settings(whole: Configured, settings: Settings, policy: Policy) -> Iterator[Setting]:
    place = _Places(whole)
    select = ", ".join(settings.select) or "all rules"
    yield Setting("select", select, place.of("select"))
    yield Setting(
        "ignore", ", ".join(settings.ignore) or "none", place.of("ignore") if settings.ignore else _DEFAULT
    )
    for one in settings.suppressions:
        until = f", until {one.until}" if one.until else ""
        yield Setting(f"ignore {one.rule}", f"{one.reason}{until}", place.of(one.field))
    yield Setting("fail_on", settings.fail_on.label if settings.fail_on else "never", place.of("fail_on"))
    yield Setting("confidence", str(settings.level) if settings.level else "literal", place.of("confidence"))
    for word, severity in settings.severities.items():
        yield Setting(f"severity.{word}", severity.label, place.of(f"severity.{word}"))
    yield from _thresholds(whole.rules, settings, policy, place)
    for override in settings.overrides:
        when = ", ".join(_conditions(override.when._asdict()))
        for threshold in override.thresholds:
            key = f"thresholds.{threshold.rule}.{threshold.key}"
            yield Setting(f"{key} for {when}", str(threshold.value), place.of(threshold.field))
    yield from _files(whole, settings, place)
    for rule in whole.rules:
        if isinstance(rule, GapRule):
            yield Setting(
                f"rule {rule.code}", f"{rule.name}: {rule.summary}", place.of(f"{rule.own.field}.code")
            )
        elif rule.plugin:
            yield Setting(f"rule {rule.code}", f"{rule.name}: {rule.summary}", f"plugin {rule.plugin}")
    yield from map(_broken, whole.defects)


def _broken(defect: Defect) -> Setting:
    return Setting(f"plugin {defect.plugin}", defect.message, "defect")


def _thresholds(
    rules: tuple[Rule, ...], settings: Settings, policy: Policy, place: "_Places"
) -> Iterator[Setting]:
    origins = {
        (code, one.key): place.of(one.field) for one in settings.thresholds for code in policy.named(one.rule)
    }
    set_here = policy.set.base
    for rule in rules:
        for key in rule.keys:
            default, share = rule.thresholds.get(key), set_here.get((rule.code, key))
            if share is None and default is None:
                continue
            limit = default
            if share is not None:
                limit = default.set_to(share) if default else Threshold(share, "stated", own=True)
            assert limit
            own = origins.get((rule.code, key), _DEFAULT)
            if own == _DEFAULT and isinstance(rule, GapRule):
                own = place.of(f"{rule.own.field}.{key}")
            yield Setting(f"thresholds.{rule.name}.{key}", figures.threshold(limit), own)


def _files(whole: Configured, settings: Settings, place: "_Places") -> Iterator[Setting]:
    said = whole.said
    folders = whole.folders()
    include = ", ".join(folders.include) or "*.yaml, *.yml, *.json, *.csv, *.tsv"
    yield Setting("include", include, place.of("include"))
    yield Setting("exclude", ", ".join(folders.exclude) or "none", place.of("exclude"))
    baseline = whole.own_baseline
    yield Setting("baseline", sources.shown(baseline) if baseline else "none", place.of("baseline"))
    for ignored in settings.file_ignores:
        yield Setting(
            f"per_file_ignores {ignored.pattern}", ", ".join(ignored.rules), place.of(ignored.field)
        )
    for key, header in settings.tables.columns:
        yield Setting(f"columns.{key}", header, place.of(f"columns.{key}"))
    for name, role in (said.stage_names if said else {}).items():
        yield Setting(f"stage_names.{role}", name, place.of(f"stage_names.{role}"))


def _conditions(when: dict[str, object]) -> Iterator[str]:
    for key, value in when.items():
        if isinstance(value, dict):
            yield from (f"{name} {one}" for name, one in value.items())
        elif value is not None and value != {}:
            yield f"{key} {value}"


class _Places:
    """Where settings stand in the configuration, if they do."""

    def __init__(self, whole: Configured) -> None:
        self._said = whole.said

    def of(self, field: str) -> str:
        key = field.partition(".")[0].partition("[")[0]
        if self._said is None or key not in self._said.keys:
            return _DEFAULT
        return str(self._said.places.find(field))
