"""A value on its way: observed by a provider, plausible and so accepted, the last good one stored.

What is plausible: hard limits, an age, and no jump from the last good value.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from hydro_mining.constants import SECONDS_PER_DAY
from hydro_mining.network_data._answers import FaultKind, ProviderError
from hydro_mining.network_data._store import Finite, Store, Utc, row_as

VALUES = ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block")
# The pound stands for all currencies: its rate is a value, and is checked for all of them.
RATE, RATE_CODE = "usd_to_gbp", "GBP"
# Wide enough for decades, narrow enough for a unit that drifted by a factor of a thousand.
_LIMITS: Mapping[str, tuple[float, float]] = {
    "btc_price_usd": (1_000.0, 1e8),
    "difficulty": (1e12, 1e18),
    "block_height": (840_000, 5_000_000),
    "fees_btc_per_block": (0.0, 5.0),
    "usd_to_gbp": (0.3, 1.5),
}
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
_RATES = "per_usd"


@dataclass(frozen=True, slots=True)
class Observed:
    """What a provider said: a value, and its own time [UTC] where it tells one.

    Beside the pound's rate stand the others, ``per_usd``, in units for a dollar.
    """

    value: float
    as_of: dt.datetime | None = None
    per_usd: Mapping[str, float] = field(default_factory=dict)


class AcceptedValue(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the store: an accepted value with its provenance; see ``SourcedValue``."""

    value: Finite
    source: str
    as_of: Utc | None
    fetched_at: Utc
    note: str
    is_fallback: bool

    def __post_init__(self) -> None:
        """Refuse a row of another hand: none of ours is negative or of another zone."""
        times = [time for time in (self.as_of, self.fetched_at) if time is not None]
        if self.value < 0 or any(time.utcoffset() for time in times):
            raise ValueError("a row of another hand")


class _Rates(msgspec.Struct, frozen=True):
    """The row of all exchange rates, each of which may be spoilt by itself."""

    rates: dict[str, Any] = {}


def _is_possible(name: str, value: float) -> bool:
    """Whether a value is within its hard limits."""
    low, high = _LIMITS[name]
    return low <= value <= high


def check_limits(
    name: str, observed: Observed, *, last: AcceptedValue | None, now: dt.datetime
) -> None:
    """Refuse a value outside its limits, or a height that the network cannot have reached."""
    if not _is_possible(name, observed.value):
        low, high = _LIMITS[name]
        raise _implausible(f"{observed.value:,.10g} is outside {low:,.10g} to {high:,.10g}")
    if name == "block_height" and last is not None:
        days = max((now - last.fetched_at).total_seconds(), 0) / SECONDS_PER_DAY
        lowest = last.value - _MOST_BLOCKS_BACK
        highest = last.value + _BLOCKS_OF_LUCK + _MOST_BLOCKS_PER_DAY * days
        if not lowest <= observed.value <= highest:
            raise _implausible(
                f"a height of {observed.value:,.0f}, {days:,.1f} days after {last.value:,.0f}"
            )


def check_time(observed: Observed, now: dt.datetime) -> None:
    """Refuse a time that lies ahead: one of the two clocks is wrong."""
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


def is_jump(name: str, value: float, last: AcceptedValue | None, now: dt.datetime) -> bool:
    """Tell whether a second provider must agree: beyond 25 % off the last good value.

    After more than a day more is allowed, with the square root of the days, as prices wander.
    """
    if last is None or name not in _JUMPS_CHECKED:
        return False
    if last.value <= 0:
        return True
    days = max((now - last.fetched_at).total_seconds() / SECONDS_PER_DAY, 1.0)
    return abs(value / last.value - 1) > _LARGEST_JUMP * math.sqrt(days)


def agree(value: float, other: float, *, within: float = _AGREEMENT) -> bool:
    """Whether two values differ by at most a share of the larger."""
    return abs(value - other) <= within * max(abs(value), abs(other))


def _implausible(detail: str) -> ProviderError:
    return ProviderError(FaultKind.IMPLAUSIBLE, f"gave an implausible value ({detail})")


def last_value(store: Store, name: str) -> AcceptedValue | None:
    """Return the last good value of a name; a row that makes no sense counts as none."""
    if name == RATE:
        return last_rates(store).get(RATE_CODE)
    row = store.load(f"value:{name}", AcceptedValue)
    # A row of another hand: no page could calculate with it, and no true value would fit it.
    return row if row is not None and _is_possible(name, row.value) else None


def last_rates(store: Store) -> dict[str, AcceptedValue]:
    """Return the last good exchange rates, units for a dollar, by currency."""
    rates = _stored_rates(store)
    pound = rates.get(RATE_CODE)
    return rates if pound is None or _is_possible(RATE, pound.value) else {}


def keep_value(store: Store, name: str, value: AcceptedValue) -> None:
    """Store a value under its name."""
    store.save(f"value:{name}", value)


def keep_rates(store: Store, rates: Mapping[str, AcceptedValue]) -> None:
    """Store exchange rates; a currency that is not among them keeps its last one."""
    store.save(_RATES, _Rates(_stored_rates(store) | dict(rates)))


def _stored_rates(store: Store) -> dict[str, AcceptedValue]:
    stored = store.load(_RATES, _Rates) or _Rates()
    found = {code: row_as(AcceptedValue, row) for code, row in stored.rates.items()}
    return {code: rate for code, rate in found.items() if rate is not None}
