"""What is fuzzed, and what has to hold of it: a function of bytes for each, which fails where something does not.

The first byte of an input chooses among the `ways` of its target (the name of the file, how it is read); the rest is
the file.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple, TypeVar

import pytest

from funneldx import stage_names
from funneldx.baseline import file_format as baseline
from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.options import JudgingOptions, TableOptions, asked_of
from funneldx.config import Settings, TableSettings
from funneldx.documents import json_tree
from funneldx.documents.nodes import Mapping, Node, Scalar
from funneldx.errors import ConfigurationError, FunneldxError, Problem, UnreadableError, UsageError
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.readers import proposal, read
from funneldx.rules import catalogue
from funneldx.sources import sources
from funneldx.stage_names import languages
from tests.fuzz.judging import ALL, PLAIN, check_places, judged
from tests.judging import TODAY
from tests.readers.test_blocks import in_blocks, shown, with_care
from tests.readers.test_quick_funnel import agree

Way = TypeVar("Way")


class Tree(NamedTuple):
    """A way to read YAML or JSON."""

    path: str
    in_folder: bool = False
    settings: Settings = PLAIN


YAML = (
    Tree("f.yaml"),
    Tree("f.yaml", settings=PLAIN._replace(level=None)),
    Tree("f.yml", in_folder=True),
    Tree("f"),
    Tree("f.yaml", settings=PLAIN._replace(inline=False, level=Level.of(0.8), select=("FDX6", "FDX1"))),
)
JSON = (
    Tree("f.json"),
    Tree("f"),
    Tree("f.json", in_folder=True),
    Tree("f.yaml", settings=PLAIN._replace(level=None)),
)


class Table(NamedTuple):
    """A way to read a table."""

    settings: TableSettings = TableSettings()
    path: str = "f.csv"
    in_folder: bool = False


TABLES = (
    Table(),
    Table(in_folder=True),
    Table(TableSettings(columns=(("stage", "stage"), ("count", "count")))),
    Table(TableSettings(columns=(("stage", "a"), ("count", "b"), ("funnel", "c"), ("labels", "d")))),
    Table(TableSettings(columns=(("stage", "a"), ("count", "b"), ("period", "c"), ("labels", "")))),
    Table(TableSettings(columns=(("contacted", "a"), ("interested", "b"), ("hot", "c")))),
    Table(TableSettings(columns=(("stage", "stage"), ("count", "count")), optional=True)),
    Table(TableSettings(delimiter=";")),
    Table(TableSettings(delimiter="#", encoding="cp1251")),
    Table(TableSettings(encoding="utf-16-le")),
    Table(TableSettings(encoding="shift_jis")),
    Table(path="f"),
    Table(path="f.tsv"),
)
CONFIGURATIONS = (".funneldx.yaml", "pyproject.toml")


def chosen(data: bytes, ways: Sequence[Way]) -> tuple[Way, bytes]:
    """The way that an input chooses, and the file in it."""
    return ways[data[0] % len(ways)] if data else ways[0], data[1:]


def turn(data: bytes, many: int) -> int:
    """One of so many things to do, by an input: to do all of them for each would take too long."""
    return zlib.crc32(data) % many


def formats(data: bytes) -> tuple[str, ...]:
    """The reports that are written for an input."""
    return ALL if turn(data, 50) == 0 else (ALL[turn(data, len(ALL))],)


_policies: dict[int, Policy] = {}


def policy(way: object, settings: Settings) -> Policy:
    """The policy of one of the ways: it remembers, and may not judge by which funnels came before."""
    return _policies.setdefault(id(way), _policies.get(id(way)) or Policy(catalogue(), settings))


def yaml(data: bytes) -> None:
    """YAML: the ways to read it agree, places lie in the text, and all that holds of a run (see `judging`)."""
    way, file = chosen(data, YAML)
    judged(lambda: file, way.path, policy(way, way.settings), in_folder=way.in_folder, formats=formats(data))
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if not text.startswith("\ufeff"):
        agree(text)
    items = read(file, way.path, in_folder=way.in_folder) or ()
    check_places((one for one in items if isinstance(one, Problem)), text)


def plain(node: Node) -> Any:
    """The data of a tree of JSON; numbers, true, false and null as they are written."""
    if isinstance(node, Scalar):
        return (node.value,) if node.plain else node.value
    if isinstance(node, Mapping):
        return [(key.value, plain(value)) for key, value in node.pairs]
    return [*map(plain, node.items)]


def by_library(text: str) -> Any:
    """The same by the standard library; raises ValueError for what is no JSON."""

    def refused(word: str) -> Any:
        raise ValueError(word)

    def kept(value: Any) -> Any:
        if isinstance(value, list | Pairs):
            return [(one[0], kept(one[1])) if isinstance(value, Pairs) else kept(one) for one in value]
        return {True: ("true",), False: ("false",), None: ("null",)}[value] if value in _NAMED else value

    return kept(
        json.loads(
            text,
            parse_int=lambda written: (written,),
            parse_float=lambda written: (written,),
            parse_constant=refused,
            object_pairs_hook=Pairs,
        )
    )


class Pairs(list[tuple[str, Any]]):
    """The pairs of an object."""


_NAMED = (True, False, None)


def json_text(data: bytes) -> None:
    """JSON: what the standard library accepts, and the same values; and all that holds of a run."""
    way, file = chosen(data, JSON)
    judged(lambda: file, way.path, policy(way, way.settings), in_folder=way.in_folder, formats=formats(data))
    try:
        text = file.decode()
    except UnicodeDecodeError:
        return
    items = read(file, way.path, in_folder=way.in_folder) or ()
    check_places((one for one in items if isinstance(one, Problem)), text)
    try:
        wanted = by_library(text)
    except (ValueError, RecursionError):
        wanted = None
    try:
        (root,) = json_tree.documents(text, way.path)
        found = plain(root)
    except UnreadableError as error:
        told = error.problem.message
        assert wanted is None or "levels deep" in told or "values in one" in told or "half of a" in told, told
    else:
        assert found == wanted


def table(data: bytes) -> None:
    """Tables: cut into blocks, row by row and in bulk, and in another encoding: the same; and all that holds of a run."""
    way, file = chosen(data, TABLES)
    by_it = policy(way, PLAIN._replace(tables=way.settings))
    judged(lambda: file, way.path, by_it, in_folder=way.in_folder, formats=formats(data))
    wanted = shown(read(file, "a.csv", way.settings))
    what = turn(file, 5)
    with pytest.MonkeyPatch.context() as patch:
        if what == 0:
            assert with_care(file, way.settings, patch) == wanted, "another thing row by row"
        elif what < 3:
            assert in_blocks(file, way.settings, (0, 7, 64)[what], patch) == wanted, "another thing in blocks"
    if what == 3:
        proposed_columns_are_read(file, way)
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    plain_text = text and way.settings.encoding is None and "\0" not in text and not text.startswith("\ufeff")
    if what == 4 and plain_text and not file.startswith((b"PK\x03\x04", b"%PDF")):
        wide = shown(read(text.encode("utf-16"), "a.csv", way.settings))
        assert wide == wanted, "another thing in UTF-16"
    check_places((one for one in wanted if isinstance(one, Problem)), text)


def proposed_columns_are_read(file: bytes, way: Table) -> None:
    """What `init` would write down can be said again."""
    try:
        proposed = proposal(file, way.path, way.settings)
    except UnreadableError:
        return
    if proposed is not None and proposed.pairs:
        assert all(header or key == "labels" for key, header in proposed.pairs)
        for _ in read(file, way.path, way.settings._replace(columns=tuple(proposed.pairs))) or ():
            pass


FUNNELS = (
    b"name: Baltics\nlabels: {region: baltics}\nchannel: events\nmarket: b2b\napproach: active\n"
    b"stages: {prospects: 1500, contacted: 1000, Demo: 90, Trial: 60, purchased: 24}\ncustomers: {hot: 1, warm: 9, cold: 14}\n",
    b"name: South\nmarket: b2c\nstages: {contacted: 300, interested: 120, price_discussed: 60, purchased: 0}\n",
)


@cache
def folder() -> Path:
    """A folder for files that have to be somewhere; in memory where there is such a place."""
    shared = "/dev/shm"  # noqa: S108  (a folder of our own is made in it)
    return Path(mkdtemp(prefix="fuzz-", dir=shared if os.path.isdir(shared) else None))


def configuration(data: bytes) -> None:
    """Configurations: refused with reasons, or funnels can be judged by them; and all that holds of a run."""
    name, file = chosen(data, CONFIGURATIONS)
    path = folder() / name
    path.write_bytes(file)
    with forgetting():
        try:
            whole = configured(ConfigOptions(config=str(path)))
            asked = asked_of(JudgingOptions(as_of=str(TODAY)), TableOptions())
            by_it = Policy(whole.rules, whole.settings(asked))
            tuple(sources([str(folder())], None, whole.folders()))
        except (ConfigurationError, UsageError) as error:
            reasons_of(error)
            return
        for number, funnel in enumerate(FUNNELS):
            judged(partial(bytes, funnel), f"f{number}.yaml", by_it, rules=whole.rules, formats=formats(data))


def reasons_of(error: FunneldxError) -> None:
    """What is refused is refused with reasons."""
    assert error.told
    assert all(message and hint for message, hint in error.told)


@contextmanager
def forgetting() -> Iterator[None]:
    """Names that a configuration teaches are forgotten again."""
    known = {name: copy(getattr(languages, name)) for name in ("roles", "exits")}
    try:
        yield
    finally:
        if any(getattr(languages, name) != before for name, before in known.items()):
            for name in (*known, "header_kinds", "totals", "months", "measures", "counting"):
                getattr(languages, name).clear()
            stage_names._forget()


def remembered(data: bytes) -> None:
    """Baselines: refused with reasons, or written again as they were read, and held against what is found."""
    file = data[1:]
    try:
        entries = baseline.read(file, "b.json")
    except ConfigurationError as error:
        reasons_of(error)
        return
    text = baseline.text(entries)
    assert baseline.text(baseline.read(text.encode(), "b.json")) == text
    from funneldx.baseline.comparing import Baseline  # noqa: PLC0415

    held = Baseline("b.json", "/", entries, PLAIN.level)
    judged(lambda: FUNNELS[0], "f.yaml", Policy(catalogue(), PLAIN, held), formats=formats(data))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml,
    "json": json_text,
    "csv": table,
    "config": configuration,
    "baseline": remembered,
}
WAYS = {
    "yaml": len(YAML),
    "json": len(JSON),
    "csv": len(TABLES),
    "config": len(CONFIGURATIONS),
    "baseline": 1,
}
