"""A page of thousands of funnels: how large it is, when it can be used, how long a filter takes, in a real browser."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.lab import Lab, NotMeasuredError
from tests.benchmarks.lines import Line, mebibytes, seconds
from tests.browser.chromium import launched, program

_MB = 1e6
_TYPED = ("t", "te", "team", "fdx102", "team-00 error", "nothing like this", "")
_UNTIL_DRAWN = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_TYPE = f"""async text => {{
    const field = document.getElementById("q");
    const begin = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input"));
    await {_UNTIL_DRAWN};
    return performance.now() - begin;
}}"""


def lines(lab: Lab) -> Iterator[Line]:
    """10,000 funnels (2,000 if quick), each in a file of its own."""
    many = 2_000 if lab.quick else 10_000
    page = lab.folder / "page.html"
    words = ("scan", str(lab.funnels(many)), "--format", "html", "--jobs", "1")
    peak = lab.peak(*words, out=page)
    taken = lab.run(lab.funneldx(*words), out=page)
    if page.read_text("utf-8").count("<tr><td ") != many:
        raise NotMeasuredError(f"not all of {many:,} funnels are listed")
    what = f"a page of {many:,} funnels"
    yield Line(
        f"{what}, made, --jobs 1",
        seconds(taken.wall),
        f"memory {mebibytes(peak.together)}",
        taken.wall,
        None,
        unit=" s",
    )
    size = page.stat().st_size
    yield Line(f"{what}, size", mebibytes(size), "", size / _MB, 15, unit=" MB")
    loaded, filtered = _used(page)
    yield Line(f"{what}, opened until it can be used", seconds(loaded), "", loaded, 3, unit=" s")
    yield Line(f"{what}, slowest filter", seconds(filtered), "", 1000 * filtered, 200, unit=" ms")


def _used(page: Path) -> tuple[float, float]:
    """Seconds until a page can be used, and that its slowest filter takes: medians of five."""
    if importlib.util.find_spec("playwright") is None or program() is None:
        raise NotMeasuredError("a page needs playwright and a browser; .ci/run browser installs them")
    with launched() as browser:
        rounds = [_round(browser, page) for _ in range(5)]
    return median(one for one, _ in rounds), median(one for _, one in rounds)


def _round(browser: Any, page: Path) -> tuple[float, float]:
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        window.goto(page.as_uri())
        window.evaluate(_UNTIL_DRAWN)
        loaded = window.evaluate("performance.now()")
        slowest = max(window.evaluate(_TYPE, text) for text in _TYPED)
    finally:
        window.close()
    return loaded / 1000, slowest / 1000
