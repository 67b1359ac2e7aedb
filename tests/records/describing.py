"""Descriptions of records, and what comes of counting them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from funneldx.errors import Problem
from funneldx.readers import read
from funneldx.recorded import Recorded
from funneldx.records import Access, Counted, counted

DESCRIPTIONS = Path(__file__).parent / "descriptions"


def described(text: str, path: Path | str) -> list[Recorded]:
    """The descriptions in a text that is said to stand at a path."""
    found = list(read(text.encode(), str(path)) or ())
    problems = [item for item in found if isinstance(item, Problem)]
    assert not problems, problems
    return [cast("Recorded", item) for item in found if type(item).__name__ == "Recorded"]


def kept(name: str, folder: Path) -> dict[str, Recorded]:
    """The descriptions that are kept for the records in a folder, by their names."""
    text = (DESCRIPTIONS / f"{name}.yaml").read_text(encoding="utf-8")
    return {one.funnel.name or "": one for one in described(text, folder / f"{name}.yaml")}


def count(recorded: Recorded, **changed: object) -> Counted:
    """Count it, with some of `source:` changed."""
    records = recorded.records._replace(**changed)  # type: ignore[arg-type]
    return counted(recorded._replace(records=records), Access())


def stages(found: Counted) -> dict[tuple[str, ...], list[tuple[str, int | None]]]:
    """The counts of each funnel, by its labels and its period."""
    return {
        (*one.labels.values(), *([one.period] if one.period else [])): [
            (stage.name, stage.count) for stage in one.stages
        ]
        for one in found.funnels
    }
