"""Numbers as people export them: what each says, and when it says too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.documents.numbers import amount, decimal_sign, is_amount, whole, written

LARGEST = 2**53 - 1


@pytest.mark.parametrize(
    "text",
    [
        *("1500", "1 500", "1\u00a0500", "1\u202f500", "1\u2009500", "1'500", "1’500", "1500.0", "1500,00"),
        *(
            "1 500,00",
            "1 500.0",
            "1.500,00",
            "1,500.00",
            "+1500",
            "1 500,000",
            "1500,000",
            "১৫০০",
            "１５００",
        ),
    ],
)
@pytest.mark.parametrize("begins", ["", ",", "."])
def test_numbers_that_have_one_reading_in_any_table(text: str, begins: str) -> None:
    number = written(text)
    assert number
    assert whole(number, begins) == "1500"


@pytest.mark.parametrize(
    ("text", "begins", "digits"),
    [
        ("1,500", ".", "1500"),
        ("1,500", ",", None),
        ("1,500", "", None),
        ("1.500", ",", "1500"),
        ("1.500", ".", None),
        ("1.500", "", None),
        ("1.000", ".", None),
        ("1,234,567", "", "1234567"),
        ("1.234.567", "", "1234567"),
        ("1,50,000", "", "150000"),
        ("12,34,567.00", "", "1234567"),
        ("0.500", "", None),
        ("12,5", "", None),
        ("-1500", "", None),
        ("−5", "", None),
    ],
)
def test_numbers_that_need_the_table(text: str, begins: str, digits: str | None) -> None:
    number = written(text)
    assert number
    assert whole(number, begins) == digits


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "abc",
            "1 50",
            "1,23,45",
            "1.500.00",
            "1,500,00",
            "12.34.56",
            "1.08.2019",
            "18-24",
            "5 1/2",
            "v2",
        ),
        *("1.234,567.8", "1 2", "--1", "1e5", "½", "²", "٫5"),
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert written(text) is None


@pytest.mark.parametrize(
    ("told", "delimiter", "sign"),
    [
        (set(), ",", "."),
        (set(), ";", ","),
        (set(), "\t", ""),
        ({"."}, ";", "."),
        ({","}, ",", ","),
        ({",", "."}, ";", ""),
    ],
)
def test_which_sign_begins_decimals(told: set[str], delimiter: str, sign: str) -> None:
    assert decimal_sign(told, delimiter) == sign


@pytest.mark.parametrize(
    ("text", "digits", "unit"),
    [
        ("$1,490,451", "1490451", "$"),
        ("€ 1.200,50", "1200", "€"),
        ("1 200 ₽", "1200", "₽"),
        ("USD 485,000.00", "485000", "USD"),
        ("7 %", "7", "%"),
        ("10 руб.", "10", "руб."),
        ("R$ 5", "5", "R$"),
        ("12", "12", ""),
    ],
)
def test_amounts(text: str, digits: str, unit: str) -> None:
    found = amount(text)
    assert found
    assert (found[0].digits, found[1]) == (digits, unit)
    assert is_amount(text)


@pytest.mark.parametrize("text", ["abc", "18-24", "$5€", "1. 2. 3", "Q3", "web 2 and 3", "2026-09-01"])
def test_what_is_no_amount(text: str) -> None:
    assert amount(text) is None
    assert not is_amount(text)


def test_exponents_are_numbers_but_not_counts() -> None:
    assert is_amount("1.88e+08")
    assert written("1.88e+08") is None


@given(
    st.integers(0, LARGEST),
    st.sampled_from([("{:,}", ","), ("{:_}", "_")]),
    st.sampled_from([" ", "\u00a0", "\u202f", "'", "’", ".", ","]),
    st.sampled_from(["", "0", "00"]),
)
def test_whatever_parts_the_thousands(number: int, form: tuple[str, str], sign: str, zeros: str) -> None:
    text = form[0].format(number).replace(form[1], sign)
    begins = "." if sign == "," else ","
    if zeros:
        text += begins + zeros
    found = written(text)
    assert found
    assert whole(found, begins) == str(number)


@given(st.text(alphabet="0123456789., '\u00a0-+", max_size=14), st.sampled_from(["", ".", ","]))
def test_a_reading_is_never_made_up(text: str, begins: str) -> None:
    number = written(text)
    digits = number and whole(number, begins)
    if digits:
        assert [sign for sign in text if sign.isdigit()][: len(digits)] == list(digits)
        assert set(text[len(digits) :]) <= set("0123456789., '\u00a0+")
