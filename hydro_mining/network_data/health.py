"""The health that a snapshot and the providers' records show."""

import datetime as dt

from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.network_data.service import NetworkService
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.quantities import label

__all__ = ["health_of"]

_ROUND = dt.timedelta(seconds=60)  # the longest deadline


def health_of(service: NetworkService, snapshot: Snapshot) -> Health:
    """Return the health; nothing is asked."""
    providers = service.providers.all()
    records = tuple(map(service.ledger.record, providers))
    is_any_fresh = any(reading.status.is_fresh for reading in snapshot.values.values())
    reasons = _values(snapshot)
    told = " ".join(reasons)
    reasons += [trouble for trouble in _troubles(records, service.now()) if trouble not in told]
    reasons += [service.notice] if service.notice else []
    worst = State.DEGRADED if is_any_fresh else State.DOWN
    return Health(
        state=worst if reasons else State.HEALTHY,
        reasons=tuple(dict.fromkeys(reasons)),
        providers=records,
        checked_at=service.now(),
        is_keyless=all(provider.key is None for provider in providers),
    )


def _values(snapshot: Snapshot) -> list[str]:
    return [_sentence(name, r) for name, r in snapshot.values.items() if not r.status.is_fresh]


def _sentence(name: str, reading: SourcedValue) -> str:
    state = f"{label(name)} is {reading.status}."
    return " ".join(filter(None, (state, reading.note, reading.detail)))


def _troubles(records: tuple[ProviderRecord, ...], now: dt.datetime) -> list[str]:
    """Return what failed in the last round.

    A second source that failed once is not asked again while the first answers.
    """
    times = [t for r in records for t in (r.last_error_at, r.last_success_at) if t is not None]
    last_round = max(times, default=now) - _ROUND
    return [
        f"{record.last_error}."
        for record in records
        if record.is_failing and (record.last_error_at or last_round) >= last_round
    ]
