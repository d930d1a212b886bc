"""Two shares beside each other: how far apart they are, and how sure that is. Pure.

The interval is Newcombe's (1998, method 10): Wilson's interval of each share, put together. It behaves well for shares near
0 and 1 and for small numbers, where the usual one does not. It says how much chance alone could account for; it says
nothing of why the shares differ. Other things than the norm may have changed on the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Difference:
    """`after` minus `before`, as shares from −1 to 1, with the interval of the difference."""

    before: float
    after: float
    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """True when chance alone would hardly do: the interval does not hold zero."""
        return self.low > 0 or self.high < 0


def wilson(kept: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share; ValueError unless 0 ≤ kept ≤ n and n ≥ 1."""
    if not 0 <= kept <= n or n < 1:
        raise ValueError(f"{kept} of {n} is no share")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = kept / n
    middle = share + z * z / (2 * n)
    far = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - far) / (1 + z * z / n)), min(1.0, (middle + far) / (1 + z * z / n))


def difference(before: tuple[int, int], after: tuple[int, int], confidence: float = CONFIDENCE) -> Difference:
    """How the share differs between two groups, each given as (kept, n)."""
    shares = [kept / n for kept, n in (before, after)]
    (low_before, high_before), (low_after, high_after) = (wilson(*one, confidence) for one in (before, after))
    value = shares[1] - shares[0]
    down = math.hypot(shares[1] - low_after, high_before - shares[0])
    up = math.hypot(high_after - shares[1], shares[0] - low_before)
    return Difference(shares[0], shares[1], value, max(-1.0, value - down), min(1.0, value + up))
