"""Which funnels of a file are a series, what is left out, and what the sums hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.model import Member
from funneldx.reports.json_funnel import funnel_text
from funneldx.series import gathering
from funneldx.series.gathering import Arrangement
from tests.judging import run_of

Named = tuple[str | None, dict[str, str], bool, dict[str, int | None]]


def named(reports: list[FunnelReport]) -> list[Named]:
    """Period, labels, whether it is a sum, and the counts of each."""
    return [
        (
            one.funnel.period,
            dict(one.funnel.labels),
            json.loads(funnel_text(one))["whole"],
            {stage.name: stage.count for stage in one.funnel.stages},
        )
        for one in reports
    ]


def several(*funnels: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    return {"funnels": list(funnels), **defaults}


def one(counts: tuple[int | None, ...], period: str | None = None, /, **labels: str) -> dict[str, Any]:
    """A funnel of stages a, b, c."""
    found: dict[str, Any] = {"stages": dict(zip("abc", counts, strict=False))}
    if period:
        found["period"] = period
    if labels:
        found["labels"] = labels
    return found


def messages(account: RunReport) -> list[str]:
    return [notice.message for notice in account.notices]


def places(reports: list[FunnelReport]) -> list[str]:
    """What each funnel is to its series; a point where it is none of any."""
    return [(report.funnel.place.title if isinstance(report.funnel, Member) else ".") for report in reports]


def test_a_funnel_alone_passes_through() -> None:
    reports, account = run_of(one((9, 3), "2026-01", by="x"))
    assert (places(reports), account.notices) == (["."], ())


def test_funnels_of_other_names_pass_through() -> None:
    first, second = one((9, 3), "2026-01"), one((9, 3), "2026-02")
    reports, _ = run_of(several({"name": "x", **first}, {"name": "y", **second}))
    assert places(reports) == [".", "."]


def test_funnels_without_periods_and_labels_pass_through() -> None:
    reports, account = run_of(several(one((9, 3)), one((8, 3))))
    assert (places(reports), account.notices) == ([".", "."], ())


def test_the_sum_stands_behind_the_segments_of_a_period() -> None:
    reports, account = run_of(
        several(
            one((100, 30), "2026-02", by="x"),
            one((50, 10), "2026-01", by="y"),
            one((90, 20), "2026-01", by="x"),
            {"name": "other", **one((1, 1))},
            one((60, 20), "2026-02", by="y"),
        )
    )
    assert named(reports) == [
        ("2026-01", {"by": "y"}, False, {"a": 50, "b": 10}),
        ("2026-01", {"by": "x"}, False, {"a": 90, "b": 20}),
        ("2026-01", {}, True, {"a": 140, "b": 30}),
        ("2026-02", {"by": "x"}, False, {"a": 100, "b": 30}),
        (None, {}, False, {"a": 1, "b": 1}),
        ("2026-02", {"by": "y"}, False, {"a": 60, "b": 20}),
        ("2026-02", {}, True, {"a": 160, "b": 50}),
    ]
    assert account.notices == ()
    assert account.summary.funnels == 7
    assert reports[2].location == reports[0].location, "where its first segment stands"


def test_without_rules_about_change_there_are_no_sums() -> None:
    file = several(one((90, 20), by="x"), one((50, 10), by="y"))
    assert len(run_of(file)[0]) == 3
    assert len(run_of(file, ignore=("FDX6",))[0]) == 2
    assert len(run_of(file, select=("FDX602",))[0]) == 3


def test_what_the_sum_says_of_itself() -> None:
    own = {
        "market": "b2b",
        "deal_value": "10 EUR",
        "sales_cycle": "30d",
        "channel": "x",
        "approach": "active",
    }
    first = {**one((90, 20), by="x"), **own, "customers": {"hot": 1, "warm": 2}}
    second = {**one((50, 10), by="y"), **own, "sales_cycle": "60d", "channel": "y", "customers": {"hot": 3}}
    whole = run_of(several(first, second))[0][2].funnel
    assert (whole.market, whole.approach, whole.channel) == ("b2b", "active", None)
    assert whole.deal_value
    assert whole.deal_value.amount == 10
    assert whole.sales_cycle
    assert whole.sales_cycle.days == 60
    assert whole.customers == (4, None, None)
    assert whole.forecast is None


def test_forecasts_are_judged_where_they_are() -> None:
    forecast = {"period": "1 month", "channels": {"web": {"expected": 100, "actual": 10}}}
    first, second = ({**one((90, 20), by=name), "forecast": forecast} for name in "xy")
    reports, _ = run_of(several(first, second, approach="passive"))
    found = [[each.code for each in report.diagnoses if each.family == "forecast"] for report in reports]
    assert found == [["FDX503"], ["FDX503"], []]
    second["forecast"] = {**forecast, "period": "1 quarter"}
    whole = run_of(several(first, second, approach="passive"))[0][2].funnel
    assert whole.forecast
    assert whole.forecast.period is None


def test_a_count_that_any_segment_lacks_is_not_known_of_the_sum() -> None:
    reports, account = run_of(
        several(one((90, 20, 5), by="x"), one((50, 10, None), by="y"), one((50, 10), by="z"))
    )
    assert named(reports)[3][3] == {"a": 190, "b": 40, "c": None}
    assert messages(account) == ["not counted in some segments, so not in the sum of them either: “c” (2)"]


def test_stages_of_all_segments_in_order() -> None:
    first = {"stages": {"a": 9, "c": 3, "d": 1}, "labels": {"by": "x"}}
    second = {"stages": {"b": 8, "a": 7, "x": 5, "c": 2, "d": 1}, "labels": {"by": "y"}}
    whole = named(run_of(several(first, second))[0])[2]
    assert whole[3] == {"b": None, "a": 16, "x": None, "c": 5, "d": 2}


class TestTotals:
    """What sums others up already is never counted twice."""

    def test_one_without_labels(self) -> None:
        reports, account = run_of(several(one((140, 30)), one((90, 20), by="x"), one((50, 10), by="y")))
        assert [whole for _, _, whole, _ in named(reports)] == [False, False, True]
        assert named(reports)[2][3] == {"a": 140, "b": 30}
        assert messages(account) == [
            "this funnel is the sum of the others: left out, so that nothing is counted twice"
        ]

    def test_over_several_periods(self) -> None:
        file = several(
            *(
                one(counts, f"2026-0{month}", **labels)
                for month in (1, 2)
                for counts, labels in (((140, 30), {}), ((90, 20), {"by": "x"}), ((50, 10), {"by": "y"}))
            )
        )
        reports, account = run_of(file)
        assert len(reports) == 6
        assert messages(account)[0].startswith("2 funnels are each the sum of the others")

    def test_one_that_is_larger_but_no_sum_is_a_series_of_its_own(self) -> None:
        reports, account = run_of(several(one((120, 25)), one((90, 20), by="x"), one((50, 10), by="y")))
        assert places(reports) == [".", "x", "y", "all segments"]
        assert named(reports)[3][3] == {"a": 140, "b": 30}
        assert "larger than any segment and not the sum of them" in messages(account)[0]

    def test_one_that_is_smaller_is_a_segment_without_the_label(self) -> None:
        reports, account = run_of(several(one((20, 5)), one((90, 20), by="x"), one((50, 10), by="y")))
        assert places(reports) == ["no by", "x", "y", "all segments"]
        assert (named(reports)[3][3], account.notices) == ({"a": 160, "b": 35}, ())

    def test_a_label_that_is_blank_is_a_segment_too(self) -> None:
        reports, account = run_of(
            several(
                one((200, 50), by="x"),
                one((90, 20), by="x", age="old"),
                one((50, 10), by="y", age="old"),
                one((40, 9), by="y", age="young"),
            )
        )
        assert places(reports) == ["x · no age", "x · old", "y · old", "y · young", "all segments"]
        assert (named(reports)[4][3], account.notices) == ({"a": 380, "b": 89}, ())

    def test_subtotals(self) -> None:
        reports, account = run_of(
            several(
                one((130, 29), by="x"),
                one((90, 20), by="x", age="old"),
                one((40, 9), by="x", age="young"),
                one((50, 10), by="y", age="old"),
            )
        )
        assert named(reports)[-1][3] == {"a": 180, "b": 39}
        assert len(account.notices) == 1

    def test_cut_up_in_two_ways(self) -> None:
        reports, _ = run_of(
            several(
                one((90, 20), by="x"),
                one((50, 10), by="y"),
                one((70, 15), age="old"),
                one((70, 15), age="young"),
            )
        )
        assert [one[3]["a"] for one in named(reports) if one[2]] == [140, 140]

    @pytest.mark.parametrize("word", ["Total", "Итого", "ALL"])
    def test_a_value_that_says_so(self, word: str) -> None:
        reports, account = run_of(
            several(one((150, 30), by=word), one((90, 20), by="x"), one((50, 10), by="y"))
        )
        assert named(reports)[2][3] == {"a": 140, "b": 30}
        assert messages(account) == [
            f"“{word}” is the sum of the others: left out, so that nothing is counted twice"
        ]

    def test_a_value_whose_counts_say_so(self) -> None:
        reports, account = run_of(
            several(one((140, 30), by="DACH"), one((90, 20), by="x"), one((50, 10), by="y"))
        )
        assert named(reports)[2][3] == {"a": 140, "b": 30}
        assert messages(account) == [
            "“DACH” is the sum of the others: left out, so that nothing is counted twice"
        ]

    def test_within_each_value_of_another_label(self) -> None:
        file = several(
            *(
                one(counts, by=by, age=age)
                for age in ("old", "young")
                for by, counts in (("x", (90, 20)), ("y", (500, 10)), ("z", (590, 30)))
            )
        )
        assert named(run_of(file)[0])[-1][3] == {"a": 1180, "b": 60}

    @pytest.mark.parametrize(
        "counts",
        [
            ((141, 30), (90, 20), (50, 10)),  # not quite
            ((3, 1), (2, 1), (1, 0)),  # perhaps by chance
            ((0, 0), (0, 0), (0, 0)),
        ],
    )
    def test_what_may_be_chance_is_a_segment(self, counts: Any) -> None:
        reports, account = run_of(
            several(*(one(each, by=name) for each, name in zip(counts, "zxy", strict=True)))
        )
        assert (len(reports), account.notices) == (4, ())

    def test_two_equal_segments_are_two(self) -> None:
        reports, account = run_of(several(one((20000, 8000), by="x"), one((20000, 8000), by="y")))
        assert named(reports)[2][3] == {"a": 40000, "b": 16000}
        assert account.notices == ()


class TestPeriods:
    """Which periods can be held against each other."""

    def test_of_another_kind(self) -> None:
        reports, account = run_of(
            several(one((9, 3), "2026-Q1"), one((8, 3), "2026-01"), one((8, 3), "2026-02"), one((5, 1)))
        )
        assert places(reports) == [".", "", "", "."]
        assert messages(account) == [
            "left out of the comparison over time: 2026-Q1 is a quarter, and 2026-01 is a month",
            "left out of the comparison over time: it has no period, and 2026-01 is a month",
        ]

    def test_that_overlap(self) -> None:
        reports, account = run_of(
            several(
                one((9, 3), "2026-01-01/2026-01-14"),
                one((8, 3), "2026-01-10/2026-01-23"),
                one((8, 3), "2026-01-24/2026-02-06"),
            )
        )
        assert places(reports) == ["", ".", ""]
        assert messages(account) == [
            "left out of the comparison over time: 2026-01-10/2026-01-23 overlaps with 2026-01-01/2026-01-14"
        ]

    def test_ranges_that_are_months(self) -> None:
        reports, account = run_of(several(one((9, 3), "2026-01-01/2026-01-31"), one((8, 3), "2026-02")))
        assert (places(reports), account.notices) == (["", ""], ())

    def test_one_period_alone(self) -> None:
        reports, account = run_of(several(one((9, 3), "2026-Q1"), one((8, 3), "2026-01")))
        assert places(reports) == [".", "."]
        assert len(account.notices) == 1


class TestTwice:
    """Funnels that cannot be told apart."""

    def test_is_told(self) -> None:
        reports, account = run_of(
            "funnels:\n- {period: 2026-01, stages: {a: 9}}\n- {period: 2026-01, stages: {a: 8}}\n"
            "- {period: 2026-02, stages: {a: 8}}\n"
        )
        assert places(reports) == [".", ".", "."]
        (message,) = messages(account)
        assert "the name, the labels and the period of another one (first on line 2)" in message

    def test_on_one_line(self) -> None:
        _, account = run_of(several(one((9, 3), "2026-01"), one((9, 3), "2026-01")))
        assert "(first beside it)" in messages(account)[0]


def rows(number: int, text: str) -> str:
    return "".join(text.format(n=n) for n in range(number))


class TestMany:
    """Names that never come again, and more funnels than can be kept."""

    def test_a_label_that_is_a_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("funneldx.series.forming.MOST_ONCE", 3)
        file = "client,contacted,interested\n"
        assert set(places(run_of(file + rows(4, "c{n},9,3\n"), "a.csv")[0])) == {"."}
        assert len(run_of(file + rows(3, "c{n},9,3\n"), "a.csv")[0]) == 4
        dated = "client,period,contacted,interested\n" + rows(4, "c{n},2026-01,9,3\n") + "c0,2026-02,9,3\n"
        assert len(run_of(dated, "a.csv")[0]) == 7

    @pytest.mark.parametrize("most", [3, 5, 100])
    def test_those_of_one_name_that_stand_together(self, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
        monkeypatch.setattr(gathering, "MOST", most)
        file = "name,period,stage,count\n" + "".join(
            f"{name},2026-0{month},{stage},9\n" for name in "abc" for month in (2, 1) for stage in ("x", "y")
        )
        reports, account = run_of(file, "a.csv")
        assert [(one.funnel.name, one.funnel.period) for one in reports] == [
            (name, f"2026-0{month}") for name in "abc" for month in (1, 2)
        ]
        assert (set(places(reports)), account.notices) == ({""}, ())

    def test_a_name_that_comes_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gathering, "MOST", 3)
        file = "name,period,stage,count\n" + "".join(
            f"{name},2026-0{month},{stage},9\n"
            for name, month in ("a1", "a2", "b1", "b2", "a3", "a4")
            for stage in ("x", "y")
        )
        reports, account = run_of(file, "a.csv")
        assert places(reports) == ["", "", "", "", ".", "."]
        (notice,) = account.notices
        assert notice.line == 10
        assert (
            "from here on what changed (FDX6) is skipped: this file has more than 3 funnels, and the rows of "
            in notice.message
        )
        assert "“a” do not stand together; sort its rows by name, or split it" in notice.message

    def test_too_many_of_one_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gathering, "MOST", 3)
        file = "period,stage,count\n" + "".join(
            f"2026-0{month},{stage},9\n" for month in range(1, 7) for stage in ("x", "y")
        )
        reports, account = run_of(file, "a.csv")
        assert places(reports) == ["."] * 6
        assert "more than 3 of them share a name" in account.notices[0].message


class TestArrangement:
    """Summed over labels and periods before anything is judged."""

    FILE = several(
        *(
            one((100 + month, 30), f"2026-0{month}", region=region, team=team)
            for month in range(1, 7)
            for region in ("north", "south")
            for team in ("A", "B")
        )
    )

    def test_by_a_label(self) -> None:
        reports, account = run_of(self.FILE, how=Arrangement(by=("Region",)))
        assert named(reports)[:3] == [
            ("2026-01", {"region": "north"}, False, {"a": 202, "b": 60}),
            ("2026-01", {"region": "south"}, False, {"a": 202, "b": 60}),
            ("2026-01", {}, True, {"a": 404, "b": 120}),
        ]
        assert (len(reports), account.notices) == (18, ())

    def test_by_two(self) -> None:
        assert len(run_of(self.FILE, how=Arrangement(by=("team", "region")))[0]) == 30

    def test_by_none(self) -> None:
        reports, _ = run_of(self.FILE, how=Arrangement(by=()))
        assert named(reports)[0] == ("2026-01", {}, False, {"a": 404, "b": 120})
        assert len(reports) == 6

    def test_to_quarters(self) -> None:
        reports, account = run_of(self.FILE, how=Arrangement(grain="quarter"))
        assert [one.funnel.period for one in reports[::5]] == ["2026-Q1", "2026-Q2"]
        assert (named(reports)[0][3], account.notices) == ({"a": 306, "b": 90}, ())

    def test_both(self) -> None:
        reports, account = run_of(self.FILE, how=Arrangement(by=(), grain="year"))
        assert named(reports) == [("2026", {}, False, {"a": 2484, "b": 720})]
        assert messages(account) == ["2026 holds 6 of its 12 months"]

    def test_one_funnel_alone(self) -> None:
        reports, _ = run_of(one((9, 3), "2026-01", by="x"), how=Arrangement(by=(), grain="quarter"))
        assert named(reports) == [("2026-Q1", {}, False, {"a": 9, "b": 3})]

    def test_periods_that_lie_in_none(self) -> None:
        file = several(one((9, 3), "2026-W05"), one((9, 3), "2026-W06"), one((9, 3), "2026-W07"), one((9, 3)))
        reports, account = run_of(file, how=Arrangement(grain="month"))
        assert [one.funnel.period for one in reports] == ["2026-W05", "2026-02", None]
        assert messages(account)[0] == "not summed: 2026-W05 lies in no single month"

    def test_a_total_is_not_summed(self) -> None:
        file = several(one((150, 30), by="Total"), one((90, 20), by="x"), one((50, 10), by="y"))
        assert named(run_of(file, how=Arrangement(by=()))[0])[0][3] == {"a": 140, "b": 30}

    def test_a_label_that_nobody_has(self) -> None:
        _, account = run_of(self.FILE, how=Arrangement(by=("regoin",)))
        (problem,) = account.errors
        assert problem.message == '--by regoin: no funnel here has this label; did you mean "region"?'
        assert problem.hint == "name one of its labels: region or team"

    def test_a_file_without_labels_is_as_it_is(self) -> None:
        reports, account = run_of(several(one((9, 3)), one((8, 2))), how=Arrangement(by=("region",)))
        assert account.errors == ()
        assert named(reports) == [(None, {}, False, {"a": 17, "b": 5})]


def test_totals_alone_are_what_there_is() -> None:
    reports, account = run_of(several(one((90, 20), by="Total"), one((50, 10), by="All")))
    assert places(reports) == ["Total", "All", "all segments"]
    assert account.notices == ()


def test_a_total_beside_segments_that_lack_a_count() -> None:
    reports, account = run_of(
        several(one((140, 30, 9)), one((90, 20, None), by="x"), one((50, 10, 4), by="y"))
    )
    assert places(reports) == ["x", "y", "all segments"]
    assert len(account.notices) == 2


def test_a_count_that_no_segment_has_is_no_news() -> None:
    reports, account = run_of(several(one((90, 20, None), by="x"), one((50, 10, None), by="y")))
    assert (named(reports)[2][3], account.notices) == ({"a": 140, "b": 30, "c": None}, ())


def test_problems_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where there are more funnels than are kept."""
    monkeypatch.setattr(gathering, "MOST", 2)
    file = "name,period,stage,count\n" + "".join(
        f"{name},2026-0{month},{stage},{count}\n"
        for name, month, count in (("a", 1, 9), ("a", 2, "x"), ("a", 3, 8), ("b", 1, 7), ("b", 2, 7))
        for stage in ("x", "y")
    )
    reports, account = run_of(file, "a.csv")
    assert [(one.funnel.name, one.funnel.period) for one in reports] == [
        ("a", "2026-01"),
        ("a", "2026-03"),
        ("b", "2026-01"),
        ("b", "2026-02"),
    ]
    assert len(account.errors) >= 1


def test_stages_where_nobody_stands_have_no_rate_to_be_held_against_another() -> None:
    months = [
        one((count, 0, 0), month, by=by)
        for month in ("2026-01", "2026-02")
        for by, count in (("x", 0), ("y", 9))
    ]
    _, account = run_of(several(*months))
    assert (account.defects, account.errors) == ((), ())
