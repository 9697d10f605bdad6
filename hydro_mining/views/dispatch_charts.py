"""The charts of the Dispatch screen; what is too much for the eye is drawn as bands."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import (
    Breakdown,
    DailyRisk,
    ProfitSensitivity,
    ZoneOutcome,
)
from hydro_mining.economics.dispatch.strategies import Strategy
from hydro_mining.quantities import Currency, Format, unit
from hydro_mining.views.colors import AMBER, INK, PAPER, SHARES
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.plots import (
    bars,
    curve_chart,
    edges,
    firsts,
    measured,
    names_of_months,
    overlaid,
    zero_line,
)

_BINS = 40
_EDGE = Format(decimals=1)  # of a bin
_TAIL = 0.01  # of the margins on either side, which would flatten the rest
_HOURS = 24
_DAY_MS = 86_400_000
_MOST_MONTHS = 6  # on the axis
_BAR = 0.8
_STRATEGIES = {
    "always_on": "Always on",
    "threshold": "Threshold",
    "contract_aware": "Contract",
    "optimal": "Optimum",
    "day_ahead": "Day-ahead",
    "trailing": "Trailing",
}
_SWEPT = {"efficiency_w_per_th": "W/TH", "hashprice": "Hashprice", "threshold": "Threshold"}


def heatmap_layers(outcome: ZoneOutcome) -> Layers:
    """Return the share of each local day and hour that was mined, as one image."""
    first, share = outcome.share_by_hour()
    schedule = columns(
        image=[share.T],
        x=[first.astype("datetime64[ms]")],
        y=[0],
        dw=[len(share) * _DAY_MS],
        dh=[_HOURS],
    )
    return {"schedule": schedule}


def heatmap_chart(layers: Layers) -> hv.Overlay:
    """Draw the schedule as a calendar: days across, hours down.

    It is one image: of hvplot's heatmap each of a year's 8,760 cells would be a rectangle.
    """
    schedule = layers["schedule"]
    start = schedule["x"][0]
    end = start + np.timedelta64(int(schedule["dw"][0]), "ms")
    image = hv.Image(
        schedule["image"][0][::-1],
        ["x", "y"],
        "share",
        bounds=(start, 0, end, _HOURS),
        label="schedule",
    ).opts(
        cmap=list(SHARES),
        clim=(0, 1),
        clipping_colors={"NaN": PAPER},
        colorbar=False,
    )
    ticks = [0, 6, 12, 18, _HOURS]
    return overlaid([image], xlabel="Local day", ylabel="Hour of day", yticks=ticks)


def profit_layers(risks: Mapping[Strategy, DailyRisk]) -> Layers:
    """Return the profit added up day by day for each strategy."""
    layers = {}
    for name, risk in risks.items():
        first = firsts(len(risk.day))
        layers[name] = columns(
            x=risk.day[first].astype("datetime64[ms]"),
            y=risk.cumulative_profit[first],
            name=_STRATEGIES[name],
        )
    return layers


def cumulative_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the profit added up."""
    return curve_chart(
        layers,
        xlabel="Local day",
        quantity="cumulative_profit",
        currency=currency,
        is_time=True,
    )


def sensitivity_layers(sensitivity: ProfitSensitivity) -> Layers:
    """Return the profit over changes of efficiency, hashprice and threshold."""
    return {
        name: columns(x=100 * sensitivity.changes, y=profit, name=_SWEPT[name])
        for name, profit in sensitivity.profit.items()
    }


def run_rate_layers(hours: Breakdown) -> Layers:
    """Return a bar an hour of the day: the share of it that was mined [%]."""
    at = [f"{hour}:00" for hour in hours.key]
    return {"uptime": columns(x=hours.key, y=100 * hours.uptime_fraction, at=at)}


def margin_layers(outcome: ZoneOutcome, strike: Floats) -> Layers:
    """Return how many hours had which margin: strike price less price."""
    margin = np.broadcast_to(strike, outcome.prices.price.shape) - outcome.prices.price
    low, high = np.quantile(margin, [_TAIL, 1 - _TAIL]) if len(margin) else (0.0, 1.0)
    hours, ends = np.histogram(np.clip(margin, low, high), bins=_BINS, weights=outcome.prices.hours)
    names = [f"{_EDGE.written(a)} to {_EDGE.written(b)}" for a, b in pairwise(ends)]
    middles, width = (ends[:-1] + ends[1:]) / 2, _BAR * (ends[1] - ends[0])
    held = {"pays": np.where(middles > 0, hours, 0), "loses": np.where(middles > 0, 0, hours)}
    return {
        name: edges(middles - width / 2, values, width=width, y=values, at=names)
        for name, values in held.items()
    }


def margin_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw how many hours had which margin."""
    xlabel = f"Margin [{unit('price', currency)}]"
    return named_bars_chart(layers, xlabel=xlabel, ylabel="Hours", colors=(INK, AMBER))


def monthly_layers(months: Breakdown) -> Layers:
    """Return a bar a month: the profit."""
    at = names_of_months(months.key)
    return {"profit": columns(x=np.arange(len(at)), y=months.profit, at=at)}


def monthly_chart(layers: Layers, *, months: Sequence[str], currency: Currency) -> hv.Overlay:
    """Draw the profit of each month; the ``months`` are its ticks."""
    ticks = list(enumerate(months))
    return named_bars_chart(
        layers,
        xlabel="Month",
        xticks=ticks[:: len(ticks) // _MOST_MONTHS + 1],
        **measured("y", "profit", currency),
    )


def named_bars_chart(
    layers: Layers, *, xlabel: str, ylabel: str, colors: tuple[str, ...] = (INK,), **options: Any
) -> hv.Overlay:
    """Draw each layer as bars that tell their place and value."""
    drawn = bars(layers, [(xlabel, "@at"), (ylabel, "@y{0,0.0}")], colors)
    return overlaid([*drawn, zero_line()], xlabel=xlabel, ylabel=ylabel, **options)
