"""Passive selling lacks somebody it cannot do without.

Why      Where buyers come by themselves, somebody has to know what they want before they come, and somebody has
         to be there when they do. The first is the analyst's work, and it decides whether they come at all.
Says     Passive channels need a seller, who advises and enters each client in the base, a telemarketer for calls
         and letters that come in, a distributor, who also shows the goods, and a marketing analyst, whose work
         is the most important of all (kakzarabativat). Medoed names a seller, somebody for what comes in and a
         marketer; insales-ua a seller, a telemarketer and an analyst.
Differs  Whether the seller's skill matters here: insales says that passive sales depend on it, medoed that they do
         not. Whether long relations belong to passive selling: insales says no, kakzarabativat counts them among
         the seller's tasks. Hence only a note where the seller is missing.
Healthy  {approach: passive, team: [seller, telemarketer, marketing-analyst], stages: {interested: 300, purchased: 60}}
Ailing   {approach: passive, team: [seller, telemarketer], stages: {interested: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip

_HOSTS = {
    "seller": (
        "nobody who advises whoever comes (seller)",
        "Name one person a shift who advises whoever comes and writes down who it was, how to reach them, what they wanted "
        "and how they heard of you.",
    ),
    "telemarketer": (
        "nobody for calls and letters that come in (telemarketer)",
        "Name who answers the telephone and the inbox, hour by hour, and who steps in at lunch and on holidays; pin the "
        "plan beside the telephone.",
    ),
}
_UNMET = "Buyers come, but it is nobody's task to receive them."


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "passive", "mixed"):
        yield skip
        return
    team = context.funnel.team
    if team is None:
        yield Skip("needs `team:`, the people there are, or [] for none")
        return
    if "marketing-analyst" not in team:
        yield Finding(
            Severity.WARNING,
            "Buyers come by themselves, but the team has no marketing analyst, who would know why they do.",
            field="team",
        )
    if missing := [words for host, words in _HOSTS.items() if host not in team]:
        yield Finding(
            Severity.NOTE,
            f"Buyers come by themselves, but the team has {figures.listing(who for who, _ in missing)}.",
            field="team",
            cause=_UNMET,
            actions=tuple(action for _, action in missing),
            urgent=False,
        )


rule = Rule(
    code="FDX403",
    name="missing-people",
    summary="passive selling without a marketing analyst, a seller, or anybody for what comes in",
    cause="Nobody finds out who the buyers are and what they need, so product, price and promotion are guesses.",
    actions=(
        "Name one person who keeps one sheet from tomorrow: for each sale the channel it came by, for each channel what "
        "it costs. Two hours a week are enough to begin with.",
        "Have the same person talk to five buyers a month and to five who left without buying, and say at one meeting a "
        "month what should change.",
        "If there is nobody, buy a day a month from a marketer outside, with those two tasks.",
    ),
    sources=("kakzarabativat", "medoed", "insales-ua"),
    check=_check,
    counts=False,
    looks_at=("approach", "team"),
    severities=(Severity.NOTE, Severity.WARNING),
)
