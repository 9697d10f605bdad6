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
import param

from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import Markup, markup
from hydro_mining.app.components.titled import TitledSections
from hydro_mining.app.theme import LINE, MUTED
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import chart_title, hint, loading

__all__ = [
    "ADD_ICON",
    "COMPACT",
    "DOWNLOAD_ICON",
    "REFRESH_ICON",
    "REMOVE_ICON",
    "SIDE_BY_SIDE",
    "LazySection",
    "chart_block",
    "chart_blocks",
    "csv_button",
    "download_button",
    "file_dropper",
    "file_row",
    "line_of",
    "loading_note",
    "markup",
    "pressed_later",
    "side_by_side",
    "small_button",
    "small_entry",
    "table_upload",
    "titled_chart",
]

# A chart that stands beside another where both find 420 px, else below it.
SIDE_BY_SIDE = MappingProxyType({"flex": "1 1 420px", "min-width": "0"})
# An entry that takes the width of its place.
COMPACT = MappingProxyType(
    {"size": "small", "sizing_mode": "stretch_width", "margin": (8, 4, 2, 4)}
)
# What a browser offers for upload where a table is read.
_TABLE_FILES = ".csv,.txt,.tsv,.gz"
# A label that stands on the page in other words, or is plain from its place.
_READ_OUT = "label { position: absolute; clip-path: inset(50%); }"
_CHUNK_BYTES = 4_000_000
# The widget's label takes 76, and the border stands around it.
_DROPPER_PX = 78
# FilePond's own small words are half transparent, on a light green.
_READABLE = """
.filepond--file .filepond--file-info-sub, .filepond--file .filepond--file-status-sub { opacity: 1; }
[data-filepond-item-state=processing-complete] .filepond--item-panel { background: #1d6b43; }
"""
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


def file_dropper(
    largest: str, taken: Callable[[str, bytes], Awaitable[None]] | Callable[[str, bytes], None]
) -> Any:
    """Return what takes one file of at most ``largest``, such as 64MB.

    ``taken`` is given the name and the bytes of each file; it may be a coroutine.
    """

    async def take_in_turn(event: param.parameterized.Event) -> None:
        for name, data in _last_file(event.new):
            await taken(name, data)

    def take(event: param.parameterized.Event) -> None:
        for name, data in _last_file(event.new):
            taken(name, data)

    # Sends a large file in pieces; in one message it would be more than a server takes.
    dropper = pn.widgets.FileDropper(
        multiple=False,
        chunk_size=_CHUNK_BYTES,
        max_file_size=largest,
        layout="compact",
        width=340,
        height=_DROPPER_PX,
        margin=(6, 6),
        styles={"border": f"1px dashed {MUTED}", "border-radius": "8px"},
        stylesheets=[_READABLE],
    )
    dropper.param.watch(take_in_turn if iscoroutinefunction(taken) else take, "value")
    return dropper


def file_row(told: str, dropper: Any, *beside: Any, width: int) -> pn.FlexBox:
    """Return what takes a file, between what it takes, ``width`` px wide, and what goes with it."""
    words = markup(hint(told), sizing_mode=None, width=width)
    return flow(words, dropper, *beside, align_items="center")


def table_upload(label: str, **params: Any) -> pn.widgets.FileInput:
    """Return what takes one small table; its label is for those who listen to the page."""
    # The material one sends its own definition back with the file, which Bokeh warns about.
    return pn.widgets.FileInput(
        label=label, accept=_TABLE_FILES, multiple=False, stylesheets=[_READ_OUT], **params
    )


def _last_file(files: dict[str, str | bytes]) -> list[tuple[str, bytes]]:
    """Return the last file, if any: the widget decodes what the browser calls text.

    It changes this very dict when the next file arrives.
    """
    last = list(files.items())[-1:]
    return [(name, data.encode() if isinstance(data, str) else data) for name, data in last]


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
    return column(*titled_chart(title, chart), *download, styles=styles, margin=(4, 6))


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
            **SIDE_BY_SIDE,
        )
        for name, title in titles.items()
    }


def titled_chart(title: str, chart: Any) -> tuple[Any, Any]:
    """Return a title and its chart, to be placed below each other.

    The chart's tools, which are seen while a pointer is on it, stand in the line of the title.
    """
    chart.margin = (-22, 4, 0, 4)
    return markup(chart_title(title), margin=(8, 4, 0, 4)), chart


def side_by_side(*parts: Any) -> pn.FlexBox:
    """Return parts beside each other where each finds its room, else below each other."""
    return flow(*(column(part, styles=dict(SIDE_BY_SIDE)) for part in parts))


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
