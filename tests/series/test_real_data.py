"""What is said of changes in files that people have published, held against what is known of them.

They lie beside the checkout (`../shared/data`) and are not part of it; where they are missing these tests skip.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from statsmodels.stats import proportion
from statsmodels.stats.multitest import multipletests

from funneldx.batch import Run
from funneldx.compare.judging import compared
from funneldx.compare.matching import matched
from funneldx.config import Settings, TableSettings
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.model import Funnel, Member
from funneldx.policy import Policy
from funneldx.readers import read
from funneldx.rules import catalogue
from funneldx.series.gathering import Arrangement
from funneldx.sources import Source
from tests.shared_data import DATA

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not here (../shared/data)")


def ran(
    text: str, as_of: date, columns: tuple[tuple[str, str], ...] = (), name: str = "table.csv"
) -> tuple[list[FunnelReport], RunReport]:
    settings = Settings(as_of=as_of, tables=TableSettings(columns=columns))
    run = Run([Source(name, text.encode)], Policy(catalogue(), settings), [name])
    reports = list(run)
    return reports, run.account


def published(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def wholes(reports: list[FunnelReport]) -> list[FunnelReport]:
    return [one for one in reports if isinstance(one.funnel, Member) and one.funnel.place.whole]


def found(reports: list[FunnelReport], code: str) -> list[tuple[Any, ...]]:
    return [
        (dict(report.funnel.labels), report.funnel.period, one.came_from, one.stage)
        for report in reports
        for one in report.diagnoses
        if one.code == code
    ]


def dated(arm: str) -> str:
    """The days of the experiment with their year: 11 October was a Saturday in 2014; blanks where the file has them."""
    rows = []
    for row in published(f"udacity_ab/{arm}_data.csv").replace("\t", ",").splitlines()[1:]:
        day, *counts = row.split(",")
        number = 10 if "Oct" in day else 11
        counts += [""] * (4 - len(counts))
        rows.append(f"2014-{number}-{int(day.rpartition('-')[2]):02},{','.join(counts)}")
    return "\n".join(["date,Pageviews,Clicks,Enrollments,Payments", *rows, ""])


@pytest.mark.parametrize("arm", ["control", "experiment"])
def test_the_last_days_of_an_experiment_have_no_outcome_yet(arm: str) -> None:
    """No alarm about the fourteen days without enrolments and payments, and it is said that they have none."""
    reports, account = ran(dated(arm), date(2015, 1, 1))
    assert len(reports) == 37
    assert account.errors == ()
    last = [report for report in reports if report.funnel.period and report.funnel.period >= "2014-11-03"]
    assert len(last) == 14
    assert not [one for one in found(last, "FDX601") if one[3] in {"Enrollments", "Payments"}]
    (told,) = [one for report in reports for one in report.diagnoses if one.code == "FDX604"]
    assert told.message == (
        "“Enrollments” has not been counted in the last 14 periods, since 2014-11-03: there is no outcome yet, and "
        "nothing is said of the steps to it."
    )
    # From one to two in three enrolled paid, by day: what fell by more than chance is told, of days that have ended.
    assert len(found(reports, "FDX601")) in {5, 6}


@pytest.mark.parametrize("arm", ["control", "experiment"])
def test_days_within_the_sales_cycle_are_open(arm: str) -> None:
    """The same on the last day of the experiment, where payment takes fourteen days: those days raise no alarm."""
    rows = [row.split(",") for row in dated(arm).splitlines()[1:]]
    stages = ("Pageviews", "Clicks", "Enrollments", "Payments")
    funnels = "".join(
        f"- {{period: {day}, stages: {{{', '.join(f'{stage}: {n}' for stage, n in zip(stages, counts, strict=True))}}}}}\n"
        for day, *counts in rows
    )
    reports, _ = ran(f"sales_cycle: 14d\nfunnels:\n{funnels}", date(2014, 11, 17), name="days.yaml")
    assert not [one for one in found(reports, "FDX601") if one[1] >= "2014-11-03"]
    (told,) = [one for report in reports for one in report.diagnoses if one.code == "FDX604"]
    assert "Since 2014-11-03, 14 periods are open." in told.message


@pytest.mark.parametrize("arm", ["control", "experiment"])
def test_days_that_are_no_periods_are_not_summed_where_nothing_is_known(arm: str) -> None:
    """As the file is, its days have no year: they are segments, and the sum has no enrolments, which would be wrong."""
    reports, account = ran(published(f"udacity_ab/{arm}_data.csv"), date(2014, 11, 17))
    (whole,) = wholes(reports)
    assert [stage.count is None for stage in whole.funnel.stages] == [False, False, True, True]
    assert any(
        "not counted in some segments" in one.message and "(13)" in one.message for one in account.notices
    )
    late = [
        report for report in reports if re.search("Nov-([3-9]|1)", "".join(report.funnel.labels.values()))
    ]
    assert not [
        one
        for one in found(late, "FDX602")
        if one[3] in {"Enrollments", "Payments"} and one[0]["Date"][4:] != "Nov-1"
    ]


def insurance() -> str:
    """Both blocks of the sheet below each other, with the stage that each row counts."""
    blocks = {stage: published(f"gohealth/{stage}.csv").splitlines() for stage in ("opportunities", "sales")}
    rows = ["stage\t" + blocks["sales"][0].replace("Sales", "source")]
    rows += [f"{stage}\t{row}" for stage, block in blocks.items() for row in block[1:]]
    return "\n".join(rows)


def expected_drops(
    counts: dict[tuple[str, int], tuple[int, int]], channels: list[str]
) -> set[tuple[str, int]]:
    """What fell by a tenth or more beyond chance, worked out apart from the tool: all tests of the series together.

    `counts` has sales and opportunities by channel and month; the sum of the channels is called by an empty name.
    """
    tests = [
        (channel, month, _p_value(counts[channel, month - 1], counts[channel, month]))
        for channel in (*channels, "")
        for month in range(1, 12)
    ]
    lags = []
    for channel in channels:
        for month in range(12):
            (k, n), (j, m) = counts[channel, month], counts["", month]
            lags.append(_p_value((k, n), (j - k, m - n)))
    differs = multipletests([p for *_, p in tests] + lags, alpha=0.05, method="fdr_bh")[0]
    found = set()
    for (channel, month, _), differs_ in zip(tests, differs, strict=False):
        (k, n), (j, m) = counts[channel, month - 1], counts[channel, month]
        if differs_ and j * n * 10 <= k * m * 9:
            found.add((channel, month))
    in_channels = {month for channel, month in found if channel}
    return {(channel, month) for channel, month in found if channel or month not in in_channels}


def _p_value(one: tuple[int, int], other: tuple[int, int]) -> float:
    return float(proportion.test_proportions_2indep(*one, *other, method="score", correction=False).pvalue)


def test_channels_of_an_insurer() -> None:
    """What fell and when is what statsmodels says; by mail and display one in four or five buys: these lag, TV does not."""
    reports, _ = ran(insurance(), date(2021, 6, 1))
    months = wholes(reports)
    assert len(reports) == 5 * 12 + 12
    assert [[stage.count for stage in one.funnel.stages] for one in months[:2]] == [
        [18510, 6046],
        [15718, 4596],
    ]
    counts: dict[tuple[str, int], tuple[int, int]] = {}
    for report in reports:
        n, k = (stage.count or 0 for stage in report.funnel.stages)
        assert report.funnel.period
        counts[report.funnel.labels.get("source", ""), int(report.funnel.period[-2:]) - 1] = (k, n)
    channels = sorted({channel for channel, _ in counts} - {""})
    dropped = {
        (labels.get("source", ""), int(period[-2:]) - 1) for labels, period, *_ in found(reports, "FDX601")
    }
    assert (
        dropped
        == expected_drops(counts, channels)
        == {
            ("TV", 1),
            ("Mail", 3),
            ("Google Display", 7),
            ("Mail", 7),
            ("Facebook", 10),
            ("TV", 10),
            ("Google Display", 11),
        }
    )
    assert {labels["source"] for labels, *_ in found(reports, "FDX602")} == {
        "Google Display",
        "Facebook",
        "Mail",
        "Other",
    }
    # In February and June television had another part of the opportunities, and sells best.
    assert [period for _, period, *_ in found(reports, "FDX603")] == ["2020-02", "2020-06"]


def test_an_app_by_platform_and_age() -> None:
    """Half of the downloads never say their age, since they never sign up: that is what lags, and nothing else does."""
    reports, account = ran(
        published("metrocar/funnel.csv"), date(2024, 1, 1), (("count", "user_count"),), name="funnel.csv"
    )
    assert [one.message for one in account.notices] == [
        "not read, since nothing says that it counts a stage: “rides_count”"
    ]
    (whole,) = wholes(reports)
    assert [stage.count for stage in whole.funnel.stages] == [23608, 17623, 12406, 12278, 6233, 6233, 4348]
    assert sorted((*labels.items(), *step) for labels, _, *step in found(reports, "FDX602")) == [
        (("platform", platform), "downloads", "sign_ups") for platform in ("android", "ios", "web")
    ]
    assert found(reports, "FDX601") == found(reports, "FDX603") == found(reports, "FDX604") == []


def test_two_arms_of_a_campaign_in_one_table() -> None:
    """Its rates swing from day to day by far more than chance, which is said of each that falls."""
    control, test = (
        published(f"campaign_ab/{arm}_group_comma.csv").splitlines() for arm in ("control", "test")
    )
    reports, _ = ran("\n".join([*control, *test[1:], ""]), date(2019, 10, 1))
    assert len(wholes(reports)) == 30
    # On 5 August the control group has no counts: nothing is said of it, nor of the sum of that day.
    empty = [one for one in reports if one.funnel.period == "2019-08-05" and not one.steps]
    assert len(empty) == 2
    assert not [one for one in empty if {each.code for each in one.diagnoses} & {"FDX601", "FDX602"}]
    told = [one for report in reports for one in report.diagnoses if one.code == "FDX601"]
    swinging = [one for one in told if "It moves so often" in one.message]
    assert len(swinging) > 0.9 * len(told) > 0
    assert all("swings from period to period" in one.cause for one in swinging)
    lagging = {(labels["Campaign Name"], to) for labels, _, _, to in found(reports, "FDX602")}
    assert ("Control Campaign", "Website Clicks") in lagging
    assert ("Test Campaign", "Add to Cart") in lagging


def test_two_arms_of_a_campaign_as_two_files() -> None:
    """Summed over the days: 5.9 in 100 click at first, 11.3 then; of those who viewed 70.6 % and 47.4 % fill a cart."""
    sides = []
    for arm in ("control", "test"):
        text = published(f"campaign_ab/{arm}_group_comma.csv")
        rows = [row for row in text.splitlines() if not row.startswith("Control Campaign,5.08.2019")]
        items = read("\n".join(rows).encode(), f"{arm}.csv") or ()
        sides.append([one for one in items if isinstance(one, Funnel)])
    pairs = matched(sides[0], sides[1], ("control.csv", "test.csv"), Arrangement(by=(), grain="month"))
    (pair,) = pairs.pairs
    one = compared(pair, Policy(catalogue(), Settings(as_of=date(2019, 10, 1)))).comparison
    verdicts = {step.to: step.verdict for step in one.whole.steps}
    assert verdicts["Website Clicks"] == "better"
    assert verdicts["Add to Cart"] == "worse"
    assert one.split is not None
    assert sum([one.split.volume, *one.split.by_step]) == one.split.change == 15637 - 15161
