"""What is remembered of each provider: calls, outcomes, pauses; shared by all processes."""

import datetime as dt
import statistics
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hydro_mining.health import ProviderRecord
from hydro_mining.network_data.faults import FaultKind, ProviderError
from hydro_mining.network_data.providers import Provider
from hydro_mining.network_data.store import Store

__all__ = ["Ledger"]

_KEPT_OUTCOMES = 50
_MINUTE_S, _HOUR_S, _DAY_S = 60.0, 3_600.0, 86_400.0
_LAST_TIME = 253_402_300_799  # of the year 9999 [s]
_OUTCOME = ("at", "is good", "latency [ms]")
_EMPTY: Mapping[str, Any] = MappingProxyType(
    {
        "calls": [],
        "outcomes": [],
        "last_success_at": None,
        "last_error": None,
        "failed_rounds": 0,
        "paused_until": None,
    }
)
# From the third failed round on a provider is left alone, each time for twice as long.
_ROUNDS_TO_PAUSE = 3
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 60.0, 900.0


class Ledger:
    """Keeps a row a provider in the store; ``now`` is the service's clock."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime]) -> None:
        self._store, self._now = store, now

    def reserve(self, provider: Provider) -> float:
        """Book a call and return how long to wait before it [s].

        Raises
        ------
        ProviderError
            If the provider is paused or its budget is used up; nothing is booked then.
        """
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            _check_pause(row, now)
            calls = [at for at in row["calls"] if now - _DAY_S < at <= now + _MINUTE_S]
            _check_budget(provider, calls, now)
            at: float = max([now, *(call + provider.budget.spacing_s for call in calls)])
            row["calls"] = [*calls, at]
            self._store.set(_key(provider), row)
        return at - now

    def succeeded(self, provider: Provider, *, latency_s: float) -> None:
        """Record a good answer; a pause that another call was told meanwhile stays."""
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            row |= {"last_success_at": now, "failed_rounds": 0}
            _add_outcome(row, now, latency_s, is_good=True)
            self._store.set(_key(provider), row)

    def failed(
        self, provider: Provider, fault: ProviderError, *, latency_s: float, round_id: str
    ) -> None:
        """Record a fault; however many calls of a round fail, it is one failed round."""
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            if row.get("failed_round") != round_id:
                row["failed_rounds"] += 1
                row["failed_round"] = round_id
            row["last_error"] = {"at": now, "kind": fault.kind, "reason": fault.reason}
            pause_s = _pause_s(fault, row["failed_rounds"])
            if pause_s:
                before = row["paused_until"] if _is_paused(row, now) else 0.0
                row["paused_until"] = max(before, now + pause_s)
            _add_outcome(row, now, latency_s, is_good=False)
            self._store.set(_key(provider), row)

    def record(self, provider: Provider) -> ProviderRecord:
        """Return what is remembered of a provider."""
        row, now = self._row(provider), self._now().timestamp()
        outcomes = [o for o in row["outcomes"] if _is_today(o[0], now)]
        error, paused = row["last_error"], row["paused_until"]
        return ProviderRecord(
            name=provider.name,
            last_success_at=_time(row["last_success_at"]),
            last_error_at=_time(error["at"]) if error else None,
            last_error=f"{provider.name} {error['reason']}" if error else "",
            failed_rounds=row["failed_rounds"],
            paused_until=_time(paused) if _is_paused(row, now) else None,
            calls_today=sum(_is_today(at, now) for at in row["calls"]),
            calls_a_day=provider.budget.per_day,
            error_rate=statistics.fmean(not o[1] for o in outcomes) if outcomes else None,
            latency_ms=statistics.median(o[2] for o in outcomes) if outcomes else None,
        )

    def _row(self, provider: Provider) -> dict[str, Any]:
        row = self._store.get(_key(provider)) or {}
        return {**_EMPTY, **row} if _is_sound(row) else dict(_EMPTY)


def _is_sound(row: dict[str, Any]) -> bool:
    """Whether a row has the shape that was written, as one of another hand may not."""
    row = {**_EMPTY, **row}
    error, calls, outcomes = row["last_error"], row["calls"], row["outcomes"]
    return (
        isinstance(calls, list)
        and all(map(_is_time, calls))
        and isinstance(outcomes, list)
        and all(map(_is_outcome, outcomes))
        and all(row[n] is None or _is_time(row[n]) for n in ("last_success_at", "paused_until"))
        and (error is None or _is_error(error))
        and isinstance(row["failed_rounds"], int)
    )


def _is_error(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _is_time(value.get("at"))
        and isinstance(value.get("reason"), str)
    )


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= _LAST_TIME


def _is_outcome(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == len(_OUTCOME)
        and _is_time(value[0])
        and isinstance(value[2], int | float)
    )


def _key(provider: Provider) -> str:
    return f"provider:{provider.name}"


def _time(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _is_today(at: float, now: float) -> bool:
    return int(at // _DAY_S) == int(now // _DAY_S)


def _check_pause(row: dict[str, Any], now: float) -> None:
    if _is_paused(row, now):
        time = dt.datetime.fromtimestamp(row["paused_until"], tz=dt.UTC)
        raise ProviderError(FaultKind.PAUSED, f"is paused until {time:%H:%M} UTC")


def _is_paused(row: dict[str, Any], now: float) -> bool:
    """Tell whether a pause lasts; one longer than any was set by a clock that is put back."""
    until = row["paused_until"]
    return until is not None and now < until <= now + _DAY_S


def _check_budget(provider: Provider, calls: list[float], now: float) -> None:
    budget = provider.budget
    windows = (
        (budget.per_day, sum(_is_today(at, now) for at in calls), "today"),
        (budget.per_minute, sum(now - at < _MINUTE_S for at in calls), "this minute"),
        (budget.per_hour, sum(now - at < _HOUR_S for at in calls), "this hour"),
    )
    for limit, made, period in windows:
        if limit is not None and made >= limit:
            kind = FaultKind.LIMIT_REACHED if period == "today" else FaultKind.PAUSED
            calls_made = "call" if limit == 1 else "calls"
            raise ProviderError(kind, f"has had its {limit:,} {calls_made} of {period}")


def _pause_s(fault: ProviderError, failed_rounds: int) -> float:
    if fault.pause is not None:
        return fault.pause.total_seconds()
    beyond = failed_rounds - _ROUNDS_TO_PAUSE
    # Beyond ten doublings the longest pause holds, and a float would end.
    return min(_FIRST_PAUSE_S * 2 ** min(beyond, 10), _LONGEST_PAUSE_S) if beyond >= 0 else 0.0


def _add_outcome(row: dict[str, Any], now: float, latency_s: float, *, is_good: bool) -> None:
    outcome = [now, is_good, round(latency_s * 1000, 1)]
    row["outcomes"] = [*row["outcomes"][-(_KEPT_OUTCOMES - 1) :], outcome]
