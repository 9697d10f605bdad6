"""Pictures of the screens at both widths, for the documentation and for looking at.

    .venv/bin/python benchmarks/screenshots.py [FOLDER]

Without a folder they go to ``docs/``. Data & proof is taken with the providers' stand-in of
``upstream.py``, whose figures are invented; the others with the built-in figures. The report is
that of ``data/example_study.json``.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import GUIDE_IS_READ, NOTEBOOK, opened_browser, served_live, served_notebook
from upstream import running_upstream

_SIZES = {"": (1440, 900), "-phone": (390, 844)}
# Hydro last: its example changes the study.
_BUILT_IN = (
    *("Overview", "Scenarios", "Risk", "Alternatives", "Growth", "Dispatch"),
    *("Portfolio", "Hydro"),
)
_LIVE = ("Data & proof",)
_FIRST_FIGURE = {
    "Alternatives": '[data-figure="alternatives-odds"]',
    "Data & proof": '[data-figure="health"]',
    "Dispatch": '[data-figure="worst_drawdown"]',
    "Growth": '[data-figure="net_profits"]',
    "Hydro": '[data-figure="plan-answer"]',
    "Overview": '[data-figure="over_selling"]',
    "Portfolio": "tr.hm-pick:has-text('made up')",
    "Risk": '[data-figure="probability_of_loss"]',
    "Scenarios": '[data-figure="npv_gbp:Base"]',
}
_SETTLED_MS, _PATIENCE_MS = 1_500, 120_000


def main() -> None:
    """Save one picture a screen and size."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTEBOOK.parent / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    with opened_browser() as browser:
        with served_notebook() as served:
            _shoot_all(browser, served.url, _BUILT_IN, folder)
            _shoot_dark(browser, served.url, folder)
        with (
            running_upstream() as upstream,
            tempfile.TemporaryDirectory() as cache,
            served_live(upstream.url, Path(cache)) as served,
        ):
            _shoot_all(browser, served.url, _LIVE, folder)
        _shoot_report(browser, folder)


def _shoot_all(browser: Browser, url: str, screens: Sequence[str], folder: Path) -> None:
    for suffix, (width, height) in _SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(GUIDE_IS_READ)
        _shoot(page, url, screens, folder, suffix)
        page.close()


def _shoot(page: Page, url: str, screens: Sequence[str], folder: Path, suffix: str) -> None:
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(url)
    page.wait_for_selector("#first-paint", state="detached")
    for screen in screens:
        _turn_to(page, screen)
        if screen == "Hydro":
            page.get_by_role("button", name="See an example").click()
            page.get_by_role("button", name=re.compile("into the study$")).wait_for()
        if screen == "Portfolio":
            page.get_by_role("button", name="See a made-up example").click()
            page.get_by_role("button", name="Compute 12 sites").click()
        page.wait_for_selector(_FIRST_FIGURE[screen])
        page.wait_for_timeout(_SETTLED_MS)
        name = screen.lower().replace(" & ", "-")
        path = folder / f"{name}{suffix}.png"
        page.screenshot(path=path)
        print(path)


def _shoot_dark(browser: Browser, url: str, folder: Path) -> None:
    """Save the first view as a browser has it that is set to dark pages."""
    width, height = _SIZES[""]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark")
    _shoot(page, url, ["Overview"], folder, "-dark")
    page.close()


def _turn_to(page: Page, screen: str) -> None:
    """Choose a screen: by its tab, on a phone from the list."""
    tab = page.get_by_role("tab", name=screen)
    if tab.is_visible():
        tab.click()
    else:
        page.get_by_role("combobox", name=re.compile("^Screen")).select_option(label=screen)


def _shoot_report(browser: Browser, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        report = Path(made) / "report.html"
        study = NOTEBOOK.parent / "data" / "example_study.json"
        command = [sys.executable, "-m", "hydro_mining", "export", str(study), str(report)]
        subprocess.run(command, check=True, cwd=NOTEBOOK.parent)
        for suffix, (width, height) in _SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(report.as_uri())
            page.wait_for_selector("html[data-drawn]")
            path = folder / f"report{suffix}.png"
            page.screenshot(path=path)
            print(path)
            page.close()


if __name__ == "__main__":
    main()
