"""Counting leads, a row each: by the stage they are at now (a snapshot), or by what has been reached (milestones)."""

from __future__ import annotations

from typing import Any

from funneldx.recorded import Condition
from funneldx.records.events import shown_label, tell_strange, texts_of
from funneldx.records.results import Accounting, Group
from funneldx.records.survey import Found, Survey, as_text


class Leads:
    """The query over leads of one description, and what is made of its answer."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        records = survey.records
        self._nested = records.shape == "snapshot" or records.nested
        self._id = survey.find(records.id, "source.id") if records.id else None
        self._stage = survey.find(records.stage, "source.stage") if records.stage else None
        self._where = [
            survey.condition(one, survey.find(one.column or "", one.field)) for one in records.where
        ]
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
        sql = survey.condition(condition, found)
        if condition.among and not survey.raw(found, condition.among):
            survey.notes.append(
                f"no row is at “{stage.name}”: “{found.name}” is nowhere {texts_of(condition.among)}"
            )
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
        if lost.condition.among and not self._survey.raw(found, lost.condition.among):
            self._survey.notes.append(
                f"no row is lost: “{found.name}” is nowhere {texts_of(lost.condition.among)}"
            )
        return self._survey.condition(lost.condition, found)

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
        for name, condition in (("hot", records.hot), ("warm", records.warm), ("cold", records.cold)):
            if condition:
                sql = survey.condition(condition, survey.find(condition.column or "", condition.field))
                keys.append((name, f"CASE WHEN {sql} THEN 1 ELSE 0 END"))
        return keys

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
        stages = self._survey.recorded.funnel.stages
        by = [f"g{number + 1}" for number in range(len(self._survey.records.by))]
        reached_last = dict.fromkeys((stage.name for stage in stages), 0)
        lost = apart = unmatched = kept = 0
        groups = []
        for row in answer:
            known = dict(zip(names, row, strict=False))
            leads, *worth = row[len(names) :]
            reached = self._reached(known)
            gone = bool(known.get("gone"))
            kept += leads
            if gone:
                lost += leads
                apart += leads * (not any(reached))
            elif any(reached):
                last = max(number for number, one in enumerate(reached) if one)
                reached_last[stages[last].name] += leads
            else:
                unmatched += leads
            groups.append(
                Group(
                    by=tuple(known[name] for name in by),
                    day=known.get("day"),
                    reached=reached,
                    leads=leads,
                    temperature=tuple(
                        bool(known[one]) if one in known else None for one in ("hot", "warm", "cold")
                    ),  # type: ignore[arg-type]
                    worth=float(worth[0] or 0) if worth else 0.0,
                    worthy=worth[1] if worth else 0,
                )
            )
        total, filtered, missing = (int(value or 0) for value in rows[0])
        self._tell(apart, unmatched)
        duplicate = total - filtered - missing - kept
        parts: dict[str, int | dict[str, int]] = {
            "reached": reached_last,
            "lost": lost,
            "unmatched": unmatched,
            "duplicate": duplicate,
            "missing_id": missing,
            "filtered": filtered,
        }
        if duplicate and not self._latest:
            self._survey.notes.append(
                f"{duplicate:,} {'row repeats' if duplicate == 1 else 'rows repeat'} an id; of each id the row furthest in the funnel counts: name the column "
                "that tells the newest as `latest:`"
            )
        return groups, Accounting(total, parts)

    def _reached(self, known: dict[str, Any]) -> tuple[bool, ...]:
        many = len(self._tests)
        if "place" in known:
            return tuple(number < known["place"] for number in range(many))
        single = [bool(known[f"r{number + 1}"]) for number in range(many)]
        if self._nested:
            single = [all(single[: number + 1]) for number in range(many)]
        return tuple(single)

    def _tell(self, apart: int, unmatched: int) -> None:
        survey = self._survey
        if apart and survey.records.shape == "snapshot":
            where = (
                "is not told"
                if survey.records.lost and survey.records.lost.origin is None
                else "is told of none of these"
            )
            survey.notes.append(
                f"{apart:,} lost {'deal stands' if apart == 1 else 'deals stand'} apart, since the stage of the loss {where}: the funnel looks "
                "better than it is"
            )
        if unmatched and self._stage:
            known = set()
            for test in survey.recorded.tests:
                if test.condition.column is None:
                    known.update(survey.raw(self._stage, test.condition.among))
            lost_words = survey.records.lost
            if lost_words and lost_words.condition.column is None:
                known.update(survey.raw(self._stage, lost_words.condition.among))
            strange = [
                (count, "" if value is None else as_text(value))
                for value, count in survey.tally(self._stage)
                if value not in known
            ]
            tell_strange(survey, strange, self._stage)
