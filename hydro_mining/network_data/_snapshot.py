"""What a reader sees: a snapshot of what is stored, each value's status, and the health."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType

from hydro_mining.constants import BLOCKS_PER_DAY, BLOCKS_PER_HALVING, SECONDS_PER_DAY
from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.network_data._answers import Trouble, sentences
from hydro_mining.network_data._values import RATE, RATE_CODE, AcceptedValue, is_outdated
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from hydro_mining.quantities import QUANTITIES, label
from hydro_mining.wording import age_in_words, enumerated, time_in_words

# A clock that two machines share may differ by this; a value from later than that is not new.
_CLOCK_TOLERANCE = dt.timedelta(minutes=5)
_UNAVAILABLE = "Live data temporarily unavailable"
_LIMITED = "Live data limit reached for today"
_WORDS = {Status.STALE: "old", Status.STATIC: "built in"}
_LONGEST_ROUND = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What there is to make a snapshot of, and when it is made.

    Parameters
    ----------
    values, rates
        Last good values by name, and units of currencies for a dollar by code.
    troubles
        Why the last try to renew a value failed, by name; ``limited`` has the names whose
        providers have no calls left today.
    renewed
        Names that were fetched just now.
    ttl
        How long a value is fresh.
    """

    values: Mapping[str, AcceptedValue]
    rates: Mapping[str, AcceptedValue]
    troubles: Mapping[str, tuple[Trouble, ...]]
    limited: AbstractSet[str]
    renewed: AbstractSet[str]
    now: dt.datetime
    ttl: dt.timedelta

    def detail(self, name: str) -> str:
        """Return what the providers of a value did, empty if nothing is amiss."""
        return sentences(self.troubles.get(name, ()))

    def why(self, name: str) -> str:
        """Return why a value could not be renewed, as the start of a sentence."""
        return _LIMITED if name in self.limited else _UNAVAILABLE


def assembled(stored: Stored, defaults: Snapshot) -> Snapshot:
    """Return the snapshot: what was fetched, else what is built in, each with its status."""
    values, now = {}, stored.now
    for name in NETWORK_VALUES:
        accepted = stored.rates.get(RATE_CODE) if name == RATE else stored.values.get(name)
        values[name] = (
            _static(name, defaults.values[name], stored)
            if accepted is None
            else _sourced(name, accepted, stored)
        )
    height = values["block_height"]
    as_of = height.fetched_at or defaults.as_of
    is_any_fetched = any(value.fetched_at is not None for value in values.values())
    # What was fetched while the clock stood before the built-in values is of no known time.
    as_of = max(as_of, defaults.as_of)
    if is_any_fetched and not height.status.is_fresh and now > as_of:
        values["block_height"], as_of = _extrapolated(height, since=as_of, now=now), now
    rates = {
        code: dataclasses.replace(_sourced(RATE, accepted, stored), unit=f"{code}/$")
        for code, accepted in stored.rates.items()
    }
    return Snapshot(
        as_of=as_of,
        values=MappingProxyType(values),
        per_usd=MappingProxyType({**defaults.per_usd, **rates}),
    )


def _static(name: str, default: SourcedValue, stored: Stored) -> SourcedValue:
    if name not in stored.troubles:
        return default
    day = "" if default.as_of is None else f" of {time_in_words(default.as_of)}"
    note = f"{stored.why(name)}, using the built-in value{day}."
    return dataclasses.replace(default, note=note, detail=stored.detail(name))


def _sourced(name: str, accepted: AcceptedValue, stored: Stored) -> SourcedValue:
    status, note = _status(name, accepted, stored)
    if status.is_fresh and not note:
        whose = f" This value is of {accepted.source}." if accepted.is_fallback else ""
        note = accepted.note + whose
    return SourcedValue(
        value=accepted.value,
        unit=QUANTITIES[name].unit or "1",
        source=accepted.source,
        as_of=accepted.as_of,
        fetched_at=accepted.fetched_at,
        status=status,
        note=note,
        detail=stored.detail(name),
        is_fallback=accepted.is_fallback,
    )


def _status(name: str, accepted: AcceptedValue, stored: Stored) -> tuple[Status, str]:
    source, as_of, fetched_at = accepted.source, accepted.as_of, accepted.fetched_at
    instead = f"{stored.why(name)}, using last cached data from {time_in_words(fetched_at)}."
    if not -_CLOCK_TOLERANCE <= stored.now - fetched_at <= stored.ttl:
        if fetched_at > stored.now:
            instead += " That is later than this machine's clock says it is now."
        return Status.STALE, instead
    # A rate is today's until the bank sets the next; a price is of the moment it was fetched.
    seen = stored.now if name == RATE else fetched_at
    if as_of is not None and is_outdated(name, as_of, seen):
        return Status.STALE, f"{source}'s own data are {age_in_words(as_of, stored.now)} old."
    if name in stored.troubles:
        return Status.CACHED, instead
    return (Status.LIVE if name in stored.renewed else Status.CACHED), ""


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


def health_of(
    snapshot: Snapshot,
    *,
    troubles: Mapping[str, tuple[Trouble, ...]],
    providers: Sequence[tuple[ProviderRecord, Trouble | None]],
    notice: str,
    now: dt.datetime,
    is_keyless: bool,
) -> Health:
    """Return the health: what is not fresh, which provider failed and was not named, the disk."""
    amiss = {name: v for name, v in snapshot.values.items() if not v.status.is_fresh}
    reasons = _amiss(amiss, troubles)
    told = {trouble for name in amiss for trouble in troubles.get(name, ())}
    records = tuple(record for record, _ in providers)
    since = _last_round(records, now)
    reasons += [
        trouble.sentence
        for record, trouble in providers
        if record.is_failing and (record.last_error_at or since) >= since
        if trouble is not None and trouble not in told
    ]
    reasons += [notice] if notice else []
    worst = State.DEGRADED if len(amiss) < len(snapshot.values) else State.DOWN
    return Health(
        state=worst if reasons else State.HEALTHY,
        reasons=tuple(dict.fromkeys(reasons)),
        providers=records,
        checked_at=now,
        is_keyless=is_keyless,
    )


def _amiss(
    values: Mapping[str, SourcedValue], troubles: Mapping[str, tuple[Trouble, ...]]
) -> list[str]:
    """Return a sentence for all values of one status and note, with who failed to renew them."""
    groups: dict[tuple[Status, str], list[str]] = {}
    for name, value in values.items():
        groups.setdefault((value.status, value.note), []).append(name)
    said = []
    for (status, note), names in groups.items():
        verb = "is" if len(names) == 1 else "are"
        said_first = f"{enumerated([label(name) for name in names])} {verb} {_WORDS[status]}."
        failed = sentences(trouble for name in names for trouble in troubles.get(name, ()))
        said.append(" ".join(filter(None, (said_first, note, failed))))
    return said


def _last_round(records: Sequence[ProviderRecord], now: dt.datetime) -> dt.datetime:
    """Return since when a failure is of the last round.

    A second source that failed once is not asked again while the first answers.
    """
    times = [t for r in records for t in (r.last_error_at, r.last_success_at) if t is not None]
    return max(times, default=now) - _LONGEST_ROUND
