"""`python -m tests.supply.licences`: write down what funneldx depends on, and under which licences.

Run it where every extra is installed: pip install -e '.[dev,fuzz,html,records,excel,postgresql,clickhouse,spark]'.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent.parent.parent
KEPT = HERE / ".github" / "LICENCES.md"
HEAD = """\
# Licences

What funneldx is made of besides itself, and under which licence each part comes. `funneldx` alone installs the first
table; each extra adds its own; the last is for those who work on it, and reaches no user. The versions are pip's
choice, within the bounds of `pyproject.toml`. Made by `python -m tests.supply.licences`; a test compares it with what
is installed.
"""


class Part(NamedTuple):
    """A distribution."""

    name: str
    licence: str

    @classmethod
    def of(cls, name: str) -> Part | None:
        """Return an installed one; None where it is not installed."""
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            return None
        return cls(canonicalize_name(name), _licence(about) or _title(name) or "not stated")


def _title(name: str) -> str:
    """The first line of the licence that comes with a distribution, where its metadata states none."""
    for file in metadata.files(name) or ():
        if file.name.startswith("LICEN"):
            lines: list[str] = file.read_text().splitlines()
            return "".join([line.strip() for line in lines if line.strip()][:1])
    return ""


def _licence(about: metadata.PackageMetadata) -> str:
    """As its metadata states it: by an expression, by classifiers, or in words."""
    if "License-Expression" in about:
        return about["License-Expression"]
    classified = [
        one.rpartition(" :: ")[2].removesuffix(" License")
        for one in about.get_all("Classifier") or ()
        if one.startswith("License ::") and not one.endswith("OSI Approved")
    ]
    if classified:
        return ", ".join(sorted(classified))
    words: list[str] = about.get_all("License") or [""]
    return words[0].strip().partition("\n")[0]


def wanted() -> dict[str, list[Requirement]]:
    """What each extra asks for directly; nothing is before `run time`."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked: dict[str, list[str]] = {"run time": project["dependencies"], **project["optional-dependencies"]}
    asked["dev"] += asked.pop("fuzz")
    return {extra: [*map(Requirement, words)] for extra, words in asked.items()}


def closure(direct: Iterable[Requirement]) -> Iterator[str]:
    """Yield the names of all that these need, themselves among them, as far as it is installed."""
    seen: set[tuple[str, str]] = set()
    left = [(one, "") for one in direct]
    while left:
        requirement, extra = left.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for asked in ("", *sorted(requirement.extras)):
            if (name, asked) in seen:
                continue
            seen.add((name, asked))
            if not asked and name != "funneldx":
                yield name
            try:
                further = metadata.requires(name) or ()
            except metadata.PackageNotFoundError:
                continue
            left += [(Requirement(one), asked) for one in further]


def parts() -> dict[str, list[Part]]:
    """All distributions, each under the first of run time, the extras and dev that needs it."""
    known: set[str] = set()
    found: dict[str, list[Part]] = {}
    asked = wanted()
    for extra in ("run time", *(one for one in asked if one not in {"run time", "dev"}), "dev"):
        names = sorted(set(closure(asked[extra])) - known)
        known |= set(names)
        found[extra] = [part for name in names if (part := Part.of(name))]
    return found


def missing() -> Sequence[str]:
    """What is asked for directly and is not installed."""
    return sorted(
        {
            one.name
            for some in wanted().values()
            for one in some
            if one.name != "funneldx" and not Part.of(one.name)
        }
    )


def text() -> str:
    """The whole page."""
    tables = []
    for extra, some in parts().items():
        title = {"run time": "At run time", "dev": "For development"}.get(extra, f"With `funneldx[{extra}]`")
        rows = "".join(f"| {one.name} | {one.licence} |\n" for one in some)
        tables.append(
            f"\n## {title}\n\n| package | licence |\n|---|---|\n{rows}"
            if some
            else f"\n## {title}\n\nNothing more.\n"
        )
    return HEAD + "".join(tables)


def kept() -> dict[str, str]:
    """The licence of each package that the page lists."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", KEPT.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: licence for name, licence in rows if name != "package"}


def main() -> int:
    """Write the page."""
    if absent := missing():
        print(
            f"not installed, so that it cannot be told what they need: {', '.join(absent)}", file=sys.stderr
        )
        return 2
    KEPT.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
