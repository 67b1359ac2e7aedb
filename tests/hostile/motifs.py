"""`python -m tests.hostile.motifs SEED MANY`: a few lines put together at random, again and again, until a file has 1 MB.

What grows with the square of a file, or costs a look at every odd name, shows that nobody has thought of. A line is
printed for each file; those that take more than a second beside what the funnels in them rightly take are marked.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.hostile.corpus import MIB, SECONDS
from tests.hostile.running import attacked

A_FUNNEL = 0.0005
"""Seconds that a funnel rightly takes, of reading, judging and telling of it."""
_CELLS = (
    *("", "f%", "f%", "%", "%", "Leads", "Won", "contacted", "interested", "5", "50", "many", "n/a", "Total", "Total f%"),
    *("1.500", "1,5", "2026-01", "2026-%", '"q"', '"a\nb"', "%.5%", "EUR 5", "stage", "count", "Rate", "conversion", "Lost"),
    *("#", "# a", "- ", "\t", "7e5", "=1+1", "0", "İx%", "лиды%", "مرحله%", "線%"),
)  # fmt: skip
_HEADS = (
    *("name", "stage", "count", "contacted", "interested", "purchased", "period", "market", "team", "hot", "deal_value"),
    *("", "order", "role", "2026-01", "2026-02", "Leads", "region", "total", "date", "channel", "step", "label"),
)  # fmt: skip
_TABLES = (
    "name,stage,count",
    "stage,count",
    "name,contacted,interested",
    "name,period,stage,count",
    "stage,2026-01,2026-02",
    "name,team,contacted,interested,purchased",
    "stage,count,name",
)
_YAML = (
    *("stages: {a: 5}\n", "stages: {contacted: 900, interested: 300}\n", "name: f%\n", "- a\n", "a: &a% b\n", "x: *a\n"),
    *("---\n", "stages:\n  l%: many\n", "  l%: 5\n", "labels: {k%: v}\n", "funnels:\n", "- stages: {a: -1}\n", "null\n"),
    *("- {stages: {a: 5, b: 1}, name: f%}\n", "ignore:\n- {rule: x%, reason: y}\n", "? k%\n: v\n", "'k%': |\n  text\n"),
    *("# c %\n", "...\n", "k%: [1, 2, {a: b}]\n", "!t k%: v\n", '"k%\\u0041": v\n', "<<: {a: 1}\n", "k: >\n x\n y\n"),
    *("customers: {hot: many}\n", "forecast: {channels: {c%: {expected: 5}}}\n", "source: {file: x%.csv}\n"),
)  # fmt: skip
_JSON = (
    *('{"stages": {"a": 5}},', '{"stages": {"a": "x"}},', "1,", '"x%",', "[],", "{},", '{"k%": 1},', "null,"),
    '{"name": "f%", "stages": [{"name": "a", "count": 5}]},',
)
_TOML = (
    *(
        "k% = 1\n",
        "a%.b.c = 2\n",
        "[tool.funneldx.t%]\n",
        "[[tool.funneldx.rules]]\n",
        "code = 'A%'\n",
        "# c\n",
    ),
    *(
        "select = ['x', 'y']\n",
        "[tool.x%.y]\n",
        "x = {a = {b = {c = 1}}}\n",
        "s% = '''\nx\n'''\n",
        "'p%/*' = 'FDX1'\n",
    ),
)
_SETTINGS = (
    *(
        "k%: 1\n",
        "select: [a]\n",
        "- x%\n",
        "ignore:\n",
        "- {rule: FDX1, reason: x}\n",
        "per_file_ignores:\n",
    ),
    *("  'a%/*': FDX1\n", "exclude:\n", "- 'a%*[x]'\n", "rules:\n", "stage_names:\n", "  interested: [n%]\n"),
    "- {code: A%, name: a-%, from: a, to: b, floor: 1:5}\n",
)
Motif = tuple[str, str, str]
"""What a file begins with, what follows it again and again, and the file's ending."""


def _table(random: Random) -> Motif:
    delimiter = random.choice((",", ",", ";", "\t", "|"))
    width = random.randint(1, 7)
    head = random.choice((*_TABLES, ",".join(random.choice(_HEADS) for _ in range(width))))
    width = head.count(",") + 1
    good = random.choice(("", "f" + f"{delimiter}50" * (width - 1) + "\n"))
    rows = (
        delimiter.join(
            random.choice(_CELLS) for _ in range(max(1, width + random.choice((0, 0, 0, 0, -1, 1))))
        )
        for _ in range(random.randint(1, 4))
    )
    return f"{head.replace(',', delimiter)}\n{good}", "".join(f"{row}\n" for row in rows), ".csv"


def _lines(beginnings: tuple[str, ...], lines: tuple[str, ...], ending: str) -> Callable[[Random], Motif]:
    def motif(random: Random) -> Motif:
        some = "".join(random.choice(lines) for _ in range(random.randint(1, 4)))
        return random.choice(beginnings), some, ending

    return motif


_KINDS = (
    *(_table, _table, _table),
    _lines(("", "stages: {a: 5, b: 3}\n", "funnels:\n"), _YAML, ".yaml"),
    _lines(
        ("[", '{"funnels": [', '{"stages": {"a": 5}, "labels": [', '{"data": [', '{"result": ['),
        _JSON,
        ".json",
    ),
    _lines(("[tool.funneldx]\n", "[tool.funneldx.per_file_ignores]\n"), _TOML, ".toml"),
    _lines(("", "rules:\n", "per_file_ignores:\n", "ignore:\n", "exclude:\n"), _SETTINGS, ".yml"),
)


def text_of(motif: Motif) -> str:
    """A megabyte of it, or three eighths of one for a configuration."""
    head, part, ending = motif
    size = MIB if ending in {".csv", ".yaml", ".json"} else 3 * MIB // 8 - 1000
    pieces = [head]
    left = size - len(head.encode())
    number = 0
    while left > 0:
        pieces.append(part.replace("%", str(number)))
        left -= len(pieces[-1].encode())
        number += 1
    text = "".join(pieces[:-1])
    return text.rstrip(",") + "]" + "}" * head.startswith("{") if ending == ".json" else text


class Tried:
    """What came of one motif."""

    def __init__(self, motif: Motif, folder: Path) -> None:
        self.motif = motif
        name = f"motif{motif[2]}"
        (folder / name).write_text(text_of(motif), encoding="utf-8", newline="")
        settings = motif[2] in {".toml", ".yml"}
        words = ("good.yaml", "--config", name) if settings else ("--isolated", name)
        self.ended = attacked("check", *words, folder=folder)
        told = self.ended.out.rpartition("▌")[2].split(" ")
        self.funnels = int(told[0].replace(",", "")) if told[1:] and told[0][:1].isdigit() else 0
        self.slow = self.ended.seconds > SECONDS + self.funnels * A_FUNNEL


def tried(seed: int, many: int, folder: Path) -> Iterator[Tried]:
    """So many motifs, one after the other; the same for a seed."""
    random = Random(seed)  # noqa: S311  (no secret)
    (folder / "good.yaml").write_text("stages: {contacted: 900, interested: 300}\n", encoding="utf-8")
    for _ in range(many):
        yield Tried(random.choice(_KINDS)(random), folder)


def main(seed: int, many: int) -> int:
    """Print a line for each; 1 where one takes too long, or ends as nothing may."""
    bad = 0
    with TemporaryDirectory() as work:
        for number, one in enumerate(tried(seed, many, Path(work))):
            ended = one.ended
            wrong = one.slow or ended.code not in {0, 1, 2}
            bad += wrong
            shown = f"  {'SLOW' if one.slow else 'CODE'} {one.motif!r}" if wrong else ""
            print(
                f"{number:4} {one.motif[2]:5} {ended.seconds:5.2f} s {ended.mib:4.0f} MiB {one.funnels:6,} funnels{shown}",
                flush=True,
            )
    print(f"{bad} of {many} took more than they may, or ended as nothing may")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
