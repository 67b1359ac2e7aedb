"""Exports of other programs: what is read of them, where it stands, and what is said of those that are broken."""

from __future__ import annotations

import json
import re
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.diagnosis import Notice
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.readers import read, tree
from tests.judging import items, problems

HERE = Path(__file__).parent / "exports"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.json"))}


def funnels(text: str, path: str = "export.json") -> list[Funnel]:
    """The funnels of an export, in which nothing is wrong."""
    found = items(text, path)
    assert not [one for one in found if isinstance(one, Problem)], found
    return [one for one in found if isinstance(one, Funnel)]


def notices(text: str) -> list[tuple[int | None, str]]:
    return [(one.line, one.message) for one in items(text, "export.json") if isinstance(one, Notice)]


def shown(funnel: Funnel) -> tuple[str | None, str | None, dict[str, str], list[tuple[str, int | None]]]:
    """What an export has of a funnel."""
    stages = [(stage.name, stage.count) for stage in funnel.stages]
    return funnel.name, funnel.period, dict(funnel.labels), stages


def step(**values: Any) -> dict[str, Any]:
    """A step of PostHog."""
    known = {"action_id": "a", "name": "Signed up", "order": 0, "count": 90, "median_conversion_time": None}
    return {key: value for key, value in (known | values).items() if value is not ...}


def steps(**values: Any) -> list[dict[str, Any]]:
    return [step(**values), step(**({"name": "Paid", "order": 1, "count": 30} | values))]


def answer(*steps: Any, **dates: Any) -> str:
    """An answer of Mixpanel, for one date unless others are given."""
    return json.dumps({"meta": {"dates": []}, "data": dates or {"2026-09-14": {"steps": steps}}})


def mixpanel_step(**values: Any) -> dict[str, Any]:
    known = {"count": 90, "event": "View", "step_conv_ratio": 1}
    return {key: value for key, value in (known | values).items() if value is not ...}


VIEWS = [mixpanel_step(), mixpanel_step(event="Buy", count=9)]


def table(
    rows: list[tuple[list[Any], list[Any]]],
    dimensions: tuple[str, ...] = (),
    metrics: tuple[str, ...] = ("activeUsers", "funnelStepAbandonments"),
) -> dict[str, Any]:
    """A table of Google Analytics."""
    return {
        "dimensionHeaders": [{"name": name} for name in ("funnelStepName", *dimensions)],
        "metricHeaders": [{"name": name} for name in metrics],
        "rows": [
            {
                "dimensionValues": [{"value": value} for value in values],
                "metricValues": [{"value": value} for value in counts],
            }
            for values, counts in rows
        ],
    }


# What is read.

READ: dict[str, list[Any]] = {
    "posthog": [(None, None, {}, [("Signed up", 812), ("Interested", 304), ("order_paid", 57)])],
    "posthog_breakdown": [
        (
            None,
            None,
            {"breakdown_value": "Opera::Linux"},
            [("$pageview (step 1)", 190), ("$pageview (step 2)", 77)],
        ),
        (
            None,
            None,
            {"breakdown_value": "(other)::(none)"},
            [("$pageview (step 1)", 33), ("$pageview (step 2)", 9)],
        ),
    ],
    "posthog_insight": [
        (
            "Trial to paid, by cohort",
            None,
            {"breakdown_value": "Newsletter readers"},
            [("Trial started", 210), ("Paid", 46)],
        )
    ],
    "ga4": [(None, None, {}, [("1. Visit", 5230), ("2. Interested", 1046), ("3. Purchase", 261)])],
    "ga4_breakdown": [
        (
            None,
            None,
            {"deviceCategory": "desktop"},
            [("1. Visit", 450), ("2. Interested", 180), ("10. Purchase", 60)],
        ),
        (
            None,
            None,
            {"deviceCategory": "tablet"},
            [("1. Visit", 20), ("2. Interested", None), ("10. Purchase", None)],
        ),
    ],
    "mixpanel": [
        (None, "2026-09-14", {}, [("App Open", 410), ("Interested", 160), ("Purchase", 25)]),
        (None, "2026-09-15", {}, [("App Open", 395), ("Interested", 151), ("Purchase", 30)]),
    ],
    "mixpanel_segments": [
        (
            None,
            "2026-08-31/2026-09-06",
            {"segment": "Chrome"},
            [("View (step 1)", 80), ("View (step 2)", 35)],
        ),
        (
            None,
            "2026-08-31/2026-09-06",
            {"segment": "(none)::en"},
            [("View (step 1)", 22), ("View (step 2)", 11)],
        ),
        (None, "2026-09-07/2026-09-13", {}, [("View (step 1)", 66), ("View (step 2)", 13)]),
    ],
    "amplitude": [
        (None, "2026-09-01/2026-09-02", {"segmentIndex": "0"}, [("Search", 570), ("Play", 171)]),
        (None, None, {"segmentIndex": "1"}, [("Search", 90), ("Play", 9)]),
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_read(name: str) -> None:
    assert [shown(funnel) for funnel in funnels(FILES[name])] == READ[name]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("path", ["export.json", "export.yaml", "export", "funnel.txt"])
def test_the_name_of_the_file_does_not_matter(name: str, path: str) -> None:
    assert [shown(funnel) for funnel in funnels(FILES[name], path)] == READ[name]


@pytest.mark.parametrize("name", FILES)
def test_counts_stand_where_the_file_has_them(name: str) -> None:
    for funnel in funnels(FILES[name]):
        assert_in_place(funnel, FILES[name])


def assert_in_place(funnel: Funnel, text: str) -> None:
    """Each known count is the number at its place."""
    for stage in funnel.stages:
        if stage.count is not None:
            place = funnel.places.find(stage.field)
            written = re.match('"?([-+0-9.eE]+)', text.split("\n")[place.line - 1][place.column - 1 :])
            assert written, place
            assert float(written[1]) == stage.count


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("posthog", []),
        ("posthog_breakdown", []),
        ("posthog_insight", [(10, '"all users" is left out')]),
        ("ga4", [(28, "estimates of Google Analytics, from a sample")]),
        ("ga4_breakdown", [(6, "RESERVED_TOTAL” are left out"), (10, '"tablet": some steps have no row')]),
        ("mixpanel", []),
        (
            "mixpanel_segments",
            [(24, "the last period, 2026-09-07/2026-09-13"), (5, '"$overall" is left out')],
        ),
        ("amplitude", []),
    ],
)
def test_what_is_told_beside(name: str, told: list[tuple[int, str]]) -> None:
    found = notices(FILES[name])
    assert [line for line, _ in found] == [line for line, _ in told]
    for (_, message), (_, words) in zip(found, told, strict=True):
        assert words in message


# PostHog.


def posthog(data: Any) -> list[Any]:
    return [shown(funnel) for funnel in funnels(json.dumps(data))]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda found: found,
        lambda found: {"result": found},
        lambda found: {"results": found, "hogql": "SELECT 1", "is_cached": True},
        lambda found: {"result": found, "name": None, "derived_name": "", "filters": {"insight": "FUNNELS"}},
        lambda found: {"count": 1, "next": None, "results": [{"id": 1, "name": "", "result": found}]},
    ],
)
def test_posthog_steps_may_be_wrapped(wrapped: Any) -> None:
    counts = [("Signed up", 90), ("Paid", 30)]
    assert posthog(wrapped(steps())) == [(None, None, {}, counts)]
    broken_down = [steps(breakdown_value=[name]) for name in ("Opera", "Safari")]
    assert [labels for _, _, labels, _ in posthog(wrapped(broken_down))] == [
        {"breakdown_value": "Opera"},
        {"breakdown_value": "Safari"},
    ]


def test_posthog_under_keys_of_ones_own() -> None:
    data = {"note": "cut by hand", "all": steps(), "browsers": [steps(breakdown_value=["Opera"])], "none": []}
    assert [(name, labels) for name, _, labels, _ in posthog(data)] == [
        ("all", {}),
        ("browsers", {"breakdown_value": "Opera"}),
    ]


def test_posthog_insights_of_another_kind_are_told_of() -> None:
    trend = {
        "name": "Trend",
        "result": [{"data": [1], "days": ["2026-09-14"], "labels": ["14-Sep"], "count": 1}],
    }
    page = {"results": [trend, {"name": "Signup", "result": steps()}]}
    assert [name for name, *_ in posthog(page)] == ["Signup"]
    assert notices(json.dumps(page)) == [(1, "1 insight is no funnel and is not read")]
    page["results"].append(trend)
    assert notices(json.dumps(page)) == [(1, "2 insights are no funnels and are not read")]


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"breakdown_value": "Opera"}, "Opera"),
        ({"breakdown_value": ["Opera", "en"]}, "Opera::en"),
        ({"breakdown_value": 7, "breakdown": 7}, "7"),
        ({"breakdown_value": 7, "breakdown": "Readers"}, "Readers"),
        ({"breakdown_value": 7}, "7"),
        ({"breakdown_value": True}, "true"),
        ({"breakdown": "Opera"}, "Opera"),
        ({"breakdown_value": ["$$_posthog_breakdown_null_$$"]}, "(none)"),
        ({"breakdown_value": ["", None]}, "(none)::(none)"),
        ({"breakdown_value": []}, "(none)"),
        ({"breakdown_value": ""}, "(none)"),
        ({"breakdown_value": None}, "(none)"),
        (
            {"breakdown_value": "/pricing?" + "a" * 300 + "&page=2"},
            "/pricing?" + "a" * 91 + "…" + "a" * 92 + "&page=2",
        ),
    ],
)
def test_posthog_labels(values: dict[str, Any], label: str) -> None:
    assert posthog([steps(**values)])[0][2] == {"breakdown_value": label}


@pytest.mark.parametrize("values", [{}, {"breakdown_value": None}, {"breakdown_value": ""}])
def test_posthog_steps_alone_have_no_label_for_nothing(values: dict[str, Any]) -> None:
    assert posthog(steps(**values))[0][2] == {}


@pytest.mark.parametrize("word", ["Baseline", "all", "ALL", "all users", "Total"])
def test_posthog_totals(word: str) -> None:
    both = [steps(breakdown_value=word), steps(breakdown_value="Opera", count=20)]
    assert [labels for _, _, labels, _ in posthog(both)] == [{"breakdown_value": "Opera"}]
    assert [labels for _, _, labels, _ in posthog(both[:1])] == [{}]
    assert posthog(both[0])[0][2] == {"breakdown_value": word}


def test_posthog_steps_go_by_their_order_if_all_have_one() -> None:
    first, second = steps()
    assert [name for name, _ in posthog([second, first])[0][3]] == ["Signed up", "Paid"]
    for odd in (..., None, "x", -1, 10**12):
        (found,) = posthog([second, step(order=odd)])
        assert [name for name, _ in found[3]] == ["Paid", "Signed up"]


@pytest.mark.parametrize(
    ("names", "told_apart"),
    [
        (["A", "B"], ["A", "B"]),
        (["A", "B", "a "], ["A (step 1)", "B", "a (step 3)"]),
        (["A (step 2)", "A", "A"], ["A (step 2) (step 1)", "A (step 2) (step 2)", "A (step 3)"]),
        (["x" * 300, "x" * 301], ["x" * 90 + "…" + "x" * 89 + f" (step {n})" for n in (1, 2)]),
    ],
)
def test_stages_of_one_name_are_told_apart(names: list[str], told_apart: list[str]) -> None:
    (found,) = posthog([step(name=name, order=number) for number, name in enumerate(names)])
    assert [name for name, _ in found[3]] == told_apart
    (found,) = [shown(one) for one in funnels(answer(*(mixpanel_step(event=name) for name in names)))]
    assert [name for name, _ in found[3]] == told_apart


# Google Analytics.


def test_ga4_tables_may_stand_alone() -> None:
    alone = table([(["1. Visit"], ["90"]), (["2. Buy"], ["9.0"])], metrics=("activeUsers",))
    counts: list[Any] = [(None, None, {}, [("1. Visit", 90), ("2. Buy", 9)])]
    for data in (alone, {"funnelVisualization": alone}, {"funnel_table": alone}, {"funnelTable": alone}):
        assert [shown(one) for one in funnels(json.dumps(data))] == counts
    other = table([(["1. Visit"], ["1"])])
    both = {"funnelVisualization": other, "funnelTable": alone}
    assert [shown(one) for one in funnels(json.dumps(both))] == counts


def test_ga4_dates_are_periods() -> None:
    rows = [
        ([name, day], ["9", "0"]) for day in ("20260914", "20260915", "(other)") for name in ("Visit", "Buy")
    ]
    found = [shown(one) for one in funnels(json.dumps({"funnelVisualization": table(rows, ("date",))}))]
    assert [(period, labels) for _, period, labels, _ in found] == [
        ("2026-09-14", {}),
        ("2026-09-15", {}),
        (None, {"date": "(other)"}),
    ]


@pytest.mark.parametrize(
    ("keys", "read"),
    [
        ([("T",)], [{}]),
        ([("T",), ("A",)], [{"a": "A"}]),
        ([("T", "T"), ("A", "T"), ("A", "B"), ("T", "B")], [{"a": "A", "b": "B"}]),
        ([("T", "T"), ("A", "T")], [{"a": "A"}]),
        ([("A", "T"), ("C", "T"), ("C", "B")], [{"a": "A"}, {"a": "C", "b": "B"}]),
        ([("A", ""), ("A", "B")], [{"a": "A", "b": "(none)"}, {"a": "A", "b": "B"}]),
    ],
)
def test_ga4_totals(keys: list[tuple[str, ...]], read: list[dict[str, str]]) -> None:
    rows = [
        (["1. Visit", *("RESERVED_TOTAL" if one == "T" else one for one in key)], ["9", "0"]) for key in keys
    ]
    found = funnels(json.dumps(table(rows, ("a", "b")[: len(keys[0])])))
    assert [dict(one.labels) for one in found] == read
    assert len(notices(json.dumps(table(rows, ("a", "b")[: len(keys[0])])))) == (len(read) < len(keys))


def test_ga4_steps_that_lack_rows_are_told_once() -> None:
    rows = [(["Visit", "A"], ["9", "0"]), (["Buy", "A"], ["3", "0"]), (["Visit", "B"], ["9", "0"])]
    rows.append((["Visit", "C"], ["9", "0"]))
    assert notices(json.dumps(table(rows, ("a",)))) == [
        (1, '"B" and 1 more: some steps have no row here, their counts are unknown')
    ]


# Mixpanel.


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        (["2026-09-14", "2026-09-15"], ["2026-09-14", "2026-09-15"]),
        (["2026-09-15T00:00:00+00:00", "2026-09-14 00:00:00"], ["2026-09-15", "2026-09-14"]),
        (["2026-09-07", "2026-09-14"], ["2026-09-07/2026-09-13", "2026-09-14/2026-09-20"]),
        (["2026-12-01", "2027-01-01"], ["2026-12", "2027-01"]),
        (["2026-09-01", "2026-09-11", "2026-09-21"], [f"2026-09-{n}1/2026-09-{n + 1}0" for n in range(3)]),
        (["2026-09-14"], [None]),
        (["2026-09-01", "2026-09-11"], [None, None]),
        (["2026-09-01", "2026-09-03", "2026-09-04"], [None, None, None]),
        (["2026-01-01", "2026-04-01"], [None, None]),
        (["9999-12-21", "9999-12-28"], [None, None]),
        (["2026-09-14T08:00:00", "2026-09-14T09:00:00", "2026-09-15T08:00:00"], [None, None, None]),
    ],
)
def test_mixpanel_periods(dates: list[str], periods: list[str | None]) -> None:
    found = funnels(answer(**{day: {"steps": VIEWS} for day in dates}))
    assert [one.period for one in found] == periods
    for day, one in zip(dates, found, strict=True):
        assert one.labels == ({} if one.period else {"from": day})


def test_mixpanel_dates_without_data_count_too() -> None:
    data = {
        "meta": {"dates": ["2026-09-13", "2026-09-14", 5, None]},
        "data": {"2026-09-14": {"steps": VIEWS}},
    }
    assert [one.period for one in funnels(json.dumps(data))] == ["2026-09-14"]


def test_mixpanel_needs_no_meta() -> None:
    for day in ({"steps": VIEWS}, {"Opera": VIEWS}, {"$overall": VIEWS}, VIEWS, {"Opera": {"steps": VIEWS}}):
        text = json.dumps({"data": {"2026-09-14": day}})
        assert [[stage.count for stage in one.stages] for one in funnels(text)] == [[90, 9]]


# Amplitude.


def amplitude(**values: Any) -> str:
    return json.dumps(
        {"data": [{"events": ["A", "B"], "cumulativeRaw": [9, 3], "meta": {"segmentIndex": 0}} | values]}
    )


def test_amplitude_alone_has_no_label() -> None:
    assert [shown(one) for one in funnels(amplitude())] == [(None, None, {}, [("A", 9), ("B", 3)])]


@pytest.mark.parametrize(
    ("dates", "period"),
    [
        (["2026-09-30", "2026-10-01", "2026-10-02"], "2026-09-30/2026-10-02"),
        (["2026-09-30"], None),
        (["2026-09-01", "2026-10-01"], None),
        (["2026-09-01", "2026-09-02", 5], None),
        (["2026-09-01", "2026-09-02", []], None),
        ([], None),
    ],
)
def test_amplitude_periods(dates: list[Any], period: str | None) -> None:
    (found,) = funnels(amplitude(dayFunnels={"xValues": dates}))
    assert found.period == period


def test_amplitude_segments_may_lack_a_label() -> None:
    one = {"events": ["A", "B"], "cumulativeRaw": [9, 3]}
    text = json.dumps({"data": [one, one | {"meta": {"segmentIndex": 1, "x": None, "y": [], "": "z"}}]})
    assert [dict(one.labels) for one in funnels(text)] == [{}, {"segmentIndex": "1"}]


# What is wrong.


def lines(data: Any) -> str:
    """The data with each step, row and value on a line of its own."""
    return json.dumps(data, indent=1)


ROW = (["1. Visit"], ["90", "5"])
TWICE = ("activeUsers", "x", "activeUsers", "x")
WRONG: list[tuple[str, str, str]] = [
    # the text, what the problem's place begins with, words of its message
    (
        lines([step(), step(count=..., name="Paid", order=1)]),
        "{",
        'the step "Paid" has no count; how many reached it',
    ),
    (lines([step(), step(count=None, name="Paid", order=1)]), "null", 'the step "Paid" has no count'),
    (
        lines([step(), step(count="12", name="Paid", order=1)]),
        '"12"',
        'the count of “Paid” is "12", a text in quotes',
    ),
    (
        lines([step(), step(count=-12, name="Paid", order=1)]),
        "-12",
        'the count of “Paid” is "-12", below zero',
    ),
    (
        lines([step(), step(count=1.5, name="Paid", order=1)]),
        "1.5",
        'the count of “Paid” is "1.5"; a whole number',
    ),
    (lines([step(), step(count=True, name="Paid", order=1)]), "true", 'the count of “Paid” is "true"'),
    (lines([step(), step(count=[3], name="Paid", order=1)]), "[", "the count of “Paid” is a list"),
    (lines([step(), step(name=None, order=1)]), "{", "step 2 has no name; a text under `name` was expected"),
    (lines([step(), "Paid"]), '"Paid"', 'step 2 is "Paid"; a step with its name and `count` was expected'),
    (lines([step(), step(name="Paid")]), "{", "a second step has the order 0"),
    (
        lines([step(breakdown_value="A"), step(name="Paid", order=1, breakdown_value="B")]),
        "{",
        'this step is of "B", the first of "A"; the steps of one breakdown were expected',
    ),
    (lines({"result": [steps(), []]}), "[]", "the list of steps is empty; at least two steps were expected"),
    (lines({"result": [steps(), 5]}), "5", 'a breakdown is "5"; a list of steps was expected'),
    (lines([steps(breakdown_value={"a": 1})]), "{", "`labels.breakdown_value` is a mapping"),
    (lines([steps(breakdown_value=[["a"]])]), "[", "`labels.breakdown_value` is a list"),
    (lines({"result": [], "last_refresh": None}), "[]", "the result of this PostHog answer is empty"),
    (
        lines([step(name=f"s{n}", order=n) for n in range(501)]),
        "[",
        "there are 501 steps; at most 500 are read",
    ),
    (
        lines({"result": {"bins": [[1, 2]], "average_conversion_time": 1.5}}),
        "{",
        "this is the time to convert of a PostHog funnel; the counts of a funnel's steps were expected",
    ),
    (
        lines({"result": [{"count": 2, "data": [40, 38], "days": ["2026-09-14"], "labels": ["14-Sep"]}]}),
        "[",
        "this is a trend of PostHog, a value for each day; the counts of a funnel's steps",
    ),
    (lines([{"data": [1], "days": ["2026-09-14"], "labels": ["x"]}]), "[", "this is a trend of PostHog"),
    (
        '[{"action_id": 1, "name": "A", "count": 5,\n"count": 6}]',
        '"count"',
        "`count` stands here a second time",
    ),
    (lines(table([])), "[]", "the report has no rows; a row for each step was expected"),
    (lines({"funnelTable": {**table([]), "rows": 5}}), "5", '`rows` is "5"; a row for each step'),
    (
        lines({"funnelTable": {key: value for key, value in table([]).items() if key != "rows"}}),
        "{",
        "the report has no rows",
    ),
    (lines({"funnelTable": {}}), "{", "lacks the dimension `funnelStepName`; the table of a funnel"),
    (lines(table([ROW], metrics=("x", "y"))), "{", "lacks the metric `activeUsers`"),
    (
        lines(table([(["1. Visit", "scroll"], ["1", "2"])], ("funnelStepNextAction",))),
        '"funnelStepNextAction"',
        "`funnelStepNextAction` parts the users of each step; a table with one row for each step",
    ),
    (
        lines(table([ROW, (["2. Buy"], ["9"])])),
        "{",
        "this row has 1 metric value; 2 were expected, as in the header",
    ),
    (
        lines(table([ROW, (["2. Buy"], ["9", "1", "1"])])),
        "{",
        "this row has 3 metric values; 2 were expected",
    ),
    (lines(table([ROW, ([], ["9", "1"])])), "{", "this row has 0 dimension values; 1 were expected"),
    (lines(table([ROW, ([["2. Buy"]], ["9", "1"])])), "{", "the name of this step is missing"),
    (
        lines(table([ROW, (["2. Buy"], [{}, "1"])])),
        "{",
        "the count of this step is missing; a text under `value`",
    ),
    (lines(table([ROW, (["2. Buy"], ["", "1"])])), "{", "the count of this step is missing"),
    (lines(table([ROW, (["2. Buy"], [None, "1"])])), "{", "the count of this step is missing"),
    (lines(table([ROW, ([None], ["5", "1"])])), "{", "the name of this step is missing"),
    (lines(table([ROW, (["2. Buy"], ["five", "1"])])), '"five"', "a whole number from 0 on was expected"),
    (lines(table([ROW, (["2. Buy"], ["1,000", "1"])])), '"1,000"', "without separators"),
    (lines(table([ROW, (["2. Buy"], ["-4", "1"])])), '"-4"', "below zero"),
    (lines(table([ROW, (["2. Buy"], ["0.5", "1"])])), '"0.5"', "a whole number from 0 on was expected"),
    (lines(table([ROW, (["1. Visit"], ["9", "1"])])), '"1. Visit"', 'the step "1. Visit" has a second row'),
    (
        lines(table([(["1. Visit"], ["9", "1", "8", "1"])], metrics=TWICE)),
        '"9"',
        "`activeUsers` stands here more than once and its values differ; one count of a step was expected",
    ),
    (lines(table([(["1. Visit"], ["9", "1", {}, "1"])], metrics=TWICE)), '"9"', "its values differ"),
    (
        lines(table([(["Visit", "20261345"], ["9", "1"])], ("date",))),
        '"20261345"',
        '`period` is "2026-13-45"',
    ),
    (answer(**{"2026-02-30": {"steps": VIEWS}}), '"2026-02-30"', '`period` is "2026-02-30"'),
    (
        lines({"meta": {"dates": []}, "data": {}}),
        "{",
        "this Mixpanel answer has no date; the steps of at least one",
    ),
    (answer(**{"2026-09-14": {"steps": []}}), "[]", "the list of steps is empty"),
    (
        answer(**{"2026-09-14": {}}),
        "{}",
        '"2026-09-14" holds a mapping of keys to values; a list of steps was',
    ),
    (answer(**{"2026-09-14": {"analysis": {"steps": 3}}}), "{", '"2026-09-14" holds a mapping'),
    (answer(**{"2026-09-14": {"steps": 7}}), "7", '"2026-09-14" holds "7"; a list of steps was expected'),
    (answer(**{"2026-09-14": {"$overall": VIEWS, "Opera": 7}}), "7", '"Opera" holds "7"; a list of steps'),
    (answer(mixpanel_step(), mixpanel_step(count=...)), "{", 'the step "View" has no count'),
    (
        answer(mixpanel_step(), mixpanel_step(event=...)),
        "{",
        "step 2 has no name; a text under `event` was expected",
    ),
    (
        amplitude(cumulativeRaw=[9]),
        "[",
        "`events` names 2 steps, `cumulativeRaw` counts 1; a name and a count",
    ),
    (amplitude(events=[]), "[]", "`events` names 0 steps, `cumulativeRaw` counts 2"),
    (amplitude(events=["A", None]), "[", "`events` names 1 step,"),
    (amplitude(cumulativeRaw=5), "5", '`cumulativeRaw` is "5"; the list of how many completed each step'),
    (
        amplitude(cumulativeRaw=[9, None]),
        "null",
        'the step "B" has no count; how many completed it was expected',
    ),
    (amplitude(cumulativeRaw=[9, "3"]), '"3"', "a text in quotes"),
    (
        lines({"data": [{"cumulativeRaw": [9], "events": ["A"]}, {"events": 1}]}),
        "{",
        "has no `cumulativeRaw`; the",
    ),
]


@pytest.mark.parametrize(("text", "at", "words"), WRONG, ids=[words[:50] for _, _, words in WRONG])
def test_wrong(text: str, at: str, words: str) -> None:
    (problem,) = problems(text, "export.json")
    assert words in problem.message
    assert problem.hint
    assert problem.line
    assert problem.column
    assert text.split("\n")[problem.line - 1][problem.column - 1 :].startswith(at), problem


def test_one_wrong_funnel_leaves_the_others() -> None:
    found = items(
        json.dumps([steps(breakdown_value="A", count="x"), steps(breakdown_value="B")]), "export.json"
    )
    assert [type(one) for one in found] == [Problem, Problem, Funnel]
    found = items(answer(**{"2026-09-14": {"steps": []}, "2026-09-15": {"steps": VIEWS}}), "export.json")
    assert [type(one) for one in found] == [Problem, Funnel]


def test_all_wrong_rows_are_told_at_once() -> None:
    assert (
        len(problems(json.dumps(table([(["A"], []), (["B"], ["5", "5"]), ([], ["5"])])), "export.json")) == 2
    )


def test_keys_that_stand_twice_are_told_in_their_order() -> None:
    text = FILES["mixpanel"].replace('"goal": "Purchase",', '"goal": "Purchase", "goal": "x",')
    assert [problem.line for problem in problems(text)] == [11, 22]
    text = (
        "data: {2026-09-14: {steps: &s [{count: 5, event: A, step_conv_ratio: 1, event: B}]}, 2026-09-15: *s}"
    )
    assert len(problems(text)) == 1


# What is none of them.

OTHERS: dict[str, Any] = {
    "package.json": {
        "name": "shop",
        "version": "1.0.0",
        "scripts": {"test": "jest"},
        "dependencies": {"react": "^18.0.0"},
    },
    "tsconfig.json": {"compilerOptions": {"strict": True}, "include": ["src"]},
    "package-lock.json": {"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}}},
    "openapi.json": {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                "Step": {"example": {"median_conversion_time": None, "step_conv_ratio": 1, "count": 5}}
            }
        },
    },
    "schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "examples": [{"cumulativeRaw": [1]}],
    },
    "request.json": {
        "dateRanges": [{"startDate": "2026-09-01", "endDate": "yesterday"}],
        "funnel": {"steps": [{"name": "Visit", "filterExpression": {}}]},
        "funnelBreakdown": {"breakdownDimension": {"name": "deviceCategory"}},
    },
    "report.json": {
        "dimensionHeaders": [{"name": "country"}],
        "metricHeaders": [{"name": "activeUsers"}],
        "rows": [{"dimensionValues": [{"value": "FI"}], "metricValues": [{"value": "5"}]}],
    },
    "geo.json": {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"count": 5}}]},
    "page.json": {"count": 1, "next": None, "results": [{"id": 1, "name": "A", "count": 5}]},
    "query.json": {"results": [[1, 2]], "columns": ["a", "b"], "hogql": "SELECT 1"},
    "series.json": {"data": {"series": ["2026-09-14"], "values": {"A": {"2026-09-14": 5}}}},
    "days.json": {"data": {"2026-09-14": {"A": [1, 2]}}},
    "chart.json": {"data": [{"events": ["A"], "series": [1]}]},
    "list.json": [{"name": "A", "order": 0, "count": 5}],
    "empty.json": {"result": []},
    "nothing.json": [],
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_json_is_passed_over_in_a_folder(name: str) -> None:
    assert read(json.dumps(OTHERS[name], indent=2).encode(), name, in_folder=True) is None


@pytest.mark.parametrize("name", OTHERS)
def test_other_json_that_is_named_is_refused_as_ever(name: str) -> None:
    found = problems(json.dumps(OTHERS[name]), name)
    assert found
    for problem in found:
        assert re.match(
            "this is no funnel: none|this is a list; a mapping|unknown key|there is no `stages`",
            problem.message,
        )


@pytest.mark.parametrize("name", FILES)
def test_exports_show_in_a_folder(name: str) -> None:
    compact = json.dumps(json.loads(FILES[name]), separators=(",", ":"))
    for text in (FILES[name], compact, "\n " + compact):
        assert read(text.encode(), "export.json", in_folder=True) is not None


def test_only_json_is_looked_through_for_exports() -> None:
    assert not tree.shows_a_funnel("median_conversion_time: 5\n")
    assert not tree.shows_a_funnel('# {"median_conversion_time": 5}\n')


def test_a_funnel_of_our_own_stays_one() -> None:
    text = json.dumps({"stages": {"contacted": 900, "interested": 300}, "result": steps()})
    (problem,) = problems(text)
    assert 'unknown key "result"' in problem.message
    text = json.dumps({"name": "Outbound", "labels": {"a": "b"}})
    assert [problem.message for problem in problems(text)] == ["there is no `stages`; it was expected here"]


# Whatever comes.

JUNK: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        1.5,
        2**53,
        1e300,
        "",
        " ",
        "x",
        "12",
        "RESERVED_TOTAL",
        "$overall",
        "20260914",
        "2026-09-14",
    ),
    *([], {}, [[]], [{}], {"value": 5}, {"count": 5}, [[[[1]]]], "x" * 300, "١٢", "\u0000", 10**400),
]


def nodes(data: Any) -> list[tuple[Any, Any]]:
    """Every place in the data, as what holds it and the key."""
    found = []
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        found += [(data, key), *nodes(value)]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An export with a few of its values replaced, taken away or put elsewhere."""
    data = json.loads(draw(st.sampled_from(list(FILES.values()))))
    for _ in range(draw(st.integers(1, 4))):
        places = nodes(data)
        if not places:
            break
        parent, key = places[draw(st.integers(0, len(places) - 1))]
        how = draw(st.sampled_from(["junk", "delete", "move", "rename", "double"]))
        if how == "junk":
            parent[key] = deepcopy(draw(st.sampled_from(JUNK)))
        elif how == "delete":
            del parent[key]
        elif how == "move":
            other, at = places[draw(st.integers(0, len(places) - 1))]
            parent[key] = deepcopy(other[at])
        elif isinstance(parent, list):
            parent.insert(key, deepcopy(parent[key]))
        else:
            parent[draw(st.sampled_from([*parent, "2026-09-21", "$overall", "steps", ""]))] = parent.pop(key)
    return json.dumps(data, indent=draw(st.sampled_from([None, 1])), ensure_ascii=False)


@settings(deadline=None, max_examples=400)
@given(mutated())
def test_what_is_read_of_a_broken_export_stands_in_it(text: str) -> None:
    found = items(text, "export.json")
    assert any(isinstance(one, Funnel | Problem) for one in found)
    unknown = any(isinstance(one, Notice) and "counts are unknown" in one.message for one in found)
    for one in found:
        if isinstance(one, Funnel):
            assert_in_place(one, text)
            assert unknown or all(stage.count is not None for stage in one.stages)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([step(name="A", order=n) for n in range(20_000)]),
        json.dumps([[step(breakdown_value=str(n))] for n in range(15_000)]),
        json.dumps(table([([f"{n}. A", "RESERVED_TOTAL"], ["5", "5"]) for n in range(9_000)], ("a",))),
        json.dumps(table([(["1. A", f"v{n}"], ["5", "5"]) for n in range(9_000)], ("a",))),
        json.dumps(
            {"data": {"2026-09-14": {"s" * 100_000: {f"{n}": [mixpanel_step()] for n in range(9_000)}}}}
        ),
        json.dumps({"result": []})[:-1].replace("[]", '[{"result":' * 24 + json.dumps(steps()) + "}]" * 24)
        + "}",
        '{"data": {"2026-09-14": ' + '{"a": ' * 45 + json.dumps(VIEWS) + "}" * 45 + "}}",
        f'a: &a "{" " * 1_000_000}"\nb: [{{breakdown_value: [{"*a," * 90_000}], name: A, count: 1, action_id: 1}}]',
        f'a: &a "{"x" * 1_000_000}"\nb: [{{breakdown_value: [{"*a," * 90_000}], name: A, count: 1, action_id: 1}}]',
    ],
    ids=[
        "steps",
        "breakdowns",
        "totals",
        "segments",
        "long-segment",
        "insights",
        "deep",
        "spaces",
        "aliases",
    ],
)
def test_much_is_read_or_refused_soon(text: str) -> None:
    began = time.process_time()
    assert items(text, "export.yaml")
    assert time.process_time() - began < 5
