"""Lines of JSON: what the JSON report holds, an object a line."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from funneldx import reports
from tests.reports.formats import crashing, text_of
from tests.reports.shared_run import FILES

SCHEMA: dict[str, Any] = json.loads(files(reports).joinpath("report.schema.json").read_text(encoding="utf-8"))
LINE = Draft202012Validator({**SCHEMA, **SCHEMA["$defs"]["line"], "properties": {}, "required": ["type"]})


def lines_of(sources: dict[str, str]) -> list[Any]:
    return [json.loads(line) for line in text_of("jsonl", sources, [crashing()]).splitlines()]


def test_each_line_is_as_the_schema_says() -> None:
    lines = lines_of(FILES)
    for line in lines:
        LINE.validate(line)
    kinds = [line["type"] for line in lines]
    assert list(dict.fromkeys(kinds)) == ["funnel", "error", "notice", "defect", "summary"]
    assert kinds.count("summary") == 1


@pytest.mark.parametrize("kind", ["funnel", "error", "notice", "defect", "summary"])
def test_the_schema_tells_the_types_apart(kind: str) -> None:
    line = next(line for line in lines_of(FILES) if line["type"] == kind)
    assert LINE.is_valid({**line, "added": 1})
    other = "error" if kind == "notice" else "notice"
    assert not LINE.is_valid({**line, "type": other}) or kind == "error"
    assert not LINE.is_valid({**line, "type": "finding"})
    line.pop("type")
    assert not LINE.is_valid(line)


def test_they_hold_what_the_json_report_does() -> None:
    whole = json.loads(text_of("json", FILES, [crashing()]))
    told = lines_of(FILES)
    for kind in ("funnel", "error", "notice", "defect"):
        assert [line for line in told if line["type"] == kind] == [
            {"type": kind, **one} for one in whole[f"{kind}s"]
        ]
    assert told[-1] == {"type": "summary", **whole["summary"]}


def test_the_type_comes_first() -> None:
    assert all(line.startswith('{"type": "') for line in text_of("jsonl").splitlines())


def test_a_clean_run_ends_with_its_summary() -> None:
    told = lines_of({})
    assert [line["type"] for line in told] == ["error", "summary"], "no funnel was found"
