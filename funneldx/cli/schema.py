"""`funneldx schema`: the JSON Schema of what is read, or of what is reported."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from funneldx import reports
from funneldx.cli.guard import guarded
from funneldx.cli.terminal import Out


@guarded
def schema_command(
    of: Annotated[
        Literal["funnel", "report", "plan"], typer.Argument(help="Of funnel files, or of a JSON report.")
    ] = "funnel",
) -> int:
    """Print a JSON Schema: of funnel files (for editors), of the JSON report or of plans (for programs)."""
    if of != "funnel":
        text = Path(reports.__file__).with_name(f"{of}.schema.json").read_text(encoding="utf-8")
    else:
        from funneldx.readers.funnel_format import schema  # noqa: PLC0415  (the report's needs no reader)

        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    Out(machine=True).write(text)
    return 0
