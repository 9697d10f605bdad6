"""How values are spread, with what is below zero apart from what is not."""

import holoviews as hv
import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.quantities import Currency
from hydro_mining.views.colors import INK, LOSS
from hydro_mining.views.layers import Layers
from hydro_mining.views.plots import bars, edges, hover_line, measured, overlaid

# Of a bar, as a share of the largest value.
_LEAST_WIDTH = 1e-3


def loss_and_gain_layers(
    values: Floats, *, bars: int, scale: float = 1.0, drawn_up_to: float = 100.0
) -> Layers:
    """Return bars of how many ``values`` there are from edge to edge, losses and gains apart.

    Parameters
    ----------
    bars
        About how many.
    scale
        What the counts are multiplied by.
    drawn_up_to : [%]
        The percentile that the bars end with; the share beyond is left out.
    """
    low, high = float(values.min()), float(np.percentile(values, drawn_up_to))
    # Values that are all alike have a bar too.
    width = max((high - low) / bars, _LEAST_WIDTH * max(abs(low), abs(high), 1.0))
    # An edge stands at 0, so that no bar is both.
    first, last = int(np.floor(low / width)), int(np.ceil(high / width))
    at = np.arange(first, max(last, first + 1) + 1) * width
    count, _ = np.histogram(values, at)
    height = count * scale
    return {
        name: edges(at[:-1][kept], height[kept], width=width, low=at[:-1][kept], high=at[1:][kept])
        for name, kept in (("loss", at[:-1] < -width / 2), ("gain", at[:-1] >= -width / 2))
    }


def loss_and_gain_chart(
    layers: Layers,
    *,
    names: tuple[str, str],
    counted: str,
    unit: str = "",
    currency: Currency,
) -> hv.Overlay:
    """Draw how many have which NPV: what is lost and what is gained by their ``names``."""
    tooltips = [
        hover_line("From", "@low", "npv_gbp", currency),
        hover_line("To", "@high", "npv_gbp", currency),
        (counted, f"@top{{0.0}} {unit}" if unit else "@top{0,0}"),
    ]
    return overlaid(
        bars(layers, tooltips, (LOSS, INK)),
        dict(zip(("loss", "gain"), names, strict=True)),
        ylabel=f"{counted} [{unit}]" if unit else counted,
        **measured("x", "npv_gbp", currency),
    )
