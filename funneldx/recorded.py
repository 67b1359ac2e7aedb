"""Where a funnel's records are and how its stages are counted from them, as a description says it.

The values of `source:` and of the stages beside it, whatever counts them: `readers` makes them, `records` counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from funneldx.model import Funnel
from funneldx.tuples import NamedTuple

Shape = Literal["events", "snapshot", "milestones"]
Every = Literal["day", "week", "month", "quarter", "year"]
Order = Literal["day-first", "month-first"]
Bound = float | date


class Condition(NamedTuple):
    """What the value of a column has to be; all that is given counts."""

    column: str | None = None
    """None where the column is understood: of a stage that is told by `source.stage`."""
    among: tuple[str, ...] = ()
    """One of these texts, whatever their case and the spaces around them."""
    not_among: tuple[str, ...] = ()
    """None of these; an empty value is none of them."""
    at_least: Bound | None = None
    at_most: Bound | None = None
    above: Bound | None = None
    below: Bound | None = None
    filled: bool | None = None
    """Whether there has to be a value, or must be none."""
    field: str = ""
    """Where it stands in the description."""

    @property
    def bounds(self) -> tuple[tuple[str, Bound], ...]:
        """Each bound with the sign that compares the value with it."""
        pairs = ((">=", self.at_least), ("<=", self.at_most), (">", self.above), ("<", self.below))
        return tuple((sign, bound) for sign, bound in pairs if bound is not None)

    @property
    def bare(self) -> bool:
        """Whether it names a column and nothing else."""
        return not (self.among or self.not_among or self.bounds or self.filled is not None)


class Lost(NamedTuple):
    """How deals that were lost are told, and which stage they were lost from."""

    condition: Condition
    origin: str | None = None
    """The column that tells the last stage they stood at."""


class Join(NamedTuple):
    """A second table, of which a record gets the columns of the row with its key."""

    files: tuple[str, ...]
    table: str | None
    ours: str
    """The column of the records that holds the key."""
    theirs: str
    field: str


class Cohort(NamedTuple):
    """Which period a record belongs to."""

    column: str | None
    """None for the time of the events."""
    every: Every


class Worth(NamedTuple):
    """The column that says what a deal is worth."""

    column: str
    currency: str | None = None


class Files(NamedTuple):
    """Where records are in files, and how those of text are read."""

    names: tuple[str, ...]
    """Paths and patterns, relative to the description's folder."""
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None


class Records(NamedTuple):
    """All that `source:` says."""

    shape: Shape
    files: Files
    table: str | None = None
    connection: str | None = None
    id: str | None = None
    stage: str | None = None
    time: str | None = None
    ordered: bool = True
    window: timedelta | None = None
    nested: bool = False
    latest: str | None = None
    """The column by which the newest of several rows of one id is told."""
    lost: Lost | None = None
    by: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = {}
    bands: Mapping[str, tuple[Band, ...]] = {}
    period: Cohort | None = None
    where: tuple[Condition, ...] = ()
    join: tuple[Join, ...] = ()
    worth: Worth | None = None
    hot: Condition | None = None
    warm: Condition | None = None
    cold: Condition | None = None
    dates: Mapping[str, Order] = {}
    """By column; that of the key `*` is for all others."""
    decimals: Literal[",", "."] | None = None


class Band(NamedTuple):
    """A range of numbers that is counted as one: `4-5`, `6+`."""

    label: str
    low: float
    high: float | None


class Test(NamedTuple):
    """How a stage is told."""

    condition: Condition
    given: bool
    """Whether the description says so, rather than that the name of the stage is taken for it."""


class Recorded(NamedTuple):
    """A funnel whose stages are still to be counted."""

    funnel: Funnel
    """Without any count."""
    records: Records
    tests: tuple[Test, ...]
    """How each of its stages is told."""
    path: str
    """The description's, as it is shown."""
