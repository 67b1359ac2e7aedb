"""The file: what is written is read, equal to the byte; what is wrong with it is told with its place."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from funneldx import baseline
from funneldx.baseline.entries import Entry
from funneldx.baseline.file_format import read, text
from funneldx.diagnosis import Severity
from funneldx.errors import ConfigurationError, Problem
from funneldx.rates import Rate

SCHEMA: dict[str, Any] = json.loads(
    files(baseline).joinpath("baseline.schema.json").read_text(encoding="utf-8")
)
VALID = Draft202012Validator(SCHEMA)
HEAD = '{\n "schema": "funneldx-baseline/1",\n "findings": ['

ENTRY = Entry(
    path="funnels/north.yaml",
    name="North",
    labels=(("region", "baltics"),),
    period=None,
    since="2026-09",
    ordinal=2,
    rule="FDX102",
    stage="interested",
    field=None,
    over=False,
    severity=Severity.ERROR,
    confidence="confirmed",
    rate=Rate(90, 1000),
)
BARE = Entry("a.csv", None, (), None, None, 1, "FDX201", None, None, True, Severity.NOTE, "suspected", None)


def problems(data: str | bytes) -> list[Problem]:
    """What is wrong with a file."""
    with pytest.raises(ConfigurationError) as refused:
        read(data.encode() if isinstance(data, str) else data, "old.json")
    return list(refused.value.problems)


def whole(*entries: str) -> str:
    return HEAD + ",".join(f"\n  {entry}" for entry in entries) + "\n ]\n}\n"


def of(**changed: Any) -> str:
    """An entry with other values; None takes a key out."""
    raw = {"path": "a.yaml", "rule": "FDX102", "severity": "error", "confidence": "confirmed", **changed}
    return json.dumps({key: value for key, value in raw.items() if value is not None})


def test_one_entry_a_line() -> None:
    assert text([ENTRY, BARE]) == (
        HEAD + '\n  {"path": "funnels/north.yaml", "name": "North", "labels": {"region": "baltics"}, '
        '"since": "2026-09", "ordinal": 2, "rule": "FDX102", "stage": "interested", "severity": "error", '
        '"confidence": "confirmed", "k": 90, "n": 1000},\n  {"path": "a.csv", "rule": "FDX201", "over": true, '
        '"severity": "note", "confidence": "suspected"}\n ]\n}\n'
    )
    assert text([]) == '{\n "schema": "funneldx-baseline/1",\n "findings": []\n}\n'


TEXTS = st.text(min_size=1, max_size=12)
PERIODS = st.sampled_from(["2026", "2026-Q3", "2026-09", "2026-W36", "2026-09-01", "2026-09-01/2026-09-30"])
ENTRIES = st.builds(
    lambda when, where, entry: entry._replace(
        **{when[0]: when[1]}, stage=where if entry.over else None, field=None if entry.over else where
    ),
    st.tuples(st.sampled_from(["period", "since"]), st.none() | PERIODS),
    st.none() | TEXTS,
    st.builds(
        Entry,
        path=TEXTS,
        name=st.none() | TEXTS,
        labels=st.dictionaries(TEXTS, st.text(max_size=9), max_size=3).map(
            lambda one: tuple(sorted(one.items()))
        ),
        period=st.none(),
        since=st.none(),
        ordinal=st.integers(1, 10**7),
        rule=TEXTS,
        stage=st.none(),
        field=st.none(),
        over=st.booleans(),
        severity=st.sampled_from(Severity),
        confidence=st.sampled_from(["confirmed", "suspected"]),
        rate=st.none()
        | st.tuples(st.integers(0, 10**15), st.integers(10**15, 10**16)).map(lambda kn: Rate(*kn)),
    ),
)


@given(st.lists(ENTRIES, max_size=4))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    content = text(entries)
    assert read(content.encode("utf-8", "surrogatepass"), "old.json") == entries
    assert text(read(content.encode(), "old.json")) == content
    VALID.validate(json.loads(content))
    assert len(content.split("\n")) == (len(entries) + 6 if entries else 5)


def test_names_are_shown_and_never_obeyed() -> None:
    name = "\x1b[31m\u202e##[group]\n"
    content = text([ENTRY._replace(name=name)])
    assert all(sign not in content for sign in ("\x1b", "\u202e", "##["))
    assert read(content.encode(), "old.json")[0].name == name


def test_keys_in_another_order_laid_out_by_hand() -> None:
    content = json.dumps(json.loads(text([ENTRY, BARE])), indent=4, sort_keys=True)
    assert read(b"\xef\xbb\xbf" + content.encode(), "old.json") == [ENTRY, BARE]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"", "old.json", "the file is empty"),
        (b" \n", "old.json", "the file is empty"),
        (b"\xff\xfe{", "old.json", "this is not text in UTF-8"),
        ("[]", "old.json:1:1", "this is not a baseline of funneldx"),
        ('{"schema": 1}', "old.json:1:1", "this is not a baseline of funneldx"),
        ('{"schema": "funneldx-report/1"}', "old.json:1:1", "this is not a baseline of funneldx"),
        ("[" * 100_000, "old.json:1:1", "this is not a baseline of funneldx"),
        ("1" * 5000, "old.json:1:1", "this is not a baseline of funneldx"),
        (
            '{"schema": "funneldx-baseline/2", "entries": []}',
            "old.json:1:1",
            "this baseline is of version 2; version 1 was expected",
        ),
        ('{"schema": "funneldx-baseline/1"}', "old.json:1:1", "a baseline holds `schema` and `findings`"),
        (
            '{"schema": "funneldx-baseline/1", "findings": [], "also": 1}',
            "old.json:1:1",
            "a baseline holds `schema` and `findings`",
        ),
        (
            whole(of(), of() + ","),
            "old.json:6:2",
            "this is not valid JSON: ",
        ),
        (
            whole(of(), of()).replace("},\n", "},\n<<<<<<< HEAD\n"),
            "old.json:5:1",
            "two versions of the file stand here beside each other",
        ),
    ],
)
def test_a_file_that_is_none(data: str | bytes, place: str, message: str) -> None:
    (problem,) = problems(data)
    assert problem.where == place
    assert problem.message.startswith(message)
    assert problem.hint


WRONG = [
    ("3", "an entry is 3; an object was expected"),
    (of(path=""), '`path` is ""; the path of a file was expected'),
    (of(path=3), "`path` is 3; the path of a file was expected"),
    (of(rule=None), "an entry has no `rule`; it was expected here"),
    (of(severity="loud"), '`severity` is "loud"; error, warning or note was expected'),
    (of(severity=["error"]), '`severity` is ["error"]; error, warning or note was expected'),
    (of(confidence="sure"), '`confidence` is "sure"; confirmed or suspected was expected'),
    (of(labels={"a": 1}), '`labels` is {"a": 1}; an object of texts was expected'),
    (of(labels=[]), "`labels` is []; an object of texts was expected"),
    (of(period="Sept"), '`period` is "Sept"; a period, such as 2026-09, was expected'),
    (of(since=2026), "`since` is 2026; a period, such as 2026-09, was expected"),
    (of(period="2026", since="2026"), "an entry has both `period` and `since`; one of them was expected"),
    (of(stage="a", field="b"), "an entry has both `stage` and `field`; one of them was expected"),
    (of(stage=""), '`stage` is ""; the name of a stage was expected'),
    (of(ordinal=0), "`ordinal` is 0; a whole number from 1 on was expected"),
    (of(ordinal=True), "`ordinal` is true; a whole number from 1 on was expected"),
    (of(over="yes"), '`over` is "yes"; true or false was expected'),
    (of(k=1), "an entry has to have both `k` and `n`, or neither, and `k` of at most `n`"),
    (of(k=2, n=1), "an entry has to have both `k` and `n`, or neither, and `k` of at most `n`"),
    (of(k=1.5, n=3), "`k` is 1.5; a whole number from 0 on was expected"),
    (of(k=0, n=0), "`n` is 0; a whole number from 1 on was expected"),
    (of(severty="error"), 'unknown key "severty" in an entry; did you mean "severity"?'),
]


@pytest.mark.parametrize(("entry", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_entry_is_told_with_its_place(entry: str, message: str) -> None:
    (problem,) = problems(whole(of(name="findings"), entry))
    assert (problem.where, problem.message) == ("old.json:5:3", message)
    assert problem.hint == "correct the entry, or write the file anew with `funneldx baseline`"


@pytest.mark.parametrize(
    "entry", [entry for entry, message in WRONG if "k=2" not in entry and "at most" not in message]
)
def test_the_schema_refuses_it_too(entry: str) -> None:
    assert not VALID.is_valid(json.loads(whole(entry)))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:funneldx:baseline:1"


def test_all_wrong_entries_are_told_up_to_ten() -> None:
    assert [one.line for one in problems(whole("1", of(), "2"))] == [4, 6]
    assert len(problems(whole(*["1"] * 30))) == 10
