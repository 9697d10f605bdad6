"""The picture of the first view: money left in the project by scenario, with the halvings."""

from collections.abc import Iterable

import holoviews as hv
import numpy as np
from bokeh.models import CustomJSTickFormatter

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.colors import GREY, MUTED, TEXT, letters
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.line_ends import (
    LINE,
    apart,
    end_layers,
    end_texts,
    text,
    text_height,
    years_to_the_end,
)
from hydro_mining.views.plots import hover_line, named_lines, overlaid, upright_lines, zero_line

_CUMULATIVE = "cumulative_cash_flow_gbp"
_LONGEST_NAME = 12
_SHORT_AMOUNT = """
const amount = Math.abs(tick), sign = tick < 0 ? "−" : ""
const parts = [[1e9, "bn"], [1e6, "m"], [1e3, "k"], [0, ""]]
const [part, word] = parts.find(([part]) => amount >= part), size = part || 1
return `${sign}${prefix}${+(amount / size).toFixed(2)}${word}`
"""


def money_left_layers(result: Evaluation, *, currency: Currency) -> Layers:
    """Return the cash added up of each scenario ``s0``, the names at the ends, halvings."""
    names = tuple(result.answered_scenarios)
    cash = [scenario.cumulative_gbp for scenario in result.answered_scenarios.values()]
    money = [shown(_CUMULATIVE, one, currency) for one in cash]
    years = result.study.finance.years
    height = text_height(np.array(money))
    places = _places(np.array([float(one[-1]) for one in money]), height)
    texts = [
        f"{_shortened(name)} {short_amount(float(one[-1]), currency, has_code=False)}"
        for name, one in zip(names, money, strict=True)
    ]
    layers: dict[str, Columns] = {}
    for s, (name, one) in enumerate(zip(names, money, strict=True)):
        layers[f"s{s}"] = columns(x=np.arange(years + 1), y=one, name=name)
    colors = [letters(s) for s in range(len(texts))]
    layers |= end_layers(texts, colors, places, at=years, height=height)
    halvings = result.paths.halving_days / DAYS_PER_PROJECT_YEAR
    layers["halvings"] = columns(x=halvings)
    foot = _beside(places, min(0.0, float(np.min(money))), height)
    layers["halving"] = columns(x=halvings, y=foot, text=" Halving")
    return layers


def money_left_chart(layers: Layers, *, years: int, currency: Currency) -> hv.Overlay:
    """Draw the cash added up over the years; each line ends in its name and what is left."""
    cash = hover_line("Money left", "@y", _CUMULATIVE, currency)
    lines = named_lines(layers, [("Scenario", "@name"), ("Year", "@x"), cash])
    halvings = upright_lines(layers, "halvings", GREY, line_dash="dashed")
    return overlaid(
        [
            *lines,
            zero_line().opts(color=TEXT, line_width=1.5),
            halvings,
            text(layers, "halving", MUTED, text_baseline="bottom"),
            *end_texts(layers),
        ],
        xlabel="Years from go-live",
        ylabel="",
        xticks=years_to_the_end(years),
        yformatter=CustomJSTickFormatter(code=_SHORT_AMOUNT, args={"prefix": currency.prefix}),
    )


def _places(values: Floats, height: float) -> Floats:
    """Return places for texts near their values: the line at zero strikes none of them through."""
    clear = LINE * height
    is_above, places = values > -clear, np.empty(len(values))
    places[is_above] = apart(values[is_above], height, at_least=clear)
    places[~is_above] = -apart(-values[~is_above], height, at_least=clear)
    return places


def _beside(places: Iterable[float], lowest: float, height: float) -> float:
    """Return where a text can stand on, from ``lowest`` up, without touching those at places."""
    foot = lowest
    for place in sorted(places):
        if place - 1.5 * height < foot < place + 0.5 * height:
            foot = place + 0.5 * height
    return foot


def short_amount(amount: float, currency: Currency, *, has_code: bool = True) -> str:
    """Return an amount of the currency in thousands, millions or billions.

    Without its code it has a sign such as £ only, where an axis names the currency.

    >>> from hydro_mining.quantities import POUNDS
    >>> short_amount(-53_123.0, POUNDS), short_amount(1_234_500_000.0, POUNDS)
    ('−£53.1k', '£1.23bn')
    """
    size, sign = abs(amount), "−" if amount < 0 else ""
    prefix = currency.prefix if has_code or len(currency.prefix) == 1 else ""
    for part, word in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if size >= part:
            return f"{sign}{prefix}{float(f'{size / part:.3g}'):,g}{word}"
    return f"{sign}{prefix}{size:.0f}"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
