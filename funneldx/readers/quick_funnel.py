"""Funnels of plain YAML documents, without a tree (see `documents.quick`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from funneldx.documents.counts import Count
from funneldx.documents.entries import Beginning, Memory
from funneldx.documents.filling import MADE, Filling, Made, pairs
from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written, WrittenTree
from funneldx.documents.quick import (
    NESTED,
    MappingEndEvent,
    MappingStartEvent,
    NextEvent,
    NoYamlError,
    Places,
    RemarkableError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    count,
    documents,
    record,
)
from funneldx.model import Extents, Funnel, Location, Region, Role, Stage
from funneldx.readers.funnel_format import FUNNEL, Stages, finished
from funneldx.stage_names import also_forget, role_of
from funneldx.tuples import maker

LARGEST = 65536
"""Characters of a text that is read here; a larger one is read a document at a time, by way of its trees."""

_memory = Memory(FUNNEL)
also_forget(_memory.forget)
_stage = maker(Stage)
_location = maker(Location)


def funnels(text: str, path: str) -> list[Funnel] | None:
    """The funnels of a text, one a document; None where there is anything remarkable, or nothing, in it."""
    if len(text) > LARGEST:
        return None
    return _remembered(text, path) or _from_events(text, path)


def _remembered(text: str, path: str) -> list[Funnel] | None:
    """The one funnel of a text whose entries have been met before, or are like ones that have."""
    try:
        values, beginnings = _memory.read(text)
    except RemarkableError:
        return None
    if "stages" not in values:
        return None
    return [finished(values, EntryPlaces(path, text, beginnings))]


def _from_events(text: str, path: str) -> list[Funnel] | None:
    try:
        written = WrittenTree(text, "yaml")
        found = [_funnel(next_event, path, written) for next_event in documents(text)]
    except (RemarkableError, NoYamlError):
        return None
    return found or None


def _funnel(next_event: NextEvent, path: str, written: Written) -> Funnel:
    root = next_event()
    if type(root) is not MappingStartEvent:
        raise RemarkableError
    places: Places = {}
    values = record(FUNNEL, next_event, places, "")
    next_event()  # the end of the document: nothing else can follow its one value
    return finished(values, QuickPlaces(path, written, root, places))


def _mapped(_: Stages, next_event: NextEvent, places: Places, __: str) -> tuple[Stage, ...]:
    names: list[str] = []
    counts: list[int | None] = []
    events = []
    while type(key := next_event()) is ScalarEvent:
        event = next_event()
        if type(event) is not ScalarEvent:
            raise RemarkableError
        names.append(key.value)
        counts.append(count(event))
        events.append(event)
    if type(key) is not MappingEndEvent:
        raise RemarkableError
    same, fields = _heads(tuple(names))
    places.update(zip(fields, events, strict=True))
    return tuple(
        [_stage((name, role_of(name), number, False)) for name, number in zip(same, counts, strict=True)]
    )


def _listed(_: Stages, next_event: NextEvent, places: Places, __: str) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    while type(start := next_event()) is MappingStartEvent:
        where = f"stages[{len(stages)}]"
        values = record(Stages.ITEM, next_event, places, where)
        name, role = values["name"], values.get("role")
        places[f"stages.{name}"] = places[f"{where}.count"]
        stages.append(Stage(name, Role(role) if role else role_of(name), values["count"], bool(role)))
    if type(start) is not SequenceEndEvent:
        raise RemarkableError
    _heads(tuple([stage.name for stage in stages]))
    return tuple(stages)


NESTED[MappingStartEvent, Stages] = _mapped
NESTED[SequenceStartEvent, Stages] = _listed


def _filled_mapping(_: Stages, filling: Filling) -> Made:
    parts = [(name, role_of(name), *filling.value(Count())) for name in filling.names()]
    if not any(fill for _, _, _, fill in parts):
        return tuple([_stage((name, role, count, False)) for name, role, count, _ in parts]), None

    def fill(texts: list[str]) -> tuple[Stage, ...]:
        return tuple(
            [_stage((name, role, one(texts) if one else count, False)) for name, role, count, one in parts]
        )

    return None, fill


def _filled_list(_: Stages, filling: Filling) -> Made:
    stages = []
    while type(filling.take()) is MappingStartEvent:
        values, fills = pairs(Stages.ITEM, filling)
        if any(name != "count" for name, _ in fills):
            raise RemarkableError
        name, role = values["name"], values.get("role")
        stage = Stage(name, Role(role) if role else role_of(name), values["count"], bool(role))
        stages.append((stage, fills[0][1] if fills else None))
    if not any(fill for _, fill in stages):
        return tuple([stage for stage, _ in stages]), None

    def fill(texts: list[str]) -> tuple[Stage, ...]:
        return tuple([_stage((*stage[:2], one(texts), stage[3])) if one else stage for stage, one in stages])

    return None, fill


MADE[MappingStartEvent, Stages] = _filled_mapping
MADE[SequenceStartEvent, Stages] = _filled_list


@lru_cache(4096)
def _heads(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of stages, the same texts for all funnels, and their fields.

    Raises RemarkableError where they may not stand together.
    """
    if any(not name or len(name) > Stages.LONGEST or name == "<<" or name != name.strip() for name in names):
        raise RemarkableError
    if len({name.casefold() for name in names}) != len(names) or not 0 < len(names) <= Stages.MOST:
        raise RemarkableError
    return names, tuple(f"stages.{name}" for name in names)


class EntryPlaces:
    """Where the fields of one funnel stand, by its entries (see `model.Extents`)."""

    __slots__ = ("_beginnings", "_path", "_text")

    def __init__(self, path: str, text: str, beginnings: dict[str, Beginning]) -> None:
        self._path = path
        self._text = text
        self._beginnings = beginnings

    def find(self, field: str) -> Location:
        beginning = self._beginnings.get(field.partition(".")[0])
        if beginning is not None:
            line, spots = beginning
            spot = spots.get(field)
            if spot is not None:
                return _location((self._path, line + spot[0] + 1, spot[1] + 1))
        return self._found(field)

    def _found(self, field: str) -> Location:
        """The same of a field that has to be looked for."""
        around = field
        while around:
            top = around.partition(".")[0]
            beginning = self._beginnings.get(top if "[" not in top else top.partition("[")[0])
            if beginning is None:
                break
            line, spots = beginning
            if around in spots:
                spot = spots[around]
                if spot is None:
                    return self._carefully().find(field)
                return _location((self._path, line + spot[0] + 1, spot[1] + 1))
            around = around.rpartition(".")[0]
        line, _ = next(iter(self._beginnings.values()))
        return _location((self._path, line + 1, 1))

    def region(self, field: str) -> Region:
        return self._carefully().region(field)

    def _carefully(self) -> Extents:
        """The same by the events of the whole text, for what entries do not tell."""
        found = _from_events(self._text, self._path)
        assert found is not None
        return found[0].places


class QuickPlaces:
    """Where the fields of one funnel stand (see `model.Extents`)."""

    __slots__ = ("_events", "_path", "_root", "_written")

    def __init__(self, path: str, written: Written, root: Any, events: dict[str, Any]) -> None:
        self._path = path
        self._written = written
        self._root = root
        self._events = events

    def find(self, field: str) -> Location:
        mark = (self._events.get(field) or self._around(field)).start_mark
        return _location((self._path, mark.line + 1, mark.column + 1))

    def region(self, field: str) -> Region:
        event = self._around(field)
        mark = event.start_mark
        node: Node
        if type(event) is ScalarEvent:
            node = Scalar(event.value, event.implicit[0], mark)
        else:
            node = Mapping(mark) if type(event) is MappingStartEvent else Sequence(mark)
        return self._written.region(node)

    def _around(self, field: str) -> Any:
        """What a field that is not there would stand in."""
        events = self._events
        while field and field not in events:
            field = field.rpartition(".")[0]
        return events.get(field, self._root)
