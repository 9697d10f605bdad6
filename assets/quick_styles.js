// Bokeh (3.9) gives each component some eight style elements of its own, mostly with the same words, of which
// a third are empty: two thousand in a screen that opens, each of which the browser reads and tells of. Here
// components share what they say alike, in sheets that are read once; those of a component stand in Bokeh's
// order. Sheets from an address stay elements, and so come before them. On a page of our own, which this
// stands in; in a notebook all stays as it is.

const shareStyles = (bokeh) => {
  const sheet = bokeh.require("core/dom").InlineStyleSheet.prototype
  const component = bokeh.require("core/dom_view").DOMComponentView.prototype
  const { install, _update: setText } = sheet
  const { empty } = component
  const rootOf = new WeakMap()  // by Bokeh's sheet
  const placed = new WeakMap()  // by root: Bokeh's sheets in their order
  const shared = new Map(), MOST = 2000
  document.adoptedStyleSheets.push(new CSSStyleSheet())  // fails where a browser shares none
  document.adoptedStyleSheets.pop()

  const read = (css) => {
    if (!shared.has(css)) {
      if (shared.size === MOST) shared.clear()
      const found = new CSSStyleSheet()
      found.replaceSync(css)
      shared.set(css, found)
    }
    return shared.get(css)
  }
  const write = (root) => {
    root.adoptedStyleSheets = placed.get(root).filter((one) => one.css).map((one) => read(one.css))
  }

  sheet.install = function (root) {
    if (!(root instanceof ShadowRoot)) return install.call(this, root)
    if (!placed.has(root)) placed.set(root, [])
    placed.get(root).push(this)
    rootOf.set(this, root)
    if (this.css) root.adoptedStyleSheets.push(read(this.css))
  }
  sheet.uninstall = sheet.remove = function () {
    const root = rootOf.get(this)
    if (!root) return this.el.remove()
    rootOf.delete(this)
    placed.set(root, placed.get(root).filter((one) => one !== this))
    write(root)
  }
  sheet._update = function (css) {
    setText.call(this, css)
    if (rootOf.has(this)) write(rootOf.get(this))
  }
  component.empty = function () {
    for (const one of placed.get(this.shadow_el) ?? []) rootOf.delete(one)
    placed.delete(this.shadow_el)
    this.shadow_el.adoptedStyleSheets = []
    empty.call(this)
  }
}

try {
  shareStyles(window.Bokeh)
} catch {
  // another Bokeh, or a browser that shares no sheets
}
