"""Time from a click on a screen's tab until it stands, when it is opened for the first time.

    .venv/bin/python benchmarks/screens.py

Each visit is a new one; what is made once a process has been made by a visit before. The window
stands when nothing in it changes any more below the tabs: no element, no attribute, no canvas.
What follows below the window, and in Risk what is drawn meanwhile, is the last change that the
server sends.
"""

import statistics

from playwright.sync_api import Page
from serving import GUIDE_IS_READ, opened_browser, served_notebook
from slider_latency import WATCH

_VISITS = 5
_QUIET_MS = 1_500
_CLICK = """() => document.addEventListener("pointerdown", () => {
  window.pressed = performance.now() }, true)"""
# Before the page's own scripts, so that no part of it is made unseen.
_WATCH_WINDOW = """
window.stood = 0
const changed = new Set(), tabs = 186, sidebar = 330
const look = () => {
  const isSeen = (one) => {
    const element = one.host ?? (one.nodeType === Node.TEXT_NODE ? one.parentElement : one)
    if (!(element instanceof Element) || !element.isConnected) return false
    // Bokeh puts a legend above a chart into a new element at each layout; the canvas shows it.
    const host = element.getRootNode().host
    if ([element, host].some((one) => one?.matches(".bk-CanvasPanel"))) return false
    const { top, bottom, left, width } = element.getBoundingClientRect()
    return width > 0 && bottom > tabs && top > 0 && top < innerHeight && left > sidebar
  }
  if ([...changed].some(isSeen)) window.stood = performance.now()
  changed.clear()
}
const note = (one) => {
  if (!changed.size) requestAnimationFrame(() => setTimeout(look, 0))
  changed.add(one)
}
// What is taken away and put back within a turn has not changed.
const follow = (root) => new MutationObserver((all) => {
  const before = new Map(), gone = new Set(all.flatMap(({ removedNodes }) => [...removedNodes]))
  const isNew = (node) => node.isConnected !== gone.has(node)  // come, or gone for good
  for (const { type, target, addedNodes, removedNodes, attributeName, oldValue } of all) {
    if (type === "attributes") {
      if (!before.has(target)) before.set(target, {})
      before.get(target)[attributeName] ??= { value: oldValue }
    } else {
      const come = [...addedNodes].filter(isNew)
      const isSame = type === "childList" && !come.length && ![...removedNodes].some(isNew)
      if (!isSame) [target, ...come].forEach(note)
    }
  }
  for (const [target, values] of before) {
    const isSame = ([name, { value }]) => target.getAttribute(name) === value
    if (!Object.entries(values).every(isSame)) note(target)
  }
}).observe(root, {
  attributes: true, attributeOldValue: true, childList: true, characterData: true, subtree: true,
})
const attach = Element.prototype.attachShadow
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options)
  follow(root)
  return root
}
follow(document)
for (const name of ["fill", "stroke", "fillText", "fillRect", "drawImage"]) {
  const draw = CanvasRenderingContext2D.prototype[name]
  CanvasRenderingContext2D.prototype[name] = function (...of) {
    if (this.canvas.isConnected) note(this.canvas)
    return draw.apply(this, of)
  }
}
"""


def main() -> None:
    """Print the medians of each screen."""
    stood: dict[str, list[float]] = {}
    last: dict[str, list[float]] = {}
    with served_notebook() as served, opened_browser() as browser:
        for _ in range(_VISITS + 1):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(GUIDE_IS_READ)
            page.add_init_script(_WATCH_WINDOW)
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            page.evaluate(WATCH)
            page.evaluate(_CLICK)
            for name in page.get_by_role("tab").all_inner_texts()[1:]:
                window_ms, change_ms = _opened(page, name)
                stood.setdefault(name, []).append(window_ms)
                last.setdefault(name, []).append(change_ms)
            page.close()
    for name, ms in stood.items():
        print(
            f"{name:<14} the window stands, median {statistics.median(ms[1:]):5.0f} ms  "
            f"last change {statistics.median(last[name][1:]):5.0f} ms"
        )


def _opened(page: Page, name: str) -> tuple[float, float]:
    page.get_by_role("tab", name=name).click()
    before = -1.0
    while (painted := page.evaluate("window.painted + window.stood")) != before:
        before = painted
        page.wait_for_timeout(_QUIET_MS)
    since: list[float] = page.evaluate("[stood - pressed, painted - pressed]")
    return since[0], since[1]


if __name__ == "__main__":
    main()
