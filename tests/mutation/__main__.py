"""`python -m tests.mutation [PATTERN...]`: change the judging code in small ways, and see whether a test fails.

First mutmut, which is fast: it changes functions in processes that share what is imported. What outlives that is tried
again, together with what mutmut does not change, in processes that import the package with the change in it
(`trying`). What survives has to stand in `survivors.yaml`, with the reason why no test can, or should, tell it.

PATTERN picks mutants by their names (`funneldx.rates.*`); `--sample 40` takes so many at random and leaves mutmut out.
Ends with 0 where all survivors are explained and at least 95 % were killed, else with 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from tests.mutation.mutants import HERE, JUDGING, Mutant, mutants
from tests.mutation.survivors import Explained, explained, yaml_of
from tests.mutation.trying import Tried, try_all

LEAST = 0.95
MUTMUT = HERE / "mutants"
KILLED = MUTMUT / "killed-again.json"
WHOLE = (
    "tests/rules",
    "tests/test_rates.py",
    "tests/test_engine.py",
    "tests/test_significance.py",
    "tests/test_pressed.py",
    "tests/series",
    "tests/configuration",
    "tests/reports/test_rule_table.py",
    "tests/reports/test_manual_page.py",
    "tests/reports/test_formats.py",
    "tests/reports/test_text.py",
    "tests/reports/test_text_cases.py",
)


def main(words: Sequence[str]) -> int:
    """Try what was asked for, tell what came of it, and return the exit code."""
    asked = _asked(words)
    os.environ["CI"] = "true"  # the same examples of properties every time
    sure = [
        one for path in JUDGING for one in mutants(path) if not one.prose and _matches(one, asked.pattern)
    ]
    if not sure:
        print("no mutant has such a name", file=sys.stderr)
        return 2
    control = sure[0]._replace(change=sure[0].node)
    if next(try_all([control], _stages, 1)).killed:
        print("the tests fail without any change: mend that first", file=sys.stderr)
        return 2
    if asked.sample:
        random.seed(asked.seed)
        left = random.sample(sure, min(asked.sample, len(sure)))
        count = len(left)
    else:
        left = list(_not_killed_by_mutmut(sure, asked.pattern))
        count = len(sure)
    survivors = [one.mutant for one in _tried(left, asked.at_once) if not one.killed]
    return _told(count, survivors, explained(), whole=not asked.sample and not asked.pattern)


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.mutation", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("pattern", nargs="*", help="names of mutants: funneldx.rates.*")
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N", help="only so many, at random, without mutmut"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the sample")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    asked = parser.parse_args(words)
    if asked.sample:
        print(f"a sample by --seed {asked.seed}")
    return asked


def _matches(mutant: Mutant, patterns: Collection[str]) -> bool:
    return not patterns or any(fnmatchcase(mutant.name, pattern) for pattern in patterns)


def _not_killed_by_mutmut(chosen: Iterable[Mutant], patterns: Sequence[str]) -> Iterator[Mutant]:
    """Have mutmut try all of its own that it has not tried yet, and yield what it left alive and what it never makes."""
    its_own = [one for one in patterns if ":" not in one]
    if its_own or not patterns:
        mutmut = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1)]
        subprocess.run([*mutmut, *its_own], cwd=HERE, check=True)
    ends: dict[str, int | None] = {}
    for path in MUTMUT.glob("funneldx/**/*.meta"):
        ends |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    failed = {1, 3}
    yield from (one for one in chosen if ends.get(one.name) not in failed)


def _tried(left: Sequence[Mutant], at_once: int) -> Iterator[Tried]:
    """Try what is left; what was killed once is not tried again until its module changes."""
    known: dict[str, str] = json.loads(KILLED.read_text(encoding="utf-8")) if KILLED.exists() else {}
    fresh = [one for one in left if known.get(one.name) != _digest(one)]
    for count, one in enumerate(try_all(fresh, _stages, at_once), 1):
        if one.killed:
            known[one.mutant.name] = _digest(one.mutant)
        if count % 20 == 0 or count == len(fresh):
            print(f"{count} of {len(fresh)} tried again", file=sys.stderr)
            if MUTMUT.exists():
                KILLED.write_text(json.dumps(known), encoding="utf-8")
        yield one


def _digest(mutant: Mutant) -> str:
    return hashlib.sha256(f"{mutant.path}{mutant.lines}".encode()).hexdigest()[:16]


def _stages(mutant: Mutant) -> Sequence[Sequence[str]]:
    """Of a rule first its own cases, since they mostly tell."""
    lines = (HERE / mutant.path).read_text(encoding="utf-8").splitlines()
    code = next((line.split('"')[1] for line in lines if line.startswith('    code="FDX')), "")
    own = ("tests/rules/test_catalogue.py", "tests/rules/test_cases.py", "-k", code)
    return (own, WHOLE) if code else (WHOLE,)


def _told(count: int, survivors: Sequence[Mutant], known: Explained, *, whole: bool) -> int:
    unexplained = [one for one in survivors if not known.why(one)]
    share = 1 - len(survivors) / count
    print(f"\n{count} mutants, {count - len(survivors)} killed ({share:.1%}), {len(survivors)} survived")
    for why, of_them in known.by_reason(survivors):
        print(f"  {len(of_them):4} {why}")
    if whole:
        for gone in known.not_among(survivors):
            print(f"no longer survives: {gone}")
    if unexplained:
        print(f"{len(unexplained)} survive for no known reason:\n{yaml_of(unexplained)}")
    return int(bool(unexplained) or (whole and share < LEAST))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
