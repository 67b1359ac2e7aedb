"""Public records, counted as somebody counted them independently (see the folder's `truth.json`)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import pytest

from tests.records.describing import count, kept, stages
from tests.shared_data import DATA

pytest.importorskip("duckdb", reason="funneldx[records] is not installed")


class Truth(NamedTuple):
    """A counted funnel of the folder's truth, and how it is counted here."""

    data: str
    title: str
    described: str
    """The name of the description."""
    changed: dict[str, Any] = {}  # noqa: RUF012  (of a named tuple: never changed)
    """What of `source:` is changed: the segments, or the file."""


def _segments(data: str, described: str, *columns: str, form: str = "by {}") -> list[Truth]:
    return [Truth(data, form.format(column), described, {"by": (column,)}) for column in columns]


_OLIST, _MAVEN, _X, _BANK = "olist_marketing", "maven_crm", "x_education_leads", "bank_marketing"
_CARS, _BITRIX, _ES, _IT = "car_insurance_calls", "bitrix_ru", "semicolon_deals_es", "quotes_it"
_CALLS = ("Communication", "Outcome", "LastContactMonth", "Job", "NoOfContacts")

TRUTHS = [
    Truth(_OLIST, "MQL → closed", "leads to deals"),
    *_segments(_OLIST, "leads to deals", "origin"),
    Truth(_OLIST, "by landing_page_id (top 15)", "leads to deals", {"by": ("landing_page_id",)}),
    Truth(_OLIST, "by month of first contact", "by month"),
    Truth(_OLIST, "by month of first contact", "the American copy"),
    Truth(_MAVEN, "cumulative funnel", "cumulative"),
    *_segments(_MAVEN, "cumulative", "regional_office", "manager", "sales_agent", "product"),
    Truth(_MAVEN, "by engage month", "by engage month"),
    Truth(_MAVEN, "closed by close quarter", "by close quarter"),
    Truth(_X, "lead → converted", "lead to converted"),
    Truth(_X, "lead → visited site → converted (not nested!)", "with visits"),
    Truth(_X, "lead → not unreachable by Tag → converted", "reachable"),
    *_segments(
        *(_X, "lead to converted", "Lead Origin", "Lead Source", "Last Activity", "City"),
        *("What is your current occupation", "Tags"),
    ),
    Truth(_BANK, "contacted → subscribed", "contacted to subscribed"),
    Truth(_BANK, "nested by talk time", "by talk time"),
    *_segments(_BANK, "contacted to subscribed", "contact", "poutcome", "job", "month"),
    Truth(_BANK, "by calls_this_campaign", "by calls"),
    Truth(_CARS, "called → bought", "called to bought"),
    *_segments(_CARS, "called to bought", *_CALLS),
    *_segments(_CARS, "the cleaned copy", *_CALLS),
    *(
        Truth(_BITRIX, title, described, {"files": file} if file else {})
        for file in ("", "deals_cp1251_semicolon.csv")
        for title, described in (
            (
                "deals now at this stage or later (last row per deal_id, LOST and unknown stages left out)",
                "deals",
            ),
            ("source normalised", "by source"),
        )
    ),
    Truth(_ES, "cumulative without Closed Lost", "deals"),
    *_segments(_ES, "deals", "owner", "region", "source", form="cumulative by {}"),
    Truth(_ES, "by created month", "by created month"),
    Truth("stage_history_es", "open funnel (En Fondeo (Camp. n) merged)", "projects"),
    Truth(_IT, "preventivo → vinto", "quotes"),
    *_segments(_IT, "quotes", "Responsabile", "Sorgente lead", "Canale", "Settore cliente"),
]
NOT_HERE = {(_CARS, "nested by talk time")}
"""The difference of two times of day, which no description asks for."""


@cache
def told(data: str) -> dict[str, dict[str, list[tuple[str, int]]]]:
    """What the folder's truth says, by title and value."""
    path = DATA / data / "truth.json"
    if not path.is_file():
        pytest.skip(f"{data} is not here (../shared/data)")
    funnels = json.loads(path.read_text(encoding="utf-8"))["funnels"]
    return {
        one["title"]: {row["value"]: [(name, count) for name, count in row["stages"]] for row in one["rows"]}
        for one in funnels
        if max(len(row["stages"]) for row in one["rows"]) > 1
    }


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda one: f"{one.data}: {one.title} ({one.described})")
def test_the_truth_is_reproduced(truth: Truth) -> None:
    expected = told(truth.data)[truth.title]
    recorded = kept(truth.data, DATA / truth.data)[truth.described]
    changed = dict(truth.changed)
    if file := changed.get("files"):
        changed["files"] = recorded.records.files._replace(names=(file,))
    found = count(recorded, **changed)
    assert found.accounting.adds_up
    counts = {_key(key): value for key, value in stages(found).items()}
    if "(top 15)" in truth.title or "NoOfContacts" in truth.title:  # which lists the twelve largest
        fewest = min(value[0][1] for value in expected.values())
        assert all((value[0][1] or 0) <= fewest for key, value in counts.items() if key not in expected)
        counts = {key: value for key, value in counts.items() if key in expected}
    assert counts == expected


def _key(key: tuple[str, ...]) -> str:
    """As the truth calls a funnel."""
    (value,) = key or ("ALL",)
    return value.replace("-Q", "Q")


def test_every_truth_is_there() -> None:
    missing = {
        (data, title)
        for data in {truth.data for truth in TRUTHS}
        for title in told(data)
        if (data, title) not in {(truth.data, truth.title) for truth in TRUTHS}
    }
    assert missing == NOT_HERE
