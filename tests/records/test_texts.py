"""Values as texts, and what else is small."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from funneldx.records.texts import as_text, mapped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (1.0, "1"),
        (1.5, "1.5"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001
        (datetime(2026, 1, 2, 3), "2026-01-02 03:00:00"),  # noqa: DTZ001
        (date(2026, 1, 2), "2026-01-02"),
        (" x ", "x"),
    ],
)
def test_as_people_write_it(value: object, text: str) -> None:
    assert as_text(value) == text


def test_labels_are_unified() -> None:
    assert mapped({"Авито ": "avito"}, "АВИТО") == "avito"
    assert mapped({"a": "b"}, "c") == "c"
