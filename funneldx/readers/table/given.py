"""What the user says of a table's columns (`stage=step_name,count=user_count`), held against its headers."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from types import MappingProxyType

from funneldx.documents.grid import Row
from funneldx.errors import Problem, UnreadableError, nearest
from funneldx.model import Role
from funneldx.stage_names import normal
from funneldx.stage_names.headers import counted
from funneldx.tuples import NamedTuple

KEYS = ("market", "approach", "channel", "deal_value")
TEMPERATURES = ("hot", "warm", "cold")
_ROLES = frozenset(Role)
Stages = tuple[tuple[int, str, Role | None], ...]
"""Of each stage the column, its name, and its role where one is stated."""


class Said(NamedTuple):
    """What the user says, by index of the column."""

    stage: int | None = None
    number: int | None = None
    """The column of counts."""
    period: int | None = None
    keys: Lookup[str, int] = MappingProxyType({})
    temperatures: Lookup[str, int] = MappingProxyType({})
    labels: tuple[int, ...] | None = None
    """None where nothing is said of them; empty for none."""
    stages: Stages = ()

    @property
    def used(self) -> frozenset[int]:
        """All columns that something is said of."""
        single = (self.stage, self.number, self.period, *self.keys.values(), *self.temperatures.values())
        stages = (index for index, _, _ in self.stages)
        return frozenset(index for index in (*single, *(self.labels or ()), *stages) if index is not None)


def stage_name(header: str) -> str:
    """The stage that a header counts: `# of Leads`, `# Leads` and `Leads count` are of Leads."""
    return counted(header).lstrip("#№ ") or header


def said_of(header: Row, names: list[str], pairs: Iterable[tuple[str, str]], path: str) -> Said:
    """Find the columns that the pairs of keys and headers speak of; raises UnreadableError where one is missing."""
    said = Said()
    keys: dict[str, int] = {}
    temperatures: dict[str, int] = {}
    labels: list[int] = []
    stages: list[tuple[int, str, Role | None]] = []
    for key, name in pairs:
        if key == "labels" and not name:
            said = said._replace(labels=())
            continue
        index = _index(name, names, header, path)
        if key == "stage":
            said = said._replace(stage=index)
        elif key == "count":
            said = said._replace(number=index)
        elif key == "period":
            said = said._replace(period=index)
        elif key == "funnel":
            keys["name"] = index
        elif key == "labels":
            labels.append(index)
        elif key in KEYS:
            keys[key] = index
        elif key in TEMPERATURES:
            temperatures[key] = index
        elif key in _ROLES and key != name:  # a header that is a role says no more than any other name
            stages.append((index, stage_name(names[index]), Role(key)))
        else:
            stages.append((index, stage_name(names[index]) if key == name else key, None))
    said = said._replace(keys=keys, temperatures=temperatures, stages=tuple(stages))
    if labels:
        said = said._replace(labels=tuple(labels))
    return said


def has_all(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a header has every column that the pairs speak of."""
    there = {normal(name) for name in names}
    return all(normal(header) in there for _, header in pairs if header)


def _index(name: str, names: list[str], header: Row, path: str) -> int:
    """The column with this header: written so, else but for case, else but for spaces and punctuation."""
    for form in (str, str.casefold, normal):
        found = [index for index, one in enumerate(names) if form(one) == form(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableError(
                Problem(
                    path,
                    header.line,
                    found[1] + 1,
                    f"{len(found)} columns are headed “{name}”, and --columns speaks of one",
                    "rename one of them",
                )
            )
    shown = ", ".join(f"“{one[:40]}”" for one in names[:12] if one) + (", …" if len(names) > 12 else "")
    raise UnreadableError(
        Problem(
            path,
            header.line,
            None,
            f"no column is headed “{name}”, which --columns speaks of{nearest(name, names)}",
            f"the headers are {shown}",
        )
    )
