"""A table of funnels, a row each, as a CRM exports them: of any length, the same one every time."""

from __future__ import annotations

from pathlib import Path
from random import Random

_HEADER = b"client,region,period,prospects,contacted,interested,price_discussed,purchased\n"
_REGIONS = ("north", "south", "east", "west", "baltics", "overseas")
_PIECE = 20_000
"""Clients that are written at once."""
_CLIENTS = 1_000_000
"""A longer table has that many clients for several years, with the same counts."""


def write_table(path: Path, rows: int) -> int:
    """Write a CSV of so many funnels, eight columns each; return its bytes. More than a million are whole millions."""
    years = max(1, rows // _CLIENTS)
    clients = rows // years
    written = 0
    with open(path, "wb") as file:
        written += file.write(_HEADER)
        for first in range(0, clients, _PIECE):
            text = _piece(first, min(first + _PIECE, clients))
            for year in range(2026, 2026 - years, -1):
                written += file.write(text.replace(",2026-", f",{year}-").encode())
    return written


def _piece(first: int, last: int) -> str:
    """The rows of the clients from `first` until `last`: most steps about as usual, some bad."""
    share = Random(first).random  # noqa: S311  (the same rows every time is the point)
    rows = []
    for number in range(first, last):
        prospects = 100 + int(6000 * share())
        contacted = int(prospects * (0.4 + 0.45 * share()))
        interested = int(contacted * (0.25 + 0.35 * share()))
        asked = int(interested * (0.4 + 0.45 * share()))
        purchased = int(asked * (0.2 + 0.5 * share()))
        rows.append(
            f"Client {number:07},{_REGIONS[number % 6]},2026-{number % 12 + 1:02},"
            f"{prospects},{contacted},{interested},{asked},{purchased}\n"
        )
    return "".join(rows)
