"""`python -m tests.fuzz TARGET`: fuzz one target for so many seconds of processor time.

Needs atheris (`pip install -e '.[fuzz]'`). What fails is written to the folder of findings; put it into
`tests/fuzz/kept/TARGET/`, mend it, and the usual tests keep it mended.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

LONGEST = 5
"""Seconds of processor time for one input."""
RECENT = 50
"""Inputs before one that fails that are written too, since readers remember."""


class TooLongError(BaseException):
    """An input takes longer than any may."""


def _too_long(_: int, __: FrameType | None) -> NoReturn:
    raise TooLongError(f"over {LONGEST} s of processor time")


class Session:
    """One run of a fuzzer: what it has done, and what to do when an input fails."""

    def __init__(self, target: str, check: Callable[[bytes], None], seconds: float, findings: Path) -> None:
        self.target, self.check, self.seconds, self.findings = target, check, seconds, findings
        self.executions = 0
        self.began = time.process_time()
        self.recent: deque[bytes] = deque(maxlen=RECENT)

    def one(self, data: bytes) -> None:
        """Give the target an input."""
        self.executions += 1
        if self.executions % 64 == 0 and time.process_time() - self.began > self.seconds:
            self.end(0)
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            self.check(data)
        except BaseException:  # noqa: BLE001  (whatever it is, it is a finding)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            import traceback  # noqa: PLC0415

            self.findings.mkdir(parents=True, exist_ok=True)
            found = self.findings / f"{self.target}-{os.getpid()}"
            found.write_bytes(data)
            for number, before in enumerate(self.recent):
                found.with_name(f"{found.name}-before-{number:02}").write_bytes(before)
            traceback.print_exc()
            print(f"written to {found}: {data[:300]!r}", flush=True)
            self.end(1)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.recent.append(data)

    def end(self, code: int) -> NoReturn:
        """Say what was done, and leave: libFuzzer would not return."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(
            f"\n{self.target}: {self.executions:,} executions in {time.process_time() - self.began:,.0f} s of processor time, "
            f"{used.ru_maxrss >> 10} MiB at most",
            flush=True,
        )
        os._exit(code)


def replay(target: str, folder: Path) -> None:
    """Give a target every input of a folder: to see what of the package they reach, under `coverage run`."""
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    inputs = sorted(path for path in folder.iterdir() if path.is_file())
    for path in inputs:
        TARGETS[target](path.read_bytes())
    print(f"{target}: {len(inputs):,} inputs hold")


def main() -> None:
    """Read the command line and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, default=60, help="of processor time")
    parser.add_argument("--corpus", type=Path, help="where inputs that reach something new are kept")
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "funneldx-findings")
    parser.add_argument("--seed", type=int, default=0, help="of chance; 0 takes another one each time")
    parser.add_argument(
        "--replay", type=Path, help="give it the inputs of a folder, without atheris, and end"
    )
    asked = parser.parse_args()
    if asked.replay:
        replay(asked.target, asked.replay)
        return

    import atheris  # noqa: PLC0415  (the package has to be imported under its eyes)

    with atheris.instrument_imports(include=["funneldx"]):
        from tests.fuzz import seeds, targets  # noqa: PLC0415

    signal.signal(signal.SIGVTALRM, _too_long)
    with tempfile.TemporaryDirectory() as work:
        begin, words = Path(work) / "seeds", Path(work) / "words"
        seeds.write(asked.target, begin)
        words.write_text(seeds.dictionary(asked.target), "utf-8")
        corpus = asked.corpus or Path(work) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        session = Session(asked.target, targets.TARGETS[asked.target], asked.seconds, asked.findings)
        options = [
            f"-dict={words}",
            "-max_len=1024",
            "-rss_limit_mb=2048",
            "-timeout=86400",
            "-report_slow_units=86400",
            f"-artifact_prefix={work}/",
            f"-seed={asked.seed}",
        ]
        atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus), str(begin)], session.one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
