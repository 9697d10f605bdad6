"""Where the network figures come from, how the providers do, and the past year."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import holoviews as hv
import numpy as np
from bokeh.models import NumeralTickFormatter

from hydro_mining.constants import TH_PER_PH
from hydro_mining.health import ProviderRecord
from hydro_mining.provenance import SourcedValue, Status
from hydro_mining.quantities import Format, formatted, label
from hydro_mining.views.colors import AMBER, INK
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.markup import Table
from hydro_mining.views.network_bar import status_word
from hydro_mining.views.plots import line, overlaid
from hydro_mining.wording import age_in_words, time_in_words

_RATE = Format(decimals=4)
_SHARE = Format(suffix="%", scale=100)
_LATENCY = Format(suffix=" ms")
_LEGEND = {"from_difficulty": "From difficulty", "observed": "Observed (Hashrate Index)"}


def provenance_rows(values: Mapping[str, SourcedValue], now: dt.datetime) -> Table:
    """Return headings and a row a value: value, status, source, both times, what is amiss."""
    headings = ["Value", "Now used", "State", "Source", "Data of", "Fetched", "Remark"]
    rows = [
        [
            label(name),
            formatted(name, sourced.value),
            status_word(sourced),
            "you" if sourced.status is Status.ENTERED else sourced.source,
            _time_and_age(sourced.as_of, now, missing="not told"),
            _time_and_age(sourced.fetched_at, now, missing="never"),
            sourced.detail or "–",
        ]
        for name, sourced in values.items()
    ]
    return headings, rows


def provider_rows(records: Iterable[ProviderRecord], now: dt.datetime) -> Table:
    """Return headings and a row a provider: how it does, and how often it was asked today."""
    headings = [
        "Provider",
        "State",
        "Last success",
        "Last error",
        "Errors today",
        "Median answer",
        "Calls today",
    ]
    rows = [
        [
            record.name,
            _provider_status(record),
            _time_and_age(record.last_success_at, now, missing="never"),
            _last_error(record, now),
            "–" if record.error_rate is None else _SHARE.written(record.error_rate),
            "–" if record.latency_ms is None else _LATENCY.written(record.latency_ms),
            f"{record.calls_today} of {record.calls_a_day}",
        ]
        for record in records
    ]
    return headings, rows


def _provider_status(record: ProviderRecord) -> str:
    if record.paused_until is not None:
        return f"paused until {record.paused_until:%H:%M} UTC"
    if record.is_failing:
        return "failing"
    return "not asked yet" if record.last_success_at is None else "well"


def _last_error(record: ProviderRecord, now: dt.datetime) -> str:
    if record.last_error_at is None:
        return "none"
    return f"{record.last_error}, {age_in_words(record.last_error_at, now)} ago"


def rate_rows(per_usd: Mapping[str, SourcedValue], now: dt.datetime) -> Table:
    """Return headings and a row a currency: units for a dollar, status, source, day."""
    headings = ["Currency", "For one dollar", "State", "Source", "Data of"]
    rows = [
        [
            code,
            _RATE.written(rate.value),
            status_word(rate),
            rate.source,
            _time_and_age(rate.as_of, now, missing="not told"),
        ]
        for code, rate in sorted(per_usd.items())
    ]
    return headings, rows


def history_layers(history: Mapping[str, Any]) -> dict[str, Layers]:
    """Return the layers of the price's and the hashprice's charts; a gap stays a gap.

    ``history`` is one's columns by name: days (D,) and values (D,) in dollars.
    """
    days = history["days"].astype("datetime64[ms]")
    ph = {
        "from_difficulty": history["hashprice_usd_per_th_per_day"] * TH_PER_PH,
        "observed": history["observed_usd_per_th_per_day"] * TH_PER_PH,
    }
    return {
        "price": {"price": columns(x=days, y=history["btc_price_usd"])},
        "hashprice": {
            name: columns(x=days, y=values)
            for name, values in ph.items()
            if name == "from_difficulty" or np.isfinite(values).any()
        },
    }


def price_chart(layers: Layers) -> hv.Overlay:
    """Draw the price of a bitcoin by day."""
    return _over_days(layers, "Bitcoin price [$/BTC]", {"price": INK}, "@y{$0,0}")


def hashprice_chart(layers: Layers) -> hv.Overlay:
    """Draw the hashprice by day, from difficulty and as observed."""
    colors = {"from_difficulty": INK, "observed": AMBER}
    return _over_days(layers, "Hashprice [$/PH/day]", colors, "@y{$0.00}")


def _over_days(layers: Layers, title: str, colors: Mapping[str, str], written: str) -> hv.Overlay:
    tooltips = [("Date", "@x{%d %b %Y}"), (title, written)]
    return overlaid(
        [line(layers, name, colors[name], tooltips=tooltips) for name in layers],
        _LEGEND if len(layers) > 1 else None,
        xlabel="Day",
        ylabel=title,
        yformatter=NumeralTickFormatter(format="0,0"),
    )


def _time_and_age(time: dt.datetime | None, now: dt.datetime, *, missing: str) -> str:
    return missing if time is None else f"{time_in_words(time)} ({age_in_words(time, now)})"
