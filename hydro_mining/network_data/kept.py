"""Accepted values as rows of the store."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hydro_mining.network_data.plausibility import LastGood
from hydro_mining.network_data.store import Store

__all__ = ["Kept", "keep_rates", "keep_value", "kept_rates", "kept_value"]

_RATES = "per_usd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An accepted value with its provenance; see ``SourcedValue``."""

    value: float
    source: str
    as_of: dt.datetime | None
    fetched_at: dt.datetime
    note: str = ""
    is_fallback: bool = False

    @property
    def last_good(self) -> LastGood:
        """What the next value is compared with."""
        return LastGood(self.value, self.fetched_at)


def keep_value(store: Store, name: str, kept: Kept) -> None:
    """Store a value under its name."""
    store.set(f"value:{name}", _row(kept))


def kept_value(store: Store, name: str) -> Kept | None:
    """Return the stored value of a name; a row that makes no sense counts as none."""
    return _kept(store.get(f"value:{name}"))


def keep_rates(store: Store, rates: Mapping[str, Kept]) -> None:
    """Store exchange rates; a currency that is not among them keeps its last one."""
    rows = {code: _row(rate) for code, rate in (kept_rates(store) | dict(rates)).items()}
    store.set(_RATES, {"rates": rows})


def kept_rates(store: Store) -> dict[str, Kept]:
    """Return the stored exchange rates, units a dollar, by currency."""
    rows = (store.get(_RATES) or {}).get("rates")
    found = {code: _kept(row) for code, row in rows.items()} if isinstance(rows, dict) else {}
    return {code: kept for code, kept in found.items() if kept is not None}


def _row(kept: Kept) -> dict[str, Any]:
    times = {
        name: None if time is None else time.isoformat()
        for name, time in (("as_of", kept.as_of), ("fetched_at", kept.fetched_at))
    }
    return asdict(kept) | times


def _kept(row: Any) -> Kept | None:
    if not isinstance(row, dict):
        return None
    try:
        as_of = None if row["as_of"] is None else dt.datetime.fromisoformat(row["as_of"])
        fetched_at = dt.datetime.fromisoformat(row["fetched_at"])
        if not all(time.tzinfo is not None for time in (fetched_at, as_of or fetched_at)):
            return None
        kept = Kept(
            value=float(row["value"]),
            source=str(row["source"]),
            # A time at the end of the calendar has no equal in UTC, and is no sense.
            as_of=None if as_of is None else as_of.astimezone(dt.UTC),
            fetched_at=fetched_at.astimezone(dt.UTC),
            note=str(row["note"]),
            is_fallback=bool(row["is_fallback"]),
        )
        return kept if math.isfinite(kept.value) and kept.value >= 0 else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
