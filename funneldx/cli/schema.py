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
        Literal["funnel", "report"], typer.Argument(help="Of funnel files, or of the JSON report.")
    ] = "funnel",
) -> int:
    """Print a JSON Schema: of funnel files (for editors), or of the JSON report (for programs)."""
    if of == "report":
        text = Path(reports.__file__).with_name("report.schema.json").read_text(encoding="utf-8")
    else:
        from funneldx.readers.funnel_format import schema  # noqa: PLC0415  (the report's needs no reader)

        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    Out(machine=True).write(text)
    return 0
