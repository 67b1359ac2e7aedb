"""Which column holds what: told by headers and values, or by the user; else an error that names the remedy."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.errors import Problem
from funneldx.model import Funnel, Role
from funneldx.readers import read


def everything(text: str, columns: str = "", **settings: Any) -> list[Funnel | Problem | Notice]:
    items = [item.partition("=") for item in columns.split(",") if item]
    pairs = tuple((key, header) if sign else (key, key) for key, sign, header in items)
    found = read(text.encode(), "a.csv", TableSettings(columns=pairs, **settings))
    assert found is not None
    return list(found)


def counts(text: str, columns: str = "", **settings: str) -> list[dict[str, int | None]]:
    found = [item for item in everything(text, columns, **settings) if not isinstance(item, Notice)]
    assert all(isinstance(item, Funnel) for item in found), found
    return [{stage.name: stage.count for stage in item.stages} for item in found if isinstance(item, Funnel)]


def labels(text: str, columns: str = "") -> list[dict[str, str]]:
    return [dict(item.labels) for item in everything(text, columns) if isinstance(item, Funnel)]


def notices(text: str, columns: str = "") -> list[str]:
    return [item.message for item in everything(text, columns) if isinstance(item, Notice)]


def problem(text: str, columns: str = "") -> Problem:
    (found,) = [item for item in everything(text, columns) if isinstance(item, Problem)]
    return found


STEPS = "step,users,share\nLeads,100,1\nDemo,40,0.4\nWon,5,0.05\n"
TWO = "nr,what,who,seen,rides\n1,Leads,N,100,7\n2,Won,N,5,3\n1,Leads,S,90,8\n2,Won,S,4,2\n"


class TestLong:
    """A stage a row."""

    def test_as_it_is(self) -> None:
        assert counts(STEPS) == [{"Leads": 100, "Demo": 40, "Won": 5}]
        assert notices(STEPS) == ["not read, since nothing says that it counts a stage: “share”"]

    def test_as_the_user_says(self) -> None:
        assert counts(TWO, "stage=what,count=seen,labels=who") == [
            {"Leads": 100, "Won": 5},
            {"Leads": 90, "Won": 4},
        ]
        assert labels(TWO, "stage=what,count=rides") == [{"who": "N"}, {"who": "S"}]
        assert counts(TWO, "stage=WHAT,count=Rides") == [{"Leads": 7, "Won": 3}, {"Leads": 8, "Won": 2}]

    def test_a_number_beside_the_stage_is_its_place(self) -> None:
        text = "step,step_name,count\n2,Won,5\n1,Leads,100\n"
        assert [list(one) for one in counts(text)] == [["Leads", "Won"]]
        assert [list(one) for one in counts(text, "stage=step_name")] == [["Leads", "Won"]]
        text = "step,step_name,count\n2,Won,5\n,Leads,100\n"
        assert [list(one) for one in counts(text)] == [["Won", "Leads"]]

    def test_a_name_may_head_the_stages(self) -> None:
        text = "name,count\nLeads,100\nContacted,50\nWon,5\n"
        assert counts(text) == [{"Leads": 100, "Contacted": 50, "Won": 5}]
        assert notices(text) == [
            "the column “name” is read as the stages, since its values are names of stages"
        ]

    def test_a_label_is_the_same_in_all_rows_of_a_funnel(self) -> None:
        text = "funnel,region,team,stage,count\nA,N,x,Leads,9\nA,N,y,Won,2\nB,S,x,Leads,8\nB,S,y,Won,1\n"
        assert labels(text) == [{"region": "N"}, {"region": "S"}]
        assert "“team”" in notices(text)[0]

    def test_what_follows_from_the_stage_is_no_label(self) -> None:
        text = "region,team,stage,count\nN,x,Leads,9\nN,y,Won,2\nS,x,Leads,8\nS,y,Won,1\n"
        assert labels(text) == [{"region": "N"}, {"region": "S"}]

    def test_one_that_never_changes_is_a_label(self) -> None:
        text = "year,unit,region,stage,count\n2025,b,N,Leads,9\n2025,b,N,Won,2\n2025,b,S,Leads,8\n2025,b,S,Won,1\n"
        assert labels(text) == [{"unit": "b", "region": "N"}, {"unit": "b", "region": "S"}]

    def test_a_label_may_be_blank(self) -> None:
        text = "age,stage,count\n18-24,Leads,9\n18-24,Won,2\n,Leads,8\n,Won,1\n"
        assert labels(text) == [{"age": "18-24"}, {}]

    def test_labels_as_the_user_says(self) -> None:
        text = "region,team,stage,count\nN,1,Leads,9\nN,1,Won,2\nS,2,Leads,8\nS,2,Won,1\n"
        assert labels(text, "labels=team") == [{"team": "1"}, {"team": "2"}]
        assert labels(text, "labels=region,labels=team")[0] == {"region": "N", "team": "1"}
        text = "region,stage,count\nN,Leads,9\nN,Won,2\n"
        assert labels(text, "labels=") == [{}]

    def test_rows_of_one_funnel_need_not_stand_together(self) -> None:
        text = "region,stage,count\nN,Leads,9\nS,Leads,8\nN,Won,2\nS,Won,1\n"
        assert counts(text) == [{"Leads": 9, "Won": 2}, {"Leads": 8, "Won": 1}]

    def test_months_may_stand_across(self) -> None:
        text = "Stage;Jan 2026;Feb 2026;Mar 2026;note\nLeads;1.200;900;;x\nWon;30;20;;y\n"
        found = [item for item in everything(text) if isinstance(item, Funnel)]
        assert [(one.period, [stage.count for stage in one.stages]) for one in found] == [
            ("2026-01", [1200, 30]),
            ("2026-02", [900, 20]),
        ]
        assert found[0].places.find("stages.Won")[1:] == (3, 2)

    def test_months_across_with_an_empty_corner(self) -> None:
        text = ",Jan-26,Feb-26\nLeads,120,90\nContacted,70,60\nWon,30,20\n"
        assert [one["Won"] for one in counts(text)] == [30, 20]
        assert notices(text) == [
            "the column “column 1” is read as the stages, since its values are names of stages"
        ]

    def test_sums_of_the_months_are_not_read(self) -> None:
        text = "stage;Jan 2026;Feb 2026;Mar 2026;Q1 2026;Total\nLeads;12;11;9;32;32\nWon;3;2;1;6;6\n"
        assert [one["Leads"] for one in counts(text)] == [12, 11, 9]
        assert notices(text) == ["not read, since nothing says that it counts a stage: “Q1 2026” and “Total”"]

    def test_months_across_by_region(self) -> None:
        text = "region,stage,2026-01,2026-02\nN,Leads,9,8\nN,Won,2,1\nS,Leads,7,6\nS,Won,2,1\n"
        assert len(counts(text)) == 4
        assert labels(text) == [{"region": "N"}, {"region": "N"}, {"region": "S"}, {"region": "S"}]

    def test_posthog(self) -> None:
        text = (
            "name,breakdown_value,action_id,count,median_conversion_time (seconds),average_conversion_time (seconds)\n"
            "$pageview,Chrome::Mac,$pageview,136,,\n$pageview,Chrome::Mac,$pageview,66,112,120.5\n"
            "$pageview,Safari::Mac,$pageview,12,,\n$pageview,Safari::Mac,$pageview,6,62513,7\n"
        )
        assert counts(text) == [
            {"$pageview (step 1)": 136, "$pageview (step 2)": 66},
            {"$pageview (step 1)": 12, "$pageview (step 2)": 6},
        ]
        assert labels(text) == [{"breakdown_value": "Chrome::Mac"}, {"breakdown_value": "Safari::Mac"}]

    def test_grafana_and_metabase(self) -> None:
        assert counts('"Label","Value"\n"Visits","1,200"\n"Won","60"\n') == [{"Visits": 1200, "Won": 60}]


WIDE = "day,seen,asked,paid,bought\n2026-01-01,100,40,12.5,5\n2026-01-02,90,30,9,4\n"


class TestWide:
    """A funnel a row."""

    def test_as_the_user_says(self) -> None:
        assert counts(WIDE, "seen,asked,purchased=bought")[0] == {"seen": 100, "asked": 40, "bought": 5}
        first = next(
            item for item in everything(WIDE, "Leads=seen,purchased=bought") if isinstance(item, Funnel)
        )
        assert [(stage.name, stage.role, stage.role_given) for stage in first.stages] == [
            ("Leads", Role.PROSPECTS, False),
            ("bought", Role.PURCHASED, True),
        ]
        assert first.period == "2026-01-01"

    def test_stages_stand_in_the_order_of_the_user(self) -> None:
        assert [list(one) for one in counts(WIDE, "bought,seen")] == [["bought", "seen"]] * 2

    def test_traffic_that_ends_in_sales_is_a_funnel(self) -> None:
        assert counts("date,visits,carts,orders\n2026-01-01,90,20,3\n") == [
            {"visits": 90, "carts": 20, "orders": 3}
        ]

    @pytest.mark.parametrize(
        "header",
        [
            "visits,sessions",
            "interest,impressions,clicks",
            "orders",
            "customer,order",
            "visits,interest",
            "contact,email",
        ],
    )
    def test_what_is_not_sure_to_be_a_funnel(self, header: str) -> None:
        text = f"id,{header}\n" + ",".join(map(str, range(header.count(",") + 2))) + "\n"
        assert problem(text).message.startswith("no funnel is recognised in the columns")

    def test_words_under_the_name_of_a_stage_are_no_counts(self) -> None:
        text = "Lead,Contact,Deal\nAnna,Bob,Big one\n"
        assert problem(text).message.startswith("no funnel is recognised")

    def test_a_slip_among_counts_is_an_error(self) -> None:
        assert "“many”" in problem("leads,won\n9,2\nmany,1\n8,2\n").message.replace('"', "“", 1).replace(
            '"', "”"
        )

    def test_wording_of_counts_is_left_out_of_the_name(self) -> None:
        assert counts("# of Impressions,# of Clicks,Purchases count\n90,20,3\n") == [
            {"Impressions": 90, "Clicks": 20, "Purchases": 3}
        ]

    def test_two_columns_of_one_stage(self) -> None:
        found = problem("leads,# of leads,won\n9,9,2\n")
        assert found.message == "the stage “leads” heads a second column, first column 1"
        assert (found.line, found.column) == (1, 2)

    def test_two_columns_of_one_stage_by_a_number_sign(self) -> None:
        found = problem("won,leads count,# Leads\n2,9,9\n")
        assert found.message == "the stage “Leads” heads a second column, first column 2"

    def test_money_and_rates_under_the_name_of_a_stage_are_not_read(self) -> None:
        text = "name,leads,quote,sales,sales ($),won\nN,9,40 %,$50,60,2\nS,8,30 %,$40,50,1\n"
        assert counts(text) == [{"leads": 9, "won": 2}, {"leads": 8, "won": 1}]
        assert notices(text) == [
            "not read, since nothing says that it counts a stage: “quote”, “sales” and “sales ($)”"
        ]

    def test_words_without_a_header_are_names(self) -> None:
        text = ",leads,,won\nNorth,9,1.5,2\nSouth,8,2.5,1\n"
        assert [one.name for one in everything(text) if isinstance(one, Funnel)] == ["North", "South"]
        assert notices(text) == ["not read, since nothing says that it counts a stage: “column 3”"]

    def test_keys_and_temperatures_as_the_user_says(self) -> None:
        text = "who,kind,came,seen,bought\nNorth,b2b,1,9,2\n"
        (one,) = everything(text, "funnel=who,market=kind,hot=came,seen,purchased=bought")
        assert isinstance(one, Funnel)
        assert (one.name, one.market, one.customers.hot, dict(one.labels)) == ("North", "b2b", 1, {})

    def test_long_remarks_are_no_labels(self) -> None:
        text = "client,remark,leads,won\nA," + "x" * 201 + ",9,2\n"
        assert labels(text) == [{"client": "A"}]
        assert "“remark”" in notices(text)[0]

    def test_amounts_of_money_as_people_write_them(self) -> None:
        for text in ('"$1,200.50"', "1200.50 $", '"$1,200.5"'):
            (found,) = everything(f"leads,won,deal_value\n9,2,{text}\n")
            assert isinstance(found, Funnel), found
            assert found.deal_value == (1200.5, "$")
        for text in ("1.2k", "-5 EUR", "1,200 EUR", "7 %"):
            found = problem(f"leads|won|deal_value\n9|2|{text}\n")
            assert "an amount of money was expected" in found.message


class TestPeriods:
    """When."""

    @pytest.mark.parametrize(
        ("header", "values", "found"),
        [
            ("period", ("2026-01", "2026-02"), ["2026-01", "2026-02"]),
            ("date", ("1.08.2026", "2.08.2026"), ["2026-08-01", "2026-08-02"]),
            ("month", ("2026-08-01", "2026-09-01"), ["2026-08", "2026-09"]),
            ("month", ("Sep 2026", "Oct 2026"), ["2026-09", "2026-10"]),
            ("year", ("2025", "2026"), ["2025", "2026"]),
            ("when", ("2026-08-01", "2026-08-02"), ["2026-08-01", "2026-08-02"]),
            ("when", ("x", "2026-08-02"), [None, None]),
        ],
    )
    def test_in_a_column(self, header: str, values: tuple[str, str], found: list[str | None]) -> None:
        text = f"{header},leads,won\n{values[0]},9,2\n{values[1]},8,1\n"
        assert [one.period for one in everything(text) if isinstance(one, Funnel)] == found

    def test_a_year_and_a_month_in_two_columns(self) -> None:
        text = "year,month,leads,won\n2026,9,8,2\n2026,10,8,1\n"
        found = everything(text)
        assert [one.period for one in found if isinstance(one, Funnel)] == ["2026-09", "2026-10"]
        assert labels(text) == [{}, {}]

    def test_coarser_columns_beside_a_date_are_not_read(self) -> None:
        text = "year,date,leads,won\n2026,2026-09-01,8,2\n2026,2026-09-02,8,1\n"
        assert labels(text) == [{}, {}]

    def test_days_without_a_year_are_labels(self) -> None:
        text = "date,leads,won\nSat-Oct-11,9,2\nSun-Oct-12,8,1\n"
        assert labels(text) == [{"date": "Sat-Oct-11"}, {"date": "Sun-Oct-12"}]
        assert notices(text) == [
            "the column “date” is read as a label, not as periods: “Sat-Oct-11” is no period that can be read"
        ]

    def test_the_order_of_day_and_month_is_told(self) -> None:
        text = "date,leads,won\n04/05/2026,9,2\n13/05/2026,8,1\n"
        assert notices(text) == ["the column “date” is read with the day first, as “13/05/2026” has to be"]

    def test_an_empty_one_is_no_label(self) -> None:
        assert labels("date,leads,won\n,9,2\n") == [{}]
        assert notices("date,leads,won\n,9,2\n") == []

    def test_a_slip_costs_its_funnel(self) -> None:
        found = problem("month,leads,won\n2026-01,9,2\n2026-02,8,1\n2026-o3,7,1\n")
        assert (found.line, found.column) == (4, 1)
        assert "a period was expected" in found.message

    def test_the_column_that_the_user_names_has_to_hold_them(self) -> None:
        text = "when,leads,won\nthen,9,2\nlater,8,1\n"
        found = problem(text, "period=when,leads,won")
        assert found.message == "--columns takes “when” for periods, but “then” is no period that can be read"
        text = "when,leads,won\n2025,9,2\n2026,8,1\n"
        assert [
            one.period for one in everything(text, "period=when,leads,won") if isinstance(one, Funnel)
        ] == [
            "2025",
            "2026",
        ]


class TestErrors:
    """What cannot be told."""

    @pytest.mark.parametrize(
        ("text", "columns", "message", "hint"),
        [
            (
                "what,weight\nLeads,70\nWon,2\n",
                "",
                "no funnel is recognised in the columns “what” and “weight”",
                "if every row is a stage: --columns stage=what,count=weight",
            ),
            (
                "step,stage,count\na,Leads,9\nb,Won,2\n",
                "",
                "the stage could be in “step” or “stage”",
                "say which: --columns stage=step",
            ),
            (
                "stage,users,people\nLeads,9,8\nWon,2,1\n",
                "",
                "the count could be in “users” or “people”",
                "say which: --columns count=users",
            ),
            (
                "stage,how many\nLeads,9\nWon,2\n",
                "",
                "there is a column of stages but none of their counts",
                "if it is “how many”, say --columns 'stage=stage,count=how many'",
            ),
            (
                "stage,remark\nLeads,x\nWon,y\n",
                "",
                "there is a column of stages but none of their counts",
                "head the column of counts `count`",
            ),
            (
                "deal,stage,amount\n" + "d,Leads,5\ne,Won,6\n" * 11,
                "",
                "“stage” names 2 stages in 22 rows, and no column holds counts: every row seems to be one lead",
                "have its stages counted",
            ),
            (
                "what,n_seen,n_bought\nx,100,5\ny,90,4\n",
                "",
                "no funnel is recognised",
                "if every row is a funnel, name the columns of its stages in order: --columns n_seen,n_bought; "
                "if every row is a stage: --columns stage=what,count=n_seen",
            ),
            ("a,b\nx,y\n", "", "no funnel is recognised", "head the columns `stage` and `count`"),
            (
                "Sales,Jan-20,Feb-20\nWeb,5,6\nTV,7,8\n",
                "",
                "the columns “Jan-20” and “Feb-20” are periods, and no column says which stage a row counts",
                "add a column headed `stage` that says it in each row (“Sales”, say), with the rows of all stages",
            ),
            (
                TWO,
                "count=seen",
                "nothing says which column holds the stages",
                "say it too: --columns stage=what",
            ),
            (
                TWO,
                "stage=what,count=sen",
                'no column is headed “sen”, which --columns speaks of; did you mean "seen"?',
                "the headers are “nr”, “what”, “who”, “seen”, “rides”",
            ),
            (
                "a,a,won\n1,2,3\n",
                "a,won",
                "2 columns are headed “a”, and --columns speaks of one",
                "rename one",
            ),
        ],
    )
    def test_error(self, text: str, columns: str, message: str, hint: str) -> None:
        found = problem(text, columns)
        assert found.message.startswith(message), found
        assert found.hint.startswith(hint), found
        assert found.line == 1

    def test_a_quoted_remedy_can_be_typed(self) -> None:
        found = problem('"what, all",weight\nLeads,70\nWon,2\n')
        assert """--columns '"stage=what, all",count=weight'""" in found.hint

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("1.5E+05", "“1.5E+05” is written with an exponent, as spreadsheets do when they round"),
            ("1.2k", "“1.2k” is cut short; a whole number was expected"),
            ("3 млн", "“3 млн” is cut short; a whole number was expected"),
            ("5 %", "“5 %” is a share; how many people or deals reached the stage was expected"),
            ("$5", "“$5” is a number with “$”; how many people or deals reached the stage was expected"),
            ("-5", 'the count of “Won” is "-5", below zero; a whole number from 0 on was expected'),
            (
                "007",
                'the count of “Won” is "007"; a whole number from 0 on was expected, without leading zeros',
            ),
            ("some", 'the count of “Won” is "some"; a whole number from 0 on was expected'),
        ],
    )
    def test_what_is_no_count(self, cell: str, message: str) -> None:
        found = problem(f"stage,count\nLeads,10\nDemo,8\nContacted,9\nWon,{cell}\n")
        assert found.message.startswith(message)
        assert (found.line, found.column) == (5, 2)

    def test_an_exponent_that_is_exact(self) -> None:
        assert counts("stage,count\nLeads,1e5\nWon,5\n") == [{"Leads": 100_000, "Won": 5}]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "stage,count\nLeads,1.500\nDemo,20\nWon,5\n",
                "“1.500” can be read as 1500 or as 1.5: nothing else",
            ),
            (
                "stage;count\nLeads;1,500\nDemo;1,000\nWon;5\n",
                "“1,500” can be read as 1500 or as 1.5, and so with 1 more",
            ),
            ("stage\tcount\nLeads\t1,500\nWon\t5\n", "“1,500” can be read as 1500 or as 1.5: nothing else"),
            ("stage,count,cost\nLeads,1.500,2.5\nWon,5,3.25\n", "“1.500” can be read as 1500 or as 1.5"),
            ("leads,won,hot\n9,5,1.500\n", "“1.500” can be read as 1500 or as 1.5"),
        ],
    )
    def test_a_number_with_two_readings(self, text: str, message: str) -> None:
        found = problem(text)
        assert found.message.startswith(message)
        assert found.line == 2
        assert "write 1500 if that is meant" in found.hint

    def test_other_numbers_of_the_table_settle_it(self) -> None:
        assert counts("stage\tcount\tcost\nLeads\t1,500\t2.50\nWon\t5\t$1,200.00\n") == [
            {"Leads": 1500, "Won": 5}
        ]
        assert counts('stage,count,cost\nLeads,1.500,"2,5"\nWon,5,"3,25"\n') == [{"Leads": 1500, "Won": 5}]

    def test_a_second_reading_costs_only_its_funnel(self) -> None:
        found = everything("region,leads,won\nN,1.500,5\nS,900,5\n")
        assert [item.labels for item in found if isinstance(item, Funnel)] == [{"region": "S"}]
        assert sum(isinstance(item, Problem) for item in found) == 1


class TestLayout:
    """What surrounds the rows."""

    def test_a_title_above_the_header(self) -> None:
        text = "Sales report 2026,,\n,,\nstage,count,\nLeads,9,\nWon,2,\n"
        assert counts(text) == [{"Leads": 9, "Won": 2}]
        assert notices(text) == ["“Sales report 2026” above the header is left out"]

    def test_a_word_that_stands_everywhere_names_no_sums(self) -> None:
        assert labels("segment,leads,won\nALL,9,2\nALL,8,1\n") == [{"segment": "ALL"}, {"segment": "ALL"}]
        assert labels("segment,leads,won\nALL,17,3\nN,9,2\nS,8,1\n") == [{"segment": "N"}, {"segment": "S"}]

    @pytest.mark.parametrize(
        ("first", "delimiter"), [("sep=;", ";"), ('"sep=;"', ";"), ("SEP=|", "|"), ("sep=\t", "\t")]
    )
    def test_a_line_may_say_the_delimiter(self, first: str, delimiter: str) -> None:
        for end in ("\n", "\r\n", "\r"):
            text = end.join(
                (first, f"stage{delimiter}count", f"Leads, all{delimiter}9", f"Won{delimiter}2", "")
            )
            assert counts(text) == [{"Leads, all": 9, "Won": 2}]

    def test_the_user_has_the_last_word_on_the_delimiter(self) -> None:
        text = "sep=,\nstage:count\nLeads:9\nWon:2\n"
        assert counts(text, delimiter=":") == [{"Leads": 9, "Won": 2}]

    def test_a_delimiter_that_makes_sense_of_the_fields(self) -> None:
        assert counts("Leads;1 500,00\nWon;60,00\n") == [{"Leads": 1500, "Won": 60}]
        assert counts('Leads|"1,500.00"\nWon|60\n') == [{"Leads": 1500, "Won": 60}]

    def test_a_sample_that_ends_within_quotes(self) -> None:
        text = 'stage,count,note\nLeads,9,"' + "x\n" * 40_000 + '"\nWon,2,y\n'
        assert counts(text) == [{"Leads": 9, "Won": 2}]

    def test_a_header_may_come_again(self) -> None:
        assert counts("region,stage,count\nN,Leads,9\nN,Won,2\nregion,stage,count\nS,Leads,8\nS,Won,1\n") == [
            {"Leads": 9, "Won": 2},
            {"Leads": 8, "Won": 1},
        ]

    def test_a_broken_row_costs_the_file(self) -> None:
        found = everything('stage,count\nLeads,9\n"Won"x,2\n')
        assert [item.line for item in found if isinstance(item, Problem)] == [3]

    def test_what_a_folder_passes_over(self) -> None:
        for text in ("a,b\nx,y\n", "deal,stage\nx,Won\ny,Lost\n", 'a,b\nx,"y\n'):
            assert read(text.encode(), "a.csv", in_folder=True) is None, text
        for text in ("stage,count,users\nLeads,1,2\n", 'stage,count\nLeads,"y\n', "stage,count\n"):
            found = read(text.encode(), "a.csv", in_folder=True)
            assert found is not None, text
            assert [type(item) for item in found] == [Problem], text

    def test_tabs_that_stand_for_the_delimiter_of_a_short_row(self) -> None:
        text = "name,leads,contacted,won\nA,9,5,2\nB,8,4\t\nC,7\t3\t1\nD,6\n"
        found = [item for item in everything(text) if isinstance(item, Funnel)]
        assert [[stage.count for stage in one.stages] for one in found] == [
            [9, 5, 2],
            [8, 4, None],
            [7, 3, 1],
        ]
        assert notices(text) == [
            "2 rows are parted by tabs where the others have “,”; read as if they had it"
        ]
        assert problem(text).line == 5
        assert notices("name,leads,won\nA,9\t2\n") == [
            "this row is parted by tabs where the others have “,”; read as if they had it"
        ]
