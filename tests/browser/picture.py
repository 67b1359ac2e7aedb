"""The picture of a page in the README: `python -m tests.browser.picture` takes it anew."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

from tests.browser.chromium import launched
from tests.reports.formats import text_of
from tests.reports.page import parsed, words

ROOT = Path(__file__).parents[2]
SAMPLE = "sample_funnels/ailing/never-heard-of-us.yaml"
PICTURE = ROOT / ".github" / "page.png"
WIDTH, BELOW = 1120, 32
"""Pixels: of the window, and below the funnel."""
KEY = "shows"
"""What the digest of the words in it stands under in the picture."""


def page() -> str:
    """The page of a sample."""
    return text_of("html", {SAMPLE: (ROOT / SAMPLE).read_text("utf-8")})


def digest() -> str:
    """What the words in the picture are known by."""
    whole = parsed(page())
    shown = (
        words(part) for part in whole.xpath(".//h1 | .//div[@class='drawn'] | .//div[@class='hero fix']")
    )
    return sha256("\0".join(shown).encode()).hexdigest()


def taken(folder: Path) -> bytes:
    """The upper part of the page as a browser shows it."""
    path = folder / "page.html"
    path.write_text(page(), encoding="utf-8")
    with launched() as browser:
        window = browser.new_page(viewport={"width": WIDTH, "height": WIDTH})
        window.goto(path.as_uri())
        funnel = window.locator(".drawn").bounding_box()
        cut = {"x": 0, "y": 0, "width": WIDTH, "height": funnel["y"] + funnel["height"] + BELOW}
        picture: bytes = window.screenshot(full_page=True, clip=cut)
    return picture


def main() -> None:
    """Take the picture, in as few colours as it needs, and note what it shows."""
    import tempfile  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415  (tests read what is noted by themselves)
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        image = Image.open(io.BytesIO(taken(Path(folder)))).convert("RGB")
    noted = PngInfo()
    noted.add_text(KEY, digest())
    image.quantize(160, dither=Image.Dither.NONE).save(PICTURE, optimize=True, pnginfo=noted)


if __name__ == "__main__":
    main()
