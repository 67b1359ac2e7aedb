"""The picture of a page in the README shows what the page says today; `python -m tests.browser.picture` renews it."""

from __future__ import annotations

from tests.browser.picture import KEY, PICTURE, digest


def test_the_picture_is_of_todays_page() -> None:
    picture = PICTURE.read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert f"{KEY}\0{digest()}".encode() in picture


def test_the_picture_is_small() -> None:
    assert len(PICTURE.read_bytes()) < 200_000
