"""The forecast reaches further ahead than one can react.

Why      A forecast of passive sales is there to be compared with what was sold. Over a quarter a bad month is
         made up for by a good one on paper, and nothing is done; and the further ahead, the more of it is a guess.
Says     Forecast no further than one month, to stay flexible and answer a deviation in time (kakzarabativat).
Healthy  {forecast: {period: 1 month, channels: {web: {expected: 120}}}, stages: {contacted: 300, purchased: 60}}
Ailing   {forecast: {period: 1 quarter, channels: {web: {expected: 360}}}, stages: {contacted: 300, purchased: 60}}
"""

from collections.abc import Iterator
from datetime import timedelta

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rates import Threshold
from funneldx.rules.context import Context
from funneldx.rules.declared import forecast_of
from funneldx.rules.rule import Finding, Rule, Skip

_A_DAY = timedelta(days=1)


def _check(context: Context, rule: Rule) -> Iterator[Finding | Skip]:
    forecast = forecast_of(context)
    if isinstance(forecast, Skip):
        yield forecast
        return
    longest = rule.in_force(context)["days"]
    if forecast.period is None:
        yield Skip("needs `forecast.period`")
    elif forecast.period / _A_DAY > longest.share.numerator:
        yield Finding(
            Severity.WARNING,
            f"The forecast reaches {figures.duration(forecast.period)} ahead, further than {figures.in_force(longest)}.",
            field="forecast.period",
        )


rule = Rule(
    code="FDX502",
    name="long-horizon",
    summary="how far the forecast reaches",
    cause="By the time the forecast can be compared with sales, it is too late to change anything.",
    actions=(
        "Cut the next forecast into months. Hold only the coming one to account, and keep the others as an outlook.",
        "Set a fixed day each month to compare, adjust the promotion, and write the next one.",
    ),
    sources=("kakzarabativat",),
    check=_check,
    counts=False,
    looks_at=("approach", "product", "forecast"),
    thresholds={"days": Threshold.number(31, "days", "stated")},
    severities=(Severity.WARNING,),
)
