"""Charts of a portfolio: how the sites' worth is spread, and where they are."""

from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd
from bokeh.models import MercatorTicker, MercatorTickFormatter

from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.portfolio import Portfolio
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.colors import INK, LOSS, PAPER
from hydro_mining.views.histogram import loss_and_gain_chart, loss_and_gain_layers
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.plots import hover_line, overlaid

_KINDS = {"loss": ("Does not pay", LOSS), "gain": ("Pays", INK)}
_MOST_BARS, _FEWEST_BARS = 40, 6
_BARS_A_ROOT = 2
_FEWEST_SITES = 5
# Web Mercator (EPSG:3857), which tiles of the web are in: the earth's radius [m], and the
# latitude at which the square map of the world ends.
_RADIUS_M, _LAST_LATITUDE = 6_378_137.0, 85.05
_LEAST_SPAN_M, _ROOM = 60_000.0, 0.1
_SMALLEST_PX, _LARGEST_PX = 7.0, 26.0
_ROOMY = 150  # more dots are smaller
_TILES = "https://tile.openstreetmap.org/{Z}/{X}/{Y}.png"
FIRST_TILE = _TILES.format(Z=0, X=0, Y=0)


def spread_layers(portfolio: Portfolio, places: Integers, *, currency: Currency) -> Layers:
    """Return how many of the sites at ``places`` have which NPV; none for a handful."""
    npv = portfolio.figures["npv_gbp"][places]
    npv = shown("npv_gbp", npv[np.isfinite(npv)], currency)
    if len(npv) < _FEWEST_SITES:
        return {}
    count = int(np.clip(_BARS_A_ROOT * np.sqrt(len(npv)), _FEWEST_BARS, _MOST_BARS))
    return loss_and_gain_layers(npv, bars=count)


def spread_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the distribution, what does not pay in another colour."""
    names = "Does not pay", "Pays"
    return loss_and_gain_chart(layers, names=names, counted="Sites", currency=currency)


def has_places(portfolio: Portfolio) -> bool:
    """Return whether a place on the map is known of at least one site."""
    return bool(_on_map(portfolio.latitude, portfolio.longitude).any())


def map_layers(portfolio: Portfolio, places: Integers, *, currency: Currency) -> Layers:
    """Return the sites at ``places`` that have coordinates, as dots whose area goes with the NPV.

    The layer ``frame`` holds the corners of what is seen at least.
    """
    places = places[_on_map(portfolio.latitude[places], portfolio.longitude[places])]
    if not len(places):
        return {}
    x, y = _mercator(portfolio.latitude[places], portfolio.longitude[places])
    npv = portfolio.figures["npv_gbp"][places]
    size = _sizes(npv)
    worth, names = shown("npv_gbp", npv, currency), np.array(portfolio.names, dtype=object)[places]
    pays = portfolio.pays[places]
    layers: dict[str, Columns] = {"frame": _frame(x, y)}
    for name, kept in (("loss", ~pays), ("gain", pays)):
        layers[name] = columns(
            x=x[kept], y=y[kept], size=size[kept], worth=worth[kept], name=names[kept].astype(str)
        )
    return layers


def map_chart(layers: Layers, *, currency: Currency, has_tiles: bool = False) -> hv.Overlay:
    """Draw the sites on axes of longitude and latitude, over tiles if they are wanted."""
    tooltips = [("", "@name"), hover_line("NPV", "@worth", "npv_gbp", currency)]
    dots = [
        pd.DataFrame(layers[name])
        .hvplot.scatter(
            x="x",
            y="y",
            label=name,
            color=color,
            alpha=0.75,
            line_color=PAPER,
            hover_cols=["size", "worth", "name"],
            hover_tooltips=tooltips,
            responsive=True,
        )
        .opts(size="size")
        for name, (_, color) in _KINDS.items()
    ]
    frame = pd.DataFrame(layers["frame"]).hvplot.scatter(
        x="x", y="y", label="frame", alpha=0, hover=False, legend=False, responsive=True
    )
    tiles = [hv.Tiles(_TILES).opts(alpha=0.7)] if has_tiles else []
    return overlaid(
        [*tiles, frame, *dots],
        {name: title for name, (title, _) in _KINDS.items()},
        xlabel="Longitude",
        ylabel="Latitude",
        xformatter=MercatorTickFormatter(dimension="lon"),
        yformatter=MercatorTickFormatter(dimension="lat"),
        xticks=MercatorTicker(dimension="lon"),
        yticks=MercatorTicker(dimension="lat"),
        hooks=[_keep_shapes],
    )


def _keep_shapes(plot: Any, _: Any) -> None:
    """Let a kilometre be as long along both axes."""
    plot.state.match_aspect = True


def _on_map(latitude: Floats, longitude: Floats) -> Any:
    return (np.abs(latitude) <= _LAST_LATITUDE) & (np.abs(longitude) <= 180)  # noqa: PLR2004


def _mercator(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Return places in metres of Web Mercator."""
    y = np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2))
    return _RADIUS_M * np.radians(longitude), _RADIUS_M * y


def _sizes(npv: Floats) -> Floats:
    """Return diameters [px]: areas in proportion to the worth, the largest alike on each map."""
    worth = np.abs(np.where(np.isfinite(npv), npv, 0.0))
    most = worth.max(initial=0.0)
    share = worth / most if most > 0 else worth
    sizes: Floats = np.maximum(_LARGEST_PX * np.sqrt(share), _SMALLEST_PX)
    return sizes * min(1.0, np.sqrt(_ROOMY / max(len(npv), 1)))


def _frame(x: Floats, y: Floats) -> Columns:
    """Return two corners around all places with some room, never of a few streets only."""
    half = max(float(np.ptp(x)), float(np.ptp(y)), _LEAST_SPAN_M) / 2
    return columns(**{name: _around(at, half) for name, at in (("x", x), ("y", y))})


def _around(at: Floats, half: float) -> Floats:
    low, high = float(at.min()), float(at.max())
    reach = max((high - low) / 2 + _ROOM * half, half / 2)
    return (low + high) / 2 + np.array([-reach, reach])
