"""What people see: nothing is loaded, nothing runs that is not ours, nothing is out of reach."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from funneldx.cli.reporting import card_of
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.reports.page.compared import compared
from funneldx.rules import catalogue
from funneldx.series.gathering import AS_THEY_STAND
from funneldx.sources import Folders
from tests.browser.conftest import Open, Seen
from tests.judging import TODAY
from tests.reports.formats import text_of
from tests.reports.shared_run import FILES
from tests.reports.test_page import HOSTILE, MONTHS, many, series_file

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parents[2] / "sample_funnels"
LONG = "a_name_without_any_blank_" * 8
HARD: dict[str, dict[str, str]] = {
    "one": {"baltics.yaml": FILES["baltics.yaml"]},
    "healthy": {"healthy.yaml": FILES["healthy.yaml"]},
    "can't tell": {"small.yaml": FILES["small.yaml"]},
    "nobody": {"two.yaml": "stages: {contacted: 0, interested: 0}"},
    "rising": {"rising.yaml": "stages: {prospects: 100, contacted: 140, interested: , purchased: 0}"},
    "long names": {
        "long.yaml": json.dumps(
            {"name": LONG, "labels": {LONG: LONG}, "stages": {LONG: 900, f"b{LONG}"[:200]: 80}}
        )
    },
    "forty stages": {
        "forty.yaml": json.dumps({"stages": {f"Stage {n} of forty": 100_000 // (n + 1) for n in range(40)}})
    },
    "series": {"shops.csv": series_file(MONTHS, "xyz", dropped="x")},
    "segments": {"shops.csv": series_file(MONTHS[:1], "xyz", dropped="x")},
    "all kinds": FILES,
    "nothing": {"empty.yaml": ""},
}


def comparison() -> str:
    """The page of two samples, held against each other."""
    paths = (
        str(SAMPLES / "healthy" / "coffee-machines-in-february.csv"),
        str(SAMPLES / "ailing" / "coffee-machines-in-march.csv"),
    )
    from funneldx.cli.compare import of_paths  # noqa: PLC0415  (imports Typer)

    report = of_paths(paths, Policy(catalogue(), Settings(as_of=TODAY)), Folders(), AS_THEY_STAND)
    return compared(report, Level.of(0.95), map(card_of, catalogue()))


def page_of(kind: str) -> str:
    return comparison() if kind == "comparison" else text_of("html", HARD[kind])


KINDS = [*HARD, "comparison"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_its_window_and_is_silent(look: Open, kind: str, width: int) -> None:
    seen = look(page_of(kind), width)
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])
    for _ in range(2):
        wide = seen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        seen.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def violations(seen: Seen, only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core has against a page, by all of its rules or some."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    seen.page.evaluate(axe)
    options = {"resultTypes": ["violations", "incomplete"], **({"runOnly": list(only)} if only else {})}
    found = seen.page.evaluate("options => axe.run(document, options)", options)
    unsure = [one for one in found["incomplete"] if one["id"] != "color-contrast"]
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in (*found["violations"], *unsure)
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_accessible(look: Open, kind: str) -> None:
    seen = look(page_of(kind))
    seen.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(seen) == []


@pytest.mark.parametrize("kind", ["one", "can't tell", "rising", "series", "comparison"])
def test_it_is_legible_in_the_dark(look: Open, kind: str) -> None:
    seen = look(page_of(kind), color_scheme="dark")
    assert violations(seen, only=("color-contrast",)) == []


@pytest.mark.parametrize("beside", [{}, {"other.yaml": FILES["baltics.yaml"]}], ids=["alone", "among others"])
def test_nothing_of_a_file_runs_or_is_loaded(look: Open, beside: dict[str, str]) -> None:
    attack = (
        "".join(HOSTILE) + "<script>window.ran=1</script><img src=http://127.0.0.1:9/x onerror=window.ran=1>"
    )
    files = {
        f"{number}.yaml": json.dumps(
            {
                "name": text[:200],
                "labels": {"team": text[:200]},
                "channel": text[:200],
                "stages": {text[:190]: 1000, f"2{text[:190]}": 90, "purchased": 10},
                "ignore": [{"rule": "unknown-stage", "reason": text[:200]}],
            }
        )
        for number, text in enumerate((*HOSTILE, attack[-150:], "<a href=javascript:window.ran=1>x</a>"))
    }
    if not beside:
        files = {"0.yaml": files["9.yaml"]}
    seen = look(text_of("html", {**files, **beside}))
    page = seen.page
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.mouse.move(300, 300)
    assert page.evaluate("window.ran") is None
    assert page.title().startswith("funneldx: ")
    assert (seen.requests, seen.complaints, seen.dialogs) == ([], [], [])
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert "<script>" in page.inner_text("main")


def test_what_is_put_into_it_later_does_not_run_either(look: Open, shared: str) -> None:
    """The policy holds, should a text ever get through."""
    seen = look(
        shared.replace("</main>", "<script>window.ran=1</script><img src=http://127.0.0.1:9/x></main>")
    )
    assert seen.page.evaluate("window.ran") is None
    assert seen.complaints
    assert all("Content Security Policy" in one for one in seen.complaints)
    assert seen.page.evaluate("document.images[0].naturalWidth") == 0


def rows(page: Any) -> list[str]:
    """The funnels that are listed, in order."""
    names = "Array.from(document.querySelectorAll('#funnels tbody th bdi'), one => one.innerText)"
    listed: list[str] = page.evaluate(names)
    return listed


def test_the_list_is_filtered_sorted_and_unfolded(look: Open) -> None:
    page = look(text_of("html", many(140))).page
    assert page.locator("#shown").inner_text() == "140 of 140 funnels, the first 50 shown"
    page.locator("#q").fill("13.YAML  funnel")
    assert sorted(rows(page)) == ["Funnel 113", "Funnel 13"]
    assert page.locator("#shown").inner_text() == "2 of 140 funnels"
    page.locator("#q").fill("fdx102 013.yaml")
    assert rows(page) == ["Funnel 13"]
    page.locator("#q").fill("")
    page.get_by_role("button", name="Show all").click()
    assert len(rows(page)) == 140
    button = page.get_by_role("button", name="Funnel", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    assert rows(page)[:3] == ["Funnel 0", "Funnel 1", "Funnel 10"]
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Funnel")
    page.keyboard.press("Enter")
    assert rows(page)[0] == "Funnel 99"
    page.get_by_role("button", name="Overall").click()
    page.get_by_role("button", name="Worth").click()
    assert page.locator("th[aria-sort]").count() == 1
    page.locator("#least").select_option("nothing found")
    assert rows(page) == []
    assert page.locator("#shown").inner_text() == "0 of 140 funnels"


def test_a_link_unfolds_the_funnel_it_leads_to(look: Open, shared: str) -> None:
    page = look(shared).page
    link = page.locator("#funnels tbody a").nth(3)
    target = link.get_attribute("href")
    assert not page.locator(target).is_visible()
    link.click()
    page.locator(target).wait_for(state="visible")


def test_without_scripts_all_but_sorting_and_filtering_works(look: Open) -> None:
    page = look(text_of("html", many(140)), java_script_enabled=False).page
    heights = "Array.from(document.querySelectorAll('#funnels tbody tr'), one => one.offsetHeight)"
    assert sum(height > 0 for height in page.evaluate(heights)) == 140
    assert page.locator("#filters").is_hidden()
    assert page.locator("#more").is_hidden()
    summary = page.locator("details.one > summary").nth(2)
    summary.click()
    assert page.locator("details.one").nth(2).locator(".funnel").is_visible()


def test_the_keyboard_reaches_everything(look: Open, shared: str) -> None:
    page = look(shared).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.localName"))
    assert {"q", "least", "button", "a", "summary"} <= reached


def test_it_prints_what_is_folded(look: Open) -> None:
    page = look(text_of("html", HARD["one"])).page
    details = page.locator("details.numbers table").first
    assert not details.is_visible()
    page.emulate_media(media="print")
    assert details.bounding_box()["height"] > 50
    assert page.pdf().startswith(b"%PDF")


def test_nothing_moves_for_those_who_asked_for_that(look: Open, shared: str) -> None:
    for choice, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page = look(shared, reduced_motion=choice).page
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
