"""The page: its numbers are those of JSON, it is shut off from everything else, and it says what it leaves out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from funneldx.cli.reporting import card_of
from funneldx.model import Funnel
from funneldx.rates import Level
from funneldx.reports.overview_order import Listing
from funneldx.reports.page import Report, keeping, summary, writing
from funneldx.rules import catalogue
from tests.cli.conftest import Run, run  # noqa: F401  (a fixture)
from tests.reports import page as pages
from tests.reports.formats import run_over, text_of
from tests.reports.page import cells, funnels, in_json, parsed, sorted_out, words
from tests.reports.shared_run import FILES, written

SAMPLES = Path(__file__).parents[2] / "sample_funnels"
AILING = FILES["baltics.yaml"]
CLEAN = "stages: {contacted: 900, interested: 600, price_discussed: 500}"


def page_of(files: dict[str, str], **listing: Any) -> Any:
    """The page of a run, parsed."""
    report = Report(map(card_of, catalogue()), Level.of(0.95), Listing(**listing))
    return parsed(written(report, run_over(files)))


def many(number: int) -> dict[str, str]:
    """So many funnels that ail, each by another number."""
    return {
        f"{n:03}.yaml": f"name: Funnel {n}\nstages: {{contacted: 1000, interested: {n + 1}, purchased: 1}}\n"
        for n in range(number)
    }


def test_its_numbers_are_those_of_json() -> None:
    shown = funnels(parsed(text_of("html")))
    told = json.loads(text_of("json"))["funnels"]
    assert len(told) > 8
    assert sorted_out(shown) == sorted_out(map(in_json, told))


@pytest.mark.parametrize("command", ["check", "scan"])
def test_the_numbers_of_all_samples_too(run: Run, command: str, tmp_path: Path) -> None:  # noqa: F811
    outputs = [f"{name}={tmp_path / name}" for name in ("html", "json")]
    run(command, str(SAMPLES), "--as-of", "2026-11-22", "--output", outputs[0], "--output", outputs[1])
    page = parsed((tmp_path / "html").read_text("utf-8"))
    told = json.loads((tmp_path / "json").read_text("utf-8"))
    assert len(told["funnels"]) > 50
    assert sorted_out(funnels(page)) == sorted_out(map(in_json, told["funnels"]))
    by_rule = {
        row.get("data-code"): sum(pages.numbers(row)[1:])
        for row in page.iterfind(".//table[@class='sums']//tr[@data-code]")
    }
    assert by_rule == told["summary"]["by_rule"]
    rows = page.findall(".//table[@id='funnels']/tbody/tr")
    assert len(rows) == told["summary"]["funnels"]
    listed = sorted(float(row.findall("td")[2].get("data-v", "")) for row in rows)
    assert listed == sorted(one["overall"]["rate"] if one["overall"] else -1 for one in told["funnels"])
    worth = sorted(float(value) for row in rows if (value := row.findall("td")[5].get("data-v")))
    stakes = [one["bottleneck"]["stake"] for one in told["funnels"] if one["bottleneck"]]
    assert worth == sorted(one["purchases"] for one in stakes if one)


def test_rates_over_time_are_those_of_json(run: Run, tmp_path: Path) -> None:  # noqa: F811
    path = str(SAMPLES / "ailing" / "broke-in-march-and-only-there.csv")
    ended = run(
        "check", path, "--format", "html", "--as-of", "2026-11-22", "--output", f"json={tmp_path / 'j'}"
    )
    page = parsed(ended.out)
    told = json.loads((tmp_path / "j").read_text("utf-8"))["funnels"]
    wholes = {one["period"]: one["steps"] for one in told if one["whole"]}
    table = page.find(".//table[@class='rates-over-time']")
    assert table is not None
    shown = {words(row.find("th")): pages.numbers(row) for row in table.iterfind(".//tbody/tr")}
    assert shown == {period: [step["rate"] for step in steps] for period, steps in wholes.items()}
    heat = page.find(".//table[@class='heat']")
    assert heat is not None
    last = [one for one in told if one["period"] == max(wholes)]
    assert sorted(pages.numbers(heat)) == sorted(step["rate"] for one in last for step in one["steps"])
    marks = [words(one) for one in page.iterfind(".//svg[@class='plot']/text")]
    assert marks == ["✗ 2026-03"]


def test_what_is_found_stands_at_its_step() -> None:
    page = page_of({"a.yaml": AILING})
    (callout,) = page.iterfind(".//li[@class='step bottleneck error']//p[@class='callout error']")
    assert "FDX102 interest-ratio 90 of 1,000 contacted are interested" in words(callout)
    target = callout.find("a").get("href").removeprefix("#")
    assert page.get_element_by_id(target).get("data-code") == "FDX102"
    limits = words(callout.getparent().find("ul"))
    assert limits == "floor 1:5 (stated) typical 1:3 (stated)"
    assert len(page.findall(".//article[@class='finding error']//input[@type='checkbox']")) > 1
    assert "worth about 65 more purchases (49–84), 77,867 EUR" in words(page.find(".//div[@class='verdict']"))


def test_every_link_leads_somewhere() -> None:
    for files in (FILES, {"a.yaml": AILING}):
        page = parsed(text_of("html", files))
        ids = [one.get("id") for one in page.iter() if isinstance(one.tag, str) and one.get("id")]
        assert len(ids) == len(set(ids))
        links = [one.get("href", "") for one in page.iterfind(".//a")]
        assert {one.removeprefix("#") for one in links if one.startswith("#")} <= {*ids}
        assert all(one.startswith(("#", "https://")) for one in links)


def test_its_policy_allows_its_own_style_and_script_alone() -> None:
    for files in (FILES, {"a.yaml": AILING}):
        text = text_of("html", files)
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        rules = dict(part.split(" ", 1) for part in policy.replace("&#39;", "'").split("; "))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        assert rules["img-src"] == "data:"
        for tag, rule in (("style", "style-src"), ("script", "script-src")):
            blocks = re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", text)
            hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in blocks]
            assert rules[rule] == (" ".join(f"'sha256-{one}'" for one in hashes) or "'none'")
        assert "unsafe" not in policy
        page = parsed(text)
        attributes = {name for one in page.iter() if isinstance(one.tag, str) for name in one.keys()}  # noqa: SIM118
        assert not {
            name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset"}
        }


HOSTILE = (
    "<script>document.title='ran'</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "\u202egnp.exe",
    "</bdi></title><!--",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(text: str) -> None:
    described = {
        "name": text,
        "labels": {"team": text},
        "channel": text,
        "deal_value": f"12 {text}",
        "stages": {text: 1000, f"{text}2": 90, "purchased": 10},
        "ignore": [{"rule": "unknown-stage", "reason": text}],
    }
    files = {f"{text}.json": json.dumps({key: described[key] for key in described if key != "deal_value"})}
    for more in ({}, {"other.yaml": AILING}):
        page = page_of({**files, **more}, group_by="team")
        tags = {one.tag for one in page.iter() if isinstance(one.tag, str)}
        assert not tags & {"img", "b", "iframe"}
        assert len(page.findall(".//script")) == (2 if more else 0)
        assert text.replace("\u202e", "\\u202e") in words(page.find(".//body"))
        assert "49" not in words(page.find(".//h1"))


def test_a_page_for_each_verdict() -> None:
    def verdict(text: str, **files: str) -> str:
        return words(page_of({"a.yaml": text, **files}).find(".//div[@class='verdict']"))

    assert "Healthy Nothing found to fix in 2 rates judged" in verdict(CLEAN)
    assert "Put right the numbers (FDX001)" in verdict("stages: {contacted: 10, interested: 20}")
    assert "where the funnel runs dry" in verdict(
        "stages: {contacted: 300, interested: 120, price_discussed: 0}"
    )
    assert "not known: without the number purchased" in verdict("stages: {contacted: 1000, interested: 90}")
    assert "Notes alone" in verdict(
        "stages: {contacted: 900, interested: 600, price_discussed: 500, Frobnicated: 400}"
    )


def test_what_is_in_the_baseline_or_not_judged_is_said(run: Run, tmp_path: Path) -> None:  # noqa: F811
    path, known = tmp_path / "a.yaml", tmp_path / "known.json"
    path.write_text("stages: {contacted: 1000, interested: 90}", encoding="utf-8")
    run("baseline", str(path), "--output", str(known))
    old = words(parsed(run("check", str(path), "--baseline", str(known), "--format", "html").out))
    assert "Known Nothing that is new, or worse than in the baseline" in old
    assert "FDX102 left out: in the baseline" in old
    none = words(parsed(run("check", str(path), "--select", "one-off", "--format", "html").out))
    assert "Can’t tell No rate was judged by the rules selected" in none
    literal = words(parsed(run("check", str(path), "--confidence", "literal", "--format", "html").out))
    assert "Every rate was taken literally" in literal
    own = run("check", str(path), "--threshold", "interest-ratio.floor=1:20", "--format", "html").out
    assert "floor 1:20 (your own)" in words(parsed(own))


def test_an_empty_run_says_so() -> None:
    page = page_of({"empty.yaml": ""})
    assert words(page.find(".//h1")) == "No funnel was judged; 1 problem in what was given"
    assert page.find(".//table") is None


def test_it_is_worst_first_and_links_to_each() -> None:
    page = page_of(FILES)
    rows = page.findall(".//table[@id='funnels']/tbody/tr")
    loud = [float(row.find("td").get("data-v")) for row in rows]
    assert [int(one + 1) // 2 for one in loud] == sorted((int(one + 1) // 2 for one in loud), reverse=True)
    assert all(row.find(".//a") is not None for row in rows)


def test_what_there_is_no_room_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROOM_TOLD", 60_000)
    monkeypatch.setattr(writing, "ROOM_ROWS", 10_000)
    page = page_of(many(40))
    told, rows = page.findall(".//details[@class='one']"), page.findall(".//table[@id='funnels']/tbody/tr")
    assert 0 < len(told) < len(rows) < 40
    text = words(page)
    assert f"The worst {len(told)} in full" in text
    assert f"The other {40 - len(told)} stand in the list with a line each" in text
    assert f"{40 - len(rows)} of 40 are not listed" in text
    assert "The first 24 of 40, drawn small" in text
    linked = [row.find(".//a") is not None for row in rows]
    assert sum(linked) == len(told)


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_TOLD", 5)
    monkeypatch.setattr(keeping, "MOST_ROWS", 7)
    page = page_of(many(40))
    assert len(page.findall(".//details[@class='one']")) == 5
    assert len(page.findall(".//table[@id='funnels']/tbody/tr")) == 7
    assert "33 of 40 are not listed" in words(page)


def test_it_lists_and_groups_as_a_scan_is_asked_to() -> None:
    page = page_of(FILES, group_by="region", at_least=3, sort="name")
    text = words(page)
    assert "without any error not listed (--at-least error)" in text
    sums = [cells(row) for row in page.findall(".//table[@class='sums']")[1].iterfind(".//tbody/tr")]
    by_region = {name: figures for name, *figures in sums}
    assert by_region["baltics"][:5] == ["1", "1", "0", "1", "0"]
    assert by_region["baltics"][5] == "65 more, 77,867 EUR"
    assert sums[-1][0] == "no region"
    listed = [words(row.find("th")) for row in page.findall(".//table[@id='funnels']/tbody/tr")]
    assert listed == sorted(listed, key=str.casefold)


@pytest.mark.parametrize(
    "files", [{"healthy.yaml": FILES["healthy.yaml"]}, {"a.yaml": CLEAN, "b.yaml": CLEAN}]
)
def test_where_nothing_is_listed_that_is_said(files: dict[str, str]) -> None:
    page = page_of(files, at_least=3)
    assert "without any error not listed (--at-least error)" in words(page)
    assert page.find(".//table[@id='funnels']") is None
    assert page.find(".//script") is None


def test_the_first_is_told_however_large_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROOM_TOLD", 1)
    assert len(funnels(page_of({"a.yaml": AILING}))) == 1
    assert len(funnels(page_of(many(5)))) == 1


def test_many_groups_are_summed_up() -> None:
    report = Report((), None, Listing(group_by="team"))
    report._kept.overview.groups.most = 1
    files = {
        f"{n}.yaml": f"labels: {{team: t{n}}}\nstages: {{contacted: 1000, interested: 90}}" for n in "abc"
    }
    page = parsed(written(report, run_over(files)))
    sums = [
        words(row.find("th")) for row in page.findall(".//table[@class='sums']")[1].iterfind(".//tbody/tr")
    ]
    assert sums == ["ta", "all others"]


def test_problems_beyond_what_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_SAID", 2)
    text = words(page_of({f"{n}.yaml": "" for n in range(5)}))
    assert "and 3 more, which the other formats tell" in text


def series_file(periods: Iterable[str], segments: Iterable[str], dropped: str = "") -> str:
    rows = ["period,shop,contacted,interested,price_discussed,purchased"]
    for number, period in enumerate(periods):
        for segment in segments:
            interested = 100 if segment == dropped and number else 400
            rows.append(f"{period},{segment},1000,{interested},{interested // 2},{interested // 8}")
    return "\n".join(rows)


MONTHS = tuple(f"2026-{month:02}" for month in range(1, 9))


def test_series_are_drawn_worst_first_and_as_many_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {
        "a.csv": series_file(MONTHS, "xy"),
        "b.csv": series_file(MONTHS, "xy", dropped="x"),
        "c.csv": series_file(MONTHS[:1], "xy", dropped="x"),
        "d.csv": series_file(MONTHS, "x"),
    }
    heads = [words(one.find("h3")) for one in page_of(files).iterfind(".//article[@class='series']")]
    assert heads[0].startswith("b.csv 2026-01 to 2026-08, 8 periods, 2 segments")
    assert heads[1:] == [
        "a.csv 2026-01 to 2026-08, 8 periods, 2 segments",
        "c.csv 2026-01, 2 segments",
        "d.csv 2026-01 to 2026-08, 8 periods",
    ]
    monkeypatch.setattr(summary, "MOST_SERIES", 1)
    assert "3 more series with less to tell" in words(page_of(files))
    monkeypatch.setattr(keeping, "MOST_CELLS", 20)
    text = words(page_of({"b.csv": files["b.csv"], "d.csv": files["d.csv"]}))
    assert "There is room for a part of this series alone" in text


def test_a_series_that_there_is_no_room_for_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_CELLS", 30)
    files = {"b.csv": series_file(MONTHS, "xy", dropped="x"), "d.csv": series_file(MONTHS, "x")}
    page = page_of(files)
    assert [words(one.find("h3"))[:5] for one in page.iterfind(".//article[@class='series']")] == ["b.csv"]
    assert "1 more series with less to tell" in words(page)
    milder_first = {"a.csv": files["d.csv"], "b.csv": files["b.csv"]}
    page = page_of(milder_first)
    assert [words(one.find("h3"))[:5] for one in page.iterfind(".//article[@class='series']")] == ["b.csv"]


def test_without_jinja_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for name in [one for one in sys.modules if one.startswith("funneldx.reports.page")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    ended = run("check", str(SAMPLES), "--format", "html")
    assert (ended.code, ended.out) == (2, "")
    assert "the format html needs Jinja2, which is not installed" in ended.err
    assert "pip install 'funneldx[html]'" in ended.err


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("titovsergei.ru/a/b.html", "https://titovsergei.ru/a/b.html"),
        ("https://a.b/", "https://a.b/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//evil.com", None),
        ("é.com", None),
        ("page seven", None),
        (None, None),
    ],
)
def test_only_plain_addresses_become_links(address: str | None, link: str | None) -> None:
    assert writing._address(address) == link


def test_funnels_are_no_longer_needed_once_told() -> None:
    report = Report((), None)
    for funnel in run_over(FILES):
        piece = report.piece(funnel)
        assert not isinstance(piece[0], Funnel)
        assert report.write(piece) == ""
