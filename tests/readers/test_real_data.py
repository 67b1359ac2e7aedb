"""Files that people have published, held against counts that were made without us.

They lie beside the checkout (`../shared/data`) and are not part of it; where they are missing these tests skip.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.readers import read

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not here (../shared/data)")

Pairs = tuple[tuple[str, str], ...]


def pairs(text: str) -> Pairs:
    items = [item.partition("=") for item in text.split(",") if item]
    return tuple((key, header) if sign else (key, key) for key, sign, header in items)


def loaded(name: str, columns: str = "", **settings: Any) -> list[Funnel | Problem | Notice]:
    path = DATA / name
    found = read(path.read_bytes(), path.name, TableSettings(columns=pairs(columns), **settings))
    assert found is not None
    return list(found)


def funnels(name: str, columns: str = "", *, wrong: int = 0, **settings: Any) -> list[Funnel]:
    found = loaded(name, columns, **settings)
    assert sum(isinstance(item, Problem) for item in found) == wrong, found
    return [item for item in found if isinstance(item, Funnel)]


def truth(folder: str, title: str) -> dict[str, list[int]]:
    """The counts of each row of a counted table, in the order of its stages."""
    tables = json.loads((DATA / folder / "truth.json").read_text(encoding="utf-8"))["funnels"]
    (table,) = [table for table in tables if table["title"] == title]
    return {row["value"]: [count for _, count in row["stages"]] for row in table["rows"]}


def added(found: list[Funnel]) -> list[int]:
    """The counts of funnels added up, stage by stage; what is unknown adds nothing."""
    names = list(dict.fromkeys(stage.name for one in found for stage in one.stages))
    sums: Counter[str] = Counter(dict.fromkeys(names, 0))
    for one in found:
        sums.update({stage.name: stage.count or 0 for stage in one.stages})
    return [sums[name] for name in names]


def by_label(found: list[Funnel], label: str) -> dict[str, list[int]]:
    values = dict.fromkeys((one.labels or {}).get(label, "(empty)") for one in found)
    return {
        value: added([one for one in found if (one.labels or {}).get(label, "(empty)") == value])
        for value in values
    }


def by_period(found: list[Funnel], length: int = 10) -> dict[str, list[int]]:
    values = dict.fromkeys((one.period or "")[:length] for one in found)
    return {value: added([one for one in found if (one.period or "")[:length] == value]) for value in values}


def test_a_shop_by_day() -> None:
    found = funnels("stage_count_files/enjoei_daily_decimal_comma.csv")
    assert added(found) == truth("stage_count_files", "enjoei: all")["ALL"]
    assert by_period(found, 7) == truth("stage_count_files", "enjoei: by month")


COHORTS = "period=注册日期,注册人数,绑卡人数,充值人数,投资人数,持仓人数"


def test_cohorts_in_chinese() -> None:
    found = funnels("stage_count_files/zh_p2p_daily_cohorts.csv", COHORTS)
    assert added(found) == truth("stage_count_files", "Chinese P2P cohorts: all")["ALL"]
    assert by_period(found) == truth("stage_count_files", "Chinese P2P cohorts: by day")
    said = funnels("stage_count_files/zh_p2p_daily_cohorts.csv", COHORTS, encoding="gb18030")
    assert by_period(said) == by_period(found)


def test_names_and_weights() -> None:
    (problem,) = loaded("stage_count_files/pykcharts_funnel.csv")
    assert isinstance(problem, Problem)
    assert "--columns stage=name,count=weight" in problem.hint
    found = funnels("stage_count_files/pykcharts_funnel.csv", "stage=name,count=weight")
    assert added(found) == truth("stage_count_files", "PykCharts name,weight")["ALL"]


def test_pages_of_a_quiz() -> None:
    (problem,) = loaded("stage_count_files/quiz_non_monotone.csv")
    assert isinstance(problem, Problem)
    assert "--columns stage=quiz_pagina,count=interacciones" in problem.hint
    found = funnels("stage_count_files/quiz_non_monotone.csv", "stage=quiz_pagina,count=interacciones")
    assert added(found) == truth("stage_count_files", "quiz pages (non-monotone, n=25)")["ALL"]


def test_stages_and_counts() -> None:
    found = funnels("stage_count_files/tiposasha_stage_count.csv")
    assert added(found) == truth("stage_count_files", "tiposasha stage,count")["ALL"]


def test_posthog() -> None:
    found = funnels("stage_count_files/posthog_funnel_breakdown_reduced.json")
    whole = [one for one in found if not one.labels]
    assert added(whole) == truth("stage_count_files", "PostHog pageview → pageview")["ALL"]
    parts = [one for one in found if one.labels]
    assert by_label(parts, "breakdown_value") == truth("stage_count_files", "PostHog by browser")


@pytest.mark.parametrize("name", ["ghealth", "opportunities", "sales", "spend"])
def test_one_stage_by_month_and_channel_is_no_funnel(name: str) -> None:
    (problem,) = loaded(f"gohealth/{name}.csv")
    assert isinstance(problem, Problem)
    assert "“Jan-20”, “Feb-20”" in problem.message
    assert "are periods, and no column says which stage a row counts" in problem.message
    assert "add a column headed `stage`" in problem.hint


def test_two_units_side_by_side() -> None:
    (problem,) = loaded("metrocar/funnel.csv")
    assert isinstance(problem, Problem)
    assert problem.message == "the count could be in “user_count” or “rides_count”"
    assert "--columns count=user_count" in problem.hint
    for unit in ("user_count", "rides_count"):
        found = funnels("metrocar/funnel.csv", f"count={unit}")
        assert added(found) == truth("metrocar", f"all, {unit}")["ALL"]
        assert by_label(found, "platform") == truth("metrocar", f"by platform, {unit}")
        assert by_label(found, "age_range") == truth("metrocar", f"by age_range, {unit}")


@pytest.mark.parametrize("step", range(1, 8))
def test_one_step_a_file(step: int) -> None:
    users, rides = (truth("metrocar", f"by platform, {unit}") for unit in ("user_count", "rides_count"))
    name = f"metrocar/step{step}.csv"
    if step < 3:
        found = by_label(funnels(name), "platform")
    else:
        (problem,) = loaded(name)
        assert isinstance(problem, Problem)
        assert "“user_count” or “rides_count”" in problem.message
        found = by_label(funnels(name, "count=user_count"), "platform")
        counted = by_label(funnels(name, "count=rides_count"), "platform")
        assert counted == {value: counts[step - 1 : step] for value, counts in rides.items()}
    assert found == {value: counts[step - 1 : step] for value, counts in users.items()}


def test_an_app_in_seven_steps() -> None:
    assert added(funnels("metrocar/dariia_funnel.csv")) == truth("metrocar", "all, user_count")["ALL"]


def test_downloads_and_payments_by_platform() -> None:
    found = by_label(funnels("metrocar/dariia_platforms_effectiveness.csv"), "platform")
    counted = truth("metrocar", "by platform, user_count")
    assert found == {value: [counts[0], counts[5]] for value, counts in counted.items()}


@pytest.mark.parametrize(
    ("name", "cut_off", "differs"),
    [
        ("test_group_comma", 0, [0] * 7),
        ("test_group_semicolon", 0, [0] * 7),
        # In the semicolon copy one row is cut off after its fourth field; its counts are blank in the other copy too.
        ("control_group_semicolon", 1, [0] * 7),
        # The comma copy has 4891 and 4219 on 29 August, the one that was counted 1891 and 1219.
        ("control_group_comma", 0, [0, 0, 0, 3000, 3000, 0, 0]),
    ],
)
def test_two_arms_of_a_campaign(name: str, cut_off: int, differs: list[int]) -> None:
    found = funnels(f"campaign_ab/{name}.csv", wrong=cut_off)
    counted = truth("campaign_ab", "totals per campaign")[name.partition("_")[0]]
    assert added(found) == [count + more for count, more in zip(counted, differs, strict=True)]
    if not cut_off:
        assert {one.period for one in found} == {f"2019-08-{day:02}" for day in range(1, 31)}


ADS = "period=Date,Impressions,Clicks,Total_Conversion,Approved_Conversion"


def test_ads() -> None:
    (problem,) = loaded("facebook_ads_kag/KAG_conversion_data.csv")
    assert isinstance(problem, Problem)
    assert "no funnel is recognised" in problem.message
    assert "--columns" in problem.hint
    labels = ",labels=xyz_campaign_id,labels=age,labels=gender"
    found = funnels("facebook_ads_kag/KAG_conversion_data.csv", ADS + labels)
    assert added(found) == truth("facebook_ads_kag", "all")["ALL"]
    for label in ("xyz_campaign_id", "age", "gender"):
        assert by_label(found, label) == truth("facebook_ads_kag", f"by {label}")
    days = truth("facebook_ads_kag", "by Date")
    assert by_period(found) == {"-".join(reversed(day.split("-"))): counts for day, counts in days.items()}


@pytest.mark.parametrize("group", ["control", "experiment"])
def test_an_experiment_whose_last_days_are_open(group: str) -> None:
    # thirteen rows end in tabs instead of commas, and the last one in a single tab: too few fields even so
    found = funnels(f"udacity_ab/{group}_data.csv", wrong=1)
    days = [one for one in found if all(stage.count is not None for stage in one.stages)]
    assert len(found) == 36
    assert len(days) == 23
    assert added(days) == truth("udacity_ab", "sum over the 23 days with all four values")[group]
    if group == "control":
        counted = truth("udacity_ab", "control by day")
        assert (
            [stage.count for stage in found[28].stages]
            == [9010, 756, None, None]
            == [*counted["Sat-Nov-8"], None, None][:4]
        )


READ = {
    path.relative_to(DATA).as_posix()
    for folder in (
        "stage_count_files",
        "gohealth",
        "metrocar",
        "campaign_ab",
        "facebook_ads_kag",
        "udacity_ab",
    )
    for path in sorted((DATA / folder).glob("*.*"))
    if path.suffix in {".csv", ".json"} and path.name != "truth.json"
}


def test_no_file_is_left_out() -> None:
    own = Path(__file__).read_text(encoding="utf-8")
    told = {name for name in READ if Path(name).name in own}
    made = {f"gohealth/{name}.csv" for name in ("ghealth", "opportunities", "sales", "spend")}
    made |= {f"metrocar/step{step}.csv" for step in range(1, 8)}
    made |= {
        f"campaign_ab/{arm}_group_{sign}.csv"
        for arm in ("control", "test")
        for sign in ("comma", "semicolon")
    }
    made |= {f"udacity_ab/{arm}_data.csv" for arm in ("control", "experiment")}
    assert READ - told == made


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.name)
def test_whatever_else_is_there_is_read_or_refused(path: Path) -> None:
    found = read(path.read_bytes(), path.name)
    assert found is not None
    for item in found:
        assert not isinstance(item, Problem) or (item.message and item.hint)


def test_blocks_with_the_stage_added_are_read(tmp_path: Path) -> None:
    """What the error recommends for a block of one stage works."""
    blocks = {
        stage: (DATA / "gohealth" / f"{stage}.csv").read_text(encoding="utf-8").splitlines()
        for stage in ("opportunities", "sales")
    }
    rows = ["stage\t" + blocks["sales"][0].replace("Sales", "source")]
    rows += [f"{stage}\t{row}" for stage, block in blocks.items() for row in block[1:]]
    path = tmp_path / "all.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = [item for item in read(path.read_bytes(), "all.csv") or () if isinstance(item, Funnel)]
    assert by_label(found, "source") == truth("gohealth", "by channel, year")
    months = by_period(found)
    assert list(months.values()) == list(truth("gohealth", "by month, all channels").values())
    assert list(months) == [f"2020-{month:02}" for month in range(1, 13)]
