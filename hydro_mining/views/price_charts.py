"""The prices of a backtest drawn: over time and by duration, spikes cut off and marked."""

from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import ZoneOutcome
from hydro_mining.quantities import Currency
from hydro_mining.views.colors import AMBER, INK
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.plots import curve_chart, firsts, hover_line, line, measured, overlaid

_RARE = 0.005  # of the prices on either side, which would flatten the rest
_MARKERS = {"above": "triangle", "below": "inverted_triangle"}


def price_layers(outcome: ZoneOutcome, strike: Floats, *, window: tuple[Any, Any] | None) -> Layers:
    """Return prices within a window of local time, and the strike price.

    Where there are more intervals than columns of a screen, the band from the lowest to the
    highest price of each column is drawn with their mean; otherwise every interval.

    What is beyond the usual range is cut off there, with a mark that tells the price.

    Parameters
    ----------
    strike : () or (N,) [currency/MWh]
    window
        Local beginning and end, datetime64; None is everything.
    """
    when, price = outcome.prices.local_start, outcome.prices.price
    low, high = usual_range(price, strike)
    strike = np.broadcast_to(strike, price.shape)
    if window is not None:
        inside = slice(*np.searchsorted(when, np.array(window, dtype="datetime64[s]")))
        when, price, strike = when[inside], price[inside], strike[inside]
    first = firsts(len(price))
    at = when[first].astype("datetime64[ms]")
    lowest = highest = mean = price
    if len(first):
        lowest, highest = (f.reduceat(price, first) for f in (np.minimum, np.maximum))
        mean = np.add.reduceat(price, first) / np.diff(np.append(first, len(price)))
    return {
        "band": columns(
            x0=at, y0=np.clip(lowest, low, high), x1=at, y1=np.clip(highest, low, high)
        ),
        "price": columns(x=at, y=np.clip(mean, low, high)),
        "strike": columns(x=at, y=strike[first]),
        **_cut_off(at, lowest, highest, (low, high)),
    }


def usual_range(price: Floats, strike: Floats) -> tuple[float, float]:
    """Return the lowest and the highest price [currency/MWh] that charts have room for.

    Nearly all prices are in it, with as much room again beyond them as half of their range,
    and so is the strike price.
    """
    if not len(price):
        return 0.0, 0.0
    low, high = np.quantile(price, [_RARE, 1 - _RARE])
    room = (high - low) / 2
    strikes = np.min(strike, initial=np.inf), np.max(strike, initial=-np.inf)
    return (
        min(max(float(price.min()), low - room), strikes[0]),
        max(min(float(price.max()), high + room), strikes[1]),
    )


def _cut_off(at: Any, lowest: Any, highest: Any, limits: tuple[float, float]) -> Layers:
    """Return the marks at the edges for what is beyond them."""
    low, high = limits
    above, below = highest > high, lowest < low
    return {
        "above": columns(x=at[above], y=np.full(above.sum(), high), peak=highest[above]),
        "below": columns(x=at[below], y=np.full(below.sum(), low), peak=lowest[below]),
    }


def _cut_off_marks(layers: Layers, currency: Currency, along: tuple[str, str]) -> list[hv.Scatter]:
    """Draw the marks: triangles that point to where the price is."""
    tooltips = [along, hover_line("Cut off, price", "@peak", "price", currency)]
    return [
        hv.Scatter(pd.DataFrame(layers[name]), "x", ["y", "peak"], label=name).opts(
            marker=marker,
            size=8,
            color=AMBER,
            show_legend=False,
            tools=["hover"],
            hover_tooltips=tooltips,
        )
        for name, marker in _MARKERS.items()
    ]


def price_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw prices with the strike price below which mining pays."""
    time = "Time", "@x{%d %b %Y %H:%M}"
    tooltips = [time, hover_line("Price", "@y", "price", currency)]
    band = hv.Segments(pd.DataFrame(layers["band"]), label="band").opts(
        color=INK, alpha=0.25, line_width=2
    )
    return overlaid(
        [
            band,
            line(layers, "price", INK, tooltips=tooltips, width=1.2),
            line(layers, "strike", AMBER, dash="dashed"),
            *_cut_off_marks(layers, currency, time),
        ],
        {"band": "Lowest to highest", "price": "Price", "strike": "Strike price"},
        xlabel="Local time",
        **measured("y", "price", currency),
    )


def duration_layers(outcome: ZoneOutcome, strike: Floats) -> Layers:
    """Return the price that is exceeded in each share of the hours, and the mean strike price."""
    order = np.argsort(-outcome.prices.price)
    hours = outcome.prices.hours[order]
    share = np.cumsum(hours) / hours.sum() if len(hours) else hours
    first = firsts(len(order))
    price, share = outcome.prices.price[order][first], 100 * share[first]
    mean = float(np.mean(strike)) if np.size(strike) else 0.0
    limits = usual_range(outcome.prices.price, strike)
    ends = np.unique([0, max(len(price) - 1, 0)])[: len(price)]
    return {
        "price": columns(x=share, y=np.clip(price, *limits), name="Price"),
        "strike": columns(x=[0, 100], y=mean, name="Mean strike price"),
        **_cut_off(share[ends], price[ends], price[ends], limits),
    }


def duration_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the price duration curve with the mean strike price."""
    along = "Share of the hours [%]"
    return curve_chart(
        {name: layers[name] for name in ("price", "strike")},
        xlabel=along,
        quantity="price",
        currency=currency,
        more=_cut_off_marks(layers, currency, (along, "@x{0,0.0}")),
    )
