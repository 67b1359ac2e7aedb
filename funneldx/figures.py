"""How figures are written for people, everywhere the same: counts, percent, 1:x, money, ranges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

from funneldx.rates import Interval, Share, Threshold

_WHOLE = 9.95
_TENTH = 0.0011
"""Shares that are further apart than this never look alike in per cent with one decimal."""
_HALF_UP = 1 + 1e-15
"""What lies exactly between two figures is rounded up, as spreadsheets do."""


def count(number: int) -> str:
    """1500 → `1,500`."""
    return f"{number:,}"


def percent(value: float) -> str:
    """0.667 → `66.7 %`; two significant digits under 1 %; never rounded onto 0 or 100 % from beside it."""
    return f"{_percent_digits(value)} %"


def percent_apart(value: Share, limit: Share) -> str:
    """The same with as many decimals as keep it off a limit that it does not meet: `10.04 %` beside 10 %."""
    exact, line = value.value, limit.value
    if abs(exact - line) > _TENTH:
        return percent(exact)
    decimals = 1
    apart = value.numerator * limit.denominator != limit.numerator * value.denominator
    while apart and decimals < 12 and f"{exact * 100:.{decimals}f}" == f"{line * 100:.{decimals}f}":
        decimals += 1
    return percent(exact) if decimals == 1 else f"{exact * 100:.{decimals}f} %"


def interval(ends: Interval) -> str:
    """(0.0738, 0.1093) → `7.4–10.9 %`; more decimals where both ends would read alike."""
    low, high = ends[0] * 100 * _HALF_UP, ends[1] * 100 * _HALF_UP
    if low >= 1 and high < 99.9:  # as most are
        first, last = f"{low:.1f}", f"{high:.1f}"
        if first != last:
            return f"{first}–{last} %"
        decimals = 2
        while low != high and decimals < 12 and f"{low:.{decimals}f}" == f"{high:.{decimals}f}":
            decimals += 1
        return f"{low:.{decimals}f}–{high:.{decimals}f} %" if low != high else f"{first}–{last} %"
    return f"{_percent_digits(ends[0])}–{_percent_digits(ends[1])} %"


def _percent_digits(value: float) -> str:
    points = value * 100 * _HALF_UP
    if 1 <= points < 99.9:
        return f"{points:.1f}"
    if value in {0, 1}:
        return f"{value:.0%}"[:-1]
    if points < 1:
        return f"{float(f'{points:.2g}'):.15f}".rstrip("0")
    decimals = 1
    while float(f"{points:.{decimals}f}") == 100 and value < 1 and decimals < 12:
        decimals += 1
    return f"{points:.{decimals}f}" if points < 1000 else f"{points:,.0f}"


def ratio(k: int, n: int, thresholds: tuple[Share, ...] = ()) -> str | None:
    """`1:x` with two significant digits, more where rounding would land on a threshold; None where k or n is 0."""
    if not k or not n:
        return None
    text = f"{n / k * _HALF_UP:.2g}"
    if "e" in text:
        text = _significant(n / k, 2)
    if not thresholds or text not in _as_ratios(thresholds):
        return f"1:{text}"
    near = [share for share in thresholds if share.numerator and text == _as_ratio(share, 2)]
    apart = [share for share in near if k * share.denominator != n * share.numerator]
    digits = 2
    while digits < 15 and any(text == _as_ratio(share, digits) for share in apart):
        digits += 1
        text = _significant(n / k, digits)
        apart = [
            share for share in thresholds if share.numerator and k * share.denominator != n * share.numerator
        ]
    return f"1:{text}"


@lru_cache(maxsize=512)
def _as_ratios(shares: tuple[Share, ...]) -> frozenset[str]:
    return frozenset(_as_ratio(share, 2) for share in shares if share.numerator)


@lru_cache(maxsize=512)
def _as_ratio(share: Share, digits: int) -> str:
    return _significant(share.denominator / share.numerator, digits)


def _significant(value: float, digits: int) -> str:
    text = f"{value * _HALF_UP:.{digits}g}"
    if "e" not in text:
        return text
    rounded = float(text)
    text = f"{rounded:.15g}"
    return text if "e" not in text else f"{rounded:.20f}".rstrip("0").rstrip(".")


def threshold(limit: Threshold) -> str:
    """Write a threshold as people do: `1:5`, `2:3`, `10 %`, `300 dials`."""
    return _limit(limit.share, limit)


@lru_cache(maxsize=512)
def in_force(limit: Threshold) -> str:
    """The same, telling the default where somebody set another value."""
    if not limit.own:
        return threshold(limit)
    default = f"the default is {_limit(limit.default, limit)}" if limit.default else "there is no default"
    return f"{threshold(limit)} (your own; {default})"


def _limit(value: Share, limit: Threshold) -> str:
    if limit.unit:
        return f"{value.numerator:,} {limit.unit}"
    return _share(value, as_percent=limit.as_percent)


def _share(value: Share, *, as_percent: bool) -> str:
    return f"{value.value * 100:.10g} %" if as_percent or value.denominator > 1000 else str(value)


def amount(value: float, beside: float = 0) -> str:
    """Purchases, estimated: whole from 10 on, or where what stands `beside` is whole, else one decimal."""
    if max(value, beside) >= _WHOLE:
        return f"{value:,.0f}"
    if value and value < 0.05:
        return "under 0.1"
    return f"{value:.1f}".removesuffix(".0")


def about(value: float, beside: float = 0) -> str:
    """The same, as an estimate in a sentence: `about 65`, `under 0.1`."""
    text = amount(value, beside)
    return text if text.startswith("under") else f"about {text}"


def money(value: float, currency: str | None) -> str:
    """77866.7, EUR → `77,867 EUR`."""
    text = f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"
    return f"{text} {currency or 'in deal value'}"


def listing(words: Iterable[str], last: str = "and") -> str:
    """`a`, `b`, `c` → `a, b and c`."""
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail


def share(value: Share) -> str:
    """Write a share that was given, unrounded: `7.5 %`, or `1:15` where per cent would have no end."""
    return _share(value, as_percent=10**6 % value.denominator == 0)


def duration(time: timedelta) -> str:
    """Write a duration in days, or in hours where it is no whole number of days: `3 hours`, `31 days`."""
    hours = round(time.total_seconds() / 3600)
    number, unit = (hours, "hour") if hours % 24 else (hours // 24, "day")
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
