"""The charts of the Dispatch screen; what is too much for the eye is drawn as bands."""

from itertools import pairwise
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import Comparison, ProfitSensitivity, ZoneOutcome, daily_risk
from hydro_mining.quantities import Currency, Format, heading
from hydro_mining.views.charts import (
    AMBER,
    GREY,
    INK,
    Layers,
    axis_format,
    figure_options,
    hover_line,
    overlaid,
    palette,
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
_MOST_MONTHS = 6  # on the axis
_BAR = 0.8


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
    sizes = np.diff(np.append(first, len(price)))
    shown_at = when[first].astype("datetime64[ms]")
    return {
        "band": {
            "x0": shown_at,
            "y0": np.minimum.reduceat(price, first) if len(first) else price,
            "x1": shown_at,
            "y1": np.maximum.reduceat(price, first) if len(first) else price,
        },
        "price": {
            "x": shown_at,
            "y": np.add.reduceat(price, first) / sizes if len(first) else price,
        },
        "strike": {"x": shown_at, "y": strike[first]},
    }


def _firsts(count: int) -> Any:
    """Return where each of the columns that are drawn begins."""
    return np.unique(np.linspace(0, count, min(count, _MOST_POINTS), endpoint=False).astype(int))


def price_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw prices with the strike price below which mining pays."""
    x, y = ("x", "Local time"), ("y", heading("price", currency))
    tooltips = [("Time", "@x{%d %b %Y %H:%M}"), hover_line("Price", "@y", "price", currency)]
    band = layers["band"]
    parts = [
        hv.Segments(tuple(band[c] for c in ("x0", "y0", "x1", "y1")), label="band").opts(
            color=INK, alpha=0.25, line_width=2
        ),
        hv.Curve((layers["price"]["x"], layers["price"]["y"]), x, y, label="price").opts(
            color=INK,
            line_width=1.2,
            tools=["hover"],
            hover_tooltips=tooltips,
            hover_formatters={"@x": "datetime"},
        ),
        hv.Curve((layers["strike"]["x"], layers["strike"]["y"]), x, y, label="strike").opts(
            color=AMBER, line_width=2, line_dash="dashed"
        ),
    ]
    labels = {"band": "Lowest to highest", "price": "Price", "strike": "Strike price"}
    return overlaid(
        parts, labels, xlabel=x[1], ylabel=y[1], yformatter=axis_format("price", currency)
    )


def heatmap_layers(outcome: ZoneOutcome) -> Layers:
    """Return the share of each local day and hour that was mined, as one image."""
    when, energy = outcome.prices.local_start, outcome.flows.energy_mwh
    day = when.astype("datetime64[D]").astype(np.int64)
    hour = when.astype("datetime64[h]").astype(np.int64) % _HOURS
    days = int(day[-1] - day[0]) + 1 if len(day) else 1
    cell = (day - day[0]) * _HOURS + hour if len(day) else day
    size = days * _HOURS
    full = np.bincount(cell, weights=outcome.power_mw * outcome.prices.hours, minlength=size)
    mined = np.bincount(cell, weights=energy, minlength=size)
    share = np.divide(mined, full, out=np.full(size, np.nan), where=full > 0)
    start = day[0] if len(day) else 0
    return {
        "schedule": {
            "image": [share.reshape(days, _HOURS).T],
            "x": [np.datetime64(int(start), "D").astype("datetime64[ms]")],
            "y": [0],
            "dw": [days * 86_400_000],
            "dh": [_HOURS],
        }
    }


def heatmap_chart(layers: Layers) -> hv.Overlay:
    """Draw the schedule as a calendar: days across, hours down."""
    image = layers["schedule"]["image"][0]
    start = np.datetime64(layers["schedule"]["x"][0])
    end = start + np.timedelta64(int(layers["schedule"]["dw"][0]), "ms")
    shown = hv.Image(
        image[::-1], bounds=(start, 0, end, _HOURS), kdims=["x", "y"], vdims=["share"]
    ).relabel("schedule")
    return hv.Overlay(
        [
            shown.opts(
                cmap=["#f1e4cd", "#7fb3bd", INK],
                clim=(0, 1),
                clipping_colors={"NaN": "#ffffff"},
                colorbar=False,
            )
        ]
    ).opts(
        hv.opts.Overlay(
            **figure_options(xlabel="Local day", ylabel="Hour of day", yticks=[0, 6, 12, 18, 24])
        )
    )


def profit_layers(comparison: Comparison) -> Layers:
    """Return the profit added up day by day for each strategy."""
    layers = {}
    for name, outcome in comparison.outcomes.items():
        risk = daily_risk(outcome)
        first = _firsts(len(risk.day))
        layers[name] = {
            "x": risk.day[first].astype("datetime64[ms]"),
            "y": risk.cumulative_profit[first],
            "name": [_in_words(name)] * len(first),
        }
    return layers


def duration_layers(outcome: ZoneOutcome, strike: Floats) -> Layers:
    """Return the price that is exceeded in each share of the hours, and the mean strike price."""
    order = np.argsort(-outcome.prices.price)
    hours = outcome.prices.hours[order]
    share = np.cumsum(hours) / hours.sum() if len(hours) else hours
    first = _firsts(len(order))
    mean = float(np.mean(strike)) if np.size(strike) else 0.0
    return {
        "price": {
            "x": 100 * share[first],
            "y": outcome.prices.price[order][first],
            "name": ["Price"] * len(first),
        },
        "strike": {"x": [0, 100], "y": [mean, mean], "name": ["Mean strike price"] * 2},
    }


def sensitivity_layers(sensitivity: ProfitSensitivity) -> Layers:
    """Return the profit over changes of efficiency, hashprice and threshold."""
    return {
        name: {
            "x": 100 * sensitivity.changes,
            "y": profit,
            "name": [_SWEPT[name]] * len(profit),
        }
        for name, profit in sensitivity.profit.items()
    }


_STRATEGIES = {
    "always_on": "Always on",
    "threshold": "Threshold",
    "contract_aware": "Contract",
    "optimal": "Optimum",
    "day_ahead": "Day-ahead",
    "trailing": "Trailing",
}
_SWEPT = {"efficiency_w_per_th": "W/TH", "hashprice": "Hashprice", "threshold": "Threshold"}


def curve_chart(
    layers: Layers, *, xlabel: str, quantity: str, currency: Currency, is_time: bool = False
) -> hv.Overlay:
    """Draw each layer as a named curve of a quantity."""
    x, y = ("x", xlabel), ("y", heading(quantity, currency))
    at = "@x{%d %b %Y}" if is_time else "@x{0,0.0}"
    tooltips = [("", "@name"), (xlabel, at), hover_line("Value", "@y", quantity, currency)]
    parts = [
        hv.Curve((c["x"], c["y"], c["name"]), x, [y, "name"], label=name).opts(
            color=palette(i),
            line_width=2,
            line_dash="dashed" if name == "strike" else "solid",
            tools=["hover"],
            hover_tooltips=tooltips,
            hover_formatters={"@x": "datetime"} if is_time else {},
        )
        for i, (name, c) in enumerate(layers.items())
    ]
    labels = {name: next(iter(c["name"]), name) for name, c in layers.items()}
    return overlaid(
        parts, labels, xlabel=xlabel, ylabel=y[1], yformatter=axis_format(quantity, currency)
    )


def run_rate_layers(outcome: ZoneOutcome) -> Layers:
    """Return a bar an hour of the day: the share of it that was mined [%]."""
    (hours,) = outcome.by("hour_of_day")
    return {"uptime": _bars(hours.key, 100 * hours.uptime_fraction, [f"{h}:00" for h in hours.key])}


def margin_layers(outcome: ZoneOutcome, strike: Floats) -> Layers:
    """Return how many hours had which margin: strike price less price."""
    margin = np.broadcast_to(strike, outcome.prices.price.shape) - outcome.prices.price
    low, high = np.quantile(margin, [_TAIL, 1 - _TAIL]) if len(margin) else (0.0, 1.0)
    hours, edges = np.histogram(
        np.clip(margin, low, high), bins=_BINS, weights=outcome.prices.hours
    )
    names = [f"{_EDGE.written(a)} to {_EDGE.written(b)}" for a, b in pairwise(edges)]
    middles, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]
    paying, losing = np.where(middles > 0, hours, 0), np.where(middles > 0, 0, hours)
    return {
        "pays": _bars(middles, paying, names, width=width),
        "loses": _bars(middles, losing, names, width=width),
    }


def monthly_layers(outcome: ZoneOutcome) -> Layers:
    """Return a bar a month: the profit."""
    (months,) = outcome.by("month")
    return {"profit": _bars(np.arange(len(months.key)), months.profit, months.key.astype(str))}


def _bars(middle: Any, height: Any, names: Any, *, width: float = 1.0) -> dict[str, Any]:
    middle, height = np.asarray(middle, dtype=float), np.asarray(height, dtype=float)
    return {
        "left": middle - _BAR * width / 2,
        "bottom": np.minimum(height, 0),
        "right": middle + _BAR * width / 2,
        "top": np.maximum(height, 0),
        "value": height,
        "at": [str(name) for name in names],
    }


def monthly_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the profit of each month."""
    (bars,) = layers.values()
    step = len(bars["at"]) // _MOST_MONTHS + 1
    middle = (np.asarray(bars["left"]) + np.asarray(bars["right"])) / 2
    return named_bars_chart(
        layers,
        xlabel="Month",
        ylabel=heading("profit", currency),
        xticks=list(zip(middle, bars["at"], strict=True))[::step],
        yformatter=axis_format("profit", currency),
    )


def named_bars_chart(
    layers: Layers, *, xlabel: str, ylabel: str, colors: tuple[str, ...] = (INK,), **options: Any
) -> hv.Overlay:
    """Draw each layer as bars that tell their place and value."""
    tooltips = [(xlabel, "@at"), (ylabel, "@value{0,0.0}")]
    columns = ("left", "bottom", "right", "top", "value", "at")
    parts = [
        hv.Rectangles(tuple(c[n] for n in columns), vdims=["value", "at"], label=name).opts(
            color=color, line_color=None, tools=["hover"], hover_tooltips=tooltips
        )
        for (name, c), color in zip(layers.items(), colors, strict=True)
    ]
    return hv.Overlay([*parts, hv.HLine(0).opts(color=GREY, line_width=1)]).opts(
        hv.opts.Overlay(
            **figure_options(xlabel=xlabel, ylabel=ylabel, show_legend=False, **options)
        )
    )


def _in_words(name: str) -> str:
    return _STRATEGIES[name]
