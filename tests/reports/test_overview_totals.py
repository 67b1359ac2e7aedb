"""Sums and firsts of many rows: the same whatever the order, and in memory that does not grow."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.diagnosis import Changed, Severity
from funneldx.reports import overview_order, overview_tallies, overview_totals
from funneldx.reports.overview_order import SORTS, First, Listing, orders
from funneldx.reports.overview_rows import Row
from funneldx.reports.overview_tallies import Capped, Group, Sum, Tally, Worth
from funneldx.reports.overview_totals import Changes, Overview
from tests.reports.test_overview import row

FAMILIES = {"FDX102": "steps", "FDX101": "steps", "FDX201": "temperature"}

found = st.dictionaries(
    st.sampled_from(sorted(FAMILIES)), st.tuples(*[st.integers(0, 3)] * 3).filter(any), max_size=3
)
stakes = st.none() | st.tuples(
    st.floats(0, 1e9), st.none() | st.floats(0, 1e12), st.sampled_from(["EUR", "USD", None])
)


changes = st.builds(
    Changed,
    st.sampled_from(["FDX601", "FDX602"]),
    st.sampled_from([Severity.ERROR, Severity.WARNING]),
    st.none(),
    st.none(),
    st.just(()),
    st.sampled_from(["a", "b"]),
)


@st.composite
def many_rows(draw: st.DrawFn) -> list[Row]:
    number = draw(st.integers(0, 25))
    return [draw(one_row(at)) for at in range(number)]


@st.composite
def one_row(draw: st.DrawFn, at: int) -> Row:
    codes = draw(found)
    errors, warnings, notes = (sum(numbers[kind] for numbers in codes.values()) for kind in range(3))
    stake = draw(stakes) if codes else None
    fields: dict[str, Any] = {}
    if stake is not None:
        purchases, amount, currency = stake
        fields = {"code": "FDX102", "purchases": purchases, "amount": amount, "currency": currency}
    return row(
        at,
        name=draw(st.sampled_from(["a", "B", None])),
        path=draw(st.sampled_from(["a.yaml", "b.yaml"])),
        labels=draw(st.sampled_from([(), (("x", "1"),), (("x", "1"), ("y", "2"))])),
        counts=draw(st.sampled_from([(), (0,), (9, 3), (20, 1)])),
        overall=draw(st.sampled_from([None, (3, 9), (1, 20)])),
        worst=3 if errors else 2 if warnings else 1 if notes else 0,
        errors=errors,
        warnings=warnings,
        notes=notes,
        found=tuple((code, *numbers) for code, numbers in codes.items()),
        rates=draw(st.integers(0, 3)),
        group=draw(st.none() | st.sampled_from("abcdefgh")),
        whole=draw(st.booleans()),
        changed=draw(st.lists(changes, max_size=2).map(tuple)),
        **fields,
    )


listings = st.builds(
    Listing,
    top=st.none() | st.integers(1, 5),
    sort=st.sampled_from(SORTS),
    reverse=st.booleans(),
    group_by=st.none() | st.just("x"),
    at_least=st.integers(0, 3),
)


def plain(thing: object) -> object:
    """Everything that an overview holds, as plain data."""
    if isinstance(thing, Overview | Group | Worth | Capped | Changes):
        return {key: plain(value) for key, value in vars(thing).items() if key != "_make"}
    if isinstance(thing, Tally):
        return (thing.funnels, thing.errors, thing.warnings, thing.notes)
    if isinstance(thing, Sum):
        return thing.thousandths
    if isinstance(thing, First):
        return thing.rows
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    return [plain(one) for one in thing] if isinstance(thing, list) else thing


@given(many_rows(), listings, st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_makes_no_difference(rows: list[Row], listing: Listing, random: Any, parts: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview_order, "_ROOM", 2)
        patch.setattr(overview_totals, "MOST_GROUPS", 3)
        patch.setattr(overview_tallies, "MOST_CURRENCIES", 1)
        patch.setattr(overview_totals, "MOST_LABELS", 1)
        patch.setattr(overview_totals, "MOST_CHANGES", 2)
        patch.setattr(overview_totals, "_MOST_ALIKE", 2)
        whole = Overview(listing, FAMILIES)
        for one in rows:
            whole.add(one)
        shuffled = random.sample(rows, len(rows))
        merged = Overview(listing, FAMILIES)
        for part in range(parts + 1):
            some = Overview(listing, FAMILIES)
            for one in shuffled[part :: parts + 1]:
                some.add(one)
            merged.merge(pickle.loads(pickle.dumps(some)))  # noqa: S301  (our own)
        assert whole.rules.keys() == merged.rules.keys()  # asking for the sums has them made
        assert plain(merged) == plain(whole)
        assert merged.rows == whole.rows
        assert len(whole.rows) == min(listing.top or len(rows), whole.listed)


@given(many_rows(), st.sampled_from(SORTS), st.booleans())
def test_the_first_are_those_of_all(rows: list[Row], sort: str, reverse: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview_order, "_ROOM", 1)
        for order in orders(sort, reverse=reverse):
            every, some = First(order, None), First(order, 3)
            for one in rows:
                every.add(one)
                some.add(one)
            assert some.rows == every.rows[:3]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("worst", [0, 3])
def test_memory_does_not_grow(sort: str, worst: int) -> None:
    overview = Overview(Listing(top=20, sort=sort, group_by="x"), FAMILIES)
    for at in range(3000, 0, -1):
        overview.add(row(at, worst=worst, name=str(at), group=str(at), labels=((str(at), "v"),)))
        overview.add(
            row(
                at,
                path="b",
                worst=worst,
                labels=((str(at), "v"),),
                currency=str(at),
                purchases=1.0,
                amount=2.0,
            )
        )
    sizes = [len(first._rows) for first in overview._firsts]
    assert max(sizes) < 300
    assert len(overview.groups.kept) == overview_totals.MOST_GROUPS
    assert len(overview.labels.kept) == overview_totals.MOST_LABELS
    assert len(overview.all.worth.amounts.kept) == overview_tallies.MOST_CURRENCIES
    assert len(overview.rows) == 20
    assert len(pickle.dumps(overview)) < 300_000


@given(st.lists(st.tuples(st.text(max_size=2), st.integers(1, 9))), st.integers(1, 4))
def test_what_is_capped_keeps_whole_sums_of_the_first(items: list[tuple[str, int]], most: int) -> None:
    capped = Capped(Sum, most)
    for key, number in items:
        capped.of(key).add(number)
    sums = {key: sum(number for other, number in items if other == key) for key, _ in items}
    first = sorted(sums)[:most]
    assert {key: value.value for key, value in capped.kept.items()} == {key: sums[key] for key in first}
    others = sum(sums.values()) - sum(sums[key] for key in first)
    assert (capped.others.value if capped.others else 0) == others


def test_funnels_of_several_rules_count_once_in_a_family() -> None:
    overview = Overview(Listing(), FAMILIES)
    overview.add(row(1, worst=3, errors=1, warnings=1, found=(("FDX101", 1, 0, 0), ("FDX102", 0, 1, 0))))
    tally = overview.by_family["steps"]
    assert (tally.funnels, tally.errors, tally.warnings, tally.notes) == (1, 1, 1, 0)
    assert overview.by_worst == [0, 0, 0, 1]
