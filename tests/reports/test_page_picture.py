"""Where things are drawn."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.reports.page.keeping import Series
from funneldx.reports.page.over_time import MOST_LINES, MOST_PERIODS, view
from funneldx.reports.page.picture import ruler, scale, small, stages
from funneldx.reports.page.told import told
from tests.judging import reported, series


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ((), 1),
        ((0,), 1),
        ((0.2,), 0.2),
        ((0.09, 0.2, 1 / 3), 0.5),
        ((0.51,), 1),
        ((0.02, 0.021), 0.05),
        ((0.0003,), 0.0005),
        ((4.9e-16,), 5e-16),
        ((1,), 1),
        ((1.3,), 2),
        ((0.1 + 0.2 - 0.1,), 0.2),
    ],
)
def test_a_scale_ends_at_a_round_number(values: tuple[float, ...], end: float) -> None:
    assert scale(values) == end


def drawn(text: str) -> list[dict[str, Any]]:
    return stages(told(reported(text)))


def test_stages_are_as_wide_as_they_hold() -> None:
    rows = drawn("stages: {prospects: 200, contacted: 100, interested: 0}")
    assert [row["width"] for row in rows] == [100, 50, 0]
    assert rows[1]["shape"] == "M25.000 0h50.000v10h-50.000z"
    assert rows[1]["slope"] == "M0.000 0L100.000 0L75.000 10L25.000 10z"
    assert rows[2]["style"] == "none"


def test_what_is_not_known_is_passed_by() -> None:
    rows = drawn("stages: {prospects: 200, contacted: , interested: 20, purchased: }")
    assert [row["aside"] for row in rows] == [False, True, False, True]
    assert rows[1]["style"] == "unknown"
    assert rows[1]["shape"] == rows[0]["shape"]
    assert rows[2]["step"]["from"] == "prospects"
    assert drawn("stages: {prospects: , contacted: }")[0]["shape"] is None


def test_a_ruler_holds_the_interval_and_the_thresholds() -> None:
    rows = drawn("stages: {contacted: 1000, interested: 90}")
    (one,) = rows[1]["rulers"]
    assert (one["end"], one["at"]) == (0.5, 18)
    assert [(limit["key"], limit["at"]) for limit in one["limits"]] == [("floor", 40), ("typical", 66.67)]
    low, high = one["interval"]
    assert low < 18 < high


def test_a_step_that_rises_has_no_ruler() -> None:
    (one,) = drawn("stages: {contacted: 10, interested: 20}")[1]["rulers"]
    assert not one["drawn"]
    nobody = {"k": 0, "n": 0, "rate": None, "interval": None}
    assert not ruler(nobody, ())["drawn"]


def test_another_rate_that_was_judged_at_a_stage_has_its_own() -> None:
    rows = drawn(
        "stages: {contacted: 1000, interested: 400, Frobnicated: 300, price_discussed: 20, purchased: 10}"
    )
    assert len(rows[3]["rulers"]) > 1


def test_small_funnels() -> None:
    assert small(()) == ""
    assert small((0, 0)) == ""
    assert small((10, 5)) == "M0 10V0H32V5H64V15H32V20H0z"
    assert "V9.7H" in small((100_000, 1))


def view_of(text: str) -> dict[str, Any]:
    found = Series("a.csv", None)
    for report in series(text, "a.csv"):
        found.add(told(report))
    return view(found)


def rows(periods: list[str], segments: list[str]) -> str:
    lines = ["period,shop,contacted,interested"]
    return "\n".join([*lines, *(f"{period},{shop},1000,400" for period in periods for shop in segments)])


def test_a_gap_breaks_the_line_and_its_band() -> None:
    text = "period,contacted,interested\n2026-01,1000,400\n2026-02,1000,300\n2026-03,0,0\n2026-04,1000,400\n"
    (chart,) = view_of(text)["charts"]
    assert chart["line"].count("M") == 2
    assert chart["band"].count("M") == 1
    assert [point["period"] for point in chart["points"]] == ["2026-01", "2026-02", "2026-04"]


def test_only_the_last_of_many_periods_are_drawn() -> None:
    days = [
        f"20{year}-{month:02}-{day:02}" for year in (24, 25) for month in range(1, 13) for day in range(1, 29)
    ]
    found = view_of(rows(days, ["x"]))
    assert len(found["periods"]) == MOST_PERIODS
    assert found["earlier"] == len(days) - MOST_PERIODS


def test_only_some_of_many_segments_are_drawn() -> None:
    found = view_of(rows(["2026-01", "2026-02"], [f"s{n:03}" for n in range(60)]))
    assert len(found["charts"][0]["behind"]) == MOST_LINES
    assert found["lines_left_out"] == found["heat"]["left_out"] == 20


def test_segments_that_never_stand_side_by_side_have_no_table() -> None:
    text = "period,shop,contacted,interested\n2026-01,x,1000,400\n2026-02,y,1000,400\n"
    assert view_of(text)["heat"] is None


def test_a_step_that_no_whole_has_is_not_drawn() -> None:
    text = (
        "period,shop,contacted,interested,purchased\n"
        "2026-01,x,1000,400,\n2026-01,y,1000,400,50\n2026-02,x,1000,400,\n2026-02,y,1000,400,50\n"
    )
    found = view_of(text)
    assert [chart["step"] for chart in found["charts"]] == [("contacted", "interested")]
