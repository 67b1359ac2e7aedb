"""Counting the stages of a funnel from records: leads, deals or events in files, or in a table of a warehouse.

`counted` opens what a description's `source:` names (`files`, `tables`, `connections`), looks at its columns
(`survey`), makes one portable query of it (`events`, `leads`) and has an engine answer that: one file an engine. No
engine is imported before it is used.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from funneldx.recorded import Recorded
from funneldx.records.engine import EngineError
from funneldx.records.results import Counted, funnels
from funneldx.records.survey import Survey
from funneldx.tuples import NamedTuple

__all__ = ["Access", "Counted", "counted"]


class Access(NamedTuple):
    """What a run may open: descriptions come from strangers, these come from the user."""

    paths: tuple[str, ...] = ()
    """Folders beside a description's own in which its records may be."""
    connections: tuple[str, ...] = ()
    """Connections of the user's that a description may name."""
    engine: str | None = None
    """The engine for files, where it is not DuckDB: `spark`, or the address of a cluster of it."""
    follow: Callable[[float], None] | None = None
    """Is told how far a query is, where the engine tells."""


def counted(recorded: Recorded, access: Access) -> Counted:
    """Count the funnels of a description; raises RecordsError, or MissingEngineError."""
    from funneldx.records.opening import opened  # noqa: PLC0415  (only counting opens anything)

    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="funneldx-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        engine, main, joined, notes = opened(recorded, access, folder, stack)
        survey = Survey(engine, recorded, main, joined)
        survey.notes += notes
        try:
            return _counted(survey)
        except EngineError as error:
            raise survey.refuse(
                "source",
                f"the records in {main.shown} cannot be counted: {error}",
                "check that they are whole",
            ) from None


def _counted(survey: Survey) -> Counted:
    from funneldx.records.events import Events  # noqa: PLC0415
    from funneldx.records.leads import Leads  # noqa: PLC0415

    query = Events(survey) if survey.records.shape == "events" else Leads(survey)
    looked = query.rows_sql()
    rows = survey.engine.rows(looked, _used(looked, survey))
    sql = query.sql()
    values = _used(sql, survey)
    groups, accounting = query.counted(survey.engine.rows(sql, values), rows)
    if not accounting.adds_up:
        raise AssertionError(f"rows that are not accounted for: {accounting}")
    found, undated = funnels(survey.recorded, groups, survey.records.by)
    if undated:
        who = (
            "1 lead has no date that can be read, and is"
            if undated == 1
            else f"{undated:,} leads have no date that can be read, and are"
        )
        survey.notes.append(f"{who} in no period")
    if not found:
        survey.notes.append("no record is at any stage")
    told = tuple(dict.fromkeys(survey.notes))
    return Counted(tuple(found), accounting, told, _explained(sql, values))


def _used(sql: str, survey: Survey) -> dict[str, Any]:
    """The values that stand in a query."""
    dialect = survey.dialect
    return {
        key: value
        for key, value in survey.values.items()
        if re.search(re.escape(dialect.placeholder(key, value)) + r"(?![0-9])", sql)
    }


def _explained(sql: str, values: dict[str, Any]) -> str:
    listed = "".join(f"-- {key} = {value!r}\n" for key, value in values.items())
    return f"{sql};\n{listed}"
