"""Which of all known names may be like an unknown one, before any two of them are compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterable

Letters = int
"""The different letters of a name, a bit for each."""


class Names:
    """Names by their length and letters."""

    def __init__(self, names: Iterable[str], alike: float) -> None:
        """Take the names, and how much of two must be the same, as `difflib` measures it."""
        self._differing = 1 - alike
        self._bits: dict[str, int] = {}
        self._of_length: dict[int, list[tuple[Letters, str]]] = {}
        bits = self._bits
        for name in names:
            letters = 0
            for sign in name:
                letters |= bits.get(sign) or bits.setdefault(sign, 1 << len(bits))
            self._of_length.setdefault(len(name), []).append((letters, name))

    def near(self, key: str) -> list[str]:
        """The names that `difflib` may find alike: a letter that only one of two names has is missing in the other."""
        signs = set(key)
        known = [self._bits[sign] for sign in signs if sign in self._bits]
        letters, strange = sum(known), len(signs) - len(known)
        found: list[str] = []
        for length, names in self._of_length.items():
            most = self._differing * (len(key) + length)
            if abs(len(key) - length) <= most:
                found += [name for its, name in names if (its ^ letters).bit_count() + strange <= most]
        return found
