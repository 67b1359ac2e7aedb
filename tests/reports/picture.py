"""The picture in the README: a real report, drawn by Rich as SVG. `python -m tests.reports.picture` writes it anew."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.reports.terminal import TerminalCanvas
from funneldx.reports.text import Report
from funneldx.rules import catalogue
from funneldx.sources import Source
from tests.judging import TODAY
from tests.reports.shared_run import written

ROOT = Path(__file__).parents[2]
SAMPLE = "sample_funnels/ailing/never-heard-of-us.yaml"
PICTURE = ROOT / ".github" / "report.svg"
WIDTH = 96


def report(*, color: bool) -> str:
    """What `funneldx check` prints of the sample on a terminal."""
    run = Run(
        [Source(SAMPLE, (ROOT / SAMPLE).read_bytes)], Policy(catalogue(), Settings(as_of=TODAY)), [SAMPLE]
    )
    return written(Report(TerminalCanvas(width=WIDTH, unicode=True, color=color)), run)


def picture() -> str:
    """The report as SVG, with no font fetched from anywhere."""
    console = Console(
        record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(report(color=True)))
    without_fonts = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title=f"funneldx check {SAMPLE}", code_format=without_fonts, unique_id="report")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
