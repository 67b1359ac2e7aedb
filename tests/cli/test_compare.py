"""`funneldx compare`: what it matches, what it says, with which code it ends."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from funneldx import reports
from funneldx.cli.compare import of_paths
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.reports.compare_text import Report
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import catalogue
from funneldx.series.gathering import AS_THEY_STAND
from funneldx.sources import Folders
from tests.cli.conftest import Run
from tests.judging import TODAY

BEFORE = """\
region,prospects,contacted,interested,price discussed,purchased
north,3000,2000,800,400,160
south,4000,2600,1000,520,210
west,2000,1300,520,260,100
"""
AFTER = """\
region,prospects,contacted,interested,price discussed,purchased
north,3000,2010,790,190,75
south,4100,2650,1010,530,212
east,500,300,120,60,24
"""
ONE = "period: 2026-08\ndeal_value: 1200 EUR\nstages: {contacted: 1000, interested: 400, price_discussed: 200, purchased: 100}\n"
OTHER = "period: 2026-09\ndeal_value: 1200 EUR\nstages: {contacted: 1000, interested: 390, price_discussed: 130, purchased: 62}\n"
SCHEMA = Draft202012Validator(json.loads(files(reports).joinpath("compare.schema.json").read_text("utf-8")))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a.csv", BEFORE), ("b.csv", AFTER), ("a.yaml", ONE), ("b.yaml", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def compared(run: Run, *arguments: str, code: int | None = None) -> Any:
    ended = run("compare", *arguments, "--format", "json", "--as-of", "2026-11-22")
    assert ended.err == ""
    if code is not None:
        assert ended.code == code
    report = json.loads(ended.out)
    SCHEMA.validate(report)
    for one in report["comparisons"]:
        if split := one["split"]:
            parts = [split["volume"], *(step["effect"] for step in split["steps"])]
            assert sum(parts) == pytest.approx(split["change"], abs=1e-6)
            if split["weights"]:
                assert sum(split["weights"].values()) == pytest.approx(split["change"], abs=1e-6)
    return report


def verdicts(steps: list[Any]) -> list[str]:
    return [step["verdict"] for step in steps]


def test_two_files_of_one_funnel_match_whatever_they_are_called(run: Run, folder: Path) -> None:
    (folder / "a.yaml").write_text("name: Then\n" + ONE, encoding="utf-8")
    (folder / "b.yaml").write_text("name: Now\nlabels: {team: B}\n" + OTHER, encoding="utf-8")
    report = compared(run, "a.yaml", "b.yaml", code=1)
    (one,) = report["comparisons"]
    assert one["sentence"] == (
        "38 fewer sales (62 after 100): 32 of them lost between interested and price discussed."
    )
    assert verdicts(one["steps"]) == ["no evidence", "worse", "no evidence"]
    assert (one["split"]["change"], one["split"]["amount"], one["split"]["currency"]) == (-38, -45600, "EUR")
    (found,) = one["diagnoses"]
    assert (found["code"], found["severity"], found["stage"]) == ("FDX601", "error", "price_discussed")
    assert found["actions"][2].startswith("Call ten who were interested")
    assert report["unmatched"] == []


def test_a_step_that_broke_in_one_segment(run: Run) -> None:
    report = compared(run, "a.csv", "b.csv", code=1)
    (one,) = report["comparisons"]
    assert one["sentence"].startswith(
        "159 fewer sales (311 after 470): 80 of them lost between interested and price discussed, all in north, "
        "71 since fewer stood at “prospects”, all in west."
    )
    assert [
        (each["labels"]["region"], each["there_before"], each["there_after"]) for each in one["segments"]
    ] == [
        ("north", True, True),
        ("south", True, True),
        ("west", True, False),
        ("east", False, True),
    ]
    assert verdicts(one["segments"][0]["steps"]) == ["no evidence", "no evidence", "worse", "no evidence"]
    assert verdicts(one["segments"][2]["steps"]) == ["cannot tell"] * 4
    assert [(each["code"], each["labels"]) for each in one["diagnoses"]] == [("FDX601", {"region": "north"})]


def test_the_text(run: Run) -> None:
    ended = run("compare", "a.csv", "b.csv")
    assert ended.code == 1
    for words in (
        "▌a.csv → b.csv",
        "│   interested → price discussed  50.0 %  24.1 %  -25.9 (-30.4 to -21.3)  ✗ worse",
        "│ west: is not there any more",
        "│ east: was not there before",
        "│ sales 470 → 311               -159",
        "│ 1 segment without any change to speak of (-v shows all)",
        "✗ error  FDX601 step-dropped  b.csv:2:5",
        "▌1 comparison: 1 error",
    ):
        assert words in ended.out
    assert "south\n" in run("compare", "a.csv", "b.csv", "-v").out


def test_money(run: Run) -> None:
    assert "│ sales 100 → 62                -38  45,600 EUR less" in run("compare", "a.yaml", "b.yaml").out
    assert "45,600 EUR more" in run("compare", "b.yaml", "a.yaml").out


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 1), (("--fail-on", "never"), 0), (("--ignore", "FDX601"), 0), (("--fail-on", "warning"), 1)],
)
def test_exit_codes(run: Run, options: tuple[str, ...], code: int) -> None:
    assert run("compare", "a.yaml", "b.yaml", *options).code == code
    assert run("compare", "b.yaml", "a.yaml", *options).code == 0


def test_a_warning_fails_only_where_it_is_to(run: Run, folder: Path) -> None:
    for name, interested in (("a.yaml", 4000), ("b.yaml", 3500)):
        (folder / name).write_text(
            f"stages: {{contacted: 10000, interested: {interested}}}", encoding="utf-8"
        )
    assert run("compare", "a.yaml", "b.yaml").code == 0
    assert run("compare", "a.yaml", "b.yaml", "--fail-on", "warning").code == 1
    (one,) = compared(run, "a.yaml", "b.yaml", "--threshold", "step-dropped.relative=20%")["comparisons"]
    assert (verdicts(one["steps"]), one["steps"][0]["reason"]) == (["no evidence"], "differs by too little")
    assert one["sentence"].startswith("500 fewer at “interested” (3,500 after 4,000): 500 of them lost")


def test_folders(run: Run, folder: Path) -> None:
    for side, (name, text) in (("old", ("a", ONE)), ("new", ("b", OTHER))):
        (folder / side / "in").mkdir(parents=True)
        (folder / side / "in" / "baltics.yaml").write_text(text, encoding="utf-8")
        (folder / side / f"{name}.yaml").write_text(f"name: Only {side}\n{text}", encoding="utf-8")
        (folder / side / "same.yaml").write_text(f"name: Both\n{ONE}", encoding="utf-8")
    report = compared(run, "old", "new", code=1)
    assert [one["name"] for one in report["comparisons"]] == [None, "Both"], "what got worse comes first"
    assert [(one["side"], one["name"]) for one in report["unmatched"]] == [
        ("before", "Only old"),
        ("after", "Only new"),
    ]
    out = run("compare", "old", "new").out
    assert "– only before: Only old · 2026-08  old/a.yaml:1" in out
    assert "▌2 comparisons: 1 error" in out


def test_periods_are_matched_in_their_order(run: Run, folder: Path) -> None:
    for name, months in (("a.csv", ("2026-02", "2026-01")), ("b.csv", ("2026-07", "2026-08", "2026-09"))):
        rows = "\n".join(f"x,{month},1000,{400 + int(month[-1])}" for month in months)
        (folder / name).write_text(f"name,period,contacted,interested\n{rows}\n", encoding="utf-8")
    report = compared(run, "a.csv", "b.csv", code=0)
    assert [(one["before"]["period"], one["after"]["period"]) for one in report["comparisons"]] == [
        ("2026-01", "2026-07"),
        ("2026-02", "2026-08"),
    ]
    assert [one["period"] for one in report["unmatched"]] == ["2026-09"]


def test_equal_periods_are_those_that_match(run: Run, folder: Path) -> None:
    for name, months in (("a.csv", ("2026-01", "2026-02")), ("b.csv", ("2026-02", "2026-03"))):
        rows = "\n".join(f"x,{month},1000,400" for month in months)
        (folder / name).write_text(f"name,period,contacted,interested\n{rows}\n", encoding="utf-8")
    report = compared(run, "a.csv", "b.csv", code=0)
    assert [one["before"]["period"] for one in report["comparisons"]] == ["2026-02"]
    assert [(one["side"], one["period"]) for one in report["unmatched"]] == [
        ("before", "2026-01"),
        ("after", "2026-03"),
    ]
    assert report["comparisons"][0]["sentence"] == "As many at “interested” as before (400)."


def test_an_open_period_is_no_drop(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text(OTHER.replace("2026-09", "2026-11"), encoding="utf-8")
    (one,) = compared(run, "a.yaml", "b.yaml", code=0)["comparisons"]
    assert set(verdicts(one["steps"])) == {"cannot tell"}
    assert one["steps"][0]["reason"] == "the later period may still change"
    assert [each["code"] for each in one["diagnoses"]] == ["FDX604"]
    assert (
        "nothing got worse beyond chance, 1 note"
        in run("compare", "a.yaml", "b.yaml", "--as-of", "2026-11-22").out
    )


def test_what_cannot_be_told(run: Run, folder: Path) -> None:
    (folder / "a.yaml").write_text("stages: {a: 100, b: 50, c: 60, d: 0, e: 0, f: , g: 9}", encoding="utf-8")
    (folder / "b.yaml").write_text("stages: {a: 100, b: 50, c: 40, d: 3, e: 0, f: 0, g: 8}", encoding="utf-8")
    (one,) = compared(run, "a.yaml", "b.yaml", code=0)["comparisons"]
    assert [step["reason"] for step in one["steps"]] == [
        None,
        "more behind it than before it",
        "too few",
        "nobody stood before it",
        "not counted on both sides",
        "not counted on both sides",
    ]
    assert one["split"] is None
    assert one["unsplit"] == "somebody stands behind a stage where nobody stood"
    assert one["sentence"].startswith("Why the last stage moved cannot be shared out: somebody stands")


def test_stages_of_other_names_match_by_role(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text(
        "stages: {MQL: 1000, interest: 390, offer: 130, Closed Won: 62, Closed Lost: 68}", encoding="utf-8"
    )
    (one,) = compared(run, "a.yaml", "b.yaml", code=1)["comparisons"]
    assert [step["to"] for step in one["steps"]] == ["interested", "price_discussed", "purchased"]


def test_nothing_in_common(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text("stages: {x: 10, y: 5}", encoding="utf-8")
    (one,) = compared(run, "a.yaml", "b.yaml", code=0)["comparisons"]
    assert one["steps"] == []
    assert one["unsplit"].startswith("two stages that are counted on both sides")


def test_segments_against_a_total(run: Run, folder: Path) -> None:
    """Where the sides are cut up by other labels, the sums are compared."""
    (folder / "b.csv").write_text(BEFORE.replace("region", "team"), encoding="utf-8")
    (one,) = compared(run, "a.csv", "b.csv", code=0)["comparisons"]
    assert (one["segments"], one["sentence"]) == ([], "As many sales as before (470).")


def test_a_total_is_not_counted_twice(run: Run, folder: Path) -> None:
    total = "all of us,9000,5900,2320,1180,470\n"
    (folder / "a.csv").write_text(BEFORE + total, encoding="utf-8")
    report = compared(run, "a.csv", "b.csv")
    assert report["comparisons"][0]["split"]["before"] == 470
    assert [one["message"] for one in report["notices"]] == [
        "“all of us” is the sum of the others: left out, so that nothing is counted twice"
    ]


def test_summed_over_labels_and_periods(run: Run, folder: Path) -> None:
    (one,) = compared(run, "a.csv", "b.csv", "--by", "")["comparisons"]
    assert one["segments"] == []
    header = "period,region,contacted,interested\n"
    for name, months in (("a.csv", range(1, 4)), ("b.csv", range(4, 7))):
        rows = [f"2026-{month:02},{region},1000,400\n" for month in months for region in ("n", "s")]
        (folder / name).write_text(header + "".join(rows), encoding="utf-8")
    (one,) = compared(run, "a.csv", "b.csv", "--period", "quarter", "--by", "region")["comparisons"]
    assert (one["before"]["period"], one["after"]["period"]) == ("2026-Q1", "2026-Q2")
    assert [step["before"]["n"] for step in one["segments"][0]["steps"]] == [3000]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("b.yaml", "stages: 5", "b.yaml:1:9"),
        ("b.yaml", None, "there is no such file"),
    ],
)
def test_what_cannot_be_read(run: Run, folder: Path, name: str, text: str | None, words: str) -> None:
    (folder / name).unlink()
    if text:
        (folder / name).write_text(text, encoding="utf-8")
    ended = run("compare", "a.yaml", name)
    assert ended.code == 2
    assert words in ended.out
    assert "Nothing was compared; 1 problem in what was given" in ended.out


def test_nothing_that_matches(run: Run, folder: Path) -> None:
    for side in ("old", "new"):
        (folder / side).mkdir()
        for number in range(2):
            (folder / side / f"{number}.yaml").write_text(f"name: {side}{number}\n{ONE}", encoding="utf-8")
    ended = run("compare", "old", "new")
    assert ended.code == 2
    assert "old and new: no funnel of the one is in the other" in ended.out


def test_many_that_are_alone(run: Run, folder: Path) -> None:
    for side, many in (("old", 14), ("new", 1)):
        (folder / side).mkdir()
        for number in range(many):
            (folder / side / f"{number}.yaml").write_text(f"name: {number}\n{ONE}", encoding="utf-8")
    out = run("compare", "old", "new").out
    assert out.count("only before: ") == 10
    assert "and 3 more only before (-v shows all)" in out
    assert run("compare", "old", "new", "-v").out.count("only before: ") == 13


def test_into_a_file(run: Run, folder: Path) -> None:
    ended = run("compare", "a.yaml", "b.yaml", "--output", "change.txt")
    assert (ended.code, ended.out) == (1, "")
    assert "38 fewer sales" in (folder / "change.txt").read_text("utf-8")
    assert run("compare", "a.yaml", "b.yaml", "--output", "a.yaml").code == 2
    assert (folder / "a.yaml").read_text("utf-8") == ONE


def test_a_threshold_of_the_funnel_that_cannot_be(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text(
        OTHER + "thresholds: {step-dropped: {relative: 30%, error: 20%}}\n", "utf-8"
    )
    ended = run("compare", "a.yaml", "b.yaml")
    assert ended.code == 2
    assert "is above the error value" in ended.out


def test_thresholds_of_the_funnel(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text(
        OTHER + "thresholds: {step-dropped: {relative: 40%, error: 50%}}\n", "utf-8"
    )
    (one,) = compared(run, "a.yaml", "b.yaml", code=0)["comparisons"]
    assert verdicts(one["steps"])[1] == "no evidence"
    (one,) = compared(run, "a.yaml", "b.yaml", "--no-inline", code=1)["comparisons"]
    assert verdicts(one["steps"])[1] == "worse"


def test_literally(run: Run, folder: Path) -> None:
    (folder / "a.yaml").write_text("stages: {contacted: 10, interested: 4}", encoding="utf-8")
    (folder / "b.yaml").write_text("stages: {contacted: 10, interested: 3}", encoding="utf-8")
    (one,) = compared(run, "a.yaml", "b.yaml", code=0)["comparisons"]
    assert verdicts(one["steps"]) == ["cannot tell"]
    assert one["sentence"].endswith("lost between contacted and interested (too few to tell it from chance).")
    report = compared(run, "a.yaml", "b.yaml", "--confidence", "literal", code=1)
    assert (report["confidence"], verdicts(report["comparisons"][0]["steps"])) == (None, ["worse"])


def test_hostile_names_are_not_obeyed(run: Run, folder: Path) -> None:
    name = json.dumps("##[error]x\x1b[31m ::error::")
    stages = '{"::warning::": 100, "##vso[task]\\u202E": 60}'
    for side, count in (("a.yaml", 60), ("b.yaml", 20)):
        (folder / side).write_text(
            f"name: {name}\nlabels: {{by: {name}}}\nstages: {stages.replace('60', str(count))}",
            encoding="utf-8",
        )
    out = run("compare", "a.yaml", "b.yaml", "-v").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.lstrip().startswith(("##", "::")) for line in out.splitlines())
    assert "##[" not in run("compare", "a.yaml", "b.yaml", "--format", "json").out


def test_what_is_cut_up_in_a_way_of_its_own_is_alone(run: Run, folder: Path) -> None:
    more = "funnels:\n" + "".join(
        f"- {{labels: {{{key}: {value}}}, stages: {{a: 100, b: {count}}}}}\n"
        for key, value, count in (("by", "x", 50), ("by", "y", 40), ("age", "old", 45), ("age", "young", 45))
    )
    (folder / "a.yaml").write_text(more, encoding="utf-8")
    (folder / "b.yaml").write_text("".join(more.splitlines(keepends=True)[:3]), encoding="utf-8")
    report = compared(run, "a.yaml", "b.yaml", code=0)
    assert len(report["comparisons"]) == 1
    assert [(one["side"], one["labels"]) for one in report["unmatched"]] == [
        ("before", {"age": "old"}),
        ("before", {"age": "young"}),
    ]
    report = compared(run, "b.yaml", "a.yaml", code=0)
    assert [one["side"] for one in report["unmatched"]] == ["after", "after"]


def test_what_was_lost_and_won_back(run: Run, folder: Path) -> None:
    def said(before: str, after: str) -> Any:
        (folder / "a.yaml").write_text(f"stages: {before}", encoding="utf-8")
        (folder / "b.yaml").write_text(f"stages: {after}", encoding="utf-8")
        return compared(run, "a.yaml", "b.yaml")["comparisons"][0]["sentence"]

    assert said(
        "{contacted: 1000, interested: 400, purchased: 100}",
        "{contacted: 1000, interested: 200, purchased: 100}",
    ) == (
        "As many sales as before (100): 75 lost between contacted and interested, made up for by 75 won between interested "
        "and purchased."
    )
    assert said(
        "{contacted: 1000, interested: 400, purchased: 100}",
        "{contacted: 1000, interested: 300, purchased: 99}",
    ) == ("1 fewer sale (99 after 100): 29 lost between contacted and interested, and 28 won back elsewhere.")
    assert said("{contacted: 1000, purchased: 100}", "{contacted: 2000, purchased: 150}") == (
        "50 more sales (150 after 100): 88 since more stood at “contacted”, and 38 lost elsewhere."
    )
    assert said("{a: 1000, b: , c: 500}", "{a: 1000, b: , c: 400}") == (
        "100 fewer at “c” (400 after 500): 100 of them lost between a and c."
    )
    assert said("{a: 1000, b: 500}", "{a: 1000, b: 490}").endswith("between a and b (which may be chance).")


def test_equal_shares_of_two_segments(run: Run, folder: Path) -> None:
    header = "region,contacted,purchased\n"
    (folder / "a.csv").write_text(f"{header}n,1000,400\ns,1000,400\nw,1000,400\n", encoding="utf-8")
    (folder / "b.csv").write_text(f"{header}n,1000,300\ns,1000,300\nw,1000,300\n", encoding="utf-8")
    out = run("compare", "a.csv", "b.csv").out
    assert "300 fewer sales (900 after 1,200): 300 of them lost between contacted and purchased.\n" in out


def test_text_where_there_is_no_split(run: Run, folder: Path) -> None:
    (folder / "b.yaml").write_text("stages: {x: 10, y: 5}", encoding="utf-8")
    assert (
        "Why the last stage moved cannot be shared out: two stages" in run("compare", "a.yaml", "b.yaml").out
    )
    (folder / "a.yaml").write_text("stages: {x: 100, y: 40}", encoding="utf-8")
    assert "+10.0  ✓ better" in run("compare", "a.yaml", "b.yaml", "--confidence", "literal").out
    (folder / "a.yaml").write_text("stages: {x: 0, y: 0}", encoding="utf-8")
    out = run("compare", "a.yaml", "b.yaml", "--confidence", "literal").out
    assert "~ cannot tell: nobody stood before it" in out


def test_what_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("funneldx.cli.reporting.Out.write", full)
    ended = run("compare", "a.yaml", "b.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert "no space left" in ended.err


@pytest.mark.parametrize("width", [60, 80, 140])
def test_it_fits_the_terminal(width: int) -> None:
    found = of_paths(("a.csv", "b.csv"), Policy(catalogue(), Settings(as_of=TODAY)), Folders(), AS_THEY_STAND)
    lines = Report(TerminalCanvas(width=width, unicode=True, color=False)).text(found).splitlines()
    assert max(map(len, lines)) <= width
    (worse,) = [line for line in lines if line.endswith("✗ worse") and "24.1 %" in line]
    assert ("-30.4 to -21.3" in worse) == (width >= 80)
    assert "│ west: is not there any more" in lines
