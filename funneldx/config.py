"""The settings of one run, whoever made them: frozen, and free of anything about files or terminals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from funneldx.diagnosis import Severity
from funneldx.model import Places, Suppression, ThresholdSetting
from funneldx.rates import Level
from funneldx.tuples import NamedTuple

if TYPE_CHECKING:
    from funneldx.declared import FileIgnore, Override


class TableSettings(NamedTuple):
    """How tables are read, where their own looks are not to decide."""

    columns: tuple[tuple[str, str], ...] = ()
    """What stands where: pairs of a key (`stage`, `count`, a role, the name of a stage …) and a header."""
    optional: bool = False
    """Whether tables that lack one of these columns are read by their own headers: so for a configuration."""
    delimiter: str | None = None
    encoding: str | None = None
    """The name of a codec of Python."""


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
