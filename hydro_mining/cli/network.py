"""``hydro-mining network`` and ``hydro-mining health``."""

import argparse
import asyncio
import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from hydro_mining.cli.output import print_json, print_line, print_table, say
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.environment import read_environment
from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import History, opened_service
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.quantities import Format, formatted, label
from hydro_mining.wording import age_in_words, time_in_words

_HASHPRICE = Format(prefix="$", suffix="/TH/day", decimals=4)
_LATENCY = Format(suffix=" ms")
_SHARE = Format(suffix="%", scale=100)
_OF_A_VALUE = ("unit", "source", "as_of", "fetched_at", "status", "is_fallback", "note", "detail")
_OF_A_PROVIDER = (
    *("last_success_at", "last_error_at", "last_error", "paused_until", "error_rate"),
    *("latency_ms", "calls_today", "calls_a_day"),
)
_EXIT = {State.HEALTHY: 0, State.DEGRADED: 1, State.DOWN: 2}
_OFF = "Live data are switched off (LIVE_DATA); the built-in figures are used."


def run_network(options: argparse.Namespace) -> int:
    """Print the network figures with their provenance."""
    snapshot = network_snapshot(live=options.live)
    if options.json:
        print_json(_document(snapshot))
    else:
        _print_snapshot(snapshot)
    return 0


def network_snapshot(*, live: bool) -> Snapshot:
    """Return the built-in network figures, or live ones; what is amiss is said on stderr."""
    if not live:
        return bundled_network()
    settings = read_environment()
    if not settings.live_data:
        say(_OFF)
    with closing(opened_service(settings, bundled_network())) as service:
        snapshot = asyncio.run(service.refresh())
    _warn(snapshot, service.notice)
    return snapshot


def network_history() -> History | None:
    """Return the past year of the network, asked for if it is due; None if there is none."""
    with closing(opened_service(read_environment(), bundled_network())) as service:
        return asyncio.run(service.history.refresh())


def run_health(options: argparse.Namespace) -> int:
    """Print the health of the live data; the exit status is what a monitor reads."""
    settings = read_environment()
    with closing(opened_service(settings, bundled_network())) as service:
        health = service.health(asyncio.run(service.refresh()))
    reasons = health.reasons if settings.live_data else (_OFF,)
    state = health.state if settings.live_data else State.DEGRADED
    if options.json:
        print_json({**_health_document(health), "state": state, "reasons": list(reasons)})
    else:
        _print_health(health, state, reasons)
    return _EXIT[state]


def _warn(snapshot: Snapshot, notice: str) -> None:
    for name, sourced in snapshot.values.items():
        if sourced.note:
            said = " ".join(filter(None, (sourced.note, sourced.detail)))
            say(f"{label(name)}: {said}")
    if notice:
        say(notice)


def _document(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "as_of": snapshot.as_of.isoformat(),
        "hashprice_usd_per_th_per_day": network_hashprice(snapshot.network),
        "values": {name: _value(name, sourced) for name, sourced in snapshot.values.items()},
        "per_usd": {code: _value(code, rate) for code, rate in snapshot.per_usd.items()},
    }


def _value(name: str, sourced: SourcedValue) -> dict[str, Any]:
    value = int(sourced.value) if name == "block_height" else sourced.value
    return {"value": value, **_told(sourced, _OF_A_VALUE)}


def _print_snapshot(snapshot: Snapshot) -> None:
    now = dt.datetime.now(tz=dt.UTC)
    rows = [
        [
            label(name),
            formatted(name, sourced.value),
            sourced.status,
            sourced.source,
            "not told" if sourced.as_of is None else time_in_words(sourced.as_of),
            "never" if sourced.fetched_at is None else _ago(sourced.fetched_at, now),
        ]
        for name, sourced in snapshot.values.items()
    ]
    price = _HASHPRICE.written(network_hashprice(snapshot.network))
    rows.append(["Hashprice", price, "", "from difficulty", "", ""])
    print_table(["Value", "", "Status", "Source", "Data of", "Fetched"], rows)


def _health_document(health: Health) -> dict[str, Any]:
    return {
        "checked_at": health.checked_at.isoformat(),
        "is_keyless": health.is_keyless,
        "providers": [
            {"name": record.name, **_told(record, _OF_A_PROVIDER)} for record in health.providers
        ],
    }


def _print_health(health: Health, state: State, reasons: tuple[str, ...]) -> None:
    rows = [_row(record, health.checked_at) for record in health.providers]
    headings = ["Provider", "Last success", "Last error", "Errors", "Median", "Calls today"]
    print_table(headings, rows)
    for line in (f"The live data are {state}.", *reasons):
        print_line(line)


def _row(record: ProviderRecord, now: dt.datetime) -> list[str]:
    error = "none"
    if record.last_error_at is not None:
        error = f"{record.last_error}, {_ago(record.last_error_at, now)}"
    return [
        record.name,
        "never" if record.last_success_at is None else _ago(record.last_success_at, now),
        error,
        "-" if record.error_rate is None else _SHARE.written(record.error_rate),
        "-" if record.latency_ms is None else _LATENCY.written(record.latency_ms),
        f"{record.calls_today} of {record.calls_a_day}",
    ]


def _ago(time: dt.datetime, now: dt.datetime) -> str:
    return f"{age_in_words(time, now)} ago"


def _told(held: SourcedValue | ProviderRecord, names: Sequence[str]) -> dict[str, Any]:
    """Return what is known of a value or a provider, times in ISO 8601."""
    known = {name: getattr(held, name) for name in names}
    return {
        name: one.isoformat() if isinstance(one, dt.datetime) else one
        for name, one in known.items()
    }
