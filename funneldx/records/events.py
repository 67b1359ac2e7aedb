"""Counting events: a chain of first times.

Each stage counts the leads with an event of it at or after their first event of the stage before. The smallest time
of each stage, compared afterwards, would be wrong as soon as stages repeat: who was called, became a lead again and
was called once more has been called after it.
"""

from __future__ import annotations

from typing import Any

from funneldx.records.conditions import required
from funneldx.records.facts import group, shown_label, temperatures
from funneldx.records.results import Accounting, Group, target
from funneldx.records.survey import Survey
from funneldx.records.texts import as_text
from funneldx.tuples import NamedTuple


class Step(NamedTuple):
    """A stage and the values of the column by which it is told."""

    number: int
    raw: tuple[Any, ...]


class Events:
    """The query over events of one description, and what is made of its answer."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        records = survey.records
        assert records.id
        assert records.stage
        self._id = survey.find(records.id, "source.id")
        self._stage = survey.find(records.stage, "source.stage")
        if records.time is None and records.ordered:
            raise survey.refuse(
                "source",
                "`source` has no `time`; events are counted in its order",
                "name its column, or: ordered: false",
            )
        if records.window is not None and not records.ordered:
            raise survey.refuse(
                "source.window",
                "`window` needs the order of the stages",
                "leave out `ordered: false`, or the window",
            )
        self._time = survey.find(records.time, "source.time") if records.time else None
        self._at = survey.moment(self._time) if self._time else ""
        self._steps = self._told()
        self._where = required(survey)
        self._facts = self._known()
        self._worth = survey.find(records.worth.column, "source.deal_value") if records.worth else None
        blank, there = self._blank()
        self._missing = [
            f"{self._id.sql} IS NULL",
            *blank,
            *([f"{self._at} IS NULL AND {there}"] if self._at else []),
        ]
        self._there = [
            there,
            *([f"{self._at} IS NOT NULL"] if self._at else []),
            *self._where,
        ]

    def _blank(self) -> tuple[list[str], str]:
        """When an id is a text of spaces, and when there is one; only what sorts before `!` can be of spaces."""
        if self._id.kind != "text":
            return [], f"{self._id.sql} IS NOT NULL"
        sorted_id = self._survey.dialect.binary(self._id.sql)
        blank = f"{sorted_id} < '!' AND trim({self._id.sql}) = ''"
        return [blank], f"({sorted_id} >= '!' OR trim({self._id.sql}) <> '')"

    def _told(self) -> list[Step]:
        """Which values stand for which stage; raises RecordsError for one that stands for two."""
        survey = self._survey
        steps, taken = [], dict[Any, str]()
        for number, (stage, test) in enumerate(
            zip(survey.recorded.funnel.stages, survey.recorded.tests, strict=True)
        ):
            condition = test.condition
            if condition.column or condition.bounds or condition.filled is not None or not condition.among:
                raise survey.refuse(
                    condition.field,
                    f"the stage “{stage.name}” is told by more than its value",
                    f"of events a stage is told by the column “{survey.records.stage}” alone: write `match: […]`",
                )
            raw = tuple(survey.raw(self._stage, condition.among))
            if not raw:
                survey.tell_absent(f"no row is at “{stage.name}”", self._stage, condition.among)
            for value in raw:
                if value in taken:
                    raise survey.refuse(
                        condition.field,
                        f"“{as_text(value)[:40]}” stands for “{taken[value]}” and for “{stage.name}”",
                        "keep it at one of the two",
                    )
                taken[value] = stage.name
            steps.append(Step(number, raw))
        return steps

    def _known(self) -> list[tuple[str, str]]:
        """What is kept of a lead's first event, as a name and SQL: labels, the day, the temperature."""
        survey, records = self._survey, self._survey.records
        facts = []
        for number, header in enumerate(records.by):
            found = survey.find(header, "source.by")
            facts.append(
                (
                    f"g{number + 1}",
                    survey.dialect.binary(found.sql) if found.kind == "text" else shown_label(survey, found),
                )
            )
        if records.period:
            column = records.period.column
            found_day = survey.find(column, "source.period.column") if column else self._time
            if found_day is None:
                raise survey.refuse(
                    "source.period", "`period` names no column, nor does `time`", "add `column:`"
                )
            facts.append(("day", survey.day(found_day)))
        return facts + temperatures(survey)

    # The query

    def _events(self, step: Step, *columns: str) -> str:
        """The events of one stage."""
        survey = self._survey
        listed = ", ".join(map(survey.bind, step.raw))
        told = f"{self._stage.sql} IN ({listed})" if step.raw else "1 = 0"
        chosen = ", ".join([f"{self._id.sql} AS id", *([f"{self._at} AS at"] if self._at else []), *columns])
        return f"(SELECT {chosen} FROM {survey.source} WHERE {' AND '.join([told, *self._there])}) AS e"

    def sql(self) -> str:
        """The query that counts: a row for each stage, or for each stage of each segment."""
        records = self._survey.records
        parts = [self._first()] if records.ordered else []
        if records.ordered:
            parts += [self._next(step) for step in self._steps[1:]]
        else:
            parts += [
                f"s{step.number + 1} AS (SELECT e.id{self._earliest()}\n  FROM {self._events(step)} GROUP BY e.id)"
                for step in self._steps
            ]
        if self._facts:
            parts.append(self._facts_of_leads())
        if self._worth:
            parts.append(self._paid())
        counts = "\nUNION ALL\n".join(self._count(step) for step in self._steps)
        return "WITH " + ",\n".join(parts) + "\n" + counts

    def _earliest(self) -> str:
        return ", min(e.at) AS t" if self._at else ""

    def _first(self) -> str:
        return f"s1 AS (SELECT e.id, min(e.at) AS t\n  FROM {self._events(self._steps[0])} GROUP BY e.id)"

    def _next(self, step: Step) -> str:
        """A stage: the first event of it at or after that of the stage before."""
        number = step.number + 1
        window = self._survey.records.window
        begun = until = ""
        if window:
            start = "s.t" if number == 2 else "s.t0"
            begun = f", min({start}) AS t0"
            until = f" AND e.at <= {self._survey.dialect.later(start, int(window.total_seconds()))}"
        return (
            f"s{number} AS (SELECT e.id, min(e.at) AS t, CAST(count(*) AS INTEGER) AS n{begun}\n  FROM {self._events(step)} "
            f"JOIN s{number - 1} AS s ON e.id = s.id AND e.at >= s.t{until} GROUP BY e.id)"
        )

    def _facts_of_leads(self) -> str:
        """The labels of each lead: at its first event of the first stage; in any order, at its first event at all."""
        columns = [f"{sql} AS {name}" for name, sql in self._facts]
        kept = ", ".join(f"min(e.{name}) AS {name}" for name, _ in self._facts)
        if self._survey.records.ordered:
            events = self._events(self._steps[0], *columns)
            return f"f AS (SELECT e.id, {kept}\n  FROM {events} JOIN s1 ON e.id = s1.id AND e.at = s1.t GROUP BY e.id)"
        every = Step(0, tuple(value for step in self._steps for value in step.raw))
        events = self._events(every, *columns)
        if not self._at:
            return f"f AS (SELECT e.id, {kept}\n  FROM {events} GROUP BY e.id)"
        firsts = " UNION ALL ".join(f"SELECT id, t FROM s{step.number + 1}" for step in self._steps)
        return (
            f"b AS (SELECT a.id, min(a.t) AS t FROM ({firsts}) AS a GROUP BY a.id),\n"
            f"f AS (SELECT e.id, {kept}\n  FROM {events} JOIN b ON e.id = b.id AND e.at = b.t GROUP BY e.id)"
        )

    def _paid(self) -> str:
        assert self._worth
        goal = self._steps[target(self._survey.recorded)]
        events = self._events(goal, f"{self._survey.number(self._worth)} AS amount")
        same = f" AND e.at = s{goal.number + 1}.t" if self._at else ""
        return (
            f"w AS (SELECT e.id, max(e.amount) AS amount\n  FROM {events} "
            f"JOIN s{goal.number + 1} ON e.id = s{goal.number + 1}.id{same} GROUP BY e.id)"
        )

    def _count(self, step: Step) -> str:
        number = step.number + 1
        goal = step.number == target(self._survey.recorded)
        names = [f"f.{name}" for name, _ in self._facts]
        chain = self._survey.records.ordered and number > 1
        chosen = [
            str(number),
            *names,
            "count(*) AS leads",
            f"sum(s{number}.n) AS later" if chain else "0 AS later",
        ]
        chosen += (
            ["sum(w.amount) AS amount", "count(w.amount) AS paid"]
            if self._worth and goal
            else ["0.0 AS amount", "0 AS paid"]
            if self._worth
            else []
        )
        joined = f" JOIN f ON f.id = s{number}.id" if names else ""
        joined += f" LEFT JOIN w ON w.id = s{number}.id" if self._worth and goal else ""
        grouped = f" GROUP BY {', '.join(names)}" if names else ""
        return f"SELECT {', '.join(chosen)} FROM s{number}{joined}{grouped}"

    # What is made of it

    def rows_sql(self) -> str:
        """The query that looks at every row once: by stage how many there are, left out, or without id or time.

        What is missing is asked for in parts, each of which an engine can answer from what it knows of its blocks.
        """
        where = " AND ".join(self._where) or "1 = 1"
        left_out = f"sum(CASE WHEN {where} THEN 0 ELSE 1 END)" if self._where else "0"
        stage, source = self._stage.sql, self._survey.source
        parts = [
            f"SELECT {stage}, count(*) AS counted, {left_out} AS left_out, 0 AS missing FROM {source} GROUP BY {stage}"
        ]
        parts += [
            f"SELECT {stage}, 0 AS counted, 0 AS left_out, count(*) AS missing FROM {source} WHERE {missing} AND {where} GROUP BY {stage}"
            for missing in self._missing
        ]
        return "\nUNION ALL\n".join(parts)

    def counted(
        self, answer: list[tuple[Any, ...]], rows: list[tuple[Any, ...]]
    ) -> tuple[list[Group], Accounting]:
        """The groups of leads, each at one stage, and what became of every row."""
        names = [name for name, _ in self._facts]
        used = later = 0
        groups = []
        for number, *rest in answer:
            facts, (leads, events, *worth) = rest[: len(names)], rest[len(names) :]
            known = dict(zip(names, facts, strict=True))
            used += leads
            later += int(events or 0)
            reached = tuple(one == number - 1 for one in range(len(self._steps)))
            groups.append(group(known, len(self._survey.records.by), reached, leads, worth))
        return groups, self._account(rows, used, later)

    def _account(self, rows: list[tuple[Any, ...]], used: int, later: int) -> Accounting:
        """What became of every row; `later` are the events in order of all stages but the first."""
        known = {value for step in self._steps for value in step.raw}
        sums: dict[Any, list[int]] = {}
        for value, *numbers in rows:
            before = sums.get(value, [0, 0, 0])
            sums[value] = [one + int(other or 0) for one, other in zip(before, numbers, strict=True)]
        total, filtered, missing = (sum(one[at] for one in sums.values()) for at in range(3))
        left = {value: count - out - without for value, (count, out, without) in sums.items()}
        matched = sum(count for value, count in left.items() if value in known)
        first = sum(
            left.get(value, 0) for value in self._steps[0].raw
        )  # nothing comes before: all are in order
        in_order = first + later if self._survey.records.ordered else matched
        strange = [(value, count) for value, count in left.items() if count and value not in known]
        self._survey.tell_strange(self._stage, strange)
        return Accounting(
            total,
            {
                "used": used,
                "repeated": in_order - used,
                "out_of_order": matched - in_order,
                "unmatched_stage": sum(count for _, count in strange),
                "missing_id_or_time": missing,
                "filtered": filtered,
            },
        )
