"""Buyers come by themselves, and nothing says how many are expected.

Why      Active selling can be stepped up when a month goes badly; passive selling cannot. All one can do is see
         early that fewer come than should, and that takes a number to compare with.
Says     The first step towards a passive channel is a forecast of sales for each of the ways the product reaches
         buyers, since what is sold cannot be influenced quickly (kakzarabativat).
Differs  Insales-ua and passive-note hold that passive sales cannot be planned, or hardly; kakzarabativat and medoed
         that they have to be forecast. Both can be true: a forecast is no plan, but shows when things go another way.
Healthy  {approach: passive, forecast: {period: 1 month, channels: {shop: {expected: 60}}}, stages: {contacted: 300, purchased: 60}}
Ailing   {approach: passive, stages: {contacted: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import NO_APPROACH, forecast_of, other_approach
from funneldx.rules.rule import Finding, Rule, Skip


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    skip = other_approach(context, "passive", "mixed")
    unforecast = isinstance(forecast_of(context), Skip)
    if skip and (unforecast or skip is not NO_APPROACH):
        yield skip
    elif unforecast:
        yield Finding(
            Severity.NOTE,
            "Buyers come by themselves, and no `forecast:` says how many are expected.",
            field="approach",
            urgent=False,
        )


rule = Rule(
    code="FDX501",
    name="no-forecast",
    summary="passive selling without a forecast",
    cause="Without a number expected, a bad month is noticed when it is over.",
    actions=(
        "If there is a forecast elsewhere, add it here: forecast: {period: 1 month, channels: {web: {expected: 120}}}.",
        "If there is none: take the sales of each channel in the past three months and in the same month of last year, and "
        "write down for each what you expect of the next month. A rough number is better than none.",
        "Compare every Monday what should have been sold by then with what was, and act in that week.",
    ),
    sources=("kakzarabativat",),
    check=_check,
    counts=False,
    looks_at=("approach", "product", "forecast"),
    severities=(Severity.NOTE,),
)
