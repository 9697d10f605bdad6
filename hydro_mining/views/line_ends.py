"""The names of lines, written where the lines end: near them, and none upon another."""

from collections.abc import Sequence
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd

from hydro_mining.economics.arrays import Floats
from hydro_mining.views.layers import Layers, columns

# Of what the axis spans, for each letter of the names: a phone's width.
_LETTER = 0.033
# Of the height, which a line of text takes.
_TEXT_HEIGHT = 0.075
# How far a line of text reaches up and down from its middle, in its height.
LINE = 0.6
_NAMES, _ROOM = "names", "room"
_MOST_YEARS = 16  # that are written along an axis
# The layer's own data replace these: of fewer than two colours HoloViews would make a fixed one.
_TWO_TEXTS = pd.DataFrame({"x": 0, "y": 0, "text": "", "text_color": ["#000000", "#ffffff"]})
_TEXT = {"text_font_size": "12px", "text_align": "left"}


def text_height(values: Floats) -> float:
    """Return the height of a line of text beside lines of ``values``, on an axis that has 0 too."""
    return float(max(values.max(), 0.0) - min(values.min(), 0.0)) * _TEXT_HEIGHT


def apart(values: Floats, gap: float, *, at_least: float = -np.inf) -> Floats:
    """Return places for texts: as near their values as they can be ``gap`` apart, in their order.

    Texts that would touch are a block around the mean of their values.
    """
    order = np.argsort(values, kind="stable")
    blocks: list[tuple[float, int]] = []  # where a block's first text would stand, and how many
    for place, at in enumerate(order):
        foot, count = float(values[at]) - place * gap, 1
        while blocks and blocks[-1][0] >= foot:
            below, more = blocks.pop()
            foot, count = (below * more + foot * count) / (more + count), more + count
        blocks.append((foot, count))
    feet = [max(foot, at_least) for foot, count in blocks for _ in range(count)]
    found = np.empty(len(order))
    found[order] = np.array(feet) + gap * np.arange(len(order))
    return found


def end_layers(
    texts: Sequence[str], colors: Sequence[str], places: Floats, *, at: float, height: float
) -> Layers:
    """Return the texts as one layer, and the room that they take as another.

    Parameters
    ----------
    places
        Where each text stands, as ``apart`` gives them.
    at
        Where the lines end, from 0.
    height
        That of a line of text, in what the other axis measures.
    """
    longest = 1 + max(map(len, texts))
    return {
        _NAMES: columns(x=at, y=places, text=[f" {one}" for one in texts], text_color=list(colors)),
        _ROOM: columns(
            x=[at * (1 + _LETTER * longest)] * 2,
            y=[min(0.0, places.min() - LINE * height), max(0.0, places.max() + LINE * height)],
        ),
    }


def end_texts(layers: Layers) -> list[hv.Element]:
    """Return the elements of ``end_layers``."""
    room = hv.Scatter(pd.DataFrame(layers[_ROOM]), "x", "y", label=_ROOM).opts(alpha=0)
    names = hv.Labels(_TWO_TEXTS, ["x", "y"], ["text", "text_color"], label=_NAMES)
    return [room, names.opts(text_color="text_color", **_TEXT)]


def text(layers: Layers, name: str, color: str, **options: Any) -> hv.Labels:
    """Return a layer of x, y and text as words beside those places."""
    labels = hv.Labels(pd.DataFrame(layers[name]), ["x", "y"], "text", label=name)
    return labels.opts(text_color=color, **_TEXT | options)


def years_to_the_end(years: int) -> list[int]:
    """Return the years that an axis names: none beyond the lines, where their names stand."""
    return list(range(0, years + 1, 1 + years // _MOST_YEARS))
