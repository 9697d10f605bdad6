"""Whether the live data can be relied on, for a screen and for a monitor."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from hydro_mining.network_data.ledger import ProviderRecord
from hydro_mining.network_data.service import NetworkService
from hydro_mining.quantities import label
from hydro_mining.readings import Reading, Snapshot

__all__ = ["Health", "State", "health_of"]


class State(StrEnum):
    """All values fresh and every provider well; something amiss; no value fresh."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state, the reasons for it in sentences, and each provider's record."""

    state: State
    reasons: tuple[str, ...]
    providers: tuple[ProviderRecord, ...]
    checked_at: dt.datetime
    is_keyless: bool


def health_of(service: NetworkService, snapshot: Snapshot) -> Health:
    """Return the health that a snapshot and the providers' records show; nothing is asked."""
    providers = service.providers.all()
    records = tuple(map(service.ledger.record, providers))
    fresh = [reading.status.is_fresh for reading in snapshot.readings.values()]
    reasons = [*_values(snapshot), *filter(None, map(_trouble, records))]
    reasons += [service.notice] if service.notice else []
    state = State.HEALTHY if not reasons else State.DEGRADED
    return Health(
        state=state if any(fresh) else State.DOWN,
        reasons=tuple(dict.fromkeys(reasons)),
        providers=records,
        checked_at=service.now(),
        is_keyless=all(provider.key is None for provider in providers),
    )


def _values(snapshot: Snapshot) -> list[str]:
    return [_sentence(name, r) for name, r in snapshot.readings.items() if not r.status.is_fresh]


def _sentence(name: str, reading: Reading) -> str:
    said = " ".join(filter(None, (reading.note, reading.detail)))
    return f"{label(name)} is {reading.status}. {said}".strip()


def _trouble(record: ProviderRecord) -> str:
    """Return what is wrong with a provider now: its last outcome was a failure."""
    if record.last_error_at is None or (
        record.last_success_at is not None and record.last_success_at >= record.last_error_at
    ):
        return ""
    return f"{record.last_error}."
