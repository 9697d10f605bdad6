"""A plain Panel page, to be served and compared with: eight cards and three HoloViews charts."""

import holoviews as hv
import numpy as np
import panel as pn

hv.extension("bokeh")
pn.extension()

_X = np.arange(120)
_CARDS = [pn.pane.Markdown(f"### Card {i}\n\n{1.5 * i:.2f} a day") for i in range(8)]
_CHARTS = [hv.Curve((_X, np.cumsum(np.sin(_X + i)))).opts(responsive=True) for i in range(3)]

pn.Column(
    pn.FlexBox(*_CARDS),
    *(pn.pane.HoloViews(chart, height=300, sizing_mode="stretch_width") for chart in _CHARTS),
).servable()
