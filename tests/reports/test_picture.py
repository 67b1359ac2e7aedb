"""The picture in the README shows what the tool prints today."""

from __future__ import annotations

import html
import re

from tests.reports.picture import PICTURE, SAMPLE, report


def test_the_picture_is_true() -> None:
    svg = PICTURE.read_text(encoding="utf-8")
    rows: dict[str, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(
        r'<text class="report-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg
    ):
        rows.setdefault(y, []).append((float(x), html.unescape(text)))
    shown = [
        "".join(text for _, text in sorted(parts)).replace("\xa0", "").replace(" ", "").strip()
        for _, parts in sorted(rows.items(), key=lambda row: float(row[0]))
    ]
    printed = [line.replace(" ", "") for line in report(color=False).splitlines()]
    shown = [line for line in shown if line]
    assert shown == [line for line in printed if line]
    assert SAMPLE.replace(" ", "") in html.unescape(svg)


def test_the_picture_fetches_nothing() -> None:
    svg = PICTURE.read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?https?:", svg) == []
    assert "@font-face" not in svg
