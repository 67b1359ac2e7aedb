"""Counts as `funneldx count` prints them: a table for people, a funnel file in YAML or CSV, or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from funneldx.figures import count
from funneldx.model import Funnel
from funneldx.reports.csv_report import harmless
from funneldx.reports.safe_text import json_escaped, shown
from funneldx.tuples import NamedTuple

SCHEMA = "funneldx-count/1"
FORMATS = ("text", "yaml", "csv", "json")
_WORDS = {
    "used": "used",
    "repeated": "repeated",
    "out_of_order": "out of order",
    "unmatched_stage": "at no stage of the funnel",
    "missing_id_or_time": "without id or time",
    "lost": "lost",
    "unmatched": "at no stage of the funnel",
    "duplicate": "repeating an id",
    "missing_id": "without id",
    "filtered": "left out by `where`",
}


class Entry(NamedTuple):
    """A funnel that was counted."""

    funnel: Funnel
    accounting: Mapping[str, Any]
    """What became of the rows it was counted from; the same for all segments of one source."""
    path: str


def as_json(entries: Sequence[Entry]) -> str:
    """One object, with every funnel."""
    lines = [json_escaped(json.dumps(_object(one), ensure_ascii=False)) for one in entries]
    funnels = "[]" if not lines else "[\n  " + ",\n  ".join(lines) + "\n ]"
    return f'{{"schema": "{SCHEMA}",\n "funnels": {funnels}}}\n'


def _object(entry: Entry) -> dict[str, Any]:
    funnel = entry.funnel
    found: dict[str, Any] = {
        "name": funnel.name,
        "labels": dict(funnel.labels),
        "period": funnel.period,
        "stages": [{"name": one.name, "role": one.role, "count": one.count} for one in funnel.stages],
        "accounting": dict(entry.accounting),
    }
    if any(one is not None for one in funnel.customers):
        found["customers"] = {key: one for key, one in funnel.customers._asdict().items() if one is not None}
    if funnel.deal_value:
        found["deal_value"] = funnel.deal_value._asdict()
    return found


def as_csv(entries: Sequence[Entry]) -> str:
    """A stage a row, as `funneldx check` reads it."""
    labels = list(dict.fromkeys(key for one in entries for key in one.funnel.labels))
    named = any(one.funnel.name for one in entries)
    dated = any(one.funnel.period for one in entries)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            *(["funnel"] if named else []),
            *(["period"] if dated else []),
            *map(harmless, labels),
            "stage",
            "count",
        ]
    )
    for funnel, *_ in entries:
        before = [*([funnel.name or ""] if named else []), *([funnel.period or ""] if dated else [])]
        before += [funnel.labels.get(key, "") for key in labels]
        writer.writerows(
            [*map(harmless, before), harmless(stage.name), stage.count] for stage in funnel.stages
        )
    return text.getvalue()


def as_yaml(entries: Sequence[Entry]) -> str:
    """A document a funnel, as `funneldx check` reads it."""
    return "---\n".join("".join(_document(one.funnel)) for one in entries)


def _document(funnel: Funnel) -> Iterator[str]:
    if funnel.name:
        yield f"name: {_quoted(funnel.name)}\n"
    if funnel.period:
        yield f"period: {_quoted(funnel.period)}\n"
    if funnel.labels:
        yield f"labels: {{{', '.join(f'{_quoted(key)}: {_quoted(text)}' for key, text in funnel.labels.items())}}}\n"
    for key in ("market", "channel", "approach"):
        if value := getattr(funnel, key):
            yield f"{key}: {_quoted(value)}\n"
    if worth := funnel.deal_value:
        currency = f", currency: {_quoted(worth.currency)}" if worth.currency else ""
        yield f"deal_value: {{amount: {worth.amount:.15g}{currency}}}\n"
    if customers := [f"{key}: {one}" for key, one in funnel.customers._asdict().items() if one is not None]:
        yield f"customers: {{{', '.join(customers)}}}\n"
    yield "stages:\n"
    for stage in funnel.stages:
        role = f", role: {stage.role}" if stage.role else ""
        yield f"  - {{name: {_quoted(stage.name)}{role}, count: {stage.count}}}\n"


def _quoted(text: str) -> str:
    """A text as YAML reads it back; JSON's way is one of YAML's."""
    return json_escaped(json.dumps(text, ensure_ascii=False))


def as_text(entries: Sequence[Entry]) -> str:
    """A table for each description, its funnels beside each other as rows, and what became of every row."""
    parts = []
    for path in dict.fromkeys(one.path for one in entries):
        group = [one for one in entries if one.path == path]
        for stages in dict.fromkeys(tuple(stage.name for stage in one.funnel.stages) for one in group):
            same = [one for one in group if tuple(stage.name for stage in one.funnel.stages) == stages]
            parts.append("".join(_table(path, same)))
    return "\n".join(parts)


def _table(path: str, entries: Sequence[Entry]) -> Iterator[str]:
    first = entries[0].funnel
    name = f"{shown(first.name)} · " if first.name else ""
    yield f" {name}{shown(path)}\n"
    if len(entries) == 1 and len(first.stages) > 1:
        yield from _single(entries[0])
    else:
        yield from _grid(entries)
    yield from _account(entries[0].accounting)


def _single(entry: Entry) -> Iterator[str]:
    funnel = entry.funnel
    said = [
        *([funnel.period] if funnel.period else []),
        *(f"{key} {text}" for key, text in funnel.labels.items()),
    ]
    if said:
        yield f"   {shown(' · '.join(said))}\n"
    width = max(len(shown(stage.title)) for stage in funnel.stages)
    digits = max(len(count(stage.count or 0)) for stage in funnel.stages)
    before: int | None = None
    for stage in funnel.stages:
        number = stage.count or 0
        rate = f"  {100 * number / before:5.1f} %" if before else ""
        yield f"   {shown(stage.title):<{width}}  {count(number):>{digits}}{rate}\n"
        before = number


def _grid(entries: Sequence[Entry]) -> Iterator[str]:
    labels = list(dict.fromkeys(key for one in entries for key in one.funnel.labels))
    dated = any(one.funnel.period for one in entries)
    stages = [stage.title for stage in entries[0].funnel.stages]
    rows = [[*(["period"] if dated else []), *labels, *stages]]
    for one in entries:
        funnel = one.funnel
        words = [*([funnel.period or ""] if dated else []), *(funnel.labels.get(key, "") for key in labels)]
        rows.append([*words, *(count(stage.count or 0) for stage in funnel.stages)])
    rows = [[shown(cell) for cell in row] for row in rows]
    texts = len(labels) + dated
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [
            f"{cell:<{width}}" if at < texts else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"   {'  '.join(cells).rstrip()}\n"


def _account(accounting: Mapping[str, Any]) -> Iterator[str]:
    """What became of every row, in a line."""
    parts = []
    for key, value in accounting.items():
        if key == "rows":
            continue
        if isinstance(value, Mapping):
            parts.append(f"{count(sum(value.values()))} at a stage")
        elif value:
            parts.append(f"{count(value)} {_WORDS[key]}")
    yield f"   = {count(accounting['rows'])} rows: {', '.join(parts) or 'none'}\n"
