"""Any funnel, written in any format, shape and dialect, reads back as it was, or is refused; never as another one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from funneldx.errors import Problem
from funneldx.model import Funnel
from tests.judging import items

NAMES = ("Leads", "Contacted", "Interested", "Meeting booked", "Proposal", "Won")
CYRILLIC = ("Лиды", "Контакт установлен", "Заинтересованные", "КП отправлено", "Продажи")
TEXTS = st.text(st.sampled_from("abcdefg äöüßéñ ;,|\"'#-_/&№Ждя漢字"), min_size=1, max_size=12).map(
    lambda text: f"team {text}".strip()
)
COUNTS = st.one_of(st.integers(0, 999), st.integers(0, 2**53 - 1))
PERIODS = st.sampled_from(["2026", "2026-Q3", "2026-09", "2026-W36", "2026-09-01"])


class Written(NamedTuple):
    """A funnel as it is written down: what every format can hold."""

    name: str
    period: str
    region: str
    stages: dict[str, int | None]


@st.composite
def funnels(draw: st.DrawFn, names: Sequence[str]) -> list[Written]:
    """Some funnels with the same stages, in the order of `names`, and periods of one kind."""
    stages = sorted(draw(st.lists(st.sampled_from(names), min_size=2, unique=True)), key=names.index)
    period = draw(PERIODS)
    called = draw(st.lists(TEXTS, min_size=1, max_size=4, unique_by=str.casefold))
    regions = st.sampled_from(["north side", "south side"])
    counts = st.lists(COUNTS | st.none(), min_size=len(stages), max_size=len(stages))
    return [
        Written(name, period, draw(regions), dict(zip(stages, draw(counts), strict=True))) for name in called
    ]


def read(data: bytes, path: str) -> list[Written]:
    """The funnels of a file; fails where it holds anything else that is wrong."""
    found = items(data, path)
    assert not [one for one in found if isinstance(one, Problem)], found
    return [
        Written(
            one.name or "",
            one.period or "",
            one.labels.get("region", ""),
            {s.name: s.count for s in one.stages},
        )
        for one in found
        if isinstance(one, Funnel)
    ]


def described(one: Written) -> dict[str, Any]:
    return {"name": one.name, "period": one.period, "labels": {"region": one.region}, "stages": one.stages}


def listed(one: Written) -> dict[str, Any]:
    return {
        **described(one),
        "stages": [{"name": name, "count": count} for name, count in one.stages.items()],
    }


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


@settings(deadline=None)
@given(
    funnels(NAMES) | funnels(CYRILLIC),
    ENCODINGS,
    st.sampled_from([described, listed]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_in_yaml(
    some: list[Written],
    encoding: str,
    form: Callable[[Written], dict[str, Any]],
    flow: bool,
    plain: bool,
    end: str,
) -> None:
    how: Any = {"allow_unicode": plain, "default_flow_style": flow, "sort_keys": False}
    texts = [
        yaml.safe_dump_all(map(form, some), **how),
        yaml.safe_dump({"funnels": [*map(form, some)]}, **how),
    ]
    for text in texts:
        assert read(text.replace("\n", end).encode(encoding), "a.yaml") == some


@settings(deadline=None)
@given(funnels(NAMES) | funnels(CYRILLIC), ENCODINGS, st.sampled_from([described, listed]), st.booleans())
def test_in_json(
    some: list[Written], encoding: str, form: Callable[[Written], dict[str, Any]], plain: bool
) -> None:
    text = json.dumps({"funnels": [*map(form, some)]}, ensure_ascii=not plain, indent=2 if plain else None)
    assert read(text.encode(encoding), "a.json") == some
    assert read(text.encode(encoding), "a.yaml") == some


class Dialect(NamedTuple):
    """How a table is written, but for its shape."""

    delimiter: str
    end: str
    encoding: str
    quoting: int
    parted: str
    decimals: str
    unknown: str

    def number(self, count: int | None) -> str:
        """A count as this writes it."""
        if count is None:
            return self.unknown
        return f"{count:,}".replace(",", self.parted) + self.decimals

    def table(self, rows: list[list[str]]) -> bytes:
        """The bytes of a table."""
        out = io.StringIO()
        csv.writer(
            out,
            delimiter=self.delimiter,
            lineterminator=self.end,
            quoting=self.quoting,  # type: ignore[arg-type]
        ).writerows(rows)
        return out.getvalue().encode(self.encoding)


def dialects(encodings: Sequence[str], parted: Sequence[str] = ("",)) -> st.SearchStrategy[Dialect]:
    return st.builds(
        Dialect,
        st.sampled_from([",", ";", "\t", "|"]),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from(encodings),
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        st.sampled_from(parted),
        st.just(""),
        st.sampled_from(["", "-", "n/a", "NA", "null"]),
    )


def wide(some: list[Written], how: Dialect) -> list[list[str]]:
    header = ["name", "period", "region", *some[0].stages]
    return [
        header,
        *([one.name, one.period, one.region, *map(how.number, one.stages.values())] for one in some),
    ]


def long(some: list[Written], how: Dialect) -> list[list[str]]:
    rows = (
        [one.name, one.period, one.region, stage, how.number(count)]
        for one in some
        for stage, count in one.stages.items()
    )
    return [["funnel", "period", "region", "stage", "count"], *rows]


SHAPES = st.sampled_from([wide, long])
UNICODE = ("utf-8", "utf-8-sig", "utf-16")


@settings(deadline=None, max_examples=200)
@given(funnels(NAMES), SHAPES, dialects(UNICODE, ("", " ", "\u00a0", "\u202f", "'")))
@example(
    [Written(name="team", period="2026", region="north", stages={"Leads": 1, "Contacted": 2})],
    long,
    Dialect(",", "\n", "utf-8", 0, "", "", ""),
)
def test_in_tables(some: list[Written], shape: Callable[..., list[list[str]]], how: Dialect) -> None:
    assert read(how.table(shape(some, how)), "a.csv") == some


@settings(deadline=None)
@given(funnels(CYRILLIC), SHAPES, dialects((*UNICODE, "cp1251", "koi8-r", "cp866")))
def test_in_tables_of_code_pages(
    some: list[Written], shape: Callable[..., list[list[str]]], how: Dialect
) -> None:
    some = [one._replace(name=f"отдел {number}", region="север") for number, one in enumerate(some)]
    assert read(how.table(shape(some, how)), "a.csv") == some


@settings(deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=6), dialects(UNICODE))
def test_in_a_bare_table(counts: list[int], how: Dialect) -> None:
    rows = [[name, how.number(count)] for name, count in zip(NAMES, counts, strict=False)]
    expected = dict(zip(NAMES, counts, strict=False))
    assert [one.stages for one in read(how.table(rows), "a.csv")] == [expected]


@settings(deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=6), dialects(UNICODE))
def test_with_a_period_a_column(counts: list[list[int]], how: Dialect) -> None:
    periods = ["2026-07", "2026-08", "2026-09"]
    rows = [["stage", *periods]]
    rows += [[name, *map(how.number, across)] for name, across in zip(NAMES, counts, strict=False)]
    found = read(how.table(rows), "a.csv")
    assert [(one.period, [*one.stages.values()]) for one in found] == [
        (period, [across[place] for across in counts]) for place, period in enumerate(periods)
    ]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(COUNTS, min_size=2, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["", ",", ".", " ", "\u00a0", "\u202f", "'", "’"]),
    st.sampled_from(["", ".0", ",0", ".00", ",00"]),
    SHAPES,
)
def test_a_number_is_read_as_it_was_meant_or_refused(
    counts: list[int], delimiter: str, parted: str, decimals: str, shape: Callable[..., list[list[str]]]
) -> None:
    """Whatever separates thousands and decimals, as long as it is not the same sign."""
    if decimals[:1] == parted:
        decimals = ""
    how = Dialect(delimiter, "\n", "utf-8", csv.QUOTE_MINIMAL, parted, decimals, "")
    one = Written("team a", "2026-09", "north side", dict(zip(NAMES, counts, strict=False)))
    found = items(how.table(shape([one], how)), "a.csv")
    read_as = [
        {stage.name: stage.count for stage in each.stages} for each in found if isinstance(each, Funnel)
    ]
    assert read_as == [one.stages] or any(isinstance(each, Problem) for each in found), found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_mixed_in_a_quoted_text(end: str) -> None:
    text = f'name,leads,won{end}"a\nb",9,2{end}"c\r\nd",8,1{end}'
    assert [one.stages for one in read(text.encode(), "a.csv")] == [
        {"leads": 9, "won": 2},
        {"leads": 8, "won": 1},
    ]
