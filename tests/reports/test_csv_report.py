"""The table of diagnoses: what its cells hold, and that no spreadsheet runs them."""

from __future__ import annotations

import json

import pytest

from funneldx.reports import FORMATS
from funneldx.reports.csv_report import COLUMNS
from tests.reports.formats import crashing, rows, text_of
from tests.reports.shared_run import FILES

AILING = {
    "clients/baltics.yaml": """
name: Outbound, Baltics
period: 2026-09
labels: {region: baltics, team: two}
deal_value: 1200 EUR
stages: {prospects: 1500, contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}
"""
}


def test_a_diagnosis_in_cells() -> None:
    (row,) = rows(text_of("csv", AILING))
    assert tuple(row) == COLUMNS
    assert {key: value for key, value in row.items() if key not in {"cause", "actions"}} == {
        "severity": "error",
        "confidence": "confirmed",
        "fix_first": "yes",
        "code": "FDX102",
        "name": "interest-ratio",
        "funnel": "Outbound, Baltics",
        "period": "2026-09",
        "labels": "region=baltics; team=two",
        "path": "clients/baltics.yaml",
        "line": "6",
        "stage": "interested",
        "k": "90",
        "n": "1000",
        "rate": "0.09",
        "interval_low": "0.073796",
        "interval_high": "0.109342",
        "against": "floor",
        "thresholds": "floor 1:5, typical 1:3",
        "stake": "64.89",
        "stake_low": "49.17",
        "stake_high": "84.41",
        "amount": "77866.67",
        "currency": "EUR",
        "message": "90 of 1,000 contacted are interested: 1:11, under 1:5 (95 % interval 7.4–10.9 %).",
    }
    assert row["actions"].startswith("1. Revise the positioning")
    assert " 2. Put money" in row["actions"]


def test_a_funnel_without_a_name_is_called_as_its_file() -> None:
    assert {row["funnel"] for row in rows(text_of("csv", {"a/north.v2.yaml": FILES["small.yaml"]}))} == {
        "north.v2"
    }


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(text_of("csv", {"dry.yaml": FILES["dry.yaml"]}))
    empty = {key for key, value in row.items() if value == ""}
    assert empty >= {
        "period",
        "labels",
        "k",
        "n",
        "rate",
        "interval_low",
        "against",
        "stake",
        "amount",
        "currency",
    }


def test_what_could_not_be_read_and_defects_are_rows() -> None:
    told = rows(text_of("csv", {"empty.yaml": "", "a.yaml": FILES["healthy.yaml"]}, [crashing()]))
    assert [(row["severity"], row["code"], row["path"], row["line"]) for row in told] == [
        ("defect", "ACME999", "", ""),
        ("unreadable", "", "empty.yaml", ""),
    ]
    assert told[1]["message"] == "the file is empty"
    assert "funneldx init" in told[1]["actions"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " "])
def test_a_cell_that_is_a_formula_is_made_text(sign: str, before: str) -> None:
    name = f"{sign}cmd()|'/c calc'!A1"
    text = json.dumps({"name": before + name, "labels": {name: "x"}, "stages": {name: 5, "b": 1}})
    for row in rows(text_of("csv", {f"{sign}f.yaml": text})):
        assert row["funnel"] == f"'{name}"
        assert row["labels"] == f"'{name}=x"
        assert row["path"] == f"'{sign}f.yaml"
        assert row["stage"] in {f"'{name}", "b", ""}


def test_a_tab_at_the_beginning_is_shown() -> None:
    found = rows(
        text_of("csv", {"f.yaml": json.dumps({"stages": {"a\t=b": 5, "c": 1}}), "\t=f.yaml": "stages: 5"})
    )
    assert {row["stage"] for row in found} >= {"a\\x09=b"}
    assert found[-1]["path"] == "\\x09=f.yaml"


def test_a_spreadsheet_knows_its_encoding_and_a_program_its_rows() -> None:
    text = text_of("csv")
    assert text.startswith("\ufeffseverity,confidence,")
    assert "\r" not in text
    assert len(rows(text)) == len(text.splitlines()) - 1, "no cell has a line break"
    assert "csv" in FORMATS
