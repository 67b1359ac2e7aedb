"""Whether two rates differ: the score test, many such tests at once, and how far apart the rates are.

- The score test for two proportions, two-sided, with the pooled rate for its variance (Pearson's chi-squared of the
  two-by-two table, without a correction for continuity).
- Benjamini and Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57, 1995.
- The interval of a difference by Newcombe's hybrid of two score intervals, "Interval estimation for the difference
  between independent proportions", Statistics in Medicine 17, 1998 (his method 10).
"""

from __future__ import annotations

from collections.abc import Collection
from math import erfc, sqrt

from funneldx.rates import Interval, Level, Rate

FEWEST_EXPECTED = 5
"""Of those who got through and of those who did not, in both samples, were the rates the same (Cochran, "Some methods
for strengthening the common chi-squared tests", Biometrics 10, 1954). With fewer the test sees differences where there
are none."""

_ROOT_HALF = sqrt(0.5)


def tellable(one: Rate, other: Rate) -> bool:
    """Whether there are enough on both sides for `score_test` to be trusted; exact. Both rates are of more than 0."""
    (k, n), (j, m) = one, other
    reached, all_ = k + j, n + m
    return min(n, m) * min(reached, all_ - reached) >= FEWEST_EXPECTED * all_


def score_test(one: Rate, other: Rate) -> float:
    """The two-sided p-value of two rates being the same one; 1 where nobody, or everybody, got through in both."""
    (k, n), (j, m) = one, other
    reached, all_ = k + j, n + m
    if not 0 < reached < all_:
        return 1.0
    apart = k * m - j * n
    return erfc(abs(apart) * sqrt(all_ / (reached * (all_ - reached) * n * m)) * _ROOT_HALF)


def discoveries(p_values: Collection[float], rate: float) -> float:
    """The largest p-value that is a discovery when at most `rate` of all discoveries may be false; -1 for none.

    All tests at or below it are discoveries (Benjamini and Hochberg's step-up).
    """
    many = len(p_values)
    cut = -1.0
    for number, p_value in enumerate(sorted(p_values), 1):
        if p_value * many <= rate * number:
            cut = p_value
    return cut


def difference(one: Rate, other: Rate, level: Level) -> Interval:
    """The interval of `other - one`, from -1 to 1."""
    (low, high), (least, most) = one.interval(level), other.interval(level)
    first, second = one.value, other.value
    apart = second - first
    return (
        apart - sqrt((second - least) ** 2 + (high - first) ** 2),
        apart + sqrt((most - second) ** 2 + (first - low) ** 2),
    )
