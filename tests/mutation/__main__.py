"""`python -m tests.mutation [PATTERN...]`: change the judging code in small ways, and see whether a test fails.

First in forks of a process that has imported and collected everything (`inside`), which is fast. What that cannot
tell is tried in processes that import the package with the change in it (`trying`). What survives has to stand in
`survivors.yaml`, with the reason why no test can, or should, tell it.

PATTERN picks mutants by their names (`funneldx.rates.*`); `--sample 40` takes so many at random.
Ends with 0 where all survivors are explained and at least 95 % were killed, else with 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial

from tests.mutation.inside import NOT_SEEN, SURVIVED, try_inside
from tests.mutation.mutants import HERE, JUDGING, Mutant, mutants
from tests.mutation.survivors import Explained, explained, yaml_of
from tests.mutation.trying import Tried, try_all

LEAST = 0.95
KILLED = HERE / ".mutants.json"
"""What was killed in a process of its own, which takes long: not tried again until it changes."""
WHOLE = (
    "tests/rules",
    "tests/test_rates.py",
    "tests/test_engine.py",
    "tests/test_stakes.py",
    "tests/test_telling.py",
    "tests/test_significance.py",
    "tests/test_pressed.py",
    "tests/series",
    "tests/configuration",
    "tests/reports/test_rule_table.py",
    "tests/reports/test_manual_page.py",
    "tests/reports/test_formats.py",
    "tests/reports/test_text.py",
    "tests/reports/test_text_cases.py",
    "tests/reports/test_overview.py",
    "tests/cli/test_scan.py",
    "tests/properties/test_judging.py",
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
    if asked.sample:
        random.seed(asked.seed)
        sure = random.sample(sure, min(asked.sample, len(sure)))
    seen = try_inside(sure, WHOLE, asked.at_once, asked.seconds)
    if seen is None:
        print("the tests fail without any change: mend that first", file=sys.stderr)
        return 2
    ends = seen.ends
    left = [one for one in sure if ends.get(one.name, NOT_SEEN) == NOT_SEEN]
    fresh = {one.mutant.name for one in _tried(left, seen.tests, asked.at_once) if not one.killed}
    survivors = [one for one in sure if one.name in fresh or ends.get(one.name) == SURVIVED]
    return _told(len(sure), survivors, explained(), whole=not asked.sample and not asked.pattern)


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.mutation", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("pattern", nargs="*", help="names of mutants: funneldx.rates.*")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only so many, at random")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the sample")
    parser.add_argument("--seconds", type=float, default=3.0, metavar="S", help="of tests for each, at most")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    asked = parser.parse_args(words)
    if asked.sample:
        print(f"a sample by --seed {asked.seed}")
    return asked


def _matches(mutant: Mutant, patterns: Collection[str]) -> bool:
    return not patterns or any(fnmatchcase(mutant.name, pattern) for pattern in patterns)


def _tried(left: Sequence[Mutant], tests: Mapping[str, Sequence[str]], at_once: int) -> Iterator[Tried]:
    """Try what is left; what was killed once is not tried again until its module changes."""
    known: dict[str, str] = json.loads(KILLED.read_text(encoding="utf-8")) if KILLED.exists() else {}
    fresh = [one for one in left if known.get(one.name) != _digest(one)]
    for count, one in enumerate(try_all(fresh, partial(_stages, tests), at_once), 1):
        if one.killed:
            known[one.mutant.name] = _digest(one.mutant)
        if count % 20 == 0 or count == len(fresh):
            print(f"{count} of {len(fresh)} tried again", file=sys.stderr)
            KILLED.write_text(json.dumps(known), encoding="utf-8")
        yield one


def _digest(mutant: Mutant) -> str:
    return hashlib.sha256(f"{mutant.path}{mutant.lines}".encode()).hexdigest()[:16]


def _stages(tests: Mapping[str, Sequence[str]], mutant: Mutant) -> Sequence[Sequence[str]]:
    """Of a rule first its own cases, since they mostly tell; then what calls anything of its module."""
    own = ("tests/rules/test_catalogue.py", "tests/rules/test_cases.py", "-k", mutant.code_of_rule)
    of_module = tests.get(mutant.path, WHOLE)
    return (own, of_module) if mutant.code_of_rule else (of_module,)


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
