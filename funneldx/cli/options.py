"""Options that commands share, and how their values are read."""

from datetime import date
from typing import Annotated, Literal

import typer

from funneldx.diagnosis import Severity
from funneldx.errors import UsageError
from funneldx.rates import Level, Share

Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="Colour the text; auto: on a terminal, unless NO_COLOR is set."),
]
Verbose = Annotated[
    int,
    typer.Option(
        "-v", "--verbose", count=True, show_default=False, help="Tell what passed and why rules were skipped."
    ),
]
Quiet = Annotated[
    int,
    typer.Option(
        "-q", "--quiet", count=True, show_default=False, help="One line for each diagnosis, nothing else."
    ),
]


def level_of(text: str) -> Level | None:
    """Read a confidence level (`0.95`, `95%`); None for `literal`."""
    if text == "literal":
        return None
    share = Share.parse(text)
    if share is None or not 0 < share.value < 1:
        raise UsageError(
            f"--confidence {text} is no confidence level",
            "give one between 0 and 1, such as 0.95 or 95%, or: literal",
        )
    return Level.of(share.value)


def severity_of(text: str) -> Severity | None:
    """Read a `--fail-on`; None for `never`."""
    return None if text == "never" else Severity[text.upper()]


def date_of(text: str | None) -> date:
    """Read a date; today's for None."""
    if text is None:
        return date.today()  # noqa: DTZ011  (the day where the person is)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text} is no date", "write it as year-month-day: 2027-03-01") from None


def words(values: list[str] | None) -> tuple[str, ...]:
    """Several rules, given one by one or with commas between."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())
