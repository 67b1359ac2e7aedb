"""A funnel whose stages are counted from records: `source:`, and the stages beside it with what tells each of them."""

from __future__ import annotations

from typing import Any

from funneldx.documents.nodes import Mapping, Node, Sequence, Written
from funneldx.documents.reading import Reading, Schema, Shape, described, named, quoted
from funneldx.documents.shapes import Choice, Record, Text
from funneldx.errors import Problem
from funneldx.model import Role, Stage
from funneldx.readers.funnel_format import ASIDE, FIELDS, FoundIn, Stages, finished
from funneldx.readers.source_format import COLUMN, IS, WORDS, Source, condition_of, records_of
from funneldx.recorded import Condition, Recorded, Records, Test
from funneldx.stage_names import role_of

_MOST_STAGES = 100


class _RecordedStages(Shape):
    """A list of `{name, role, match}` or `{name, role, column, …}`, in the order of the funnel."""

    ITEM = Record(
        dict,
        {
            "name": Text(longest=Stages.LONGEST),
            "role": Choice(*Role),
            "column": COLUMN,
            "match": WORDS,
            **IS,
        },
        required=("name",),
    )

    def read(self, node: Node, reading: Reading, field: str) -> Any:
        if not isinstance(node, Sequence) or not 0 < len(node.items) <= _MOST_STAGES:
            what = f"a list of {len(node.items)}" if isinstance(node, Sequence) else described(node)
            reading.refuse(
                node,
                f"{named(field)} beside `source` is {what}; a list of 1 to {_MOST_STAGES} stages was expected",
                "write - {name: Won, role: purchased, match: won} for each",
            )
            return ()
        return tuple(
            made
            for number, item in enumerate(node.items)
            if (made := self._stage(item, reading, field, number))
        )

    def _stage(self, item: Node, reading: Reading, where: str, number: int) -> tuple[Stage, Condition] | None:
        if not isinstance(item, Mapping):
            reading.refuse(
                item,
                f"a stage of the list is {described(item)}; a mapping was expected",
                "write - {name: Won, role: purchased, match: won}",
            )
            return None
        values = self.ITEM.values(item, reading, f"{where}[{number}]")
        name, role = values.pop("name", None), values.pop("role", None)
        if not name:
            return None
        if name.casefold() in reading.stages:
            reading.refuse(item, f"the stage {quoted(name)} stands here a second time", "keep one of the two")
        reading.stages[name.casefold()] = name
        field = f"{where}.{name}"
        reading.places[field] = item
        stage = Stage(name, Role(role) if role else role_of(name), None, bool(role))
        return stage, condition_of(field=field, **values)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.ITEM.schema(), "minItems": 1, "maxItems": _MOST_STAGES}


RECORDED = Record(
    dict,
    {**FIELDS, "source": Source(), "stages": _RecordedStages()},
    required=("source", "stages"),
    aside={**ASIDE, "funnels": "`funnels:` may stand only at the top"},
)
"""A funnel that is counted from records."""


def read_recorded(node: Mapping, path: str, written: Written) -> Recorded | tuple[Problem, ...]:
    """Return the funnel to count that `node` describes, or everything that is wrong with it."""
    reading = Reading(path)
    values = RECORDED.values(node, reading, "")
    if reading.problems:
        return tuple(reading.problems)
    source, stages = values.pop("source"), values.pop("stages")
    records = records_of(source)
    values["stages"] = tuple(stage for stage, _ in stages)
    funnel = finished(values, FoundIn(path, node, reading.places, written))
    tests = tuple(_test(stage, condition, records) for stage, condition in stages)
    return Recorded(funnel, records, tests, path)


def _test(stage: Stage, condition: Condition, records: Records) -> Test:
    """How a stage is told: as it says, else by its name; a milestone that says nothing is reached by every record."""
    if condition.column is None and condition.bare and records.shape != "milestones":
        return Test(condition._replace(among=(stage.name,)), given=False)
    return Test(condition, given=True)
