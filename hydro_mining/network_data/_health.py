"""The health that a snapshot and the providers' records show."""

import datetime as dt

from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.network_data._service import NetworkService
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.quantities import label

_ROUND = dt.timedelta(seconds=60)  # the longest deadline


def health_of(service: NetworkService, snapshot: Snapshot) -> Health:
    """Return the health; nothing is asked."""
    records = service.records()
    failing = {name: v for name, v in snapshot.values.items() if not v.status.is_fresh}
    troubles = service.troubles()
    told = {trouble for name in failing for trouble in troubles.get(name, ())}
    reasons = [_sentence(name, value) for name, value in failing.items()]
    since = _last_round(tuple(record for record, _ in records), service.now())
    for record, trouble in records:
        is_new = record.is_failing and (record.last_error_at or since) >= since
        if trouble is not None and is_new and trouble not in told:
            reasons.append(trouble.sentence)
    reasons += [service.notice] if service.notice else []
    worst = State.DEGRADED if len(failing) < len(snapshot.values) else State.DOWN
    return Health(
        state=worst if reasons else State.HEALTHY,
        reasons=tuple(dict.fromkeys(reasons)),
        providers=tuple(record for record, _ in records),
        checked_at=service.now(),
        is_keyless=service.is_keyless,
    )


def _sentence(name: str, value: SourcedValue) -> str:
    state = f"{label(name)} is {value.status}."
    return " ".join(filter(None, (state, value.note, value.detail)))


def _last_round(records: tuple[ProviderRecord, ...], now: dt.datetime) -> dt.datetime:
    """Return since when a failure is of the last round.

    A second source that failed once is not asked again while the first answers.
    """
    times = [t for r in records for t in (r.last_error_at, r.last_success_at) if t is not None]
    return max(times, default=now) - _ROUND
