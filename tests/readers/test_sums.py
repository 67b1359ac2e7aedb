"""Which rows of a table hold sums of the others, so that they are no funnel and no stage of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.errors import Problem
from funneldx.model import Funnel
from tests.readers.test_columns import counts, everything, labels, notices, problem
from tests.readers.test_table import without_places


def left_out(text: str, columns: str = "") -> list[str]:
    return [message for message in notices(text, columns) if " left out" in message]


def periods(text: str) -> list[str | None]:
    return [str(item.period) for item in everything(text) if isinstance(item, Funnel)]


SUM = "the row “Total” is left out: the word says that it holds sums"
SUMS = "2 rows “Total” are left out: the word says that they hold sums"


@pytest.mark.parametrize(
    ("more", "last"),
    [
        (0, "the row “Total team 19” is left out: the word says that it holds sums"),
        (1, "one more row is left out likewise, “Total team 20”"),
        (1200, "1,200 more rows are left out likewise, the first of them “Total team 20”"),
    ],
)
def test_of_very_many_words_the_first_are_told(more: int, last: str) -> None:
    rows = "".join(f"team {one},900,90\nTotal team {one},900,90\n" for one in range(20 + more))
    said = left_out(f"name,contacted,interested\n{rows}")
    assert (len(said), said[-1]) == (20 + (more > 0), last)
    assert said[0] == "the row “Total team 0” is left out: the word says that it holds sums"


class TestColumnsOfWords:
    """A word for sums counts where the column tells funnels apart, or where stages would stand twice by its rows."""

    @pytest.mark.parametrize("columns", ["", "labels=market"])
    def test_the_period_is_that_of_the_other_rows(self, columns: str) -> None:
        text = "count,market,stage,period\n9,Total,Leads,2026-09\n9,x,Contacted,2026-10\n"
        (one,) = [item for item in everything(text, columns) if isinstance(item, Funnel)]
        assert (str(one.period), dict(one.labels)) == ("2026-10", {"market": "x"})
        assert [stage.name for stage in one.stages] == ["Contacted"]
        assert left_out(text, columns) == [SUM]

    def test_who_is_responsible_for_a_stage_tells_of_no_sums(self) -> None:
        text = "stage,owner,count\nLeads,Marketing,900\nContacted,All,500\nWon,Sales,20\n"
        assert counts(text) == [{"Leads": 900, "Contacted": 500, "Won": 20}]
        assert left_out(text) == []
        assert counts(text, "labels=owner") == [{"Leads": 900}, {"Won": 20}]

    @pytest.mark.parametrize("header", ["owner", "period"])
    def test_whose_stages_stand_in_other_rows(self, header: str) -> None:
        text = f"stage,{header},count\nLeads,2026-08,9\nWon,2026-09,4\nLeads,Total,9\nWon,Total,4\n"
        assert counts(text) == [{"Leads": 9, "Won": 4}]
        assert left_out(text) == [SUMS]

    def test_each_column_for_itself(self) -> None:
        rows = "Leads,Marketing,2026-08,9\nContacted,All,2026-09,5\nWon,Sales,2026-10,2\nLeads,,Total,9\n"
        text = f"stage,owner,period,count\n{rows}"
        assert counts(text) == [{"Leads": 9, "Contacted": 5, "Won": 2}]
        assert left_out(text) == [SUM]

    def test_a_period_that_tells_nothing_apart(self) -> None:
        text = "stage,period,count\nLeads,2026-08,9\nContacted,2026-09,4\nWon,Total,2\n"
        assert counts(text) == [{"Leads": 9, "Contacted": 4, "Won": 2}]
        assert left_out(text) == []

    def test_stages_stand_twice_in_a_region_only_with_their_sums(self) -> None:
        rows = "N,a,Leads,9\nN,b,Won,2\nN,Total,Leads,9\nS,a,Leads,8\nS,b,Won,1\nS,Total,Leads,8\n"
        text = f"region,owner,stage,count\n{rows}"
        assert labels(text) == [{"region": "N"}, {"region": "S"}]
        assert counts(text) == [{"Leads": 9, "Won": 2}, {"Leads": 8, "Won": 1}]
        assert left_out(text) == [SUMS]

    def test_all_of_them_are_none(self) -> None:
        assert labels("market,leads,won\nTotal,17,3\n") == [{"market": "Total"}]


class TestMarket:
    """The key of a funnel, with rows of sums below."""

    @pytest.mark.parametrize(
        "text",
        [
            "market,stage,count\nb2b,Leads,9\nb2b,Won,2\nB2C,Leads,8\nB2C,Won,1\nTotal,Leads,17\nTotal,Won,3\n",
            "market,leads,won\nb2b,9,2\nB2C,8,1\nTotal,17,3\n",
        ],
    )
    def test_is_known_beside_them(self, text: str) -> None:
        found = [item for item in everything(text) if isinstance(item, Funnel)]
        assert [(item.market, dict(item.labels)) for item in found] == [("b2b", {}), ("b2c", {})]
        assert len(left_out(text)) == 1

    def test_of_other_words_is_a_label(self) -> None:
        text = "market,leads,won\nGermany,9,2\nb2b,8,1\nTotal,17,3\n"
        assert labels(text) == [{"market": "Germany"}, {"market": "b2b"}]
        assert left_out(text) == [SUM]


class TestPeriods:
    """Years, months and days with a row of sums below."""

    @pytest.mark.parametrize(
        ("header", "values", "expected"),
        [
            ("year", ("2025", "2026"), ["2025", "2026"]),
            ("date", ("20260901", "20260902"), ["2026-09-01", "2026-09-02"]),
            ("month", ("Jan 2026", "Feb 2026"), ["2026-01", "2026-02"]),
            ("when", ("2026-09-01", "2026-09-02"), ["2026-09-01", "2026-09-02"]),
        ],
    )
    @pytest.mark.parametrize("word", ["Total", "Average"])
    def test_stay_periods(self, header: str, values: tuple[str, str], expected: list[str], word: str) -> None:
        text = f"{header},leads,won\n{values[0]},9,2\n{values[1]},8,1\n{word},17,3\n"
        assert periods(text) == expected
        assert labels(text) == [{}, {}]
        (said,) = notices(text)
        assert said.startswith(f"the row “{word}” is left out")

    def test_in_two_columns(self) -> None:
        text = "year,month,leads,won\n2026,1,9,2\n2026,2,8,1\n2026,Average,8,1\n"
        assert periods(text) == ["2026-01", "2026-02"]

    def test_words_for_sums_alone_are_no_periods(self) -> None:
        assert labels("when,leads,won\nTotal,9,2\nAverage,8,1\n") == [{"when": "Total"}, {"when": "Average"}]


class TestFirstColumn:
    """Where the word stands, whatever the column holds."""

    def test_of_ids_in_a_table_of_funnels(self) -> None:
        text = "id,leads,won\n1,9,2\n2,8,1\nTotal,17,3\n"
        assert counts(text) == [{"leads": 9, "won": 2}, {"leads": 8, "won": 1}]
        assert left_out(text) == [SUM]

    def test_of_counts_is_a_slip(self) -> None:
        text = "leads,won\n9,2\n8,1\nTotal,3\n"
        assert problem(text).line == 4
        assert left_out(text) == []

    @pytest.mark.parametrize("header", ["#,stage", "step,step_name", "id,stage"])
    def test_of_numbers_beside_stages(self, header: str) -> None:
        text = f"{header},count\n1,Leads,9\n2,Won,2\nTotal,,11\n"
        assert counts(text) == [{"Leads": 9, "Won": 2}]
        assert left_out(text) == [SUM]

    def test_of_a_row_that_lacks_its_stage(self) -> None:
        text = "id,stage,count\n1,Leads,9\n2,,2\n"
        assert problem(text).message == "the name of a stage is empty"
        assert problem("id,stage,count\n1,Leads,9\n,,2\n").line == 3


REGIONS = ("North", "South", "West")


@given(
    st.lists(st.tuples(*[st.integers(1, 99)] * 3), min_size=1, max_size=3),
    st.sampled_from(["Total", "All", "Average", "Итого"]),
    st.sampled_from(["region", "market", "funnel", "channel", "period"]),
    st.booleans(),
    st.data(),
)
def test_sums_change_no_funnel(
    numbers: list[tuple[int, ...]], word: str, header: str, long: bool, data: st.DataObject
) -> None:
    values = ("2026-07", "2026-08", "2026-09") if header == "period" else REGIONS
    pairs = [*zip(values, numbers, strict=False)]
    sums = (word, tuple(map(sum, zip(*numbers, strict=True))))
    place = data.draw(st.integers(0, len(pairs)))
    with_sums = [*pairs[:place], sums, *pairs[place:]]

    def funnels(rows: list[tuple[str, tuple[int, ...]]]) -> list[Funnel]:
        text = f"{header},stage,count\n" if long else f"{header},leads,contacted,won\n"
        for value, some in rows:
            stages = zip(("leads", "contacted", "won"), some, strict=True)
            text += (
                "".join(f"{value},{name},{count}\n" for name, count in stages)
                if long
                else ",".join(map(str, (value, *some))) + "\n"
            )
        found = everything(text)
        assert not any(isinstance(item, Problem) for item in found)
        return [without_places(item) for item in found if isinstance(item, Funnel)]

    assert funnels(with_sums) == funnels(pairs)
