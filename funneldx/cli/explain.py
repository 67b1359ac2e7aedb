"""`funneldx explain`: all about one rule, with its examples judged as they would be in a check."""

import sys
from datetime import date
from typing import Annotated

import typer

from funneldx.batch import Run
from funneldx.cli.configured import ConfigOptions, configured
from funneldx.cli.guard import guarded
from funneldx.cli.options import Color
from funneldx.cli.terminal import Out, canvas
from funneldx.config import Settings
from funneldx.diagnosis import FunnelReport
from funneldx.errors import UsageError
from funneldx.naming import unknown_rule
from funneldx.policy import Policy
from funneldx.reports.manual_page import page
from funneldx.sources import Source


@guarded
def explain_command(
    rules: Annotated[
        list[str],
        typer.Argument(metavar="RULE...", help="A code (FDX102), a name (interest-ratio), a family."),
    ],
    configuration: ConfigOptions = ConfigOptions(),
    color: Color = "auto",
) -> int:
    """Explain a rule: what it looks at, why, its thresholds and where they come from, what to do."""
    every = configured(configuration).rules
    policy = Policy(every, Settings(as_of=date.today()))  # noqa: DTZ011
    out = Out(machine=False)
    surface = canvas(color, sys.stdout)
    pages = []
    for word in rules:
        codes = policy.named(word)
        if not codes:
            raise UsageError(*unknown_rule(word, policy.names))
        for rule in every:
            if rule.code in codes:
                card = rule.card()
                alone = Policy(every, policy.settings._replace(select=(rule.code,)))
                pages.append(page(card, _judged(card.healthy, alone), _judged(card.ailing, alone), surface))
    out.write("\n".join(pages))
    return 0


def _judged(example: str, policy: Policy) -> FunnelReport:
    """The report of an example; of several funnels, that of the one that the rule speaks of, else of the last it passes."""
    reports = list(Run([Source("example.yaml", example.encode)], policy, ()))
    return max(reports, key=lambda report: (len(report.diagnoses), len(report.passed), reports.index(report)))
