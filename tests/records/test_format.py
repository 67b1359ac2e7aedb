"""`source:` as the reader and the JSON Schema take it: both accept, or both refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from funneldx.readers.funnel_schema import schema
from funneldx.readers.records_format import RECORDED, _RecordedStages
from funneldx.readers.source_format import Source
from tests.readers.plain_data import fits, refusals
from tests.records.describing import DESCRIPTIONS, described

EVENTS = {"files": "a.csv", "shape": "events", "id": "id", "stage": "stage", "time": "at"}
SNAPSHOT = {"files": "a.csv", "shape": "snapshot", "stage": "stage"}
MILESTONES = {"files": "a.csv", "shape": "milestones"}
STAGES: list[Any] = [{"name": "Lead", "role": "prospects"}, {"name": "Won", "match": ["won", "sold"]}]

GOOD: dict[str, Any] = {
    "events": EVENTS,
    "snapshot": SNAPSHOT,
    "milestones": MILESTONES,
    "window": EVENTS | {"window": "30d", "ordered": True},
    "lists": MILESTONES | {"files": ["a.csv", "b.csv"], "by": ["x", "y"]},
    "period": EVENTS | {"period": {"every": "month"}},
    "values": MILESTONES | {"values": {"channel": {"авито": "avito"}}},
    "bands": MILESTONES | {"bands": {"calls": [1, "4-5", "11+"]}},
    "where": MILESTONES
    | {"where": [{"column": "a", "is": [1, "x"], "at_least": 2.5, "below": "2026-09-01", "filled": True}]},
    "lost": SNAPSHOT | {"lost": {"match": "lost", "from": "before"}},
    "join": MILESTONES | {"join": {"files": "b.csv", "on": "id"}},
    "joins": MILESTONES | {"join": [{"files": "b.csv", "on": {"id": "key"}}]},
    "worth": MILESTONES
    | {"deal_value": {"column": "sum", "currency": "EUR"}, "hot": {"column": "a", "is": "x"}},
    "dates": MILESTONES
    | {"dates": "day-first", "decimals": "comma", "delimiter": "tab", "encoding": "cp1251", "sheet": "x"},
    "dates-by-column": MILESTONES | {"dates": {"a": "month-first"}},
    "table": {"table": "crm.deals", "connection": "w", "shape": "milestones"},
}
BAD: dict[str, Any] = {
    "text": "leads.csv",
    "list": [],
    "no-shape": {"files": "a.csv"},
    "unknown-shape": MILESTONES | {"shape": "sessions"},
    "shape-list": MILESTONES | {"shape": ["events"]},
    "unknown-key": MILESTONES | {"file": "a.csv"},
    "events-without-id": {"files": "a.csv", "shape": "events", "stage": "x"},
    "snapshot-without-stage": MILESTONES | {"shape": "snapshot"},
    "window-of-milestones": MILESTONES | {"window": "30d"},
    "window": EVENTS | {"window": 30},
    "ordered": EVENTS | {"ordered": "maybe"},
    "period": EVENTS | {"period": {"every": "decade"}},
    "period-without-every": EVENTS | {"period": {"column": "at"}},
    "band-backwards": MILESTONES | {"bands": {"a": ["x-5"]}},
    "band-below-zero": MILESTONES | {"bands": {"a": [-1]}},
    "condition-without-column": MILESTONES | {"where": [{"is": "x"}]},
    "bound": MILESTONES | {"where": [{"column": "a", "at_least": "many"}]},
    "bound-too-large": MILESTONES | {"where": [{"column": "a", "at_least": 1e16}]},
    "join-without-on": MILESTONES | {"join": {"files": "b.csv"}},
    "join-text": MILESTONES | {"join": "b.csv"},
    "dates": MILESTONES | {"dates": "year-first"},
    "files-mapping": MILESTONES | {"files": {"a": "b"}},
    "by-empty": MILESTONES | {"by": ""},
}
BAD_STAGES: dict[str, Any] = {
    "mapping": {"Lead": 5},
    "empty": [],
    "many": [{"name": f"s{number}"} for number in range(101)],
    "text": ["Lead"],
    "without-name": [{"match": "x"}],
    "count": [{"name": "Lead", "count": 5}],
    "role": [{"name": "Lead", "role": "boss"}],
}


def both(document: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the reader takes it, and whether the schema does."""
    return not refusals(json.dumps(document)), fits(document)


@pytest.mark.parametrize("name", GOOD)
def test_accepted(name: str) -> None:
    assert both({"source": GOOD[name], "stages": STAGES}) == (True, True)


@pytest.mark.parametrize("name", BAD)
def test_refused(name: str) -> None:
    assert both({"source": BAD[name], "stages": STAGES}) == (False, False)


@pytest.mark.parametrize("name", BAD_STAGES)
def test_stages_refused(name: str) -> None:
    assert both({"source": MILESTONES, "stages": BAD_STAGES[name]}) == (False, False)


def test_twice_the_same_stage() -> None:
    (said,) = refusals(json.dumps({"source": MILESTONES, "stages": [{"name": "A"}, {"name": "a"}]}))
    assert "stands here a second time" in str(said)


@pytest.mark.parametrize("path", sorted(DESCRIPTIONS.glob("*.yaml")), ids=lambda path: path.stem)
def test_descriptions_are_accepted(path: Any) -> None:
    assert described(path.read_text(encoding="utf-8"), path)


def test_hints_show_the_forms() -> None:
    assert "shape: events" in Source().form
    assert RECORDED.fields["source"].form == Source().form
    assert "recorded" in schema()["$defs"]
    assert _RecordedStages().schema()["minItems"] == 1
    source = RECORDED.fields["source"]
    assert isinstance(source, Source)
