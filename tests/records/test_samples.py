"""The samples that are counted from records."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records.describing import count, described, stages

pytest.importorskip("duckdb", reason="funneldx[records] is not installed")

SAMPLES = Path(__file__).parents[2] / "sample_funnels" / "records"


def test_deals_by_their_current_stage() -> None:
    path = SAMPLES / "blinds-from-the-crm.yaml"
    (recorded,) = described(path.read_text(encoding="utf-8"), path)
    found = count(recorded)
    (counts,) = stages(found).values()
    assert counts[0] == ("Enquiry", 240)
    assert found.accounting.rows == 240
    assert not found.notices


def test_events_by_channel() -> None:
    path = SAMPLES / "calls-from-events.yaml"
    (recorded,) = described(path.read_text(encoding="utf-8"), path)
    found = count(recorded)
    assert set(stages(found)) == {("fair",), ("web",)}
    assert sum(counts[0][1] or 0 for counts in stages(found).values()) == 80
