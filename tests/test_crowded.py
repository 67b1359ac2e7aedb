"""Of a file that has more problems than can be of use the first are kept, and the others counted."""

from __future__ import annotations

import json

from funneldx.crowded import MOST, Crowd
from funneldx.errors import Problem
from tests.cli.conftest import Run, run

__all__ = ["run"]


def problems(path: str, many: int, first: int = 1) -> list[Problem]:
    return [Problem(path, line, 1, "wrong", "mend it") for line in range(first, first + many)]


def test_a_few_are_told_as_they_are() -> None:
    crowd = Crowd()
    assert not crowd
    crowd.add(problems("a", MOST))
    crowd.add(problems("b", 2))
    assert len(crowd) == MOST + 2
    assert crowd.told() == (*problems("a", MOST), *problems("b", 2))


def test_those_beyond_are_counted_file_by_file() -> None:
    crowd = Crowd()
    for _ in range(3):
        crowd.add(problems("a", MOST))
        crowd.add(problems("b", 1))
    crowd.add(problems("c", MOST + 1))
    assert len(crowd) == 2 * MOST + 3
    *_, last, very_last = crowd.told()
    assert (last.path, last.message) == (
        "a",
        "2,000 more things are wrong in this file; the first 1,000 are told",
    )
    assert (very_last.path, very_last.message) == (
        "c",
        "1 more thing is wrong in this file; the first 1,000 are told",
    )


def test_in_a_report(run: Run) -> None:
    table = "name,contacted,interested\ngood,900,300\nfine,800,290\n" + "bad,900,many\n" * (MOST + 5)
    report = json.loads(run("check", "-", "--stdin-name", "t.csv", "--format", "json", stdin=table).out)
    assert [funnel["name"] for funnel in report["funnels"]] == ["good", "fine"]
    assert len(report["errors"]) == report["summary"]["errors"] == MOST + 1
    assert report["errors"][-1]["message"].startswith("5 more things are wrong in this file")
