"""The catalogue as a table."""

from __future__ import annotations

import json

import pytest

from funneldx.reports.rule_table import as_json, as_markdown, as_text
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import FAMILIES, catalogue


@pytest.mark.parametrize("width", [60, 80, 140])
def test_fits_the_terminal(width: int) -> None:
    cards = [rule.card() for rule in catalogue()]
    text = as_text(
        cards, TerminalCanvas(width=width, unicode=True, color=False), dict.fromkeys(FAMILIES, "?")
    )
    assert max(map(len, text.splitlines())) <= width
    assert all(card.code in text and card.name in text for card in cards)


def test_markdown_is_a_table_of_five_columns() -> None:
    rows = as_markdown(rule.card() for rule in catalogue()).splitlines()
    assert len(rows) == len(catalogue()) + 2
    assert {row.count(" | ") for row in rows if not row.startswith("|---")} == {4}
    row = "| FDX102 | `interest-ratio` | interested of contacted; floor 1:5 (stated), typical 1:3 (stated)"
    assert any(one.startswith(row) for one in rows)


def test_a_bar_in_a_cell_of_markdown_is_escaped() -> None:
    card = catalogue()[0].card()._replace(summary="either | or")
    assert "| either \\| or |" in as_markdown([card])


def test_a_threshold_that_counts_something_has_its_unit() -> None:
    cards = [rule.card() for rule in catalogue() if rule.code == "FDX307"]
    assert "by your own team; 300 dials (example)" in as_markdown(cards)
    (described,) = json.loads(as_json(cards))
    assert described["thresholds"] == {"dials": {"value": "300", "basis": "example", "unit": "dials"}}
