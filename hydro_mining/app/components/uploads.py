"""What takes a file from a reader."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

import panel as pn
import param

from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.theme import MUTED
from hydro_mining.views.markup import hint

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
