"""Funnel files to a baseline, and other ones held against it."""

from __future__ import annotations

from typing import Any

from funneldx.baseline.comparing import Baseline
from funneldx.baseline.entries import Entry
from funneldx.baseline.file_format import read, text
from funneldx.baseline.remembering import Remembering
from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport, RunReport
from funneldx.policy import Policy
from funneldx.rules import catalogue
from funneldx.sources import Source
from tests.judging import TODAY

FOLDER = "/"
"""The baseline's; whatever the working folder is, a path below it has one form."""

Files = dict[str, str]


def ran(files: Files | str, baseline: Baseline | None = None, **settings: Any) -> Run:
    """A run over files that need not be there; a text alone is `funnel.yaml`."""
    files = {"funnel.yaml": files} if isinstance(files, str) else files
    policy = Policy(catalogue(), Settings(**{"as_of": TODAY, **settings}), baseline)
    return Run([Source(path, content.encode) for path, content in files.items()], policy, files)


def remembered(files: Files | str, **settings: Any) -> list[Entry]:
    """The entries of a run."""
    remembering = Remembering(FOLDER)
    for report in ran(files, **settings):
        remembering.write(remembering.piece(report))
    return remembering.entries()


def baseline(files: Files | str, **settings: Any) -> Baseline:
    """What a run remembers, written to a file and read again."""
    content = text(remembered(files, **settings))
    level = Settings(**{"as_of": TODAY, **settings}).level
    return Baseline("old.json", FOLDER, read(content.encode(), "old.json"), level)


def against(
    old: Files | str | Baseline, new: Files | str, **settings: Any
) -> tuple[list[FunnelReport], RunReport]:
    """The reports on files, held against what a run over others remembers, and the account."""
    run = ran(new, old if isinstance(old, Baseline) else baseline(old, **settings), **settings)
    return list(run), run.account


def codes(reports: list[FunnelReport]) -> list[list[str]]:
    """The findings of each funnel."""
    return [[one.code for one in report.diagnoses] for report in reports]


def messages(account: RunReport) -> list[str]:
    """What there is to know beside the findings."""
    return [notice.message for notice in account.notices]
