"""What a page's theme gives a chart: charts that have it from the start are not changed by it.

panel-material-ui (0.16) dresses each chart that comes into a page, in the browser, by some hundred
properties, of which the browser tells the server one by one. These are those of its light theme
with the product's colours; of a dark page it still dresses them.
"""

from typing import Any

from bokeh.model import Model
from bokeh.models import Axis, ColorBar, Grid, Legend, Plot, Title, Toolbar

from hydro_mining.views.colors import INK

_TEXT, _MUTED, _LINE = "rgba(0, 0, 0, 0.87)", "rgba(0, 0, 0, 0.6)", "rgba(0, 0, 0, 0.22)"
_PAPER = "#fff"
_FONT = '"Roboto", "Helvetica", "Arial", sans-serif'


def _words(prefix: str, color: str, size: str) -> dict[str, Any]:
    look = {"color": color, "font": _FONT, "font_size": size, "font_style": "normal"}
    return {f"{prefix}text_{name}": value for name, value in look.items()}


_PLOT = {"background_fill_color": _PAPER, "border_fill_color": _PAPER, "outline_line_color": None}
_AXIS = {
    **{f"{line}_line_color": _LINE for line in ("axis", "major_tick", "minor_tick")},
    **{f"{line}_line_alpha": 0 for line in ("axis", "major_tick", "minor_tick")},
    **_words("major_label_", _MUTED, "0.925em"),
    **_words("axis_label_", _TEXT, "1em"),
    "axis_label_standoff": 12,
}
_LEGEND = {
    "background_fill_color": _PAPER,
    "background_fill_alpha": 0,
    "border_line_alpha": 0,
    **_words("label_", _TEXT, "0.95em"),
    **_words("title_", _MUTED, "0.95em"),
    **dict.fromkeys(("spacing", "label_standoff"), 8),
    **dict.fromkeys(("glyph_width", "glyph_height"), 14),
}
_COLOR_BAR = {
    "background_fill_color": _PAPER,
    "background_fill_alpha": 0,
    **{f"{line}_line_alpha": 0 for line in ("major_tick", "minor_tick", "bar")},
    **_words("title_", _TEXT, "0.95em"),
    **_words("major_label_", _MUTED, "0.9em"),
}
_TOOLBAR = {
    "stylesheets": [
        ".bk-right.bk-active, .bk-above.bk-active {\n"
        f"      --highlight-color: {INK} !important;\n    }}"
    ]
}
_GRID = {"grid_line_color": "rgba(0, 0, 0, 0.1)", "grid_line_alpha": 1}
_LOOKS: tuple[tuple[type[Model], dict[str, Any]], ...] = (
    (Plot, _PLOT),
    (Axis, _AXIS),
    (Legend, _LEGEND),
    (ColorBar, _COLOR_BAR),
    (Title, _words("", _TEXT, "1.05em")),
    (Toolbar, _TOOLBAR),
)


def dressed(plot: Plot) -> Plot:
    """Return a plot in the look of a light page."""
    for model in plot.references():
        for kind, look in _LOOKS:
            if isinstance(model, kind):
                model.update(**look)
        if isinstance(model, Grid) and model.grid_line_color is not None:
            model.update(**_GRID)
    return plot
