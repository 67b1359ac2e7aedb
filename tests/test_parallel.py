"""A run in several processes: equal to one in one process, and whole whatever happens to one of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from funneldx.baseline.comparing import Baseline
from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.model import Funnel
from funneldx.parallel import Crew
from funneldx.policy import Judged, Policy
from funneldx.processes import Lost
from funneldx.rates import Level
from funneldx.reports.json_funnel import funnel_text
from funneldx.rules import catalogue
from funneldx.sources import sources
from funneldx.work import Batch, Worker
from tests.judging import TODAY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork a process")

AILING = "name: {}\nstages: {{contacted: 1000, interested: {}}}\n"


def texts(judged: list[Judged]) -> list[str]:
    return [funnel_text(one.report) for one in judged if one.report]


def joined(made: list[list[str]]) -> list[str]:
    return [*chain.from_iterable(made)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("funneldx.parallel._TOGETHER", 3)
    monkeypatch.setattr("funneldx.sources.LARGEST_AT_ONCE", 2000)
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 700)
    clients = tmp_path / "clients"
    clients.mkdir()
    for number in range(20):
        (clients / f"{number:02}.yaml").write_text(AILING.format(number, 50 + number), encoding="utf-8")
    rows = [f"Client {number},1000,{100 + number}" for number in range(300)]
    rows.insert(200, "Total,300000,60000")
    (clients / "07-table.csv").write_text("\n".join(["client,contacted,interested", *rows, ""]), "utf-8")
    (clients / "08-wrong.yaml").write_text("stages: {contacted: many}\n", encoding="utf-8")
    (clients / "09-ignores.yaml").write_text(
        "stages: {contacted: 900, interested: 400}\nignore: [{rule: FDX102, reason: x}, {rule: FDX999, reason: y}]\n",
        encoding="utf-8",
    )
    (clients / "11-none.yaml").write_text("other: 1\n", encoding="utf-8")
    long = ["client,stage,count"]
    for number in range(60):
        long += [f"C{number},contacted,1000", f"C{number},interested,{90 + number}"]
    (clients / "12-long.csv").write_text("\n".join([*long, ""]), encoding="utf-8")
    (clients / "13-records.csv").write_text("a,b\n" + "x,y\n" * 900, encoding="utf-8")
    return tmp_path


def run(
    jobs: int, policy: Policy | None = None, **more: Any
) -> tuple[list[str], Any, list[tuple[float, int]]]:
    """What a run of the folder makes, its account, and what it told of how far it was."""
    followed: list[tuple[float, int]] = []
    whole = Run(
        list(sources(["clients"], None)),
        policy or Policy(catalogue(), Settings(as_of=TODAY)),
        ["clients"],
        jobs=jobs,
        follow=lambda *step: followed.append(step),
        **more,
    )
    made = [text for part in whole.made(texts, joined) for text in part]
    return made, whole.account, followed


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("most", [1, 50, 10_000])
def test_as_in_one_process(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("funneldx.parallel._MOST", most)
    made, account, followed = run(1)
    assert len(made) == 20 + 300 + 60 + 1  # and the sum of the segments of one file
    assert [problem.path for problem in account.errors] == [
        "clients/08-wrong.yaml",
        "clients/09-ignores.yaml",
    ]
    assert any("the row “Total” is left out" in notice.message for notice in account.notices)
    assert any(notice.message.startswith("2 files show nothing") for notice in account.notices)
    assert sum(amount for amount, _ in followed) == pytest.approx(len(os.listdir("clients")))
    assert sum(funnels for _, funnels in followed) == len(made)
    again, other, steps = run(3)
    assert (again, other) == (made, account)
    assert sum(amount for amount, _ in steps) == pytest.approx(len(os.listdir("clients")))
    assert sum(funnels for _, funnels in steps) == len(made)
    assert [*chain.from_iterable(run(2, strict=True)[:1])] == made


@pytest.mark.usefixtures("folder")
def test_without_anything_to_join() -> None:
    whole = Run(sources(["clients"], None), Policy(catalogue(), Settings(as_of=TODAY)), ["clients"], jobs=2)
    assert len(joined([*whole.made(texts)])) == 381


@pytest.mark.usefixtures("folder")
def test_what_the_configuration_and_the_baseline_meet_is_known_here() -> None:
    made = []
    for jobs in (1, 2):
        policy = Policy(catalogue(), Settings(as_of=TODAY), Baseline("known.json", "", (), Level.of(0.95)))
        made.append((run(jobs, policy), policy.part()[1] is not None))
    assert made[0][0][:2] == made[1][0][:2]
    assert made[0][1]


def kill(path: str, *, once: bool, mark: Path) -> Callable[[Policy, Funnel], Judged]:
    """Judge, but end the process at one file, or at the first try of it."""
    judged = Policy.judged

    def fatal(self: Policy, funnel: Funnel) -> Judged:
        if funnel.places.find("").path == path and not (once and mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return judged(self, funnel)

    return fatal


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("path", ["clients/04.yaml", "clients/07-table.csv"])
def test_a_killed_process_loses_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, path: str, once: bool
) -> None:
    made, account, _ = run(1)
    monkeypatch.setattr(Policy, "judged", kill(path, once=once, mark=folder / "mark"))
    again, other, _ = run(2)
    if once:
        assert (again, other) == (made, account)
        return
    assert [text for text in made if f'"path": "{path}"' not in text] == again
    lost = [problem for problem in other.errors if problem not in account.errors]
    assert {problem.path for problem in lost} == {path}
    assert lost[0].message == "the process that read this was killed by signal 9"


def crew(**settings: Any) -> Crew:
    policy = Policy(catalogue(), Settings(as_of=TODAY, **settings))
    return Crew(Worker(policy, texts, strict=False, wanted=None), policy, 2, joined)


@pytest.mark.usefixtures("folder")
def test_what_was_reported_already_is_not_reported_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends when part of what it was at has been handed over: that file is told of, the others are read."""
    given = list(sources(["clients"], None))
    first = Batch()
    first.given = 1
    first.made = [["part"]]
    heard: list[tuple[Any, ...]] = []

    def ends(_: Any, tasks: Iterator[tuple[Any, ...]], jobs: int) -> Iterator[Any]:
        for task in tasks:
            heard.append(task)
            if jobs > 1 and len(heard) == 1:
                yield task, first
                yield task, Lost("killed by signal 9")
            elif jobs == 1:
                yield task, Batch()

    monkeypatch.setattr("funneldx.parallel.ordered", ends)
    batches = list(crew().batches(iter(given)))
    assert batches[0] is first
    assert [problem.path for batch in batches for problem in batch.errors] == [given[1].path]  # type: ignore[union-attr]
    assert heard[1] == (given[2],)


@pytest.mark.usefixtures("folder")
def test_a_block_that_was_reported_in_part_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plan:
        path = "a.csv"
        blocks = (type("Block", (), {"line": 5})(),)

    def ends(_: Any, tasks: Any, __: int) -> Iterator[Any]:
        for task in tasks:
            yield task, Batch()
            yield task, Lost("killed by signal 9")

    monkeypatch.setattr("funneldx.parallel.ordered", ends)
    _, lost = crew().blocks(Plan())  # type: ignore[arg-type]
    assert lost.errors[0][:3] == ("a.csv", 5, None)


@pytest.mark.usefixtures("folder")
def test_what_a_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.parallel._MOST", 1)
    given = [one for one in sources(["clients"], None) if one.path.endswith((".yaml", "table.csv"))]  # type: ignore[union-attr]
    batches = list(crew()._files(tuple(given)))
    assert [batch.large is not None for batch in batches].count(True) == 1
    assert sum(batch.funnels for batch in batches) == 7
    assert all(batch.part is not None for batch in batches)


@pytest.mark.usefixtures("folder")
def test_interrupted() -> None:
    whole = Run(sources(["clients"], None), Policy(catalogue(), Settings(as_of=TODAY)), ["clients"], jobs=2)
    made = whole.made(texts, joined)
    first = next(made)
    with pytest.raises(KeyboardInterrupt):
        made.throw(KeyboardInterrupt)  # type: ignore[attr-defined]  # it is a generator
    assert whole.account.summary.funnels == len(first)
