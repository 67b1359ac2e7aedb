"""The pictures in the README: real reports, drawn by Rich as SVG. `python -m tests.reports.picture` writes them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from funneldx.batch import Run
from funneldx.cli.compare import of_paths
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.reports import compare_text
from funneldx.reports.terminal import TerminalCanvas
from funneldx.reports.text import Report
from funneldx.rules import catalogue
from funneldx.series.gathering import AS_THEY_STAND
from funneldx.sources import Folders, Source
from tests.judging import TODAY
from tests.reports.shared_run import written

ROOT = Path(__file__).parents[2]
SAMPLE = "sample_funnels/ailing/never-heard-of-us.yaml"
BEFORE = "sample_funnels/healthy/coffee-machines-in-february.csv"
AFTER = "sample_funnels/ailing/coffee-machines-in-march.csv"
WIDTH = 96


def report(*, color: bool) -> str:
    """What `funneldx check` prints of a sample on a terminal."""
    run = Run(
        [Source(SAMPLE, (ROOT / SAMPLE).read_bytes)], Policy(catalogue(), Settings(as_of=TODAY)), [SAMPLE]
    )
    return written(Report(TerminalCanvas(width=WIDTH, unicode=True, color=color)), run)


def comparison(*, color: bool) -> str:
    """What `funneldx compare` prints of two samples on a terminal."""
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        compared = of_paths(
            (BEFORE, AFTER), Policy(catalogue(), Settings(as_of=TODAY)), Folders(), AS_THEY_STAND
        )
    finally:
        os.chdir(here)
    return compare_text.Report(TerminalCanvas(width=WIDTH, unicode=True, color=color)).text(compared)


class Picture(NamedTuple):
    """A file, the command that it shows, and what that prints."""

    path: Path
    command: str
    printed: Callable[..., str]


PICTURES = (
    Picture(ROOT / ".github" / "report.svg", f"funneldx check {SAMPLE}", report),
    Picture(ROOT / ".github" / "change.svg", "funneldx compare", comparison),
)


def drawn(picture: Picture) -> str:
    """The report as SVG, with no font fetched from anywhere."""
    console = Console(
        record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(picture.printed(color=True)))
    without_fonts = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title=picture.command, code_format=without_fonts, unique_id="report")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    for one in PICTURES:
        one.path.write_text(drawn(one), encoding="utf-8", newline="\n")
