"""`python -m tests.benchmarks [PYTHON]`: measure all that is promised, beside peers, and tell what is kept.

PYTHON is the interpreter of an environment with funneldx (installed, not editable), yamllint and check-jsonschema; by
default the one that runs this, with the funneldx of this clone. Ends with 0 where every promise is kept, 1 where one
is not or could not be measured, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.benchmarks import machine, memory, pages, reading, records, series, startup, tables, yaml_files
from tests.benchmarks.lab import Lab, NotMeasuredError
from tests.benchmarks.lines import Line, check_marks, not_measured, table, write_between

Subject = Callable[[Lab], Iterator[Line]]

SUBJECTS: Mapping[str, Subject] = {
    "start-up": startup.lines,
    "reading": reading.lines,
    "few-files": yaml_files.few,
    "many-files": yaml_files.many,
    "tables": tables.lines,
    "series": series.lines,
    "memory": memory.lines,
    "records": records.lines,
    "pages": pages.lines,
}


def main(words: list[str]) -> int:
    """Measure, print the table and return the exit code."""
    asked = _asked(words)
    chosen = {name: SUBJECTS[name] for name in SUBJECTS if name in (asked.only or SUBJECTS)}
    with tempfile.TemporaryDirectory(prefix="funneldx-benchmarks-") as folder:
        lab = Lab(asked.python, Path(folder), asked.quick)
        try:
            about = machine.about(lab)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{asked.python} has no funneldx that can be measured: {error}", file=sys.stderr)
            return 2
        print(f"measuring {about.where}", file=sys.stderr)
        lines: list[Line] = []
        try:
            for name, subject in chosen.items():
                lines += _measured(name, subject, lab)
        except KeyboardInterrupt:
            print(table(lines), end="")
            print("interrupted: not all has been measured", file=sys.stderr)
            return 130
    print(table(lines), end="")
    if asked.write:
        write_between(asked.write, f"{table(lines)}\n{about.told(quick=asked.quick)}\n")
    return int(not all(line.kept for line in lines))


def _measured(name: str, subject: Subject, lab: Lab) -> list[Line]:
    """The lines of a subject, as far as it could be measured."""
    begin = time.perf_counter()
    lines: list[Line] = []
    try:
        lines.extend(subject(lab))
    except NotMeasuredError as error:
        lines.append(not_measured(name, str(error)))
    print(f"{name}: {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return lines


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=(__doc__ or "").partition("\n\n")[2]
    )
    parser.add_argument("python", nargs="?", default=sys.executable, metavar="PYTHON", help="what to measure")
    parser.add_argument(
        "--quick", action="store_true", help="with less data and fewer rounds, in under 3 minutes"
    )
    parser.add_argument("--only", action="append", choices=SUBJECTS, help="measure this; again for more")
    parser.add_argument(
        "--write", type=Path, metavar="PAGE", help="write the table between the marks of a page, too"
    )
    asked = parser.parse_args(words)
    asked.python = os.path.abspath(asked.python)
    if not hasattr(os, "wait4"):
        parser.error("the time of a process can be told only where os.wait4 is: on Linux and macOS")
    if asked.write and asked.only:
        parser.error("--write takes the whole table; leave out --only")
    if asked.write:
        try:
            check_marks(asked.write)
        except (OSError, ValueError) as error:
            parser.error(f"--write {error}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
