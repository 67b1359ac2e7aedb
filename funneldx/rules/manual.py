"""A rule's manual, as its module's docstring holds it: a summary and sections that begin with their own word."""

from __future__ import annotations

import re
from typing import NamedTuple


class Manual(NamedTuple):
    """What `explain` prints of the docstring."""

    summary: str
    why: str
    healthy: str
    """A funnel that the rule passes, as YAML on one line."""
    ailing: str
    """One that it speaks about."""


def manual(text: str) -> Manual:
    """Take a manual apart; raises KeyError where a section is missing."""
    summary, _, rest = text.strip().partition("\n")
    sections: dict[str, str] = {}
    for found in re.finditer(r"^(Why|Healthy|Ailing) +(.*(?:\n {2,}\S.*)*)", rest, re.MULTILINE):
        sections[found[1].lower()] = " ".join(found[2].split())
    return Manual(summary, sections["why"], sections["healthy"], sections["ailing"])
