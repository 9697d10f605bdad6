"""Small building blocks of the screens."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from inspect import iscoroutinefunction
from types import MappingProxyType
from typing import Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import Markup, markup
from hydro_mining.app.components.titled import TitledSections
from hydro_mining.app.theme import LINE
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import chart_title, loading

# A chart that stands beside another where both find 420 px, else below it.
_SIDE_BY_SIDE = MappingProxyType({"flex": "1 1 420px", "min-width": "0"})
# An entry that takes the width of its place.
COMPACT = MappingProxyType(
    {"size": "small", "sizing_mode": "stretch_width", "margin": (8, 4, 2, 4)}
)
_SECTION_STYLE = {
    "border": f"1px solid {LINE}",
    "borderRadius": "8px",
    "& .MuiAccordionSummary-root, & .MuiAccordionSummary-root.Mui-expanded": {"minHeight": 44},
    "& .MuiAccordionSummary-content.Mui-expanded": {"margin": "12px 0"},
    "& .MuiAccordionSummary-content *": {"fontSize": "1rem", "fontWeight": 600, "margin": 0},
    "& .MuiAccordionDetails-root": {"paddingTop": 0},
    "& .MuiCollapse-hidden": {"--hm-motion": "paused"},
}
# Drawn here and not by name from an icon font, which a notebook does not load.
DOWNLOAD_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="18" height="18" '
    'fill="currentColor"><path d="M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z"/></svg>'
)
ADD_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="18" height="18" '
    'fill="currentColor"><path d="M19 13h-6v6h-2v-6H5v-2h6V5h2v6h6v2z"/></svg>'
)
REMOVE_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="18" height="18" '
    'fill="currentColor"><path d="M6 19a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V7H6v12z'
    'M19 4h-3.5l-1-1h-5l-1 1H5v2h14V4z"/></svg>'
)
REFRESH_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="18" height="18" '
    'fill="currentColor"><path d="M17.65 6.35A8 8 0 1 0 19.73 14h-2.08A6 6 0 1 1 12 6c1.66 0 '
    '3.14.69 4.22 1.78L13 11h7V4z"/></svg>'
)


def loading_note() -> Markup:
    """Return what stands in a place until its content has been built."""
    return markup(loading())


def small_button(title: str, pressed: Callable[[], Any], **params: Any) -> pmui.Button:
    """Return a small button, outlined unless ``params`` have it otherwise."""
    look = {"variant": "outlined", "size": "small"} | params
    return pmui.Button(label=title, on_click=lambda _: pressed(), **look)


def small_entry(kind: Callable[..., Any], title: str, meaning: str, **params: Any) -> Any:
    """Return a small widget of a kind below its title; its meaning stands where one points at."""
    return kind(label=title, description=meaning, size="small", **params)


def pressed_later(title: str, pressed: Callable[[], None], **params: Any) -> pmui.Button:
    """Return a button whose press is answered on the server's next turn, as what it changes is."""
    return small_button(
        title, lambda: pn.state.execute(pressed, schedule=True), margin=(4, 10), **params
    )


def csv_button(filename: str, text: Callable[[], str]) -> pmui.FileDownload:
    """Return a button that downloads the table which ``text`` returns as CSV at that moment."""
    at_left = {"justifyContent": "flex-start"}
    return download_button(
        "Download CSV", filename, text, width=170, height=34, margin=(0, 4), sx=at_left
    )


def download_button(
    title: str,
    filename: str,
    made: Callable[[], str | bytes | Awaitable[str | bytes]],
    **params: Any,
) -> pmui.FileDownload:
    """Return a button that downloads what ``made`` returns then; a server asks it in a thread."""

    def stream() -> io.StringIO | io.BytesIO:
        return _stream(made())

    async def awaited() -> io.StringIO | io.BytesIO:
        is_async = iscoroutinefunction(made)
        return _stream(await (made() if is_async else asyncio.to_thread(made)))

    document = pn.state.curdoc
    is_served = document is not None and document.session_context is not None
    callback = awaited if is_served else stream
    button = pmui.FileDownload(
        callback=callback,
        filename=filename,
        label=title,
        icon=DOWNLOAD_ICON,
        size="small",
        **params,
    )
    # Panel 1.9 warns of an alias of its own making where a variant is given to begin with. In the
    # outlined form the browser sends the whole button back with each download.
    button.variant = "text"
    return button


def _stream(data: Any) -> io.StringIO | io.BytesIO:
    return io.BytesIO(data) if isinstance(data, bytes) else io.StringIO(data)


def chart_block(
    title: str,
    *,
    chart: Any,
    filename: str = "",
    text: Callable[[], str] | None = None,
    **styles: str,
) -> pn.Column:
    """Return a chart below its title, with the download of what it shows if there is one."""
    download = [] if text is None else [csv_button(filename, text)]
    return column(*_titled_chart(title, chart), *download, styles=styles, margin=(4, 6))


def chart_blocks(
    titles: Mapping[str, str],
    charts: Mapping[str, LiveChart],
    text: Callable[[str], str] | None = None,
    *,
    filename: str = "{}.csv",
) -> dict[str, pn.Column]:
    """Return the blocks of charts that stand beside each other, by name.

    ``text`` gives the table of a chart by its name, which ``filename`` has in it.
    """
    return {
        name: chart_block(
            title,
            chart=charts[name].pane,
            filename=filename.format(name),
            text=text and partial(text, name),
            **_SIDE_BY_SIDE,
        )
        for name, title in titles.items()
    }


def _titled_chart(title: str, chart: Any) -> tuple[Any, Any]:
    """Return a title and its chart, to be placed below each other.

    The chart's tools, which are seen while a pointer is on it, stand in the line of the title.
    """
    chart.margin = (-22, 4, 0, 4)
    return markup(chart_title(title), margin=(8, 4, 0, 4)), chart


def side_by_side(*parts: Any) -> pn.FlexBox:
    """Return parts beside each other where each finds its room, else below each other."""
    return flow(*(column(part, styles=dict(_SIDE_BY_SIDE)) for part in parts))


def line_of(widgets: Iterable[Any], *, px: int = 180) -> Any:
    """Return entries beside each other where they find room."""
    styles = {"flex": f"1 1 {px}px", "min-width": "160px", "max-width": "400px"}
    return flow(
        *(pn.Column(one, styles=styles, visible=one.param.visible) for one in widgets),
        margin=(0, 6),
    )


class LazySection(WithLayout):
    """A section that is closed at first and built when it is opened: ``is_built`` from then on."""

    def __init__(
        self, title: str, build: Callable[[], list[Any]], *, margin: tuple[int, int] = (6, 10)
    ) -> None:
        super().__init__()
        self._build = build
        self.is_built = False
        # Filled in place: a figure that comes with a new frame is measured before it is laid out.
        self._content = column(loading_note())
        self.layout = TitledSections(
            (title, self._content),
            active=[],
            sizing_mode="stretch_width",
            margin=margin,
            elevation=0,
            sx=_SECTION_STYLE,
            title_variant="subtitle1",
        )
        self._watcher = self.layout.param.watch(self._open, "active")

    def open(self) -> None:
        """Open the section, as a reader would."""
        self.layout.active = [0]

    def close(self) -> None:
        """Close the section; what a reader entered stays."""
        self.layout.active = []

    def _open(self, *_: Any) -> None:
        self.layout.param.unwatch(self._watcher)
        pn.state.execute(self._fill, schedule=True)

    def _fill(self) -> None:
        self.is_built = True
        self._content[:] = self._build()
