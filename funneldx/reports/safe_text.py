"""Text from files, made harmless: it is shown, never obeyed.

Control and bidirectional characters, line breaks and the marks that runners of CI systems obey anywhere in a log
(`##[`, `##vso[`) are shown escaped, so that a stage cannot colour the terminal, forge a line or command a runner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from funneldx.cards import RuleCard


_UNSAFE = (
    "(?i)[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]|#(?=#(?:\\[|vso\\[))"
)
"""Compiled only when some text is not plainly harmless, which takes longer than most checks of a text."""


def _harmless(text: str) -> bool:
    """Whether nothing of it is unsafe for sure: nothing unsafe is printable, as Python has it."""
    return text.isprintable() and "##" not in text


def shown(text: str) -> str:
    r"""Return `text` with everything that could be obeyed written as an escape: `\\x1b`, `\\u202e`."""
    return text if _harmless(text) else re.sub(_UNSAFE, _escaped, text)


def safe_card(card: RuleCard) -> RuleCard:
    """A rule's description with all of its words harmless: one's own rules may hold anything."""
    fields: dict[str, Any] = {
        key: shown(value) for key, value in card._asdict().items() if isinstance(value, str)
    }
    return card._replace(**fields)._replace(
        actions=tuple(map(shown, card.actions)),
        articles=tuple(one._replace(id=shown(one.id), title=shown(one.title)) for one in card.articles),
    )


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_escaped(text: str) -> str:
    r"""Return a JSON text, written on one line, with the same characters written as `\\uXXXX`, so that it reads back equal."""
    return text if _harmless(text) else re.sub(_UNSAFE, _json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
