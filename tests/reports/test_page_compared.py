"""The page of a comparison: its numbers are those of its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from funneldx.reports.page import writing
from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)
from tests.reports.page import interval, numbers, parsed, words

SAMPLES = Path(__file__).parents[2] / "sample_funnels"
FEBRUARY = str(SAMPLES / "healthy" / "coffee-machines-in-february.csv")
MARCH = str(SAMPLES / "ailing" / "coffee-machines-in-march.csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def both(run: Run, before: str, after: str, *options: str) -> tuple[Any, Any]:  # noqa: F811
    """The page and the JSON of one comparison."""
    ended = run("compare", before, after, "--format", "html", "--output", "json=c.json", *options)
    assert ended.err == ""
    return parsed(ended.out), json.loads(Path("c.json").read_text("utf-8"))


def rate(side: Any) -> list[float]:
    """The numbers of one side as the page has them."""
    if side is None:
        return []
    return [*([] if side["rate"] is None else [side["rate"]]), side["k"], side["n"]]


def held(page: Any, told: Any) -> None:
    """All numbers of the comparisons are those of JSON."""
    articles = page.findall(".//article[@class='comparison']")
    assert len(articles) == len(told["comparisons"])
    for article, one in zip(articles, told["comparisons"], strict=True):
        assert words(article.find(".//p[@class='lead sentence']")) == one["sentence"]
        rows = article.findall(".//table[@class='steps']/tbody/tr")
        for row, step in zip(rows, one["steps"], strict=True):
            before, after, _, difference, verdict = row.findall("td")
            assert (numbers(before), numbers(after)) == (rate(step["before"]), rate(step["after"]))
            told_of = (step["difference"], step["p_value"])
            assert numbers(difference) == [value for value in told_of if value is not None]
            assert interval(difference) == step["interval"]
            assert step["verdict"] in words(verdict)
            assert (step["reason"] or "") in words(verdict)
        _held_split(article, one["split"])
        segments = article.findall(".//details[@class='segments']//tbody/tr")
        for row, segment in zip(segments, one["segments"], strict=True):
            shown = [value for cell in row.findall("td") for value in numbers(cell)]
            sides = [step[side] for step in segment["steps"] for side in ("before", "after")]
            assert shown == [side["rate"] for side in sides if side and side["rate"] is not None]
        found = [one.get("data-code") for one in article.iterfind(".//p[@data-code]")]
        assert sorted(found) == sorted(one["code"] for one in one["diagnoses"])


def _held_split(article: Any, split: Any) -> None:
    table = article.find(".//table[@class='split']")
    assert (table is None) == (split is None)
    if split is None:
        return
    before, after, change = numbers(table.find("caption"))
    assert (before, after, change) == (split["before"], split["after"], split["change"])
    amount = table.find(".//span[@data-amount]")
    if amount is not None:
        assert json.loads(amount.get("data-amount")) == split["amount"]
    effects = [numbers(row)[0] for row in table.iterfind("./tbody/tr")]
    assert effects == [split["volume"], *(step["effect"] for step in split["steps"])]
    weights = {one.get("data-key"): numbers(one)[0] for one in article.iterfind(".//span[@class='weight']")}
    assert weights == (split["weights"] or {})


def test_its_numbers_are_those_of_json(run: Run) -> None:  # noqa: F811
    page, told = both(run, FEBRUARY, MARCH)
    held(page, told)
    assert words(page.find(".//h1")) == "Coffee machines on hire · 2026-02 → to 2026-03"
    assert page.find(".//td[@class='worse']") is not None
    assert "harbour" in words(page.find(".//article[@class='finding error']/header"))


PLAIN = "name: Plain\ndeal_value: 100 EUR\nstages: {contacted: 1000, interested: 400, purchased: %d}\n"


def test_funnels_without_segments(run: Run) -> None:  # noqa: F811
    Path("a.yaml").write_text(PLAIN % 100, encoding="utf-8")
    Path("b.yaml").write_text(PLAIN % 40, encoding="utf-8")
    page, told = both(run, "a.yaml", "b.yaml")
    held(page, told)
    assert "6,000 EUR less" in words(page.find(".//table[@class='split']/caption"))
    assert "Every difference was taken literally" not in words(page)
    page, told = both(run, "a.yaml", "b.yaml", "--confidence", "literal")
    held(page, told)
    assert "Every difference was taken literally" in words(page)
    page, told = both(run, "a.yaml", "a.yaml")
    held(page, told)


def test_what_cannot_be_split_or_drawn(run: Run) -> None:  # noqa: F811
    Path("a.yaml").write_text("stages: {contacted: 10, interested: 20, price_discussed: 0}", encoding="utf-8")
    Path("b.yaml").write_text("stages: {contacted: 0, interested: 2, price_discussed: 1}", encoding="utf-8")
    page, told = both(run, "a.yaml", "b.yaml")
    held(page, told)
    assert page.find(".//svg[@class='dumbbell']") is None or told["comparisons"][0]["steps"]


def test_several_and_those_on_one_side_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    shops = ("x", "y")
    for side, sold, more in (("a", 100, "z"), ("b", 90, "w")):
        Path(side).mkdir()
        for name in ("One", "Two", f"Only {side}"):
            rows = [
                f"{name},{shop},1000,400,{sold}" for shop in (*shops, *((more,) if name == "One" else ()))
            ]
            text = "\n".join(["funnel,shop,contacted,interested,purchased", *rows])
            Path(side, f"{name}.csv").write_text(text, encoding="utf-8")
    page, told = both(run, "a", "b")
    held(page, told)
    assert len(told["comparisons"]) == 2
    assert len(page.findall(".//ul[@class='unmatched']/li[@data-side]")) == len(told["unmatched"]) > 0
    text = words(page)
    assert "was not there before" in text
    assert "is not there any more" in text
    monkeypatch.setattr(writing, "ROOM_COMPARED", 1)
    page, told = both(run, "a", "b")
    assert "1 more comparison for which a page has no room" in words(page)


def test_nothing_to_compare(run: Run) -> None:  # noqa: F811
    Path("a.yaml").write_text(
        "name: A\nstages: {contacted: 10, interested: 2}\n---\nname: C\nstages: {a: 1}", encoding="utf-8"
    )
    Path("b.yaml").write_text(
        "name: B\nstages: {contacted: 10, interested: 2}\n---\nname: D\nstages: {a: 1}", encoding="utf-8"
    )
    ended = run("compare", "a.yaml", "b.yaml", "--format", "html")
    assert ended.code == 2
    assert "Nothing was compared" in words(parsed(ended.out).find(".//h1"))


def test_every_format_in_one_run(run: Run, folder: Path) -> None:  # noqa: F811
    options = ("--output", "html=c.html", "--output", "json=c.json")
    ended = run("compare", FEBRUARY, MARCH, *options)
    assert ended.out.startswith("▌Coffee machines on hire")
    held(parsed((folder / "c.html").read_text("utf-8")), json.loads((folder / "c.json").read_text("utf-8")))
    refused = run("compare", FEBRUARY, MARCH, "--output", "sarif=c.sarif")
    assert (refused.code, refused.out) == (2, "")
    assert "known: text, json, html" in refused.err
