"""Pictures of the screens at both widths, for the documentation and for looking at.

    .venv/bin/python benchmarks/screenshots.py [FOLDER]

Without a folder they go to ``docs/``.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser
from serving import NOTEBOOK, opened_browser, served_notebook

_SIZES = {"": (1440, 900), "-phone": (390, 844)}
_SCREENS = ("Overview", "Scenarios")
_FIRST_FIGURE = {
    "Overview": '[data-figure="npv_gbp"]',
    "Scenarios": '[data-figure="npv_gbp:Base"]',
}
_SETTLED_MS = 1_500


def main() -> None:
    """Save one picture a screen and size."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTEBOOK.parent / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    with served_notebook() as served, opened_browser() as browser:
        for suffix, size in _SIZES.items():
            _shoot(browser, served.url, size, folder, suffix)


def _shoot(browser: Browser, url: str, size: tuple[int, int], folder: Path, suffix: str) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url)
    page.wait_for_selector("#first-paint", state="detached")
    for screen in _SCREENS:
        page.get_by_role("tab", name=screen).click()
        page.wait_for_selector(_FIRST_FIGURE[screen])
        page.wait_for_timeout(_SETTLED_MS)
        path = folder / f"{screen.lower()}{suffix}.png"
        page.screenshot(path=path)
        print(path)
    page.close()


if __name__ == "__main__":
    main()
