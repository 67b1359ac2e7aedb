"""How a rate of `k` out of `n` is judged: exactly against a threshold, and by how sure that is.

Comparisons are made in integers, so that 200 of 1,000 is not under 1:5 and 199 of 1,000 is. The evidence is
the Wilson score interval (Wilson, "Probable inference, the law of succession, and statistical inference",
JASA 22, 1927); whether it reaches a threshold, and how many observations would keep it away, are asked of the
score test that it inverts, which needs no floating-point interval.
"""

from __future__ import annotations

import re
from math import ceil, gcd, sqrt
from typing import Literal

from funneldx.tuples import NamedTuple, maker

Basis = Literal["stated", "example", "interpretation"]
Interval = tuple[float, float]

_Z95 = 1.959963984540054
_WRITTEN = r"(?:([0-9]{1,15}) ?[:/] ?([0-9]{1,15})|([0-9]{1,15})(?:\.([0-9]{1,15}))?(?:[eE]([+-]?[0-9]{1,2}))? ?(%?))"


class Level(NamedTuple):
    """A confidence level: 0.95, and the two-sided standard normal quantile that belongs to it (1.96)."""

    level: float
    z: float

    @classmethod
    def of(cls, level: float) -> Level:
        """Return the level for 0 < level < 1."""
        if level == 0.95:
            return cls(level, _Z95)
        from statistics import NormalDist  # noqa: PLC0415  (slow to import, and rarely asked for)

        return cls(level, NormalDist().inv_cdf((1 + level) / 2))

    def __str__(self) -> str:
        return f"{self.level * 100:.12g} %"


class Share(NamedTuple):
    """An exact share in lowest terms, as thresholds are written: `1:5`, `1/5`, `20%`, `0.2`."""

    numerator: int
    denominator: int

    @classmethod
    def parse(cls, text: str) -> Share | None:
        """Read a share as people write it; None where `text` is not one. Not bounded to 0…1."""
        found = re.fullmatch(_WRITTEN, text)
        if not found:
            return None
        numerator, denominator, whole, decimals, exponent, percent = found.groups()
        if whole is not None:
            decimals = decimals or ""
            shift = int(exponent or 0) - len(decimals) - (2 if percent else 0)
            numerator = whole + decimals + "0" * shift
            denominator = "1" + "0" * -shift
        top, bottom = int(numerator), int(denominator)
        if not bottom:
            return None
        common = gcd(top, bottom)
        return cls(top // common, bottom // common)

    @property
    def value(self) -> float:
        """The nearest float, for what is only estimated or drawn."""
        return self.numerator / self.denominator

    def exceeds(self, other: Share) -> bool:
        """Whether this share is more than the other one."""
        return self.numerator * other.denominator > other.numerator * self.denominator

    def __str__(self) -> str:
        return f"{self.numerator}:{self.denominator}"


class Threshold(NamedTuple):
    """A share that a rate is held against, and on what it rests."""

    share: Share
    basis: Basis
    as_percent: bool = False
    """Whether people write this one in per cent."""
    own: bool = False
    """Whether somebody set it, in place of the catalogue's or where that has none."""
    default: Share | None = None
    """The catalogue's value, where somebody set another one."""
    unit: str = ""
    """What a whole number counts (`days`); empty for a share."""

    @property
    def written(self) -> str:
        """The value as a program reads it: `1:5`, or a whole number where it counts something."""
        return str(self.share.numerator) if self.unit else str(self.share)

    @classmethod
    def number(cls, value: int, unit: str, basis: Basis) -> Threshold:
        """Declare one that is a whole number of something."""
        return cls(Share(value, 1), basis, unit=unit)

    @classmethod
    def of(cls, text: str, basis: Basis) -> Threshold:
        """Declare one in a rule: `Threshold.of("1:5", "stated")` or in per cent; raises ValueError for what is neither."""
        top, _, bottom = text.removesuffix("%").partition(":")
        numerator, denominator = int(top), int(bottom or 100)
        common = gcd(numerator, denominator)
        return cls(Share(numerator // common, denominator // common), basis, text.endswith("%"))

    def set_to(self, share: Share) -> Threshold:
        """Return what somebody put in its place: their own statement, whatever the catalogue's basis."""
        return self._replace(share=share, basis="stated", own=True, default=self.default or self.share)


class Rate(NamedTuple):
    """`k` of the `n` who stood at one stage reached another: 0 ≤ k ≤ n, n > 0."""

    k: int
    n: int

    @property
    def value(self) -> float:
        """k/n as the nearest float."""
        return self.k / self.n

    def under(self, share: Share) -> bool:
        """Whether k/n < share, exactly."""
        return self.k * share.denominator < self.n * share.numerator

    def over(self, share: Share) -> bool:
        """Whether k/n > share, exactly."""
        return self.k * share.denominator > self.n * share.numerator

    def interval(self, level: Level) -> Interval:
        """Wilson score interval; exactly 0 at its lower end where k = 0, exactly 1 at its upper where k = n."""
        k, n = self
        z = level.z
        zz = z * z
        middle = k + zz / 2
        half = z * sqrt(k * (n - k) / n + zz / 4)
        low = 0.0 if k == 0 else (middle - half) / (n + zz)
        high = 1.0 if k == n else (middle + half) / (n + zz)
        return low, high

    def clear_of(self, share: Share, level: Level | None) -> bool:
        """Whether the whole Wilson interval lies on this rate's side of `share` (always, where evidence is literal)."""
        if level is None:
            return True
        z = level.z
        top, bottom = share
        distance = top * self.n - self.k * bottom
        return distance * distance > z * z * self.n * top * (bottom - top)

    def needed(self, share: Share, level: Level) -> int | None:
        """How many observations at this rate would clear the interval of `share`.

        None where the rate sits at the line: more than ten times `n` and more than 1,000 would be needed.
        """
        top, bottom = share
        distance = top * self.n - self.k * bottom
        if distance == 0:
            return None
        many = level.z**2 * top * (bottom - top) * self.n * self.n / (distance * distance)
        if many > 10 * self.n and many > 1000:
            return None
        return ceil(many)


made_rate = maker(Rate)
