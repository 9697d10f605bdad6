"""The chart of the Alternatives screen: what the capital has become, one line each."""

import itertools
from collections.abc import Callable, Iterable, Mapping

import holoviews as hv
import numpy as np

from hydro_mining.economics.alternatives import CapitalUses
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.alternatives_words import NAMES, SHORT_NAMES
from hydro_mining.views.colors import GREY, INK, MUTED, letters, palette
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.line_ends import apart, end_layers, end_texts, text_height, years_to_the_end
from hydro_mining.views.plots import hover_line, line, measured, overlaid

_VALUE = "capital_by_year_gbp"
# Mining stands out; what is not used is grey and dashed; seven others have the palette's colours.
_COLORS = {"mine": INK, "export_only": GREY}
_LETTERS = {"mine": INK, "export_only": MUTED}
_BOLD, _THIN = 4.0, 2.0


def capital_layers(uses: CapitalUses, scenario: str, currency: Currency) -> Layers:
    """Return the capital by year of each alternative in a scenario, and its name at the end."""
    money = {
        key: shown(_VALUE, use.capital_by_year_gbp, currency)
        for key, use in uses.scenarios[scenario].items()
    }
    lines: dict[str, Columns] = {
        key: columns(x=np.arange(len(one)), y=one, name=NAMES[key]) for key, one in money.items()
    }
    values = np.array(list(money.values()))
    height = text_height(values)
    names = end_layers(
        [SHORT_NAMES[key] for key in money],
        list(_colors(money, _LETTERS, letters).values()),
        apart(values[:, -1], height),
        at=values.shape[1] - 1,
        height=height,
    )
    return lines | names


def capital_chart(layers: Layers, *, years: int, currency: Currency) -> hv.Overlay:
    """Draw what the capital has become by each year's end; each line ends in its name."""
    tooltips = [("", "@name"), ("Year", "@x"), hover_line("Capital", "@y", _VALUE, currency)]
    keys = [key for key in layers if key in NAMES]
    colors = _colors(keys, _COLORS, palette)
    lines = [
        line(
            layers,
            key,
            colors[key],
            tooltips=tooltips,
            width=_BOLD if key == "mine" else _THIN,
            dash="dashed" if key == "export_only" else "solid",
        )
        for key in keys
    ]
    return overlaid(
        lines + end_texts(layers),
        xlabel="Years from go-live",
        **measured("y", _VALUE, currency),
        xticks=years_to_the_end(years),
    )


def _colors(
    keys: Iterable[str], of_some: Mapping[str, str], of_others: Callable[[int], str]
) -> dict[str, str]:
    """Return a colour for each key, in their order."""
    left = itertools.count()
    return {key: of_some.get(key) or of_others(next(left)) for key in keys}
