"""The sample funnels: each shows what its story says, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, takewhile
from pathlib import Path, PurePath
from typing import NamedTuple

import pytest

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity
from funneldx.model import Member
from funneldx.policy import Policy, exit_code
from funneldx.rules import catalogue
from funneldx.sources import sources
from tests.judging import TODAY, reported

SAMPLES = Path(__file__).parent.parent / "sample_funnels"


class Found(NamedTuple):
    """What a diagnosis must be; for those that rest on a rate, also the rate and the line it is held against."""

    code: str
    severity: str
    confidence: str
    stage: str | None
    k: int | None = None
    n: int | None = None
    line: Fraction | None = None


CLEAN: tuple[Found, ...] = ()

FLOOR, TYPICAL = Fraction(1, 5), Fraction(1, 3)
"""Of FDX102, stated."""
ALARM, HALF = Fraction(1, 3), Fraction(1, 2)
"""Of FDX101 and FDX103, an interpretation."""
LOW, HIGH = Fraction(10, 100), Fraction(15, 100)
"""Of FDX201, stated."""

_HARBOUR = ((74, 184), (74, 183), (72, 177), (72, 181), (70, 176), (72, 178), (68, 171))
"""How many discussed the price of how many interested, from March on."""

EXPECTED: dict[str, dict[str, tuple[Found, ...]]] = {
    # 900 of 1,500 and 180 of 300 are three in five, above a half. 300 of 900 is the usual 1:3 to the head: not
    # under it. 24 of 60 bought again, 8 of 60 came hot (13.3 %).
    "healthy/three-hundred-of-nine-hundred.yaml": {"Work clothes for workshops": CLEAN},
    # In every month about 60 % contacted, 41 % interested, 60 % asked the price, and 10.7 to 12.5 % came hot.
    "healthy/blinds-month-by-month.csv": {f"Blinds made to measure, 2026-{m:02}": CLEAN for m in range(1, 7)},
    # 500 of 840, 230 of 500, 138 of 230 (the first of proposal and negotiation), hot 7 of 52 (13.5 %).
    "healthy/crm-deals-followed-to-the-end.json": {
        "Appointment software for vets, deals created in Q2 and followed to their end": CLEAN
    },
    # 262 of 410 is 63.9 %. 92 of 131 came hot, which is what passive selling aims at. 74 of 70 and 57 of 60 forecast.
    "healthy/they-come-for-the-knives.yaml": {"Kitchen knives from the forge": CLEAN},
    # 165 of 780 is 21.2 %: under 1:3, but over the 1:6 it sets itself. 0 of 40 hot is ignored.
    "healthy/two-findings-we-know-about.yaml": {"Gearboxes for working boats": CLEAN},
    # 68.3 % picked up, 2.4 % listened, 77.6 % agreed, 69.7 % came, 52.8 % bought: each above the worked example.
    "healthy/invited-by-a-call-centre.yaml": {"Ear protection, invited by telephone": CLEAN},
    # 3 of 95 is 3.2 %, at most 8.9 %: under 1:10. One-off never says more than a note.
    "ailing/bought-once-and-gone.yaml": {
        "Кофе для офисов": (Found("FDX104", "note", "confirmed", "Повторный заказ", 3, 95, Fraction(1, 10)),)
    },
    # 34, 61, 38, 57, 19, 142: three of the five steps rise. 38 of 61 qualified is all that can be judged.
    "ailing/deals-standing-there-today.csv": {
        "deals-standing-there-today": (
            Found("FDX001", "error", "confirmed", "Contact Made"),
            Found("FDX001", "error", "confirmed", "Proposal Sent"),
            Found("FDX001", "error", "confirmed", "Closed Won"),
        )
    },
    # 900 of 4,000 is 22.5 %, at most 23.8 %: under 1:3. 340 of 900 (37.8 %) and 196 of 340 (57.6 %) are usual.
    "ailing/four-thousand-names-nobody-rings.yaml": {
        "Extinguisher inspections, bought list": (
            Found("FDX101", "error", "confirmed", "contacted", 900, 4000, ALARM),
        )
    },
    # 48 of 150 is 32 %, at least 25.1 %: over 15 %, a note. 11 of 90 is 12.2 %.
    "ailing/lives-on-walk-ins.yaml": {
        "Beds, market square": (Found("FDX201", "note", "confirmed", None, 48, 150, HIGH),),
        "Beds, business park": CLEAN,
    },
    # 96 of 1,120 is 8.6 %, at most 10.4 %: under 1:5.
    "ailing/never-heard-of-us.yaml": {
        "Energy audits for bakeries": (Found("FDX102", "error", "confirmed", "interested", 96, 1120, FLOOR),)
    },
    # 58 of 290 is 20 %, at most 25 %: under 1:3. 3 of 21 hot is 14.3 %.
    "ailing/nobody-asks-the-price.yaml": {
        "Lesson planner for riding schools": (
            Found("FDX103", "error", "confirmed", "price_discussed", 58, 290, ALARM),
        )
    },
    # None of 310, so at most 1.2 %, and the market is B2C. Every step is above its usual value.
    "ailing/on-the-shelf-and-unknown.yaml": {
        "Chickpea snacks, tasting days": (Found("FDX201", "error", "confirmed", None, 0, 310, LOW),)
    },
    # 1,900 of 4,200 is 45.2 %, under the example's 2:3. 21 of 1,900 is 1.1 %, at most 1.7 %. 3 of 1,900 is 0.16 %, at
    # most 0.46 %: under 1:200. 1,400 dials a sale, by the own team.
    "ailing/sold-in-the-first-minute.yaml": {
        "Warehouse lighting, telephone": (
            Found("FDX301", "note", "confirmed", "contacted", 1900, 4200, Fraction(2, 3)),
            Found("FDX302", "warning", "confirmed", "listened", 21, 1900, Fraction(1, 50)),
            Found("FDX306", "warning", "confirmed", "purchased", 3, 1900, Fraction(1, 200)),
            Found("FDX307", "warning", "confirmed", None),
        )
    },
    # 2 of 14 is 14.3 %, but up to 39.9 %: an error lowered to a warning. None of 1 came hot, in B2B a warning
    # lowered to a note. 14 of 24 and 1 of 2 are not under their lines.
    "ailing/too-small-to-tell.yaml": {
        "Grant writing, first autumn": (
            Found("FDX102", "warning", "suspected", "interested", 2, 14, FLOOR),
            Found("FDX201", "note", "suspected", None, 0, 1, LOW),
        )
    },
    # East: 120 of 500 is 24 %, at most 27.9 %. South: 42 of 350 is 12 %, at most 15.8 %.
    "ailing/two-regions-of-four.csv": {
        "Forklift hire, 2026-Q2, north": CLEAN,
        "Forklift hire, 2026-Q2, east": (
            Found("FDX101", "error", "confirmed", "contacted", 120, 500, ALARM),
            Found("FDX602", "warning", "confirmed", "contacted", 120, 500),
        ),
        "Forklift hire, 2026-Q2, south": (
            Found("FDX102", "error", "confirmed", "interested", 42, 350, FLOOR),
            Found("FDX602", "warning", "confirmed", "interested", 42, 350),
        ),
        "Forklift hire, 2026-Q2, west": CLEAN,
        "Forklift hire, 2026-Q2": CLEAN,
    },
    # Harbour: 107 of 177 in February, 60.5 %; 74 of 184 in March, 40.2 %, at most 47.4 %, and about as many since.
    "ailing/broke-in-march-and-only-there.csv": {
        f"Coffee machines on hire, 2026-{month:02}{branch}": (
            Found("FDX103", "warning", "confirmed", "price_discussed", *_HARBOUR[month - 3], HALF),
            *((Found("FDX601", "error", "confirmed", "price_discussed", 74, 184),) if month == 3 else ()),
        )
        if branch == ", harbour" and month >= 3
        else CLEAN
        for month in range(1, 10)
        for branch in (", centre", ", station", ", harbour", "")
    },
    # 1,795 of 3,452 are 52.0 %, 2,517 of 4,196 are 60.0 %; private 46.0 % and 43.5 %, organisers 68.1 % and 64.9 %.
    "ailing/up-while-every-branch-falls.csv": {
        "Tents for hire, 2026-Q1, private": (
            Found("FDX602", "warning", "confirmed", "interested", 1153, 2509),
        ),
        "Tents for hire, 2026-Q1, organisers": CLEAN,
        "Tents for hire, 2026-Q1": CLEAN,
        "Tents for hire, 2026-Q2, private": CLEAN,
        "Tents for hire, 2026-Q2, organisers": CLEAN,
        "Tents for hire, 2026-Q2": (Found("FDX603", "note", "confirmed", "interested", 2517, 4196),),
    },
    # On 22 November the sixty days of those who were contacted from September on are not over.
    "ailing/november-is-not-over.yaml": {
        **{f"Saunas made to measure, 2026-{month:02}": CLEAN for month in range(7, 11)},
        "Saunas made to measure, 2026-11": (Found("FDX604", "note", "confirmed", None),),
    },
    # February of the file above: three in five of those interested asked the price in every branch.
    "healthy/coffee-machines-in-february.csv": {
        f"Coffee machines on hire, 2026-02{branch}": CLEAN
        for branch in (", centre", ", station", ", harbour", "")
    },
    # March of it. 445 of 735 asked the price in the other two branches, 60.5 %.
    "ailing/coffee-machines-in-march.csv": {
        "Coffee machines on hire, 2026-03, centre": CLEAN,
        "Coffee machines on hire, 2026-03, station": CLEAN,
        "Coffee machines on hire, 2026-03, harbour": (
            Found("FDX103", "warning", "confirmed", "price_discussed", 74, 184, HALF),
            Found("FDX602", "warning", "confirmed", "price_discussed", 74, 184),
        ),
        "Coffee machines on hire, 2026-03": CLEAN,
    },
    # About 63 % contacted, 42 % interested, 61 % asked the price, in every depot and month.
    "healthy/three-depots-six-months.csv": {
        f"Skips for builders, 2026-{month:02}{depot}": CLEAN
        for month in range(1, 7)
        for depot in (", east", ", west", ", river", "")
    },
    # 240 of 350 (68.6 %) is usual. The web sold 69 fewer than 200: 34.5 %, and chance explains 1.96 · √200 = 27.7.
    # The counter sold 6 fewer than 90: 6.7 %.
    "ailing/waiting-for-orders-of-paper.yaml": {
        "Copy paper by the pallet": (
            Found("FDX401", "error", "confirmed", None),
            Found("FDX402", "error", "confirmed", None),
            Found("FDX403", "warning", "confirmed", None),
            Found("FDX502", "warning", "confirmed", None),
            Found("FDX503", "error", "confirmed", None),
            Found("FDX504", "note", "confirmed", None),
        )
    },
}


def _run(path: Path, *, inline: bool = True) -> tuple[list[FunnelReport], RunReport]:
    settings = Settings(as_of=TODAY, inline=inline)
    run = Run(sources([str(path)], None), Policy(catalogue(), settings), [str(path)])
    return list(run), run.account


def _known_as(report: FunnelReport, path: str) -> str:
    """Name the funnel, with the period or label that tells it from others of the file."""
    name = report.funnel.name or PurePath(path).stem
    several = path.endswith(".csv") or isinstance(report.funnel, Member)
    apart = (report.funnel.period, *report.funnel.labels.values()) if several else ()
    return ", ".join((name, *(part for part in apart if part)))


def _found(diagnosis: Diagnosis, line: Fraction | None) -> Found:
    rate = diagnosis.evidence.rate if diagnosis.evidence else None
    return Found(
        diagnosis.code,
        diagnosis.severity.label,
        diagnosis.confidence,
        diagnosis.stage,
        rate.k if rate else None,
        rate.n if rate else None,
        line,
    )


def test_every_sample_is_in_the_table() -> None:
    files = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()}
    files = {path for path in files if not path.startswith("records/")}  # see tests/records/test_samples.py
    assert files == set(EXPECTED)


@pytest.mark.parametrize("path", EXPECTED)
def test_what_a_sample_shows(path: str) -> None:
    reports, account = _run(SAMPLES / path)
    assert (account.errors, account.notices, account.defects) == ((), (), ())
    expected = EXPECTED[path]
    assert [_known_as(report, path) for report in reports] == list(expected)
    for report, wanted in zip(reports, expected.values(), strict=True):
        lines = [one.line for one in wanted] + [None] * len(report.diagnoses)
        assert tuple(map(_found, report.diagnoses, lines)) == wanted


@pytest.mark.parametrize(
    "found",
    [one for funnels in EXPECTED.values() for wanted in funnels.values() for one in wanted if one.line],
    ids=lambda found: f"{found.code}-{found.k}-of-{found.n}",
)
def test_the_table_is_as_sure_as_its_numbers(found: Found) -> None:
    """The score test, whose inversion the Wilson interval is, worked out apart from the tool."""
    assert found.line is not None
    assert found.k is not None
    assert found.n is not None
    off = Fraction(found.k, found.n) - found.line
    assert off > 0 if found.line == HIGH else off < 0
    clear = float(off**2) > 1.959964**2 * float(found.line * (1 - found.line) / found.n)
    assert found.confidence == ("confirmed" if clear else "suspected")


def test_the_samples_as_a_folder() -> None:
    reports, accounts = [], []
    for folder in ("ailing", "healthy"):
        found, account = _run(SAMPLES / folder)
        reports += found
        accounts.append((account.errors, account.notices, account.defects))
    assert accounts == [((), (), ())] * 2
    files = [PurePath(report.location.path).parts[-2:] for report in reports]
    assert ["/".join(file) for file, _ in groupby(files)] == sorted(EXPECTED)


def test_healthy_samples_pass_the_strictest_gates() -> None:
    _, account = _run(SAMPLES / "healthy")
    assert exit_code(account, Severity.WARNING) == 0
    assert exit_code(account, Severity.NOTE) == 0


@pytest.mark.parametrize("path", [path for path in EXPECTED if path.startswith("ailing/")])
def test_ailing_samples_are_found_out(path: str) -> None:
    _, account = _run(SAMPLES / path)
    assert exit_code(account, Severity.NOTE) == 1


@pytest.mark.parametrize("path", [path for path in EXPECTED if not path.endswith(".json")])
def test_a_sample_tells_its_story(path: str) -> None:
    lines = (SAMPLES / path).read_text(encoding="utf-8").splitlines()
    assert 4 <= len(list(takewhile(lambda line: line.startswith("#"), lines))) <= 10


def test_what_is_accepted_is_found_when_inline_settings_are_not_heeded() -> None:
    (report,), account = _run(SAMPLES / "healthy/two-findings-we-know-about.yaml", inline=False)
    assert account.errors == ()
    found = [(one.code, one.severity, one.confidence, one.against) for one in report.diagnoses]
    # 165 of 780: 18.4 % at least, so not surely over 1:5, yet not under it; 24.2 % at most, surely under 1:3.
    assert found == [
        ("FDX102", Severity.WARNING, "confirmed", "typical"),
        ("FDX201", Severity.WARNING, "confirmed", None),
    ]


def test_what_is_accepted_is_told() -> None:
    (report,), _ = _run(SAMPLES / "healthy/two-findings-we-know-about.yaml")
    assert [(one.code, str(one.until)) for one in report.suppressed] == [("FDX201", "2099-12-31")]


def test_the_sum_of_the_regions_hides_what_ails_two_of_them() -> None:
    reports, _ = _run(SAMPLES / "ailing/two-regions-of-four.csv")
    total = {stage.name: stage.count for stage in reports[-1].funnel.stages}
    assert (total["prospects"], total["contacted"], total["interested"]) == (
        2240,
        1180,
        407,
    )  # as its story says
    assert reported({"stages": total}).diagnoses == ()


def test_the_stake_of_an_unknown_name_is_told_in_money() -> None:
    (report,), _ = _run(SAMPLES / "ailing/never-heard-of-us.yaml")
    (diagnosis,) = report.diagnoses
    assert diagnosis.stake is not None
    # 24 audits sold at 96 interested of 1,120; at 1,120 / 3 interested there would be 24 · 1,120 / 288.
    assert diagnosis.stake.purchases == pytest.approx(24 * 1120 / 288 - 24)
    assert diagnosis.stake.amount == pytest.approx(332_800)
    assert diagnosis.stake.currency == "EUR"
    assert report.bottleneck is not None
    assert (report.bottleneck.came_from, report.bottleneck.to) == ("contacted", "interested")


def test_a_funnel_too_small_says_how_many_would_tell() -> None:
    (report,), _ = _run(SAMPLES / "ailing/too-small-to-tell.yaml")
    needed = [diagnosis.evidence.needed for diagnosis in report.diagnoses if diagnosis.evidence]
    # z² · t (1 − t) / (t − r)² with z² = 3.8415: t = 1/5, r = 1/7 gives 188.2; t = 1/10, r = 0 gives 34.6.
    assert needed == [189, 35]
