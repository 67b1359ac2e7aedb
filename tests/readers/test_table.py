"""Tables in their three shapes: read as the same funnels that YAML gives, or refused with the reason."""

from __future__ import annotations

import pytest

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.model import Funnel, Location
from funneldx.readers import table
from tests.judging import funnel, items, problems

YAML = """
name: North
period: 2026-09
labels: {region: Riga}
market: b2b
deal_value: 1200 EUR
customers: {hot: 6, warm: 20, cold: 34}
stages: {Leads: 1500, Contacted: 1000, Warmed thru: , Won: 60}
"""

LONG = """\
funnel,period,region,market,deal_value,hot,warm,cold,stage,count
North,2026-09,Riga,b2b,1200 EUR,6,20,34,Leads,1500
North,2026-09,Riga,b2b,1200 EUR,6,20,34,Contacted,1000
North,2026-09,Riga,b2b,1200 EUR,6,20,34,Warmed thru,n/a
North,2026-09,Riga,b2b,1200 EUR,6,20,34,Won,60.0
"""

WIDE = """\
name;period;region;market;deal_value;Leads;Contacted;Warmed thru;Won;hot;warm;cold
North;2026-09;Riga;b2b;1200 EUR;1500;1000;-;60;6;20;34
"""


def plain(text: str, path: str = "funnel.csv") -> list[Funnel]:
    """The funnels of a table without their places, to compare them."""
    found = items(text, path)
    funnels = [item for item in found if isinstance(item, Funnel)]
    assert len(funnels) == len(found), found
    return [without_places(one) for one in funnels]


def without_places(one: Funnel) -> Funnel:
    """The funnel as it would be had it been written nowhere."""
    return one._replace(places=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", [LONG, WIDE, LONG.replace(",", "\t"), LONG.replace("\n", "\r\n"), "\ufeff" + WIDE]
)
def test_the_same_funnel_in_every_shape(text: str) -> None:
    assert plain(text) == [without_places(funnel(YAML))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_bare(delimiter: str) -> None:
    text = "Leads,120\nContacted,80\n\n# a comment\nWon,8\n".replace(",", delimiter)
    assert plain(text) == [without_places(funnel("stages: {Leads: 120, Contacted: 80, Won: 8}"))]


def test_every_value_keeps_its_place() -> None:
    (long,) = items(LONG, "a.csv")
    assert isinstance(long, Funnel)
    assert long.places.find("stages.Contacted") == Location("a.csv", 3, 10)
    assert long.places.find("customers.hot") == Location("a.csv", 5, 6)
    assert long.places.find("") == Location("a.csv", 2, 1)
    (wide,) = items('name,Leads,Won\n"two\nlines",5,2\n', "b.csv")
    assert isinstance(wide, Funnel)
    assert wide.name == "two\nlines"
    assert wide.places.find("stages.Won") == Location("b.csv", 2, 3)


def test_rows_of_several_funnels_may_be_mixed() -> None:
    text = "region,stage,count\nN,Leads,10\nS,Leads,20\nN,Won,5\nS,Won,2\n"
    north, south = plain(text)
    assert (dict(north.labels), [stage.count for stage in north.stages]) == ({"region": "N"}, [10, 5])
    assert (dict(south.labels), [stage.count for stage in south.stages]) == ({"region": "S"}, [20, 2])


def test_a_text_that_does_not_repeat_is_no_label() -> None:
    found = items("stage,count,remark\nLeads,10,as usual\nWon,5,better\n", "a.csv")
    assert [item.message for item in found if isinstance(item, Notice)] == [
        "not read, since nothing says that it counts a stage: “remark”"
    ]
    assert [item.labels for item in found if isinstance(item, Funnel)] == [{}]


def test_other_numbers_are_not_counts() -> None:
    found = items(
        "name,Leads,visits,cost,warm-up,lead id,share,Won,rate\nN,10,7,300.5,6,17,60%,5,0.5\n", "a.csv"
    )
    (notice,) = [item for item in found if isinstance(item, Notice)]
    assert notice.message == (
        "not read, since nothing says that it counts a stage: “cost”, “lead id”, “share” and “rate”"
    )
    (one,) = [item for item in found if isinstance(item, Funnel)]
    assert [(stage.name, stage.count) for stage in one.stages] == [
        ("Leads", 10),
        ("visits", 7),
        ("warm-up", 6),
        ("Won", 5),
    ]


def test_stages_known_without_a_role_are_read_where_they_stand() -> None:
    (wide,) = plain("visits,cart,Leads,Won\n900,30,10,5\n")
    assert [stage.name for stage in wide.stages] == ["visits", "cart", "Leads", "Won"]


def test_totals_and_repeated_headers_are_left_out() -> None:
    text = "region,stage,count\nN,Leads,10\nN,Won,5\nregion,stage,count\nS,Leads,10\nS,Won,5\nTotal,Leads,20\nTotal,Won,10\n"
    found = items(text, "a.csv")
    assert [dict(item.labels) for item in found if isinstance(item, Funnel)] == [
        {"region": "N"},
        {"region": "S"},
    ]
    assert [(item.line, item.message) for item in found if isinstance(item, Notice)] == [
        (7, "2 rows “Total” are left out: the word says that they hold sums")
    ]
    assert [stage.name for stage in plain_with_notice("Этап;Количество\nЛиды;5\nИтого;5\n").stages] == [
        "Лиды"
    ]


def plain_with_notice(text: str) -> Funnel:
    (found,) = [item for item in items(text, "a.csv") if isinstance(item, Funnel)]
    return found


def test_a_ragged_row_costs_only_its_funnel() -> None:
    text = "region,stage,count\nN,Leads,10\nN,Won,5,7\nS,Leads,10\nS,Won,5\n"
    found = items(text, "a.csv")
    assert [dict(item.labels) for item in found if isinstance(item, Funnel)] == [{"region": "S"}]
    (wrong,) = problems(text, "a.csv")
    assert wrong.line == 3
    assert "4 fields; 3 were expected" in wrong.message
    found = items("name,Leads,Won\nN,1\nS,10,5,,\n", "a.csv")
    assert [item.name for item in found if isinstance(item, Funnel)] == ["S"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("stage,count,users\nLeads,1,2\n", 1, "the count could be in “count” or “users”"),
        ("stage,amount\nLeads,1\n", 1, "a column of stages but none of their counts"),
        ("step,stage,count\na,Leads,1\n", 1, "the stage could be in “step” or “stage”"),
        ("a,b\nx,y\n", 1, "no funnel is recognised in the columns “a” and “b”"),
        ("just one column\nand a row\n", 1, "no funnel is recognised"),
        (
            "stage,count\nLeads,10\nLeads,11\n",
            3,
            "the stage “Leads” stands here a second time, first on line 2",
        ),
        ("stage,count\nLeads,-1\n", 2, "below zero"),
        ("stage,count\nLeads,1.5\n", 2, "a whole number"),
        ("stage,count\nLeads,many\n", 2, "a whole number"),
        ("# only a comment\n", None, "the table has no rows"),
    ],
)
def test_what_is_wrong_and_where(text: str, line: int | None, words: str) -> None:
    found = problems(text, "a.csv")
    assert found[0].line == line
    assert words in found[0].message + found[0].hint
    assert all(problem.hint for problem in found)


def test_empty_headers_at_the_end_are_no_columns() -> None:
    (one,) = plain("stage,count,,\nLeads,10,,\nWon,5,,\n")
    assert [stage.count for stage in one.stages] == [10, 5]


def test_temperatures_stand_in_the_first_row_that_has_them() -> None:
    (one,) = plain("stage,count,hot,warm,cold\nLeads,10,,,\nWon,5,1,1,3\n")
    assert one.customers == (1, 1, 3)


def test_a_short_row_without_its_labels_costs_the_funnel_it_stands_in() -> None:
    text = "stage,count,region\nLeads,10,N\nWon\nLeads,10,S\nWon,5,S\nDemo,7,N\n"
    found = items(text, "a.csv")
    assert [dict(item.labels) for item in found if isinstance(item, Funnel)] == [{"region": "S"}]
    text = "stage,count,region\nLeads,10,N\nWon,5,N\nLeads\nWon,5,S\n"
    found = items(text, "a.csv")
    assert [dict(item.labels) for item in found if isinstance(item, Funnel)] == [{"region": "N"}]
    text = "stage,count,region\nLeads,10,N\n,5\nWon,5,N\n"
    assert [item for item in items(text, "a.csv") if isinstance(item, Funnel)] == []


def test_an_unknown_name_is_none() -> None:
    assert plain("name,Leads,Won\n-,5,1\n")[0].name is None


def test_a_quote_that_never_closes() -> None:
    (wrong,) = problems('stage,count\n"Leads,1\n' + "Won,2\n" * 40_000, "a.csv")
    assert "check for a quote that is never closed" in wrong.hint
    (wrong,) = problems('stage,count\n"Leads,1\nWon,2\n', "a.csv")
    assert wrong.message == "a quote that opens in this row is never closed"
    assert wrong.line == 2


def test_a_separator_line_is_honoured() -> None:
    (one,) = plain("sep=;\nstage;count\nA, B and C;10\nWon;5\n")
    assert one.stages[0].name == "A, B and C"
    (placed,) = items("sep=;\nstage;count\nLeads;10\nWon;5\n", "a.csv")
    assert isinstance(placed, Funnel)
    assert placed.places.find("stages.Won").line == 4


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("stage,count\n", True),
        ("Leads,5\n", True),
        ("leads,won\n1,1\n", True),
        ("a,b\nc,d\n", False),
        ("", False),
    ],
)
def test_what_looks_like_a_funnel(text: str, shows: bool) -> None:
    assert (table.read(text, "a.csv", TableSettings(), in_folder=True) is not None) is shows


def test_many_values_and_long_cells() -> None:
    rows = "".join(f"client {number},{number % 7},{number + 0.5},9,2\n" for number in range(9000))
    found = items("client,id,cost,leads,won\n" + rows + "Total,,,81000,18000\n", "a.csv")
    funnels = [item for item in found if isinstance(item, Funnel)]
    assert len(funnels) == 9000
    assert funnels[-1].labels == {"client": "client 8999"}
    assert [item.message for item in found if isinstance(item, Notice)] == [
        "not read, since nothing says that it counts a stage: “id” and “cost”",
        "the row “Total” is left out: the word says that it holds sums",
    ]
