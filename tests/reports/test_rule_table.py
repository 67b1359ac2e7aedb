"""The catalogue as a table."""

from __future__ import annotations

import pytest

from funneldx.reports.rule_table import as_text
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
