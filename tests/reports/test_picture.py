"""The pictures in the README show what the tool prints today."""

from __future__ import annotations

import html
import re

import pytest

from tests.reports.picture import PICTURES, Picture

pictures = pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.path.name)


@pictures
def test_the_picture_is_true(picture: Picture) -> None:
    svg = picture.path.read_text(encoding="utf-8")
    rows: dict[str, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(
        r'<text class="report-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg
    ):
        rows.setdefault(y, []).append((float(x), html.unescape(text)))
    shown = [
        "".join(text for _, text in sorted(parts)).replace("\xa0", "").replace(" ", "").strip()
        for _, parts in sorted(rows.items(), key=lambda row: float(row[0]))
    ]
    printed = [line.replace(" ", "") for line in picture.printed(color=False).splitlines()]
    shown = [line for line in shown if line]
    assert shown == [line for line in printed if line]
    assert picture.command in html.unescape(svg).replace("\xa0", " ")


@pictures
def test_the_picture_fetches_nothing(picture: Picture) -> None:
    svg = picture.path.read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?https?:", svg) == []
    assert "@font-face" not in svg
