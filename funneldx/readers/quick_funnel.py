"""Funnels of plain YAML documents, without a tree (see `documents.quick`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

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
from funneldx.documents.shapes import Record
from funneldx.model import Funnel, Location, Places, Role, Stage
from funneldx.readers.funnel_format import FUNNEL, Stages, finished
from funneldx.stage_names import role_of

LARGEST = 65536
"""Characters of a text that is read here; a larger one is read a document at a time, by way of its trees."""

Careful = Callable[[int], Places]
"""Finds the places of a text's funnel, by its number from 0 on, by way of its tree."""

_STAGES = FUNNEL.fields["stages"]


def funnels(text: str, path: str, careful: Careful) -> list[Funnel] | None:
    """The funnels of a text, one a document; None where there is anything remarkable, or nothing, in it."""
    if len(text) > LARGEST:
        return None
    found: list[Funnel] = []
    try:
        for number, next_event in enumerate(documents(text)):
            found.append(_funnel(next_event, path, partial(careful, number)))
    except (RemarkableError, NoYamlError):
        return None
    return found or None


def _funnel(next_event: NextEvent, path: str, careful: Callable[[], Places]) -> Funnel:
    root = next_event()
    if type(root) is not MappingStartEvent:
        raise RemarkableError
    events: dict[str, Any] = {}
    values: dict[str, Any] = {}
    places = QuickPlaces(path, root, events, careful)
    fields = FUNNEL.fields
    while type(key := next_event()) is ScalarEvent:
        name = key.value
        shape = fields.get(name)
        if shape is None or name in events:
            raise RemarkableError
        event = events[name] = next_event()
        if shape is _STAGES:
            values[name] = _stages(event, next_event, places.stages)
        elif type(event) is ScalarEvent:
            if (found := single(shape, event)) is not LEFT_OUT:
                values[name] = found
        elif type(event) is MappingStartEvent and type(shape) is Record:
            inner = places.inner[name] = {}
            values[name] = shape.make(**record(shape, next_event, inner))
        else:
            values[name] = nested(shape, event, next_event)
    if (
        type(key) is not MappingEndEvent
        or "stages" not in values
        or type(next_event()) is not DocumentEndEvent
    ):
        raise RemarkableError
    return finished(values, places)


def _stages(event: Any, next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    if type(event) is MappingStartEvent:
        return _mapped(next_event, places)
    if type(event) is SequenceStartEvent:
        return _listed(next_event, places)
    raise RemarkableError


def _mapped(next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    counts = []
    while type(key := next_event()) is ScalarEvent:
        event = places[key.value] = next_event()
        if type(event) is not ScalarEvent:
            raise RemarkableError
        counts.append(count(event))
    if type(key) is not MappingEndEvent:
        raise RemarkableError
    names = tuple(places)
    if len(names) < len(counts) or not _fit(names):
        raise RemarkableError
    return tuple([Stage(name, role_of(name), n) for name, n in zip(names, counts, strict=True)])


def _listed(next_event: NextEvent, places: dict[str, Any]) -> tuple[Stage, ...]:
    counts = []
    given = []
    while type(start := next_event()) is MappingStartEvent:
        events: dict[str, Any] = {}
        values = record(Stages.ITEM, next_event, events)
        name = values["name"]
        if name in places:
            raise RemarkableError
        places[name] = events["count"]
        counts.append(values["count"])
        given.append((name, values.get("role")))
    if type(start) is not SequenceEndEvent:
        raise RemarkableError
    if not _fit(tuple(places)):
        raise RemarkableError
    return tuple(
        [
            Stage(name, Role(role) if role else role_of(name), n, bool(role))
            for (name, role), n in zip(given, counts, strict=True)
        ]
    )


@lru_cache(4096)
def _fit(names: tuple[str, ...]) -> bool:
    """Whether stages of these names may stand together."""
    if any(not name or len(name) > Stages.LONGEST or name == "<<" or name != name.strip() for name in names):
        return False
    return len({name.casefold() for name in names}) == len(names) and 0 < len(names) <= Stages.MOST


class QuickPlaces:
    """Where the fields of one funnel stand (see `model.Places`)."""

    __slots__ = ("_careful", "_events", "_found", "_path", "_root", "inner", "stages")

    def __init__(self, path: str, root: Any, events: dict[str, Any], careful: Callable[[], Places]) -> None:
        self._path = path
        self._root = root
        self._events = events
        self._careful = careful
        self._found: Places | None = None
        self.stages: dict[str, Any] = {}
        """Where each stage's count begins."""
        self.inner: dict[str, dict[str, Any]] = {}
        """The same of the keys of each mapping."""

    def find(self, field: str) -> Location:
        """The place of `field`; that of a value within a value is sought in the tree, which seldom is needed."""
        event = self._event(field)
        if event is None:
            if self._found is None:
                self._found = self._careful()
            return self._found.find(field)
        mark = event.start_mark
        return Location(self._path, mark.line + 1, mark.column + 1)

    def _event(self, field: str) -> Any:
        if field.startswith("stages."):
            return self.stages.get(field[7:])
        outer, _, inner = field.partition(".")
        if not inner:
            return self._events.get(field, self._root) if "[" not in field else None
        return self.inner[outer].get(inner) if outer in self.inner else None
