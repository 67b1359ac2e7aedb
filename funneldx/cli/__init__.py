"""The command line: one file a command; each parses, calls and writes.

`main` imports only the command that was asked for, since importing all of them shows in the time of each.
"""

import os
from importlib import import_module
from typing import Annotated

import typer

from funneldx import __version__

COMMANDS = (
    *(
        "check",
        "scan",
        "compare",
        "plan",
        "baseline",
        "count",
        "explain",
        "rules",
        "init",
        "config",
        "schema",
    ),
)


def main(arguments: list[str]) -> int:
    """Run the command line `arguments` and return the exit code; writes to standard output and error."""
    asked = arguments[0] if arguments else None
    alone = asked in COMMANDS and "_FUNNELDX_COMPLETE" not in os.environ
    app = typer.Typer(
        name="funneldx",
        add_completion=not alone,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in (asked,) if alone else COMMANDS:
        module = import_module(f"{__name__}.{name}")
        app.command(name)(getattr(module, f"{name}_command"))
    code: object = 0
    try:
        app(arguments, prog_name="funneldx")
    except SystemExit as ended:
        code = ended.code
    return code if isinstance(code, int) else 0


def _version(asked: bool) -> None:
    if asked:
        print(f"funneldx {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Find where a sales funnel leaks, how sure that is, why, what it costs and what to do.

    Try: funneldx init, then funneldx check funnel.yaml
    """
