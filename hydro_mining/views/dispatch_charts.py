"""The charts of the Dispatch screen; what is too much for the eye is drawn as bands."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import (
    Breakdown,
    DailyRisk,
    ProfitSensitivity,
    ZoneOutcome,
)
from hydro_mining.economics.dispatch.strategies import Strategy
from hydro_mining.quantities import Currency, Format, heading
from hydro_mining.views.charts import AMBER, INK, Layers, columns
from hydro_mining.views.plots import (
    axis_format,
    bars,
    edges,
    hover_line,
    line,
    overlaid,
    palette,
    zero_line,
)

__all__ = [
    "curve_chart",
    "duration_layers",
    "heatmap_chart",
    "heatmap_layers",
    "margin_layers",
    "monthly_chart",
    "monthly_layers",
    "named_bars_chart",
    "price_chart",
    "price_layers",
    "profit_layers",
    "run_rate_layers",
    "sensitivity_layers",
]

# More points than a screen has columns show nothing more.
_MOST_POINTS = 600
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


def price_layers(outcome: ZoneOutcome, strike: Floats, *, window: tuple[Any, Any] | None) -> Layers:
    """Return prices within a window of local time, and the strike price.

    Where there are more intervals than columns of a screen, the band from the lowest to the
    highest price of each column is drawn with their mean; otherwise every interval.

    Parameters
    ----------
    strike : () or (N,) [currency/MWh]
    window
        Local beginning and end, datetime64; None is everything.
    """
    when, price = outcome.prices.local_start, outcome.prices.price
    strike = np.broadcast_to(strike, price.shape)
    if window is not None:
        inside = slice(*np.searchsorted(when, np.array(window, dtype="datetime64[s]")))
        when, price, strike = when[inside], price[inside], strike[inside]
    first = _firsts(len(price))
    at = when[first].astype("datetime64[ms]")
    lowest = highest = mean = price
    if len(first):
        lowest, highest = (f.reduceat(price, first) for f in (np.minimum, np.maximum))
        mean = np.add.reduceat(price, first) / np.diff(np.append(first, len(price)))
    return {
        "band": columns(x0=at, y0=lowest, x1=at, y1=highest),
        "price": columns(x=at, y=mean),
        "strike": columns(x=at, y=strike[first]),
    }


def _firsts(count: int) -> Any:
    """Return where each of the columns that are drawn begins."""
    return np.unique(np.linspace(0, count, min(count, _MOST_POINTS), endpoint=False).astype(int))


def price_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw prices with the strike price below which mining pays."""
    tooltips = [("Time", "@x{%d %b %Y %H:%M}"), hover_line("Price", "@y", "price", currency)]
    band = hv.Segments(pd.DataFrame(layers["band"]), label="band").opts(
        color=INK, alpha=0.25, line_width=2
    )
    return overlaid(
        [
            band,
            line(layers, "price", INK, tooltips=tooltips, width=1.2),
            line(layers, "strike", AMBER, dash="dashed"),
        ],
        {"band": "Lowest to highest", "price": "Price", "strike": "Strike price"},
        xlabel="Local time",
        ylabel=heading("price", currency),
        yformatter=axis_format("price", currency),
    )


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
        cmap=["#f1e4cd", "#7fb3bd", INK],
        clim=(0, 1),
        clipping_colors={"NaN": "#ffffff"},
        colorbar=False,
    )
    ticks = [0, 6, 12, 18, _HOURS]
    return overlaid([image], xlabel="Local day", ylabel="Hour of day", yticks=ticks)


def profit_layers(risks: Mapping[Strategy, DailyRisk]) -> Layers:
    """Return the profit added up day by day for each strategy."""
    layers = {}
    for name, risk in risks.items():
        first = _firsts(len(risk.day))
        layers[name] = columns(
            x=risk.day[first].astype("datetime64[ms]"),
            y=risk.cumulative_profit[first],
            name=_STRATEGIES[name],
        )
    return layers


def duration_layers(outcome: ZoneOutcome, strike: Floats) -> Layers:
    """Return the price that is exceeded in each share of the hours, and the mean strike price."""
    order = np.argsort(-outcome.prices.price)
    hours = outcome.prices.hours[order]
    share = np.cumsum(hours) / hours.sum() if len(hours) else hours
    first = _firsts(len(order))
    price = outcome.prices.price[order][first]
    mean = float(np.mean(strike)) if np.size(strike) else 0.0
    return {
        "price": columns(x=100 * share[first], y=price, name="Price"),
        "strike": columns(x=[0, 100], y=mean, name="Mean strike price"),
    }


def sensitivity_layers(sensitivity: ProfitSensitivity) -> Layers:
    """Return the profit over changes of efficiency, hashprice and threshold."""
    return {
        name: columns(x=100 * sensitivity.changes, y=profit, name=_SWEPT[name])
        for name, profit in sensitivity.profit.items()
    }


def curve_chart(
    layers: Layers, *, xlabel: str, quantity: str, currency: Currency, is_time: bool = False
) -> hv.Overlay:
    """Draw each layer as a named curve of a quantity."""
    at = "@x{%d %b %Y}" if is_time else "@x{0,0.0}"
    tooltips = [("", "@name"), (xlabel, at), hover_line("Value", "@y", quantity, currency)]
    dashes = {"strike": "dashed"}
    return overlaid(
        [
            line(layers, name, palette(i), tooltips=tooltips, dash=dashes.get(name, "solid"))
            for i, name in enumerate(layers)
        ],
        {name: next(iter(layer["name"].tolist()), name) for name, layer in layers.items()},
        xlabel=xlabel,
        ylabel=heading(quantity, currency),
        yformatter=axis_format(quantity, currency),
    )


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


def monthly_layers(months: Breakdown) -> Layers:
    """Return a bar a month: the profit."""
    at = months.key.astype(str)
    return {"profit": columns(x=np.arange(len(at)), y=months.profit, at=at)}


def monthly_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the profit of each month."""
    (months,) = layers.values()
    ticks = list(zip(months["x"].tolist(), months["at"].tolist(), strict=True))
    return named_bars_chart(
        layers,
        xlabel="Month",
        ylabel=heading("profit", currency),
        xticks=ticks[:: len(ticks) // _MOST_MONTHS + 1],
        yformatter=axis_format("profit", currency),
    )


def named_bars_chart(
    layers: Layers, *, xlabel: str, ylabel: str, colors: tuple[str, ...] = (INK,), **options: Any
) -> hv.Overlay:
    """Draw each layer as bars that tell their place and value."""
    drawn = bars(layers, [(xlabel, "@at"), (ylabel, "@y{0,0.0}")], colors)
    return overlaid([*drawn, zero_line()], xlabel=xlabel, ylabel=ylabel, **options)
