"""`funneldx count`: how many reached each stage, from leads, deals or events."""

from typing import Annotated, Literal

import typer

from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import Exclude, FolderOptions, Include, Output, StdinName
from funneldx.cli.records import AllowConnection, AllowPath, Engine


@guarded
def count_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files that say where records are, folders of them, or - for standard input; exports with --preset.",
        ),
    ],
    count_format: Annotated[
        Literal["text", "yaml", "csv", "json"],
        typer.Option("--format", help="For people; as funnels that `funneldx check` reads; for programs."),
    ] = "text",
    output: Output = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the SQL that counts, and its values, instead.")
    ] = False,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="NAME",
            help="Read an export of a CRM as it is: hubspot, pipedrive, salesforce, amocrm, bitrix24, or auto.",
        ),
    ] = None,
    allow_path: AllowPath = None,
    allow_connection: AllowConnection = None,
    engine: Engine = None,
    stdin_name: StdinName = None,
    include: Include = None,
    exclude: Exclude = None,
    configuration: ConfigOptions = ConfigOptions(),
) -> int:
    """Count how many reached each stage, from leads, deals or events.

    Exit code: 0, 2 wrong usage, a file that cannot be read or records that cannot be counted, 3 a defect of funneldx,
    130 interrupted.
    """
    from funneldx.cli.counting import Asked, counted  # noqa: PLC0415  (what lists all commands needs none of it)

    folders = configured(configuration).folders(FolderOptions(include=include, exclude=exclude))
    asked = Asked(
        paths=tuple(paths),
        form=count_format,
        output=output,
        explain=explain,
        preset=preset,
        folders=folders,
        stdin_name=stdin_name,
    )
    return counted(asked, allow_path, allow_connection, engine)
