"""What is remembered of a run, and what a new file changes."""

from __future__ import annotations

import os

import pytest

from funneldx.baseline.entries import below
from funneldx.baseline.remembering import Changes, changes, counts
from funneldx.diagnosis import Severity
from funneldx.rates import Rate
from tests.baseline.keeping import remembered

AILING = "name: North\nperiod: 2026-09\nlabels: {b: 2, a: 1}\nstages: {contacted: 1000, interested: 90}\n"
HOT = "stages: {contacted: 9000, purchased: 1000}\ncustomers: {hot: 400}\n"


def test_an_entry() -> None:
    (entry,) = remembered(AILING)
    assert entry.who == (os.getcwd().lstrip("/") + "/funnel.yaml", "North", (("a", "1"), ("b", "2")))
    assert (entry.period, entry.since, entry.ordinal) == (None, "2026-09", 1)
    assert entry.spot == ("FDX102", "interested", None, False)
    assert (entry.severity, entry.confidence, entry.rate) == (Severity.ERROR, "confirmed", Rate(90, 1000))


def test_an_entry_about_no_stage_with_a_rate_that_is_too_high() -> None:
    (entry,) = (one for one in remembered(HOT) if one.rule == "FDX201")
    assert entry.spot == ("FDX201", None, "customers.hot", True)


def test_only_the_latest_period_holds_from_then_on() -> None:
    months = "---\n".join(AILING.replace("2026-09", month) for month in ("2026-08", "2026-10", "2026-09"))
    whens = [(entry.period, entry.since) for entry in remembered(months)]
    assert whens == [("2026-08", None), ("2026-09", None), (None, "2026-10")]


def test_entries_are_sorted_whatever_the_order_of_the_files() -> None:
    files = {f"{name}.yaml": AILING + f"---\n{HOT}" for name in "cab"}
    entries = remembered(files)
    assert entries == remembered(dict(sorted(files.items())))
    assert [os.path.basename(entry.path)[0] for entry in entries] == sorted("abc" * (len(entries) // 3))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/srv/funnels/a/b.yaml", "a/b.yaml"),
        ("/srv/other.yaml", "../other.yaml"),
        ("<stdin>", "<stdin>"),
    ],
)
def test_paths_are_those_below_the_folder_of_the_baseline(path: str, found: str) -> None:
    assert below(path, "/srv/funnels") == found


def test_a_path_on_another_drive_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, "relpath", refuse)
    assert below("D:/a.yaml", "C:/funnels") == "D:/a.yaml"


def test_changes() -> None:
    old = remembered(AILING)
    assert changes(old, old) == Changes(added=0, dropped=0, kept=1, changed=0)
    assert changes(old, []) == Changes(added=0, dropped=1, kept=0, changed=0)
    moved = remembered(AILING.replace("2026-09", "2026-10").replace("90", "80"))
    assert changes(old, moved) == Changes(added=0, dropped=0, kept=1, changed=1)
    other = remembered(AILING.replace("North", "South") + "---\n" + AILING)
    assert changes(old, other) == Changes(added=1, dropped=0, kept=1, changed=0)


def test_counts() -> None:
    assert counts(remembered(AILING)) == {Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 0}
