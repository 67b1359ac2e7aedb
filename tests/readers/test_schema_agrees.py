"""The JSON Schema of the funnel format and the reader accept the same documents, but for a short list."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from funneldx.documents.yaml_tree import documents
from funneldx.errors import UnreadableError
from funneldx.model import Customers, Funnel, Money, Product, Role
from funneldx.readers.funnel_schema import schema
from tests.judging import funnel, items
from tests.readers.plain_data import fits, json_text, plain, refusals

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("sample_funnels", "funneldx/cli/templates")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".yaml", ".yml", ".json"}
)
STAGES = {"contacted": 300, "interested": 100}


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_there_are_files_to_try() -> None:
    assert {path.suffix for path in FILES} == {".yaml", ".json"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_are_accepted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert refusals(text) == []
    for root in documents(text, path.name):
        assert fits(plain(root)), list(map(str, Draft202012Validator(schema()).iter_errors(plain(root))))
    if path.suffix == ".json":
        assert fits(json.loads(text))


# What the format forbids: a document each, without `stages` where these are not the matter.

STAGES_FORBIDDEN: dict[str, Any] = {
    "no-stages": {},
    "stages-null": {"stages": None},
    "stages-number": {"stages": 5},
    "stages-text": {"stages": "contacted"},
    "stages-empty-mapping": {"stages": {}},
    "stages-empty-list": {"stages": []},
    "stage-name-empty": {"stages": {"": 5}},
    "stage-name-blank": {"stages": {" \t": 5}},
    "stage-name-too-long": {"stages": {"a" * 201: 5}},
    "stage-name-too-long-by-spaces": {"stages": {"a" + " " * 200: 5}},
    "count-below-zero": {"stages": {"contacted": -1}},
    "count-fraction": {"stages": {"contacted": 1500.5}},
    "count-over-the-largest": {"stages": {"contacted": 2**53}},
    "count-huge": {"stages": {"contacted": 10**30}},
    "count-huge-with-exponent": {"stages": {"contacted": 1e22}},
    "count-text": {"stages": {"contacted": "1500"}},
    "count-text-with-separator": {"stages": {"contacted": "1,500"}},
    "count-time": {"stages": {"contacted": "12:30"}},
    "count-leading-zero": {"stages": {"contacted": "010"}},
    "count-empty-text": {"stages": {"contacted": ""}},
    "count-bool": {"stages": {"contacted": True}},
    "count-list": {"stages": {"contacted": [5]}},
    "count-mapping": {"stages": {"contacted": {"count": 5, "role": "contacted"}}},
    "listed-stage-null": {"stages": [None]},
    "listed-stage-text": {"stages": ["contacted"]},
    "listed-stage-list": {"stages": [["contacted", 5]]},
    "listed-stage-without-name": {"stages": [{"count": 5}]},
    "listed-stage-without-count": {"stages": [{"name": "Demo"}]},
    "listed-stage-name-null": {"stages": [{"name": None, "count": 5}]},
    "listed-stage-name-blank": {"stages": [{"name": " ", "count": 5}]},
    "listed-stage-name-too-long": {"stages": [{"name": "a" * 201, "count": 5}]},
    "listed-stage-name-list": {"stages": [{"name": ["Demo"], "count": 5}]},
    "listed-stage-role-unknown": {"stages": [{"name": "Demo", "role": "demo", "count": 5}]},
    "listed-stage-role-in-capitals": {"stages": [{"name": "Demo", "role": "Agreed", "count": 5}]},
    "listed-stage-count-wrong": {"stages": [{"name": "Demo", "count": "5"}]},
    "listed-stage-unknown-key": {"stages": [{"name": "Demo", "count": 5, "rate": 0.5}]},
}
FORBIDDEN: dict[str, Any] = {
    "unknown-key": {"markt": "b2b"},
    "key-in-capitals": {"Market": "b2b"},
    "merge-key": {"<<": {"market": "b2b"}},
    "source": {"source": "leads.csv"},
    "name-empty": {"name": ""},
    "name-blank": {"name": "  "},
    "name-too-long": {"name": "a" * 201},
    "name-list": {"name": ["Outbound"]},
    "name-mapping": {"name": {"en": "Outbound"}},
    "period-bool": {"period": True},
    "period-year-of-three-digits": {"period": 999},
    "period-year-of-five-digits": {"period": 10000},
    "period-fraction": {"period": 2026.5},
    "period-quarter": {"period": "2026-Q5"},
    "period-month": {"period": "2026-13"},
    "period-month-of-one-digit": {"period": "2026-9"},
    "period-week": {"period": "2026-W54"},
    "period-day": {"period": "2026-09-31"},
    "period-no-leap-year": {"period": "2026-02-29"},
    "period-no-leap-century": {"period": "2100-02-29"},
    "period-range-of-months": {"period": "2026-01/2026-03"},
    "period-half-a-range": {"period": "2026-09-01/"},
    "period-words": {"period": "September 2026"},
    "period-list": {"period": ["2026-09"]},
    "labels-text": {"labels": "baltics"},
    "labels-list": {"labels": ["baltics"]},
    "label-without-name": {"labels": {"": "baltics"}},
    "label-name-too-long": {"labels": {"a" * 201: "baltics"}},
    "label-null": {"labels": {"region": None}},
    "label-empty": {"labels": {"region": ""}},
    "label-too-long": {"labels": {"region": "a" * 201}},
    "label-list": {"labels": {"region": ["baltics"]}},
    "market-unknown": {"market": "b2g"},
    "market-in-capitals": {"market": "B2B"},
    "market-with-a-space": {"market": "b2b "},
    "market-bool": {"market": False},
    "channel-blank": {"channel": " "},
    "channel-list": {"channel": ["cold-calls"]},
    "approach-unknown": {"approach": "aggressive"},
    "product-text": {"product": "branded"},
    "product-unknown-key": {"product": {"price": 5}},
    "product-kind-unknown": {"product": {"kind": "cheap"}},
    "product-competition-unknown": {"product": {"competition": "middling"}},
    "product-goods-text": {"product": {"goods": "true"}},
    "product-goods-number": {"product": {"goods": 1}},
    "money-zero": {"deal_value": 0},
    "money-zero-written": {"deal_value": "0.00 EUR"},
    "money-below-zero": {"deal_value": -5},
    "money-below-zero-written": {"deal_value": "-5 EUR"},
    "money-huge": {"deal_value": 1e16},
    "money-separator": {"deal_value": "1,200 EUR"},
    "money-currency-first": {"deal_value": "EUR 1200"},
    "money-two-currencies": {"deal_value": "1200 EUR USD"},
    "money-leading-zero": {"deal_value": "0120 EUR"},
    "money-bool": {"deal_value": True},
    "money-list": {"deal_value": [1200, "EUR"]},
    "money-without-amount": {"deal_value": {"currency": "EUR"}},
    "money-amount-null": {"deal_value": {"amount": None, "currency": "EUR"}},
    "money-amount-zero": {"deal_value": {"amount": 0}},
    "money-amount-with-currency": {"deal_value": {"amount": "1200 EUR"}},
    "money-currency-number": {"deal_value": {"amount": 5, "currency": 978}},
    "money-currency-bool": {"deal_value": {"amount": 5, "currency": True}},
    "money-currency-too-long": {"deal_value": {"amount": 5, "currency": "ConvertibleMark"}},
    "money-unknown-key": {"deal_value": {"amount": 5, "vat": 1}},
    "duration-number": {"sales_cycle": 30},
    "duration-without-unit": {"sales_cycle": "30"},
    "duration-zero": {"sales_cycle": "0d"},
    "duration-fraction": {"sales_cycle": "1.5 months"},
    "duration-unknown-unit": {"sales_cycle": "3 fortnights"},
    "duration-in-capitals": {"sales_cycle": "3H"},
    "duration-too-long": {"sales_cycle": "100000d"},
    "customers-number": {"customers": 60},
    "customers-unknown-kind": {"customers": {"lukewarm": 5}},
    "customers-text": {"customers": {"hot": "6"}},
    "customers-below-zero": {"customers": {"hot": -6}},
    "cold-calls-bool": {"cold_calls": True},
    "cold-calls-dialed-by-unknown": {"cold_calls": {"dialed_by": "robot"}},
    "cold-calls-unknown-key": {"cold_calls": {"calls": 5}},
    "promotion-null": {"promotion": None},
    "promotion-text": {"promotion": "tv"},
    "promotion-unknown": {"promotion": ["tv", "telepathy"]},
    "promotion-with-null": {"promotion": ["tv", None]},
    "team-null": {"team": None},
    "team-mapping": {"team": {"seller": 2}},
    "team-unknown": {"team": ["wizard"]},
    "pay-number": {"pay": 7},
    "pay-unknown-key": {"pay": {"bonus": "7%"}},
    "pay-over-the-whole": {"pay": {"commission": 7}},
    "pay-over-the-whole-in-percent": {"pay": {"commission": "107%"}},
    "pay-below-zero": {"pay": {"commission": -0.1}},
    "pay-one-to-none": {"pay": {"fixed_share": "1:0"}},
    "pay-time": {"pay": {"fixed_share": "01:05"}},
    "pay-words": {"pay": {"fixed_share": "half"}},
    "pay-bool": {"pay": {"fixed_share": True}},
    "response-text": {"response": "3h"},
    "response-number": {"response": {"answered_within": 3}},
    "forecast-list": {"forecast": []},
    "forecast-period": {"forecast": {"period": "2026-09"}},
    "forecast-reserve": {"forecast": {"reserve": 10}},
    "forecast-channels-list": {"forecast": {"channels": ["web"]}},
    "forecast-channel-null": {"forecast": {"channels": {"web": None}}},
    "forecast-channel-without-name": {"forecast": {"channels": {" ": {}}}},
    "forecast-channel-count": {"forecast": {"channels": {"web": {"expected": 1.5}}}},
    "thresholds-list": {"thresholds": ["1:8"]},
    "thresholds-of-a-rule-null": {"thresholds": {"interest-ratio": None}},
    "thresholds-of-a-rule-empty": {"thresholds": {"interest-ratio": {}}},
    "thresholds-of-a-rule-plain": {"thresholds": {"interest-ratio": "1:8"}},
    "threshold-null": {"thresholds": {"interest-ratio": {"floor": None}}},
    "threshold-below-zero": {"thresholds": {"interest-ratio": {"floor": -1}}},
    "threshold-huge": {"thresholds": {"interest-ratio": {"floor": 10**10}}},
    "threshold-words": {"thresholds": {"interest-ratio": {"floor": "a fifth"}}},
    "ignore-null": {"ignore": None},
    "ignore-mapping": {"ignore": {"rule": "hot-share", "reason": "next quarter"}},
    "ignore-word": {"ignore": ["hot-share"]},
    "ignore-without-reason": {"ignore": [{"rule": "hot-share"}]},
    "ignore-without-rule": {"ignore": [{"reason": "next quarter"}]},
    "ignore-reason-null": {"ignore": [{"rule": "hot-share", "reason": None}]},
    "ignore-reason-too-long": {"ignore": [{"rule": "hot-share", "reason": "a" * 1001}]},
    "ignore-until-month": {"ignore": [{"rule": "hot-share", "reason": "brand", "until": "2027-03"}]},
    "ignore-until-never": {"ignore": [{"rule": "hot-share", "reason": "brand", "until": "2027-02-30"}]},
    "ignore-unknown-key": {"ignore": [{"rule": "hot-share", "reason": "brand", "from": "2027-02-01"}]},
    "funnels-within-a-funnel": {"funnels": [{"stages": STAGES}]},
}
ROOTS_FORBIDDEN: dict[str, Any] = {
    "null": None,
    "number": 5,
    "text": "stages",
    "list": [{"stages": STAGES}],
    "nothing-in-it": {},
    "funnels-null": {"funnels": None},
    "funnels-empty": {"funnels": []},
    "funnels-mapping": {"funnels": {"north": {"stages": STAGES}}},
    "funnels-with-null": {"funnels": [{"stages": STAGES}, None]},
    "funnels-without-stages": {"funnels": [{"name": "North"}]},
    "funnels-with-a-wrong-one": {"funnels": [{"stages": STAGES}, {"stages": {"contacted": -1}}]},
    "funnels-within-funnels": {"funnels": [{"funnels": [{"stages": STAGES}]}]},
    "defaults-with-stages": {"stages": STAGES, "funnels": [{"stages": STAGES}]},
    "defaults-wrong": {"market": "b2g", "funnels": [{"stages": STAGES}]},
    "defaults-unknown": {"markt": "b2b", "funnels": [{"stages": STAGES}]},
}
ALL_FORBIDDEN = (
    STAGES_FORBIDDEN | {key: {"stages": STAGES, **data} for key, data in FORBIDDEN.items()} | ROOTS_FORBIDDEN
)


@pytest.mark.parametrize("data", [pytest.param(data, id=key) for key, data in ALL_FORBIDDEN.items()])
def test_what_the_format_forbids_is_refused(data: Any) -> None:
    assert not fits(data)
    as_yaml, as_json = refusals(json_text(data)), refusals(json.dumps(data), "funnel.json")
    assert as_yaml
    assert [one.message for one in as_yaml] == [one.message for one in as_json]
    for one in as_yaml:
        assert one.message
        assert one.hint


def test_everything_wrong_is_told_at_once() -> None:
    data = {
        "stages": STAGES,
        "markt": "b2b",
        "period": "2026-13",
        "pay": {"commission": 7, "bonus": 1},
        "team": None,
    }
    assert len(refusals(json_text(data))) == 5


# What the reader refuses and a schema cannot: each as text, and as the data that a schema is shown.

BEYOND_THE_SCHEMA: dict[str, tuple[str, Any]] = {
    "key-twice": ('{"name": "A", "name": "B", "stages": {"a": 1}}', {"name": "B", "stages": {"a": 1}}),
    "stage-twice": ('{"stages": {"a": 1, "a": 2}}', {"stages": {"a": 2}}),
    "stage-twice-but-for-spaces": ('{"stages": {"a": 1, " a": 2}}', {"stages": {"a": 1, " a": 2}}),
    "listed-stage-twice": (
        '{"stages": [{"name": "a", "count": 1}, {"name": "a ", "count": 2}]}',
        {"stages": [{"name": "a", "count": 1}, {"name": "a ", "count": 2}]},
    ),
    "label-twice-but-for-spaces": (
        '{"labels": {"a": 1, "a ": 2}, "stages": {"a": 1}}',
        {"labels": {"a": 1, "a ": 2}, "stages": {"a": 1}},
    ),
    "funnels-twice": (
        '{"funnels": [{"stages": {"a": 1}}], "funnels": [{"stages": {"b": 1}}]}',
        {"funnels": [{"stages": {"b": 1}}]},
    ),
    "default-twice": (
        '{"market": "b2b", "market": "b2c", "funnels": [{"stages": {"a": 1}}]}',
        {"market": "b2c", "funnels": [{"stages": {"a": 1}}]},
    ),
    "period-ends-before-it-begins": (
        '{"period": "2026-09-30/2026-09-01", "stages": {"a": 1}}',
        {"period": "2026-09-30/2026-09-01", "stages": {"a": 1}},
    ),
    "ratio-over-the-whole": (
        '{"pay": {"commission": "7:5"}, "stages": {"a": 1}}',
        {"pay": {"commission": "7:5"}, "stages": {"a": 1}},
    ),
    "count-with-leading-zero": ("stages: {a: 010}", {"stages": {"a": 10}}),
    "count-with-plus": ("stages: {a: +5}", {"stages": {"a": 5}}),
    "count-as-hexadecimal": ("stages: {a: 0x1F}", {"stages": {"a": 31}}),
    "share-without-its-zero": (
        "pay: {commission: .5}\nstages: {a: 1}",
        {"pay": {"commission": 0.5}, "stages": {"a": 1}},
    ),
    "count-that-only-rounding-makes-whole": (
        '{"stages": {"a": 0.99999999999999999999}}',
        {"stages": {"a": 1.0}},
    ),
    "name-of-more-than-200-digits": (
        f'{{"name": {10**200}, "stages": {{"a": 1}}}}',
        {"name": 10**200, "stages": {"a": 1}},
    ),
    "merge-key": ("stages: {<<: 5, a: 1}", {"stages": {"<<": 5, "a": 1}}),
    "tag": ("stages: {a: !!int 5}", {"stages": {"a": 5}}),
    "half-a-character": ('{"name": "\\ud83d", "stages": {"a": 1}}', {"name": "\ud83d", "stages": {"a": 1}}),
    "over-100000-values": (
        f'{{"promotion": [{",".join(["tv"] * 100_000)}], "stages": {{"a": 1}}}}',
        {"promotion": ["tv"] * 100_000, "stages": {"a": 1}},
    ),
    "over-16-MiB": ('{"stages": {"a": 1}}' + " " * (16 << 20), {"stages": {"a": 1}}),
}


@pytest.mark.parametrize(
    ("text", "data"), [pytest.param(*case, id=key) for key, case in BEYOND_THE_SCHEMA.items()]
)
def test_what_only_the_reader_knows(text: str, data: Any) -> None:
    assert fits(data)
    assert refusals(text)
    if text.startswith("{"):
        assert refusals(text, "funnel.json")


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "\x7f", "stages": {"a": 1}}',
        '{"stages"\n: {"a": 1}}',
        '{"name": "\\ud83d\\ude80", "stages": {"a": 1}}',
    ],
    ids=["control-character", "colon-on-the-next-line", "character-in-two-halves"],
)
def test_json_that_is_no_yaml(text: str) -> None:
    assert fits(json.loads(text))
    assert refusals(text, "funnel.json") == []
    assert refusals(text, "funnel.yaml")


def only_the_reader_knows(message: str) -> bool:
    """Whether a problem is one of the list above that data alone can have."""
    return (
        "a second time" in message
        or re.search(r'is "[0-9-]+/[0-9-]+"; a period was expected', message) is not None
        or re.search(r'is "[0-9]+ ?[:/] ?[0-9]+", more than the whole', message) is not None
    )


# Generated documents.

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
NAMES = TEXT | st.sampled_from(
    [*Role, "Qualified", "Лиды", "12:30", "null", "true", "010", "1,500", "🚀 Launched"]
)
COUNTS = (
    st.none()
    | st.integers(0, 2000)
    | st.integers(0, 2**53 - 1)
    | st.integers(0, 10**6).map(float)
    | st.just(-0.0)
)
RATIOS = st.tuples(st.integers(0, 30), st.integers(1, 30), st.sampled_from([":", "/", " : "]))
SHARES = (
    st.floats(0, 1)
    | st.integers(0, 1)
    | st.integers(0, 100).map(lambda percent: f"{percent}%")
    | st.decimals(0, 100, places=3).map(lambda percent: f"{percent} %")
    | RATIOS.map(lambda parts: f"{min(parts[:2])}{parts[2]}{max(parts[:2])}")
)
OVER_ONE = (
    RATIOS.map(lambda parts: f"{parts[0]}{parts[2]}{parts[1]}") | st.floats(0, 10**9) | st.integers(0, 10**9)
)
DAYS = st.dates(date(1000, 1, 1)).map(str)
PERIODS = (
    st.integers(1000, 9999)
    | st.integers(1000, 9999).map(float)
    | DAYS
    | st.tuples(DAYS, DAYS).map(lambda days: "/".join(sorted(days)))
    | st.sampled_from(["2026", "2026-Q3", "2026-09", "2026-W53", " 2026-09-01 ", "2024-02-29"])
)
DURATIONS = st.builds(
    "{}{}{}".format,
    st.integers(1, 99999),
    st.sampled_from(["", " "]),
    st.sampled_from(["h", "d", "weeks", "month", "years"]),
)
AMOUNTS = st.integers(1, 10**15) | st.floats(0, 1e15, exclude_min=True)
WRITTEN_AMOUNTS = st.integers(1, 10**15 - 1).map(str) | st.decimals("0.01", 10**9, places=2).map(str)
CURRENCIES = st.sampled_from(["EUR", "руб.", "$", "USD"])
MONEY = (
    AMOUNTS
    | WRITTEN_AMOUNTS
    | st.builds("{} {}".format, WRITTEN_AMOUNTS, CURRENCIES)
    | st.fixed_dictionaries(
        {"amount": AMOUNTS | WRITTEN_AMOUNTS}, optional={"currency": st.none() | CURRENCIES}
    )
)


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping that has some of the keys, each perhaps without a value."""
    return st.fixed_dictionaries({}, optional={key: st.none() | value for key, value in fields.items()})


def table(values: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[Any]:
    """A mapping with free keys, told apart when trimmed."""
    pairs = st.lists(
        st.tuples(NAMES, values),
        min_size=least,
        max_size=3,
        unique_by=lambda pair: pair[0].strip().casefold(),
    )
    return pairs.map(dict)


LISTED_STAGES = st.lists(
    st.fixed_dictionaries(
        {"name": NAMES, "count": COUNTS}, optional={"role": st.none() | st.sampled_from(Role)}
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda stage: str(stage["name"]).strip().casefold(),
)
OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "name": st.none() | TEXT,
    "period": st.none() | PERIODS,
    "labels": st.none()
    | table(TEXT | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)),
    "market": st.sampled_from([None, "b2b", "b2c"]),
    "channel": st.none() | TEXT | st.just("cold-calls"),
    "approach": st.sampled_from([None, "active", "passive", "mixed"]),
    "product": st.none()
    | record(
        kind=st.sampled_from(["branded", "exclusive", "essential", "commodity"]),
        competition=st.sampled_from(["low", "high"]),
        goods=st.booleans(),
    ),
    "deal_value": st.none() | MONEY,
    "sales_cycle": st.none() | DURATIONS,
    "customers": st.none() | record(hot=COUNTS, warm=COUNTS, cold=COUNTS),
    "cold_calls": st.none() | record(dialed_by=st.sampled_from(["own-team", "call-centre"])),
    "promotion": st.lists(st.sampled_from(["tv", "viral", "targeted-ads", "seo"]), max_size=3),
    "team": st.lists(
        st.sampled_from(["seller", "telemarketer", "distributor", "marketing-analyst"]), max_size=3
    ),
    "pay": st.none() | record(commission=SHARES, fixed_share=SHARES),
    "response": st.none() | record(answered_within=DURATIONS, target=DURATIONS),
    "forecast": st.none()
    | record(period=DURATIONS, reserve=SHARES, channels=table(record(expected=COUNTS, actual=COUNTS))),
    "thresholds": st.none() | table(table(SHARES | OVER_ONE, least=1)),
    "ignore": st.lists(
        st.fixed_dictionaries({"rule": TEXT, "reason": TEXT}, optional={"until": st.none() | DAYS}),
        max_size=2,
    ),
}
FUNNELS = st.fixed_dictionaries({"stages": table(COUNTS, least=1) | LISTED_STAGES}, optional=OPTIONAL)
DOCUMENTS = FUNNELS | st.fixed_dictionaries(
    {"funnels": st.lists(FUNNELS, min_size=1, max_size=2)}, optional=OPTIONAL
)

ODD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        5,
        60,
        999,
        2026,
        10000,
        2**53 - 1,
        2**53,
        10**9 + 1,
        10**15,
        10**16,
        -(10**30),
        10**30,
    ),
    *(
        -0.0,
        0.0,
        0.5,
        -0.5,
        1.0,
        1.5,
        2026.0,
        1500.0,
        1500.5,
        0.1 + 0.2,
        1.0000000000000002,
        1e-5,
        1e-20,
        1e15,
        1e22,
        5e-324,
    ),
    *(
        "",
        " ",
        "x",
        " x ",
        "\n",
        "\0",
        "\x85",
        "\ufeff",
        "a" * 200,
        "a" * 201,
        "a" * 1000,
        "a" * 1001,
        "null",
        "~",
        "true",
        "NO",
    ),
    *(
        "0",
        "5",
        "-5",
        "010",
        "1e3",
        "1500",
        "1,500",
        "1 500",
        "1_500",
        "1500.0",
        ".5",
        "5.",
        "0x1F",
        "+5",
        "NaN",
        ".inf",
    ),
    *(
        "1:5",
        "7:5",
        "1/5",
        "1:0",
        "0:5",
        "01:05",
        "12:30",
        "1:",
        "1 : 5",
        "1:5:9",
        "0.2",
        "1.0",
        "1.1",
        "0.1234567890123456",
    ),
    *(
        "20%",
        "20 %",
        "100%",
        "100.0%",
        "100.1%",
        "120%",
        "007%",
        "%",
        "1e-1",
        "9" * 15,
        "9" * 16,
        "0" * 20 + "5",
    ),
    *(
        "1200 EUR",
        "1200EUR",
        "EUR 1200",
        "0 EUR",
        "0.00 EUR",
        "0.000000000000001",
        "1.5 $",
        "12e3 EUR",
        "1200 E1",
        "1200  EUR",
    ),
    *(
        "2026",
        "2026-09",
        "2026-9",
        "2026-Q3",
        "2026-q3",
        "2026-W53",
        "2026-W54",
        "2026-02-29",
        "2024-02-29",
        "2026-09-31",
    ),
    *("2026-09-01/2026-09-30", "2026-09-30/2026-09-01", "2026-09-01/2026-09-01", "2026-09/2026-10", "٢٠٢٦"),
    *(
        "30d",
        "0d",
        "3 h",
        "3 hs",
        "3 fortnights",
        "1 month",
        "12 quarters",
        "99999 years",
        "100000 years",
        "1.5h",
        "３h",
    ),
    *("b2b", "B2B", " b2b", "active", "tv", "seller", "branded", "contacted", "high", "own-team"),
    *([], [None], [1], ["tv"], [["tv"]], [{}], {}, {"": 1}, {"x": 1}, {"x": None}, {"name": "a", "count": 1}),
    *(
        {"amount": 5},
        {"amount": "5", "currency": None},
        {"floor": "1:5"},
        {"contacted": 5},
        [{"name": 5, "count": 5}],
    ),
]


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document, its root first."""
    yield path
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from paths(value, (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A document with up to three things changed: a value, or a key that is left out, renamed or added."""
    data = draw(DOCUMENTS)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(paths({"": data}))[1:]))
        whole = {"": data}
        parent: Any = whole
        for key in way:
            parent = parent[key]
        how = draw(st.sampled_from(["value", "value", "value", "left out", "renamed", "added"]))
        values = (
            st.sampled_from(ODD) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
        )
        odd = deepcopy(draw(values))  # since it may itself be changed next
        if how == "left out" and way:
            del parent[last]
        elif how == "renamed" and way and isinstance(parent, dict):
            parent[draw(NAMES)] = parent.pop(last)
        elif how == "added" and isinstance(parent[last], dict):
            parent[last][draw(NAMES | st.sampled_from([*OPTIONAL, "stages", "funnels", "source", "<<"]))] = (
                odd
            )
        else:
            parent[last] = odd
        data = whole[""]
    return data


def agree(data: Any) -> None:
    """Check that reader and schema accept the same, what only the reader can know aside."""
    problems = refusals(json_text(data))
    assert [one.message for one in problems] == [
        one.message for one in refusals(json.dumps(data), "funnel.json")
    ]
    if fits(data):
        unknown = [one for one in problems if not only_the_reader_knows(one.message)]
        assert not unknown, "the schema accepts it"
    else:
        assert problems, [error.message for error in Draft202012Validator(schema()).iter_errors(data)]


@settings(deadline=None, max_examples=60)
@given(DOCUMENTS)
def test_valid_documents_are_accepted(data: Any) -> None:
    assert fits(data), [error.message for error in Draft202012Validator(schema()).iter_errors(data)]
    assert refusals(json_text(data)) == []


@settings(deadline=None, max_examples=60)
@given(FUNNELS)
def test_valid_funnels_are_read_as_they_are_written(data: Any) -> None:
    read = funnel(json_text(data))
    stages = data["stages"]
    if isinstance(stages, dict):
        stages = [{"name": name, "count": count} for name, count in stages.items()]
    assert [(one.name, one.count) for one in read.stages] == [
        (one["name"].strip(), one["count"]) for one in stages
    ]
    for one, written in zip(read.stages, stages, strict=True):
        assert not written.get("role") or (one.role, one.role_given) == (written["role"], True)
    for key in ("name", "channel"):
        assert getattr(read, key) == (data[key].strip() if data.get(key) else None)
    assert (read.market, read.approach) == (data.get("market"), data.get("approach"))
    assert read.customers == Customers(**(data.get("customers") or {}))
    assert read.product == Product(**(data.get("product") or {}))
    assert [read.promotion, read.team] == [
        tuple(data[key]) if key in data else None for key in ("promotion", "team")
    ]
    labels = data.get("labels") or {}
    assert list(read.labels) == [name.strip() for name in labels]
    for label, value in labels.items():
        assert not isinstance(value, str) or read.labels[label.strip()] == value.strip()
    assert [(one.rule, one.reason) for one in read.ignore] == [
        (one["rule"].strip(), one["reason"].strip()) for one in data.get("ignore", ())
    ]
    assert read.deal_value == _money(data.get("deal_value"))
    for key, share in (data.get("pay") or {}).items():
        if isinstance(share, int | float):
            assert math.isclose(getattr(read.pay, key).value, share, rel_tol=1e-12, abs_tol=1e-15)


def _money(written: Any) -> Money | None:
    if isinstance(written, dict):
        return Money(float(written["amount"]), written.get("currency"))
    if isinstance(written, str):
        amount, _, currency = written.partition(" ")
        return Money(float(amount), currency or None)
    return None if written is None else Money(float(written))


@settings(deadline=None, max_examples=150)
@given(mutated())
def test_changed_documents_are_judged_alike(data: Any) -> None:
    agree(data)


@pytest.mark.slow
@settings(deadline=None, max_examples=5_000)
@given(mutated())
def test_many_changed_documents_are_judged_alike(data: Any) -> None:
    agree(data)


PLACES = [
    *(
        "name",
        "period",
        "channel",
        "market",
        "deal_value",
        "sales_cycle",
        "product.goods",
        "deal_value.amount",
    ),
    *(
        "deal_value.currency",
        "customers.hot",
        "pay.commission",
        "forecast.period",
        "thresholds.hot-share.low",
        "labels.a",
    ),
]


def placed(place: str, value: Any) -> Any:
    """A funnel with `value` at `place`."""
    for key in reversed(place.split(".")):
        value = {key: value}
    if place == "deal_value.currency":
        value["deal_value"]["amount"] = 5
    return {"stages": STAGES, **value}


@pytest.mark.parametrize("place", PLACES)
def test_odd_values_are_judged_alike_everywhere(place: str) -> None:
    for value in ODD:
        agree(placed(place, value))


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_counts_and_names_are_judged_alike(value: Any) -> None:
    agree({"stages": {"a": value}})
    agree({"stages": [{"name": "a", "count": value}]})
    agree({"stages": [{"name": value, "count": 5}]})
    agree({"stages": {str(value): 5}})
    agree({"stages": value})
    agree({"funnels": value})
    agree(value)


SCALARS = st.text("0123456789.:/-+eEx_%~ nulTrue", min_size=1, max_size=8)
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def scalar_agrees(place: str, text: str) -> None:
    """Check a value as YAML writes it, without quotes: as data it is what the core schema of YAML 1.2 makes of it."""
    document = json.dumps(placed(place, "@")).replace('"@"', f"\n  {text}\n  ")
    try:
        (root,) = documents(document, "funnel.yaml")
    except UnreadableError:
        reject()
    data = plain(root)
    problems = refusals(document)
    if not fits(data):
        assert problems, data
    elif problems:
        written_in_another_way = isinstance(_at(data, place), int | float) and not JSON_NUMBER.fullmatch(text)
        assert written_in_another_way or all(only_the_reader_knows(one.message) for one in problems), data


def _at(data: Any, place: str) -> Any:
    for key in place.split("."):
        data = data[key]
    return data


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([*PLACES, "stages.contacted"]), SCALARS)
def test_plain_scalars_are_judged_alike(place: str, text: str) -> None:
    scalar_agrees(place, text)


@pytest.mark.slow
@settings(deadline=None, max_examples=5_000)
@given(st.sampled_from([*PLACES, "stages.contacted"]), SCALARS)
def test_many_plain_scalars_are_judged_alike(place: str, text: str) -> None:
    scalar_agrees(place, text)


def test_defaults_are_read_even_where_all_funnels_override_them() -> None:
    agree({"market": "b2g", "funnels": [{"market": "b2b", "stages": STAGES}]})
    assert refusals(json_text({"market": "b2g", "funnels": [{"market": "b2b", "stages": STAGES}]}))


def test_json_that_escapes_a_character_as_two_halves() -> None:
    (read,) = items(json.dumps({"name": "🚀", "stages": STAGES}), "funnel.json")
    assert isinstance(read, Funnel)
    assert read.name == "🚀"
