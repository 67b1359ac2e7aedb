"""SECURITY tells of as many hostile files as there are. FUNNELDX_GOLDEN=write renews its table."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from tests.hostile.__main__ import CORPUS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / ".github" / "SECURITY.md"
_BEGIN, _END = "<!-- attacks: begin -->\n", "<!-- attacks: end -->"


def table() -> str:
    """The hostile files by kind."""
    kinds = Counter(attack.kind for attacks, _ in CORPUS for attack in attacks)
    lines = [f"| {kind} | {many} |\n" for kind, many in sorted(kinds.items())]
    return f"| kind | files |\n|---|---|\n{''.join(lines)}| **all** | **{kinds.total()}** |\n"


def test_the_table_tells_what_there_is() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    found, _, after = rest.partition(_END)
    if os.environ.get("FUNNELDX_GOLDEN") == "write":
        PAGE.write_text(f"{before}{_BEGIN}{table()}{_END}{after}", encoding="utf-8")
        return
    assert found == table()


def test_every_test_that_it_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []
