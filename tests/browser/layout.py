"""Where things stand on a page: each waits until it is so, as a page that is drawn moves."""

from playwright.sync_api import Locator, Page

_PATIENCE_MS = 60_000  # a machine shared with others


def wait_until(page: Page, condition: str) -> None:
    """Wait until an expression is true in a page, also in one that lets no text be a script.

    There Playwright's own waiting ends with an error, unless it is true at once.
    """
    page.evaluate(
        f"""() => new Promise((done, failed) => {{
          const look = () => {{
            if ({condition}) done()
            else if (performance.now() - began > {_PATIENCE_MS}) failed(new Error("not in time"))
            else requestAnimationFrame(look)
          }}
          const began = performance.now()
          look()
        }})"""
    )


def wait_for_fit(page: Page) -> None:
    """Wait until nothing runs out of the window sideways."""
    wait_until(
        page, "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
    )


def wait_for_boxes(holds: str, *parts: Locator) -> None:
    """Wait until ``holds``, an expression of the parts' ``boxes`` in the page, is true."""
    parts[0].page.wait_for_function(
        f"""(parts) => {{
          const boxes = parts.map((part) => part.getBoundingClientRect())
          return {holds}
        }}""",
        arg=[element for part in parts for element in part.element_handles()],
    )
