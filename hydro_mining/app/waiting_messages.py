"""Nothing that changed on a page waits for the next change before the browser is told.

Panel 1.9.4 writes to a browser in tasks, and a task that ends takes the mark away by which the
next one knows that it has something to write (`_WRITE_BLOCK` in `panel/io/document.py`). What
comes while the last words of an earlier change are still on their way then waits until somebody
changes something else: the page shows a figure that is one change behind.
"""

from bokeh.document import Document
from panel.io import document

_written_by_panel = document._dispatch_msgs  # noqa: SLF001


def send_waiting_messages() -> None:
    """Let each of Panel's writing tasks go on for as long as messages wait."""
    document._dispatch_msgs = _dispatch_all  # noqa: SLF001


async def _dispatch_all(doc: Document) -> None:
    await _written_by_panel(doc)
    if doc in document._WRITE_MSGS and doc not in document._WRITE_BLOCK:  # noqa: SLF001
        document._WRITE_BLOCK[doc] = True  # noqa: SLF001
        document._dispatch_write_task(doc, _dispatch_all, doc)  # noqa: SLF001
