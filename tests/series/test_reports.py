"""Series as people read them: the periods in a few lines, how rates went, since when something holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from funneldx.rates import Rate
from funneldx.reports.json_funnel import funnel_text
from funneldx.reports.layout import PlainCanvas
from funneldx.reports.terminal import TerminalCanvas
from funneldx.reports.text import Report
from funneldx.reports.trend import ends, sparkline
from funneldx.rules import differences
from funneldx.rules.compared import Compared
from funneldx.significance import score_test
from tests.cli.conftest import Run, run
from tests.judging import series
from tests.series.simulated import months

__all__ = ["run"]
SAMPLE = Path(__file__).parents[2] / "sample_funnels/ailing/broke-in-march-and-only-there.csv"


def told(path: Path | str, *, verbosity: int = 0, width: int = 0) -> str:
    text = path.read_text(encoding="utf-8") if isinstance(path, Path) else path
    name = path.name if isinstance(path, Path) else "funnel.yaml"
    canvas = TerminalCanvas(width=width, unicode=True, color=False) if width else PlainCanvas(unicode=True)
    report = Report(canvas, verbosity=verbosity)
    return "".join(report.write(report.piece(one)) for one in series(text, name))


def test_earlier_periods_take_a_line_each() -> None:
    lines = told(SAMPLE).splitlines()
    assert lines[:5] == [
        "▌Coffee machines on hire · 2026-01 · branch: centre  98 of 1,468: 6.7 %",
        *lines[1:4],
        "▌Coffee machines on hire · 2026-02 · branch: centre  100 of 1,450: 6.9 %",
    ]
    at = lines.index(
        "▌Coffee machines on hire · 2026-03 · branch: harbour  31 of 696: 4.5 %  FDX103 (-v tells all)"
    )
    assert (lines[at - 1], lines[at + 1].split()[:3]) == ("", ["✗", "error", "FDX601"])
    assert sum("Overall" in line for line in lines) == 4, "of the latest period all is told"


def test_all_is_told_where_that_is_asked_for() -> None:
    assert told(SAMPLE, verbosity=1).count("Overall ") == 36


def test_how_rates_went() -> None:
    text = told(SAMPLE)
    assert "│ Over time  2026-01 → 2026-09\n" in text
    assert "│ interested → price discussed  ██▆▆▆▆▆▆▆  61.5 % → 39.8 %\n" in text
    for width in (60, 80, 140):
        narrow = [line for line in told(SAMPLE, width=width).splitlines() if "██▆▆▆▆▆▆▆" in line]
        assert narrow
        assert all(len(line) <= width for line in narrow)


def test_since_when_a_finding_holds() -> None:
    assert "▲ warning  FDX103 price-gap  since 2026-03  " in told(SAMPLE)


def test_a_funnel_without_an_end() -> None:
    text = told(
        "funnels: [{period: 2026-01, stages: {contacted: }}, {period: 2026-02, stages: {contacted: 9}}]"
    )
    assert text.startswith("▌funnel · 2026-01  FDX005 (-v tells all)\n")
    assert "Over time" not in text


@pytest.mark.parametrize(
    ("values", "drawn", "plain"),
    [
        ((0.5, 0.25, 0.0), "█▅▁", "#=_"),
        ((0.0, None), "▁ ", "_ "),
        ((None, 0.1, 0.1), " ██", " ##"),
        ((), "", ""),
        ((1.0,) * 50, "█" * 36, "#" * 36),
    ],
)
def test_sparkline(values: tuple[float | None, ...], drawn: str, plain: str) -> None:
    assert sparkline(values, unicode=True) == drawn
    assert sparkline(values, unicode=False) == plain


def test_ends() -> None:
    assert ends((None, 0.2, None, 0.1)) == (0.2, 0.1)
    assert ends((None,)) is None


def test_scan_tells_what_changed(run: Run) -> None:
    out = run("scan", str(SAMPLE), "--as-of", "2026-11-22").out
    assert "▌What changed, and where\n" in out
    assert (
        "│ ✗ Coffee machines on hire · 2026-03 · harbour  interested → price discussed  ██▆▆▆▆▆▆▆  FDX601\n"
        in out
    )


def test_scan_tells_of_open_periods_and_of_no_more_than_it_can(run: Run, tmp_path: Path) -> None:
    rows = [f"2026-11,s{n:02},1000,{100 if n % 2 else 500}" for n in range(50)]
    (tmp_path / "a.csv").write_text("\n".join(["period,shop,contacted,interested", *rows]), encoding="utf-8")
    out = run("scan", str(tmp_path / "a.csv"), "--as-of", "2026-11-22").out
    assert "and 6 more (funneldx check tells all)" in out
    (tmp_path / "a.csv").write_text(
        "\n".join(["period,shop,contacted,interested", *rows[1:4:2]]), encoding="utf-8"
    )
    assert (
        "│ ● 2026-11 · all segments  FDX604\n"
        in run("scan", str(tmp_path / "a.csv"), "--as-of", "2026-11-22").out
    )


def test_scan_counts_what_is_at_stake_once(run: Run) -> None:
    ended = run("scan", str(SAMPLE), "--as-of", "2026-11-22", "--group-by", "branch", "--by", "branch")
    assert "worth about 63 more" in ended.out or "more purchases" in ended.out
    assert "without branch" not in ended.out


def test_only_some_segments_are_asked_for(run: Run) -> None:
    """They are held against all others even so; the sums are none of those left out."""
    ended = run("scan", str(SAMPLE), "--as-of", "2026-11-22", "--label", "branch=harbour", "--format", "json")
    report = json.loads(ended.out)
    assert [one["labels"] for one in report["funnels"]] == [{"branch": "harbour"}] * 9
    assert report["summary"]["by_rule"] == {"FDX103": 7, "FDX601": 1}
    assert report["notices"][0]["message"] == "18 of 27 funnels are left out by --label branch=harbour"


@pytest.mark.parametrize("path", sorted(SAMPLE.parent.glob("*.csv")), ids=lambda path: path.stem)
def test_json_is_written_as_from_reports(
    run: Run,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Funnels of a series are put into JSON without a report between, which must make no difference."""
    monkeypatch.chdir(path.parent)
    written = run("check", path.name, "--as-of", "2026-11-22", "--format", "jsonl").out.splitlines()
    reports = series(path.read_text(encoding="utf-8"), path.name)
    assert [line for line in written if '"type": "funnel"' in line] == [
        f'{{"type": "funnel", {funnel_text(one)[1:]}' for one in reports
    ]


def test_a_rule_that_crashes_is_told_of_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: Compared) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Compared, "lags", crash)
    ended = run("check", str(SAMPLE), "--as-of", "2026-11-22", "--format", "json")
    assert ended.code == 3
    report = json.loads(ended.out)
    assert report["defects"] == [
        {"rule": "FDX602", "plugin": None, "message": "ZeroDivisionError: ", "path": None}
    ]
    assert report["summary"]["by_rule"]["FDX601"] == 1


def test_the_cost_grows_with_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test for each step of each cell against the one before, and one against the others; never more."""
    calls: list[int] = []

    def counted(one: Rate, other: Rate) -> float:
        calls[-1] += 1
        return score_test(one, other)

    monkeypatch.setattr(differences, "score_test", counted)
    for segments in (10, 20, 40):
        calls.append(0)
        series(
            {
                "funnels": [
                    {
                        "period": month,
                        "labels": {"by": f"s{n}"},
                        "stages": {"a": 1000, "b": 500 + n, "c": 200},
                    }
                    for month in months(6)
                    for n in range(segments)
                ]
            }
        )
    assert calls == [2 * (5 * (segments + 1) + 6 * segments) for segments in (10, 20, 40)]
