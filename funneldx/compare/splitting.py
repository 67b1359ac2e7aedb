"""The change in sales, shared out exactly over how many came in and over the rate of each step.

Sales are a product, `first · rate · rate · …`, so that what one factor did depends on when it is changed: before the
others or after them. Here every factor has the mean over all orders, which is its Shapley value: what all factors did
adds up to the change exactly, none depends on the order in which they are named, and a factor that has not changed did
nothing. (Sun, "Changes in energy consumption and energy intensity: a complete decomposition model", Energy Economics
20, 1998; Albrecht, François and Schoors, "A Shapley decomposition of carbon emissions without residuals", Energy Policy
30, 2002.) A split by logarithmic means (LMDI) adds up as well, but has no answer where a count is zero.

All of it is done in fractions. A rate that nobody could have, since nobody stood at the stage, is taken for that of
the other side: what then lacks is put down to whatever led nobody there.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from math import factorial, prod

from funneldx.comparison import Weights

Counts = Sequence[int]
"""How many stood at each stage, of the first to the one that counts sales; none for a segment that is not there."""


def shares(before: Counts, after: Counts) -> tuple[Fraction, ...]:
    """What the number at the first stage, and the rate of each step, did to the change of the last number.

    Both have equally many stages, or either none; behind a stage where nobody stood nobody stands. The shares add up
    to the change exactly.
    """
    stages = max(len(before), len(after))
    if not stages:
        return ()
    counts = [list(one) or [0] * stages for one in (before, after)]
    rates = [_rates(one) for one in counts]
    values = [
        [
            Fraction(counts[side][0]),
            *(
                own if own is not None else other or Fraction(0)
                for own, other in zip(rates[side], rates[1 - side], strict=True)
            ),
        ]
        for side in (0, 1)
    ]
    return _shapley(*values)


def _rates(counts: Counts) -> list[Fraction | None]:
    """The rate of each step; None where nobody stood before it."""
    return [Fraction(k, n) if n else None for n, k in itertools.pairwise(counts)]


def _shapley(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The Shapley value of each factor in the change of a product.

    Of the others, `s` have changed already in a share of all orders that depends on `s` alone. What the products of all
    choices of `s` changed ones add up to is the coefficient of `t^s` in the product of `(before + after · t)`.
    """
    many = len(before)
    orders = [Fraction(factorial(s) * factorial(many - s - 1), factorial(many)) for s in range(many)]
    found = []
    for index, (was, is_) in enumerate(zip(before, after, strict=True)):
        if was == is_:
            found.append(Fraction(0))
            continue
        sums = [Fraction(1)]
        for other, pair in enumerate(zip(before, after, strict=True)):
            if other != index:
                sums = _times(sums, *pair)
        found.append((is_ - was) * sum(map(prod, zip(orders, sums, strict=True)), Fraction(0)))
    return tuple(found)


def _times(sums: Sequence[Fraction], constant: Fraction, linear: Fraction) -> list[Fraction]:
    """A polynomial times `constant + linear · t`."""
    return [
        (sums[index] * constant if index < len(sums) else Fraction(0))
        + (sums[index - 1] * linear if index else Fraction(0))
        for index in range(len(sums) + 1)
    ]


def weights(segments: Sequence[tuple[Counts, Counts]]) -> Weights:
    """The change in sales over all segments by volume, rates and mix; what none of them did alone is the interaction.

    A segment that is not on one side has the share of buyers that it has on the other, so that its coming or going is
    a change of the mix.
    """
    before, after = ([one[side][0] if one[side] else 0 for one in segments] for side in (0, 1))
    sold = [[one[side][-1] if one[side] else 0 for one in segments] for side in (0, 1)]
    was, is_ = sum(before), sum(after)
    change = sum(sold[1]) - sum(sold[0])
    if not was or not is_:  # without anybody on one side there is no mix to speak of
        return Weights(Fraction(change), Fraction(0), Fraction(0), Fraction(0))
    rate = mix = Fraction(0)
    for index in range(len(segments)):
        n, m = before[index], after[index]
        later = Fraction(sold[1][index], m) if m else None
        earlier = Fraction(sold[0][index], n) if n else later
        if earlier is None:
            continue
        share = Fraction(n, was)
        rate += share * ((earlier if later is None else later) - earlier)
        mix += (Fraction(m, is_) - share) * earlier
    volume = (is_ - was) * Fraction(sum(sold[0]), was)
    return Weights(volume, was * rate, was * mix, change - volume - was * rate - was * mix)
