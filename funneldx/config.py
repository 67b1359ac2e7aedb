"""The settings of one run, whoever made them: frozen, and free of anything about files or terminals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from funneldx.diagnosis import Severity
from funneldx.model import Places, Suppression, ThresholdSetting
from funneldx.rates import Basis, Level, Share


class TableSettings(NamedTuple):
    """How tables are read, where their own looks are not to decide."""

    columns: tuple[tuple[str, str], ...] = ()
    """What stands where: pairs of a key (`stage`, `count`, a role, the name of a stage …) and a header."""
    delimiter: str | None = None
    encoding: str | None = None
    """The name of a codec of Python."""


class OwnRule(NamedTuple):
    """A rate between two stages that the user declares: the same as a rule of the catalogue, once it is made one."""

    code: str
    name: str
    of: str
    """A role or the name of a stage."""
    reached: str
    field: str
    """Where it stands in the configuration."""
    floor: Share | None = None
    typical: Share | None = None
    cause: str = ""
    actions: tuple[str, ...] = ()
    source: str = ""
    severity: Severity = Severity.ERROR
    """The most that its findings can be."""
    basis: Basis = "stated"


class When(NamedTuple):
    """Which funnels an override is for: those that have all of these."""

    market: str | None = None
    channel: str | None = None
    approach: str | None = None
    labels: Mapping[str, str] = MappingProxyType({})


class Override(NamedTuple):
    """Thresholds for some funnels."""

    when: When
    thresholds: tuple[ThresholdSetting, ...]
    field: str


class FileIgnore(NamedTuple):
    """Rules left out for the files that a pattern fits."""

    pattern: str
    rules: tuple[str, ...]
    field: str


class Settings(NamedTuple):
    """How funnels are judged and what becomes of the findings."""

    as_of: date
    """The only clock: what is over, and what has expired."""
    level: Level | None = Level.of(0.95)
    """Confidence level of the intervals; None takes every rate literally."""
    select: tuple[str, ...] = ()
    """Rules to report, by code, name, prefix or family; empty for all."""
    ignore: tuple[str, ...] = ()
    """Rules to leave out, in the same words."""
    inline: bool = True
    """Whether `thresholds:` and `ignore:` inside funnel files are heeded."""
    fail_on: Severity | None = Severity.ERROR
    """The least severity that makes a run fail; None for never."""
    tables: TableSettings = TableSettings()
    severities: Mapping[str, Severity] = MappingProxyType({})
    """The severity that findings of a rule get, by what the rule is called; a suspected one a step less."""
    thresholds: tuple[ThresholdSetting, ...] = ()
    """Those of the configuration."""
    overrides: tuple[Override, ...] = ()
    """For some funnels; the later ones win."""
    forced: tuple[ThresholdSetting, ...] = ()
    """Those of the command line, which win over what a funnel says of itself."""
    suppressions: tuple[Suppression, ...] = ()
    file_ignores: tuple[FileIgnore, ...] = ()
    places: Places | None = None
    """Where the settings of the configuration stand."""
    folder: str = ""
    """The folder that patterns of the configuration are relative to."""
