"""Plans as one JSON object, `funneldx-plan/1` (see `plan.schema.json`).

Streamed and stable as the JSON report of a check is, by the same rules. Numbers needed are exact integers; what is
given on average (`expected`, `sales`) and money are numbers with full precision.
"""

from __future__ import annotations

from fractions import Fraction

from funneldx import __version__
from funneldx.diagnosis import RunReport, Step
from funneldx.plan import Aim, Change, Goal, Plan, PlannedStage, Revenue, Yield
from funneldx.rates import Level
from funneldx.reports.json_report import Json, dumps

SCHEMA = "funneldx-plan/1"


class Report:
    """The JSON report of plans (see `funneldx.reports.Report`)."""

    def __init__(self, goal: Goal, level: Level | None) -> None:
        self._goal = goal
        self._level = level
        self._first = True
        self._planned = 0

    def begin(self) -> str:
        parts: Json = {
            "schema": SCHEMA,
            "version": __version__,
            "confidence": self._level.level if self._level else None,
            "goal": {
                "sales": self._goal.sales,
                "revenue": _revenue(self._goal.revenue),
                "set": [{"stage": one.word, "value": str(one.share)} for one in self._goal.settings],
            },
        }
        return (
            "{"
            + "".join(f"\n {dumps(key)}: {dumps(part)}," for key, part in parts.items())
            + '\n "funnels": ['
        )

    def plan(self, plan: Plan) -> str:
        comma = "" if self._first else ","
        self._first = False
        self._planned += plan.unplanned is None
        return f"{comma}\n  {dumps(_plan(plan))}"

    def end(self, account: RunReport) -> str:
        parts: Json = {
            "errors": [problem._asdict() for problem in account.errors],
            "notices": [notice._asdict() for notice in account.notices],
            "defects": [defect._asdict() for defect in account.defects],
            "summary": {
                "funnels": account.summary.funnels,
                "planned": self._planned,
                "errors": account.summary.errors,
            },
        }
        closing = "]" if self._first else "\n ]"
        return closing + "".join(f",\n {dumps(key)}: {dumps(part)}" for key, part in parts.items()) + "\n}\n"


def _plan(plan: Plan) -> Json:
    funnel = plan.report.funnel
    stages = plan.stages or tuple(PlannedStage(stage) for stage in funnel.stages)
    last = stages[-1].stage.name if plan.unplanned is None else None
    reached = {one.stage.name for one in stages}
    target = plan.target
    return {
        "name": funnel.name,
        "period": funnel.period,
        "labels": dict(funnel.labels),
        "location": plan.report.location._asdict(),
        "unplanned": {"message": plan.unplanned.reason, "hint": plan.unplanned.hint}
        if plan.unplanned
        else None,
        "counts": {"stage": last, "purchase": plan.sold} if last else None,
        "target": {"sales": target.sales, "revenue": _revenue(target.revenue)} if target else None,
        "stages": [_stage(one, plan) for one in stages],
        "steps": [_step(step) for step in plan.report.steps if step.to in reached],
        "today": _yield(plan.today, plan),
        "typical": {"rules": [_aim(aim) for aim in plan.aims], **(_yield(plan.typical, plan) or {})}
        if plan.typical
        else None,
        "changed": {"steps": [_change(one) for one in plan.changes], **(_yield(plan.changed, plan) or {})}
        if plan.changed
        else None,
    }


def _stage(one: PlannedStage, plan: Plan) -> Json:
    return {
        "name": one.stage.name,
        "role": one.stage.role,
        "count": one.stage.count,
        "needed": one.needed._asdict() if one.needed else None,
        "expected": None if one.expected is None else _number(one.expected),
        "location": plan.report.funnel.places.find(one.stage.field)._asdict(),
    }


def _step(step: Step) -> Json:
    return {"from": step.came_from, "to": step.to, "k": step.k, "n": step.n, "rate": step.rate}


def _yield(given: Yield | None, plan: Plan) -> Json | None:
    if given is None:
        return None
    value = plan.report.funnel.deal_value
    money = given.amount is not None and value is not None
    return {
        "sales": _number(given.sales),
        "amount": None if given.amount is None else _number(given.amount),
        "currency": value.currency if value and money else None,
    }


def _number(value: Fraction) -> float:
    return value.numerator if value.denominator == 1 else float(value)


def _revenue(revenue: Revenue | None) -> Json | None:
    return {"amount": _number(revenue.amount), "currency": revenue.currency} if revenue else None


def _aim(aim: Aim) -> Json:
    return {
        "code": aim.code,
        "name": aim.name,
        "from": aim.came_from,
        "to": aim.to,
        "k": aim.rate.k,
        "n": aim.rate.n,
        "value": aim.typical.written,
        "basis": aim.typical.basis,
        "default": not aim.typical.own,
        "confidence": "suspected" if aim.suspected else "confirmed",
    }


def _change(change: Change) -> Json:
    return {
        "from": change.came_from,
        "to": change.to,
        "k": change.rate.k,
        "n": change.rate.n,
        "value": str(change.share),
    }
