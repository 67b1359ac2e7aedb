"""`funneldx baseline`: remember today's findings."""

import gc
import os
from collections.abc import Sequence
from typing import Annotated

import typer

from funneldx.baseline.entries import Entry
from funneldx.baseline.file_format import SCHEMA, read, text
from funneldx.baseline.remembering import Changes, Remembering, changes, counts
from funneldx.batch import Run
from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.guard import DEFECT, USAGE, guarded
from funneldx.cli.options import (
    AllowEmpty,
    FolderOptions,
    JudgingOptions,
    Paths,
    RuleOptions,
    StdinName,
    TableOptions,
    asked_of,
)
from funneldx.cli.output import files_out
from funneldx.cli.terminal import Out, complain, quoted
from funneldx.diagnosis import RunReport
from funneldx.errors import ConfigurationError, UsageError
from funneldx.figures import count, listing
from funneldx.policy import Policy
from funneldx.reports import safe_text
from funneldx.reports.phrases import plural
from funneldx.sources import shown, sources

FILE = ".funneldx-baseline.json"


@guarded
def baseline_command(
    paths: Paths,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", metavar="FILE", help=f"Where to keep them; the configuration's baseline, else {FILE}."
        ),
    ] = None,
    rules: RuleOptions = RuleOptions(),
    judging: JudgingOptions = JudgingOptions(),
    stdin_name: StdinName = None,
    walk: FolderOptions = FolderOptions(),
    tables: TableOptions = TableOptions(),
    allow_empty: AllowEmpty = False,
    configuration: ConfigOptions = ConfigOptions(),
) -> int:
    """Remember today's findings, so that check --baseline reports only what is new or worse.

    Exit code: 0 written, whatever was found; with 2 (wrong usage or a file that cannot be read), 3 (a defect of
    funneldx) and 130 (interrupted) nothing is written.
    """
    whole = configured(configuration)
    asked = asked_of(judging, tables, rules)
    folders = whole.folders(walk)
    path = output or whole.own_baseline or FILE
    old = _old(path)
    run = Run(
        sources(paths, stdin_name, folders),
        Policy(whole.rules, whole.settings(asked)),
        paths,
        allow_empty=allow_empty,
        strict=folders.strict,
        defects=whole.defects,
    )
    gc.freeze()
    gc.enable()
    remembering = Remembering(os.path.dirname(os.path.realpath(path)))
    (out,) = files_out([path], paths)
    try:
        for report in run:
            remembering.write(remembering.piece(report))
        if code := _failed(run.account, path):
            return code
        entries = remembering.entries()
        out.write(text(entries))
        out.finish()
        out.keep()
    finally:
        out.discard()
    Out(machine=False).write(_told(path, remembering, entries, old, configured=path == whole.own_baseline))
    return 0


def _old(path: str) -> Sequence[Entry] | str | None:
    """The entries that stand in the file so far, or what keeps them from being read; None where there is nothing.

    Raises UsageError where it is another file, which is not to be lost.
    """
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        data = file.read()
    if not data.strip():
        return None
    try:
        return read(data, shown(path))
    except ConfigurationError as error:
        if f'"schema": "{SCHEMA}"'.encode() not in data[:200]:
            raise UsageError(
                f"{shown(path)} is a file, but no baseline that this version reads: it is left as it is",
                "name another file with --output, or remove this one first",
            ) from None
        return error.told[0][0]


def _failed(account: RunReport, path: str) -> int:
    """Tell what could not be read or judged; the exit code, 0 where nothing went wrong."""
    for problem in account.errors:
        where = f"{problem.where}: " if problem.where else ""
        complain(safe_text.shown(f"{where}{problem.message}"), safe_text.shown(problem.hint))
    for defect in account.defects:
        complain(safe_text.shown(f"defect of funneldx in {defect.where}: {defect.message}"))
    if not account.errors and not account.defects:
        return 0
    complain(
        f"{safe_text.shown(shown(path))} is not written: what could not be judged would be missing in it",
        "put it right first, or leave it out with --exclude or --ignore",
    )
    return DEFECT if account.defects else USAGE


def _told(
    path: str,
    remembering: Remembering,
    entries: Sequence[Entry],
    old: Sequence[Entry] | str | None,
    *,
    configured: bool,
) -> str:
    """What was remembered, what that changes, and what to do with it."""
    file = shown(path)
    of_each = [plural(number, one.label) for one, number in counts(entries).items() if number]
    found = f"{plural(len(entries), 'finding')} ({listing(of_each)})" if of_each else "no findings"
    ailing = f"{count(remembering.ailing)} of " if of_each else ""
    lines = [f"{safe_text.shown(file)} remembers {found} in {ailing}{plural(remembering.funnels, 'funnel')}."]
    if isinstance(old, str):
        lines.append(f"What stood there before could not be read: {safe_text.shown(old)}.")
    elif old is not None:
        lines.append(f"Against the old file: {_changed(changes(old, entries))}.")
    option = "" if configured else f" --baseline {safe_text.shown(quoted(file))}"
    lines.append(
        f"With the same paths and options, `funneldx check{option}` reports only what is new or worse."
    )
    return "".join(f"{line}\n" for line in lines)


def _changed(change: Changes) -> str:
    other = f" ({count(change.changed)} of them with other figures)" if change.changed else ""
    return f"{count(change.added)} added, {count(change.dropped)} dropped, {count(change.kept)} kept{other}"
