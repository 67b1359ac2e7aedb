"""What `funneldx count` does: count, tell what there is to know, and write the counts down."""

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from funneldx.cli.guard import USAGE
from funneldx.cli.output import files_out
from funneldx.cli.progress import Bar
from funneldx.cli.records import access_of
from funneldx.cli.terminal import Out, complain
from funneldx.config import TableSettings
from funneldx.counting import outcome
from funneldx.errors import Problem, UsageError
from funneldx.model import Funnel
from funneldx.opening import PASSED_OVER, LargeTable, opened
from funneldx.recorded import Recorded
from funneldx.records import Access, Counted
from funneldx.reports import counts
from funneldx.reports.safe_text import shown
from funneldx.sources import Emptied, Folders, Source, sources
from funneldx.tuples import NamedTuple

Given = Recorded | Problem


class Asked(NamedTuple):
    """What a command line asks for."""

    paths: tuple[str, ...]
    form: str
    output: str | None
    explain: bool
    preset: str | None
    folders: Folders
    stdin_name: str | None


def counted(
    asked: Asked, allow_path: list[str] | None, allow_connection: list[str] | None, engine: str | None
) -> int:
    """Count, write, and return the exit code."""
    bar = Bar(1, sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None)
    access = access_of(allow_path, allow_connection, engine, _following(bar))
    given = (
        _presets(asked.paths, asked.preset)
        if asked.preset
        else _given(sources(asked.paths, asked.stdin_name, asked.folders))
    )
    gc.freeze()
    gc.enable()
    found, problems = _each(given, access)
    bar.clear()
    text = _explained(found) if asked.explain else _report(asked.form, found)
    if asked.output is None:
        Out(machine=asked.form != "text" or asked.explain).write(text)
    else:
        (file,) = files_out([asked.output], asked.paths)
        file.write(text)
        file.finish()
        file.keep()
    return USAGE if problems or not found else 0


def _following(bar: Bar) -> Callable[[float], None] | None:
    if not bar.draws:
        return None
    done = 0.0

    def follow(share: float) -> None:
        nonlocal done
        bar.advance(max(0.0, share - done))
        done = max(done, share) if share >= done else share

    return follow


def _given(found: Iterable[Source | Problem | Emptied]) -> Iterator[Given]:
    """The descriptions among the sources; what has counts already is none."""
    for source in found:
        if isinstance(source, Problem):
            yield source
            continue
        if isinstance(source, Emptied):
            continue
        items = opened(source, TableSettings(), strict=False, in_blocks=False)
        if items is PASSED_OVER or isinstance(items, LargeTable):
            continue
        for item in items:  # type: ignore[attr-defined]
            if isinstance(item, (Recorded, Problem)):
                yield item
            elif isinstance(item, Funnel) and not source.in_folder:
                yield Problem(
                    source.path,
                    None,
                    None,
                    "this funnel has counts already, and no `source:` to count from",
                    "diagnose it: funneldx check",
                )


def _presets(paths: tuple[str, ...], preset: str) -> Iterator[Given]:
    from funneldx.cli.drafted import draft_of  # noqa: PLC0415  (seldom asked for)
    from funneldx.readers import read  # noqa: PLC0415

    for path in paths:
        draft = draft_of(path, preset)
        if draft.preset is None:
            raise UsageError(
                f"{path}: its headers are of no program that is known here",
                f"draft a description instead, and look at it: funneldx init --from {path}",
            )
        complain(shown(f"note: {path}: read as an export of {draft.preset}"))
        for line in draft.unsure:
            complain(shown(f"note: {path}: not sure: {line}"))
        beside = os.path.join(os.path.dirname(path), "funnel.yaml")
        for item in read(draft.text.encode(), beside) or ():
            yield cast("Given", item)


def _each(given: Iterator[Given], access: Access) -> tuple[list[tuple[Recorded, Counted]], int]:
    """Count each; tell what is wrong, and what there is to know, on standard error."""
    found: list[tuple[Recorded, Counted]] = []
    problems = 0
    for one in given:
        result = one if isinstance(one, Problem) else outcome(one, access)
        if isinstance(result, Problem):
            problems += 1
            complain(shown(f"{result.where}: {result.message}"), shown(result.hint))
            continue
        assert isinstance(one, Recorded)
        for notice in result.notices:
            complain(shown(f"note: {one.path}: {notice}"))
        found.append((one, result))
    if not found and not problems:
        complain(
            "no description with a `source:` was found here", "write one: funneldx init --from deals.csv"
        )
    return found, problems


def _report(count_format: str, found: list[tuple[Recorded, Counted]]) -> str:
    entries = [
        counts.Entry(funnel, result.accounting.as_json(), recorded.path)
        for recorded, result in found
        for funnel in result.funnels
    ]
    make = {"text": counts.as_text, "yaml": counts.as_yaml, "csv": counts.as_csv, "json": counts.as_json}
    return make[count_format](entries)


def _explained(found: list[tuple[Recorded, Counted]]) -> str:
    return "\n".join(f"-- {shown(recorded.path)}\n{_safe(result.sql)}" for recorded, result in found)


def _safe(sql: str) -> str:
    return "".join(f"{shown(line)}\n" for line in sql.splitlines())
