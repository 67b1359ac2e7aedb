"""What it costs to hold the periods and segments of a table against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.benchmarks.lab import Lab
from tests.benchmarks.lines import Line, seconds
from tests.benchmarks.measuring import interleaved

_PERIODS = 24
_RATES = (0.66, 0.4, 0.55, 0.6, 0.35)


def lines(lab: Lab) -> Iterator[Line]:
    """1,000 segments (200 if quick), 24 periods and 6 stages: with the rules about change and without; and a quarter of it."""
    segments = 200 if lab.quick else 1000
    tables = {
        name: _table(lab.folder / f"series-{name}.csv", n)
        for name, n in (("all", segments), ("part", segments // 4))
    }
    jobs = {
        name: lab.job(
            [*lab.funneldx("check", str(tables[table]), "--format", "json", "--as-of", "2026-11-22"), *more]
        )
        for name, table, more in (
            ("with", "all", ()),
            ("without", "all", ("--ignore", "FDX6")),
            ("part", "part", ()),
        )
    }
    taken = interleaved(jobs, 20 if lab.quick else 60, least=3, most=9)
    what = f"check {segments:,} segments × {_PERIODS} periods × {len(_RATES) + 1} stages"
    measured = seconds(taken.seconds("with", "CPU"))
    beside = f"--ignore FDX6 {seconds(taken.seconds('without', 'CPU'))}"
    yield Line(what, measured, beside, taken.ratio("with", "without", "CPU"), 2.0)
    beside = f"{segments // 4:,} segments {seconds(taken.seconds('part', 'CPU'))}"
    yield Line(what, measured, beside, taken.ratio("with", "part", "CPU"), 4.4)


def _table(path: Path, segments: int) -> Path:
    """A table of so many segments, every month; the same one every time."""
    share = Random(segments).uniform  # noqa: S311  (the same rows every time is the point)
    rows = ["period,shop,prospects,contacted,interested,price_discussed,purchased,repeat\n"]
    for period in range(_PERIODS):
        for shop in range(segments):
            counts = [int(share(800, 1200))]
            for rate in _RATES:
                counts.append(int(counts[-1] * rate * share(0.95, 1.05)))
            rows.append(
                f"{2024 + period // 12}-{period % 12 + 1:02},s{shop:04},{','.join(map(str, counts))}\n"
            )
    path.write_text("".join(rows), encoding="utf-8")
    return path
