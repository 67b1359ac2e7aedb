"""Reading what to plan for: `--target 20`, `--target-revenue "50000 EUR"`, `--set interested=25%`."""

import re
from fractions import Fraction

from funneldx.errors import UsageError
from funneldx.plan import Goal, Revenue, Setting
from funneldx.rates import Share

_LARGEST = 2**53 - 1
_AMOUNT = r"(?![0-9]+\.[0-9]{3}(?![0-9]))([0-9]{1,15}(?:\.[0-9]{1,15})?)"  # 1.200 may be 1200 or 1.2
_REVENUE = rf"{_AMOUNT}(?: ?((?![kKmM]\s*$)[^\s0-9.,+%-][^\s0-9%]{{0,11}}))?"


def goal_of(target: str | None, revenue: str | None, settings: list[str] | None) -> Goal:
    """Read what to plan for; raises UsageError where that is nothing, or does not fit together."""
    if target is not None and revenue is not None:
        raise UsageError(
            "--target and --target-revenue both say what to plan for",
            "give a number of sales or an amount of money",
        )
    if target is None and revenue is None and not settings:
        raise UsageError(
            "nothing says what to plan for",
            'give --target 20 (sales) or --target-revenue "50000 EUR", or --set interested=25% to see what that brings',
        )
    return Goal(
        None if target is None else _sales(target),
        None if revenue is None else _revenue(revenue),
        tuple(_setting(text) for text in settings or ()),
    )


def _sales(text: str) -> int:
    if not re.fullmatch("[0-9]{1,16}", text) or not 0 < int(text) <= _LARGEST:
        raise UsageError(
            f"--target {text} is no number of sales", "give a whole number from 1 on, without separators"
        )
    return int(text)


def _revenue(text: str) -> Revenue:
    found = re.fullmatch(_REVENUE, text.strip())
    amount = Fraction(found[1]) if found else Fraction(0)
    if not found or not amount:
        raise UsageError(
            f"--target-revenue {text} is no amount of money",
            'write it without separators: "50000 EUR", or 50000',
        )
    return Revenue(amount, found[2])


def _setting(text: str) -> Setting:
    word, sign, value = (part.strip() for part in text.rpartition("="))
    share = Share.parse(value)
    if not sign or not word:
        raise UsageError(
            f"--set {text} does not say which stage and which rate", "write --set interested=25%"
        )
    if share is None or not 0 < share.numerator <= share.denominator:
        raise UsageError(
            f"--set {text}: “{value}” is no share above 0 and at most 1", "write it as 25%, 1:4 or 0.25"
        )
    return Setting(word, share)
