"""What axe-core finds on a page."""

from collections.abc import Collection
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOKS = 20
# What holds is neither described nor sent: that takes longer than to look. Each part's sheets of
# style are read anew for one rule alone, css-orientation-lock, which is not run by default.
_ONLY_FAULTS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


def findings(
    page: Page, axe: Axe, *, impacts: Collection[str] | None = None, **asked: Any
) -> list[tuple[str, str]]:
    """Return rule and element of what is found, by the rules that ``asked`` tells or by all.

    It looks again before it tells: what turns has the colours of no state for a moment.
    """
    found: list[tuple[str, str]] = []
    for _ in range(_LOOKS):
        found = [
            (finding["id"], node["html"])
            for finding in axe.run(page, options=_ONLY_FAULTS | asked).response["violations"]
            for node in finding["nodes"]
            if impacts is None or finding["impact"] in impacts
        ]
        if not found:
            break
    return found
