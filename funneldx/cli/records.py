"""Options of the commands that count records, and how their values are read."""

import os
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from funneldx.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from funneldx.records import Access

Count = Annotated[
    bool,
    typer.Option("--count", help="Count descriptions that say where their records are (`source:`), too."),
]
AllowPath = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-path",
        metavar="FOLDER",
        help="Let records be in this folder too, not only beside the file that names them.",
    ),
]
AllowConnection = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-connection",
        metavar="NAME",
        help="Let descriptions count in this warehouse, which your own configuration or environment names.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="What counts records in files: duckdb, spark, or the address of a Spark cluster (spark://host:7077).",
    ),
]


class CountingOptions(NamedTuple):
    """Whether records are counted, and what may be opened for that."""

    count: Count = False  # type: ignore[assignment]  # options are no collection: nobody misses tuple.count
    allow_path: AllowPath = None
    allow_connection: AllowConnection = None
    engine: Engine = None


def access_of(
    allow_path: list[str] | None,
    allow_connection: list[str] | None,
    engine: str | None,
    follow: "Callable[[float], None] | None" = None,
) -> "Access":
    """What a command line lets descriptions open; raises UsageError."""
    from funneldx.records import Access  # noqa: PLC0415  (few runs count)

    for path in allow_path or ():
        if not os.path.isdir(path):
            raise UsageError(f"--allow-path {path} is no folder", "name a folder that exists")
    if engine not in {None, "duckdb", "spark"} and not str(engine).startswith(
        ("spark://", "local[", "yarn", "k8s://")
    ):
        raise UsageError(f"--engine {engine} is unknown", "give duckdb, spark, or spark://host:7077")
    return Access(
        tuple(allow_path or ()), tuple(allow_connection or ()), None if engine == "duckdb" else engine, follow
    )


def access_if(counting: CountingOptions) -> "Access | None":
    """The same for a command that counts only if it is asked to."""
    count, allow_path, allow_connection, engine = counting
    if count:
        return access_of(allow_path, allow_connection, engine)
    if allow_path or allow_connection or engine:
        raise UsageError("--allow-path, --allow-connection and --engine are about records", "add --count")
    return None
