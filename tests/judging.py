"""A funnel, as text or as plain data, to its report: what most tests begin with."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport, Notice, RunReport
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.policy import Judged, Policy
from funneldx.readers import read
from funneldx.rules import catalogue
from funneldx.series.gathering import AS_THEY_STAND, Arrangement
from funneldx.sources import Source

TODAY = date(2026, 11, 22)


def items(text: str | bytes, path: str = "funnel.yaml") -> list[Funnel | Problem | Notice]:
    """Everything a reader gives for a file."""
    found = read(text.encode() if isinstance(text, str) else text, path)
    assert found is not None
    return list(found)


def funnel(data: dict[str, Any] | str) -> Funnel:
    """The one funnel of a file."""
    (found,) = items(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False))
    assert isinstance(found, Funnel), found
    return found


def problems(text: str | bytes, path: str = "funnel.yaml") -> list[Problem]:
    """What is wrong with a file."""
    return [item for item in items(text, path) if isinstance(item, Problem)]


def judged(data: dict[str, Any] | str, **settings: Any) -> Judged:
    """A funnel under the whole catalogue."""
    return Policy(catalogue(), Settings(**{"as_of": TODAY, **settings})).judged(funnel(data))


def series(data: dict[str, Any] | str, name: str = "funnel.yaml", **settings: Any) -> list[FunnelReport]:
    """The reports of all funnels of a file, those of the sums of segments among them."""
    return run_of(data, name, **settings)[0]


def run_of(
    data: dict[str, Any] | str, name: str = "funnel.yaml", how: Arrangement = AS_THEY_STAND, **settings: Any
) -> tuple[list[FunnelReport], RunReport]:
    """The same, and the account of the run."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    policy = Policy(catalogue(), Settings(**{"as_of": TODAY, **settings}))
    run = Run([Source(name, text.encode)], policy, [name], series=how)
    reports = list(run)
    return reports, run.account


def reported(data: dict[str, Any] | str, **settings: Any) -> FunnelReport:
    """The report of a funnel that can be judged."""
    report = judged(data, **settings).report
    assert report is not None
    return report


def interrupt_after_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody interrupt the run when one funnel has been judged."""
    judged: Callable[[Policy, Funnel], Judged] = Policy.judged
    before: list[Funnel] = []

    def once(self: Policy, funnel: Funnel) -> Judged:
        if before:
            raise KeyboardInterrupt
        before.append(funnel)
        return judged(self, funnel)

    monkeypatch.setattr(Policy, "judged", once)
