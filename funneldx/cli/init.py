"""`funneldx init`: write a starter file."""

import os
from pathlib import Path
from typing import Annotated

import typer

from funneldx.cli.guard import guarded
from funneldx.cli.terminal import Out
from funneldx.errors import UsageError, nearest

_FOLDER = Path(__file__).with_name("templates")


@guarded
def init_command(
    template: Annotated[
        str,
        typer.Argument(
            metavar="[TEMPLATE]",
            help="Which kind of funnel: basic, active, passive, cold-calls, online-shop.",
        ),
    ] = "basic",
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="What to write; it must not exist.")
    ] = "funnel.yaml",
) -> int:
    """Write a starter file, full of comments that explain it. Never overwrites."""
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
        .replace("check funnel.yaml", f"check {_quoted(file)}")
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
        f"Wrote {file}. Change its numbers to yours, then run: funneldx check {_quoted(file)}\n"
        f"There are other templates: {', '.join(others)}.\n"
    )
    return 0


def _quoted(path: str) -> str:
    from shlex import quote  # noqa: PLC0415

    return quote(path) if os.name != "nt" else f'"{path}"'
