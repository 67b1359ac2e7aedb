"""Tables as they come out of spreadsheets, CRMs and BI tools: each was once read wrongly, or might be."""

from __future__ import annotations

import pytest

from funneldx.errors import Problem
from funneldx.model import Funnel
from tests.readers.test_columns import counts, everything, labels, notices, problem


def periods(text: str, columns: str = "") -> list[str | None]:
    return [one.period for one in everything(text, columns) if isinstance(one, Funnel)]


@pytest.mark.parametrize(
    "text",
    [
        "Leads,1000,100%\nMQL,400,40%\nWon,50,5%\n",
        "1,Leads,1000\n2,MQL,400\n",
        "North,Leads,1000\nNorth,MQL,400\n",
        "1;Leads;5000\n2;Won;50\n",
    ],
)
def test_a_table_without_a_header_is_not_read_under_its_first_row(text: str) -> None:
    assert problem(text).message == "the table begins with numbers where its header was expected"


def test_numbers_that_are_no_years_head_no_periods() -> None:
    for header in ("1021,1022,1023", "1000,2000,5000", "9021,9022"):
        found = problem(f"stage,{header}\nLeads" + ",9" * header.count(",") + ",9\n")
        assert "the table begins with numbers" in found.message or "none of their counts" in found.message


class TestComments:
    """Lines that begin with `#`."""

    def test_they_are_left_out(self) -> None:
        assert counts("# made by hand, on Monday\n#note\nstage,count\n## more\nLeads,9\n#\nWon,2\n") == [
            {"Leads": 9, "Won": 2}
        ]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("#,stage,count\n1,Leads,9\n2,Won,2\n", [{"Leads": 9, "Won": 2}]),
            ("# Leads,# MQL,# Won\n9,5,2\n", [{"Leads": 9, "MQL": 5, "Won": 2}]),
            ("stage,count\n#1 Leads,9\nWon,2\n", [{"#1 Leads": 9, "Won": 2}]),
            (
                "campaign,leads,won\n#blackfriday,9,2\nB,8,1\n",
                [{"leads": 9, "won": 2}, {"leads": 8, "won": 1}],
            ),
        ],
    )
    def test_fields_are_not(self, text: str, found: list[dict[str, int]]) -> None:
        assert counts(text) == found


class TestCounts:
    """Which column holds them."""

    def test_a_column_that_numbers_the_stages(self) -> None:
        assert counts("n,stage,leads count\n1,New,1000\n2,Contacted,400\n3,Won,50\n") == [
            {"New": 1000, "Contacted": 400, "Won": 50}
        ]
        assert [list(one) for one in counts("position,stage,count\n2,Won,5\n1,Leads,9\n")] == [
            ["Leads", "Won"]
        ]

    @pytest.mark.parametrize(
        "header", ["Stage,Value,Opportunities", "Stage,Total,Leads", "Этап,Значение,Люди"]
    )
    def test_a_word_that_is_not_sure_beside_another_number(self, header: str) -> None:
        assert problem(f"{header}\nLeads,120000,1000\nContacted,40000,400\nWon,9000,40\n").message.startswith(
            "the count could be in"
        )

    def test_units_are_no_counts(self) -> None:
        assert counts("stage,count,count %\nLeads,1000,100\nMQL,400,40\n") == [{"Leads": 1000, "MQL": 400}]
        assert "none of their counts" in problem("stage,count %\nLeads,100\nMQL,40\n").message

    def test_cumulated_and_not(self) -> None:
        assert problem("Stage,Count,Cumulative\nLeads,600,1000\nWon,400,400\n").message == (
            "the count could be in “Count” or “Cumulative”"
        )

    def test_the_same_period_twice(self) -> None:
        assert problem("stage,Jan 2026,Jan 2026,Feb 2026\nLeads,9,8,7\nWon,2,1,1\n").message == (
            "a second column is headed “Jan 2026”"
        )

    def test_counts_that_are_still_to_come(self) -> None:
        found = [
            item
            for item in everything("name,leads,won\nA,9,2\nB,8,tbd\nC,7,tbd\n")
            if isinstance(item, Problem)
        ]
        assert ['"tbd"' in one.message for one in found] == [True, True]

    def test_a_number_by_a_french_or_spanish_word(self) -> None:
        assert counts("Étape;Nombre\nProspects;9\nVentes;2\n") == [{"Prospects": 9, "Ventes": 2}]
        text = "Nombre;Leads;Ganados\nNorte;9;2\n"
        assert [one.name for one in everything(text) if isinstance(one, Funnel)] == ["Norte"]

    def test_customers_stand_beside_the_purchase(self) -> None:
        (one,) = everything("stage,count,hot,warm,cold\nLeads,1000,100,300,600\nWon,50,6,20,24\n")
        assert isinstance(one, Funnel)
        assert one.customers == (6, 20, 24)


class TestFunnels:
    """Which rows belong together."""

    def test_a_column_that_changes_within_a_funnel_is_no_label(self) -> None:
        text = (
            "region,stage,count,status\nN,Leads,1000,ok\nN,MQL,400,behind\nN,Won,50,ok\n"
            "S,Leads,900,ok\nS,MQL,300,ok\nS,Won,40,behind\n"
        )
        assert labels(text) == [{"region": "N"}, {"region": "S"}]
        assert "“status”" in notices(text)[0]

    def test_a_label_whose_value_stands_once(self) -> None:
        text = "region,stage,count\nN,Leads,9\nN,Won,2\nS,Leads,8\n"
        assert counts(text) == [{"Leads": 9, "Won": 2}, {"Leads": 8}]

    def test_a_date_of_each_stage_is_no_period(self) -> None:
        text = "stage,count,updated at\nLeads,9,2026-01-05\nMQL,5,2026-01-05\nWon,2,2026-01-07\n"
        assert counts(text) == [{"Leads": 9, "MQL": 5, "Won": 2}]
        assert periods(text) == [None]
        assert "“updated at”" in notices(text)[0]

    def test_merged_cells(self) -> None:
        text = "funnel,stage,count\nNorth,Leads,9\n,MQL,5\n,Won,2\nSouth,Leads,8\n,Won,1\n"
        found = [one for one in everything(text) if isinstance(one, Funnel)]
        assert [(one.name, len(one.stages)) for one in found] == [("North", 3), ("South", 2)]
        assert notices(text) == [
            "blank cells of “funnel” are read as the value above them, as merged cells are exported"
        ]

    def test_blanks_that_are_a_segment_of_their_own(self) -> None:
        assert labels("age,stage,count\n,Leads,9\n,Won,2\n18-24,Leads,8\n18-24,Won,1\n") == [
            {},
            {"age": "18-24"},
        ]

    def test_funnels_of_different_stages_are_not_put_together(self) -> None:
        text = "product,stage,count\nB2B,Visits,9\nB2B,Paid,5\nB2C,Installs,8\nB2C,Subscribed,1\n"
        found = problem(text)
        assert (
            found.message == "“product” may tell several funnels apart, or say something of the stages of one"
        )
        assert "--columns labels=product" in found.hint
        assert len(counts(text, "labels=product")) == 2
        assert len(counts(text, "labels=")) == 1

    def test_no_funnel_loses_a_stage_to_a_ragged_row(self) -> None:
        found = everything("stage;count;note\nLeads;9\nMQL;5;x\nWon;2;x\n")
        assert [one for one in found if isinstance(one, Funnel)] == []


class TestPeriods:
    """When."""

    def test_a_day_beside_its_month_is_not_lost(self) -> None:
        text = "month,day,leads,won\nJan 2026,1,9,2\nJan 2026,2,8,1\nFeb 2026,1,7,1\n"
        assert labels(text) == [{"day": "1"}, {"day": "2"}, {"day": "1"}]
        assert periods(text) == ["2026-01", "2026-01", "2026-02"]

    def test_a_year_and_its_week(self) -> None:
        assert periods("year,week,leads,won\n2026,36,9,2\n2026,37,8,1\n") == ["2026-W36", "2026-W37"]
        assert periods("year,week,leads,won\n2026,60,9,2\n") == ["2026"]
        assert periods("year,month,leads,won\n2026,1.0,9,2\n2026,2.0,8,1\n") == ["2026-01", "2026-02"]

    def test_an_odd_cell_among_them_costs_its_row(self) -> None:
        rows = "".join(f"2026,{month},9,2\n" for month in range(1, 7))
        text = f"year,month,leads,won\n{rows}2026,so far,5,1\n"
        assert len(periods(text)) == 6
        assert problem(text).line == 8

    def test_sums_among_periods(self) -> None:
        for text in (
            "year,leads,won\n2025,9,2\n2026,8,1\nTotal,17,3\n",
            "month,leads,won\nJan 2026,9,2\nFeb 2026,8,1\nTotal,17,3\n",
        ):
            assert len(periods(text)) == 2
            assert "“Total”" in notices(text)[-1]

    def test_values_without_an_order_are_named_in_that_of_the_table(self) -> None:
        text = "month,leads,won\n3,9,2\n1,8,1\n2,7,1\n"
        assert notices(text)[0].endswith("“3” is no period that can be read")

    def test_months_by_name_are_no_amounts(self) -> None:
        assert periods("when,leads,won\nJan 2026,9,2\nFeb 2026,8,1\n") == ["2026-01", "2026-02"]
        assert labels("rep,leads,won\nRep 1,9,2\nTop 10,8,1\n") == [{"rep": "Rep 1"}, {"rep": "Top 10"}]

    def test_a_month_with_a_point_tells_nothing_of_decimals(self) -> None:
        assert counts("Monat;Leads;Gewonnen\n08.2026;1.500;60\n") == [{"Leads": 1500, "Gewonnen": 60}]


class TestWide:
    """A funnel a row."""

    def test_rates_between_stages_are_no_stages(self) -> None:
        text = "name,Leads,step 1,MQL,step 2,Won\nA,1000,40,400,12,50\nB,900,44,400,10,40\n"
        assert counts(text)[0] == {"Leads": 1000, "MQL": 400, "Won": 50}

    def test_a_market_of_another_kind_is_a_label(self) -> None:
        assert labels("market,leads,won\nGermany,9,2\nLatvia,8,1\n") == [
            {"market": "Germany"},
            {"market": "Latvia"},
        ]
        (one,) = everything("market,leads,won\nB2B,9,2\n")
        assert isinstance(one, Funnel)
        assert one.market == "b2b"

    def test_a_role_adds_to_what_is_recognised(self) -> None:
        text = "Month,Visits,Leads,Reunioncitas,Won,Cost\n2026-01,90,20,9,3,5.5\n"
        assert counts(text, "attended=Reunioncitas") == [
            {"Visits": 90, "Leads": 20, "Reunioncitas": 9, "Won": 3}
        ]

    def test_what_may_be_a_stage_too_is_named_with_the_way_to_read_it(self) -> None:
        text = "name,Leads,Contacted,Won,Kassiert\nA,9,5,2,1\n"
        assert notices(text) == [
            "not read, since nothing says that it counts a stage: “Kassiert”; if it is one, say --columns "
            "Leads,Contacted,Won,Kassiert"
        ]


def test_roles_of_a_long_table_stand_in_a_column() -> None:
    (one,) = everything("stage,role,count\nFirst,contacted,9\nSecond,,5\nThird,purchased,2\n")
    assert isinstance(one, Funnel)
    assert [(stage.name, stage.role, stage.role_given) for stage in one.stages] == [
        ("First", "contacted", True),
        ("Second", None, False),
        ("Third", "purchased", True),
    ]
    assert labels("stage,role,count\nLeads,seller,9\nWon,seller,2\n") == [{"role": "seller"}]


def test_a_step_number_under_the_word_for_stages() -> None:
    assert counts("Step,Event,Count\n1,Visit,9\n2,Lead,5\n3,Won,2\n") == [{"Visit": 9, "Lead": 5, "Won": 2}]


def test_a_no_break_space_does_not_make_it_another_script() -> None:
    text = "stage;count\nLeads;1\u00a0500\nWon;60\n".encode("cp1252")
    from funneldx.readers import read  # noqa: PLC0415

    found = read(text, "a.csv")
    assert found is not None
    assert [[stage.count for stage in one.stages] for one in found if isinstance(one, Funnel)] == [[1500, 60]]


class TestBelow:
    """What stands under a table."""

    @pytest.mark.parametrize(
        "remark",
        ["Source: CRM, exported on Monday", "* without returns", "All figures are those of the sales team"],
    )
    @pytest.mark.parametrize("padded", ["", ","])
    def test_a_remark(self, remark: str, padded: str) -> None:
        text = f'stage,count\nLeads,9\nWon,2\n"{remark}"{padded}\n'
        assert counts(text) == [{"Leads": 9, "Won": 2}]
        assert notices(text) == ["this row is a remark and left out"]
        text = f'name,leads,won\nN,9,2\n"{remark}"{padded}\n"{remark}"\n'
        assert counts(text) == [{"leads": 9, "won": 2}]
        assert notices(text) == ["2 rows are remarks and left out"]

    def test_a_stage_of_unknown_count_is_no_remark(self) -> None:
        assert counts("stage,count\nLeads,9\nPrice discussed,\nWon,2\n") == [
            {"Leads": 9, "Price discussed": None, "Won": 2}
        ]

    def test_a_second_table(self) -> None:
        found = everything("region,leads,mql,won\nN,9,5,2\n\nregion,visits,leads,mql\nA,90,9,3\n")
        assert len([one for one in found if isinstance(one, Funnel)]) == 1
        (wrong,) = [one for one in found if isinstance(one, Problem)]
        assert wrong.message == "a second table seems to begin here; nothing below it is read"
        assert wrong.line == 4
        found = everything("stage,count\nLeads,9\nWon,2\nstep,number\nLeads,8\nWon,1\n")
        assert len([one for one in found if isinstance(one, Funnel)]) == 1
        assert [one.line for one in found if isinstance(one, Problem)] == [4]


def test_the_same_column_name_three_times_is_no_choice() -> None:
    assert problem("stage,stage,count\na,Leads,9\nb,Won,2\n").message == "2 columns are headed “stage”"


def test_a_stage_of_unknown_count_is_no_title() -> None:
    assert "“Leads”" in problem("Leads,\nMQL,400\n").message


def test_short_rows_are_no_hindrance_to_settling_columns() -> None:
    found = everything("year,date,leads,won\n2026,2026-09-01,8,2\n2026\n2026,2026-09-02,8,1\n")
    assert [one.period for one in found if isinstance(one, Funnel)] == ["2026-09-01", "2026-09-02"]
    found = everything("stage,count,funnel\nLeads,9,A\nMQL,5,\nWon\nLeads,8,B\nWon,1,\n")
    assert [one.name for one in found if isinstance(one, Funnel)] == ["B"]


class TestSums:
    """Rows that are no funnel of their own."""

    @pytest.mark.parametrize(
        "word",
        [
            "Total",
            "North Total",
            "Total: Account",
            "Итого по отделу",
            "Genel Toplam",
            "Razem",
            "Average",
            "Среднее",
            "Target",
            "План",
        ],
    )
    def test_among_funnels(self, word: str) -> None:
        text = f"region,leads,won\nN,9,2\nS,8,1\n{word},17,3\n"
        assert labels(text) == [{"region": "N"}, {"region": "S"}]
        assert notices(text)[0].startswith(f"the row “{word}” is left out: the word says that it")

    def test_a_stage_of_that_sound_is_one(self) -> None:
        assert counts("stage,count\nTotal leads,9\nWon,2\n") == [{"Total leads": 9, "Won": 2}]
        assert counts("stage,count\nLeads,9\nBudget approved,5\nWon,2\n") == [
            {"Leads": 9, "Budget approved": 5, "Won": 2}
        ]

    @pytest.mark.parametrize(
        "row", ["Conversion rate,20", "Выручка,1200.50", "Revenue,$500", "Конверсия в КЛ,22%"]
    )
    def test_rates_and_money_among_stages(self, row: str) -> None:
        text = f"stage,count\nLeads,9\nContacted,5\n{row}\nWon,2\n"
        assert counts(text) == [{"Leads": 9, "Contacted": 5, "Won": 2}]
        assert notices(text) == [
            f"the row “{row.partition(',')[0]}” is left out: the word says that it is none of its own"
        ]
        twice = f"region,stage,count\nN,Leads,9\nN,{row}\nN,Won,2\nS,Leads,8\nS,{row}\nS,Won,1\n"
        assert len(counts(twice)) == 2
        assert "2 rows" in notices(twice)[0]


def test_flags_of_leads_are_no_counts() -> None:
    rows = "".join(f"L{number},1,{number % 2},0\n" for number in range(9))
    found = problem(f"lead_id,contacted,interested,won\n{rows}")
    assert found.message == (
        "“contacted”, “interested” and “won” hold nothing but 0 and 1: every row seems to be one lead or deal"
    )
    assert counts("name,leads,won\nA,1,0\nB,1,1\n") == [{"leads": 1, "won": 0}, {"leads": 1, "won": 1}]


def test_steps_of_posthog_are_numbered_in_their_own_order() -> None:
    text = "name,action_id,order,count\n$pageview,$pageview,1,66\n$pageview,$pageview,0,136\n"
    assert counts(text) == [{"$pageview (step 1)": 136, "$pageview (step 2)": 66}]
