"""The picture of the first view: money left in the project by scenario, with the halvings."""

import holoviews as hv
import numpy as np
import pandas as pd
from bokeh.models import CustomJSTickFormatter

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, shown
from hydro_mining.views.charts import Columns, Layers, columns
from hydro_mining.views.colors import GREY, MUTED, TEXT, letters
from hydro_mining.views.plots import hover_line, named_lines, overlaid, zero_line

__all__ = ["money_left_chart", "money_left_layers", "short_amount"]

_CUMULATIVE = "cumulative_cash_flow_gbp"
# Of the years, for each letter of the names that stand behind the lines: a phone's width.
_LETTER = 0.033
# Of the height, which a line of text takes.
_TEXT_HEIGHT = 0.075
# How far a line of text reaches up and down from its middle, in its height.
_LINE = 0.6
_LONGEST_NAME = 12
_TEXT = {"text_font_size": "12px", "text_align": "left"}
_SHORT_AMOUNT = """
const amount = Math.abs(tick), sign = tick < 0 ? "−" : ""
const parts = [[1e9, "bn"], [1e6, "m"], [1e3, "k"], [0, ""]]
const [part, word] = parts.find(([part]) => amount >= part), size = part || 1
return `${sign}${prefix}${+(amount / size).toFixed(2)}${word}`
"""


def money_left_layers(result: Evaluation, *, currency: Currency = POUNDS) -> Layers:
    """Return the cash added up of each scenario ``s0``, its name ``n0`` at the end, halvings."""
    names = tuple(result.answered_scenarios)
    cash = [scenario.cumulative_gbp for scenario in result.answered_scenarios.values()]
    money = [shown(_CUMULATIVE, one, currency) for one in cash]
    years = result.study.finance.years
    lowest, highest = float(np.min(money)), float(np.max(money))
    height = (highest - lowest) * _TEXT_HEIGHT
    places = _apart([_off_zero(float(one[-1]), height) for one in money], height)
    texts = [
        f" {_shortened(name)} {short_amount(float(one[-1]), currency, has_code=False)}"
        for name, one in zip(names, money, strict=True)
    ]
    layers: dict[str, Columns] = {}
    for s, (name, one) in enumerate(zip(names, money, strict=True)):
        layers[f"s{s}"] = columns(x=np.arange(years + 1), y=one, name=name)
    for s, text in enumerate(texts):
        layers[f"n{s}"] = columns(x=[years], y=[places[s]], text=[text])
    halvings = result.paths.halving_days / DAYS_PER_PROJECT_YEAR
    layers["halvings"] = columns(x=halvings)
    layers["halving"] = columns(x=halvings, y=_beside(places, lowest, height), text=" Halving")
    layers["room"] = columns(
        x=[years * (1 + _LETTER * max(map(len, texts)))] * 2,
        y=[min(0.0, min(places) - _LINE * height), max(0.0, max(places) + _LINE * height)],
    )
    return layers


def money_left_chart(
    layers: Layers, names: tuple[str, ...], *, years: int, currency: Currency = POUNDS
) -> hv.Overlay:
    """Draw the cash added up over the years; each line ends in its name and what is left."""
    cash = hover_line("Money left", "@y", _CUMULATIVE, currency)
    lines = named_lines(layers, [("Scenario", "@name"), ("Year", "@x"), cash])
    halvings = hv.VLines(pd.DataFrame(layers["halvings"]), "x", label="halvings").opts(
        color=GREY, line_dash="dashed"
    )
    room = hv.Scatter(pd.DataFrame(layers["room"]), "x", "y", label="room").opts(alpha=0)
    return overlaid(
        [
            room,
            *lines,
            zero_line().opts(color=TEXT, line_width=1.5),
            halvings,
            _text(layers, "halving", MUTED, text_baseline="bottom"),
            *(_text(layers, f"n{s}", letters(s)) for s in range(len(names))),
        ],
        xlabel="Years from go-live",
        ylabel="",
        xticks=list(range(0, years + 1, 1 + years // 16)),
        yformatter=CustomJSTickFormatter(code=_SHORT_AMOUNT, args={"prefix": currency.prefix}),
    )


def _text(layers: Layers, name: str, color: str, **options: str) -> hv.Labels:
    labels = hv.Labels(pd.DataFrame(layers[name]), ["x", "y"], "text", label=name)
    return labels.opts(text_color=color, **_TEXT | options)


def _off_zero(value: float, height: float) -> float:
    """Return a place near a value for a text that the line at zero would strike through."""
    return value if abs(value) >= _LINE * height else _LINE * height


def _apart(values: list[float], gap: float) -> list[float]:
    """Return places for texts near their values, ``gap`` apart at least."""
    order = np.argsort(values)
    places = np.array(values, dtype=float)[order]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + gap)
    found = np.empty(len(places))
    found[order] = places
    return found.tolist()


def _beside(places: list[float], lowest: float, height: float) -> float:
    """Return where a text can stand on, from ``lowest`` up, without touching those at places."""
    foot = lowest
    for place in sorted(places):
        if place - 1.5 * height < foot < place + 0.5 * height:
            foot = place + 0.5 * height
    return foot


def short_amount(amount: float, currency: Currency, *, has_code: bool = True) -> str:
    """Return an amount of the currency in thousands, millions or billions.

    Without its code it has a sign such as £ only, where an axis names the currency.

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
