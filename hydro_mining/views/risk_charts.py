"""Charts of what the futures come to: cash by month, worth, and how sure the odds are."""

from collections.abc import Mapping, Sequence
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd

from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk import RiskFigures, RiskResult
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.colors import AMBER, INK
from hydro_mining.views.forward_marks import forward_marks
from hydro_mining.views.histogram import loss_and_gain_chart, loss_and_gain_layers
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.plots import (
    axis_format,
    hover_line,
    line,
    marks,
    overlaid,
    zero_line,
)

_CASH, _HASHPRICE = "cumulative_cash_flow_gbp", "rev_per_th_per_day"
_WITHIN_95 = 1.96
_BARS, _DRAWN_UP_TO = 40, 99.0
_PER_CENT = 100
_MOST_POINTS = 60
_FAN_NAMES = {"wide": "9 of 10", "narrow": "Half", "median": "Median"}


def fan_layers(result: RiskFigures, *, currency: Currency) -> Layers:
    """Return the cash added up by month: two bands, the median and the mean."""
    told = result.cumulative_cash_gbp
    cash = {at: shown(_CASH, values, currency) for at, values in told.percentiles.items()}
    x = np.arange(len(cash[50])) / MONTHS_PER_YEAR
    return _fan(x, cash) | {"mean": columns(x=x, y=shown(_CASH, told.mean, currency))}


def fan_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw how far the futures fan out."""
    tooltips = [("Year", "@x{0.0}"), hover_line("Cash", "@y", _CASH, currency)]
    return overlaid(
        [
            *_drawn_fan(layers, tooltips),
            line(layers, "mean", AMBER, tooltips=tooltips, dash="dashed"),
            zero_line(),
        ],
        _FAN_NAMES | {"mean": "Mean"},
        xlabel="Years from go-live",
        ylabel=f"Cash added up [{currency.unit}]",
        yformatter=axis_format(_CASH, currency),
    )


def hashprice_layers(
    result: RiskResult,
    study: StudyInputs,
    curve: ForwardCurve | None,
    *,
    currency: Currency,
) -> Layers:
    """Return the hashprice by month: two bands, the median, and a forward curve in pounds."""
    told = result.hashprice
    price = {at: shown(_HASHPRICE, values, currency) for at, values in told.percentiles.items()}
    x = (np.arange(len(price[50])) + 0.5) / MONTHS_PER_YEAR
    years, forward, names = forward_marks(study, curve)
    marked = columns(
        x=years, y=shown(_HASHPRICE, forward, currency), color=[AMBER] * len(years), name=names
    )
    return _fan(x, price) | {"marks": marked}


def hashprice_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw what a hash earns in the futures, and on a forward curve if there is one."""
    line_title = hover_line("Hashprice", "@y", _HASHPRICE, currency)
    return overlaid(
        [
            *_drawn_fan(layers, [("Year", "@x{0.0}"), line_title]),
            marks("marks", tooltips=[("", "@name"), line_title]),
        ],
        _FAN_NAMES,
        xlabel="Years from go-live",
        ylabel=f"Hashprice [{currency.unit}/TH/day]",
        yformatter=axis_format(_HASHPRICE, currency),
    )


def npv_layers(result: RiskResult, *, currency: Currency) -> Layers:
    """Return the NPV's distribution, losses and gains apart; the best hundredth is left out."""
    npv = shown("npv_gbp", result.futures.npv_gbp, currency)
    return loss_and_gain_layers(
        npv, bars=_BARS, scale=_PER_CENT / len(npv), drawn_up_to=_DRAWN_UP_TO
    )


def npv_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the distribution, with what is lost shaded."""
    names = "Loss", "Gain"
    return loss_and_gain_chart(layers, names=names, counted="Futures", unit="%", currency=currency)


def convergence_layers(result: RiskResult) -> Layers:
    """Return the chance of a loss as more futures were drawn, within its error of 95 %."""
    npv = result.futures.npv_gbp
    ends = np.unique(np.geomspace(min(100, len(npv)), len(npv), _MOST_POINTS).astype(int))
    share = np.cumsum(npv < 0)[ends - 1] / ends
    error = _WITHIN_95 * np.sqrt(share * (1 - share) / ends)
    low, high = np.maximum(share - error, 0) * 100, np.minimum(share + error, 1) * 100
    return {"band": _band(ends, low, high), "share": columns(x=ends, y=share * 100)}


def convergence_chart(layers: Layers) -> hv.Overlay:
    """Draw how the chance settles."""
    tooltips = [("Futures", "@x{0,0}"), ("Chance of a loss", "@y{0.0} %")]
    return overlaid(
        [_area(layers, "band", INK, 0.2), line(layers, "share", INK, tooltips=tooltips)],
        {"band": "Likely range (95 %)", "share": "Chance of a loss"},
        xlabel="Futures drawn",
        ylabel="Chance of a loss [%]",
        xformatter="%d",
    )


def _fan(x: Floats, percentiles: Mapping[int, Floats]) -> dict[str, Columns]:
    """Return what most and half of the futures lie within, and the middle one."""
    return {
        "wide": _band(x, percentiles[5], percentiles[95]),
        "narrow": _band(x, percentiles[25], percentiles[75]),
        "median": columns(x=x, y=percentiles[50]),
    }


def _drawn_fan(layers: Layers, tooltips: Sequence[tuple[str, str]]) -> list[hv.Element]:
    return [
        _area(layers, "wide", INK, 0.15),
        _area(layers, "narrow", INK, 0.3),
        line(layers, "median", INK, tooltips=tooltips, width=2.5),
    ]


def _band(x: Any, low: Floats, high: Floats) -> Columns:
    """Return an area as the line around it, along its low edge and back."""
    return columns(x=np.concatenate([x, x[::-1]]), y=np.concatenate([low, high[::-1]]))


def _area(layers: Layers, name: str, color: str, alpha: float) -> hv.Area:
    x, y = layers[name]["x"], layers[name]["y"]
    half = len(x) // 2
    frame = pd.DataFrame({"x": x[:half], "low": y[:half], "high": y[half:][::-1]})
    return hv.Area(frame, "x", ["low", "high"], label=name).opts(
        color=color, alpha=alpha, line_color=None, tools=[]
    )
