"""What only a configuration file declares; not imported where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from funneldx.diagnosis import Severity
from funneldx.model import ThresholdSetting
from funneldx.rates import Basis, Share
from funneldx.tuples import NamedTuple


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
