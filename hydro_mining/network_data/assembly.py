"""A snapshot from what is stored: the state of each value and its sentence for the reader."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType

from hydro_mining.constants import BLOCKS_PER_DAY, BLOCKS_PER_HALVING, SECONDS_PER_DAY
from hydro_mining.network_data.kept import Kept
from hydro_mining.network_data.plausibility import is_outdated
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from hydro_mining.quantities import QUANTITIES
from hydro_mining.wording import age_in_words, time_in_words

__all__ = ["Stored", "assembled"]

# A clock that two machines share may differ by this; a value from later than that is not new.
_CLOCK_TOLERANCE = dt.timedelta(minutes=5)
_RATE, _RATE_CODE = "usd_to_gbp", "GBP"
_UNAVAILABLE = "Live data temporarily unavailable"
_LIMITED = "Live data limit reached for today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What there is to make a snapshot of.

    Parameters
    ----------
    values, rates
        Last accepted values by name, and units of currencies for a dollar by code.
    troubles
        Why the last try to renew a value failed, by name; ``is_limited`` has the names whose
        providers have no calls left today.
    renewed
        Names that were fetched just now.
    """

    values: Mapping[str, Kept]
    rates: Mapping[str, Kept]
    troubles: Mapping[str, str]
    limited: AbstractSet[str]
    renewed: AbstractSet[str]


def assembled(
    stored: Stored, *, defaults: Snapshot, now: dt.datetime, ttl: dt.timedelta
) -> Snapshot:
    """Return the snapshot: what was fetched, else what is built in, each with its state."""
    readings = {}
    for name in NETWORK_VALUES:
        kept = stored.rates.get(_RATE_CODE) if name == _RATE else stored.values.get(name)
        default = defaults.values[name]
        if kept is None:
            readings[name] = _static(name, default, stored)
        else:
            readings[name] = _reading(name, kept, stored, now, ttl)
    height = readings["block_height"]
    as_of = height.fetched_at or defaults.as_of
    is_any_fetched = any(reading.fetched_at is not None for reading in readings.values())
    # What was fetched while the clock stood before the built-in values is of no known time.
    if as_of < defaults.as_of:
        height, as_of = readings["block_height"], defaults.as_of
    if is_any_fetched and not height.status.is_fresh and now > as_of:
        readings["block_height"], as_of = _extrapolated(height, since=as_of, now=now), now
    return Snapshot(
        as_of=as_of,
        values=MappingProxyType(readings),
        per_usd=MappingProxyType({**defaults.per_usd, **_rates(stored, now, ttl)}),
    )


def _rates(stored: Stored, now: dt.datetime, ttl: dt.timedelta) -> dict[str, SourcedValue]:
    return {
        code: dataclasses.replace(_reading(_RATE, kept, stored, now, ttl), unit=f"{code}/$")
        for code, kept in stored.rates.items()
    }


def _static(name: str, default: SourcedValue, stored: Stored) -> SourcedValue:
    if name not in stored.troubles:
        return default
    day = "" if default.as_of is None else f" of {time_in_words(default.as_of)}"
    note = f"{_why(name, stored)}, using the built-in value{day}."
    return dataclasses.replace(default, note=note, detail=stored.troubles[name])


def _reading(
    name: str, kept: Kept, stored: Stored, now: dt.datetime, ttl: dt.timedelta
) -> SourcedValue:
    status, note = _state(name, kept, stored, now, ttl)
    if status.is_fresh and not note:
        note = f"{kept.note} This value is of {kept.source}." if kept.is_fallback else kept.note
    return SourcedValue(
        value=kept.value,
        unit=QUANTITIES[name].unit or "1",
        source=kept.source,
        as_of=kept.as_of,
        fetched_at=kept.fetched_at,
        status=status,
        note=note,
        detail=stored.troubles.get(name, ""),
        is_fallback=kept.is_fallback,
    )


def _state(
    name: str, kept: Kept, stored: Stored, now: dt.datetime, ttl: dt.timedelta
) -> tuple[Status, str]:
    if not -_CLOCK_TOLERANCE <= now - kept.fetched_at <= ttl:
        note = (
            f"{_why(name, stored)}, using last cached data from {time_in_words(kept.fetched_at)}."
        )
        if kept.fetched_at > now:
            note += " That is later than this machine's clock says it is now."
        return Status.STALE, note
    # A rate is today's until the bank sets the next; a price is of the moment it was fetched.
    seen = now if name == _RATE else kept.fetched_at
    if kept.as_of is not None and is_outdated(name, kept.as_of, seen):
        return Status.STALE, f"{kept.source}'s own data are {age_in_words(kept.as_of, now)} old."
    if name in stored.troubles:
        fetched = time_in_words(kept.fetched_at)
        return Status.CACHED, f"{_why(name, stored)}, using last cached data from {fetched}."
    return (Status.LIVE if name in stored.renewed else Status.CACHED), ""


def _why(name: str, stored: Stored) -> str:
    return _LIMITED if name in stored.limited else _UNAVAILABLE


def _extrapolated(height: SourcedValue, *, since: dt.datetime, now: dt.datetime) -> SourcedValue:
    """Return the height that blocks at the usual pace make of the last known one."""
    found = int((now - since).total_seconds() * BLOCKS_PER_DAY / SECONDS_PER_DAY)
    value = int(height.value) + found
    note = (
        f"Reckoned from {height.value:,.0f} on {time_in_words(since)} "
        f"at {BLOCKS_PER_DAY} blocks a day."
    )
    if value // BLOCKS_PER_HALVING > int(height.value) // BLOCKS_PER_HALVING:
        note += " It passes a halving, which the subsidy follows."
    return dataclasses.replace(height, value=value, note=f"{height.note} {note}".strip())
