"""The browser that pages are looked at with: which one, and how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""With these a browser looks nothing up by itself, so that every request is one of the page."""


def program() -> str | None:
    """The browser; FUNNELDX_BROWSER names another one."""
    named = os.environ.get("FUNNELDX_BROWSER")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Any]:
    """The browser, started."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where a browser is asked for)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
