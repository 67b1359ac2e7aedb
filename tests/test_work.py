"""What one process does of a run: batches, blocks of a table, and what becomes of it when something goes wrong."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from funneldx.baseline.comparing import Baseline
from funneldx.batch import Run, _Interruptions
from funneldx.cli.writing import Pieces
from funneldx.config import Settings
from funneldx.documents.content import Memory
from funneldx.documents.nodes import At, Scalar
from funneldx.model import Funnel
from funneldx.opening import opened
from funneldx.parallel import Crew
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.readers import read, table_plan
from funneldx.reports import jsonl, overview
from funneldx.rules import catalogue
from funneldx.sources import File, Source, sources
from funneldx.work import Worker
from tests.judging import TODAY, judged

RULES = catalogue()


def policy(**settings: Any) -> Policy:
    return Policy(RULES, Settings(as_of=TODAY, **settings))


def worker() -> Worker:
    return Worker(policy(), len, strict=False, wanted=None)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 100)
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 300)
    path = tmp_path / "a.csv"
    rows = [f"C{number},1000,{90 + number}" for number in range(60)]
    path.write_text("\n".join(["client,contacted,interested", *rows, ""]), encoding="utf-8")
    return path


def plan_of(path: Path) -> Any:
    raw: Any = File(path.name)()
    found = table_plan(raw, path.name, Settings(as_of=TODAY).tables)
    assert found is not None
    return found[0]


def test_a_block_is_judged_batch_by_batch(table: Path) -> None:
    plan = plan_of(table)
    batches = [batch for block in plan.blocks for batch in worker().block(plan, block)]
    assert sum(batch.funnels for batch in batches) == 60
    assert sum(batch.length for batch in batches) == table.stat().st_size
    assert sum(batch.told is not None for batch in batches) == len(plan.blocks)


def test_a_block_of_a_table_that_is_gone_or_changed(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.readers.table.survey._SMALL", 0)
    plan = plan_of(table)
    table.write_text("other", encoding="utf-8")
    (changed,) = worker().block(plan, plan.blocks[0])
    assert changed.errors[0].message == "the file changed while it was being read"
    table.unlink()
    (gone,) = worker().block(plan, plan.blocks[0])
    assert gone.errors[0].message == "there is no such file or folder"


def test_interrupted_in_a_block(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(table)

    class Ends:
        def __iter__(self) -> Iterator[Any]:
            raise KeyboardInterrupt

    monkeypatch.setattr(type(plan), "funnels", lambda *_: Ends())
    (batch,) = worker().block(plan, plan.blocks[0])
    assert batch.interrupted
    run = Run(sources(["a.csv"], None), policy(), ["a.csv"])
    with pytest.raises(KeyboardInterrupt):
        list(run)


def test_interrupted_while_reading_the_funnels_read_are_judged(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("stages: {contacted: 900, interested: 400}\n", encoding="utf-8")

    def interrupted() -> bytes:
        raise KeyboardInterrupt

    given = (Source("a.yaml", File(str(path))), Source("b.yaml", interrupted))
    (batch,) = worker().batches(given)
    assert (batch.interrupted, batch.funnels, batch.made) == (True, 1, [1])


def test_a_second_table_ends_the_reading_of_blocks(table: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write("client,contacted,interested\n" * 2 + "name,stage,contacted\n" + "D,1000,90\n" * 60)
    run = Run(sources(["a.csv"], None), policy(), ["a.csv"])
    assert 60 <= len(list(run)) < 120
    assert any("second table" in problem.message for problem in run.account.errors)


def test_a_file_that_fails_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def fails(*_: object, **__: object) -> Iterator[Any]:
        yield from map(os.stat, ["there is none"])

    monkeypatch.setattr("funneldx.opening.read", fails)
    items: Any = opened(
        Source("a.yaml", lambda: Memory(b"x")), Settings(as_of=TODAY).tables, strict=False, in_blocks=True
    )
    assert [one.message for one in items] == ["there is no such file or folder"]


def test_a_field_of_a_table_that_is_gone_is_its_line(table: Path) -> None:
    plan = plan_of(table)
    written = plan._survey.written
    assert written.at(2, 1) == (2, 1, 3)
    table.unlink()
    assert plan_of_gone(written) == (55, 1, 2)


def plan_of_gone(written: Any) -> Any:
    return written.region(Scalar("", plain=True, mark=At(54, 0)))


def test_what_a_part_of_a_run_met() -> None:
    baseline = Baseline("known.json", "", (), Level.of(0.95))
    one = Policy(RULES, Settings(as_of=TODAY), baseline)
    baseline.seen.held = 2
    one.set.used.add("a")
    part = one.part()
    one.begin_part()
    assert (one.set.used, baseline.seen.held) == (set(), 0)
    one.merge(part)
    assert (one.set.used, baseline.seen.held) == ({"a"}, 2)


def test_a_funnel_that_cannot_be_judged_has_no_report() -> None:
    wrong = judged("stages: {contacted: 9}\nignore: [{rule: nonsense, reason: x}]")
    assert wrong.problems
    assert wrong.report is None


def test_pieces_of_several_batches() -> None:
    listing = overview.Listing()
    summing = overview.Report(lambda: None, overview.Overview(listing, {}), {})  # type: ignore[arg-type,return-value]
    pieces = Pieces([jsonl.Report(), summing])
    one = judged("stages: {contacted: 900, interested: 90}")
    texts, part = pieces.joined([pieces([one]), pieces([one, one])])
    assert len(texts) == 3
    assert part.all.tally.funnels == 3
    summing.merge(part)
    assert summing.overview.all.tally.funnels == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork a process")
def test_blocks_of_a_crew_and_what_follows_a_table(table: Path) -> None:
    crew = Crew(worker(), policy(), 2, None)
    plan = plan_of(table)
    assert sum(batch.funnels for block in plan.blocks for batch in crew._block(plan, block)) == 60
    (table.parent / "b.csv").write_text(table.read_text("utf-8"), encoding="utf-8")
    found = list(sources(["a.csv", "b.csv"], None))
    assert [batch.large is not None for batch in crew._rest(tuple(found))] == [True, True]


def test_where_a_stage_of_a_long_table_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 200)
    rows = [
        f"C{number},{stage},{count}" for number in range(40) for stage, count in (("Leads", 900), ("Won", 30))
    ]
    text = "\n".join(["client,stage,count", *rows, ""])
    found = [one for one in read(text.encode(), "a.csv") or () if isinstance(one, Funnel)]
    assert len(found) == 40
    regions = [one.places.region("stages.Won") for one in found]
    assert regions == [(3 + 2 * number, 8 + (number > 9), 10 + (number > 9)) for number in range(40)]


def test_an_interruption_waits_until_what_is_counted_is_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            "---\n".join(["stages: {contacted: 900, interested: 400}\n"] * 20), encoding="utf-8"
        )
    run = Run(sources([str(tmp_path)], None), policy(), ["x"])
    written = 0

    def write() -> None:
        nonlocal written
        for number in run.made(len):
            os.kill(os.getpid(), signal.SIGINT)
            written += number

    with pytest.raises(KeyboardInterrupt):
        write()
    assert 0 < written == run.account.summary.funnels < 40
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interruption_comes_through() -> None:
    reached: list[int] = []

    def twice() -> None:
        with _Interruptions() as interruptions, interruptions.put_off():
            for time in (1, 2):
                os.kill(os.getpid(), signal.SIGINT)
                reached.append(time)

    with pytest.raises(KeyboardInterrupt):
        twice()
    assert reached == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_interruptions_are_not_ours_to_handle() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with _Interruptions() as interruptions, interruptions.put_off():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    seen: list[bool] = []

    def elsewhere() -> None:
        with _Interruptions() as interruptions, interruptions.put_off():
            seen.append(True)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [True]


@pytest.mark.parametrize("when", [1, 2])
def test_interrupted_while_the_pieces_are_made_nothing_is_counted_twice(tmp_path: Path, when: int) -> None:
    text = "---\n".join(
        ["stages: {contacted: 900, interested: 90}\nignore: [{rule: FDX003, reason: x}]\n"] * 40
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    calls: list[int] = []

    def make(done: list[Any]) -> int:
        calls.append(len(done))
        if len(calls) == when:
            raise KeyboardInterrupt
        return len(done)

    run = Run(sources([str(tmp_path)], None), policy(), ["x"])
    written = 0

    def write() -> None:
        nonlocal written
        for number in run.made(make):
            written += number

    with pytest.raises(KeyboardInterrupt):
        write()
    account = run.account
    assert account.summary.funnels == written == 16 * when
    assert account.summary.by_rule == {"FDX102": written}
    assert sum("is not needed" in notice.message for notice in account.notices) == written
