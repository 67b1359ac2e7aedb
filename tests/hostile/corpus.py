"""What a hostile file is here, and which there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

MIB = 1 << 20
SECONDS, MEMORY = 1.0, 200
"""What a file of 1 MB may take: processor seconds, start-up included, and MiB."""


class Attack(NamedTuple):
    """A file, what has to come of it, and what it may cost."""

    kind: str
    name: str
    data: Callable[[], bytes]
    code: int
    says: str
    """Stands in what is said of it."""
    options: tuple[str, ...] = ()
    seconds: float = SECONDS
    mib: float = MEMORY


def given(data: bytes) -> Callable[[], bytes]:
    """Some bytes that are at hand."""
    return data.__bytes__


def times(part: bytes, size: int = MIB, before: bytes = b"", after: bytes = b"") -> Callable[[], bytes]:
    """As much of a part as makes `size` bytes, between two others."""
    return lambda: before + part * (size // len(part)) + after


def numbered(line: str, many: int, before: str = "", after: str = "") -> Callable[[], bytes]:
    """A line for each number from 0 on."""

    def written() -> bytes:
        lines = "".join(line.replace("%", str(number)) for number in range(many))
        return f"{before}{lines}{after}".encode()

    return written
