"""Goods are forecast without a reserve.

Why      A forecast is missed as often upwards as downwards. Goods that are sold out are sold by somebody else, and
         whoever stood before the empty shelf may not come again.
Says     Budget a percentage for a reserve of stock, so that a forecast can be wrong without harm (kakzarabativat). How
         much is not said.
Healthy  {product: {goods: true}, forecast: {reserve: 10%, channels: {web: {expected: 120}}}, stages: {contacted: 300, purchased: 60}}
Ailing   {product: {goods: true}, forecast: {channels: {web: {expected: 120}}}, stages: {contacted: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import forecast_of
from funneldx.rules.rule import Finding, Rule, Skip


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    forecast = forecast_of(context)
    goods = context.funnel.product.goods
    if isinstance(forecast, Skip):
        yield forecast
    elif goods is None:
        yield Skip("needs `product.goods`: true where goods are sold, false for services")
    elif not goods:
        yield Skip("does not apply to services (`product.goods: false`), which no one keeps in stock")
    elif not forecast.reserve or not forecast.reserve.numerator:
        yield Finding(
            Severity.NOTE,
            "Goods are forecast without a reserve for more buyers than expected.",
            field="forecast.reserve",
            urgent=False,
        )


rule = Rule(
    code="FDX504",
    name="no-reserve",
    summary="a forecast for goods without a reserve",
    cause="The stock is planned for the forecast coming true, which it seldom does.",
    actions=(
        "Look up by how much the best of the past six months beat its forecast, and keep that much of the goods that sell "
        "most; they are the ones that run out.",
        "Ask suppliers how fast they deliver a small order: what comes within two days needs little reserve.",
        "Write it into the forecast: reserve: 10%. Sales beyond it will then be pointed out.",
    ),
    sources=("kakzarabativat",),
    check=_check,
    counts=False,
    looks_at=("approach", "product", "forecast"),
    severities=(Severity.NOTE,),
)
