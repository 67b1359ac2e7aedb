"""Periods as spreadsheets write them: what each means, and when the column does not tell."""

from __future__ import annotations

import pytest

from funneldx.readers.table.periods import joined, order_of, read


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-09", "2026-09"),
        ("2026-Q3", "2026-Q3"),
        ("2026-W36", "2026-W36"),
        ("2026-09-01/2026-09-30", "2026-09-01/2026-09-30"),
        ("2026", "2026"),
        ("2026.0", "2026"),
        ("2026 г.", "2026"),
        ("1.08.2019", "2019-08-01"),
        ("01.08.2019", "2019-08-01"),
        ("5/5/2026", "2026-05-05"),
        ("2026/9/1", "2026-09-01"),
        ("2026.09.01.", "2026-09-01"),
        ("20260901", "2026-09-01"),
        ("2026-09-01T00:00:00Z", "2026-09-01"),
        ("2026-09-01 00:00:00", "2026-09-01"),
        ("2026-09-01T00:00:00.000+02:00", "2026-09-01"),
        ("09.2026", "2026-09"),
        ("9/2026", "2026-09"),
        ("2026/09", "2026-09"),
        ("Sep 2026", "2026-09"),
        ("September 2026", "2026-09"),
        ("2026 Sep", "2026-09"),
        ("Сентябрь 2026", "2026-09"),
        ("сентябрь 2026 г.", "2026-09"),
        ("1 августа 2026", "2026-08-01"),
        ("Aug 1, 2026", "2026-08-01"),
        ("Q3 2026", "2026-Q3"),
        ("q3-2026", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("3Q 2026", "2026-Q3"),
        ("3 кв. 2026", "2026-Q3"),
        ("3 квартал 2026 г.", "2026-Q3"),
        ("T3 2026", "2026-Q3"),
        ("W6 2026", "2026-W06"),
        ("KW 36/2026", "2026-W36"),
        ("2026W36", "2026-W36"),
        ("2026年9月1日", "2026-09-01"),
        ("2026年9月", "2026-09"),
        ("2026年", "2026"),
    ],
)
def test_one_reading(text: str, period: str) -> None:
    found = read(text)
    assert found
    assert found.period == period


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "Sat-Oct-11",
            "31.02.2026",
            "13/13/2026",
            "1/2/26",
            "2026-13",
            "W54 2026",
            "Sep",
            "Q5 2026",
        ),
        *(
            "2026-09-01 13:45",
            "1 2 2026",
            "Jan Feb 2026",
            "32 Jan 2026",
            "20261399",
            "Sep 9 2 2026",
            "9 Sep 10",
            "0/5/2026",
        ),
    ],
)
def test_no_reading(text: str) -> None:
    assert read(text) is None


def periods(values: list[str], kind: str = "period") -> list[str | None]:
    order = order_of(values, kind)
    assert not order.unread, order.unread
    return [order.convert(value) for value in values]


def test_the_column_settles_what_comes_first() -> None:
    assert periods(["04/05/2026", "13/05/2026"]) == ["2026-05-04", "2026-05-13"]
    assert periods(["04/05/2026", "05/13/2026"]) == ["2026-04-05", "2026-05-13"]
    assert order_of(["04-05-2026", "13-05-2026"], "").assumed == (
        "read with the day first, as “13-05-2026” has to be"
    )
    assert order_of(["04/05/2026", "05/13/2026"], "").assumed == (
        "read with the month first, as “05/13/2026” has to be"
    )
    assert not order_of(["14/05/2026", "13/05/2026"], "").assumed


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["04/05/2026", "05/06/2026"], "“04/05/2026” may begin with its day or with its month"),
        (["13/05/2026", "05/13/2026"], "“05/13/2026” may begin with its day or with its month"),
        (["Oct-11", "Oct-12"], "“Oct-11” may end in a day or in a year"),
        (["Jan-20"], "“Jan-20” may end in a day or in a year"),
        (["Sat-Oct-11", "Sun-Oct-12"], "“Sat-Oct-11” is no period that can be read"),
        ([], "it is empty"),
    ],
)
def test_a_column_that_does_not_tell(values: list[str], reason: str) -> None:
    order = order_of(values, "period")
    assert order.unread == reason
    assert [order.convert(value) for value in values] == [None] * len(values)


def test_months_of_one_year_in_short() -> None:
    assert periods(["Jan-20", "Feb-20"]) == ["2020-01", "2020-02"]


def test_a_slip_among_periods() -> None:
    assert periods(["2026-01", "2026-02", "2026-o3"]) == ["2026-01", "2026-02", None]


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("month", ["2026-09-01", "2026-10-01"], ["2026-09", "2026-10"]),
        ("month", ["2026-09-01", "2026-10-02"], ["2026-09-01", "2026-10-02"]),
        ("quarter", ["2026-07-01", "2026-10-01"], ["2026-Q3", "2026-Q4"]),
        ("year", ["2025-01-01", "2026-01-01"], ["2025", "2026"]),
        ("week", ["2026-08-31", "2026-09-07"], ["2026-W36", "2026-W37"]),
        ("week", ["2026-09-06"], ["2026-09-06/2026-09-12"]),
        ("week", ["2026-09-06", "2026-09-07"], ["2026-09-06", "2026-09-07"]),
        ("period", ["2026-09-01", "2026-10-01"], ["2026-09-01", "2026-10-01"]),
        ("month", ["1/9/2026", "1/13/2026"], ["2026-01-09", "2026-01-13"]),
        ("month", ["2026-09", "2026-10-01"], ["2026-09", "2026-10-01"]),
    ],
)
def test_days_that_begin_what_the_header_says(kind: str, values: list[str], found: list[str]) -> None:
    assert periods(values, kind) == found


@pytest.mark.parametrize(
    ("year", "part", "kind", "period"),
    [
        ("2026", "9", "month", "2026-09"),
        ("2026", "Sep", "month", "2026-09"),
        ("2026", "13", "month", None),
        ("2026", "x", "month", None),
        ("26", "9", "month", None),
        ("2026", "3", "quarter", "2026-Q3"),
        ("2026", "Q3", "quarter", "2026-Q3"),
        ("2026", "5", "quarter", None),
    ],
)
def test_a_year_and_its_part_in_two_columns(year: str, part: str, kind: str, period: str | None) -> None:
    assert joined(year, part, kind) == period
