"""The health that a snapshot and the providers' records show."""

from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.network_data.service import NetworkService
from hydro_mining.quantities import label
from hydro_mining.readings import Reading, Snapshot

__all__ = ["health_of"]


def health_of(service: NetworkService, snapshot: Snapshot) -> Health:
    """Return the health; nothing is asked."""
    providers = service.providers.all()
    records = tuple(map(service.ledger.record, providers))
    is_any_fresh = any(reading.status.is_fresh for reading in snapshot.readings.values())
    reasons = _values(snapshot)
    told = " ".join(reasons)
    reasons += [trouble for trouble in map(_trouble, records) if trouble not in told]
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
    return [_sentence(name, r) for name, r in snapshot.readings.items() if not r.status.is_fresh]


def _sentence(name: str, reading: Reading) -> str:
    state = f"{label(name)} is {reading.status}."
    return " ".join(filter(None, (state, reading.note, reading.detail)))


def _trouble(record: ProviderRecord) -> str:
    return f"{record.last_error}." if record.is_failing else ""
