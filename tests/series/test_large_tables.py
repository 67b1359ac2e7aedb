"""Tables that are read block by block, and their series: the same reports however many processes there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.processes import Lost
from funneldx.rules import catalogue
from funneldx.series import gathering
from funneldx.sources import Source, sources
from funneldx.work import Batch
from tests.judging import TODAY
from tests.test_parallel import crew, joined, kill, texts

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork a process")


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 100)
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 300)


def table(header: str, rows: Iterator[str]) -> None:
    Path("a.csv").write_text("\n".join([f"{header},contacted,interested", *rows, ""]), encoding="utf-8")


def ran(jobs: int) -> tuple[list[str], Any]:
    whole = Run(sources(["a.csv"], None), Policy(catalogue(), Settings(as_of=TODAY)), ["a.csv"], jobs=jobs)
    made = [text for part in whole.made(texts, joined) for text in part]
    return made, whole.account


def both() -> tuple[list[str], Any]:
    """What one process makes, which is what several do."""
    one = ran(1)
    assert ran(2) == one
    return one


def months(number: int) -> list[str]:
    return [f"20{20 + month // 12}-{month % 12 + 1:02}" for month in range(number)]


def test_periods_and_segments() -> None:
    table(
        "period,by", (f"{month},{by},1000,{400 - at}" for at, month in enumerate(months(12)) for by in "xy")
    )
    made, account = both()
    assert (len(made), account.notices) == (36, ())
    assert sum('"whole": true' in text for text in made) == 12


@pytest.mark.parametrize("header", ["name", "name,market"])
def test_without_periods_and_labels_it_is_read_in_blocks(header: str) -> None:
    table(header, (f"c{n % 7}{',b2b' * (header != 'name')},1000,400" for n in range(40)))
    made, _ = both()
    assert len(made) == 40


def test_names_that_never_come_again() -> None:
    table("name,period", (f"c{n},2026-01,1000,400" for n in range(40)))
    assert len(both()[0]) == 40


def test_a_label_that_is_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.readers.table.plan.NAMES", 10)
    monkeypatch.setattr("funneldx.series.forming.MOST_ONCE", 10)
    table("period,by", (f"2026-01,c{n},1000,400" for n in range(40)))
    assert len(both()[0]) == 40
    table("period,by", (f"2026-01,c{n % 39},1000,400" for n in range(40)))
    made, account = both()
    assert len(made) == 40
    assert "the name, the labels and the period of another one" in account.notices[0].message


@pytest.mark.parametrize("most", [10, 1000])
def test_names_that_stand_together(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    for module in ("funneldx.batch", gathering.__name__):
        monkeypatch.setattr(f"{module}.MOST", most)
    table("name,period", (f"c{n},{month},1000,400" for n in range(6) for month in months(6)))
    made, account = both()
    assert (len(made), account.notices) == (36, ())
    assert all("there is no period before" in text for text in made[::6])


@pytest.mark.parametrize("header", ["name,period", "by,period"])
def test_more_than_can_be_kept(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    for module in ("funneldx.batch", gathering.__name__):
        monkeypatch.setattr(f"{module}.MOST", 10)
    table(header, (f"c{n},{month},1000,400" for month in months(6) for n in range(6)))
    made, account = both()
    assert len(made) == 36
    (notice,) = account.notices
    assert notice.message.startswith(
        "what changed (FDX6) is skipped: this file has more than 10 funnels, and the rows"
    )
    assert not any("no period before" in text for text in made)


@pytest.mark.parametrize("once", [True, False])
def test_a_killed_process_costs_nobody_else(monkeypatch: pytest.MonkeyPatch, once: bool) -> None:
    table("period,by", (f"{month},{by},1000,400" for month in months(12) for by in "xy"))
    whole = ran(1)
    monkeypatch.setattr(Policy, "judged", kill("a.csv", once=once, mark=Path("mark")))
    made, account = ran(2)
    if once:
        assert (made, account) == whole
    else:
        assert made == []
        assert "the process that read this was" in account.errors[0].message


def test_a_table_that_was_reported_in_part_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("a.csv", bytes)

    def ends(*_: object) -> Iterator[tuple[object, Any]]:
        yield source, Batch()
        yield source, Lost("killed")

    monkeypatch.setattr("funneldx.parallel.ordered", ends)
    first, last = crew().alone(source)
    assert (first.errors, last.errors[0].path) == ([], "a.csv")


def test_what_one_process_does_of_it() -> None:
    table("period,by", (f"{month},{by},1000,400" for month in months(12) for by in "xy"))
    (source,) = sources(["a.csv"], None)
    assert isinstance(source, Source)
    assert sum(batch.funnels for batch in crew()._whole(source)) == 24


def test_another_table_below_ends_the_reading() -> None:
    rows = [*(f"c{n},1000,400" for n in range(40)), "name,stage,contacted", *("D,1000,90" for _ in range(60))]
    table("name", iter(rows))
    made, account = both()
    assert 40 <= len(made) < 100
    assert any("second table" in problem.message for problem in account.errors)


def test_a_table_of_which_parts_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.readers.tally.PATIENCE", 3)
    table("name", (f"f{row},50,{'many' if row // 20 % 2 else row % 9}" for row in range(200)))
    made, account = both()
    assert len(made) == 100
    (left,) = account.notices
    assert left.message.endswith(
        "rows are left out without a closer look, since so much is wrong with those above"
    )
