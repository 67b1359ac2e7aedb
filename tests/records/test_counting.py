"""The query against counting in plain Python, on DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.errors import UnreadableError
from tests.records.describing import count, described
from tests.records.generated import STAGES, events, normal
from tests.records.oracle import Event, in_any_order, ordered

pytest.importorskip("duckdb", reason="funneldx[records] is not installed")

EVENTS = """
source: {files: events.csv, shape: events, id: lead_id, stage: stage, time: at}
stages: [{name: Lead, role: prospects}, {name: Called}, {name: Met}, {name: Offer}, {name: Won, role: purchased}]
"""


def write(folder: Path, rows: Iterable[Event]) -> Path:
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("lead_id", "stage", "at", "channel"))
        writer.writerows([cell if cell is not None else "" for cell in row] for row in rows)
    return folder / "funnel.yaml"


def counts(found: object) -> tuple[int | None, ...]:
    (funnel,) = found.funnels  # type: ignore[attr-defined]
    return tuple(stage.count for stage in funnel.stages)


@pytest.mark.parametrize("window", [None, timedelta(days=30), timedelta(hours=1)])
def test_generated_events(tmp_path: Path, window: timedelta | None) -> None:
    rows = list(events(3000))
    (recorded,) = described(EVENTS, write(tmp_path, rows))
    found = count(recorded, window=window)
    expected = ordered(normal(iter(rows)), STAGES, window)
    assert counts(found) == expected.stages[""]
    assert dict(found.accounting.parts) == expected.accounting
    by = count(recorded, window=window, by=("channel",))
    assert {one.labels["channel"]: tuple(stage.count for stage in one.stages) for one in by.funnels} == {
        key: row for key, row in expected.stages.items() if key
    }
    assert dict(by.accounting.parts) == expected.accounting


def test_in_any_order(tmp_path: Path) -> None:
    rows = list(events(2000))
    (recorded,) = described(EVENTS, write(tmp_path, rows))
    assert counts(count(recorded, ordered=False)) == in_any_order(normal(iter(rows)), STAGES)


_TIMES = st.sampled_from([datetime(2026, 1, day, hour) for day in (1, 2, 3) for hour in (0, 9)])  # noqa: DTZ001
_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "", " "]),
        st.sampled_from([*STAGES[:3], "Lost", None]),
        st.one_of(st.none(), _TIMES),
        st.sampled_from(["web", "tv", None]),
    ),
    max_size=25,
)


@pytest.mark.slow
@given(rows=_EVENTS, window=st.sampled_from([None, timedelta(hours=9), timedelta(days=1)]))
def test_any_events(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Event], window: timedelta | None
) -> None:
    compare(tmp_path_factory.mktemp("events"), rows, window)


def compare(folder: Path, rows: list[Event], window: timedelta | None) -> None:
    """Count events both ways; a file must show that its times are times, and a line of nothing is no row."""
    dated = [
        *(row for row in rows if any(cell and str(cell).strip() for cell in row)),
        ("", "Lead", datetime(2026, 1, 1), None),  # noqa: DTZ001
    ]
    (recorded,) = described(EVENTS, write(folder, dated))
    expected = ordered(dated, STAGES, window)
    found = count(recorded, window=window, by=("channel",))
    assert found.accounting.adds_up
    assert dict(found.accounting.parts) == expected.accounting
    assert {one.labels["channel"]: tuple(stage.count for stage in one.stages) for one in found.funnels} == {
        key: row for key, row in expected.stages.items() if key
    }


def test_stages_that_repeat(tmp_path: Path) -> None:
    """Whose smallest times are in the wrong order has still been called after becoming a lead."""
    day = [datetime(2026, 1, number) for number in range(1, 6)]  # noqa: DTZ001
    rows: list[Event] = [
        ("a", "Called", day[0], None),
        ("a", "Lead", day[1], None),
        ("a", "Called", day[2], None),
    ]
    compare(tmp_path, rows, None)
    (recorded,) = described(EVENTS, write(tmp_path, rows))
    assert counts(count(recorded)) == (1, 1, 0, 0, 0)


def test_one_value_for_two_stages(tmp_path: Path) -> None:
    text = EVENTS.replace("{name: Called}", "{name: Called, match: [call, LEAD]}")
    (recorded,) = described(text, write(tmp_path, [("a", "Lead", datetime(2026, 1, 1), None)]))  # noqa: DTZ001
    with pytest.raises(UnreadableError, match="stands for “Lead” and for “Called”"):
        count(recorded)
