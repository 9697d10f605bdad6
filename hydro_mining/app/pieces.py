"""Small building blocks of the screens."""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.assets import asset
from hydro_mining.delimited import frame_csv

__all__ = ["LazySection", "csv_button", "markup"]


def markup(html: str = "", **params: Any) -> pn.pane.HTML:
    """Return a pane for HTML of our own making, in the product's style."""
    return pn.pane.HTML(
        html,
        stylesheets=[asset("theme.css")],
        **{"sizing_mode": "stretch_width", "margin": (4, 10), **params},
    )


def csv_button(filename: str, frame: Callable[[], pd.DataFrame]) -> pmui.FileDownload:
    """Return a button that downloads the table which ``frame`` returns at that moment."""
    return pmui.FileDownload(
        callback=lambda: io.StringIO(frame_csv(frame())),
        filename=filename,
        label="Download CSV",
        icon="download",
        variant="text",
        size="small",
        width=170,
        height=34,
        margin=(0, 4),
    )


class LazySection:
    """A section that is closed at first and built when it is opened."""

    def __init__(self, title: str, build: Callable[[], list[Any]]) -> None:
        self._build = build
        self.card = pmui.Card(
            title=title,
            collapsed=True,
            sizing_mode="stretch_width",
            margin=(6, 10),
            elevation=0,
            outlined=True,
        )
        self._watcher = self.card.param.watch(self._open, "collapsed")

    def _open(self, *_: Any) -> None:
        if self._watcher is not None:
            self.card.param.unwatch(self._watcher)
            self._watcher = None
            self.card[:] = self._build()
