"""Where things stand on a page: each waits until it is so, as a page that is drawn moves."""

from playwright.sync_api import Locator, Page

__all__ = ["wait_for_boxes", "wait_for_fit"]


def wait_for_fit(page: Page) -> None:
    """Wait until nothing runs out of the window sideways."""
    page.wait_for_function(
        "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
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
