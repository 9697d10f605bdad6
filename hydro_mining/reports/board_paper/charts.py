"""The paper's pictures, drawn of the layers that page and report draw theirs of."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from reportlab.graphics.charts.axes import XValueAxis, YValueAxis
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, String
from reportlab.lib.colors import HexColor

from hydro_mining.quantities import Currency
from hydro_mining.reports.board_paper.letters import FONT, printable
from hydro_mining.reports.board_paper.pieces import LINE, MUTED
from hydro_mining.views.colors import AMBER, GREY, INK, palette
from hydro_mining.views.layers import Columns, Layers
from hydro_mining.views.line_ends import apart
from hydro_mining.views.money_left import short_amount

# Room beside the axes, and the height of a text [points].
_LEFT, _BELOW, _ABOVE, _TEXT = 42.0, 26.0, 6.0, 7.0
# For the names behind the lines.
_NAMES = 118.0
_MOST_TICKS = 7
# No axis holds more.
_MOST_DRAWN = 1e150


class _Plot:
    """A drawing with its two axes; what is added stands at places in the data."""

    def __init__(
        self,
        layers: Iterable[Columns],
        *,
        size: tuple[float, float],
        currency: Currency,
        below: str,
        right: float = 8.0,
    ) -> None:
        width, height = size
        self.drawing = Drawing(width, height)
        held = list(layers)
        xs = [*_finite(np.concatenate([one["x"] for one in held]))]
        ys = [*_finite(np.concatenate([one["y"] for one in held])), 0.0]
        self._x, self._y = XValueAxis(), YValueAxis()
        self._x.setPosition(_LEFT, _BELOW, width - _LEFT - right)
        self._y.setPosition(_LEFT, _BELOW, height - _BELOW - _ABOVE)
        self._x.valueMin, self._x.valueMax = min(xs), max(xs)
        self._y.rangeRound, self._y.maximumTicks = "both", _MOST_TICKS
        self._y.labelTextFormat = lambda value: short_amount(value, currency)
        self._x.labelTextFormat = "%g"
        self._grid(width - right)
        for axis, data in ((self._x, [xs, xs]), (self._y, [ys, ys])):
            axis.configure([list(zip(*data, strict=True))])
            axis.makeGrid(self.drawing)
            self.drawing.add(axis)
        self.line([min(xs), max(xs)], [0.0, 0.0], color="#12313a", width=0.8)
        self.text((_LEFT + width - right) / 2, 5.0, below, anchor="middle")

    def _grid(self, end: float) -> None:
        self._y.visibleGrid, self._y.gridStart, self._y.gridEnd = True, _LEFT, end
        self._y.gridStrokeColor, self._y.gridStrokeWidth = LINE, 0.4
        self._y.visibleTicks = False
        for axis in (self._x, self._y):
            axis.strokeColor, axis.strokeWidth = MUTED, 0.5
            axis.labels.fontName, axis.labels.fontSize = FONT, _TEXT
            axis.labels.fillColor = MUTED

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the paper a place in the data is."""
        return self._x.scale(float(x)), self._y.scale(float(y))

    def _points(self, x: Any, y: Any) -> list[float]:
        pairs = zip(x, y, strict=True)
        return [place for a, b in pairs if np.isfinite(b) for place in self.at(a, _held(b))]

    def line(self, x: Any, y: Any, *, color: str, width: float = 1.4, dash: Any = None) -> None:
        """Add a line."""
        points = self._points(x, y)
        if len(points) > 2:  # noqa: PLR2004  # one place is no line
            self.drawing.add(
                PolyLine(
                    points, strokeColor=HexColor(color), strokeWidth=width, strokeDashArray=dash
                )
            )

    def area(self, layer: Columns, color: str, opacity: float) -> None:
        """Add an area by the line around it."""
        self.drawing.add(
            Polygon(
                self._points(layer["x"], layer["y"]),
                fillColor=HexColor(color),
                fillOpacity=opacity,
                strokeColor=None,
            )
        )

    def upright(self, x: float, name: str) -> None:
        """Add a dashed line over the whole height with its name."""
        place, top = self._x.scale(float(x)), self.drawing.height - _ABOVE
        self.drawing.add(
            Line(place, _BELOW, place, top, strokeColor=HexColor(GREY), strokeDashArray=(3, 2))
        )
        self.text(place + 3, _BELOW + 3, name)

    def dot(self, x: float, y: float, color: str) -> None:
        """Add a dot."""
        place = self.at(x, y)
        self.drawing.add(Circle(*place, 2.6, fillColor=HexColor(color), strokeColor=None))

    def text(
        self, x: float, y: float, text: str, *, color: str = "#5a6d75", anchor: str = "start"
    ) -> None:
        """Add a text at a place on the paper."""
        self.drawing.add(
            String(
                x, y, printable(text), fontName=FONT, fontSize=_TEXT, fillColor=HexColor(color),
                textAnchor=anchor,
            )
        )  # fmt: skip


def money_left_drawing(
    layers: Layers, names: Sequence[str], *, size: tuple[float, float], currency: Currency
) -> Drawing:
    """Draw what ``money_left_layers`` gave: each line ends in its name and what is left."""
    lines = [layers[f"s{s}"] for s in range(len(names))]
    plot = _Plot(lines, size=size, currency=currency, below="Years from go-live", right=_NAMES)
    last = float(lines[0]["x"][-1])
    for day in layers["halvings"]["x"]:
        if day <= last:
            plot.upright(day, "Halving")
    ends = [plot.at(last, _held(float(y))) for y in layers["names"]["y"]]
    heights = apart(np.array([y for _, y in ends]), _TEXT * 1.25, at_least=_BELOW)
    heights -= max(0.0, heights.max() - (plot.drawing.height - _ABOVE))
    for s, one in enumerate(lines):
        plot.line(one["x"], one["y"], color=palette(s), width=1.6)
        text = str(layers["names"]["text"][s]).strip()
        plot.text(ends[s][0] + 4, heights[s] - _TEXT / 3, text, color=palette(s))
    return plot.drawing


def optimum_drawing(layers: Layers, *, size: tuple[float, float], currency: Currency) -> Drawing:
    """Draw NPV against the machines' power, with dots at the plan's and the simple sizes."""
    curve, sizes = layers["npv"], layers["sizes"]
    plot = _Plot([curve], size=size, currency=currency, below="Power of the machines [MW]")
    plot.line(curve["x"], curve["y"], color=INK)
    for x, y, color in zip(*(sizes[name].tolist() for name in ("x", "y", "color")), strict=True):
        plot.dot(x, _held(y), color)
    return plot.drawing


def fan_drawing(layers: Layers, *, size: tuple[float, float], currency: Currency) -> Drawing:
    """Draw how far the futures fan out: two bands, the median, the mean dashed."""
    plot = _Plot(layers.values(), size=size, currency=currency, below="Years from go-live")
    for name, opacity in (("wide", 0.15), ("narrow", 0.3)):
        plot.area(layers[name], INK, opacity)
    plot.line(layers["median"]["x"], layers["median"]["y"], color=INK, width=1.6)
    plot.line(layers["mean"]["x"], layers["mean"]["y"], color=AMBER, dash=(4, 2))
    plot.text(_LEFT + 4, size[1] - _ABOVE - _TEXT, "Line: median. Dashed: mean")
    return plot.drawing


def _finite(values: Any) -> list[float]:
    return [_held(float(value)) for value in values if np.isfinite(value)]


def _held(value: float) -> float:
    return min(max(value, -_MOST_DRAWN), _MOST_DRAWN)
