"""Which funnels of a run are asked for: by their labels and by their names. Upper and lower case are alike.

- `region=baltics` fits a funnel with that label; several values of one key are alternatives, several keys all count.
- `period`, `market`, `channel` and `approach` are keys as well, where a funnel has no label that is called so.
- `outbound` fits every name that holds it; with `*`, `?` or `[abc]` the whole name has to fit. Where a funnel has no
  name its file's stands in for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from funneldx.errors import UsageError
from funneldx.model import Funnel
from funneldx.tuples import NamedTuple

FIELDS = ("period", "market", "channel", "approach")
"""What a funnel says of itself beside its labels, and may be chosen and grouped by."""
_MAGIC = re.compile("[*?[]")


class Wanted(NamedTuple):
    """What a funnel has to have to be judged; ready to be handed to another process."""

    labels: tuple[tuple[str, frozenset[str]], ...] = ()
    """Keys, each with the values of which a funnel has to have one; in lower case."""
    names: tuple[re.Pattern[str], ...] = ()
    """A funnel's name has to fit one of them, if there are any."""
    asked: str = ""
    """As it was asked for, to be told where nothing fits."""

    def __call__(self, funnel: Funnel) -> bool:
        """Whether this funnel is asked for."""
        for key, values in self.labels:
            value = said_of(funnel, key)
            if value is None or value.casefold() not in values:
                return False
        if not self.names:
            return True
        name = name_of(funnel.name, funnel.places.find("").path if funnel.name is None else "").casefold()
        return any(pattern.search(name) for pattern in self.names)


def wanted(labels: Iterable[str], names: Iterable[str]) -> Wanted | None:
    """Read `KEY=VALUE` and patterns of names; None where nothing is asked for.

    Raises UsageError for a label without a key or a value, and for a pattern that is empty.
    """
    labels, names = tuple(labels), tuple(names)
    if not labels and not names:
        return None
    keys: dict[str, set[str]] = {}
    for text in labels:
        key, value = _pair(text)
        keys.setdefault(key, set()).add(value)
    asked = [*(f"--label {text}" for text in labels), *(f"--name {text}" for text in names)]
    return Wanted(
        tuple((key, frozenset(values)) for key, values in keys.items()),
        tuple(map(_name, names)),
        " ".join(asked),
    )


def said_of(funnel: Funnel, key: str) -> str | None:
    """What a funnel says under a key: its label of that name, else one of its own fields; None where it says nothing.

    `key` is in lower case.
    """
    labels = funnel.labels
    if key in labels:
        return labels[key]
    for name, value in labels.items():
        if name.casefold() == key:
            return value
    own: str | None = getattr(funnel, key) if key in FIELDS else None
    return own


def name_of(name: str | None, path: str) -> str:
    """The name of a funnel, else that of its file without the ending."""
    return name or path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = (part.strip().casefold() for part in text.partition("="))
    if not sign or not key or not value:
        raise UsageError(
            f"--label {text} does not say which label and which value",
            "write KEY=VALUE, such as region=baltics; period=, market=, channel= and approach= are known too",
        )
    return key, value


def _name(text: str) -> re.Pattern[str]:
    if not text.strip():
        raise UsageError("--name is empty", "give a part of the name, or a pattern such as 'Outbound*'")
    pattern = text.strip().casefold()
    if not _MAGIC.search(pattern):
        return re.compile(re.escape(pattern))
    from fnmatch import translate  # noqa: PLC0415  (seldom asked for)

    return re.compile(rf"\A{translate(pattern)}")
