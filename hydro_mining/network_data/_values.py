"""A value on its way: observed by a provider, then accepted, and stored as the last good one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec

from hydro_mining.network_data._store import Finite, Store, Utc, row_as

VALUES = ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block")
# The pound stands for all currencies: its rate is a value, and is checked for all of them.
RATE, RATE_CODE = "usd_to_gbp", "GBP"
# Wide enough for decades, narrow enough for a unit that drifted by a factor of a thousand.
LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "btc_price_usd": (1_000.0, 1e8),
        "difficulty": (1e12, 1e18),
        "block_height": (840_000, 5_000_000),
        "fees_btc_per_block": (0.0, 5.0),
        "usd_to_gbp": (0.3, 1.5),
    }
)
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


def is_possible(name: str, value: float) -> bool:
    """Whether a value is within its hard limits."""
    low, high = LIMITS[name]
    return low <= value <= high


def last_value(store: Store, name: str) -> AcceptedValue | None:
    """Return the last good value of a name; a row that makes no sense counts as none."""
    if name == RATE:
        return last_rates(store).get(RATE_CODE)
    row = store.load(f"value:{name}", AcceptedValue)
    # A row of another hand: no page could calculate with it, and no true value would fit it.
    return row if row is not None and is_possible(name, row.value) else None


def last_rates(store: Store) -> dict[str, AcceptedValue]:
    """Return the last good exchange rates, units for a dollar, by currency."""
    rates = _stored_rates(store)
    pound = rates.get(RATE_CODE)
    return rates if pound is None or is_possible(RATE, pound.value) else {}


def keep_value(store: Store, name: str, value: AcceptedValue) -> None:
    """Store a value under its name."""
    store.save(f"value:{name}", value)


def keep_rates(store: Store, rates: Mapping[str, AcceptedValue]) -> None:
    """Store exchange rates; a currency that is not among them keeps its last one."""
    store.save(_RATES, {"rates": _stored_rates(store) | dict(rates)})


def _stored_rates(store: Store) -> dict[str, AcceptedValue]:
    rows = (store.get(_RATES) or {}).get("rates")
    found = {code: row_as(AcceptedValue, row) for code, row in _items(rows)}
    return {code: rate for code, rate in found.items() if rate is not None}


def _items(rows: object) -> list[tuple[str, object]]:
    return list(rows.items()) if isinstance(rows, dict) else []
