"""The funnel format: which keys a description may have and what each becomes. Its JSON Schema follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from funneldx.documents.counts import Count
from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence, Written
from funneldx.documents.reading import Reading, Schema, Shape, cut, described, entries, quoted, too_long
from funneldx.documents.shapes import Choice, Flag, Listing, Record, Table, Text
from funneldx.model import (
    ChannelForecast,
    ColdCalls,
    Customers,
    Extents,
    Forecast,
    Funnel,
    Location,
    Pay,
    Product,
    Region,
    Response,
    Role,
    Stage,
    Suppression,
    ThresholdSetting,
)
from funneldx.readers.values import DATE, DURATION, PERIOD, MoneyShape, ShareShape
from funneldx.stage_names import role_of
from funneldx.tuples import maker


class Stages(Shape):
    """`{prospects: 1500, …}`, or a list of `{name, role, count}`; in the order of the funnel."""

    MOST = 500
    LONGEST = 200
    _count = Count()
    ITEM = Record(
        dict,
        {"name": Text(longest=LONGEST), "role": Choice(*Role), "count": _count},
        required=("name", "count"),
    )

    def read(self, node: Node, reading: Reading, field: str) -> tuple[Stage, ...]:
        many = (
            0 if isinstance(node, Scalar) else len(node.items if isinstance(node, Sequence) else node.pairs)
        )
        if many > self.MOST:
            reading.refuse(
                node,
                f"there are {many:,} stages; at most {self.MOST} are read",
                "if every line or row is one lead or deal, say so in a `source:` and have its stages counted",
            )
            return ()
        if isinstance(node, Sequence):
            stages = self._listed(node, reading, field)
        else:
            stages = self._mapped(node, reading, field)
        if not stages and not reading.problems:
            reading.refuse(node, "there is no stage", "write at least two: contacted: 1000, interested: 90")
        return stages

    def _mapped(self, node: Node, reading: Reading, where: str) -> tuple[Stage, ...]:
        stages = []
        for key, value in entries(node, reading, where, self):
            name = key.value.strip()
            if not name:
                reading.refuse(key, "the name of a stage is empty", "give it a name")
            elif len(key.value) > self.LONGEST:
                reading.refuse(key, too_long("the name of a stage", key.value, self.LONGEST), "shorten it")
            field = f"{where}.{name}"
            folded = name.casefold()
            if folded in reading.stages or field in reading.places:
                self._again(key, name, reading)
            reading.stages[folded] = name
            reading.places[field] = value
            if isinstance(value, Mapping):
                reading.refuse(
                    value,
                    f"the stage {quoted(name)} is a mapping; its count was expected",
                    f"write `{name}: 90`, or stages as a list: - {{name: {name}, role: interested, count: 90}}",
                )
                continue
            stages.append(Stage(name, role_of(name), self._count.read(value, reading, field)))
        return tuple(stages)

    def _listed(self, node: Sequence, reading: Reading, where: str) -> tuple[Stage, ...]:
        stages = []
        for number, item in enumerate(node.items):
            if not isinstance(item, Mapping):
                reading.refuse(
                    item,
                    f"a stage of the list is {described(item)}; a mapping was expected",
                    "write - {name: Demo booked, role: agreed, count: 15}",
                )
                continue
            values = self.ITEM.values(item, reading, f"{where}[{number}]")
            name = values.get("name")
            if not name:
                continue
            field = f"{where}.{name}"
            folded = name.casefold()
            if folded in reading.stages or field in reading.places:
                self._again(item, name, reading)
            reading.stages[folded] = name
            reading.places[field] = reading.places.get(f"{where}[{number}].count", item)
            given = values.get("role")
            stages.append(
                Stage(name, Role(given) if given else role_of(name), values.get("count"), bool(given))
            )
        return tuple(stages)

    def _again(self, node: Node, name: str, reading: Reading) -> None:
        """Refuse a stage whose name stood before, in whatever case."""
        known = reading.stages.get(name.casefold(), name)
        also = "" if known == name else f', first as "{cut(known)}"'
        reading.refuse(
            node, f"the stage {quoted(name)} stands here a second time{also}", "keep one of the two"
        )

    @property
    def form(self) -> str:
        return "{contacted: 1000, interested: 90}"

    def schema(self) -> Schema:
        count = self._count.schema()
        name = {"pattern": r"\S", "maxLength": 200}
        mapped = {
            "type": "object",
            "propertyNames": name,
            "additionalProperties": count,
            "minProperties": 1,
            "maxProperties": self.MOST,
        }
        return {
            "anyOf": [
                mapped,
                {"type": "array", "items": self.ITEM.schema(), "minItems": 1, "maxItems": self.MOST},
            ]
        }


def _suppressions(values: tuple[Any, ...]) -> tuple[Suppression, ...]:
    return tuple(
        Suppression(value["rule"], value["reason"], value.get("until"), f"ignore[{number}].rule")
        for number, value in enumerate(values)
    )


_PLAIN_SHARE = ShareShape(bounded=True)

FIELDS: dict[str, Any] = {
    "name": Text(longest=200),
    "period": PERIOD,
    "labels": Table(Text(longest=200)),
    "market": Choice("b2b", "b2c"),
    "channel": Text(longest=200),
    "approach": Choice("active", "passive", "mixed"),
    "product": Record(
        Product,
        {
            "kind": Choice("branded", "exclusive", "essential", "commodity"),
            "competition": Choice("low", "high"),
            "goods": Flag(),
        },
    ),
    "deal_value": MoneyShape(),
    "sales_cycle": DURATION,
    "stages": Stages(),
    "customers": Record(Customers, {"hot": Count(), "warm": Count(), "cold": Count()}),
    "cold_calls": Record(ColdCalls, {"dialed_by": Choice("own-team", "call-centre")}),
    "promotion": Listing(
        Choice(
            *("tv", "radio", "outdoor", "banners", "print", "viral", "guerrilla"),
            *("targeted-ads", "contextual-ads", "seo", "email", "referrals"),
        )
    ),
    "team": Listing(Choice("seller", "telemarketer", "distributor", "marketing-analyst")),
    "pay": Record(Pay, {"commission": _PLAIN_SHARE, "fixed_share": _PLAIN_SHARE}),
    "response": Record(Response, {"answered_within": DURATION, "target": DURATION}),
    "forecast": Record(
        Forecast,
        {
            "period": DURATION,
            "reserve": _PLAIN_SHARE,
            "channels": Table(Record(ChannelForecast, {"expected": Count(), "actual": Count()})),
        },
    ),
    "thresholds": Table(Table(ShareShape(bounded=False), at_least=1, key="floor"), key="interest-ratio"),
    "ignore": Listing(
        Record(
            dict,
            {"rule": Text(longest=100), "reason": Text(), "until": DATE},
            required=("rule", "reason"),
        )
    ),
    "$schema": Text(),  # for editors; how a JSON file names its schema, which has no comments
}

ASIDE = {
    "source": "write it inside each funnel, beside its `stages`",
    **dict.fromkeys(("hot", "warm", "cold"), "write them below `customers:`: {hot: 3, warm: 10, cold: 18}"),
}

FUNNEL = Record(
    Funnel, FIELDS, required=("stages",), aside=ASIDE | {"funnels": "`funnels:` may stand only at the top"}
)

DEFAULTS = Record(dict, {key: shape for key, shape in FIELDS.items() if key != "stages"}, aside=ASIDE)
"""The keys that may stand above `funnels:`."""

MARKS_OF_A_FUNNEL = ("stages", "funnels", "source", "customers", "deal_value", "sales_cycle", "cold_calls")
"""Keys that hardly anything but a funnel has; in a folder, a file without any of them is passed over."""


class Found:
    """Where the fields of one description stand (see `model.Places`)."""

    __slots__ = ("_nodes", "_path", "_root")

    def __init__(self, path: str, root: Node, nodes: dict[str, Node]) -> None:
        self._path = path
        self._root = root
        self._nodes = nodes

    def find(self, field: str) -> Location:
        mark = self._node(field).mark
        return Location(self._path, mark.line + 1, mark.column + 1)

    def _node(self, field: str) -> Node:
        nodes = self._nodes
        while field and field not in nodes:
            field = field.rpartition(".")[0]
        return nodes.get(field, self._root)


class FoundIn(Found):
    """The same in a text that is kept (see `model.Extents`)."""

    __slots__ = ("_written",)

    def __init__(self, path: str, root: Node, nodes: dict[str, Node], written: Written) -> None:
        super().__init__(path, root, nodes)
        self._written = written

    def region(self, field: str) -> Region:
        return self._written.region(self._node(field))


def finished(values: dict[str, Any], places: Extents) -> Funnel:
    """The funnel of the values that were read, by key."""
    values.pop("$schema", None)
    if settings := values.get("thresholds"):
        values["thresholds"] = tuple(
            ThresholdSetting(rule, key, share)
            for rule, keys in settings.items()
            for key, share in keys.items()
        )
    if "ignore" in values:
        values["ignore"] = _suppressions(values["ignore"])
    return _new_funnel((_FIELDS | values | {"places": places}).values())


_FIELDS: dict[str, Any] = dict.fromkeys(Funnel._fields) | Funnel._field_defaults
_new_funnel: Callable[[Any], Funnel] = maker(Funnel)
