"""Public files that tests read where they lie beside the checkout (`../shared/data`); they are no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"


def schema(name: str) -> bytes:
    """A public schema; the test that asks for it is skipped where it is missing."""
    path = DATA / "schemas" / name
    if not path.is_file():
        pytest.skip(f"the schema {name} is not here (../shared/data/schemas)")
    return path.read_bytes()
