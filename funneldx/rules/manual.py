"""A rule's manual, as its module's docstring holds it: a summary and sections that begin with their own word."""

from __future__ import annotations

import re

from funneldx.tuples import NamedTuple

_SECTION = r"^(Why|Healthy|Ailing|Says|Differs) +(.*(?:\n {2,}\S.*)*)"


class Manual(NamedTuple):
    """What `explain` prints of the docstring."""

    summary: str
    why: str
    healthy: str
    """A funnel that the rule passes, as YAML on one line."""
    ailing: str
    """One that it speaks about."""
    says: str = ""
    """What each article says of it, in our words; empty where the rule cites none."""
    differs: str = ""
    """Where the articles disagree, or a figure is dated, local or another one today; empty where nothing does."""


def manual(text: str) -> Manual:
    """Take a manual apart; raises KeyError where a section is missing that every rule has."""
    summary, _, rest = text.strip().partition("\n")
    sections: dict[str, str] = {}
    for found in re.finditer(_SECTION, rest, re.MULTILINE):
        sections[found[1].lower()] = " ".join(found[2].split())
    return Manual(
        summary,
        sections["why"],
        sections["healthy"],
        sections["ailing"],
        sections.get("says", ""),
        sections.get("differs", ""),
    )
