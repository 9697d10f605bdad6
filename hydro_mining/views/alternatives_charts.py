"""The chart of the Alternatives screen: what the capital has become, one line each."""

import holoviews as hv
import numpy as np

from hydro_mining.economics.alternatives import CapitalUses
from hydro_mining.quantities import POUNDS, Currency, heading, shown
from hydro_mining.views.alternatives_words import NAMES, SHORT_NAMES
from hydro_mining.views.charts import Layers, columns
from hydro_mining.views.colors import GREY, INK, palette
from hydro_mining.views.plots import axis_format, hover_line, line, overlaid, whole_years

__all__ = ["capital_chart", "capital_layers"]

_VALUE = "capital_by_year_gbp"
# Mining stands out; what is not used is grey and dashed; seven others have the palette's colours.
_COLORS = {"mine": INK, "export_only": GREY}
_BOLD, _THIN = 4.0, 2.0


def capital_layers(uses: CapitalUses, scenario: str, currency: Currency = POUNDS) -> Layers:
    """Return the capital by year of each alternative in a scenario."""
    return {
        key: columns(
            x=np.arange(len(use.capital_by_year_gbp)),
            y=shown(_VALUE, use.capital_by_year_gbp, currency),
            name=NAMES[key],
        )
        for key, use in uses.scenarios[scenario].items()
    }


def capital_chart(layers: Layers, *, currency: Currency = POUNDS) -> hv.Overlay:
    """Draw what the capital has become by each year's end."""
    tooltips = [("", "@name"), ("Year", "@x"), hover_line("Capital", "@y", _VALUE, currency)]
    others = [key for key in layers if key not in _COLORS]
    colors = _COLORS | {key: palette(i) for i, key in enumerate(others)}
    lines = [
        line(
            layers,
            key,
            colors[key],
            tooltips=tooltips,
            width=_BOLD if key == "mine" else _THIN,
            dash="dashed" if key == "export_only" else "solid",
        )
        for key in layers
    ]
    return overlaid(
        lines,
        {key: SHORT_NAMES[key] for key in layers},
        xlabel="Years from go-live",
        ylabel=heading(_VALUE, currency),
        yformatter=axis_format(_VALUE, currency),
        xticks=whole_years(),
    )
