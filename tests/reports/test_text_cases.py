"""What the text report says in cases that the golden files do not show."""

from __future__ import annotations

from typing import Any

import pytest

from funneldx.diagnosis import Stake
from funneldx.rates import Threshold
from funneldx.reports.layout import PlainCanvas
from funneldx.reports.phrases import worth
from funneldx.reports.terminal import TerminalCanvas
from funneldx.reports.text import Report
from tests.judging import reported


def told(data: dict[str, Any] | str, *, verbosity: int = 0, **settings: Any) -> str:
    return Report(PlainCanvas(unicode=True), verbosity=verbosity).piece(reported(data, **settings))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        # what to fix first
        ("stages: {contacted: 900, interested: 400}", "Healthy    nothing found to fix in 1 rate judged"),
        ("stages: {contacted: 900, interested: 100}", "Fix first  not known: without the number purchased"),
        (
            "{stages: {contacted: 900, interested: 400, purchased: 40}, customers: {hot: 0}}",
            "Fix first  hot-share (FDX201)",
        ),
        (
            "stages: {contacted: 900, interested: 100, price_discussed: 50, purchased: 60}",
            "Fix first  the numbers (FDX001)",
        ),
        (
            "stages: {prospects: 10, contacted: 900, interested: 100, price_discussed: 50, purchased: 40}",
            "Fix first  the numbers (FDX001), then contacted → interested, worth about 80 more purchases",
        ),
        (
            "stages: {contacted: 30, interested: 4, purchased: 2}",
            "Fix first  contacted → interested (suspected), worth",
        ),
        (
            "{stages: {dialed: 1500, contacted: 1000, purchased: 5}, cold_calls: {dialed_by: own-team}}",
            "Fix first  in-house-dialling (FDX307)",
        ),
        (
            "{stages: {dialed: 9000, contacted: 6000, purchased: 6}, customers: {hot: 0, warm: 0, cold: 6}}",
            "Fix first  sold-by-phone (FDX306)",
        ),
        (
            "stages: {dialed: 1500, contacted: 1000, listened: 5}",
            "Fix first  not known: without the number purchased",
        ),
        # several at once
        (
            "stages: {" + ", ".join(f"own {n}: {50 - n}" for n in range(9)) + "}",
            "and 4 more like these (-v shows all)",
        ),
        ("stages: {interested: 9, contacted: 9, price_discussed: 0}", "✗ FDX103 +1"),
        (
            "stages: {prospects: 9000, contacted: 900, interested: 100, purchased: 9}",
            "about 36 more purchases (33–39)",
        ),
        # a rate that skips a stage is told beside the step
        (
            "stages: {interested: 230, demo booked: 90, demo held: 70, proposal: 60}",
            "85.7 %  1:1.2    26.1 %  ✗ FDX103 26.1 %",
        ),
        # sources and thresholds
        ("stages: {contacted: 900, prospects: 800}", "Source     titov; also kakzarabativat"),
        (
            "{stages: {contacted: 900, interested: 150}, thresholds: {FDX102: {floor: 1:9, typical: 1:7}}}",
            "✓ FDX102 interest-ratio passed by floor 1:9 (your own; the default is 1:5)",
        ),
        (
            "{stages: {contacted: 900, interested: 50}, thresholds: {FDX102: {floor: 1:9}}}",
            "under 1:9 (your own; the default is 1:5)",
        ),
        (
            "{stages: {purchased: 900, repeat: 50}, thresholds: {FDX104: {floor: 1:12}}}",
            "under 1:12 (your own; there is no default)",
        ),
        (
            "{stages: {contacted: 900, interested: 50}, thresholds: {FDX102: {floor: 1:9}}}",
            "threshold your own; see titov",
        ),
        # stages that are no step, or not known
        ("stages: {contacted: 900, interested: 400, Won: 50, Closed lost: 350}", "Closed lost  350"),
        ("stages: {contacted: , interested: }", "contacted   ?"),
        ("stages: {contacted: 0, interested: 0}", "contacted   0"),
    ],
)
def test_says(data: str, words: str) -> None:
    assert words in told(data)


def test_verbose_without_intervals() -> None:
    text = told("stages: {contacted: 900, interested: 300}", verbosity=1, level=None)
    assert "✓ FDX102 interest-ratio passed: 300 of 900, 33.3 %, 1:3\n" in text


def test_verbose_says_which_threshold_is_too_near() -> None:
    text = told("stages: {contacted: 900, interested: 300}", verbosity=1)
    assert (
        "1:3 (30.3–36.5 %); unsure, since too few were counted to tell on which side of 1:3 it lies" in text
    )


def test_verbose_says_what_passed_by_the_rate_of_another_stage() -> None:
    text = told("stages: {contacted: 1000, listened: 580, agreed: 15}", verbosity=1)
    assert (
        "~ FDX303 invitation passed: 15 of 1,000, 1.5 %, 1:67 (0.91–2.5 %); unsure, since too few were counted to tell "
        "on which side of its line it lies"
    ) in text


def test_other_funnels_skip_cold_calls_in_one_line() -> None:
    (line,) = (
        line
        for line in told("stages: {contacted: 900, interested: 400}", verbosity=1).splitlines()
        if "FDX3" in line
    )
    assert "FDX301, FDX302, FDX303, FDX304, FDX305, FDX306, FDX307 skipped: this is about cold calls" in line


def test_columns_give_way_where_there_is_no_room() -> None:
    stages = "stages: {potential customers of ours: 123456789, contacted: 12345678, interested: 1234567, purchased: 12}"
    for width in (48, 54, 60, 72):
        text = Report(TerminalCanvas(width=width, unicode=True, color=False)).piece(reported(stages))
        drawn = [line for line in text.splitlines() if "123,456,789" in line or "1,234,567" in line]
        assert all(len(line) <= width for line in drawn), width
        assert "10.0 %" in text


def test_what_is_sure_and_what_is_suspected_stand_apart() -> None:
    channels = (
        "{a: {expected: 10, actual: 7}, b: {expected: 1000, actual: 800}, c: {expected: 10, actual: 6}}"
    )
    text = told(f"{{stages: {{purchased: 60}}, forecast: {{channels: {channels}}}}}")
    sure, suspected = text.index("▲ warning  FDX503"), text.index("? warning, suspected  FDX503")
    assert sure < text.index("“b” sold") < suspected < text.index("“a” sold") < text.index("“c” sold")


def test_a_stake_without_an_upper_end() -> None:
    stake = Stake(50.0, 20.0, None, Threshold.of("1:3", "stated"), None, None)
    assert worth(stake) == "about 50 more purchases (20 or more)"
