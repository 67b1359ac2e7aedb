"""`funneldx schema`: the JSON Schema of what is read, or of what is reported."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from funneldx import baseline, reports
from funneldx.cli.guard import guarded
from funneldx.cli.terminal import Out


@guarded
def schema_command(
    of: Annotated[
        Literal["funnel", "report", "compare", "plan", "config", "baseline"],
        typer.Argument(help="Of funnel files, of a JSON report, of .funneldx.yaml, or of a baseline."),
    ] = "funnel",
) -> int:
    """Print a JSON Schema: of funnel files or the configuration (for editors), of reports, comparisons, plans or baselines (for programs)."""
    if of in {"report", "compare", "plan"}:
        text = Path(reports.__file__).with_name(f"{of}.schema.json").read_text(encoding="utf-8")
    elif of == "baseline":
        text = Path(baseline.__file__).with_name("baseline.schema.json").read_text(encoding="utf-8")
    elif of == "config":
        from funneldx.configuration.file_format import schema as configuration  # noqa: PLC0415

        text = json.dumps(configuration(), indent=2, ensure_ascii=False) + "\n"
    else:
        from funneldx.readers.funnel_schema import schema  # noqa: PLC0415  (the report's needs no reader)

        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    Out(machine=True).write(text)
    return 0
