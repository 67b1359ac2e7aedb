"""Plans as text and as JSON: as they look, what the schema promises, and that no file is obeyed.

The golden files are the plans themselves; look at them. FUNNELDX_GOLDEN=write renews them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from funneldx import reports
from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import Defect
from funneldx.plan import Goal, Revenue, Setting
from funneldx.planning import plan
from funneldx.policy import Policy
from funneldx.rates import Level, Share
from funneldx.reports import plan_json, plan_text
from funneldx.reports.layout import Canvas, PlainCanvas
from funneldx.reports.terminal import TerminalCanvas
from funneldx.rules import catalogue
from funneldx.sources import Source
from tests.judging import TODAY
from tests.reports.shared_run import FILES
from tests.reports.test_json_report import closed
from tests.reports.test_text import ESCAPE, compared

MORE = {
    "shop.csv": "stage,count\nVisits,90000\nCart,4000\nOrders placed,1250\n",
    "named.yaml": r"""
name: "##[error]hi"
deal_value: 1 =SUM
stages:
  - {name: "\e[31m::error::", role: contacted, count: 1000}
  - {name: "\u202E##vso[task]", count: 500}
  - {name: "[bold]x\n", role: interested, count: 90}
  - {name: "|a|", role: purchased, count: 40}
thresholds: {interest-ratio: {typical: 1:4}}
""",
    "large.yaml": "stages: {Ever so many whom somebody once met: 9007199254740991, prospects: 9007199254740991, "
    "contacted: 9007199254740990, purchased: 1000003}\n",
}
TARGET = Goal(40, None, (Setting("interested", Share(1, 4)),))
LEVEL = Level.of(0.95)

CANVASES: dict[str, Callable[[], Canvas]] = {
    "plan-piped.txt": lambda: PlainCanvas(unicode=True),
    "plan-piped-ascii.txt": lambda: PlainCanvas(unicode=False),
    "plan-60.txt": lambda: TerminalCanvas(width=60, unicode=True, color=False),
    "plan-80.txt": lambda: TerminalCanvas(width=80, unicode=True, color=False),
    "plan-140.txt": lambda: TerminalCanvas(width=140, unicode=True, color=False),
}

Report = plan_text.Report | plan_json.Report


def run_over(texts: dict[str, str]) -> Run:
    sources = [Source(name, text.encode) for name, text in texts.items()]
    return Run(sources, Policy(catalogue(), Settings(as_of=TODAY)), texts, series=None)


def written(report: Report, goal: Goal = TARGET, run: Run | None = None, level: Level | None = LEVEL) -> str:
    """All that a report writes of the plans of a run."""
    run = run or run_over({**FILES, **MORE})
    plans = [report.plan(plan(funnel, goal, level)) for funnel in run]
    return "".join([report.begin(), *plans, report.end(run.account)])


def text_of(canvas: Canvas) -> str:
    """With a target and a rate to try out, and with a target alone, so that more funnels can be planned."""
    return "\n".join(written(plan_text.Report(canvas, LEVEL), goal) for goal in (TARGET, Goal(40)))


@pytest.mark.parametrize("name", CANVASES)
def test_looks_as_it_should(name: str) -> None:
    compared(name, text_of(CANVASES[name]()))


@pytest.mark.parametrize("name", CANVASES)
def test_nothing_of_a_file_is_obeyed(name: str) -> None:
    text = text_of(CANVASES[name]())
    assert not ESCAPE.search(text)
    assert "##[" not in text
    assert "##vso[" not in text
    for line in text.splitlines():
        assert not line or line[0] in "▌│✗●|=xi", line


@pytest.mark.parametrize("width", [48, 60, 80, 140])
def test_fits_the_terminal(width: int) -> None:
    text = text_of(TerminalCanvas(width=width, unicode=True, color=False))
    assert not [line for line in text.splitlines() if cell_len(line) > width]


def test_colour_changes_nothing_but_colour() -> None:
    colored = text_of(TerminalCanvas(width=80, unicode=True, color=True))
    plain = text_of(TerminalCanvas(width=80, unicode=True, color=False))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain != colored


def told(data: str, goal: Goal, level: Level | None = LEVEL) -> str:
    return written(
        plan_text.Report(PlainCanvas(unicode=True), level), goal, run_over({"f.yaml": data}), level
    )


STAGES = "stages: {contacted: 1000, interested: 400, purchased: 40}"


@pytest.mark.parametrize(
    ("data", "goal", "level", "words", "not_there"),
    [
        (STAGES, Goal(40), LEVEL, "as many as now", "instead"),
        (STAGES, Goal(1), LEVEL, "975 fewer than now", "as set"),
        (STAGES, Goal(80), None, "2,000 contacted at today's rates, 1,000 more", "interval"),
        (f"deal_value: 9.5 EUR\n{STAGES}", Goal(None, Revenue(Fraction(19, 2), None)), LEVEL, "1 sale, the least that brings 9.50 EUR", "as set"),
        (f"deal_value: 7\n{STAGES}", TARGET._replace(sales=None), LEVEL, "from 1,000 contacted: 25 sales (175 in deal value) instead of 40 sales (280 in deal value)", "needed"),
        (STAGES.replace("purchased", "Demo"), TARGET, LEVEL, "no stage is the purchase: counted is “Demo”", "sale "),
        ("stages: {contacted: 14, interested: 2, purchased: 1}", Goal(1), LEVEL, "too few were counted to be sure", "as set"),
    ],
)  # fmt: skip
def test_in_words(data: str, goal: Goal, level: Level | None, words: str, not_there: str) -> None:
    text = told(data, goal, level)
    assert words in text
    assert not_there not in text


def test_tells_of_defects() -> None:
    run = run_over({"f.yaml": STAGES})
    assert len([*run]) == 1
    account = run.account._replace(defects=(Defect("FDX999", None, "RuntimeError: x"),))
    text = plan_text.Report(PlainCanvas(unicode=True), LEVEL).end(account)
    assert "defect of funneldx in FDX999" in text


SCHEMA: dict[str, Any] = json.loads(files(reports).joinpath("plan.schema.json").read_text(encoding="utf-8"))
CLOSED = Draft202012Validator(closed(SCHEMA))


def json_of(goal: Goal, run: Run | None = None, level: Level | None = LEVEL) -> Any:
    """The plans as the closed schema has them."""
    made = json.loads(written(plan_json.Report(goal, level), goal, run, level))
    wrong = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in CLOSED.iter_errors(made)
    ]
    assert not wrong, "\n".join(wrong)
    return made


GOALS = [
    TARGET,
    Goal(40),
    TARGET._replace(sales=None),
    Goal(None, Revenue(Fraction(50_000), "EUR")),
    Goal(None, Revenue(Fraction(1, 3), None)),
]


@pytest.mark.parametrize("level", [LEVEL, None])
@pytest.mark.parametrize("goal", GOALS)
def test_keeps_to_its_schema(goal: Goal, level: Level | None) -> None:
    made = json_of(goal, level=level)
    assert made["summary"]["funnels"] == len(made["funnels"])
    assert made["summary"]["planned"] == sum(one["unplanned"] is None for one in made["funnels"]) > 0
    assert made["confidence"] == (0.95 if level else None)
    assert made["errors"]


def test_the_schema_is_one_and_open_and_every_key_is_required() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:funneldx:plan:1"
    for kind in (SCHEMA, *SCHEMA["$defs"].values()):
        assert list(kind["properties"]) == kind["required"]
        assert "additionalProperties" not in kind
    shared = json.loads(files(reports).joinpath("report.schema.json").read_text(encoding="utf-8"))["$defs"]
    for kind in ("error", "notice", "defect", "location"):
        assert SCHEMA["$defs"][kind] == shared[kind]
    assert (
        SCHEMA["$defs"]["stage"]["properties"]["role"]["enum"]
        == shared["stage"]["properties"]["role"]["enum"]
    )


def test_keys_stand_in_the_order_of_the_schema() -> None:
    made = json_of(TARGET)
    kinds = SCHEMA["$defs"]
    assert list(made) == SCHEMA["required"]
    for funnel in made["funnels"]:
        assert list(funnel) == kinds["funnel"]["required"]
        for stage in funnel["stages"]:
            assert list(stage) == kinds["stage"]["required"]
            assert stage["needed"] is None or list(stage["needed"]) == kinds["needed"]["required"]
        for kind in ("typical", "changed", "today"):
            one = funnel[kind]
            assert one is None or list(one) == kinds["yield" if kind == "today" else kind]["required"]


def test_a_funnel_in_json() -> None:
    made = json_of(TARGET, run_over({"baltics.yaml": FILES["baltics.yaml"]}))
    assert made["goal"] == {"sales": 40, "revenue": None, "set": [{"stage": "interested", "value": "1:4"}]}
    (funnel,) = made["funnels"]
    assert (funnel["name"], funnel["unplanned"]) == ("Outbound, Baltics", None)
    assert funnel["counts"] == {"stage": "purchased", "purchase": True}
    needed = {stage["name"]: stage["needed"] for stage in funnel["stages"]}
    assert needed["prospects"] == {"today": 2500, "low": 1688, "high": 3713, "typical": 675, "changed": 900}
    assert funnel["today"] == {"sales": 24, "amount": 28800, "currency": "EUR"}
    assert funnel["changed"]["amount"] == 80000
    assert [rule["code"] for rule in funnel["typical"]["rules"]] == ["FDX102"]


def test_two_runs_are_equal_and_safe() -> None:
    first, second = (written(plan_json.Report(TARGET, LEVEL)) for _ in range(2))
    assert first == second
    assert not ESCAPE.search(first)
    assert "##[" not in first
    assert "##vso[" not in first


def test_nothing_planned_in_json() -> None:
    made = json_of(TARGET, run_over({"broken.yaml": FILES["broken.yaml"]}))
    assert (made["funnels"], made["summary"]["planned"]) == ([], 0)


@given(
    st.dictionaries(st.text(min_size=1, max_size=5) | st.sampled_from(["Won", "Leads", "interested"]),
                    st.none() | st.integers(0, 2**53 - 1), min_size=1, max_size=6),
    st.sampled_from(GOALS),
)  # fmt: skip
def test_any_funnel_keeps_to_the_schema_and_fits(stages: dict[str, int | None], goal: Goal) -> None:
    texts = {"f.yaml": json.dumps({"deal_value": "7 EUR", "stages": stages})}
    json_of(goal, run_over(texts))
    text = written(
        plan_text.Report(TerminalCanvas(width=60, unicode=True, color=False), LEVEL), goal, run_over(texts)
    )
    assert not ESCAPE.search(text)
