"""A browser to look at pages with; the tests that ask for it are skipped, and say so, where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser.chromium import launched, program
from tests.reports.formats import text_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One for all tests."""
    pytest.importorskip("playwright", reason="no playwright: pip install -e '.[dev]'")
    if program() is None:
        pytest.skip("no browser is installed; .ci/run browser installs one")
    with launched() as started:
        yield started


class Seen(NamedTuple):
    """A page that is open, and what it did."""

    page: Any
    requests: list[str]
    """What it asked for beside itself."""
    complaints: list[str]
    """Errors, and what its policy refused."""
    dialogs: list[str]


def _told(dialog: Any, into: list[str]) -> None:
    into.append(dialog.message)
    dialog.dismiss()


Open = Callable[..., Seen]


@pytest.fixture
def look(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a page from disk."""
    contexts: list[Any] = []

    def open_it(text: str, width: int = 1280, **options: Any) -> Seen:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        seen = Seen(page, [], [], [])
        page.on("request", lambda one: seen.requests.append(one.url))
        page.on("console", lambda one: seen.complaints.append(one.text))
        page.on("pageerror", lambda one: seen.complaints.append(str(one)))
        page.on("dialog", lambda one: _told(one, seen.dialogs))
        page.goto(path.as_uri())
        seen.requests.remove(path.as_uri())
        return seen

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shared() -> str:
    """The page of the run that all reports are tried on."""
    return text_of("html")
