"""Counting leads, a row each: by the stage they are at now (a snapshot), or by what has been reached (milestones)."""

from __future__ import annotations

from typing import Any

from funneldx.recorded import Condition
from funneldx.records.conditions import fulfilled, required
from funneldx.records.facts import group, shown_label, temperatures
from funneldx.records.results import Accounting, Group
from funneldx.records.survey import Found, Survey


class Leads:
    """The query over leads of one description, and what is made of its answer."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        records = survey.records
        self._nested = records.shape == "snapshot" or records.nested
        self._id = survey.find(records.id, "source.id") if records.id else None
        self._stage = survey.find(records.stage, "source.stage") if records.stage else None
        self._where = required(survey)
        self._tests = [self._test(number) for number in range(len(survey.recorded.tests))]
        self._lost = self._is_lost()
        self._origin = self._place_of_origin()
        self._keys = self._known()
        self._worth = (
            survey.number(survey.find(records.worth.column, "source.deal_value")) if records.worth else None
        )
        self._latest = self._newest()

    def _test(self, number: int) -> str:
        survey = self._survey
        stage, test = survey.recorded.funnel.stages[number], survey.recorded.tests[number]
        condition = test.condition
        if condition.column is None and condition.bare:
            return "1 = 1"
        found = self._column(condition)
        sql = fulfilled(survey, condition, found)
        survey.tell_absent(f"no row is at “{stage.name}”", found, condition.among)
        return sql

    def _column(self, condition: Condition) -> Found:
        if condition.column:
            return self._survey.find(condition.column, condition.field)
        if self._stage is None:
            raise self._survey.refuse(
                condition.field, "this stage names no `column`", "say which column tells that it was reached"
            )
        return self._stage

    def _is_lost(self) -> str | None:
        lost = self._survey.records.lost
        if lost is None:
            return None
        found = self._column(lost.condition)
        self._survey.tell_absent("no row is lost", found, lost.condition.among)
        return fulfilled(self._survey, lost.condition, found)

    def _place_of_origin(self) -> str | None:
        """Which stage a lost deal was lost from, in SQL."""
        lost, survey = self._survey.records.lost, self._survey
        if lost is None or self._survey.records.shape != "snapshot":
            return None
        if lost.origin is None:
            return "0"
        found = survey.find(lost.origin, f"{lost.condition.field}.from")
        cases = []
        for number, test in enumerate(survey.recorded.tests):
            raw = survey.raw(found, test.condition.among)
            if raw:
                cases.append(f"WHEN {found.sql} IN ({', '.join(map(survey.bind, raw))}) THEN {number + 1}")
        return f"CASE {' '.join(reversed(cases))} ELSE 0 END" if cases else "0"

    def _known(self) -> list[tuple[str, str]]:
        """What rows are grouped by, as a name and SQL."""
        survey, records = self._survey, self._survey.records
        keys = []
        if records.shape == "snapshot":
            cases = [f"WHEN {test} THEN {number + 1}" for number, test in enumerate(self._tests)]
            place = f"CASE {' '.join(reversed(cases))} ELSE 0 END"
            if self._lost:
                place = f"CASE WHEN {self._lost} THEN {self._origin} ELSE {place} END"
            keys.append(("place", place))
        else:
            keys += [
                (f"r{number + 1}", f"CASE WHEN {test} THEN 1 ELSE 0 END")
                for number, test in enumerate(self._tests)
            ]
        if self._lost:
            keys.append(("gone", f"CASE WHEN {self._lost} THEN 1 ELSE 0 END"))
        for number, header in enumerate(records.by):
            found = survey.find(header, "source.by")
            keys.append((f"g{number + 1}", shown_label(survey, found)))
        if records.period:
            if records.period.column is None:
                raise survey.refuse("source.period", "`period` names no column", "add `column: created`, say")
            keys.append(("day", survey.day(survey.find(records.period.column, "source.period.column"))))
        return keys + temperatures(survey)

    def _newest(self) -> str | None:
        """The order in which the newest of several rows of an id comes last; None without such a column."""
        survey, latest = self._survey, self._survey.records.latest
        if latest is None:
            return None
        found = survey.find(latest, "source.latest")
        if found.kind == "number":
            return survey.number(found)
        return survey.moment(found)

    @property
    def _present(self) -> list[str]:
        survey = self._survey
        return [*self._where, *([f"NOT {survey.empty(self._id)}"] if self._id else [])]

    def sql(self) -> str:
        """The query that counts: a row for each place in the funnel, of each segment."""
        survey = self._survey
        names = [name for name, _ in self._keys]
        chosen = [f"{sql} AS {name}" for name, sql in self._keys]
        worth = [f"{self._worth} AS amount"] if self._worth else []
        order: list[str] = []
        if self._latest:
            order.append("newest DESC NULLS LAST")
            worth.append(f"{self._latest} AS newest")
        binary = {
            f"g{number + 1}"
            for number, header in enumerate(survey.records.by)
            if survey.find(header, "source.by").kind == "text"
        }
        order += [
            f"{survey.dialect.binary(name) if name in binary else name} DESC NULLS LAST" for name in names
        ]
        order += ["amount DESC NULLS LAST"] if self._worth else []
        identity = [f"{self._id.sql} AS id"] if self._id else []
        where = " AND ".join(self._present) or "1 = 1"
        rows = f"leads AS (SELECT {', '.join([*identity, *chosen, *worth])}\n  FROM {survey.source} WHERE {where})"
        sums = ["count(*)", *(["sum(amount)", "count(amount)"] if self._worth else [])]
        grouped = ", ".join(names)
        if not self._id:
            return f"WITH {rows}\nSELECT {', '.join([*names, *sums])} FROM leads GROUP BY {grouped}"
        kept = ", ".join([*names, *(["amount"] if self._worth else [])])
        copies = (
            f"copies AS (SELECT {kept}, row_number() OVER (PARTITION BY id ORDER BY {', '.join(order)}) AS copy\n"
            f"  FROM leads)"
        )
        return (
            f"WITH {rows},\n{copies}\n"
            f"SELECT {', '.join([*names, *sums])} FROM copies WHERE copy = 1 GROUP BY {grouped}"
        )

    def rows_sql(self) -> str:
        """The query that looks at every row once: how many there are, left out, or without id."""
        where = " AND ".join(self._where) or "1 = 1"
        missing = self._survey.empty(self._id) if self._id else "1 = 0"
        return (
            f"SELECT count(*), sum(CASE WHEN {where} THEN 0 ELSE 1 END), "
            f"sum(CASE WHEN {where} AND {missing} THEN 1 ELSE 0 END)\nFROM {self._survey.source}"
        )

    def counted(
        self, answer: list[tuple[Any, ...]], rows: list[tuple[Any, ...]]
    ) -> tuple[list[Group], Accounting]:
        """The groups of leads, and what became of every row."""
        names = [name for name, _ in self._keys]
        labels = len(self._survey.records.by)
        groups, gone = [], []
        for row in answer:
            known = dict(zip(names, row, strict=False))
            leads, *worth = row[len(names) :]
            groups.append(group(known, labels, self._reached(known), leads, worth))
            gone.append(bool(known.get("gone")))
        total, filtered, missing = (int(value or 0) for value in rows[0])
        return groups, self._account(groups, gone, total, filtered=filtered, missing=missing)

    def _reached(self, known: dict[str, Any]) -> tuple[bool, ...]:
        many = len(self._tests)
        if "place" in known:
            return tuple(number < known["place"] for number in range(many))
        single = [bool(known[f"r{number + 1}"]) for number in range(many)]
        if self._nested:
            single = [all(single[: number + 1]) for number in range(many)]
        return tuple(single)

    def _account(
        self, groups: list[Group], gone: list[bool], total: int, *, filtered: int, missing: int
    ) -> Accounting:
        """What became of every row; `gone` says of each group whether it was lost."""
        stages = self._survey.recorded.funnel.stages
        reached_last = dict.fromkeys((stage.name for stage in stages), 0)
        lost = apart = unmatched = 0
        for one, is_lost in zip(groups, gone, strict=True):
            last = max((number for number, reached in enumerate(one.reached) if reached), default=None)
            if is_lost:
                lost += one.leads
                apart += one.leads * (last is None)
            elif last is None:
                unmatched += one.leads
            else:
                reached_last[stages[last].name] += one.leads
        duplicate = total - filtered - missing - sum(one.leads for one in groups)
        self._tell_apart(apart)
        self._tell_unmatched(unmatched)
        self._tell_repeated(duplicate)
        parts: dict[str, int | dict[str, int]] = {
            "reached": reached_last,
            "lost": lost,
            "unmatched": unmatched,
            "duplicate": duplicate,
            "missing_id": missing,
            "filtered": filtered,
        }
        return Accounting(total, parts)

    def _tell_apart(self, apart: int) -> None:
        records = self._survey.records
        if apart and records.shape == "snapshot":
            which = (
                "is not told" if records.lost and records.lost.origin is None else "is told of none of these"
            )
            self._survey.notes.append(
                f"{apart:,} lost {'deal stands' if apart == 1 else 'deals stand'} apart, since the stage of the loss {which}: "
                "the funnel looks better than it is"
            )

    def _tell_unmatched(self, unmatched: int) -> None:
        survey = self._survey
        if unmatched and self._stage:
            lost = survey.records.lost
            conditions = [
                *(test.condition for test in survey.recorded.tests),
                *([lost.condition] if lost else []),
            ]
            known = {
                value
                for one in conditions
                if one.column is None
                for value in survey.raw(self._stage, one.among)
            }
            survey.tell_strange(
                self._stage, [one for one in survey.tally(self._stage) if one[0] not in known]
            )

    def _tell_repeated(self, duplicate: int) -> None:
        if duplicate and not self._latest:
            self._survey.notes.append(
                f"{duplicate:,} {'row repeats' if duplicate == 1 else 'rows repeat'} an id; of each id the row furthest in "
                "the funnel counts: name the column that tells the newest as `latest:`"
            )
