"""`funneldx init`: write a starter file, or the columns of a table."""

from pathlib import Path
from typing import Annotated

import typer

from funneldx.cli.guard import guarded
from funneldx.cli.terminal import Out, quoted
from funneldx.errors import UsageError, nearest

_FOLDER = Path(__file__).with_name("templates")

_OF_RECORDS = (".parquet", ".pq", ".jsonl", ".ndjson", ".xlsx", ".xlsm")
"""Endings of files that only hold records."""


@guarded
def init_command(
    template: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEMPLATE]",
            help="Which kind of funnel: basic, active, passive, cold-calls, online-shop.",
        ),
    ] = None,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="What to write; it must not exist.")
    ] = "funnel.yaml",
    table: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="TABLE",
            help="Look at a table instead: of stages, and write into .funneldx.yaml which of its columns holds what; of "
            "leads, deals or events (Excel, Parquet and JSON lines too), and write funnel.yaml, which says how to count "
            "them.",
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="NAME",
            help="Take that table for an export of hubspot, pipedrive, salesforce, amocrm or bitrix24, or: auto.",
        ),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", metavar="SIGN", help="Between the fields of that table.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of that table, such as cp1251.")
    ] = None,
) -> int:
    """Write a starter file, full of comments that explain it. Never overwrites."""
    if table is None:
        if delimiter is not None or encoding is not None or preset is not None:
            raise UsageError(
                "--delimiter, --encoding and --preset are about a table", "name it: --from export.csv"
            )
        return _write_template("basic" if template is None else template, file)
    if template is not None:
        raise UsageError(
            f"--from takes no template, and “{template}” would be one",
            "it always writes .funneldx.yaml: funneldx init --from export.csv",
        )
    if preset is not None or table.lower().endswith(_OF_RECORDS) or _is_known(table, delimiter, encoding):
        from funneldx.cli.drafted import write_draft  # noqa: PLC0415

        return write_draft(table, preset or "auto", "funnel.yaml")
    from funneldx.cli.found_columns import write_columns  # noqa: PLC0415  (a template needs no reader)
    from funneldx.cli.table_options import tables_of  # noqa: PLC0415

    return write_columns(table, tables_of(None, delimiter, encoding))


def _is_known(table: str, delimiter: str | None, encoding: str | None) -> bool:
    """Whether a table is the export of a program that is known."""
    from funneldx.cli.drafted import program_of  # noqa: PLC0415

    return delimiter is None and encoding is None and program_of(table) is not None


def _write_template(template: str, file: str) -> int:
    templates = sorted(path.stem for path in _FOLDER.glob("*.yaml"))
    if template not in templates:
        like = nearest(template, templates)
        named = (
            f"funneldx init basic {template}" if "." in template or "/" in template else "funneldx init basic"
        )
        raise UsageError(
            f"there is no template “{template}”{like}", f"there are {', '.join(templates)}: {named}"
        )
    text = (
        (_FOLDER / f"{template}.yaml")
        .read_text(encoding="utf-8")
        .replace("check funnel.yaml", f"check {quoted(file)}")
    )
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError:
        raise UsageError(
            f"{file} exists already and is left as it is",
            f"name another file: funneldx init {template} other.yaml",
        ) from None
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {(error.strerror or '').lower()}",
            "name a file in a folder that exists and is yours",
        ) from None
    others = [name for name in templates if name != template]
    Out(machine=False).write(
        f"Wrote {file}. Change its numbers to yours, then run: funneldx check {quoted(file)}\n"
        f"There are other templates: {', '.join(others)}.\n"
    )
    return 0
