"""A `source:` drafted by looking at an export: which column is what, and what of it is unsure.

What it finds is a description in the funnel format, for somebody to look at; it is never counted unseen unless the
export is one that a preset knows.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from funneldx.errors import UsageError
from funneldx.model import Role
from funneldx.records import column_kinds
from funneldx.records.column_kinds import MOST_STAGES
from funneldx.records.look import AMOUNTS, CREATED, NEWEST, STAGES, TIMES, Look, looked
from funneldx.records.presets import PRESETS, Preset, recognised
from funneldx.records.texts import normal
from funneldx.records.times import AmbiguousError, times
from funneldx.stage_names import is_exit, role_of
from funneldx.tuples import NamedTuple

_READ_OTHERWISE = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
"""Words that YAML takes for something else than a text."""


class Draft(NamedTuple):
    """A description of an export."""

    text: str
    """In the funnel format, as YAML."""
    sure: tuple[str, ...]
    unsure: tuple[str, ...]
    preset: str | None


def drafted(path: str, preset: str = "auto") -> Draft:
    """Look at an export and describe it; `preset` names its program, `auto` finds that out.

    Raises UsageError where it shows nothing to count, UnreadableError or OSError where it cannot be read.
    """
    if preset != "auto" and preset not in PRESETS:
        raise UsageError(f"there is no preset “{preset}”", f"known: {', '.join(PRESETS)}, auto")
    look = looked(path)
    known = PRESETS[preset] if preset != "auto" else recognised(look.header)
    return _Drawn(path, look, known).draft()


class _Drawn:
    """A draft in the making."""

    def __init__(self, path: str, look: Look, preset: Preset | None) -> None:
        self._path = path
        self._look = look
        self._preset = preset
        self.sure: list[str] = []
        self.unsure: list[str] = []
        self._lines: list[str] = []
        self._gone: set[str] = set()
        """Values of the stage that are none."""

    def draft(self) -> Draft:
        look = self._look
        if not look.rows:
            raise UsageError(
                f"{self._path} holds no records", "export it again, with a row for each lead or deal"
            )
        preset = self._preset
        if preset:
            self.sure.append(f"an export of {preset.title}, as its headers tell")
        identity = column_kinds.identity(look, preset.id if preset else ())
        stage = look.column((*(preset.stage if preset else ()), *STAGES))
        stage = stage if stage is not None else self._by_values()
        self._put("files", os.path.basename(self._path))
        if stage is None:
            return self._milestones(identity)
        time = look.column(TIMES)
        repeats = identity is not None and column_kinds.distinct(look, identity) < 0.8 * look.rows
        if identity is not None and repeats and time is not None and column_kinds.is_time(look, time):
            return self._events(identity, stage, time)
        return self._snapshot(identity, stage, repeats=repeats)

    # The shapes

    def _events(self, identity: int, stage: int, time: int) -> Draft:
        self._put("shape", "events")
        self._name("id", identity)
        self._name("stage", stage)
        self._name("time", time)
        self._order_of_dates(time)
        self.sure.append("an event a row: ids repeat, and there is a time")
        self._gone = {normal(value) for value in self._look.values[stage] if is_exit(value)}
        return self._ended(self._stages(stage, self._passage(identity, stage, time)))

    def _passage(self, identity: int, stage: int, time: int) -> dict[str, float]:
        """At which place of their ways, counted from 0, leads first reach each stage, on average."""
        ways: dict[str, list[tuple[tuple[int, ...], int, str]]] = {}
        for number, row in enumerate(self._look.some):
            if row[identity] and row[stage] and row[time]:
                ways.setdefault(row[identity], []).append((_moment(row[time]), number, row[stage]))
        places: dict[str, list[float]] = {}
        for way in ways.values():
            firsts = list(dict.fromkeys(name for _, _, name in sorted(way)))
            for place, name in enumerate(firsts):
                places.setdefault(name, []).append(place)
        self.unsure.append("the order of the stages is that in which leads mostly reach them")
        return {name: sum(found) / len(found) for name, found in places.items()}

    def _snapshot(self, identity: int | None, stage: int, *, repeats: bool) -> Draft:
        look = self._look
        self._put("shape", "snapshot")
        if identity is None:
            self.unsure.append("no column holds an id: every row is taken for a deal of its own")
        else:
            self._name("id", identity)
        self._name("stage", stage)
        self.sure.append("a deal a row, with the stage it is at now")
        newest = look.column(NEWEST)
        if newest is not None:
            self._name("latest", newest)
        elif repeats:
            self.unsure.append("ids repeat: name the column that tells the newest row as `latest:`")
        by_status = self._lost(stage)
        self._common(time_too=True)
        won = [self._won_by_status()] if by_status else []
        return self._ended([*self._stages(stage), *won])

    def _milestones(self, identity: int | None) -> Draft:
        look = self._look
        flags = [number for number in range(len(look.header)) if column_kinds.is_flag(look, number)]
        if not flags:
            raise UsageError(
                f"{self._path} shows no stage: no column of stages, and none of yes and no",
                f"say which columns tell the stages in a `source:` of your own; there are {', '.join(look.header[:12])}",
            )
        self._put("shape", "milestones")
        if identity is not None:
            self._name("id", identity)
        self._common(time_too=False)
        self.unsure.append(
            "which of the columns of yes and no are stages, and in which order: they follow by size"
        )
        flags.sort(key=lambda number: -column_kinds.set_rows(look, number))
        stages = [f"  - {{name: {_word('Lead')}, role: prospects}}"]
        stages += [
            f"  - {{name: {_word(look.header[number])}, column: {_word(look.header[number])}}}"
            for number in flags[:20]
        ]
        return self._ended(stages)

    def _ended(self, stages: list[str]) -> Draft:
        head = "".join(f"# {line}\n" for line in self._comments())
        body = "source:\n" + "".join(f"  {line}\n" for line in self._lines)
        text = f"{head}{body}stages:\n" + "".join(f"{line}\n" for line in stages)
        return Draft(text, tuple(self.sure), tuple(self.unsure), self._preset.title if self._preset else None)

    def _comments(self) -> Iterator[str]:
        yield f"Where the records are, as found in {_comment(os.path.basename(self._path))}."
        for line in self.unsure:
            yield f"Not sure: {_comment(line)}."

    # The parts

    def _put(self, key: str, value: str) -> None:
        self._lines.append(f"{key}: {_word(value)}")

    def _name(self, key: str, column: int) -> None:
        self._put(key, self._look.header[column])
        self.sure.append(f"{key}: “{self._look.header[column]}”")

    def _common(self, *, time_too: bool) -> None:
        look, preset = self._look, self._preset
        amount = look.column((*(preset.amount if preset else ()), *AMOUNTS))
        if amount is not None:
            self._name("deal_value", amount)
        created = look.column((*(preset.created if preset else ()), *CREATED))
        if created is not None and time_too and column_kinds.is_time(look, created):
            self._lines.append(f"period: {{column: {_word(look.header[created])}, every: quarter}}")
            self.sure.append(f"period: the quarter of “{look.header[created]}”")
            self._order_of_dates(created)
        pipeline = look.column(preset.pipeline) if preset else None
        if pipeline is not None and len([value for value in look.values[pipeline] if value]) > 1:
            self._lines.append(f"by: [{_word(look.header[pipeline])}]")
            self.unsure.append(
                f"there are several funnels in “{look.header[pipeline]}”: each is counted as a segment"
            )

    def _order_of_dates(self, column: int) -> None:
        try:
            times(column_kinds.seen(self._look, column), None)
        except AmbiguousError as error:
            order = self._preset.dates if self._preset and self._preset.dates else "day-first"
            self._lines.append(f"dates: {order}")
            self.unsure.append(f"“{self._look.header[column]}”: {error}; taken as {order}")

    def _by_values(self) -> int | None:
        column = column_kinds.stage_by_values(self._look)
        if column is not None:
            self.unsure.append(f"“{self._look.header[column]}” is taken for the stage by its values")
        return column

    def _lost(self, stage: int) -> bool:
        """Say how lost deals are told; whether a column of its own does. Values of the stage that do are no stages."""
        look, preset = self._look, self._preset
        status = look.column(preset.status) if preset and preset.status else None
        if preset and status is not None:
            words = [value for value in look.values[status] if normal(value) in preset.lost]
            self._lines.append(
                f"lost: {{column: {_word(look.header[status])}, match: {_list(words or ['lost'])}, from: {_word(look.header[stage])}}}"
            )
            return True
        words = [
            value
            for value in look.values[stage]
            if value and (is_exit(value) or (preset is not None and normal(value) in preset.lost))
        ]
        if words:
            self._lines.append(f"lost: {{match: {_list(words)}}}")
            self.unsure.append(
                "no column tells at which stage deals were lost: the funnel will look better than it is"
            )
        self._gone = {normal(word) for word in words}
        return False

    def _stages(self, stage: int, passage: Mapping[str, float] | None = None) -> list[str]:
        """The values of the stage in the order of a funnel, as far as anything tells it: `passage`, where known."""
        values = Counter({value: many for value, many in self._look.values[stage].items() if value})
        names = [value for value in values if normal(value) not in self._gone][:MOST_STAGES]
        order = {name: number for number, name in enumerate(self._preset.stages)} if self._preset else {}
        roles = {name: role_of(name) for name in names}
        known = [name for name in names if normal(name) in order or roles[name] is not None]
        strange = [name for name in names if name not in known]
        ranks = list(Role)

        def place(name: str) -> tuple[float, int]:
            if normal(name) in order:
                return (order[normal(name)] - len(order), 0) if roles[name] is not Role.PURCHASED else (99, 0)
            role = roles[name]
            return (ranks.index(role) if role else 50, -values[name])

        ordered = sorted(names, key=place if passage is None else lambda name: (passage.get(name, 99.0), 0))
        alike = [
            name
            for name in known
            if normal(name) not in order and sum(roles[one] is roles[name] for one in names) > 1
        ]
        if alike and passage is None:
            listed = ", ".join(f"“{name}”" for name in alike[:6])
            self.unsure.append(f"in which order these stages follow, which mean much the same: {listed}")
        if strange and passage is None:
            listed = ", ".join(f"“{name}”" for name in strange[:6])
            self.unsure.append(f"where in the funnel these stages stand: {listed}")
        told = {name: f", role: {role}" if role else "" for name, role in roles.items()}
        return [f"  - {{name: {_word(name)}{told[name]}}}" for name in ordered]

    def _won_by_status(self) -> str:
        preset = self._preset
        assert preset
        status = self._look.column(preset.status)
        assert status is not None
        words = [value for value in self._look.values[status] if normal(value) in preset.won]
        header = _word(self._look.header[status])
        return f"  - {{name: Won, role: purchased, column: {header}, match: {_list(words or ['won'])}}}"


def _moment(text: str) -> tuple[int, ...]:
    """A time as it sorts: the year first; where that comes last, the day is taken to come first."""
    numbers = [int(one) for one in re.findall("[0-9]{1,9}", text)]
    if len(numbers) > 2 and not re.match("[0-9]{4}", text):
        numbers[:3] = numbers[2::-1]
    return tuple(numbers)


def _word(text: str) -> str:
    """A text as YAML reads it back."""
    if re.fullmatch(r"[^\W\d][\w.-]*(?: [\w.-]+)*", text) and normal(text) not in _READ_OTHERWISE:
        return text
    return json.dumps(text, ensure_ascii=False)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_word, texts))}]"


def _comment(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)
