"""Which values can be true: hard limits, and what may have changed since the last good one."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hydro_mining.network_data.faults import FaultKind, ProviderError
from hydro_mining.network_data.parsing import Observed

__all__ = [
    "LastGood",
    "agree",
    "check_limits",
    "check_time",
    "is_jump",
    "is_outdated",
    "is_possible",
]

_DAY_S = 86_400.0
# Wide enough for decades, narrow enough for a unit that drifted by a factor of a thousand.
_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "btc_price_usd": (1_000.0, 1e8),
        "difficulty": (1e12, 1e18),
        "block_height": (840_000, 5_000_000),
        "fees_btc_per_block": (0.0, 5.0),
        "usd_to_gbp": (0.3, 1.5),
    }
)
_OLDEST_PRICE = dt.timedelta(hours=1)
# The bank sets a rate each working day at 16:00; the Thursday's before Easter holds until
# Tuesday, three of them later.
_MOST_WORKING_DAYS = 3
_LARGEST_JUMP = 0.25
_AGREEMENT = 0.03
# Fees swing by whole factors from one day to the next; only their limits are checked.
_JUMPS_CHECKED = frozenset({"btc_price_usd", "difficulty", "usd_to_gbp"})
_MOST_BLOCKS_BACK = 6
# Twice the usual pace, and some blocks that happen to come close to each other.
_MOST_BLOCKS_PER_DAY, _BLOCKS_OF_LUCK = 300, 12
_CLOCKS_DIFFER_BY = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class LastGood:
    """The value that was last accepted, and when it was fetched."""

    value: float
    fetched_at: dt.datetime


def check_limits(name: str, observed: Observed, *, last: LastGood | None, now: dt.datetime) -> None:
    """Refuse what cannot be.

    Raises
    ------
    ProviderError
        If the value is outside its limits, or the height goes back by more than 6 blocks or
        ahead by more than the network can find.
    """
    low, high = _LIMITS[name]
    if not is_possible(name, observed.value):
        raise _implausible(f"{observed.value:,.10g} is outside {low:,.10g} to {high:,.10g}")
    if name == "block_height" and last is not None:
        days = max((now - last.fetched_at).total_seconds(), 0) / _DAY_S
        lowest = last.value - _MOST_BLOCKS_BACK
        highest = last.value + _BLOCKS_OF_LUCK + _MOST_BLOCKS_PER_DAY * days
        if not lowest <= observed.value <= highest:
            raise _implausible(
                f"a height of {observed.value:,.0f}, {days:,.1f} days after {last.value:,.0f}"
            )


def is_possible(name: str, value: float) -> bool:
    """Whether a value is within its hard limits."""
    low, high = _LIMITS[name]
    return low <= value <= high


def check_time(observed: Observed, now: dt.datetime) -> None:
    """Refuse a time that lies ahead: one of the two clocks is wrong.

    Raises
    ------
    ProviderError
    """
    if observed.as_of is not None and observed.as_of > now + _CLOCKS_DIFFER_BY:
        raise _implausible("a time that lies ahead of this machine's clock")


def is_outdated(name: str, as_of: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether a source's own time is too long before ``at`` for a value of this kind.

    Such a source gives yesterday's figure with a status of 200.
    """
    if as_of is None:
        return False
    if name == "usd_to_gbp":
        return bool(np.busday_count(as_of.date(), at.date()) > _MOST_WORKING_DAYS)
    return name == "btc_price_usd" and at - as_of > _OLDEST_PRICE


def is_jump(name: str, value: float, last: LastGood | None, now: dt.datetime) -> bool:
    """Tell whether a second provider must agree: beyond 25 % off the last good value.

    After more than a day more is allowed, with the square root of the days, as prices wander.
    """
    if last is None or name not in _JUMPS_CHECKED:
        return False
    if last.value <= 0:
        return True
    days = max((now - last.fetched_at).total_seconds() / _DAY_S, 1.0)
    return abs(value / last.value - 1) > _LARGEST_JUMP * math.sqrt(days)


def agree(value: float, other: float, *, within: float = _AGREEMENT) -> bool:
    """Whether two values differ by at most a share of the larger."""
    return abs(value - other) <= within * max(abs(value), abs(other))


def _implausible(detail: str) -> ProviderError:
    return ProviderError(FaultKind.IMPLAUSIBLE, f"gave an implausible value ({detail})")
