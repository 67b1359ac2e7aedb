"""A channel sold much less, or much more, than was forecast.

Why      The difference is the earliest sign that something about a channel has changed. Too little is lost sales;
         too much is good news that the stock, and whoever answers buyers, may not stand for long. Counts differ by
         chance too: of 10 expected, anything from 4 to 16 is within what chance does at 95 %. A difference that
         chance may explain is only suspected, and said one step more quietly.
Says     Compare the forecast with what was sold, and answer a difference in time, by adjusting marketing; keep a
         reserve of goods for it (kakzarabativat). No number is given: the tolerances are ours.
Healthy  {forecast: {channels: {web: {expected: 120, actual: 116}}}, stages: {contacted: 300, purchased: 60}}
Ailing   {forecast: {channels: {web: {expected: 120, actual: 71}}}, stages: {contacted: 300, purchased: 60}}
"""

from collections.abc import Iterator, Mapping
from functools import partial
from math import sqrt

from funneldx import figures
from funneldx.diagnosis import Evidence, Severity
from funneldx.model import Product
from funneldx.rates import Level, Share, Threshold
from funneldx.rules.context import Context
from funneldx.rules.declared import forecast_of
from funneldx.rules.rule import Finding, Rule, Skip

_MORE = "Something brought more buyers than expected: a campaign, a season, a rival who sold out. Or the forecast was too low."
_KEEP_UP = (
    "Ask this week's buyers in this channel how they came, and do more of what brought them.",
    "Count the stock and the free hours of those who answer today: hold the next promotion back until both suffice.",
    "Raise the next forecast by what is likely to last, and only by that.",
)


def _unless(context: Context) -> Skip | None:
    forecast = forecast_of(context)
    return forecast if isinstance(forecast, Skip) else None


def _check(context: Context, rule: Rule) -> Iterator[Finding | Skip]:
    forecast = context.funnel.forecast
    assert forecast
    known = [
        (name, channel.expected, channel.actual)
        for name, channel in forecast.channels.items()
        if channel.expected is not None and channel.actual is not None
    ]
    if not known:
        yield Skip("needs `expected` and `actual` of a channel in `forecast.channels`")
    elif not any(expected for _, expected, _ in known):
        yield Skip("nothing was expected of any channel, so that there is nothing to miss")
    limits = rule.in_force(context)
    for name, expected, actual in known:
        if expected and (finding := _judged(name, expected, actual, limits, context)):
            yield finding


def _judged(
    name: str, expected: int, actual: int, limits: Mapping[str, Threshold], context: Context
) -> Finding | None:
    """What to say of one channel; None where it is within the tolerance."""
    off = abs(actual - expected)
    more = actual > expected
    # Over the forecast nothing is lost yet: never more than a warning.
    if _exceeds(off, expected, limits["error"].share):
        key = "warning" if more else "error"
    elif _exceeds(off, expected, limits["warning"].share):
        key = "warning"
    else:
        return None
    severity = Severity.ERROR if key == "error" else Severity.WARNING
    level = context.level
    settled = level is None or off * off > level.z**2 * expected
    return Finding(
        severity if settled else severity.quieter,
        partial(_message, name, (expected, actual), limits[key], settled, context),
        field=f"forecast.channels.{name}.actual",
        confidence="confirmed" if settled else "suspected",
        cause=_MORE if more else None,
        actions=_KEEP_UP if more else None,
        urgent=not more,
    )


def _exceeds(off: int, expected: int, line: Share) -> bool:
    """Whether the difference is more than a share of what was expected, exactly."""
    return off * line.denominator > line.numerator * expected


def _message(
    name: str, pair: tuple[int, int], limit: Threshold, settled: bool, context: Context, _: Evidence | None
) -> str:
    expected, actual = pair
    off = abs(actual - expected)
    forecast, product = context.funnel.forecast, context.funnel.product
    assert forecast
    return (
        f"“{name}” sold {figures.count(actual)} where {figures.count(expected)} {'was' if expected == 1 else 'were'} forecast: {figures.count(off)} "
        f"{'more' if actual > expected else 'fewer'} ({figures.percent_apart(Share(off, expected), limit.share)}), off by "
        f"more than {figures.in_force(limit)}{_by_chance(expected, context.level, settled=settled)}."
        f"{_stock(expected, actual, forecast.reserve, product)}"
    )


def _by_chance(expected: int, level: Level | None, *, settled: bool) -> str:
    """How much of a difference chance explains at the level of the run."""
    if level is None:
        return ""
    chance = f"up to {figures.count(int(level.z * sqrt(expected)))} either way ({level})"
    return f"; chance explains {chance}" if settled else f", but so few can miss by {chance} by chance alone"


def _stock(expected: int, actual: int, reserve: Share | None, product: Product) -> str:
    """What a sale beyond the reserve means where goods are sold."""
    if not product.goods or reserve is None or not _exceeds(actual - expected, expected, reserve):
        return ""
    return f" That is more than the reserve of {figures.share(reserve)} covers: the stock ran out, or nearly did."


rule = Rule(
    code="FDX503",
    name="forecast-miss",
    summary="actual sales against the forecast, for each channel",
    cause="Fewer buyers came through this channel than expected: its promotion has worn off, something keeps them from "
    "buying, or the forecast was too high.",
    actions=(
        "Find the week in which this channel fell behind, and list what changed then: advertising, price, stock, a rival, "
        "the weather.",
        "If fewer people came, move some of next week's advertising money here, with another message. If as many came and "
        "fewer bought, ask ten of them what was missing.",
        "If nothing changed, the forecast was a wish: set the next one from the last three months.",
    ),
    sources=("kakzarabativat",),
    check=_check,
    unless=_unless,
    thresholds={
        "warning": Threshold.of("10%", "interpretation"),
        "error": Threshold.of("25%", "interpretation"),
    },
    severities=(Severity.NOTE, Severity.WARNING, Severity.ERROR),
)
