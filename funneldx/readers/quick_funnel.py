"""Funnels of plain YAML documents, without a tree (see `documents.quick`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written, WrittenTree
from funneldx.documents.quick import (
    LEFT_OUT,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    NextEvent,
    NoYamlError,
    RemarkableError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    count,
    documents,
    nested,
    record,
    single,
)
from funneldx.model import Funnel, Location, Region, Role, Stage
from funneldx.readers.funnel_format import FUNNEL, Stages, finished
from funneldx.stage_names import role_of

LARGEST = 65536
"""Characters of a text that is read here; a larger one is read a document at a time, by way of its trees."""

_STAGES = FUNNEL.fields["stages"]


def funnels(text: str, path: str) -> list[Funnel] | None:
    """The funnels of a text, one a document; None where there is anything remarkable, or nothing, in it."""
    if len(text) > LARGEST:
        return None
    found: list[Funnel] = []
    try:
        written = WrittenTree(text, "yaml")
        found.extend(_funnel(next_event, path, written) for next_event in documents(text))
    except (RemarkableError, NoYamlError):
        return None
    return found or None


def _funnel(next_event: NextEvent, path: str, written: Written) -> Funnel:
    root = next_event()
    if type(root) is not MappingStartEvent:
        raise RemarkableError
    places: dict[str, Any] = {}
    values: dict[str, Any] = {}
    fields = FUNNEL.fields
    while type(key := next_event()) is ScalarEvent:
        name = key.value
        shape = fields.get(name)
        if shape is None or name in places:
            raise RemarkableError
        event = places[name] = next_event()
        if shape is _STAGES:
            values[name] = _stages(event, next_event, places)
        elif type(event) is not ScalarEvent:
            values[name] = nested(shape, event, next_event, places, name)
        elif (found := single(shape, event)) is not LEFT_OUT:
            values[name] = found
    if (
        type(key) is not MappingEndEvent
        or "stages" not in values
        or type(next_event()) is not DocumentEndEvent
    ):
        raise RemarkableError
    return finished(values, QuickPlaces(path, written, root, places))


def _stages(event: Any, next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    if type(event) is MappingStartEvent:
        return _mapped(next_event, places)
    if type(event) is SequenceStartEvent:
        return _listed(next_event, places)
    raise RemarkableError


def _mapped(next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    stages = []
    names = []
    while type(key := next_event()) is ScalarEvent:
        name = key.value
        event = places[f"stages.{name}"] = next_event()
        if type(event) is not ScalarEvent:
            raise RemarkableError
        names.append(name)
        stages.append(Stage(name, role_of(name), count(event)))
    if type(key) is not MappingEndEvent or not _fit(tuple(names)):
        raise RemarkableError
    return tuple(stages)


def _listed(next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    while type(start := next_event()) is MappingStartEvent:
        where = f"stages[{len(stages)}]"
        values = record(Stages.ITEM, next_event, places, where)
        name, role = values["name"], values.get("role")
        places[f"stages.{name}"] = places[f"{where}.count"]
        stages.append(Stage(name, Role(role) if role else role_of(name), values["count"], bool(role)))
    if type(start) is not SequenceEndEvent or not _fit(tuple([stage.name for stage in stages])):
        raise RemarkableError
    return tuple(stages)


@lru_cache(4096)
def _fit(names: tuple[str, ...]) -> bool:
    """Whether stages of these names may stand together."""
    if any(not name or len(name) > Stages.LONGEST or name == "<<" or name != name.strip() for name in names):
        return False
    return len({name.casefold() for name in names}) == len(names) and 0 < len(names) <= Stages.MOST


class QuickPlaces:
    """Where the fields of one funnel stand (see `model.Extents`)."""

    __slots__ = ("_events", "_path", "_root", "_written")

    def __init__(self, path: str, written: Written, root: Any, events: dict[str, Any]) -> None:
        self._path = path
        self._written = written
        self._root = root
        self._events = events

    def find(self, field: str) -> Location:
        mark = self._event(field).start_mark
        return Location(self._path, mark.line + 1, mark.column + 1)

    def region(self, field: str) -> Region:
        event = self._event(field)
        mark = event.start_mark
        node: Node
        if type(event) is ScalarEvent:
            node = Scalar(event.value, event.implicit[0], mark)
        else:
            node = Mapping(mark) if type(event) is MappingStartEvent else Sequence(mark)
        return self._written.region(node)

    def _event(self, field: str) -> Any:
        events = self._events
        while field and field not in events:
            field = field.rpartition(".")[0]
        return events.get(field, self._root)
