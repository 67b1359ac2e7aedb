"""`python -m tests.hostile`: what each hostile file takes, the dearest first, and whether that is within its bounds."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile.configurations import BASELINES, CONFIGURATIONS
from tests.hostile.corpus import Attack
from tests.hostile.running import Ended, attacked
from tests.hostile.tables import TABLES
from tests.hostile.trees import BEGINNINGS, YAML

GOOD = "name: good\nstages: {contacted: 900, interested: 300}\n"
CORPUS: tuple[tuple[tuple[Attack, ...], tuple[str, ...]], ...] = (
    ((*YAML, *BEGINNINGS, *TABLES), ("--isolated", "")),
    (CONFIGURATIONS, ("good.yaml", "--config")),
    (BASELINES, ("good.yaml", "--isolated", "--baseline")),
)
"""The files, and the words of the command before the name of one."""


def tried(attack: Attack, words: tuple[str, ...], folder: Path) -> Ended:
    """Run `check` over a hostile file."""
    path = folder / attack.name
    path.write_bytes(attack.data())
    ended = attacked("check", *filter(None, words), attack.name, *attack.options, folder=folder)
    path.unlink()
    return ended


def main() -> int:
    """Print a line for each file; 1 where one of them takes more than it may."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
        took = [
            (attack, tried(attack, words, folder))
            for attack, words in chain.from_iterable(
                [(attack, words) for attack in attacks] for attacks, words in CORPUS
            )
        ]
    for attack, ended in sorted(took, key=lambda one: -one[1].seconds):
        over = ended.seconds > attack.seconds or ended.mib > attack.mib
        bound = f"of {attack.seconds:g} s, {attack.mib:g} MiB"
        print(
            f"{ended.seconds:6.2f} s {ended.mib:5.0f} MiB {bound:18} {attack.kind}: {attack.name}{'  OVER' * over}"
        )
    return any(
        ended.seconds > attack.seconds or ended.mib > attack.mib or ended.code != attack.code
        for attack, ended in took
    )


if __name__ == "__main__":
    sys.exit(main())
