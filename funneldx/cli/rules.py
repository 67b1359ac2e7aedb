"""`funneldx rules`: the catalogue."""

import sys
from importlib import import_module
from typing import Annotated, Literal

import typer

from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import Color
from funneldx.cli.terminal import Out, canvas
from funneldx.reports import rule_table
from funneldx.rules import FAMILIES


@guarded
def rules_command(
    table_format: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option("--format", help="For people, for programs, or a table for a page."),
    ] = "text",
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
) -> int:
    """List every rule: what it looks at, how loud it gets, its thresholds and their basis."""
    cards = [rule.card() for rule in configured(configuration).rules]
    if table_format == "json":
        Out(machine=True).write(rule_table.as_json(cards))
    elif table_format == "markdown":
        Out(machine=True).write(rule_table.as_markdown(cards))
    else:
        titles = {family: import_module(f"funneldx.rules.{family}").__doc__ or "" for family in FAMILIES}
        titles |= {"own": "rules of your own", "plugins": "rules of installed plugins"}
        Out(machine=False).write(rule_table.as_text(cards, canvas(color, sys.stdout), titles))
    return 0
