"""`funneldx init --from EXPORT`: a description of records, drafted, written down and told."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from funneldx.cli.terminal import Out, quoted
from funneldx.errors import UnreadableError, UsageError
from funneldx.reports.safe_text import shown

if TYPE_CHECKING:
    from funneldx.records.draft import Draft


def draft_of(path: str, preset: str) -> "Draft":
    """Look at an export; raises UsageError for one that cannot be described."""
    from funneldx.records.draft import drafted  # noqa: PLC0415

    if not os.path.isfile(path):
        raise UsageError(f"{path} is no file", "name an export: funneldx init --from deals.csv")
    try:
        return drafted(path, preset)
    except UnreadableError as error:
        raise UsageError(f"{error.problem.where}: {error.problem.message}", error.problem.hint) from None


def program_of(path: str) -> str | None:
    """The program that an export of text is of, if its header tells; None too for what cannot be read."""
    from funneldx.records.look import program  # noqa: PLC0415

    try:
        return program(path) if os.path.isfile(path) else None
    except (UnreadableError, OSError):
        return None


def write_draft(path: str, preset: str, target: str, *, or_else: UsageError | None = None) -> int:
    """Write a description of an export beside it, and tell what is sure and what is not.

    Raises UsageError for one that cannot be described: `or_else`, where it is said what else there is to say of it.
    """
    try:
        draft = draft_of(path, preset)
    except UsageError as error:
        raise (or_else or error) from None
    target = os.path.join(os.path.dirname(path), target)
    try:
        with open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(draft.text)
    except FileExistsError:
        Out(machine=False).write("".join(f"{shown(line)}\n" for line in draft.text.splitlines()))
        raise UsageError(
            f"{target} exists already and is left as it is",
            "put what stands on standard output into a file yourself",
        ) from None
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {(error.strerror or '').lower()}",
            "copy the export into a folder of yours",
        ) from None
    Out(machine=False).write("".join(_told(path, target, draft)))
    return 0


def _told(path: str, target: str, draft: "Draft") -> Iterator[str]:
    yield f"Wrote {shown(target)}, which says how to count {shown(path)}.\n"
    for line in draft.sure:
        yield f"  sure      {shown(line)}\n"
    for line in draft.unsure:
        yield f"  not sure  {shown(line)}\n"
    if draft.unsure:
        yield "  Look at it before you trust the counts: what is unsure is only the likeliest.\n"
    yield f"  Then run: funneldx check --count {shown(quoted(target))}\n"
